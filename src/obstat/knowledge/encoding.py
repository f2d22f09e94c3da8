"""Laying records out in the columns that `obstat.knowledge.columns` reads, a stretch of them at a time.

Invariant: the bytes depend on the records and their order alone, not on how they were cut into stretches. What has been
added is held as numbers; a string is held once, whatever its tables, and the records are not held at all.
"""

from __future__ import annotations

import dataclasses
import itertools
import json
import operator
import sys
import typing
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from obstat.knowledge.columns import NOTHING, fields_of, joined, shape
from obstat.model.errors import SnapshotError

STRETCH = 5_000
"""Records that are laid out at once."""
_MOST = 2**32 - 1
"""Bytes of text that a pool can hold."""
Places = NDArray[np.uint32]
"""By the number that a string had when it came, its number in the sorted pool."""


class _Numbers(dict[str | None, int]):
    def __missing__(self, text: str | None) -> int:
        number = self[text] = len(self)
        return number


class Strings:
    """The strings of some tables, numbered as they come; 0 stands for ``None``."""

    def __init__(self) -> None:
        self._numbers = _Numbers({None: 0})
        self.number: Callable[[str | None], int] = self._numbers.__getitem__

    def settled(self) -> tuple[Places, Iterator[bytes]]:
        """The place of each string in the sorted pool, and the pieces of the pool's file.

        The file: 8 bytes count, count+1 offsets, then the UTF-8 text. Nothing can be added after.
        """
        del self._numbers[None]
        texts = sorted(typing.cast(dict[str, int], self._numbers))
        places = np.zeros(len(texts) + 1, dtype=np.uint32)
        came = np.fromiter(map(self.number, texts), dtype=np.int64, count=len(texts))
        places[came] = np.arange(1, len(texts) + 1, dtype=np.uint32)
        self._numbers.clear()
        return places, _pool(texts)


def _pool(texts: list[str]) -> Iterator[bytes]:
    pieces, lengths = [], array("I")
    for first in range(0, len(texts), STRETCH):
        encoded = [text.encode() for text in texts[first : first + STRETCH]]
        lengths.extend(map(len, encoded))
        pieces.append(b"".join(encoded))
    offsets = np.zeros(len(texts) + 1, dtype=np.int64)
    np.cumsum(np.frombuffer(lengths, dtype=np.uint32), out=offsets[1:])
    if offsets[-1] > _MOST:
        raise SnapshotError("The lists hold more than 4 GiB of text, which one snapshot cannot: import fewer of them.")
    yield len(texts).to_bytes(8, "little") + offsets.astype("<u4").tobytes()
    yield from pieces


