"""Which of many texts could be taken for one of a few names: the other way round from searching a text in an index.

The texts are there as `Trace`s that were made when they were first looked up, so that none is taken apart again.

Invariant: meant to miss none that the engine takes for one of the names, and to keep few others. A text is kept for a
name when it shares a word that says who it is, the sound, the consonants or the initials of one, and is alike enough
besides; or when it is so alike that one word may be misspelt. The bounds were set with misspelt names of a list of
25,000: 1 of 1,488 texts that the engine took for a name was not kept, of a population without those names 2 %.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Indel
from rapidfuzz.process import cpdist

from obstat.names.analysis import analyse
from obstat.names.bulk import needed
from obstat.names.comparison import KINDS, score_of
from obstat.names.grams import features, telling
from obstat.names.lexicon import Kind

Array = NDArray[Any]
_STRETCH = 20_000
"""Texts that are laid beside all names at once."""
_SHARED = 0.1
"""The cosine of features from which a pair is looked at at all."""
_SHARED_WITH_WORD = 0.05
_ALIKE = 0.95
"""Cosine and likeness of letters (each up to 1) from which any pair is kept."""
_ALIKE_WITH_WORD = 0.7
_LEAST = 0.3
"""The score below which no text is taken for a name; `obstat.names.comparison.MATCH` is well above."""


@dataclass(frozen=True, slots=True)
class Trace:
    """A name that a text may hold, as the engine looks it up; `features` are those of `obstat.names.grams`."""

    letters: str
    features: tuple[int, ...]

    @classmethod
    def of(cls, name: str) -> Trace:
        taken = analyse(name)
        grams, words = features(taken)
        return cls(taken.compact, tuple(sorted({*grams, *words})))


@dataclass(frozen=True, slots=True)
class Traces:
    """Many traces in columns: all `features` in a row, and `starts` where those of each begin, with the end at last."""

    letters: Sequence[str]
    features: Array
    starts: Array

    @classmethod
    def of(cls, traces: Sequence[Trace]) -> Traces:
        sizes = [len(trace.features) for trace in traces]
        flat = np.fromiter((f for trace in traces for f in trace.features), np.uint32, sum(sizes))
        return cls([trace.letters for trace in traces], flat, np.concatenate(([0], np.cumsum(sizes))).astype(np.int64))


def related(traces: Traces, names: Sequence[str]) -> tuple[Array, Array]:
    """The pairs of a trace and a name that it could be taken for: positions in `traces` and in `names`.

    Needs the extra ``obstat[bulk]``; raises `MissingExtra` without it.
    """
    nothing = np.zeros(0, dtype=np.int64)
    if not names or len(traces.starts) < 2:
        return nothing, nothing
    wanted = _Wanted(names, _rarity(traces))
    found = [wanted.pairs(traces, first) for first in range(0, len(traces.starts) - 1, _STRETCH)]
    return tuple(np.concatenate(column) for column in zip(*found, strict=True))  # type: ignore[return-value]


@dataclass(frozen=True, slots=True)
class _Rarity:
    """The squared weight of each feature that some text has: the rarer, the more it counts."""

    vocabulary: Array
    weights: Array
    most: float

    def of(self, asked: Array) -> Array:
        at = np.searchsorted(self.vocabulary, asked)
        at[at == len(self.vocabulary)] = 0
        return np.where(self.vocabulary[at] == asked, self.weights[at], self.most)


_SAMPLE = 50_000
"""Texts from which it is told how rare a feature is."""


def _rarity(traces: Traces) -> _Rarity:
    count = len(traces.starts) - 1
    step = max(1, count // _SAMPLE)
    ends = list(zip(traces.starts[:-1:step].tolist(), traces.starts[1::step].tolist(), strict=True))
    flat = np.concatenate([traces.features[start:end] for start, end in ends])
    vocabulary, frequency = np.unique(flat, return_counts=True)
    weights = np.log1p(len(ends) / frequency) ** 2
    return _Rarity(vocabulary, weights.astype(np.float32), float(np.log1p(len(ends)) ** 2))


class _Wanted:
    """The names, as matrices over the features that any of them has."""

    def __init__(self, names: Sequence[str], rarity: _Rarity) -> None:
        self._rarity = rarity
        taken = [analyse(name) for name in names]
        self._letters = [name.compact for name in taken]
        own = [np.array(sorted({f for found in features(name) for f in found}), dtype=np.uint32) for name in taken]
        self._vocabulary = np.unique(np.concatenate(own))
        shape = len(self._vocabulary), len(names)
        self._weights = np.zeros(shape, dtype=np.float32)
        self._telling = np.zeros(shape, dtype=np.float32)
        for at, (name, found) in enumerate(zip(taken, own, strict=True)):
            self._weights[np.searchsorted(self._vocabulary, found), at] = rarity.of(found)
            told = np.array(sorted(telling(name)), dtype=np.uint32)
            told = told[np.isin(told, found)]
            self._telling[np.searchsorted(self._vocabulary, told), at] = 1
        self._weights /= np.sqrt(np.maximum(self._weights.sum(axis=0), 1e-9))

    def pairs(self, traces: Traces, first: int) -> tuple[Array, Array]:
        """The pairs of one stretch of the texts."""
        last = min(first + _STRETCH, len(traces.starts) - 1)
        begin, end = int(traces.starts[first]), int(traces.starts[last])
        flat = np.asarray(traces.features[begin:end])
        sizes = np.diff(traces.starts[first : last + 1])
        owners = np.repeat(np.arange(last - first), sizes)
        lengths = np.sqrt(np.maximum(np.bincount(owners, self._rarity.of(flat), last - first), 1e-9))
        held = self._held(flat, owners, last - first)
        cosine = (held @ self._weights) / lengths[:, None].astype(np.float32)
        word = (held @ self._telling) > 0
        rows, columns = np.nonzero((cosine >= _SHARED) | (word & (cosine >= _SHARED_WITH_WORD)))
        letters = [traces.letters[first + row] for row in rows.tolist()]
        others = [self._letters[column] for column in columns.tolist()]
        alike = cosine[rows, columns] + cpdist(letters, others, scorer=Indel.normalized_similarity)
        kept = alike >= np.where(word[rows, columns], _ALIKE_WITH_WORD, _ALIKE)
        return rows[kept] + first, columns[kept]

    def _held(self, flat: Array, owners: Array, count: int) -> Any:
        """Texts by features of the names: 1 where a text has it."""
        needed("scipy")
        from scipy.sparse import csr_matrix

        at = np.searchsorted(self._vocabulary, flat)
        at[at == len(self._vocabulary)] = 0
        known = self._vocabulary[at] == flat
        ones = np.ones(int(known.sum()), dtype=np.float32)
        return csr_matrix((ones, (owners[known], at[known])), shape=(count, len(self._vocabulary)))


def could_be(text: str, name: str) -> bool:
    """Whether a text, of a pair that `related` kept, scores as the name, begins with it, or holds its own words.

    Misses none that the engine takes for the name, whatever kind of bearer it has.
    """
    if any(score_of(analyse(text, kind), analyse(name, kind)) >= _LEAST for kind in KINDS):
        return True
    query, known = analyse(text), analyse(name)
    own = {token.key for token in known.tokens if token.kind is Kind.NAME} or set(known.keys)
    return query.compact.startswith(known.compact) or own <= set(query.keys)
