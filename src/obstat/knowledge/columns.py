"""Records laid out in columns, read from mapped memory; `obstat.knowledge.encoding` lays them out.

Invariant: the bytes depend on the records alone: little-endian, fields in the order of the class, strings numbered in
the order of the sorted pool. A table can be read one column, or one row, at a time without touching the rest.

Layout of a table file: 8 bytes length of a JSON directory, the directory (``{"rows": n, "columns": {name: [code,
offset, count]}}``, offsets from the end of the directory, each a multiple of 8), then the buffers. Codes are
those of `array`: ``i`` and ``I`` 32-bit, ``d`` 64-bit float. A tuple is a column of n+1 offsets and the columns
of its elements; a nested record is its fields' columns under a dotted name.
"""

from __future__ import annotations

import bisect
import dataclasses
import enum
import functools
import json
import mmap
import sys
import types
import typing
from array import array
from collections.abc import Iterator, Sequence
from typing import Any, Generic, TypeVar

Record = TypeVar("Record")
Buffer = memoryview | bytes | mmap.mmap

NOTHING = -(2**31)
"""What a column of whole numbers holds for ``None``."""


class StringPool:
    """Every distinct string of a snapshot, sorted; number 0 stands for ``None``."""

    def __init__(self, offsets: Sequence[int], text: Buffer) -> None:
        self.offsets, self.text = offsets, text
        self._seen: dict[int, str] = {}

    def __getitem__(self, number: int) -> str | None:
        if number == 0:
            return None
        if (known := self._seen.get(number)) is not None:
            return known
        start, end = self.offsets[number - 1], self.offsets[number]
        self._seen[number] = text = sys.intern(str(bytes(self.text[start:end]), "utf-8"))
        return text

    def __len__(self) -> int:
        """How many numbers there are, that of no string (0) among them."""
        return len(self.offsets)

    def find(self, text: str) -> int | None:
        """The number of a string; None where the snapshot does not hold it."""
        number = bisect.bisect_left(range(1, len(self.offsets)), text, key=lambda at: self[at] or "") + 1
        return number if number < len(self.offsets) and self[number] == text else None

    @classmethod
    def open(cls, data: Buffer) -> StringPool:
        """Read the pool from the bytes of its file."""
        view = memoryview(data)
        count = int.from_bytes(view[:8], "little")
        end = 8 + 4 * (count + 1)
        return cls(_cast(view[8:end], "I"), view[end:])


class Table(Generic[Record]):
    """Read side of one table: `column` for a whole column, indexing for one record."""

    def __init__(self, kind: type[Record], data: Buffer, strings: StringPool) -> None:
        view = memoryview(data)
        start = 8 + int.from_bytes(view[:8], "little")
        directory = json.loads(bytes(view[8:start]))
        self._strings, self._view, self._start = strings, view, start
        self._directory: dict[str, tuple[str, int, int]] = directory["columns"]
        self._rows: int = directory["rows"]
        self._columns: dict[str, Sequence[Any]] = {}
        self._read = _reader("", kind, self)

    def __len__(self) -> int:
        return self._rows

    def __getitem__(self, row: int) -> Record:
        return typing.cast(Record, self._read(row))

    def __iter__(self) -> Iterator[Record]:
        return (self[row] for row in range(self._rows))

    def column(self, name: str) -> Sequence[Any]:
        """The raw column `name`, memory-mapped: numbers, string numbers or offsets."""
        if name not in self._columns:
            code, offset, count = self._directory[name]
            begin = self._start + offset
            size = 8 if code == "d" else 4
            self._columns[name] = _cast(self._view[begin : begin + size * count], code)
        return self._columns[name]

    def text(self, name: str, row: int) -> str | None:
        """The string of the string column `name` in one row."""
        return self._strings[self.column(name)[row]]

    def texts(self, name: str) -> Iterator[str | None]:
        """The strings of the string column `name`, row by row."""
        return (self._strings[number] for number in self.column(name))

    @property
    def strings(self) -> StringPool:
        """The pool that string columns refer to."""
        return self._strings


@functools.cache
def fields_of(kind: type) -> tuple[tuple[str, Any], ...]:
    """The fields of a class of records with their annotations."""
    hints = typing.get_type_hints(kind)
    return tuple((field.name, hints[field.name]) for field in dataclasses.fields(kind))


def shape(hint: Any) -> tuple[Any, bool, bool]:
    """Of an annotation: the inner type, whether it may be None, whether it is a tuple of the inner type."""
    optional = isinstance(hint, types.UnionType)
    if optional:
        (hint,) = (item for item in typing.get_args(hint) if item is not type(None))
    if typing.get_origin(hint) is tuple:
        return typing.get_args(hint)[0], optional, True
    return hint, optional, False


def _reader(name: str, hint: Any, table: Table[Any]) -> Any:
    """A function from a row number to the value of this annotation in that row."""
    inner, optional, many = shape(hint)
    if many:
        item, offsets = _reader(name + ".", inner, table), _lazy(table, name + "[]")
        return lambda row: tuple(item(at) for at in range(offsets()[row], offsets()[row + 1]))
    if dataclasses.is_dataclass(inner):
        build = typing.cast(Any, inner)
        parts = [_reader(joined(name, field), field_hint, table) for field, field_hint in fields_of(build)]
        if not optional:
            return lambda row: build(*[part(row) for part in parts])
        present, where = _lazy(table, name + "?"), _lazy(table, name + "#")
        return lambda row: build(*[part(where()[row]) for part in parts]) if present()[row] else None
    column = _lazy(table, name)
    if inner is str:
        strings = table.strings
        return lambda row: strings[column()[row]]
    if inner is float:
        return lambda row: None if (value := column()[row]) != value else value
    convert = bool if inner is bool else inner if isinstance(inner, type) and issubclass(inner, enum.Enum) else int
    return lambda row: None if (value := column()[row]) == NOTHING else convert(value)


def _lazy(table: Table[Any], name: str) -> Any:
    return functools.cache(lambda: table.column(name))


def joined(name: str, field: str) -> str:
    """The column of a field of the record in the column `name`."""
    return f"{name}{field}" if not name or name.endswith(".") else f"{name}.{field}"


def _cast(view: memoryview, code: Any) -> Sequence[Any]:
    if sys.byteorder == "big":
        column = array(code, view.tobytes())
        column.byteswap()
        return column
    return typing.cast(Sequence[Any], view.cast(code))
