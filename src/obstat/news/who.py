"""Who a phrase of nouns means: a name, somebody by a noun, or those who were named together before.

Invariant: a phrase about things means nobody; an officer or a spokesman means himself, with the firm beside him kept in
the story's mentions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from obstat.model.claim import Mention
from obstat.news import things
from obstat.news.grammar.phrases import Nouns
from obstat.news.grammar.reading import Reading
from obstat.news.grammar.tokens import Token
from obstat.news.things import BODIES, FIRMS, Thing, once
from obstat.news.words import pattern

_ACTING = frozenset(["party", "organization", "body", "person", "outlet", "place"])
_IS_FIRM = re.compile(r"the (?:company|firm|group|maker)")
_PLURAL = frozenset(["they", "them", "both", "themselves"])
_OF = ("of", "for", "at")
_SHORT = 3
_PERSON = frozenset(["he", "she", "him", "her"])


class Who:
    """The phrases of one story."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names
        self.pair: tuple[Thing, ...] = ()
        """Those who were named together last."""
        self._last_person: Thing | None = None
        self._firm: Thing | None = None
        """The firm named last."""
        self._subject: Thing | None = None
        """Who the sentence before is about."""
        self._several: tuple[Thing, ...] = ()
        """The last subject that is more than one."""

    def remember(self, reading: Reading, together: Sequence[Sequence[Mention]]) -> None:
        """Keep whom the next sentence may mean by ``they``, ``both`` and ``the companies``."""
        firms = [m for p in reading.phrases if isinstance(p, Nouns) for m in p.mentions if m.kind in FIRMS]
        self._firm = self.thing(firms[-1]) if firms else self._firm
        for group in together:
            self.pair = tuple(map(self.thing, group))
        main = next((verb for verb in reading.verbs if verb.subjects and verb.shape == "finite"), None)
        first = self.of(main.subjects) if main is not None else []
        self._subject = first[0] if len(first) == 1 and first[0].kind != "person" else None
        for verb in reading.verbs:
            self._remember(verb.subjects, acts=True)
            self._remember(verb.objects, acts=False)

    def _remember(self, some: Sequence[Nouns], *, acts: bool) -> None:
        found = tuple(thing for thing in self.of(some) if thing.kind != "place")
        several = len(found) > 1 or any(_is_plural(nouns) for nouns in some if nouns.head.mention is None)
        if acts and len(found) == 1 and (found[0].kind == "person" or (found[0].kind == "noun" and not several)):
            self._last_person = found[0]
        if len(found) > 1 and all(thing.kind != "noun" for thing in found):
            self.pair = found
        if found and several and (acts or len(found) > 1):
            self._several = found

    def of(self, some: Iterable[Nouns]) -> list[Thing]:
        """Those who act or are acted on, for each phrase."""
        found = [thing for nouns in some for thing in self._of(nouns)]
        return once(found)

    @staticmethod
    def _meant(meant: Iterable[Thing], nouns: Nouns) -> list[Thing]:
        return [Thing(t.name, t.kind, nouns.span, t.speaks_as) for t in meant]

    def thing(self, mention: Mention) -> Thing:
        """A mention as claims name it."""
        name = mention.text if mention.kind == "place" else self._names.get(mention.id, mention.id)
        return Thing(name, mention.kind, mention.span)

    def _of(self, nouns: Nouns) -> list[Thing]:
        head, lower = nouns.head, nouns.head.lower
        if head.tag == "pron" or lower == "both":
            return self._by_pronoun(nouns, lower)
        if head.mention is not None:
            return [self.thing(head.mention)] if head.mention.kind in _ACTING else []
        of = [end for how, end in nouns.ties if how == "of"]
        if of and pattern("quantity").fullmatch(lower):
            return self.of(of)
        apposed = nouns.apposed
        by_name = apposed is not None and (apposed.head.mention is not None or is_name(apposed))
        if apposed is not None and by_name and not is_name(nouns) and (found := self._of(apposed)):
            return found
        if nouns.apposes is not None and nouns.apposes.head.mention is not None:
            return self._of(Nouns(nouns.apposes.tokens))  # ``DNA, a carrier owned by``
        speaks, place = speaks_as(nouns), (nouns.tokens[0].span[0], head.span[1])
        if not speaks:
            return [Thing(words(nouns), "organization", place)] if is_name(nouns) else []
        if found := self._employer(nouns, speaks):
            return found
        if self.pair and self._means_pair(nouns):
            return self._meant(self.pair, nouns)
        parts = [m for end in of for m in end.mentions if m.kind in ("body", "organization")]
        if parts and nouns.noun in ("department", "ministry"):
            return [self.thing(mention) for mention in parts]
        if self._firm is not None and _IS_FIRM.fullmatch(_plain(nouns)):
            return self._meant([self._firm], nouns)
        return [Thing(words(nouns), "noun", place, speaks)]

    def _by_pronoun(self, nouns: Nouns, lower: str) -> list[Thing]:
        if lower in _PERSON and self._last_person is not None:
            return self._meant([self._last_person], nouns)
        if lower == "both":
            return self._meant(self.pair, nouns)
        if lower == "it" and self._subject is not None:
            return self._meant([self._subject], nouns)
        return self._meant(self._several, nouns) if lower in _PLURAL else []

    def _employer(self, nouns: Nouns, speaks: str) -> list[Thing]:
        """The firm or body that somebody speaks or works for, where the phrase has it."""
        is_official = speaks == "official" and nouns.noun == "official"
        owner = nouns.owner if nouns.owner is not None and nouns.owner.head in nouns.tokens else None
        if speaks == "analyst":
            near = [*([owner] if owner else []), *(end for how, end in nouns.ties if how in _OF)]
            firms = [found for one in near for found in self._of(one) if found.kind == "organization"]
            return self._meant(firms[:1], nouns)
        if speaks not in ("officer", "staff") and not is_official:
            return []
        whose = belongs_to(nouns)
        if whose:
            return [self.thing(whose[0])] if not is_official or whose[0].kind == "body" else []
        if nouns.tokens[0].lower == "its" and self._subject is not None:
            return self._meant([self._subject], nouns)
        if owner is not None and is_name(owner) and not is_official:
            return [Thing(words(owner), "organization", nouns.span)]
        ties = [end for how, end in nouns.ties if how in _OF]
        before = [owner or Nouns(nouns.tokens[:-1])] if len(nouns.tokens) > 1 else []
        employer = next(iter(ties or before), None)
        allowed = ("official", "company") if ties else ("official",)
        if employer is None or not (speaks_as(employer) in allowed or is_name(employer)):
            return []
        kind = "organization" if is_name(employer) else "noun"
        return [Thing(words(employer), kind, nouns.span, speaks_as(employer))]

    def _means_pair(self, nouns: Nouns) -> bool:
        """Whether ``the companies``, ``both carriers`` and ``either maker`` mean those named together before."""
        first = nouns.tokens[0].lower
        if not nouns.head.lower.endswith("s") and first not in ("either", "neither"):
            return False
        plain = all(t.tag in ("det", "num") or t is nouns.head or t.lower == "two" for t in nouns.tokens)
        return plain and first in ("the", "both", "these", "those", "either", "neither") and not nouns.ties


