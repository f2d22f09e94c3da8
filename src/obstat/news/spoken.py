"""What somebody says that is no event: a statement, an opinion, a denial, a fear or an accusation.

Invariant: the words stand in the sentence beside the act of speech; a denial and what it denies are two claims.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from obstat.model.claim import Span
from obstat.news import certainty
from obstat.news.grammar.phrases import Nouns, Verbs
from obstat.news.grammar.reading import Reading
from obstat.news.passages import trimmed
from obstat.news.speech import Act, Attribution
from obstat.news.things import BODIES, Thing, once
from obstat.news.who import Who
from obstat.news.words import pattern

_CLASSES = frozenset(["company_statement", "named_official", "named_person", "analyst", "official_record"])
"""Whose words are a claim where they tell of no event."""
_FIRST = re.compile(r"\b(?:we|our|us|ours|i|my)\b", re.IGNORECASE)
_NONE = frozenset(["no", "none", "nobody", "nothing", "neither", "not"])
_CAN = frozenset(["can", "cannot", "could", "would"])
_FEWEST = 3
"""Words of which something said has at least as many."""
_SHORT = 12
"""Characters before an act of speech that are too few to be what it tells."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """One thing said, without what every claim has."""

    event: str
    actors: Sequence[Thing]
    targets: Sequence[Thing] = ()
    modality: str = "done"
    polarity: str = "positive"


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody says: a stretch of a sentence that has been read."""

    text: str
    span: Span
    reading: Reading
    quoted: bool

    @property
    def plain(self) -> str:
        return self.text[slice(*self.span)]

    @property
    def main(self) -> Verbs | None:
        """The first finite verb."""
        inside = (v for v in self.reading.verbs if self.span[0] <= v.head.span[0] < self.span[1])
        return next((verb for verb in inside if verb.shape == "finite"), None)


def content(text: str, span: Span, act: Act, others: Sequence[Act]) -> Span:
    """The words that an act of speech tells, without the words of other acts."""
    start, end = span
    if act.trails:
        before = [other.span[1] for other in others if other.span[1] <= act.span[0]]
        first, last = max([start, *before]), act.span[0]
        if last - first < _SHORT:
            first, last = act.span[1], end
    else:
        behind = [other.span[0] for other in others if other.span[0] >= act.span[1]]
        first, last = act.span[1], min([end, *behind])
    return trimmed(text, (first, last))


def spoken(words: Words, act: Act, said: Attribution, speakers: Sequence[Thing], who: Who) -> Iterator[Spoken]:
    """What an act of speech tells where its words tell of no event."""
    lemma = act.verb.lemma if act.verb is not None else ""
    if pattern("accusing").fullmatch(lemma):
        yield from _accused(words, act, who)
        return
    if len(words.plain.split()) < _FEWEST:
        return
    if said.class_ not in _CLASSES:
        yield from _of_others(words, said, speakers, who)
        return
    own = {thing.name for thing in speakers}
    about = [thing for thing in who.named_in(words.reading, words.span) if thing.name not in own][:1]
    main = words.main
    negative = main is not None and _is_negative(main)
    polarity = "negative" if negative else "positive"
    official = said.class_ in ("official_record", "named_official")
    if pattern("worrying").fullmatch(lemma):
        yield Spoken("concern", speakers, about)
    elif pattern("proving").fullmatch(lemma) and official:
        yield Spoken("finding", speakers, about, polarity=polarity)
    elif said.class_ == "official_record" and pattern("proof").search(said.sources[-1].name) and not words.quoted:
        bodies = [thing for thing in speakers if thing.kind == "body"] or who.bodies
        yield Spoken("finding", bodies[:1], about, polarity=polarity)
    elif pattern("naming").fullmatch(lemma):
        yield Spoken("opinion", speakers, about)
    elif said.class_ == "company_statement" and negative and main is not None and _of_itself(main, who, own):
        yield Spoken("denial", speakers)
        if whom := _targets(main, who, own, words.span, people=True):
            yield Spoken("statement", speakers, whom, "denied")
    else:
        sure = said.class_ not in ("analyst", "named_person")
        modality = certainty.of_verb(main, words.plain, heading=False, reported=sure) if main is not None else "done"
        if is_opinion(words.plain, said.class_, quoted=words.quoted):
            kept = modality if modality in ("planned", "conditional", "question") else "done"
            yield Spoken("opinion", speakers, about, kept)
        else:
            yield Spoken("statement", speakers, (), modality, polarity)


def is_opinion(words: str, class_: str, *, quoted: bool) -> bool:
    """Whether words judge and do not report: what people say in quotation marks, and firms not of themselves."""
    if pattern("opinion").search(words):
        return True
    if not quoted:
        return class_ == "named_person"
    if class_ == "company_statement":
        return not _FIRST.search(words) and not pattern("reports").search(words)
    return class_ != "official_record"


def _accused(words: Words, act: Act, who: Who) -> Iterator[Spoken]:
    """``accused Huawei of handing``, ``..., the agency alleges``: what somebody is said to have done."""
    if act.verb is None:
        return
    accused = who.of(act.verb.objects)
    names = {thing.name for thing in accused}
    if accused:
        inner = [verb for verb in words.reading.verbs if verb.governor is act.verb]
        whom = [t for v in inner for t in who.of([*v.objects, *(end for _, end in v.ties)])]
        yield Spoken("statement", accused, [t for t in whom if t.name not in names], "alleged")
    elif act.trails and words.main is not None:
        targets = _targets(words.main, who, set(), words.span)
        yield Spoken("statement", who.acting(words.main.subjects), targets, "alleged")


def _of_others(words: Words, said: Attribution, speakers: Sequence[Thing], who: Who) -> Iterator[Spoken]:
    """What a source without a name tells of somebody else, or thinks."""
    main = words.main
    if said.class_ == "anonymous" and words.quoted:
        modality = certainty.of_verb(main, words.plain, heading=False, reported=False) if main is not None else "done"
        yield Spoken("opinion", speakers, (), modality if modality in ("planned", "conditional") else "done")
    elif main is not None and said.class_ in ("anonymous", "document"):
        of = [thing for thing in who.acting(main.subjects) if thing.kind in BODIES]
        if of:
            modality = certainty.of_verb(main, words.plain, heading=False, reported=True)
            yield Spoken("statement", of, (), modality, "negative" if _is_negative(main) else "positive")


def _is_negative(verb: Verbs) -> bool:
    starts = [nouns.tokens[0].lower for nouns in (*verb.subjects, *verb.objects)]
    return verb.negative or any(word in _NONE for word in starts)


def _of_itself(verb: Verbs, who: Who, own: set[str]) -> bool:
    """Whether what is said not to be so is of whoever says it, and no plan."""
    if set(verb.modals) - _CAN:
        return False
    if any(_FIRST.fullmatch(token.text) for nouns in verb.subjects for token in nouns.tokens):
        return True
    named = {thing.name for thing in who.named(verb.subjects)}
    return bool(named & own) or any(nouns.tokens[0].lower in _NONE for nouns in verb.subjects)


def _targets(verb: Verbs, who: Who, own: set[str], where: Span, *, people: bool = False) -> list[Thing]:
    """Firms and bodies that a statement is also about; with `people` also those without a name."""
    some: list[Nouns] = [*verb.objects, *(end for _, end in verb.ties)]
    some += [end for nouns in verb.objects for _, end in nouns.ties]
    kinds = (*BODIES, "noun") if people else BODIES
    found = [thing for thing in (*who.named(some), *who.of(some)) if where[0] <= thing.span[0] < where[1]]
    return once(thing for thing in found if thing.name not in own and thing.kind in kinds)
