"""A file of any known format as one table, with what each column says of the thing in its row.

Invariant: a subject of the file is a row of the table, in order; one that could not be read has its fault in it. A
table keeps its own columns; any other format gets those of `OWN`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from obstat.model.errors import InvalidValue
from obstat.model.subject import FACTS, SCHEMES, TEXTS, Subject
from obstat.names.bulk import needed
from obstat.screening.inventory import given_told

if TYPE_CHECKING:
    import polars

OWN = {
    "file": "where it stood",
    "sheet": "where it stood",
    "row": "where it stood",
    **dict.fromkeys(TEXTS, "as it stood"),
    "identifiers": "the identifiers of the thing, one in a line",
    **dict.fromkeys(FACTS, "as it stood"),
    "unreadable": "why the line could not be read",
}
"""Columns of what is read from anything but a table; those in which nothing stands are left out."""


@dataclass(frozen=True, slots=True)
class Read:
    """A table, the role of each column that says something, and what each column was taken for, in words."""

    frame: polars.DataFrame
    roles: Mapping[str, str]
    told: Mapping[str, str]
    format: str


def read(path: Path, form: str | None = None, said: Mapping[str, str] | None = None) -> Read:
    """Read a file. `form` forces a format; `said` gives columns a role.

    Raises `SourceError` when it cannot be read, `UnknownCode` for a format, column or role that is not known.
    """
    from obstat.intake import registry
    from obstat.intake.opening import parts

    known = registry.format_(form) if form else registry.recognised(path)
    if known.code in _COLUMNAR:
        for part in parts(path):
            if part.inside:
                break
            return _of_table(part.path, known.code, said or {})
    if said and known.code not in _TABLES:
        raise InvalidValue(f"A file of the format {known.code} has no columns to name; leave --column out.")
    return of_subjects(registry.subjects(path, form), known.code)


_TABLES = ("table", "parquet", "workbook", "json")
_COLUMNAR = ("table", "parquet")


def _of_table(path: Path, form: str, said: Mapping[str, str]) -> Read:
    """A table with its own columns, each under its header."""
    from obstat.intake import tables

    framed = tables.frame(path, said)
    headers: dict[str, str] = {}
    roles, told = {}, {}
    for column in framed.columns.columns:
        header = column.header or f"column {column.at + 1}"
        number = 2
        while header in headers.values() or header in ("row", "unreadable"):
            header, number = f"{column.header} ({number})", number + 1
        headers[f"c{column.at}"] = header
        told[header] = f"{column.role or '-'} ({column.why})"
        if column.role in _ROLES:
            roles[header] = f"{column.role}@{column.channel}" if column.channel else str(column.role)
    frame = framed.frame.collect().rename({**headers, "fault": "unreadable"})
    faults = frame["unreadable"].null_count() < frame.height
    frame = frame.select(
        *(["row"] if form != "parquet" else []), *headers.values(), *(["unreadable"] if faults else [])
    )
    return Read(frame, {**roles, **({"unreadable": "fault"} if faults else {})}, told, form)


_ROLES = frozenset([*TEXTS, *FACTS, *SCHEMES])


def of_subjects(subjects: Iterable[Subject], form: str) -> Read:
    """Subjects as a table."""
    pl = needed("polars")
    rows = [_row(subject) for subject in subjects]
    used = [name for name in OWN if any(row.get(name) is not None for row in rows)]
    schema = {name: pl.Int64 if name == "row" else pl.String for name in used}
    frame = pl.DataFrame({name: [row.get(name) for row in rows] for name in used}, schema=schema)
    roles = {name: name for name in used if name in _ROLES}
    roles |= {name: role for name, role in (("identifiers", "given"), ("unreadable", "fault")) if name in used}
    return Read(frame, roles, {name: OWN[name] for name in used}, form)


def _row(subject: Subject) -> dict[str, str | int | None]:
    place = subject.place
    return {
        "file": place.file,
        "sheet": place.sheet,
        "row": place.row,
        **{role: _line(text) for role, text in subject.texts.items()},
        "identifiers": "\n".join(map(given_told, subject.given)) or None,
        **{fact: text for fact, text in subject.facts.items() if text},
        "unreadable": subject.fault,
    }


def _line(text: str) -> str | None:
    return " ".join(text.split()) or None
