"""Which records of two snapshots differ, told from their columns without reading the records.

Invariant: records with the same fields have the same fingerprint in every snapshot of one process; those that differ
have another (64 bits, so that one pair in ten billion tables of a million records may be taken for equal).
"""

from __future__ import annotations

import dataclasses
import functools
import itertools
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from obstat.knowledge.columns import Table, fields_of, joined, shape
from obstat.knowledge.snapshot import Snapshot
from obstat.model import records

Numbers = NDArray[np.uint64]
_PRIME = np.uint64(0x9E3779B97F4A7C15)
_OTHER = np.uint64(0xC2B2AE3D27D4EB4F)
_ABSENT = np.uint64(0x165667B19E3779F9)
_ALL = 0xFFFFFFFFFFFFFFFF


def differing(before: Snapshot, after: Snapshot, table: str) -> tuple[list[int], list[int]]:
    """The rows of a fact table in each of two snapshots whose record is not in the other."""
    one, other = (of_table(snapshot, table) for snapshot in (before, after))
    return np.flatnonzero(~np.isin(one, other)).tolist(), np.flatnonzero(~np.isin(other, one)).tolist()


def of_table(snapshot: Snapshot, name: str) -> Numbers:
    """The fingerprint of each record of a fact table, row by row."""
    table = snapshot.table(name)
    with np.errstate(over="ignore"):
        return _fold("", records.TABLES[name], len(table), table, _of_strings(snapshot))


@functools.lru_cache(maxsize=4)
def _of_strings(snapshot: Snapshot) -> Numbers:
    """A number for each string of the pool, at its place; the same for the same string in this process."""
    pool = snapshot.strings
    offsets = np.asarray(pool.offsets, dtype=np.int64).tolist()
    text = bytes(pool.text)
    found = np.empty(len(offsets), dtype=np.uint64)
    found[0] = _ABSENT
    found[1:] = np.fromiter(
        (hash(text[start:end]) & _ALL for start, end in itertools.pairwise(offsets)), np.uint64, len(offsets) - 1
    )
    return found


def _fold(name: str, hint: Any, rows: int, table: Table[Any], strings: Numbers) -> Numbers:
    """The fingerprints of the values under `name`, of which there are `rows`."""
    inner, optional, many = shape(hint)
    if many:
        offsets = _column(table, name + "[]", np.int64)
        return _summed(_fold(name + ".", inner, int(offsets[-1]), table, strings), offsets)
    if not dataclasses.is_dataclass(inner):
        column = np.asarray(table.column(name))
        return strings[column] if inner is str else _mixed(_bits(column))
    present = _column(table, name + "?", np.bool_) if optional else None
    count = rows if present is None else int(present.sum())
    found = np.zeros(count, dtype=np.uint64)
    for field, field_hint in fields_of(cast(type, inner)):
        found = _mixed(found * _OTHER + _fold(joined(name, field), field_hint, count, table, strings))
    if present is None:
        return found
    whole = np.full(rows, _ABSENT, dtype=np.uint64)
    whole[present] = found
    return whole


def _summed(items: Numbers, offsets: NDArray[np.int64]) -> Numbers:
    """One number for each run of items, which depends on their order."""
    sizes = np.diff(offsets)
    place = np.arange(len(items), dtype=np.uint64) - np.repeat(offsets[:-1], sizes).astype(np.uint64)
    sums = np.concatenate([np.zeros(1, np.uint64), np.cumsum(_mixed(items + place * _PRIME), dtype=np.uint64)])
    return _mixed(sums[offsets[1:]] - sums[offsets[:-1]] + sizes.astype(np.uint64) * _OTHER)


def _mixed(values: Numbers) -> Numbers:
    """The finaliser of splitmix64 (Steele, Lea and Flood, 2014): every bit of the result depends on every one given."""
    values = values + _PRIME
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def _bits(column: NDArray[Any]) -> Numbers:
    return column.view(np.uint64) if column.dtype == np.float64 else column.astype(np.int64).view(np.uint64)


def _column(table: Table[Any], name: str, kind: Any) -> NDArray[Any]:
    return np.asarray(table.column(name), dtype=kind)