def _plain(nouns: Nouns) -> str:
    return " ".join(token.lower for token in nouns.tokens)


def _is_plural(nouns: Nouns) -> bool:
    return nouns.head.lower not in (nouns.noun, nouns.head.word.verb) and nouns.head.text.endswith("s")


def is_name(nouns: Nouns) -> bool:
    """Whether a phrase that no list knows is a name: written large, with a word that is in no dictionary."""
    own = [t for t in nouns.tokens if t.tag == "noun"]
    if nouns.head.tag != "noun" or not nouns.head.text[0].isupper():
        return False
    if any(sign.isdigit() for sign in nouns.head.text):
        return len(nouns.head.text) <= _SHORT and nouns.owner is not None  # ``Bulgaria's A1``
    return nouns.head.text.isupper() or any(t.text[0].isupper() and not _in_dictionary(t) for t in own)


def _in_dictionary(token: Token) -> bool:
    return token.word.listed or len(token.text) == 1


def speaks_as(nouns: Nouns) -> str:
    """What a noun that means somebody speaks as, empty for things; see ``words/actors.txt``."""
    two = " ".join(t.text for t in nouns.tokens[-2:])
    head = nouns.head.text
    given = things.speaks_as(two) or things.speaks_as(head) or things.speaks_as(nouns.noun)
    return given or ("person" if pattern("human").fullmatch(nouns.noun) else "")


def belongs_to(nouns: Nouns) -> list[Mention]:
    """The firms and bodies that a phrase names as those to which its head belongs: ``Xiaomi's head of sales``."""
    near = [nouns, *([nouns.owner] if nouns.owner else [])]
    near += [end for how, end in nouns.ties if how in ("of", "for", "at", "from", "with")]
    return [m for one in near for m in one.mentions if m.kind in BODIES]


def words(nouns: Nouns) -> str:
    """A phrase as a reader would name it: without articles and numbers before it, of its owner nothing."""
    start = 0
    for at, token in enumerate(nouns.tokens):
        if token.tag == "pos":
            start = at + 1
    rest = list(nouns.tokens[start:])
    while len(rest) > 1 and (rest[0].tag in ("det", "num")):
        rest.pop(0)
    text = " ".join(t.text for t in rest)
    of = next((end for how, end in nouns.ties if how == "of" and end.head.tag in ("noun", "name")), None)
    return f"{text} of {words(of)}" if of is not None and speaks_as(nouns) in ("official", "officer") else text
