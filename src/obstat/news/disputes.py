"""Claims that somebody denies.

Invariant: a denial disputes only what the one who denies is part of, and what its words, its place in the text or a
claim that stands in it say is denied.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from obstat.model.claim import Claim, Pair
from obstat.model.places import country
from obstat.news import alike, wording
from obstat.news.alike import Told
from obstat.news.naming import Naming, Sets

_HELD = frozenset(("finding", "concern", "test", "pressure"))
"""What is held against somebody without being an accusation."""
_CALLED = {
    "finding": re.compile(r"\b(?:the|these|those|its|their|such) (?:\w+ )?findings?\b", re.I),
    "concern": re.compile(r"\b(?:the|these|those|its|their|such) (?:\w+ )?(?:concerns?|fears?|worr(?:y|ies))\b", re.I),
}
_NAME = re.compile(r"[^\W\d_a-z]\w+")
_VAGUE_TEXT = """
company firm government state product device equipment customer anybody anyone ever
"""
_VAGUE = frozenset(map(wording.stem, _VAGUE_TEXT.split()))
_NEXT = 160
"""Characters within which a denial without content (``Huawei has denied that``) denies what was said before it."""
_WORDS = 0.5
_WHILE = 90
"""Days after a report in which a denial can be meant for it."""


def disputed(stories: Sequence[Sequence[Told]], naming: Naming) -> Iterator[Pair]:
    for story in stories:
        for denial in story:
            if denial.claim.event == "denial":
                yield from _within(denial, story, naming)
                yield from _elsewhere(denial, story, stories, naming)


def _within(denial: Told, story: Sequence[Told], naming: Naming) -> Iterator[Pair]:
    accusations = [one for one in story if one.claim.modality == "alleged"]
    near = [
        one
        for one in accusations
        if _overlap(denial.claim, one.claim) or (_of(denial.claim, one.claim, naming) and _taken_up(denial, one))
    ]
    near = near or _named(denial, story, naming)
    asked = [one for one in story if one.claim.modality == "question"]
    near = near or _just_before(denial, [*accusations, *asked])
    if not near and not any(one.claim.modality == "denied" and _overlap(denial.claim, one.claim) for one in story):
        near = _answers(denial, story, naming)
    for one in near:
        yield Pair("disputed", one.claim.id, denial.claim.id, _why(denial.claim))


def _named(denial: Told, story: Sequence[Told], naming: Naming) -> list[Told]:
    """Findings or fears about the one who denies, where the denial calls them so (``rejected the findings``)."""
    events = {event for event, word in _CALLED.items() if any(map(word.search, denial.passages))}
    return [
        one
        for one in story
        if one.claim.event in events and one.claim.modality == "done" and one.claim.polarity == "positive"
        if denial.claim.actors and _of(denial.claim, one.claim, naming) and _ends_before(one, denial)
    ]


def _answers(denial: Told, story: Sequence[Told], naming: Naming) -> list[Told]:
    """What a denial that says little of its own answers: the accusations of the last paragraph before it that has some
    against the one who denies; else findings and fears about it of which it takes up a word."""
    against = [one for one in story if one.claim.event != "denial" and _of(denial.claim, one.claim, naming)]
    before = [one for one in against if one.claim.modality == "alleged" and _ends_before(one, denial)]
    plain = [one for one in before if one.claim.event == "statement"]
    before = plain or before
    if before and denial.claim.actors:
        last = max(map(_paragraph, before))
        return [one for one in before if _paragraph(one) == last]
    return [
        one
        for one in against
        if one.claim.event in _HELD and one.claim.modality == "done" and one.claim.polarity == "positive"
        if denial.claim.actors and _ends_before(one, denial) and _words(denial) & _words(one)
    ]


def _ends_before(one: Told, denial: Told) -> bool:
    return bool(one.claim.spans and denial.claim.spans) and one.claim.spans[0][1] <= denial.claim.spans[0][0]


def _paragraph(told: Told) -> int:
    return told.document.text.count("\n\n", 0, told.claim.spans[-1][0])


def _words(told: Told) -> frozenset[str]:
    """The stems of what it says, without the names of its parties and of states."""
    found = frozenset().union(*map(wording.content, told.passages)) - alike.own_names(told.claim)
    places = {word for passage in told.passages for word in _NAME.findall(passage) if country(word)}
    return found - {wording.stem(word) for word in places} - _VAGUE


def _of(denial: Claim, accusation: Claim, naming: Naming) -> bool:
    accused = (*accusation.actors, *accusation.targets)
    return naming.sets(denial.actors, accused) in (Sets.EQUAL, Sets.LESS, Sets.UNKNOWN)


def _taken_up(denial: Told, accusation: Told) -> bool:
    """Whether the words of the denial, its own name apart, are those of the accusation."""
    own = alike.own_names(denial.claim)
    return wording.likeness(denial.passages, accusation.passages, own) >= _WORDS


def _just_before(denial: Told, accusations: Sequence[Told]) -> list[Told]:
    """The accusation that ends last before the denial begins, if nothing else stands between them."""
    if not denial.claim.spans:
        return []
    start = denial.claim.spans[0][0]
    ends = [(span[1], one) for one in accusations for span in one.claim.spans if span[1] <= start]
    if not ends:
        return []
    end, last = max(ends, key=lambda pair: pair[0])
    between = denial.document.text[end:start]
    return [last] if len(between) <= _NEXT and "\n\n" not in between else []


def _elsewhere(
    denial: Told, story: Sequence[Told], stories: Sequence[Sequence[Told]], naming: Naming
) -> Iterator[Pair]:
    """What other stories told shortly before, if a claim that stands in the denial says that just this is denied; and
    accusations that the words of the denial take up."""
    contents = [one for one in story if one.claim.modality == "denied" and _overlap(denial.claim, one.claim)]
    for other in stories:
        if other is story:
            continue
        for one in other:
            if not _answered(denial, one):
                continue
            if any(_content(content, one, naming) for content in contents) or (
                one.claim.modality == "alleged" and _of(denial.claim, one.claim, naming) and _taken_up(denial, one)
            ):
                yield Pair("disputed", one.claim.id, denial.claim.id, _why(denial.claim))


def _answered(denial: Told, report: Told) -> bool:
    if denial.day is None or report.day is None:
        return False
    return -alike.SOON <= denial.day - report.day <= _WHILE


def _content(denied: Told, other: Told, naming: Naming) -> bool:
    a, b = denied.claim, other.claim
    if b.modality not in ("done", "planned", "considered", "alleged") or (a.event, a.polarity) != (b.event, b.polarity):
        return False
    if a.event in alike.WORDY and alike.likeness(denied, other) < _WORDS:
        return False
    if b.amount is not None and a.amount is None:
        # a share that is told as a figure is not what a denial of control denies
        return False
    return alike.parties_agree(a, b, naming) and alike.things_agree(a, b)


def _overlap(first: Claim, second: Claim) -> bool:
    return any(a < d and c < b for a, b in first.spans for c, d in second.spans)


def _why(denial: Claim) -> str:
    who = " and ".join(denial.actors) or "Somebody"
    return f"{who} denies it."
