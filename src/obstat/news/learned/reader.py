"""What paragraphs tell, as the network reads them: events, who takes part in each, and how each is told.

Invariant: what is told is in the order of the text; memory does not grow with the number of paragraphs that are read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from obstat.model.claim import EVENTS, MODALITIES, POLARITIES, SOURCE_CLASSES
from obstat.news.learned.encoder import Floats
from obstat.news.learned.network import ROLES, Network, Parts, network
from obstat.news.learned.relations import AS_WELL, relations
from obstat.news.learned.words import Word

SURE = 0.8
"""How likely an event must be to be told; see ``training/news/README.md``."""
EXPECTED = 0.9
"""How many events of one kind a sentence must be expected to tell where none of its words is sure."""
TAKES_PART = 0.55
"""How likely a word must be in a role to be in it."""
ACTS = 0.3
"""How likely the likeliest actor must be where no word is so likely as that."""
_TOGETHER = 4096
"""How many words are read at a time."""
_AROUND = 35
"""How many words on either side of an event may take part in it."""
Paragraph = Sequence[Word]


@dataclass(frozen=True, slots=True)
class Told:
    """An event with the words that tell it, and those that stand for its actors, its targets and its source."""

    event: str
    own: tuple[Word, ...]
    actors: tuple[Word, ...]
    targets: tuple[Word, ...]
    source: tuple[Word, ...]
    modality: str
    polarity: str
    class_: str
    place: int
    """The number in the paragraph of the word that the event hangs on."""
    around: tuple[int, int]
    """The numbers of the first word that may take part in it, and behind the last."""
    roles: Floats
    """How likely each word of these is in each of `ROLES`: (words, 3)."""


@dataclass(frozen=True, slots=True)
class Page:
    """A paragraph with what it tells and the states of its words: (words, width)."""

    words: Paragraph
    told: Sequence[Told]
    states: Floats


def read(paragraphs: Iterable[Paragraph]) -> Iterator[Page]:
    """Each paragraph with what it tells."""
    net, waiting, size = network(), list[Paragraph](), 0
    for paragraph in paragraphs:
        waiting.append(paragraph)
        size += len(paragraph)
        if size >= _TOGETHER:
            yield from _pages(net, waiting)
            waiting, size = [], 0
    if waiting:
        yield from _pages(net, waiting)


@dataclass(frozen=True, slots=True)
class Hung:
    """An event in its paragraph, with the states of the words, the number of the word that it hangs on, and which it
    is, from 1."""

    words: Paragraph
    states: Floats
    at: int
    number: int


@dataclass(frozen=True, slots=True)
class _Event:
    """An event found: the number of its paragraph, the first, the last and the surest of its words, and which it is,
    from 1."""

    paragraph: int
    first: int
    last: int
    surest: int
    number: int
    certainty: float


def _pages(net: Network, paragraphs: Sequence[Paragraph]) -> Iterator[Page]:
    states = net.states([[word.low for word in words] for words in paragraphs])
    return map(Page, paragraphs, _told(net, paragraphs, states), states)


def _told(net: Network, paragraphs: Sequence[Paragraph], all_states: Sequence[Floats]) -> list[list[Told]]:
    found = [
        one
        for at, (words, states) in enumerate(zip(paragraphs, all_states, strict=True))
        for one in _once(words, _events(at, words, net.events(states)))
    ]
    told: list[list[Told]] = [[] for _ in paragraphs]
    given = [Hung(paragraphs[e.paragraph], all_states[e.paragraph], e.surest, e.number) for e in found]
    for event, (stretch, part) in zip(found, parts_of(net, given), strict=True):
        words = paragraphs[event.paragraph]
        around = words[slice(*stretch)]
        actors, targets, source = (_in_role(around, shares) for shares in part.roles.T)
        told[event.paragraph].append(
            Told(
                EVENTS[event.number - 1],
                tuple(words[event.first : event.last + 1]),
                actors or _likeliest(around, part.roles[:, ROLES.index("actor")]),
                targets,
                source,
                MODALITIES[int(part.modality.argmax())],
                POLARITIES[int(part.polarity.argmax())],
                SOURCE_CLASSES[int(part.class_.argmax())],
                event.surest,
                stretch,
                part.roles,
            )
        )
    return told


def parts_of(net: Network, events: Sequence[Hung]) -> list[tuple[tuple[int, int], Parts]]:
    """Of each event the numbers of the first word that may take part in it and behind the last, and who does."""
    if not events:
        return []
    around = [(max(0, one.at - _AROUND), min(len(one.words), one.at + 1 + _AROUND)) for one in events]
    parts = net.parts(
        [one.states[slice(*some)] for one, some in zip(events, around, strict=True)],
        [np.arange(*some) == one.at for one, some in zip(events, around, strict=True)],
        [one.number for one in events],
        [_related(net, one.words, one.at, some) for one, some in zip(events, around, strict=True)],
    )
    return list(zip(around, parts, strict=True))


def _in_role(words: Sequence[Word], shares: Floats) -> tuple[Word, ...]:
    return tuple(word for word, share in zip(words, shares, strict=True) if share > TAKES_PART)


def _likeliest(words: Sequence[Word], shares: Floats) -> tuple[Word, ...]:
    best = int(shares.argmax())
    return (words[best],) if shares[best] > ACTS else ()


def _events(paragraph: int, words: Paragraph, shares: Floats) -> Iterator[_Event]:
    """The events of a paragraph: words side by side that most likely tell of the same one, and, of a sentence without
    any, the likeliest word of one that several of its words may tell."""
    kinds = np.where(1 - shares[:, 0] > SURE, shares[:, 1:].argmax(1) + 1, 0)
    numbers = np.array([word.sentence for word in words])
    for number in np.unique(numbers):
        inside = numbers == number
        expected = shares[inside, 1:].sum(0)
        if not kinds[inside].any() and expected.max() > EXPECTED:
            kind = int(expected.argmax()) + 1
            kinds[np.flatnonzero(inside)[shares[inside, kind].argmax()]] = kind
    first = 0
    for at in range(1, len(kinds) + 1):
        if at == len(kinds) or kinds[at] != kinds[first]:
            if kinds[first]:
                surest = first + int(shares[first:at, 0].argmin())
                yield _Event(paragraph, first, at - 1, surest, int(kinds[first]), 1 - float(shares[surest, 0]))
            first = at


def _once(words: Paragraph, events: Iterable[_Event]) -> list[_Event]:
    """Events but those of which a surer one of the same kind is told by a word beside: ``imposed`` and ``fine``."""
    kept: list[_Event] = []
    for event in sorted(events, key=lambda one: -one.certainty):
        others = [words[one.surest] for one in kept if one.number == event.number]
        centre = words[event.surest]
        marks = relations(centre.reading, centre.token.span[0]) if others else {}
        if not any(o.sentence == centre.sentence and marks.get(o.token.span[0]) in AS_WELL for o in others):
            kept.append(event)
    return sorted(kept, key=lambda one: one.first)


def _related(net: Network, words: Paragraph, at: int, stretch: tuple[int, int]) -> npt.NDArray[np.int64]:
    """What each word of a stretch is to the word at a place."""
    centre = words[at]
    marks = relations(centre.reading, centre.token.span[0])
    return net.related(
        marks.get(word.token.span[0], "else") if word.sentence == centre.sentence else "other"
        for word in words[slice(*stretch)]
    )
