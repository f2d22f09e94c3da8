"""Which rows of a table are not the same in two snapshots, told from their columns.

Invariant: rows that are taken for equal are equal in every field. Nothing is hashed and no record is made: strings are
aligned once, then whole columns are compared, so that what is the same costs next to nothing.
"""

from __future__ import annotations

import dataclasses
import typing
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from obstat.knowledge.columns import StringPool, Table, fields_of, joined, shape

Array = NDArray[Any]
_NONE = 2**32 - 1
"""The number of a string that the other snapshot does not have."""


@dataclass(frozen=True, slots=True)
class Apart:
    """Rows of a table: those that only the older snapshot has, those that only the newer one has, and by pairs those
    that have the same key in both and differ."""

    gone: list[int]
    come: list[int]
    changed: list[tuple[int, int]]


class Alike:
    """Compares tables of two snapshots, whose strings are in these pools."""

    def __init__(self, before: StringPool, after: StringPool) -> None:
        self._places = _aligned(before, after)

    def apart(self, kind: type, before: Table[Any], after: Table[Any], key: tuple[str, ...]) -> Apart:
        """The rows that differ. `key` names the one or two string columns by which rows are the same row.

        Rows that share a key are taken in their order.
        """
        old = self._codes([self._places[_column(before, name)] for name in key])
        new = self._codes([_column(after, name) for name in key])
        order = np.argsort(new, kind="stable")
        at = np.searchsorted(new, old, sorter=order) + _occurrence(old)
        found = at < len(new)
        found[found] = new[order[at[found]]] == old[found]
        mine = np.flatnonzero(found)
        other = order[at[found]]
        differ = self._differ("", kind, before, after, mine, other)
        come = np.ones(len(new), dtype=bool)
        come[other] = False
        pairs = zip(mine[differ].tolist(), other[differ].tolist(), strict=True)
        return Apart(np.flatnonzero(~found).tolist(), np.flatnonzero(come).tolist(), list(pairs))

    @staticmethod
    def _codes(columns: list[Array]) -> Array:
        code = columns[0].astype(np.uint64)
        for column in columns[1:]:
            code = (code << np.uint64(32)) | column.astype(np.uint64)
        return code

    def _differ(self, name: str, hint: Any, old: Table[Any], new: Table[Any], mine: Array, other: Array) -> Array:
        """For each pair of rows, whether the values of this annotation differ."""
        inner, optional, many = shape(hint)
        if many:
            return self._lists_differ(name, inner, old, new, mine, other)
        if dataclasses.is_dataclass(inner):
            kind = typing.cast(type, inner)
            if optional:
                return self._optional_differ(name, kind, old, new, mine, other)
            return self._fields_differ(name, kind, old, new, mine, other)
        was, now = _column(old, name)[mine], _column(new, name)[other]
        if inner is str:
            return typing.cast(Array, self._places[was] != now)
        differ: Array = was != now
        return differ & ~(np.isnan(was) & np.isnan(now)) if inner is float else differ

    def _fields_differ(
        self, name: str, kind: type, old: Table[Any], new: Table[Any], mine: Array, other: Array
    ) -> Array:
        differ = np.zeros(len(mine), dtype=bool)
        for field, hint in fields_of(kind):
            differ |= self._differ(joined(name, field), hint, old, new, mine, other)
        return differ

    def _optional_differ(
        self, name: str, kind: type, old: Table[Any], new: Table[Any], mine: Array, other: Array
    ) -> Array:
        was, now = _column(old, name + "?")[mine], _column(new, name + "?")[other]
        differ: Array = was != now
        both = np.flatnonzero((was != 0) & (now != 0))
        inside = [_column(table, name + "#")[rows[both]] for table, rows in ((old, mine), (new, other))]
        differ[both] = self._fields_differ(name, kind, old, new, *inside)
        return differ

    def _lists_differ(
        self, name: str, inner: Any, old: Table[Any], new: Table[Any], mine: Array, other: Array
    ) -> Array:
        (begins, sizes), (begun, counts) = (_spans(old, name, mine), _spans(new, name, other))
        differ: Array = sizes != counts
        same = np.flatnonzero(~differ)
        sizes = sizes[same]
        within = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        items = self._differ(
            name + ".", inner, old, new, np.repeat(begins[same], sizes) + within, np.repeat(begun[same], sizes) + within
        )
        differ[np.repeat(same, sizes)[items]] = True
        return differ


def _spans(table: Table[Any], name: str, rows: Array) -> tuple[Array, Array]:
    """Where the items of the lists in these rows begin, and how many they are."""
    offsets = _column(table, name + "[]").astype(np.int64)
    return offsets[rows], offsets[rows + 1] - offsets[rows]


def _column(table: Table[Any], name: str) -> Array:
    return np.asarray(table.column(name))


def _occurrence(codes: Array) -> Array:
    """For each code, how many of the same stand before it."""
    order = np.argsort(codes, kind="stable")
    ordered = codes[order]
    found = np.zeros(len(codes), dtype=np.int64)
    found[order] = np.arange(len(codes)) - np.searchsorted(ordered, ordered)
    return found


def _aligned(before: StringPool, after: StringPool) -> Array:
    """By number in the older pool, the number of the same string in the newer one.

    Both are sorted; runs of equal strings are found by comparing twice as many at each step.
    """
    old, new = _Texts(before), _Texts(after)
    places = np.full(len(old) + 1, _NONE, dtype=np.uint32)
    places[0] = 0
    i = j = 0
    size = 1
    while i < len(old) and j < len(new):
        run = min(size, len(old) - i, len(new) - j)
        if old.equal(i, new, j, run):
            places[i + 1 : i + run + 1] = np.arange(j + 1, j + run + 1)
            i, j, size = i + run, j + run, 2 * size
        elif run > 1:
            size = run // 2
        elif old.text(i) < new.text(j):
            i += 1
        else:
            j += 1
    return places


class _Texts:
    """The strings of a pool as bytes."""

    def __init__(self, pool: StringPool) -> None:
        self._offsets = np.asarray(pool.offsets)
        self._bytes = np.frombuffer(pool.text, dtype=np.uint8)

    def __len__(self) -> int:
        return len(self._offsets) - 1

    def text(self, at: int) -> bytes:
        return self._bytes[self._offsets[at] : self._offsets[at + 1]].tobytes()

    def equal(self, at: int, other: _Texts, there: int, count: int) -> bool:
        """Whether `count` strings from `at` are those from `there` in the other pool."""
        mine, theirs = self._offsets[at : at + count + 1], other._offsets[there : there + count + 1]
        if mine[-1] - mine[0] != theirs[-1] - theirs[0] or (mine - mine[0] != theirs - theirs[0]).any():
            return False
        return np.array_equal(self._bytes[mine[0] : mine[-1]], other._bytes[theirs[0] : theirs[-1]])
