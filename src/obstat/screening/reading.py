"""A file of any known format as one table, with what each column says of the thing in its row.

Invariant: a subject of the file is a row of the table, in order; one that could not be read has its fault in it. A
table keeps its own columns; any other format gets those of `OWN`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from obstat.model.errors import InvalidValue, SourceError
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
    from obstat.intake.opening import on_disk, parts

    with on_disk(path) as (plain, _):
        known = registry.format_(form) if form else registry.recognised(plain)
        for part in parts(plain) if known.code in _OWN_COLUMNS else ():
            if part.inside:
                break
            return _of_table(part.path, known.code, said or {})  # while what was unpacked is there
        if said and known.code != "json":
            raise InvalidValue(f"A file of the format {known.code} has no columns to name; leave --column out.")
        return of_subjects(registry.subjects(plain, form), known.code)


_OWN_COLUMNS = ("table", "parquet", "workbook")


def _of_table(path: Path, form: str, said: Mapping[str, str]) -> Read:
    """A table with its own columns, each under its header; the sheets of a workbook one below the other."""
    from obstat.intake import tables

    pl = needed("polars")
    roles: dict[str, str] = {}
    told: dict[str, str] = {}
    frames = []
    for name, framed in tables.sheets(path, said) if form == "workbook" else [("", tables.frame(path, said))]:
        headers = _headers([column.header for column in framed.columns.columns])
        for header, column in zip(headers, framed.columns.columns, strict=True):
            told.setdefault(header, f"{column.role or '-'} ({column.why})")
            if column.role in _ROLES:
                channel = f"@{column.channel}" if column.channel else ""
                roles.setdefault(header, f"{column.role}{channel}")
        renamed = {f"c{at}": header for at, header in enumerate(headers)}
        frame = framed.frame.collect().rename({**renamed, "fault": "unreadable"})
        first = [pl.lit(name).alias("sheet")] if name else []
        frames.append(frame.select(*first, *([] if form == "parquet" else ["row"]), *headers, "unreadable"))
    if not frames:
        raise SourceError(f"{path.name} holds no rows; give a file that holds an inventory.")
    whole = pl.concat(frames, how="diagonal")
    if whole["unreadable"].null_count() == whole.height:
        whole = whole.drop("unreadable")
    else:
        whole = whole.select(pl.exclude("unreadable"), "unreadable")
        roles["unreadable"] = "fault"
    return Read(whole, roles, told, form)


def _headers(given: Iterable[str]) -> list[str]:
    """Each header once, and none of those that are ours."""
    found = ["sheet", "row", "unreadable"]
    for at, header in enumerate(given, 1):
        name, number = header or f"column {at}", 2
        while name in found:
            name, number = f"{header or f'column {at}'} ({number})", number + 1
        found.append(name)
    return found[3:]


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
    return "\n".join(" ".join(line.split()) for line in text.split("\n") if line.strip()) or None
