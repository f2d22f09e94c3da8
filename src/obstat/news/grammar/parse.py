"""Who does what in a sentence: the subjects, objects and ties of its verbs, and how its clauses hang together.

The sentence is read once from left to right with a stack of open clauses. A clause ends where a verb comes that cannot
be its own. What is given is what a reader would say first; a sentence that could be read otherwise is not.

Invariant: every group of verbs of the sentence is in the answer once, in the order of the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from obstat.news.grammar.phrases import Nouns, Phrase, Small, Verbs
from obstat.news.words import pattern

_ENDS = frozenset([";", ":", ".", "!", "?", "—", "–", "-"])
_TO_PERSONS = frozenset(
    "ask urge tell order force press require advise allow want expect oblige compel direct instruct pressure warn enable "
    "persuade push permit authorise authorize invite get help encourage command mandate call ban bar prohibit forbid "
    "stop prevent block keep exclude accuse suspect find see".split()
)
"""Verbs whose object does what the next verb says: ``ordered carriers to remove``."""


@dataclass(slots=True, eq=False)
class _Clause:
    """A clause while it is read."""

    parent: _Clause | None = None
    link: str = ""
    governor: Verbs | None = None
    subjects: list[Nouns] = field(default_factory=list)
    verb: Verbs | None = None
    """The last finite verb."""
    last: Verbs | None = None
    """The last verb of any shape, to which objects and ties go."""
    antecedent: list[Nouns] = field(default_factory=list)
    fronted: list[tuple[str, Nouns]] = field(default_factory=list)
    """What prepositions tie to a verb that is still to come."""
    quoted: bool = False


class Parser:
    """Reads the phrases of one sentence."""

    def __init__(self, read: Sequence[Phrase]) -> None:
        self._read = list(read)
        self._clause = _Clause()
        self._verbs: list[Verbs] = []
        self._waiting: list[Verbs] = []
        """Verbs at the beginning whose subject comes later: ``Citing fears, the agency ...``."""
        self._list: list[Nouns] = []
        """The phrases of nouns named together last."""
        self._before: str = ""
        """The small word or sign before the phrase at hand."""
        self._quoted = False

    def verbs(self) -> list[Verbs]:
        """The groups of verbs, with all that is told of them."""
        for at, phrase in enumerate(self._read):
            if isinstance(phrase, Verbs):
                self._verb(phrase, at)
                self._before = ""
            elif isinstance(phrase, Nouns):
                self._nouns(phrase, at)
                self._before = ""
            else:
                self._small(phrase, at)
        for verb in self._verbs:
            if verb.link == "," and not verb.subjects and verb.objects and pattern("speech").fullmatch(verb.lemma):
                verb.subjects, verb.objects = verb.objects, []
        for verb in self._waiting:
            verb.subjects = verb.subjects or (self._verbs[0].subjects if self._verbs else [])
        return self._verbs

    # what stands between

    def _small(self, small: Small, at: int) -> None:
        tag, lower = small.tag, small.lower
        if tag == "quote":
            before = self._read[at - 1] if at else None
            opens = not self._quoted
            self._quoted = opens
            sign = isinstance(before, Small) and before.tag in (",", ".", ":", "?", "!")
            if at == 0 or (opens and sign) or (not opens and sign):
                self._reset(quoted=opens)
            return
        if tag in _ENDS:
            self._reset(quoted=self._quoted)
        elif tag == "(":
            self._clause = _Clause(self._clause, "(", self._clause.last)
        elif tag == ")":
            self._clause = self._clause.parent or self._clause
        elif tag == "rel" or (lower == "that" and self._is_relative(at)):
            nouns = self._list[:] if self._list else []
            self._open("rel", antecedent=nouns)
        elif tag == "sub":
            self._open(lower)
        self._before = lower if tag not in ("adv",) else self._before

    def _is_relative(self, at: int) -> bool:
        """Whether ``that`` stands for the noun before it, and does not begin what somebody says."""
        before = self._read[at - 1] if at else None
        if not isinstance(before, Nouns) or pattern("saying").fullmatch(before.noun):
            return False
        governor = self._clause.last
        return governor is None or not pattern("speech").fullmatch(governor.lemma) or not governor.objects

    def _reset(self, quoted: bool) -> None:
        self._clause = _Clause(None, "", None, quoted=quoted)
        self._list = []
        self._before = ""

    def _open(self, link: str, antecedent: Sequence[Nouns] = ()) -> None:
        governor = self._clause.last or self._clause.verb
        clause = _Clause(self._clause, link, governor, antecedent=list(antecedent), quoted=self._clause.quoted)
        if link == "rel":
            clause.subjects = list(antecedent)
        self._clause = clause
        self._list = []

    # phrases of nouns

    def _nouns(self, nouns: Nouns, at: int) -> None:
        clause, before = self._clause, self._before
        previous = self._previous(at)
        joined = before in ("and", "or", "&", "but", "nor") or (before == "," and self._in_list(at))
        if isinstance(previous, Small) and previous.tag == "prep" and not joined:
            self._tie(previous.lower, nouns, at)
            return
        if before in ("and", "or", "nor") and clause.link == "rel" and clause.verb and clause.parent:
            outer = clause.parent
            if outer.verb is None and outer.subjects and self._verb_follows(at):
                self._clause = outer  # ``Neither A, which owns B, nor C would``
                outer.subjects.append(nouns)
                self._list = outer.subjects
                return
        if joined and self._list and not self._begins_clause(at):
            self._join(nouns)
            return
        if before == "," and self._list and (clause.subjects or clause.last) and not self._begins_clause(at):
            self._list[-1].apposed = self._list[-1].apposed or nouns
            return
        if clause.link == "rel" and clause.subjects == clause.antecedent and clause.verb is None:
            clause.subjects = [nouns]
            self._list = clause.subjects
            return
        if clause.last is None and not clause.subjects:
            clause.subjects = [nouns]
            self._list = clause.subjects
            return
        if self._begins_clause(at):
            self._new_clause(nouns, at)
            return
        if clause.last is not None:
            objects = clause.last.objects
            if not objects or isinstance(self._read[at - 1], Verbs | Nouns):
                objects.append(nouns)
            self._list = [nouns] if objects[-1:] != [nouns] else objects
            return
        if not clause.subjects:
            clause.subjects = [nouns]
        self._list = [nouns]

    def _join(self, nouns: Nouns) -> None:
        """A phrase named together with the one before it: it stands wherever that stands."""
        last, clause = self._list[-1], self._clause
        around: list[Verbs | Nouns] = [*clause.subjects, *([clause.last, *clause.last.objects] if clause.last else [])]
        for one in around:
            one.ties += [(how, nouns) for how, end in one.ties if end is last]
        own = self._list is clause.subjects or (clause.last is not None and self._list is clause.last.objects)
        if own:
            self._list.append(nouns)
        else:
            self._list = [*self._list, nouns]

    def _tie(self, how: str, nouns: Nouns, at: int) -> None:
        """A phrase behind a preposition goes to the verb and to the noun before it."""
        clause = self._clause
        before = self._read[at - 2] if at >= 2 else None
        if isinstance(before, Nouns):
            before.ties.append((how, nouns))
            if how in ("of", "by") and before.owner is None:
                before.owner = nouns
        if clause.last is not None and not (how == "of" and isinstance(before, Nouns)):
            clause.last.ties.append((how, nouns))
        elif clause.last is None and not clause.subjects:
            clause.fronted.append((how, nouns))
        self._list = [nouns]

    def _in_list(self, at: int) -> bool:
        """Whether a comma before a phrase is one of ``A, B and C``: another name follows with ``and``, or stood there."""
        for phrase in self._read[at + 1 : at + 5]:
            if isinstance(phrase, Verbs):
                return False
            if isinstance(phrase, Small) and phrase.lower in ("and", "or"):
                return True
            if isinstance(phrase, Small) and phrase.tag not in (",", "prep"):
                return False
        return False

    def _begins_clause(self, at: int) -> bool:
        """Whether a finite verb follows whose subject this is, behind a verb that has its own."""
        last = self._clause.last
        if last is None or (isinstance(self._read[at - 1], Verbs) and not pattern("speech").fullmatch(last.lemma)):
            return False
        return self._verb_follows(at)

    def _verb_follows(self, at: int) -> bool:
        """Whether the next verb of this level is finite: what is tied to the noun, and its relative clause, are passed."""
        tied, inner = False, 0
        for place, phrase in enumerate(self._read[at + 1 :], at + 1):
            if isinstance(phrase, Small):
                if phrase.tag == "rel" or phrase.lower == "that":
                    inner += 1
                elif phrase.lower in ("and", "or", "&") and isinstance(self._read[place - 1], Nouns):
                    pass
                elif phrase.tag not in ("adv", "adj", "prep"):
                    return False
                tied = phrase.tag == "prep" or phrase.lower in ("and", "or", "&")
            elif isinstance(phrase, Nouns):
                if not tied and not inner:
                    return False
                tied = False
            elif phrase.shape in ("participle", "to", "ing") or self._serves_as_passive(phrase, place):
                continue
            elif inner:
                inner -= 1
            else:
                return phrase.shape == "finite"
        return False

    def _serves_as_passive(self, verbs: Verbs, at: int) -> bool:
        """``phones sold by``: a participle and no verb of the clause."""
        bare = len(verbs.tokens) == 1 and "N" in verbs.head.word.forms
        return bare and at + 1 < len(self._read) and _lower(self._read[at + 1]) == "by"

    def _new_clause(self, nouns: Nouns, at: int) -> None:
        """A clause that no small word begins: ``said Huawei phones are``, ``..., Huawei said``, ``and Verizon has``."""
        clause = self._clause
        governs = isinstance(self._read[at - 1], Verbs)
        if governs:
            self._clause = _Clause(clause, "that", clause.last, [nouns], quoted=clause.quoted)
        else:
            top = clause
            while top.parent is not None and (self._before == "," or top.link == "rel"):
                top = top.parent
            link = self._before
            inherits = self._before in ("and", "but", "or") and clause.link not in ("rel", "")
            self._clause = _Clause(
                clause.parent if inherits else top.parent,
                clause.link if inherits else link,
                clause.governor if inherits else None,
                [nouns],
                quoted=clause.quoted,
            )
        self._list = self._clause.subjects

    def _previous(self, at: int) -> Phrase | None:
        for phrase in reversed(self._read[:at]):
            if not (isinstance(phrase, Small) and phrase.tag in ("adv", "quote")):
                return phrase
        return None

    # groups of verbs

    def _verb(self, verb: Verbs, at: int) -> None:
        self._verbs.append(verb)
        verb.quoted = self._quoted
        previous = self._previous(at)
        if verb.shape == "finite" and isinstance(previous, Nouns):
            bare = len(verb.tokens) == 1 and "N" in verb.head.word.forms
            first = self._clause.verb
            if bare and first is not None and first is self._clause.last and self._is_reduced(first) and self._before == "":
                first.shape, first.passive = "participle", True  # ``a person briefed on it told``
                self._clause.verb = None
            elif self._serves_as_passive(verb, at) or (bare and first and self._before == ""):
                verb.shape, verb.passive = "participle", True
        if verb.shape == "to":
            self._infinitive(verb, previous)
        elif verb.shape in ("ing", "participle"):
            self._participle(verb, previous, at)
        else:
            self._finite(verb, previous, at)
        self._clause.last = verb
        self._list = verb.objects

    @staticmethod
    def _is_reduced(verb: Verbs) -> bool:
        """Whether a verb without an object may be a participle: ``a person briefed on its plans``."""
        return len(verb.tokens) == 1 and "N" in verb.head.word.forms and not verb.objects and bool(verb.subjects)

    def _finite(self, verb: Verbs, previous: Phrase | None, at: int) -> None:
        clause = self._clause
        if not self._awaited(clause) and self._is_inverted(previous, verb, at):
            self._clause = _Clause(None, ",")
            verb.link = ","
            self._clause.verb = verb
            return
        if clause.verb is not None:
            if clause.link == "that" and clause.parent is not None and pattern("speech").fullmatch(verb.lemma):
                clause = clause.parent  # ``denied that it is controlled and said``
            joined = isinstance(previous, Small) and previous.lower in ("and", "or", "but", ",")
            if clause.link == "rel" and not (joined and previous is not None and _lower(previous) == "and"):
                while clause.link == "rel" and clause.parent is not None:
                    clause = clause.parent
            elif clause.parent is not None and _lower(previous) == ",":
                waiting = clause.parent
                while waiting.parent is not None and not (waiting.subjects and waiting.verb is None):
                    waiting = waiting.parent
                if (waiting.subjects and waiting.verb is None) or clause.link in ("rel", "that"):
                    clause = waiting if waiting.subjects and waiting.verb is None else clause.parent
            self._clause = clause
        elif not clause.subjects and clause.parent is not None and isinstance(previous, Small) and previous.tag != "sub":
            clause = clause.parent
            self._clause = clause
        if clause.verb is not None and clause.last is not None and not verb.subjects:
            verb.subjects = clause.verb.subjects
            verb.governor, verb.link = clause.verb.governor, clause.verb.link
        else:
            verb.subjects = clause.subjects
            verb.governor, verb.link = clause.governor, clause.link
        if clause.link == "rel" and clause.antecedent and clause.subjects != clause.antecedent and not verb.objects:
            verb.objects = list(clause.antecedent)
        verb.ties += clause.fronted
        clause.fronted = []
        clause.verb = verb

    @staticmethod
    def _awaited(clause: _Clause | None) -> bool:
        """Whether a clause, or one around it, has a subject that waits for its verb."""
        while clause is not None:
            if clause.subjects and clause.verb is None:
                return True
            clause = clause.parent
        return False

    def _is_inverted(self, previous: Phrase | None, verb: Verbs, at: int) -> bool:
        """``..., said a spokesman``: a verb of speech behind a comma, with its subject behind it."""
        sign = isinstance(self._read[at - 1] if at else None, Small) and _lower(self._read[at - 1]) in (",", '"', "”", "’")
        after = self._read[at + 1] if at + 1 < len(self._read) else None
        return sign and len(verb.tokens) == 1 and isinstance(after, Nouns) and bool(pattern("speech").fullmatch(verb.lemma))

    def _infinitive(self, verb: Verbs, previous: Phrase | None) -> None:
        """Who does what ``to`` begins: whoever is asked, whose plan it is, or whoever does what stands before."""
        clause = self._clause
        governor = clause.last
        verb.governor, verb.link = governor, "to"
        if isinstance(previous, Nouns) and pattern("deed").fullmatch(previous.noun):
            verb.noun = previous
            if previous.owner is not None:
                verb.subjects = [previous.owner]
                return
            by = [end for how, end in previous.ties if how in ("by", "from")]
            if by:
                verb.subjects = by
                return
            if governor is None or previous in clause.subjects:
                return
        if governor is None:
            verb.subjects = clause.subjects or (clause.governor.subjects if clause.governor else [])
            verb.governor, verb.link = clause.governor, clause.link or "to"
            return
        persons = governor.lemma in _TO_PERSONS
        if persons and not governor.passive and governor.objects:
            verb.subjects = governor.objects
        elif persons and not governor.passive and governor.lemma in ("call", "push", "press"):
            verb.subjects = [end for how, end in governor.ties if how in ("on", "upon", "for")] or governor.subjects
        else:
            verb.subjects = governor.subjects

    def _participle(self, verb: Verbs, previous: Phrase | None, at: int) -> None:
        clause = self._clause
        governor = clause.last
        verb.governor, verb.link = governor, verb.shape
        if isinstance(previous, Nouns) and self._before != ",":
            if verb.shape == "participle" or clause.last is None or previous not in clause.last.objects[:0]:
                verb.subjects = [previous]
            return
        small = _lower(previous)
        if small in ("from", "of", "for") and governor is not None and governor.lemma in _TO_PERSONS:
            verb.subjects = governor.patients
            return
        if governor is not None:
            verb.subjects = governor.subjects
        elif clause.subjects:
            verb.subjects = clause.subjects
        else:
            self._waiting.append(verb)


def _lower(phrase: Phrase | None) -> str:
    return phrase.lower if isinstance(phrase, Small) else ""


def parsed(read: Sequence[Phrase]) -> list[Verbs]:
    """The groups of verbs of a sentence's phrases."""
    return Parser(read).verbs()
