"""A table of rows with what its columns are: the beginning is looked at, then all rows stream.

Invariant: the rows that were looked at are given again, in their order; nothing but blank rows, titles and the
header is left out.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from obstat.intake import roles
from obstat.intake.columns import SAMPLE, Columns, guess, overridden
from obstat.intake.tables import header
from obstat.intake.tables.delimited import Record

_CHARACTERS: Final = 32 << 20
"""Characters of a sample; few rows are enough where they are long."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows below the header, and the columns. `headed` is the number of the row of the header."""

    columns: Columns
    rows: Iterator[Record]
    headed: int | None


def sheet(records: Iterable[Record], said: Mapping[str, str] | None = None, *, grid: bool = False) -> Sheet:
    """Look at the beginning of a table. In a `grid` each cell stands where it belongs, those without a header too.

    Raises `UnknownCode` for what is said of columns that are not there."""
    rest = iter(records)
    sample: list[Record] = []
    size = 0
    for record in rest:
        sample.append(record)
        size += sum(map(len, record.cells))
        if len(sample) > SAMPLE or size > _CHARACTERS:
            break
    cells = [record.cells for record in sample if record.fault is None]
    readable = [record for record in sample if record.fault is None]
    found = header.header_at(cells)
    below = cells[found + 1 :] if found is not None else cells
    top = cells[found] if found is not None else []
    width = max(map(header.last, cells), default=0) if grid else header.width_of(top, below)
    headers = header.named(top, width)
    columns = guess(headers, below)
    if len(columns.columns) == 1 and columns.columns[0].role is None and not roles.known(columns.columns[0].header):
        lone = replace(columns.columns[0], role="description", why="it is the only column", confidence=0.3)
        columns = replace(columns, columns=(lone,))
    if said:
        columns = overridden(columns, said)
    headed = readable[found].row if found is not None else None
    kept = (record for record in sample if headed is None or record.row > headed or record.fault)
    rows = itertools.chain(kept, rest)
    return Sheet(columns, (_filled(row, len(columns.columns)) for row in rows) if grid else rows, headed)


def _filled(record: Record, width: int) -> Record:
    """A row of a grid with the empty cells that were not written at its end."""
    missing = width - len(record.cells)
    return replace(record, cells=[*record.cells, *[""] * missing]) if missing > 0 else record
