"""Who does what in a sentence: the subjects, objects and ties of its verbs, and how its clauses hang together.

The sentence is read once from left to right with a stack of open clauses. A clause ends where a verb comes that cannot
be its own. What is given is what a reader would say first; a sentence that could be read otherwise is not.

Invariant: every group of verbs of the sentence is in the answer once, in the order of the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from obstat.news.grammar.ahead import Around, is_bare, small, speaks
from obstat.news.grammar.phrases import Nouns, Phrase, Small, Verbs
from obstat.news.words import pattern

_ENDS = frozenset(";:.!?—–-<>{}[]|*#=~^\\")


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
        self._around = Around(self._read)
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
            if verb.link == "," and not verb.subjects and verb.objects and speaks(verb):
                verb.subjects, verb.objects = verb.objects, []
        for verb in self._waiting:
            verb.subjects = verb.subjects or (self._verbs[0].subjects if self._verbs else [])
        return self._verbs

    # what stands between

    def _small(self, phrase: Small, at: int) -> None:
        tag, lower = phrase.tag, phrase.lower
        if tag == "quote":
            before = self._read[at - 1] if at else None
            self._quoted = not self._quoted
            sign = isinstance(before, Small) and before.tag in (",", ".", ":", "?", "!")
            if before is None or sign or (not self._quoted and self._around.goes_to_speaker(at)):
                self._reset(quoted=self._quoted)
            return
        if tag in _ENDS:
            self._reset(quoted=self._quoted)
        elif tag == "(":
            self._clause = _Clause(self._clause, "(", self._clause.last)
        elif tag == ")":
            self._clause = self._clause.parent or self._clause
        elif tag == "rel" or (lower == "that" and self._around.is_relative(at, self._clause.last)):
            self._open("rel", antecedent=self._list)
        elif tag == "sub":
            self._open(lower)
        self._before = lower if tag != "adv" else self._before

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
        previous = self._around.before(at)
        joined = before in ("and", "or", "&", "but", "nor") or (
            before == "," and bool(clause.subjects or clause.last) and self._around.lists_on(at)
        )
        if before == "along with":
            self._beside(nouns)
            return
        if isinstance(previous, Small) and previous.tag == "prep" and not joined:
            self._tie(previous.lower, nouns, at)
            return
        if before in ("and", "or", "nor") and clause.link == "rel" and clause.verb and clause.parent:
            outer = clause.parent
            if outer.verb is None and outer.subjects and self._around.verb_follows(at):
                self._clause = outer  # ``Neither A, which owns B, nor C would``
                outer.subjects.append(nouns)
                self._list = outer.subjects
                return
        if joined and self._list and not self._begins_clause(at):
            self._join(nouns, at)
            return
        if before == "," and self._list and (clause.subjects or clause.last) and not self._begins_clause(at):
            self._list[-1].apposed = self._list[-1].apposed or nouns
            nouns.apposes = self._list[-1]
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

    def _beside(self, nouns: Nouns) -> None:
        """``listed Kaspersky on Friday, along with``: a phrase that stands where whoever is acted on or acts does."""
        clause = self._clause
        patients = clause.last.patients if clause.last is not None else []
        self._list = patients or clause.subjects
        self._list.append(nouns)

    def _join(self, nouns: Nouns, at: int) -> None:
        """A phrase named together with the one before it: it stands wherever that stands."""
        last, clause = self._list[-1], self._clause
        if clause.verb is None and clause.subjects and _is_other(last, nouns) and self._around.verb_follows(at):
            clause.subjects.append(nouns)  # ``the province of British Columbia and the carrier Telus are``
            self._list = clause.subjects
            return
        around: list[Verbs | Nouns] = list(clause.subjects)
        if clause.last is not None:
            around += [clause.last, *clause.last.objects]
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

    def _begins_clause(self, at: int) -> bool:
        """Whether a finite verb follows whose subject this is, behind a verb that has its own."""
        last = self._clause.last
        if last is None or (isinstance(self._around.before(at), Verbs) and not speaks(last)):
            return False
        return self._around.verb_follows(at)

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

    # groups of verbs

    def _verb(self, verb: Verbs, at: int) -> None:
        self._verbs.append(verb)
        verb.quoted = self._quoted
        previous = self._around.before(at)
        if verb.shape == "finite" and isinstance(previous, Nouns) and is_bare(verb):
            self._participles(verb, at)
        elif verb.shape == "finite" and small(previous) == "," and self._around.by_follows(verb, at):
            verb.shape, verb.passive = "participle", True  # ``the firm, owned by Wingtech, bought``
        elif verb.shape == "finite" and isinstance(previous, Nouns) and self._is_helped(verb, previous):
            verb.shape = "to"  # ``helped Huawei increase``
        if verb.shape == "to":
            self._infinitive(verb, previous)
        elif verb.shape in ("ing", "participle"):
            self._participle(verb, previous)
        else:
            self._finite(verb, previous, at)
        self._clause.last = verb
        self._list = verb.objects

    def _is_helped(self, verb: Verbs, previous: Nouns) -> bool:
        """Whether a bare form is what somebody is helped, let or made to do."""
        last = self._clause.last
        bare = len(verb.tokens) == 1 and "B" in verb.head.word.forms
        return bare and last is not None and last.lemma in ("help", "let", "make") and previous in last.objects

    def _participles(self, verb: Verbs, at: int) -> None:
        """Of two verbs of a clause that can be participles one is: ``a person briefed on it told``."""
        first, direct = self._clause.verb, self._before == ""
        able = first is not None and first is self._clause.last and is_bare(first)
        if first is not None and able and direct and first.subjects and not first.objects:
            first.shape, first.passive = "participle", True
            self._clause.verb = None
            return
        waits = _awaiting(self._clause.parent) is not None
        if self._around.by_follows(verb, at) or (first is not None and direct and not waits):
            verb.shape, verb.passive = "participle", True

    def _finite(self, verb: Verbs, previous: Phrase | None, at: int) -> None:
        if not _awaiting(self._clause) and self._around.is_inverted(verb, at):
            self._clause = _Clause(None, ",")
            verb.link = ","
            self._clause.verb = verb
            return
        clause = self._clause = self._own_clause(verb, previous)
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

    def _own_clause(self, verb: Verbs, previous: Phrase | None) -> _Clause:
        """The clause that a finite verb is of: the open one, or one around it that waits for its verb."""
        clause = self._clause
        if clause.verb is None:
            ends = isinstance(previous, Small) and previous.tag != "sub"
            return clause.parent if not clause.subjects and clause.parent is not None and ends else clause
        if clause.link == "that" and clause.parent is not None and speaks(verb):
            clause = clause.parent  # ``denied that it is controlled and said``
        if clause.link == "rel" and small(previous) != "and":
            while clause.link == "rel" and clause.parent is not None:
                clause = clause.parent
        elif clause.parent is not None and small(previous) == ",":
            waiting = _awaiting(clause.parent)
            if waiting is not None:
                return waiting
            return clause.parent if clause.link in ("rel", "that") else clause
        return clause

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
        persons = pattern("to_persons").fullmatch(governor.lemma) is not None
        if persons and not governor.passive and governor.objects:
            verb.subjects = governor.objects
        elif persons and not governor.passive and governor.lemma in ("call", "push", "press"):
            verb.subjects = [end for how, end in governor.ties if how in ("on", "upon", "for")] or governor.subjects
        else:
            verb.subjects = governor.subjects

    def _participle(self, verb: Verbs, previous: Phrase | None) -> None:
        clause = self._clause
        governor = clause.last
        verb.governor, verb.link = governor, verb.shape
        if isinstance(previous, Nouns) and self._before != ",":
            verb.subjects = [previous]
            return
        if (
            small(previous) in ("from", "of", "for")
            and governor is not None
            and pattern("to_persons").fullmatch(governor.lemma)
        ):
            verb.subjects = governor.patients
            return
        if governor is not None:
            verb.subjects = governor.subjects
        elif clause.subjects:
            verb.subjects = clause.subjects
        else:
            self._waiting.append(verb)


def _is_other(one: Nouns, other: Nouns) -> bool:
    """Whether of two phrases one is the name of a place and the other is none."""
    kinds = [nouns.head.mention.kind if nouns.head.mention else "" for nouns in (one, other)]
    return kinds[0] == "place" != kinds[1]


def _awaiting(clause: _Clause | None) -> _Clause | None:
    """The clause, or the next one around it, that has a subject and no verb yet."""
    while clause is not None and not (clause.subjects and clause.verb is None):
        clause = clause.parent
    return clause


def parsed(read: Sequence[Phrase]) -> list[Verbs]:
    """The groups of verbs of a sentence's phrases."""
    return Parser(read).verbs()
