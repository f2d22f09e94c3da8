"""Which of many texts could be taken for one of a few names: the other way round from searching a text in an index.

The texts are there as `Trace`s that were made when they were first looked up, so that none is taken apart again.

Invariant: meant to miss none that the engine takes for one of the names, and to keep few others. A text is kept for a
name when it shares a word that says who it is, the sound, the consonants or the initials of one, and is alike enough
besides; or when it is so alike that one word may be misspelt. Measured with the names of a hundred parties of OFAC's
list, misspelt at random: of 1,730 texts that the engine took for them 1 was not kept; of 18,000 other firms 0.2 % were.
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
from obstat.names.comparison import score_of
from obstat.names.grams import features, telling
from obstat.names.lexicon import Kind
from obstat.names.normal import normal

Array = NDArray[Any]
_STRETCH, _TOGETHER = 20_000, 400
"""Texts and names that are laid beside each other at once."""
_SAMPLE = 50_000
"""Texts from which it is told how rare a feature is."""
_PLACES = 2**22
"""Places of a table into which features are laid by their last bits; two that share one count as equally rare."""
_SHARED = 0.1
"""The cosine of features from which a pair is looked at at all."""
_SHARED_WITH_WORD = 0.05
_ALIKE = 0.95
"""Cosine and likeness of letters (each up to 1) from which any pair is kept."""
_ALIKE_WITH_WORD = 0.7
_COMMON = 0.005
"""The share of the texts above which a word that they have tells none apart, where the name has a rarer one."""
_SHORT = 6
"""Letters that a text has at most to be the initials of a name."""
_LEAST = 0.3
"""The score below which no text is taken for a name; `obstat.names.comparison.MATCH` is well above."""


@dataclass(frozen=True, slots=True)
class Trace:
    """A name that a text may hold, as the engine looks it up; `features` are those of `obstat.names.grams`."""

    key: str
    """Its normal form."""
    letters: str
    features: tuple[int, ...]

    @classmethod
    def of(cls, name: str) -> Trace:
        taken = analyse(name)
        grams, words = features(taken)
        return cls(normal(name), taken.compact, tuple(sorted({*grams, *words})))


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
    shares = _shares(traces)
    found = []
    for begin in range(0, len(names), _TOGETHER):
        wanted = _Wanted(names[begin : begin + _TOGETHER], shares)
        for first in range(0, len(traces.starts) - 1, _STRETCH):
            places, numbers = wanted.pairs(traces, first)
            found.append((places, numbers + begin))
    return tuple(np.concatenate(column) for column in zip(*found, strict=True))  # type: ignore[return-value]


def _shares(traces: Traces) -> Array:
    """By place, the share of the texts that have a feature."""
    count = len(traces.starts) - 1
    first = np.arange(0, count, max(1, count // _SAMPLE))
    sizes = traces.starts[first + 1] - traces.starts[first]
    within = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    flat = np.asarray(traces.features)[np.repeat(traces.starts[first], sizes) + within]
    frequency = np.bincount(flat % _PLACES, minlength=_PLACES)
    return (np.maximum(frequency, 1) / len(first)).astype(np.float32)


class _Wanted:
    """The names, as matrices over the features that any of them has."""

    def __init__(self, names: Sequence[str], shares: Array) -> None:
        self._rarity = np.log1p(1 / shares) ** 2  # squared weights: the fewer texts have a feature, the more it counts
        taken = [analyse(name) for name in names]
        self._letters = [name.compact for name in taken]
        own = [np.array(sorted({f for found in features(name) for f in found}), dtype=np.uint32) for name in taken]
        self._vocabulary = np.unique(np.concatenate([*own, np.zeros(1, dtype=np.uint32)]))
        self._perhaps = np.zeros(_PLACES, dtype=bool)
        self._perhaps[self._vocabulary % _PLACES] = True
        shape = len(self._vocabulary), len(names)
        self._weights, self._telling, self._initials = (np.zeros(shape, dtype=np.float32) for _ in range(3))
        for at, (name, found) in enumerate(zip(taken, own, strict=True)):
            self._weights[np.searchsorted(self._vocabulary, found), at] = self._rarity[found % _PLACES]
            words, initials = telling(name)
            rare = {word for word in words if shares[word % _PLACES] <= _COMMON}
            self._mark(self._telling, rare or words, at)
            self._mark(self._initials, {initials}, at)
        self._weights /= np.sqrt(np.maximum(self._weights.sum(axis=0), 1e-9))

    def _mark(self, matrix: Array, wanted: set[int], at: int) -> None:
        rows = np.flatnonzero(np.isin(self._vocabulary, list(wanted)))
        matrix[rows, at] = 1

    def pairs(self, traces: Traces, first: int) -> tuple[Array, Array]:
        """The pairs of one stretch of the texts."""
        last = min(first + _STRETCH, len(traces.starts) - 1)
        begin, end = int(traces.starts[first]), int(traces.starts[last])
        flat = np.asarray(traces.features[begin:end])
        owners = np.repeat(np.arange(last - first), np.diff(traces.starts[first : last + 1]))
        lengths = np.sqrt(np.maximum(np.bincount(owners, self._rarity[flat % _PLACES], last - first), 1e-9))
        held = self._held(flat, owners, last - first)
        cosine = held @ self._weights
        cosine /= lengths[:, None].astype(np.float32)
        word = (held @ self._telling) > 0
        short = np.flatnonzero([len(text) <= _SHORT for text in traces.letters[first:last]])
        word[short] |= (held[short] @ self._initials) > 0
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

        perhaps = np.flatnonzero(self._perhaps[flat % _PLACES])
        at = np.searchsorted(self._vocabulary, flat[perhaps])
        at[at == len(self._vocabulary)] = 0
        known = self._vocabulary[at] == flat[perhaps]
        rows, columns = owners[perhaps[known]], at[known]
        return csr_matrix((np.ones(len(rows), dtype=np.float32), (rows, columns)), shape=(count, len(self._vocabulary)))


def could_be(text: str, name: str, kind: str) -> bool:
    """Whether a text, of a pair that `related` kept, scores as the name (of a bearer of this kind, one of
    `obstat.names.comparison.KINDS`), begins with it or it with the text, or holds its own words.

    Misses none that the engine takes for the name.
    """
    if score_of(analyse(text, kind), analyse(name, kind)) >= _LEAST:
        return True
    query, known = analyse(text), analyse(name)
    own = {token.key for token in known.tokens if token.kind is Kind.NAME} or set(known.keys)
    begun = query.compact.startswith(known.compact) or known.compact.startswith(query.compact)
    return begun or own <= set(query.keys)
