"""Whom a word stands for in an event (``the plant``, ``it``, ``both makers``), and who is meant where no word tells: a
small network scores those whom a story has named.

Invariant: nobody is meant whom the story does not name up to the end of the paragraph, and what is known of them is
what the story tells. Mentions are ranked as in Lee et al. (2017): by what the reader knows of the event, of the word
and of each one's mentions, by the product of both, and by where they stand.
"""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import numpy as np
import numpy.typing as npt

from obstat.model.claim import EVENTS
from obstat.news.grammar.phrases import Nouns
from obstat.news.learned.encoder import Floats, gelu, normal
from obstat.news.learned.network import network
from obstat.news.learned.reader import Told
from obstat.news.learned.relations import relations
from obstat.news.learned.words import KINDS, Word

ACTOR, TARGET = 0, 1
MEANT = 0.6
"""How likely somebody must be meant by a word."""
UNSAID = 0.5
"""How likely somebody must be meant where no word stands for him."""
EPSILON = 1e-5
CALM = 4.0
"""What products of states are divided by."""
_WEIGHTS = Path(__file__).parent / "meant.npz"
_MAY_BE_MEANT = frozenset(["party", "organization", "body", "outlet", "place", "person"])
_RECENT, _MOST = 64, 24
"""Of how many named last the nearest are asked about, and of how many."""
_KEPT = 8
"""How many of somebody's places are kept."""
_AWAY = (0, 1, 2, 4, 8)
"""Up to how many sentences back somebody was named."""
_FAR, _FARTHEST = 20.0, 2.0
_TWO = frozenset(["both", "two", "either", "neither"])
_SEVERAL = frozenset(["they", "them", "their", "these", "those", "all", "each"])


@dataclass(frozen=True, slots=True)
class Place:
    """Where a story names somebody: the number of the word in the story, its sentence, where it begins in the text,
    whether it only refers to him, and its state."""

    number: int
    sentence: int
    start: int
    refers: bool
    state: Floats


@dataclass(slots=True)
class Somebody:
    """Somebody whom a story names, with his last places, the sum of all his states, and what he did before."""

    id: str
    kind: str
    first: bool
    """He is the first whom the story names."""
    heading: bool
    """He is named in the first paragraph."""
    places: list[Place] = field(default_factory=list)
    times: int = 0
    total: Floats = field(default_factory=lambda: np.zeros(0, np.float32))
    before: dict[tuple[int, str], int] = field(default_factory=dict)
    """How often he was in a role, of each event and of any (empty)."""
    last: dict[int, int] = field(default_factory=dict)
    """The number of the event in which he was in a role last."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What is seen of a question, and of each who may be meant: rows in the order of `named`."""

    named: tuple[Somebody, ...]
    event: Floats
    word: Floats
    asked: Floats
    state: Floats
    mean: Floats
    relation: npt.NDArray[np.int64]
    known: Floats


