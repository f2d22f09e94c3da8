"""A row of cells as a subject, by what each column is.

Invariant: a row is one subject, whatever its length; it has a fault only where its cells cannot be told apart, and
then all of its cells stand in its description.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from obstat.intake import contents, roles
from obstat.intake.columns import Column, Columns
from obstat.intake.tables.delimited import Record
from obstat.model.subject import SCHEMES, TEXTS, Given, Place, Subject

_BESIDE: Final = "\n"
"""Between the names of several firms: each is one for itself."""
_CHECKED: Final = {"mac": ("mac",), "imei": ("imei",), "ip": ("ip",), "oid": ("oid",), "cpe": ("cpe",),
                   "quantity": ("number",), "spend": ("number", "money"), "date": ("date",)}  # fmt: skip
_LONGEST: Final = 20_000
"""Characters of a text that are kept; what is longer is no name."""


def subject(record: Record, columns: Columns, place: Place, delimiter: str = " ") -> Subject:
    """The subject of a row."""
    cells, fault = aligned(record, columns, delimiter)
    if fault is not None:
        text = " ".join(" ".join(record.cells)[:_LONGEST].split())
        return Subject(place, {"description": text} if text else {}, fault=fault)
    return of_cells(cells, columns.columns, place)


def aligned(record: Record, columns: Columns, delimiter: str) -> tuple[list[str], str | None]:
    """The cells of a row in their columns, and why they could not be put there; None where they could."""
    cells, width = record.cells, len(columns.columns)
    if record.fault is not None or len(cells) == width:
        return cells, record.fault
    if len(cells) < width:
        if _fits(cells, columns.columns):
            return cells, None
        return cells, (
            f"This row has {len(cells)} cells where the table has {width} columns, and which are missing cannot be "
            "told; give it an empty cell for each that is missing."
        )
    if not any(cell.strip() for cell in cells[width:]):
        return cells[:width], None
    if (joined := realigned(cells, columns, delimiter)) is not None:
        return joined, None
    return cells, (
        f"This row has {len(cells)} cells where the table has {width} columns, and which belong together cannot be "
        "told; put quotation marks around cells that hold the delimiter."
    )


def of_cells(cells: Sequence[str], columns: Sequence[Column], place: Place) -> Subject:
    """The subject of cells that stand in their columns."""
    texts: dict[str, str] = {}
    facts: dict[str, str] = {}
    given: list[Given] = []
    for column in columns:
        role = column.role
        if role is None or column.at >= len(cells):
            continue
        cell = cells[column.at].strip()
        if not cell or contents.is_empty(cell):
            continue
        if role in TEXTS:
            text = " ".join(cell[:_LONGEST].split())
            if role not in texts:
                texts[role] = text
            elif text not in texts[role]:
                texts[role] = f"{texts[role]}{' ' if role in ('description', 'model') else _BESIDE}{text}"
        elif role in SCHEMES:
            given += (Given(role, each, column.channel) for each in contents.several(role, cell[:_LONGEST]))
        else:
            facts.setdefault(role, cell[:_LONGEST])
            if role == "spend" and (money := roles.currency(cell) or column.currency):
                facts.setdefault("currency", money)
            elif role == "currency":
                facts["currency"] = roles.currency(cell) or cell[:_LONGEST]
    return Subject(place, texts, tuple(dict.fromkeys(given)), facts)


def realigned(cells: Sequence[str], columns: Columns, delimiter: str) -> list[str] | None:
    """The cells in their columns, where one cell of words was cut by delimiters that it holds; None where that is open.

    A cut is told by the columns on either side of it, which must hold what they hold elsewhere, or by the blank that
    stands behind a comma in running text.
    """
    width = len(columns.columns)
    extra = len(cells) - width
    spaced = [at for at, cell in enumerate(cells) if cell.startswith(" ") and cell.strip()]
    cut = [at for at in range(width) if columns.columns[at].role in (*TEXTS, None)]
    possible = []
    for at in cut:
        joined = [*cells[:at], delimiter.join(cells[at : at + extra + 1]), *cells[at + extra + 1 :]]
        if _fits(joined, columns.columns):
            possible.append((at, joined))
    by_blank = [joined for at, joined in possible if spaced == list(range(at + 1, at + extra + 1))]
    if len(by_blank) == 1:
        return by_blank[0]
    return possible[0][1] if len(possible) == 1 else None


def _fits(cells: Sequence[str], columns: Sequence[Column]) -> bool:
    """Whether the cells are in columns of their kind, as far as these have a form."""
    for column in columns:
        if column.role not in _CHECKED or column.at >= len(cells) or column.confidence < 0.6:
            continue
        cell = cells[column.at].strip()
        if (
            cell
            and not contents.is_empty(cell)
            and not any(contents.KINDS[kind](cell) for kind in _CHECKED[column.role])
        ):
            return False
    return True
