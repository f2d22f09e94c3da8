"""A table as columns, in blocks, for files of many million rows: distinct values can be screened at once.

Invariant: the blocks have the same rows, in the same order and with the same numbers, as `read` has subjects; no more
than one of them is held.
"""

from __future__ import annotations

import csv
import functools
import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from obstat.intake.columns import Columns, guess
from obstat.intake.tables import delimited, formats, json_rows, parquet, workbook
from obstat.intake.tables.delimited import Record
from obstat.intake.tables.encoding import encoding, encodings_of, text_of
from obstat.intake.tables.formats import columns_of, head_of
from obstat.intake.tables.rows import aligned
from obstat.intake.tables.sheet import sheet
from obstat.model.errors import MissingExtra, SourceError

if TYPE_CHECKING:
    import polars as pl

_CELLS: Final = 1_000_000
"""Cells of one block."""


@dataclass(frozen=True, slots=True)
class Framed:
    """A table. A block has ``row``, ``fault``, and ``c0``, ``c1`` ... of text for the columns in their order.

    `rows` is about how many rows there are.
    """

    file: str
    blocks: Callable[[], Iterator[pl.DataFrame]]
    columns: Columns
    rows: int
    encoding: str | None = None
    """What the bytes of delimited text were taken for."""


def frame(path: Path, said: Mapping[str, str] | None = None) -> Framed:
    """Delimited text, Parquet or JSON as columns. Raises `SourceError` for another format, which `read` streams."""
    try:
        import polars as pl
    except ImportError:
        raise MissingExtra("Reading a table as columns", "bulk") from None
    head = head_of(path)
    if workbook.signs(head):
        raise SourceError(f"{path.name} is a workbook, whose sheets are tables of their own; read it by sheets.")
    if json_rows.signs(head):
        return _of_json(path, said)
    if parquet.signs(head):
        rows = pl.scan_parquet(path).select(pl.len()).collect().item()
        return Framed(path.name, lambda: parquet.blocks(path), columns_of(path, said)[None], rows)
    dialect = delimited.dialect(text_of(head))
    table = sheet(delimited.records(path, dialect), said)
    found = encodings_of(path)[0]
    return Framed(
        path.name,
        lambda: _delimited(path, head, dialect, table.columns, table.headed),
        table.columns,
        _lines(path),
        found,
    )


def _of_json(path: Path, said: Mapping[str, str] | None) -> Framed:
    """A column for each key, nested ones with dots; a key that comes late is the last column.

    The first one has the text of a record that could not be read.
    """
    columns, rows = formats.json_columns(path, said)
    keys = {column.header: at for at, column in enumerate(columns.columns)}
    count = 0
    for _, values, fault in rows:
        count += 1
        for key in values if not fault else ():
            keys.setdefault(key, len(keys))
    late = guess(list(keys)[len(columns.columns) :], []).columns
    known = (*columns.columns, *(replace(column, at=len(columns.columns) + column.at) for column in late))
    return Framed(path.name, lambda: _of_keys(path, said, list(keys)), replace(columns, columns=known), count)


def _of_keys(path: Path, said: Mapping[str, str] | None, keys: list[str]) -> Iterator[pl.DataFrame]:
    import polars as pl

    rows = formats.json_columns(path, said)[1]
    while some := list(itertools.islice(rows, _at_once(len(keys)))):
        cells = [
            [values.get("description") if at == 0 else None for at in range(len(keys))] if fault else
            [values.get(key) for key in keys]
            for _, values, fault in some
        ]  # fmt: skip
        numbers = [(row, fault) for row, _, fault in some]
        yield pl.DataFrame(_data(cells, numbers, len(keys)), schema=_schema(len(keys)))


def sheets(path: Path, said: Mapping[str, str] | None = None) -> Iterator[tuple[str, Framed]]:
    """Each sheet of a workbook that holds rows, by its name."""
    for name, columns, rows in formats.sheets(path, said):
        if blocks := list(_blocks(rows, columns, ",")):
            yield name, Framed(path.name, functools.partial(iter, blocks), columns, sum(b.height for b in blocks))


def _lines(path: Path) -> int:
    """About how many rows a file of text has."""
    with path.open("rb") as opened:
        return sum(chunk.count(b"\n") for chunk in iter(lambda: opened.read(1 << 22), b""))


