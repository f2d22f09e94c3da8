"""One list of names, ready to be searched: which names hold which features.

Invariant: a segment is arrays and nothing else; it is never changed. Distinct names are numbered in their order of
appearance; `postings` are, feature by feature, the numbers of the names that hold it, ascending.

Layout of a file: 8 bytes length of a JSON directory, the directory (``{"kind": …, "arrays": {name: [type, offset,
count]}}``, offsets from the end of the directory, each a multiple of 64), then the arrays, little-endian. Equal lists
give equal bytes.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from obstat.names.analysis import Analysis, analyse
from obstat.names.grams import GRAMS, features, packed, word_feature

Array = NDArray[Any]
_ALIGNED = 64
_WORD = 1.2
"""A whole word counts for so many groups of letters of the same rarity."""
BUDGET = 6_000
"""Postings that a query reads at most, the rarest features first; at least `_ENOUGH` features are read."""
_ENOUGH = 5


_STRETCH = 10_000
"""Names that are taken apart before what is found in them is laid out in arrays."""
_KEPT = 100_000
"""Names of a segment that are kept taken apart, about two kilobytes each."""


class Texts(Sequence[str]):
    """Strings in one buffer, decoded when asked for."""

    def __init__(self, starts: Array, buffer: Array) -> None:
        self._starts, self._buffer = starts, buffer

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, at: Any) -> Any:
        return self._buffer[self._starts[at] : self._starts[at + 1]].tobytes().decode()

    @staticmethod
    def pack(texts: Iterable[str]) -> tuple[Array, Array]:
        """Starts and buffer of `texts`."""
        encoded = [str(text).encode("utf-8", "replace") for text in texts]
        starts = np.zeros(len(encoded) + 1, dtype=np.int64)
        np.cumsum([len(text) for text in encoded], out=starts[1:])
        return starts, np.frombuffer(b"".join(encoded), dtype=np.uint8)


class Segment:
    """A list of names, by row, and of keys, of any kind, of the same length."""

    def __init__(
        self, arrays: dict[str, Array], kind: str, keys: Sequence[Any], analyses: Sequence[Analysis] = ()
    ) -> None:
        self.kind, self.arrays, self.keys = kind, arrays, keys
        self.vocabulary, self.starts, self.postings = arrays["vocabulary"], arrays["starts"], arrays["postings"]
        self.weights, self.norms = arrays["weights"], arrays["norms"]
        self._rows, self._row_starts = arrays["rows"], arrays["row_starts"]
        self.names = Texts(arrays["names_starts"], arrays["names_text"])
        self.compacts: Sequence[str] = [found.compact for found in analyses] or Texts(
            arrays["compacts_starts"], arrays["compacts_text"]
        )
        self.analysis = analyses.__getitem__ if analyses else functools.lru_cache(maxsize=_KEPT)(self._analysis)

    def __len__(self) -> int:
        return len(self.norms)

    def keys_of(self, number: int, limit: int) -> list[Any]:
        """The keys of the first `limit` rows that hold the distinct name `number`."""
        start, end = self._row_starts[number], self._row_starts[number + 1]
        rows = self._rows[start : min(end, start + limit)]
        return [self.keys[row] for row in rows.tolist()]

    def rows_of_names(self, numbers: Array, limit: int) -> tuple[Array, Array]:
        """For many distinct names: the rows that hold them, at most `limit` each, and how many each has."""
        starts = self._row_starts[numbers]
        sizes = np.minimum(self._row_starts[numbers + 1] - starts, limit)
        within = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        return self._rows[np.repeat(starts, sizes) + within], sizes

    def _analysis(self, number: int) -> Analysis:
        return analyse.__wrapped__(self.names[number], self.kind)

    @classmethod
    def build(cls, pairs: Iterable[tuple[Any, str]], kind: str) -> Segment:
        """A segment of pairs of key and name."""
        keys: list[Any] = []
        rows: dict[str, list[int]] = {}
        for row, (key, name) in enumerate(pairs):
            keys.append(key)
            rows.setdefault(name, []).append(row)
        distinct = list(rows)
        analyses: list[Analysis] = []
        compacts: list[str] = []
        found: list[Array] = []
        for first in range(0, len(distinct), _STRETCH):
            taken = [analyse.__wrapped__(name, kind) for name in distinct[first : first + _STRETCH]]
            compacts += [name.compact for name in taken]
            analyses += taken if len(distinct) <= _KEPT else ()
            found.append(packed(taken, first))
        arrays = _inverted(found, len(distinct))
        arrays["rows"] = np.array([row for numbers in rows.values() for row in numbers], dtype=np.int32)
        arrays["row_starts"] = np.zeros(len(rows) + 1, dtype=np.int64)
        np.cumsum([len(numbers) for numbers in rows.values()], out=arrays["row_starts"][1:])
        arrays["names_starts"], arrays["names_text"] = Texts.pack(distinct)
        arrays["compacts_starts"], arrays["compacts_text"] = Texts.pack(compacts)
        return cls(arrays, kind, keys, analyses)

    def to_bytes(self) -> bytes:
        """The segment as a file; keys are written as strings."""
        return b"".join(self.parts())

    def parts(self) -> Iterator[bytes]:
        """The pieces of the file that `to_bytes` gives, one after another."""
        keys_starts, keys_text = Texts.pack(self.keys)
        arrays = {**self.arrays, "keys_starts": keys_starts, "keys_text": keys_text}
        directory, size = {}, 0
        for name, array in sorted(arrays.items()):
            directory[name] = [array.dtype.newbyteorder("<").str, size, len(array)]
            size += array.nbytes + -array.nbytes % _ALIGNED
        head = json.dumps({"kind": self.kind, "arrays": directory}, separators=(",", ":")).encode()
        head += b" " * (-(len(head) + 8) % _ALIGNED)
        yield len(head).to_bytes(8, "little") + head
        for _, array in sorted(arrays.items()):
            yield np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<")).tobytes()
            yield bytes(-array.nbytes % _ALIGNED)

    @classmethod
    def from_buffer(cls, data: Any) -> Segment:
        """Read what `to_bytes` wrote, without copying: `data` may be a mapped file."""
        view = memoryview(data)
        start = 8 + int.from_bytes(view[:8], "little")
        head = json.loads(bytes(view[8:start]))
        arrays = {
            name: np.frombuffer(view, dtype=kind, count=count, offset=start + offset)
            for name, (kind, offset, count) in head["arrays"].items()
        }
        keys = Texts(arrays.pop("keys_starts"), arrays.pop("keys_text"))
        return cls(arrays, head["kind"], keys)

    def candidates(self, query: Analysis, most: int) -> tuple[Array, Array]:
        """The names likest `query` by the rarity of what they share (cosine), unordered: their numbers and likeness."""
        rows, norm = self.rows_of(query)
        if not len(rows):
            return np.zeros(0, dtype=np.int64), np.zeros(0)
        starts, ends = self.starts[rows], self.starts[rows + 1]
        hits = np.concatenate([self.postings[a:b] for a, b in zip(starts.tolist(), ends.tolist(), strict=True)])
        weights = np.repeat(self.weights[rows] ** 2 / norm, ends - starts)
        if len(self) <= 4 * len(hits) + 1024:
            scores = np.bincount(hits, weights, len(self)) * self.norms
            numbers = np.flatnonzero(scores >= 0.15 * scores.max())
            likeness = scores[numbers]
        else:
            order = np.argsort(hits, kind="stable")
            hits = hits[order]
            first = np.flatnonzero(np.concatenate(([True], hits[1:] != hits[:-1])))
            numbers = hits[first]
            likeness = np.add.reduceat(weights[order], first) * self.norms[numbers]
        if len(numbers) > most:
            best = np.argpartition(-likeness, most)[:most]
            numbers, likeness = numbers[best], likeness[best]
        return numbers, likeness

    def holding(self, query: Analysis, most: int) -> list[int]:
        """The names that hold a word of the query which at most `most` names hold, each once."""
        words = np.array([word_feature(key) for key in query.keys], dtype=np.uint32)
        rows = np.searchsorted(self.vocabulary, words)
        rows[rows == len(self.vocabulary)] = 0
        rows = rows[self.vocabulary[rows] == words] if len(self.vocabulary) else rows[:0]
        found: dict[int, None] = {}
        for row in rows.tolist():
            start, end = int(self.starts[row]), int(self.starts[row + 1])
            if end - start <= most:
                found.update(dict.fromkeys(self.postings[start:end].tolist()))
        return list(found)

    def rows_of(self, query: Analysis) -> tuple[Array, float]:
        """The rows of the vocabulary that a query reads, rarest first, and the length of its vector."""
        grams, words = features(query)
        asked = np.array(grams + words, dtype=np.uint32)
        rows = np.searchsorted(self.vocabulary, asked)
        rows[rows == len(self.vocabulary)] = 0
        rows = rows[self.vocabulary[rows] == asked] if len(self.vocabulary) else rows[:0]
        frequency = self.starts[rows + 1] - self.starts[rows]
        order = np.argsort(frequency)
        read = np.cumsum(frequency[order]) <= BUDGET
        read[:_ENOUGH] = True
        rows = rows[order][read]
        return rows, float(np.sqrt((self.weights[rows] ** 2).sum())) or 1.0


def _inverted(found: list[Array], count: int) -> dict[str, Array]:
    """The arrays of features, from the features of `count` names as `obstat.names.grams.packed` gives them; empties the
    list of these."""
    pairs = np.empty(sum(map(len, found)), dtype=np.uint64)
    at = len(pairs)
    while found:  # let go as they are copied, for they are most of what building holds
        piece = found.pop()
        pairs[at - len(piece) : at] = piece
        at -= len(piece)
    pairs.sort()
    postings = (pairs & np.uint64(0xFFFFFFFF)).astype(np.int32)
    pairs >>= np.uint64(32)
    begins = np.flatnonzero(np.concatenate(([True], pairs[1:] != pairs[:-1]))) if len(pairs) else np.zeros(0, np.int64)
    vocabulary = pairs[begins].astype(np.uint32)
    starts = np.append(begins, len(pairs)).astype(np.int64)
    frequency = np.diff(starts)
    weights = np.log1p(count / np.maximum(frequency, 1)).astype(np.float32)
    weights[vocabulary >= GRAMS] *= _WORD
    lengths = np.zeros(count)
    squares = weights.astype(np.float64) ** 2
    for first in range(0, len(frequency), _STRETCH):  # in order, so that every sum is rounded the same
        of = slice(first, first + _STRETCH)
        end = starts[min(first + _STRETCH, len(frequency))]
        np.add.at(lengths, postings[starts[first] : end], np.repeat(squares[of], frequency[of]))
    norms = (1.0 / np.sqrt(np.maximum(lengths, 1e-9))).astype(np.float32)
    return {"vocabulary": vocabulary, "starts": starts, "postings": postings, "weights": weights, "norms": norms}