class Columns:
    """The rows of one table. `add` takes records of its class, `add_values` their fields."""

    def __init__(self, kind: type, strings: Strings) -> None:
        self._strings, self.rows = strings, 0
        self._columns: dict[str, array[Any]] = {}
        self._texts: set[str] = set()
        self._fields = [(operator.attrgetter(name), self._adder(name, hint)) for name, hint in fields_of(kind)]

    def add(self, rows: Iterable[Any]) -> None:
        for stretch in stretches(rows):
            for get, add in self._fields:
                add(list(map(get, stretch)))
            self.rows += len(stretch)

    def add_values(self, rows: Iterable[tuple[Any, ...]]) -> None:
        """Rows as the values of their fields, for tables whose records need not be made."""
        for stretch in stretches(rows):
            for (_, add), values in zip(self._fields, zip(*stretch, strict=True), strict=True):
                add(values)
            self.rows += len(stretch)

    def sort(self, places: Places) -> None:
        """Sort rows of plain fields by these, the first counting most, and keep each once."""
        self._settle(places)
        columns = [np.frombuffer(column, dtype=column.typecode) for column in self._columns.values()]
        order = np.lexsort(columns[::-1])
        differs = np.zeros(max(len(order) - 1, 0), dtype=bool)
        for column in columns:
            differs |= column[order[1:]] != column[order[:-1]]
        order = order[np.concatenate(([True], differs))] if len(order) else order
        for name, column in zip(list(self._columns), columns, strict=True):
            self._columns[name] = _array(column[order], self._columns[name].typecode)
        self.rows = len(order)

    def encoded(self, places: Places) -> Iterator[bytes]:
        """The pieces of the table's file; empties the table."""
        self._settle(places)
        directory, size = {}, 0
        for name, column in self._columns.items():
            directory[name] = [column.typecode, size, len(column)]
            size += len(column) * column.itemsize
            size += -size % 8
        head = json.dumps({"rows": self.rows, "columns": directory}, separators=(",", ":")).encode()
        head += b" " * (-len(head) % 8)
        yield len(head).to_bytes(8, "little") + head
        for name in list(self._columns):
            data = _little(self._columns.pop(name))
            yield data
            yield bytes(-len(data) % 8)

    def _settle(self, places: Places) -> None:
        """Give the strings their numbers in the sorted pool, once."""
        for name in self._texts:
            came = np.frombuffer(self._columns[name], dtype=np.uint32)
            self._columns[name] = _array(places[came], "I")
        self._texts.clear()

    def _adder(self, name: str, hint: Any) -> Callable[[Sequence[Any]], None]:
        """A function that adds values of this annotation to the columns that begin with `name`."""
        inner, optional, many = shape(hint)
        if many:
            return self._many(name, inner)
        if dataclasses.is_dataclass(inner):
            return self._record(name, typing.cast(type, inner), optional=optional)
        column = self._column(name, "I" if inner is str else "d" if inner is float else "i")
        if inner is str:
            self._texts.add(name)
            number = self._strings.number
            return lambda values: column.extend(map(number, values))
        if inner is float:
            return lambda values: column.extend([float("nan") if value is None else value for value in values])
        return lambda values: column.extend([NOTHING if value is None else int(value) for value in values])

    def _many(self, name: str, inner: Any) -> Callable[[Sequence[Any]], None]:
        offsets = self._column(name + "[]", "I")
        offsets.append(0)
        add_items = self._adder(name + ".", inner)

        def add(values: Sequence[Any]) -> None:
            lengths = list(map(len, values))
            offsets.extend(itertools.islice(itertools.accumulate(lengths, initial=offsets[-1]), 1, None))
            if any(lengths):
                add_items(list(itertools.chain.from_iterable(values)))

        return add

    def _record(self, name: str, kind: type, *, optional: bool) -> Callable[[Sequence[Any]], None]:
        present = self._column(name + "?", "i") if optional else None
        offsets = self._column(name + "#", "I") if optional else None
        if offsets is not None:
            offsets.append(0)
        parts = [
            (operator.attrgetter(field), self._adder(joined(name, field), hint)) for field, hint in fields_of(kind)
        ]

        def add(values: Sequence[Any]) -> None:
            if present is not None and offsets is not None:
                there = [value is not None for value in values]
                present.extend(there)
                offsets.extend(itertools.islice(itertools.accumulate(there, initial=offsets[-1]), 1, None))
                values = [value for value in values if value is not None]
            for get, add_field in parts if values else ():
                add_field(list(map(get, values)))

        return add

    def _column(self, name: str, code: str) -> array[Any]:
        column = self._columns[name] = self._columns.get(name, array(code))
        return column


def stretches(rows: Iterable[Any]) -> Iterator[list[Any]]:
    """The rows in lists of at most `STRETCH`."""
    left = iter(rows)
    while stretch := list(itertools.islice(left, STRETCH)):
        yield stretch


def _array(values: NDArray[Any], code: str) -> array[Any]:
    return array(code, values.astype(code, copy=False).tobytes())


def _little(column: array[Any]) -> bytes:
    if sys.byteorder == "big":
        column.byteswap()
    return column.tobytes()
