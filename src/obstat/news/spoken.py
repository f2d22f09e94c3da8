"""What somebody says that is no event: a statement, an opinion, a denial or an accusation.

Invariant: the words stand in the sentence beside the act of speech; a denial and what it denies are two claims.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from obstat.model.claim import Span
from obstat.news import certainty
from obstat.news.clauses import Thing
from obstat.news.grammar.phrases import Nouns, Verbs
from obstat.news.grammar.reading import Reading
from obstat.news.speech import Act, Attribution
from obstat.news.who import Who
from obstat.news.words import pattern

_CLASSES = frozenset(["company_statement", "named_official", "named_person", "analyst", "official_record"])
_FIRST = re.compile(r"\b(?:we|our|us|ours|i|my)\b", re.IGNORECASE)
_NONE = frozenset(["no", "none", "nobody", "nothing", "neither", "not"])


@dataclass(frozen=True, slots=True)
class Spoken:
    """One thing said, without what every claim has."""

    event: str
    actors: tuple[Thing, ...]
    targets: tuple[Thing, ...]
    modality: str
    polarity: str
    span: Span


def content(text: str, span: Span, act: Act, others: Sequence[Act]) -> Span:
    """The words that an act of speech tells, without the words of other acts."""
    start, end = span
    if act.trails:
        before = [other.span[1] for other in others if other.span[1] <= act.span[0]]
        first, last = max([start, *before]), act.span[0]
        if last - first < 12:
            first, last = act.span[1], end
    else:
        behind = [other.span[0] for other in others if other.span[0] >= act.span[1]]
        first, last = act.span[1], min([end, *behind])
    while first < last and not text[first].isalnum():
        first += 1
    while last > first and not text[last - 1].isalnum():
        last -= 1
    return first, last


def spoken(text: str, act: Act, said: Attribution, speakers: Sequence[Thing], where: Span, reading: Reading, who: Who, *, quoted: bool) -> Iterator[Spoken]:
    """What an act of speech tells where its words tell of no event."""
    words = text[slice(*where)]
    lemma = act.verb.lemma if act.verb is not None else ""
    if pattern("accusing").fullmatch(lemma) and act.verb is not None:
        accused = tuple(who.of(act.verb.objects))
        if accused:
            inner = [v for v in reading.verbs if v.governor is act.verb]
            whom = [t for v in inner for t in who.of([*v.objects, *(end for _, end in v.ties)])]
            others = tuple(t for t in whom if t.name not in {a.name for a in accused})
            yield Spoken("statement", accused, others, "alleged", "positive", where)
            return
        main = next((v for v in reading.verbs if where[0] <= v.head.span[0] < where[1] and v.shape == "finite"), None)
        if main is not None and act.trails:
            yield Spoken("statement", tuple(who.acting(main.subjects)), _targets(main, who, set(), where), "alleged", "positive", where)
        return
    if len(words.split()) < 3 or said.class_ not in _CLASSES:
        return
    verbs = [v for v in reading.verbs if where[0] <= v.head.span[0] < where[1]]
    main = next((v for v in verbs if v.shape == "finite"), None)
    own = {t.name for t in speakers}
    targets = _targets(main, who, own, where) if main is not None else ()
    negative = main is not None and _is_negative(text, main)
    if pattern("worrying").fullmatch(lemma):
        named = [t for t in who.named_in(reading, where) if t.name not in own]
        yield Spoken("concern", tuple(speakers), tuple(named[:1]), "done", "positive", where)
        return
    if pattern("proving").fullmatch(lemma) and said.class_ in ("official_record", "named_official"):
        named = [t for t in who.named_in(reading, where) if t.name not in own]
        yield Spoken("finding", tuple(speakers), tuple(named[:1]), "done", "positive", where)
        return
    if said.class_ == "official_record" and pattern("proof").search(said.sources[-1].name) and not quoted:
        named = [t for t in who.named_in(reading, where) if t.name not in own]
        bodies = [t for t in speakers if t.kind == "body"] or who.bodies
        polarity = "negative" if negative else "positive"
        yield Spoken("finding", tuple(bodies[:1]), tuple(named[:1]), "done", polarity, where)
        return
    if pattern("naming").fullmatch(lemma):
        about = tuple(t for t in who.named_in(reading, where) if t.name not in own)[:1]
        yield Spoken("opinion", tuple(speakers), about, "done", "positive", where)
        return
    if said.class_ == "company_statement" and negative and main is not None and _of_itself(text, main, who, own):
        yield Spoken("denial", tuple(speakers), (), "done", "positive", where)
        yield Spoken("statement", tuple(speakers), targets, "denied", "positive", where)
        return
    modality = certainty.of_verb(main, words, heading=False, reported=True) if main is not None else "done"
    opinion = is_opinion(words, said.class_, quoted=quoted)
    if opinion and modality not in ("planned", "conditional", "question"):
        modality = "done"
    polarity = "negative" if negative and not opinion else "positive"
    about = tuple(t for t in who.named_in(reading, where) if t.name not in own)[:1] if opinion else ()
    event = "opinion" if opinion else "statement"
    yield Spoken(event, tuple(speakers), about, modality, polarity, where)


def is_opinion(words: str, class_: str, *, quoted: bool) -> bool:
    """Whether words judge and do not report: what people say in quotation marks, and what firms say not of themselves."""
    if pattern("opinion").search(words):
        return True
    if not quoted:
        return class_ == "named_person"
    if class_ == "company_statement":
        return not _FIRST.search(words) and not pattern("reports").search(words)
    return class_ != "official_record"


def _is_negative(text: str, verb: Verbs) -> bool:
    starts = [n.tokens[0].text.lower() for n in (*verb.subjects, *verb.objects)]
    return verb.negative or any(word in _NONE for word in starts)


def _of_itself(text: str, verb: Verbs, who: Who, own: set[str]) -> bool:
    """Whether what is said not to be so is of whoever says it, and no plan."""
    if set(verb.modals) - {"can", "cannot", "could", "would"}:
        return False
    subjects = verb.subjects
    if any(_FIRST.fullmatch(t.text) for n in subjects for t in n.tokens):
        return True
    named = {t.name for t in who.named(subjects)}
    return bool(named & own) or any(n.tokens[0].text.lower() in _NONE for n in subjects)


def _targets(verb: Verbs, who: Who, own: set[str], where: Span) -> tuple[Thing, ...]:
    """Firms and bodies that a statement is also about."""
    some: list[Nouns] = [*verb.objects, *(end for _, end in verb.ties)]
    found = [t for t in [*who.named(some), *who.of(some)] if where[0] <= t.span[0] < where[1]]
    kept = {t.name: t for t in found if t.name not in own and t.kind in ("party", "organization", "body")}
    return tuple(kept.values())
