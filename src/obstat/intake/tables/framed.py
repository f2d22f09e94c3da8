"""A table as columns, for files of many million rows: the distinct values of a column can be screened at once.

Invariant: `frame` has the same rows, in the same order and with the same numbers, as `read` has subjects.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from obstat.intake.columns import Columns
from obstat.intake.tables import delimited, formats, json_rows, parquet, workbook
from obstat.intake.tables.delimited import Record
from obstat.intake.tables.encoding import encoding, text_of
from obstat.intake.tables.formats import columns_of, head_of
from obstat.intake.tables.rows import aligned
from obstat.intake.tables.sheet import sheet
from obstat.model.errors import MissingExtra, SourceError

if TYPE_CHECKING:
    import polars as pl

_BATCH: Final = 100_000


@dataclass(frozen=True, slots=True)
class Framed:
    """A table. `frame` has ``row``, ``fault``, and ``c0``, ``c1`` ... of text for the columns in their order."""

    file: str
    frame: pl.LazyFrame
    columns: Columns


def frame(path: Path, said: Mapping[str, str] | None = None) -> Framed:
    """Delimited text or Parquet as columns. Raises `SourceError` for another format, which `read` streams."""
    try:
        import polars as pl
    except ImportError:
        raise MissingExtra("Reading a table as columns", "bulk") from None
    head = head_of(path)
    if workbook.signs(head) or json_rows.signs(head):
        raise SourceError(
            f"{path.name} is no delimited text or Parquet, so it has no columns to scan; read it by rows."
        )
    if parquet.signs(head):
        scanned = parquet.lazy(path)
        names = scanned.collect_schema().names()
        numbered = scanned.rename({name: f"c{at}" for at, name in enumerate(names)}).with_row_index("row", offset=1)
        shown = numbered.with_columns(pl.col("row").cast(pl.Int64), pl.lit(None, pl.String).alias("fault"))
        held = [f"c{at}" for at in range(len(names))]
        return Framed(path.name, shown.select("row", "fault", *held), columns_of(path, said)[None])
    dialect = delimited.dialect(text_of(head))
    table = sheet(delimited.records(path, dialect), said)
    schema = _schema(len(table.columns.columns))
    batches = _regular(path, head, dialect, len(table.columns.columns), table.headed)
    if batches is None:
        batches = list(_batches(table.rows, table.columns, dialect.delimiter))
    whole = pl.concat(batches) if batches else pl.DataFrame(schema=schema)
    return Framed(path.name, whole.lazy(), table.columns)


def sheets(path: Path, said: Mapping[str, str] | None = None) -> Iterator[tuple[str, Framed]]:
    """Each sheet of a workbook that holds rows, by its name."""
    import polars as pl

    for name, columns, rows in formats.sheets(path, said):
        if batches := list(_batches(rows, columns, ",")):
            yield name, Framed(path.name, pl.concat(batches).lazy(), columns)


def _regular(
    path: Path, head: bytes, dialect: delimited.Dialect, width: int, headed: int | None
) -> list[pl.DataFrame] | None:
    """The rows of a table in UTF-8 that is as it should be, in a tenth of the time; None where any row is not."""
    import polars as pl

    if encoding(head) != "utf-8-sig" or b"\n" not in head or dialect.told:
        return None
    found: list[pl.DataFrame] = []
    numbers: list[tuple[int, str | None]] = []
    held: list[list[str | None]] = []

    def laid_out() -> pl.DataFrame:
        return pl.DataFrame(_data(held, numbers, width), schema=_schema(width))

    try:
        with path.open(encoding="utf-8-sig", newline="") as opened:
            for row, cells in enumerate(csv.reader(_sound(opened), delimiter=dialect.delimiter, strict=True), 1):
                if headed is not None and row <= headed:
                    continue
                if len(cells) != width:
                    if any(map(str.strip, cells)):
                        return None
                    continue
                if any(cells) and any(cell.strip(_BLANK) for cell in cells):
                    held.append(cells)  # type: ignore[arg-type]
                    numbers.append((row, None))
                if len(held) == _BATCH:
                    found.append(laid_out())
                    held, numbers = [], []
    except (csv.Error, UnicodeDecodeError, _Unsound):
        return None
    return [*found, laid_out()] if held else found


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


def _batches(rows: Iterator[Record], columns: Columns, delimiter: str) -> Iterator[pl.DataFrame]:
    import polars as pl

    width = len(columns.columns)
    schema = _schema(width)
    held: list[list[str | None]] = []
    numbers: list[tuple[int, str | None]] = []
    for record in rows:
        cells, fault = aligned(record, columns, delimiter)
        held.append([*cells[:width], *[None] * (width - len(cells))])
        numbers.append((record.row, fault))
        if len(held) * max(width, 1) >= _BATCH * 10:
            yield pl.DataFrame(_data(held, numbers, width), schema=schema)
            held, numbers = [], []
    if held:
        yield pl.DataFrame(_data(held, numbers, width), schema=schema)


def _data(held: list[list[str | None]], numbers: list[tuple[int, str | None]], width: int) -> dict[str, list[object]]:
    by_column = list(zip(*held, strict=True)) if width else []
    rows, faults = zip(*numbers, strict=True)
    return {"row": list(rows), "fault": list(faults), **{f"c{at}": list(by_column[at]) for at in range(width)}}
