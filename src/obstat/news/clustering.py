"""Stories that tell of the same matter, found by marks of some hundred bytes a story instead of the stories themselves.

A story joins the matter whose stories are on average most like it by the words that are rare among all of them, if they
are like enough and name a company, organisation or product in common; else it begins one.

Invariant: every story is in one matter; the answer hangs on the marks and their order alone; what is held grows with
the matters and the words that two stories share, by a few bytes each, never with the texts.
"""

from __future__ import annotations

import re
import zlib
from array import array
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from obstat.model.claim import Document, Mention
from obstat.news.wording import EMPTY

WORDS, NAMES = 0.14, 0.12
"""Least mean cosine of a story's words and of its names with those of a matter, where it is of the matter's days."""
FAR_WORDS, FAR_NAMES = 0.14, 0.2
"""The same where it is not: firms come back into the news in another matter."""
ALONE = 0.3
"""Least mean cosine of a story's words where it names nobody, or they do not."""
DAYS = 45
"""Days from the last story of a matter within which another is of its days; a story without a day is of all days."""
_WORDS = 120
"""Words of a story that are compared: those that tell most."""
_MARKED = 320
"""Words of a story that are marked: those that stand first."""
_HEAD = 6000
"""Characters of a story that are read: it says early what it is about."""
_STEM = 6
_LATEST = 256
"""Stories with a word, the latest, with which another is compared."""
_OTHERS = 40
"""Stories of other matters that are taken to be there besides, so that what two stories alone share can tell."""
_SLOTS = 1 << 18
_ROOM = 1024
_BITS = 24
_ONE = 1 << _BITS
"""What stands for a weight of 1, in which no weight is."""
_WORD = re.compile(r"[^\W_]{3,}")
_TELLING = frozenset(("party", "product", "organization"))
"""Kinds of names that tell of whom a story is."""
Numbers = NDArray[np.uint32]
Vector = tuple[list[int], NDArray[np.float32]]
"""Numbers of words or names, and their weights."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What is held of a story: numbers for its words, how often each stands in it, and numbers for its names."""

    day: int | None
    words: Numbers
    counts: NDArray[np.uint8]
    names: Numbers


def mark(document: Document, mentions: Iterable[Mention]) -> Mark:
    """The mark of a story with the names that were found in it."""
    found = Counter(word[:_STEM] for word in _WORD.findall(document.text[:_HEAD].casefold()) if word not in EMPTY)
    words = dict(list(found.items())[:_MARKED])
    named = {mention.id.casefold() for mention in mentions if mention.kind in _TELLING}
    return Mark(
        document.published.toordinal() if document.published else None,
        np.fromiter(map(_number, words), np.uint32, len(words)),
        np.fromiter((min(count, 255) for count in words.values()), np.uint8, len(words)),
        np.fromiter(sorted(map(_number, named)), np.uint32, len(named)),
    )


def _number(word: str) -> int:
    return zlib.crc32(word.encode("utf-8", "backslashreplace"))


class Seen:
    """In how many stories each word or name stands. Two of many may share a place, and count for each other."""

    def __init__(self) -> None:
        self.stories = 0
        self._words = np.zeros(_SLOTS, np.uint32)
        self._names = np.zeros(_SLOTS, np.uint32)

    def add(self, one: Mark) -> None:
        """Count the words and names of a story."""
        self.stories += 1
        self._words[np.unique(one.words % _SLOTS)] += 1
        self._names[np.unique(one.names % _SLOTS)] += 1

    def words(self, one: Mark) -> Vector:
        """The words of a story that tell most."""
        return self._vector(one.words, one.counts, self._words)

    def names(self, one: Mark) -> Vector:
        """The names of a story."""
        return self._vector(one.names, np.ones(len(one.names), np.uint8), self._names)

    def _vector(self, numbers: Numbers, counts: NDArray[np.uint8], seen: Numbers) -> Vector:
        """Weights by rarity, as a vector of length 1; without the numbers that no other story can have."""
        stood = np.maximum(seen[numbers % _SLOTS], 1)
        weights = np.log1p(counts.astype(np.float32)) * np.log((self.stories + _OTHERS) / stood + 1).astype(np.float32)
        if len(weights) > _WORDS:
            most = np.sort(np.argpartition(-weights, _WORDS)[:_WORDS])
            numbers, weights, stood = numbers[most], weights[most], stood[most]
        length = np.float32(np.sqrt((weights * weights).sum()) or 1.0)
        shared = stood > 1
        told: list[int] = numbers[shared].tolist()
        return told, (weights[shared] / length).astype(np.float32)


