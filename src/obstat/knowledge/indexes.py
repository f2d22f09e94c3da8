"""Finding records by their names, numbers and ids in the derived tables of a snapshot.

Invariant: nothing is read but what is asked for, whatever the size of a table.
"""

from __future__ import annotations

import bisect
import functools
import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Generic, TypeVar

from obstat.knowledge.columns import Table
from obstat.model import indexes

Record = TypeVar("Record")


def hashed(key: str) -> int:
    """31 bits of a key's CRC-32: enough to find it by, not to tell it from every other."""
    return zlib.crc32(key.encode()) >> 1


class Keyed(Mapping[str, Record], Generic[Record]):
    """The records of a table by id, read when asked for. Iterates in the order of the table."""

    def __init__(self, table: Table[Record], rows: Table[indexes.Row]) -> None:
        self._table, self._found = table, Found(rows)
        self._rows = rows
        self._read: dict[str, Record] = {}

    def __getitem__(self, key: str) -> Record:
        if key not in self._read:
            for at in self._found.at(key):
                row = self._rows.column("row")[at]
                if self._table.text("id", row) == key:
                    self._read[key] = self._table[row]
                    break
            else:
                raise KeyError(key)
        return self._read[key]

    def __iter__(self) -> Iterator[str]:
        return (key for key in self._table.texts("id") if key is not None)

    def __len__(self) -> int:
        return len(self._table)


class Ends(Keyed[Record]):
    """The records of a table that lead from one thing to another, by id and by either end, read when asked for."""

    def __init__(self, table: Table[Record], rows: Table[indexes.Row], *ends: tuple[str, Table[indexes.Row]]) -> None:
        """`ends` are the columns of the start and of the end, each with where its values stand."""
        super().__init__(table, rows)
        self._ends = [(column, Found(places), places) for column, places in ends]
        self.of = functools.lru_cache(maxsize=65536)(self._of)

    def _of(self, key: str, *, end: int) -> tuple[Record, ...]:
        """The records that have `key` at their start (`end` 0) or at their end (1), in the order of the table."""
        column, found, places = self._ends[end]
        rows = sorted(places.column("row")[at] for at in found.at(key))
        return tuple(self._table[row] for row in rows if self._table.text(column, row) == key)


class Found:
    """Where a key's hash stands in a table that is sorted by `hash`."""

    def __init__(self, table: Table[Any]) -> None:
        self._hashes: Sequence[int] = table.column("hash")

    def at(self, key: str) -> range:
        """The rows with the hash of `key`; some may be another key's."""
        wanted = hashed(key)
        start = bisect.bisect_left(self._hashes, wanted)
        end = start
        while end < len(self._hashes) and self._hashes[end] == wanted:
            end += 1
        return range(start, end)