class Meant:
    """Those whom one story names, as far as it is read; `makers` are the makers of products by id."""

    def __init__(self, makers: Mapping[str, str]) -> None:
        self._makers = makers
        self._named: dict[str, Somebody] = {}
        self._start = self._end = self._mentions = self._events = 0
        self._words: Sequence[Word] = ()
        self._states: Floats = np.zeros((0, 0), np.float32)
        self._at: dict[int, int] = {}
        self._marks: dict[int, dict[int, str]] = {}

    def go_on(self, words: Sequence[Word], states: Floats) -> None:
        """Read the next paragraph: its words with their states (words, width)."""
        self._start, self._words, self._states, self._marks = self._end, words, states, {}
        self._at = {id(word): number for number, word in enumerate(words)}
        for number, (word, state) in enumerate(zip(words, states, strict=True), self._start):
            mention, who = word.mention, self._who(word)
            if mention is None or mention.kind not in (*_MAY_BE_MEANT, "product") or not who:
                continue
            kind = "party" if mention.kind == "product" else mention.kind
            one = self._named.pop(who, None) or Somebody(who, kind, not self._named, not self._start)
            self._named[who] = one  # behind all others: the one named last
            place = Place(number, word.sentence, word.token.span[0], mention.refers, state.copy())
            one.places = [*one.places[1 - _KEPT :], place]
            one.total = place.state + (one.total if one.times else 0)
            one.times += 1
            self._mentions += 1
        self._end += len(words)

    def remember(self, told: Told, actors: Collection[str], targets: Collection[str]) -> None:
        """Keep who was in the roles of an event."""
        self._events += 1
        for role, some in ((ACTOR, actors), (TARGET, targets)):
            for one in filter(None, map(self._named.get, some)):
                for event in ("", told.event):
                    one.before[role, event] = one.before.get((role, event), 0) + 1
                one.last[role] = self._events

    def of(self, told: Told, role: int, word: Word | None, ruled: Collection[str], *, unnamed: bool) -> list[str]:
        """The ids of those who are in a role of an event of the paragraph: whom `word` stands for, or, where it is
        None, whom the story means there. `ruled` are whom rules tell; `unnamed` says that they tell of people without
        a name."""
        if not self._named:
            return []
        seen = self.seen(told, role, word, ruled, unnamed=unnamed)
        scores = weights().scores(seen)
        likely = scores > (UNSAID if word is None else MEANT)
        most = _at_most(word)
        if most:
            best = np.argsort(-scores)[:most]
            likely = np.isin(np.arange(len(scores)), best) & bool(likely.any())
        return [one.id for one, is_meant in zip(seen.named, likely, strict=True) if is_meant]

    def seen(self, told: Told, role: int, word: Word | None, ruled: Collection[str], *, unnamed: bool) -> Seen:
        """What the network sees of a question; see `of`."""
        own = self._words[told.place]
        centre = self._start + told.place
        place = self._start + self._at[id(word)] if word is not None else centre
        recent = islice(reversed(self._named.values()), _RECENT)
        nearest = sorted(recent, key=lambda one: min(abs(where.number - centre) for where in one.places))[:_MOST]
        groups = self._groups(told, role, word, ruled)
        if told.place not in self._marks:
            self._marks[told.place] = relations(own.reading, own.token.span[0])
        marks = self._marks[told.place]
        most = max(one.times for one in nearest)
        states: list[Floats] = []
        labels: list[str] = []
        known: list[list[float]] = []
        for rank, one in enumerate(nearest):
            earlier = [where for where in one.places if where.number <= place]
            where = earlier[-1] if earlier else one.places[0]
            beside_own = where.sentence == own.sentence
            states.append(where.state)
            labels.append(marks.get(where.start, "else") if beside_own else "other")
            away = max(0, own.sentence - where.sentence)
            distances = np.clip([(where.number - centre) / _FAR, (where.number - place) / _FAR], -_FARTHEST, _FARTHEST)
            known.append(
                [
                    *(one.kind == kind for kind in KINDS),
                    *(away <= far for far in _AWAY),
                    not earlier,
                    beside_own,
                    min(rank, _KEPT) / _KEPT,
                    np.log1p(one.times),
                    one.times / self._mentions,
                    one.times == most,
                    one.heading,
                    one.first,
                    *distances,
                    *(one.id in group for group in groups),
                    *self._shares(told, one),
                    *(np.log1p(one.before.get((r, e), 0)) for e in ("", told.event) for r in (role, 1 - role)),
                    *(one.last.get(r) == self._events for r in (role, 1 - role)),
                    where.refers,
                    len(nearest) == 1,
                ]
            )
        return Seen(
            tuple(nearest),
            self._states[told.place],
            self._states[self._at[id(word)]] if word is not None else np.zeros_like(self._states[told.place]),
            self._asked(told, role, word, bool(ruled), unnamed=unnamed),
            np.array(states),
            np.array([one.total / one.times for one in nearest]),
            network().related(labels),
            np.array(known, np.float32),
        )

    def _groups(self, told: Told, role: int, word: Word | None, ruled: Collection[str]) -> tuple[set[str], ...]:
        """Those in the phrase of a word (see `_phrases`), whom it names itself, those in the other role and beside him
        in his own, of the source, in the sentence, the makers of its products, and whom rules tell."""
        mine, others = (told.actors, told.targets) if role == ACTOR else (told.targets, told.actors)
        sentence = [one for one in self._words if one.sentence == self._words[told.place].sentence]
        return (
            *_phrases(word),
            {self._who(word)} if word is not None else set(),
            set(map(self._who, others)),
            {self._who(one) for one in mine if one is not word},
            self._sources(told.source),
            {one.mention.id for one in sentence if one.mention is not None},
            {self._who(one) for one in sentence if one.kind == "product"},
            {*ruled},
        )

    def _asked(self, told: Told, role: int, word: Word | None, ruled: bool, *, unnamed: bool) -> Floats:
        """What is seen of the question itself."""
        mention = word.mention if word is not None else None
        about = [
            role == TARGET,
            word is None,
            mention is not None and mention.refers,
            mention is not None and mention.kind == "product",
            word is not None and word.token.tag == "pron",
            word is not None and word.low.endswith("s"),
            self._words[told.place].quoted,
            bool(told.source),
            self._words[0].sentence == 0,
            ruled,
            unnamed,
        ]
        return np.array([*(told.event == event for event in EVENTS), *about], np.float32)

    def _who(self, word: Word) -> str:
        """The id of whom a word names, of a product that of its maker; empty where nobody."""
        if word.mention is None:
            return ""
        return self._makers.get(word.mention.id, "") if word.mention.kind == "product" else word.mention.id

    def _sources(self, words: Iterable[Word]) -> set[str]:
        """Those whom the words of a source name, and the phrases around them."""
        words = tuple(words)
        return set(map(self._who, words)).union(*(group for word in words for group in _phrases(word)))

    def _shares(self, told: Told, one: Somebody) -> npt.NDArray[np.float32]:
        """How likely he is in each role by the reader, at the best of his places around the event."""
        first = self._start + told.around[0]
        inside = [w.number - first for w in one.places if first <= w.number < self._start + told.around[1]]
        return told.roles[inside].max(0) if inside else np.zeros(told.roles.shape[1], np.float32)


