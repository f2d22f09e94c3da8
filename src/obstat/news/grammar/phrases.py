"""The phrases of a sentence: groups of nouns, groups of verbs, and the small words between them.

Invariant: every token is in one phrase; phrases are in the order of the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from obstat.model.claim import Mention, Span
from obstat.news.grammar.tokens import Token
from obstat.news.things import speaks_as
from obstat.news.words import pattern

_IN_NOUNS = frozenset(["det", "noun", "name", "num", "pos"])


@dataclass(slots=True, eq=False)
class Nouns:
    """A phrase of nouns: ``the Shenzhen-based maker's newest phones``."""

    tokens: list[Token]
    owner: Nouns | None = None
    """Whose it is: what stands before ``'s``, or what ``of`` or ``by`` ties to it."""
    ties: list[tuple[str, Nouns]] = field(default_factory=list)
    """The phrases that prepositions tie to it."""
    apposed: Nouns | None = None
    """What stands behind a comma and says who it is: ``the supplier, Tessaly Imports``."""
    apposes: Nouns | None = None
    """What stands before the comma, of the phrase behind it."""

    @property
    def span(self) -> Span:
        return self.tokens[0].span[0], self.tokens[-1].span[1]

    @property
    def head(self) -> Token:
        return self.tokens[-1]

    @property
    def noun(self) -> str:
        """The head as a dictionary has it, in small letters."""
        return self.head.word.noun or self.head.lower

    @property
    def mentions(self) -> list[Mention]:
        return [t.mention for t in self.tokens if t.mention is not None]


@dataclass(slots=True, eq=False)
class Verbs:
    """A group of verbs: ``would not have been told``, with who does it and to whom, once the sentence is parsed."""

    tokens: list[Token]
    lemma: str
    passive: bool = False
    negative: bool = False
    modals: tuple[str, ...] = ()
    shape: str = "finite"
    """``finite``, ``to`` (``to sell``), ``ing`` (``selling``), ``participle`` (``sold by``)."""
    past: bool = False
    subjects: list[Nouns] = field(default_factory=list)
    objects: list[Nouns] = field(default_factory=list)
    ties: list[tuple[str, Nouns]] = field(default_factory=list)
    governor: Verbs | None = None
    link: str = ""
    """How it hangs on its governor: the small word that joins them, ``rel``, ``quote`` or nothing."""
    noun: Nouns | None = None
    """The noun on which it hangs: ``plans to sell``."""
    quoted: bool = False

    @property
    def span(self) -> Span:
        return self.tokens[0].span[0], self.tokens[-1].span[1]

    @property
    def head(self) -> Token:
        return self.tokens[-1]

    @property
    def agents(self) -> list[Nouns]:
        """Who does it."""
        if not self.passive:
            return self.subjects
        return [nouns for how, nouns in self.ties if how == "by"]

    @property
    def patients(self) -> list[Nouns]:
        """To whom or what it is done."""
        return self.subjects if self.passive else self.objects


@dataclass(slots=True, eq=False)
class Small:
    """A small word or a sign between phrases."""

    token: Token
    tag: str
    lower: str


Phrase = Nouns | Verbs | Small


def phrases(found: Sequence[Token]) -> list[Phrase]:
    """The phrases of a sentence's tokens."""
    told: list[Phrase] = []
    at = 0
    while at < len(found):
        tag = found[at].tag
        if tag in ("verb", "modal", "aux", "neg") or (tag == "prep" and _infinitive(found, at)):
            verbs, last = _verbs(found, at)
            if verbs is not None:
                told.append(verbs)
                at = last
                continue
        if tag in _IN_NOUNS:
            last = _nouns_end(found, at)
            nouns = _nouns(found[at:last])
            tied = bool(told) and isinstance(told[-1], Small) and told[-1].tag == "prep"
            told.append(Small(nouns.head, "adv", "") if _is_time(nouns) and not tied else nouns)
            at = last
            continue
        token = found[at]
        if token.tag == "day":
            last = at + 2 if at + 1 < len(found) and found[at + 1].tag == "num" else at + 1
            told.append(Nouns(list(found[at:last])))
            at = last
            continue
        if token.tag == "pron":
            told.append(Nouns([token]))
        else:
            told.append(Small(token, token.tag, token.lower))
        at += 1
    return told


_AUXILIARIES = frozenset(["be", "have", "do", "get"])


def _infinitive(found: Sequence[Token], at: int) -> bool:
    if found[at].lower != "to":
        return False
    after = next((t for t in found[at + 1 :] if t.tag not in ("adv", "neg")), None)
    if after is None:
        return False
    return (after.tag == "verb" and "B" in after.word.forms) or after.lower in _AUXILIARIES