def _delimited(
    path: Path, head: bytes, dialect: delimited.Dialect, columns: Columns, headed: int | None
) -> Iterator[pl.DataFrame]:
    """The rows of a file of text; from the first on that is not as it should be, by the slower and careful reader."""
    given = 0
    try:
        for block in _regular(path, head, dialect, len(columns.columns), headed):
            given = block["row"][-1]
            yield block
    except (csv.Error, UnicodeDecodeError, _Unsound):
        records = (
            record
            for record in delimited.records(path, dialect)
            if record.row > max(given, headed or 0) or (record.fault and not given)
        )
        yield from _blocks(records, columns, dialect.delimiter)


def _regular(
    path: Path, head: bytes, dialect: delimited.Dialect, width: int, headed: int | None
) -> Iterator[pl.DataFrame]:
    """The rows of a table in UTF-8 that is as it should be, in a tenth of the time.

    Raises one of several errors at a row that is not; the block that would hold it does not come.
    """

    if encoding(head) != "utf-8-sig" or b"\n" not in head or dialect.told:
        raise _Unsound
    held: list[list[str | None]] = []
    numbers: list[int] = []
    at_once = _at_once(width)
    with path.open(encoding="utf-8-sig", newline="") as opened:
        rows = csv.reader(_sound(opened), delimiter=dialect.delimiter, strict=True)
        for row, cells in enumerate(rows, 1):
            if len(cells) == width:
                held.append(cells)  # type: ignore[arg-type]
                numbers.append(row)
            elif (headed is None or row > headed) and any(map(str.strip, cells)):
                raise _Unsound
            if len(held) == at_once:
                yield from _filled(held, numbers, headed, width)
                held, numbers = [], []
    yield from _filled(held, numbers, headed, width)


def _filled(held: list[list[str | None]], numbers: list[int], headed: int | None, width: int) -> Iterator[pl.DataFrame]:
    """Rows as a block, without those that hold nothing and those down to the header; none where no row is left."""
    import polars as pl

    if not held:
        return
    block = pl.DataFrame(_data(held, [(row, None) for row in numbers], width), schema=_schema(width))
    blank = pl.all_horizontal(pl.col(f"c{at}").str.strip_chars(_BLANK) == "" for at in range(width))
    block = block.filter(~blank & (pl.col("row") > (headed or 0)))
    if block.height:
        yield block


def _at_once(width: int) -> int:
    """Rows of one block of a table so wide."""
    return max(_CELLS // max(width, 1), 100)


_BLANK: Final = " \t\r\n\x1a"


class _Unsound(Exception):
    """A line that only the slower reader takes."""


def _sound(opened: Iterable[str]) -> Iterator[str]:
    """The lines of a file. Raises `_Unsound` at one with a NUL, or with a quotation mark inside a cell without any."""
    for line in opened:
        if "\0" in line or "\x1a" in line or len(line) > _LONG or ('"' in line and _ODD.search(line)):
            raise _Unsound
        yield line


_LONG: Final = 1 << 20
_ODD: Final = re.compile(r'[^",;|\t\r\n]"+[^",;|\t\r\n]|"\s+[,;|\t]|[,;|\t][ ]+"')
"""Quotation marks that readers take in different ways."""


def _schema(width: int) -> dict[str, pl.DataType | type[pl.DataType]]:
    import polars as pl

    return {"row": pl.Int64, "fault": pl.String, **{f"c{at}": pl.String for at in range(width)}}


def _blocks(rows: Iterator[Record], columns: Columns, delimiter: str) -> Iterator[pl.DataFrame]:
    import polars as pl

    width = len(columns.columns)
    schema, at_once = _schema(width), _at_once(width)
    held: list[list[str | None]] = []
    numbers: list[tuple[int, str | None]] = []
    for record in rows:
        cells, fault = aligned(record, columns, delimiter)
        held.append([*cells[:width], *[None] * (width - len(cells))])
        numbers.append((record.row, fault))
        if len(held) == at_once:
            yield pl.DataFrame(_data(held, numbers, width), schema=schema)
            held, numbers = [], []
    if held:
        yield pl.DataFrame(_data(held, numbers, width), schema=schema)


def _data(held: list[list[str | None]], numbers: list[tuple[int, str | None]], width: int) -> dict[str, list[object]]:
    by_column = list(zip(*held, strict=True)) if width else []
    rows, faults = zip(*numbers, strict=True)
    return {"row": list(rows), "fault": list(faults), **{f"c{at}": list(by_column[at]) for at in range(width)}}
