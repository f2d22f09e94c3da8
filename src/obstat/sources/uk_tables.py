"""Tables of the United Kingdom's lists, in which a designation has several rows: a draft for each.

Invariant: every row below the header is told to the draft of its key; a row without a key has a draft of its own.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

from obstat.sources import opendocument, tables
from obstat.sources.editions import by_column, columns
from obstat.sources.fields import Fields
from obstat.sources.party_draft import Draft
from obstat.sources.uk_fields import RENAMED, tell

_ABOVE: Final = 10
"""How many rows may stand above the header: the day of the report, a title."""

Rows = Iterator[tuple[int, list[str]]]


def designations(
    path: Path, key: str, needed: Iterable[str], apart: Callable[[Fields], Iterable[Fields]] = lambda fields: [fields]
) -> dict[str, Draft] | None:
    """The drafts by the value of the column `key`; None where no sheet has a header with the `needed` columns.

    `apart` takes the fields of a row apart where one of them holds several.
    """
    drafts: dict[str, Draft] = {}
    found = False
    for sheet, rows in _sheets(path):
        header = _header(rows, set(needed))
        found |= header is not None
        for line, row in rows if header else ():
            fields = by_column(header or [], row)
            at = f"{sheet}line {line}"
            draft = drafts.setdefault(fields.peek(key) or at.replace(" ", "-"), Draft(at))
            draft.at = f"{draft.at}; {at}" if draft.at != at else at
            for each in apart(fields):
                tell(draft, each)
    return drafts if found else None


def _sheets(path: Path) -> Iterator[tuple[str, Rows]]:
    if not opendocument.is_spreadsheet(path):
        yield "", tables.rows(path)
        return
    for number, rows in enumerate(opendocument.sheets(path), 1):
        yield f"sheet {number} " if number > 1 else "", rows


def _header(rows: Rows, needed: set[str]) -> list[str] | None:
    """The header, below which the rows go on; None where it is not among the first rows."""
    for _, row in itertools.islice(rows, _ABOVE):
        names = [RENAMED.get(name, name) for name in columns(row)]
        if needed <= set(names):
            return names
    return None
