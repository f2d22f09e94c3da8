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
_SILENT = frozenset(["company_statement", "named_official"])
_FIRST = re.compile(r"\b(?:we|our|us|ours|i|my)\b", re.IGNORECASE)
_NOT = re.compile(r"\s*[\"“]?(?:not|never|neither)\b", re.IGNORECASE)
_NONE = frozenset(["no", "none", "nobody", "nothing", "neither", "not"])
_CAN = frozenset(["can", "cannot", "could", "would"])
_NAMED = (*BODIES, "place")
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
        """The first finite verb, of a main clause where there is one."""
        inside = [v for v in self.reading.verbs if self.span[0] <= v.head.span[0] < self.span[1]]
        finite = [verb for verb in inside if verb.shape == "finite"]
        above = [verb for verb in finite if not pattern("under_main").fullmatch(verb.link)]
        return next(iter(above or finite), None)


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
    if words.quoted and said.class_ in _SILENT and pattern("keeping_silent").search(words.plain):
        yield Spoken("no_comment", speakers)
        return
    if len(words.plain.split()) < _FEWEST:
        return
    if said.class_ not in _CLASSES:
        yield from _of_others(words, lemma, said, speakers, who)
        return
    own = {thing.name for thing in speakers}
    main = words.main
    about = [thing for thing in who.named_in(words.reading, words.span) if thing.name not in own][:1]
    negative = main is not None and (_is_negative(main) or _NOT.match(words.text, main.span[1]) is not None)
    others = [t for t in _subjects(main, who, said.class_) if t.name not in own]
    polarity = "negative" if negative else "positive"
    official = said.class_ in ("official_record", "named_official")
    if pattern("worrying").fullmatch(lemma):
        yield Spoken("concern", speakers, about)
    elif pattern("proving").fullmatch(lemma) and official and any(t.kind != "noun" or t.speaks_as for t in speakers):
        yield Spoken("finding", speakers, about, polarity=polarity)
    elif said.class_ == "official_record" and pattern("proof").search(said.sources[-1].name) and not words.quoted:
        bodies = [thing for thing in speakers if thing.kind == "body"] or who.bodies
        yield Spoken("finding", bodies[:1], about, polarity=polarity)
    elif said.class_ in _SILENT and _is_untrue(words, lemma):
        yield Spoken("denial", speakers)
    elif pattern("naming").fullmatch(lemma):
        yield Spoken("opinion", speakers, about)
    elif said.class_ == "company_statement" and negative and main is not None and _of_itself(words, main, who, own):
        yield Spoken("denial", speakers)
        if whom := _targets(main, who, own, words.span, people=True):
            yield Spoken("statement", speakers, whom, "denied")
    elif others and main is not None and pattern("alleging").fullmatch(lemma):
        yield Spoken("statement", others, _whom(main, who, others, words.span), "alleged")
    else:
        sure = said.class_ not in ("analyst", "named_person")
        modality = _modality(main, words, reported=sure)
        judges = pattern("judging").fullmatch(lemma) is not None
        if judges or is_opinion(words.plain, said.class_, quoted=words.quoted):
            kept = modality if modality in ("planned", "conditional", "question") else "done"
            yield Spoken("opinion", speakers, about, kept)
        elif others and main is not None:
            yield Spoken("statement", others, _whom(main, who, others, words.span), modality, polarity)
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
    elif words.main is not None and words.main is not act.verb:
        actors = who.acting(words.main.subjects)
        yield Spoken("statement", actors, _whom(words.main, who, actors, words.span), "alleged")


def _of_others(words: Words, lemma: str, said: Attribution, speakers: Sequence[Thing], who: Who) -> Iterator[Spoken]:
    """What a source without a name tells of somebody else, or thinks."""
    main = words.main
    if said.class_ == "anonymous" and words.quoted:
        modality = certainty.of_verb(main, words.plain, heading=False, reported=False) if main is not None else "done"
        yield Spoken("opinion", speakers, (), modality if modality in ("planned", "conditional") else "done")
    elif main is not None and said.class_ in ("anonymous", "document"):
        of = _subjects(main, who, said.class_)
        if of and pattern("alleging").fullmatch(lemma):
            yield Spoken("statement", of, _whom(main, who, of, words.span), "alleged")
        elif of:
            polarity = "negative" if _is_negative(main) else "positive"
            whom, modality = _whom(main, who, of, words.span), _modality(main, words, reported=True)
            yield Spoken("statement", of, whom, modality, polarity)


def _modality(main: Verbs | None, words: Words, *, reported: bool) -> str:
    """How certain the words are: by their verb, and by what it says of a verb that hangs on it."""
    if main is None:
        return "done"
    found = certainty.of_verb(main, words.plain, heading=False, reported=reported)
    if found != "done" or main.past:
        return found
    if any(verb.governor is main and verb.link in ("to", "ing") for verb in words.reading.verbs):
        over = {"considered": "considered_over", "planned": "planning"}
        return next((kind for kind, key in over.items() if pattern(key).fullmatch(main.lemma)), "done")
    return found


def _is_untrue(words: Words, lemma: str) -> bool:
    """Whether what is said is that what others say is not so."""
    told = pattern("naming").fullmatch(lemma) or pattern("claims").search(words.plain)
    return bool(told) and pattern("untrue").search(words.plain) is not None


def _subjects(main: Verbs | None, who: Who, class_: str) -> list[Thing]:
    """Firms and bodies of whom somebody tells; a place that an official names is his own government."""
    kinds = BODIES if class_ == "named_official" else _NAMED
    plain = [n for n in (main.subjects if main is not None else ()) if n.head.lower != "it"]
    return [t for t in who.of(plain) if t.kind in kinds and not (t.name.isupper() and " " in t.name)]


def _whom(verb: Verbs, who: Who, actors: Sequence[Thing], where: Span) -> list[Thing]:
    return _targets(verb, who, {thing.name for thing in actors}, where, people=True)


def _is_negative(verb: Verbs) -> bool:
    starts = [nouns.tokens[0].lower for nouns in (*verb.subjects, *verb.objects)]
    return verb.negative or any(word in _NONE for word in starts)


def _of_itself(words: Words, verb: Verbs, who: Who, own: set[str]) -> bool:
    """Whether what is said not to be so is of whoever says it, and no plan."""
    if set(verb.modals) - _CAN or pattern("no_denial").search(words.plain):
        return False
    if any(_FIRST.fullmatch(token.text) for nouns in verb.subjects for token in nouns.tokens):
        return True
    starts = {nouns.tokens[0].lower for nouns in verb.subjects}
    named = {thing.name for thing in (*who.named(verb.subjects), *who.acting(verb.subjects))}
    return bool(named & own) or bool(starts & _NONE) or "there" in starts


def _targets(verb: Verbs, who: Who, own: set[str], where: Span, *, people: bool = False) -> list[Thing]:
    """Firms and bodies that a statement is also about; with `people` also those without a name."""
    some: list[Nouns] = [*verb.objects, *(end for _, end in verb.ties)]
    some += [end for nouns in verb.objects for _, end in nouns.ties]
    kinds = (*BODIES, "noun") if people else BODIES
    found = [thing for thing in (*who.named(some), *who.of(some)) if where[0] <= thing.span[0] < where[1]]
    return once(thing for thing in found if thing.name not in own and thing.kind in kinds)