def _verbs(found: Sequence[Token], at: int) -> tuple[Verbs | None, int]:
    """The group of verbs that begins at a token, and where it ends."""
    group: list[Token] = []
    modals: list[str] = []
    negative = infinitive = False
    auxiliary, last = "", at
    first = found[at]
    while last < len(found):
        token = found[last]
        lower = token.lower
        if token.tag == "prep" and lower == "to" and not group and _infinitive(found, last):
            infinitive = True
        elif token.tag == "modal":
            if group and (auxiliary or group[-1].tag == "verb"):
                break
            modals.append(lower)
            negative = negative or lower.endswith(("n't", "n’t", "not"))
        elif token.tag == "aux":
            negative = negative or lower.endswith(("n't", "n’t"))
            auxiliary = token.word.verb
        elif token.tag == "neg":
            negative = True
        elif token.tag == "adv":
            if not _goes_on(found, last):
                break
        elif token.tag == "verb":
            if group and group[-1].tag == "verb":
                break
            group.append(token)
            last += 1
            return _made(found, group, token, auxiliary, modals, negative, infinitive), last
        else:
            break
        group.append(token)
        last += 1
    while group and group[-1].tag == "adv":
        group.pop()
        last -= 1
    if (not auxiliary and not modals) or (at == 0 and found[-1].tag == "?" and last < len(found)):
        return None, at
    head = next((t for t in reversed(group) if t.tag in ("aux", "modal")), first)
    verbs = Verbs(
        [*[t for t in group if t is not head], head], auxiliary or "do", negative=negative, modals=tuple(modals)
    )
    verbs.tokens.sort(key=lambda t: t.span)
    verbs.shape = "to" if infinitive else "finite"
    return verbs, last


def _goes_on(found: Sequence[Token], at: int) -> bool:
    """Whether an adverb stands inside a group of verbs."""
    after = next((t for t in found[at + 1 :] if t.tag not in ("adv", "neg")), None)
    return after is not None and after.tag in ("verb", "aux")


def _made(
    found: Sequence[Token],
    group: list[Token],
    head: Token,
    auxiliary: str,
    modals: list[str],
    negative: bool,
    infinitive: bool,
) -> Verbs:
    forms = head.word.forms
    helpers = [t.word.verb for t in group[:-1] if t.tag == "aux"]
    passive = bool(helpers) and helpers[-1] in ("be", "get") and "N" in forms and "G" not in forms
    shape = "finite"
    if infinitive:
        shape = "to"
    elif not helpers and not modals:
        if forms == {"G"}:
            shape = "ing"
        elif "N" in forms and "D" not in forms and "B" not in forms:
            shape, passive = "participle", True
    elif not modals and next(t.lower for t in group if t.tag == "aux") in ("being", "having", "been", "be"):
        shape = "ing"
    past = bool(helpers and helpers[0] == "have") or "D" in forms
    return Verbs(group, head.word.verb, passive, negative, tuple(modals), shape, past)


def _nouns_end(found: Sequence[Token], at: int) -> int:
    """Where a phrase of nouns that begins at a token ends: names and nouns, one determiner at its beginning."""
    last = at
    while last < len(found):
        token, before = found[last], found[last - 1] if last > at else None
        if token.tag not in _IN_NOUNS and not (token.tag == "adv" and before is not None and before.tag == "det"):
            break
        if before is not None and _begins_another(found, last, before):
            break
        last += 1
    return max(last, at + 1)


def _begins_another(found: Sequence[Token], at: int, before: Token) -> bool:
    """Whether a token begins a phrase of its own behind one of nouns."""
    token = found[at]
    if token.tag == "det":
        return before.tag != "det"
    if _begins_time(found, at):
        return True
    if token.tag == "num":
        return before.tag == "name" and not token.text[0].isdigit()
    return token.tag == "name" and _stands_alone(found, at)


def _begins_time(found: Sequence[Token], at: int) -> bool:
    """``the commissioner last year``: another phrase begins, which says when."""
    after = found[at + 1] if at + 1 < len(found) else None
    return (
        found[at].lower in ("last", "next", "this")
        and after is not None
        and pattern("time_noun").fullmatch(after.word.noun) is not None
    )


def _is_time(nouns: Nouns) -> bool:
    """``last week``, ``this spring``, ``two years``: when, and nobody who does anything."""
    return (
        pattern("time_noun").fullmatch(nouns.noun) is not None
        and nouns.head.mention is None
        and len(nouns.tokens) > 1
        and not nouns.mentions
    )


def _stands_alone(found: Sequence[Token], at: int) -> bool:
    """Whether a name begins a phrase of its own and is no part of the one before it: ``the carrier AT&T`` is one."""
    before, mention = found[at - 1], found[at].mention
    after = found[at + 1] if at + 1 < len(found) else None
    if before.tag == "noun" and after is not None and after.tag in ("verb", "aux", "modal"):
        return not speaks_as(before.text) and before.text[0].islower()
    return before.tag == "name" and mention is not None and mention.refers


def _nouns(found: Sequence[Token]) -> Nouns:
    """A phrase of nouns, what stands before its last ``'s`` as its owner."""
    cuts = [at for at, token in enumerate(found) if token.tag == "pos"]
    if cuts and 0 < cuts[-1] < len(found) - 1:
        cut = cuts[-1]
        nouns = Nouns(list(found[cut + 1 :]))
        nouns.owner = _nouns(found[:cut])
        nouns.tokens = list(found)  # the owner is part of the phrase
        return nouns
    rest = [t for t in found if t.tag != "pos"] or list(found)
    nouns = Nouns(rest)
    if rest[0].tag == "det" and rest[0].mention is not None and len(rest) > 1:
        nouns.owner = Nouns([rest[0]])
    return nouns
