"""The formats of tables, and how each streams its subjects.

Invariant: `read` takes any of them by content; what a person says of the columns holds for every sheet that has them.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from obstat.intake import contents, roles
from obstat.intake.columns import SAMPLE, Columns, guess, overridden
from obstat.intake.format import Format
from obstat.intake.tables import delimited, json_rows, parquet, workbook
from obstat.intake.tables.delimited import Record
from obstat.intake.tables.encoding import is_binary, text_of
from obstat.intake.tables.rows import of_cells, subject
from obstat.intake.tables.sheet import sheet
from obstat.model.errors import UnknownCode
from obstat.model.subject import Place, Subject

_HEAD: Final = 65_536


def read(path: Path, said: Mapping[str, str] | None = None) -> Iterator[Subject]:
    """The subjects of a table of any of these formats. `said` gives the role of columns by their header."""
    head = head_of(path)
    if workbook.signs(head):
        return read_workbook(path, said)
    if parquet.signs(head):
        return read_parquet(path, said)
    return read_json(path, said) if json_rows.signs(head) else read_delimited(path, said)


def columns_of(path: Path, said: Mapping[str, str] | None = None) -> dict[str | None, Columns]:
    """What the columns of each sheet are, None for a table without sheets; for people to look at before they screen."""
    head = head_of(path)
    if workbook.signs(head):
        return {name: found for name, found, _ in sheets(path, said)}
    if parquet.signs(head):
        return {None: _parquet(path, said)[0]}
    if json_rows.signs(head):
        return {None: json_columns(path, said)[0]}
    return {None: sheet(delimited.records(path, delimited.dialect(text_of(head))), said).columns}


def head_of(path: Path) -> bytes:
    """The beginning of a file."""
    with path.open("rb") as opened:
        return opened.read(_HEAD)


def read_delimited(path: Path, said: Mapping[str, str] | None = None) -> Iterator[Subject]:
    """Delimited text."""
    dialect = delimited.dialect(text_of(head_of(path)))
    table = sheet(delimited.records(path, dialect), said)
    for record in table.rows:
        yield subject(record, table.columns, Place(path.name, record.row, offset=record.offset), dialect.delimiter)


def read_workbook(path: Path, said: Mapping[str, str] | None = None) -> Iterator[Subject]:
    """Every sheet of a workbook."""
    for name, columns, rows in sheets(path, said):
        for record in rows:
            yield subject(record, columns, Place(path.name, record.row, sheet=name))


def read_parquet(path: Path, said: Mapping[str, str] | None = None) -> Iterator[Subject]:
    """Parquet."""
    columns, rows = _parquet(path, said)
    for record in rows:
        yield subject(record, columns, Place(path.name, record.row))


def read_json(path: Path, said: Mapping[str, str] | None = None) -> Iterator[Subject]:
    """Objects of JSON. A key that first comes late is judged by its name alone."""
    columns, rows = json_columns(path, said)
    known = {column.header: column for column in columns.columns}
    for row, values, fault in rows:
        place = Place(path.name, row)
        if fault:
            yield Subject(
                place, {"description": values["description"]} if values.get("description") else {}, fault=fault
            )
            continue
        if late := [key for key in values if key not in known]:
            for column in guess(late, []).columns:
                known[column.header] = column
        keys = [key for key in known if key in values]
        ordered = [replace(known[key], at=at) for at, key in enumerate(keys)]
        yield of_cells([values[key] for key in keys], ordered, place)


def sheets(path: Path, said: Mapping[str, str] | None) -> Iterator[tuple[str, Columns, Iterator[Record]]]:
    """The name, the columns and the rows of each sheet of a workbook."""
    missing: UnknownCode | None = None
    used = not said
    for name, records in workbook.sheets(path):
        table = sheet(records, grid=True)
        columns = table.columns
        for header, role in (said or {}).items():
            try:
                columns = overridden(columns, {header: role})
                used = True
            except UnknownCode as error:
                if error.kind != "column":
                    raise
                missing = error
        yield name, columns, table.rows
    if missing and not used:
        raise missing


def _parquet(path: Path, said: Mapping[str, str] | None) -> tuple[Columns, Iterator[Record]]:
    headers, rows = parquet.headed_rows(path)
    sample = list(itertools.islice(rows, SAMPLE))
    columns = guess(headers, [record.cells for record in sample])
    return (overridden(columns, said) if said else columns), itertools.chain(sample, rows)


def json_columns(
    path: Path, said: Mapping[str, str] | None
) -> tuple[Columns, Iterator[tuple[int, dict[str, str], str | None]]]:
    """What the keys of the first records are, and all records: number, values by key, fault."""
    rows = json_rows.records(path)
    sample, size = [], 0
    for each in rows:
        sample.append(each)
        size += sum(map(len, each[1].values()))
        if len(sample) >= SAMPLE or size > 8 << 20:
            break
    headers = list(dict.fromkeys(key for _, values, fault in sample if not fault for key in values))
    columns = guess(headers, [[values.get(key, "") for key in headers] for _, values, fault in sample if not fault])
    return (overridden(columns, said) if said else columns), itertools.chain(sample, rows)


def _signs_delimited(head: bytes) -> bool:
    """Text most of whose rows have the same number of cells, or one column of identifiers or below a known header."""
    if is_binary(head) or parquet.signs(head) or json_rows.signs(head):
        return False
    text = text_of(head)
    if text.lstrip()[:1] in ("<", "{") or not text.strip():
        return False
    dialect = delimited.dialect(text)
    if dialect.told:
        return True
    rows = [line for line in text.splitlines()[:200] if line.strip()]
    first = [known for cell in rows[0].split(dialect.delimiter)[:200] if (known := roles.known(cell.strip('" ')))]
    width, share = delimited.shape(text, dialect.delimiter)
    if width > 1:
        headed = sum(known.kind == "whole" for known in first) > 0 and len(first) > 1
        if headed or width >= 50:
            return True
        return len(rows) > 1 and share >= (0.6 if _headed(rows, dialect.delimiter) else 0.9) and _terse(rows)
    if first and first[0].kind in ("whole", "weak") and len(rows[0]) < 40 and ":" not in rows[0]:
        return True
    found, held = contents.shares((line.strip('" \t') for line in rows), contents.TELLING)
    return held > 0 and max(found.values()) >= 0.8


def _headed(rows: list[str], delimiter: str) -> bool:
    """Whether one of the first rows has two headers that are known: titles may stand above it."""
    for line in rows[:30]:
        cells = [cell.strip('" ') for cell in line.split(delimiter)[:200]]
        if sum((known := roles.known(cell)) is not None and known.kind == "whole" for cell in cells) > 1:
            return True
    return False


def _terse(rows: list[str]) -> bool:
    """Running text has delimiters too, but ends its sentences, and its lines are no longer than a page is wide."""
    sentences = sum(line.rstrip().endswith((".", ":", "!", "?", "{", "}")) for line in rows)
    return sentences < 0.5 * len(rows)


FORMATS = (
    Format("workbook", "a workbook: XLSX, XLS or ODS", workbook.signs, read_workbook),
    Format("parquet", "a Parquet file", parquet.signs, read_parquet),
    Format("json", "JSON: one object a line, or a list of objects", json_rows.signs, read_json),
    Format("table", "delimited text: CSV, TSV", _signs_delimited, read_delimited),
)