class _Having:
    """By word or name, the latest stories that have it: the number of the matter and the weight, in one number."""

    def __init__(self) -> None:
        self._by_number: dict[int, array[int]] = {}

    def add(self, vector: Vector, matter: int) -> None:
        stories = (vector[1] * (_ONE - 1)).astype(np.uint64) + np.uint64(matter << _BITS)
        for number, story in zip(vector[0], stories.tolist(), strict=True):
            having = self._by_number.get(number)
            if having is None:
                self._by_number[number] = array("Q", (story,))
                continue
            if len(having) >= 2 * _LATEST:
                del having[:_LATEST]
            having.append(story)

    def sums(self, vector: Vector, matters: int) -> NDArray[np.float64]:
        """By matter, of which there are so many, the sum of the cosines of its stories with a vector."""
        known = [self._by_number.get(number) for number in vector[0]]
        met = [np.frombuffer(having, np.uint64)[-_LATEST:] for having in known if having is not None]
        if not met:
            return np.zeros(matters)
        weights = vector[1][[having is not None for having in known]] / _ONE
        stories = np.concatenate(met)
        products = (stories & np.uint64(_ONE - 1)) * np.repeat(weights, [len(having) for having in met])
        return np.bincount((stories >> np.uint64(_BITS)).astype(np.intp), products, matters).astype(np.float64)


class Matters:
    """The matters of stories that come in the order of their days. `seen` has counted the words of all of them."""

    def __init__(self, seen: Seen) -> None:
        self._seen = seen
        self._words, self._names = _Having(), _Having()
        self._sizes = np.zeros(_ROOM, np.uint32)
        self._named = np.zeros(_ROOM, np.uint32)
        self._last = np.zeros(_ROOM, np.int32)
        self._count = 0

    def place(self, one: Mark) -> int:
        """The number of the matter that a story joins or begins."""
        words, names = self._seen.words(one), self._seen.names(one)
        matter = self._like(one, words, names)
        if matter is None:
            matter = self._count
            self._count += 1
            if matter == len(self._sizes):
                self._sizes, self._named, self._last = (
                    np.concatenate([held, np.zeros_like(held)]) for held in (self._sizes, self._named, self._last)
                )
        self._sizes[matter] += 1
        self._named[matter] += len(one.names) > 0
        self._last[matter] = one.day or self._last[matter]
        self._words.add(words, matter)
        self._names.add(names, matter)
        return matter

    def _like(self, one: Mark, words: Vector, names: Vector) -> int | None:
        """The matter whose words are most like those of a story, of those that are like enough."""
        count = self._count
        means = self._words.sums(words, count) / np.minimum(self._sizes[:count], _LATEST)
        named = self._names.sums(names, count) / np.clip(self._named[:count], 1, _LATEST)
        nameless = (self._named[:count] == 0) | (len(one.names) == 0)
        far = (self._last[:count] != 0) & (np.abs(self._last[:count] - (one.day or 0)) > DAYS) & (one.day is not None)
        least = np.where(nameless, ALONE, np.where(far, FAR_WORDS, WORDS))
        apart = (means < least) | (~nameless & (named < np.where(far, FAR_NAMES, NAMES)))
        means = np.where(apart, 0.0, means * np.where(nameless, NAMES, named))
        best = int(np.argmax(means)) if count else 0
        return best if count and means[best] > 0 else None