def _phrases(word: Word | None) -> tuple[set[str], ...]:
    """Those named in the phrase of a word, as its owner, tied to it, and beside it by a comma."""
    nouns = word.reading.nouns_at(word.token.span[0]) if word is not None else None
    if nouns is None:
        return set(), set(), set(), set()
    return (
        _ids([nouns]),
        _ids([nouns.owner]),
        _ids(end for _, end in nouns.ties),
        _ids([nouns.apposed, nouns.apposes]),
    )


def _ids(some: Iterable[Nouns | None]) -> set[str]:
    return {mention.id for nouns in some if nouns is not None for mention in nouns.mentions}


def _at_most(word: Word | None) -> int:
    """How many a word stands for at most: one, two, or any number (0)."""
    if word is None or word.low in _SEVERAL:
        return 0
    nouns = word.reading.nouns_at(word.token.span[0])
    if word.low in _TWO or (nouns is not None and any(token.lower in _TWO for token in nouns.tokens)):
        return 2
    return 0 if word.low.endswith("s") and not word.low.endswith("ss") and word.low != "its" else 1


class Weights:
    """The weights of the network by name, and its arithmetic."""

    def __init__(self, weights: Mapping[str, Floats]) -> None:
        self.by_name = weights

    def scores(self, seen: Seen) -> Floats:
        """How likely each of `Seen.named` is meant."""
        question = np.concatenate([self._normal(seen.event), self._normal(seen.word)])
        each = np.concatenate([self._normal(seen.state), self._normal(seen.mean)], axis=1)
        relation = self.by_name["relation"][seen.relation]
        together = self._linear("question", np.concatenate([question, seen.asked]))
        together = gelu(together + self._linear("each", np.concatenate([each, seen.known, relation], axis=1)))
        product = self._linear("left", question) * self._linear("right", each) / CALM
        hidden = gelu(self._linear("both", np.concatenate([together, product], axis=1)))
        return np.asarray(1 / (1 + np.exp(-self._linear("score", hidden)[:, 0])), np.float32)

    def _linear(self, name: str, values: Floats) -> Floats:
        return values @ self.by_name[name] + self.by_name[f"{name}.bias"]

    def _normal(self, values: Floats) -> Floats:
        rows = normal(np.atleast_2d(values), self.by_name["state.scale"], self.by_name["state.shift"], EPSILON)
        return rows.reshape(values.shape)


@functools.cache
def weights() -> Weights:
    """The weights that obstat comes with."""
    with np.load(_WEIGHTS) as kept:
        return Weights({name: kept[name].astype(np.float32) for name in kept.files})
