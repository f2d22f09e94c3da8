"""What each column of an upload is taken for, with samples, for a person to look at and correct.

Invariant: the headers are those by which a correction names a column, and no more of the file is read than its
beginning, but of a workbook.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from obstat.app.service.jobs.job import UPLOAD, Job, put

if TYPE_CHECKING:
    from obstat.intake.tables import Framed

_SAMPLES, _LOOKED_AT, _LONGEST = 5, 200, 200
_MOST = 2_000
"""Columns that are told of."""
TABLES = ("table", "parquet", "workbook", "json")


def look(folder: Path, job: Job) -> dict[str, Any]:
    """Find out what the columns are, and keep it beside the upload. Raises `ObstatError` where it cannot be read."""
    from obstat.intake import registry
    from obstat.intake.opening import on_disk, parts

    told: dict[str, Any] = {"format": "", "columns": [], "correctable": False}
    with on_disk(folder / UPLOAD) as (plain, _):
        known = registry.format_(job.input_format) if job.input_format else registry.recognised(plain)
        told["format"] = known.code
        if known.code in TABLES:
            with closing(parts(plain)) as opened:
                part = next(part for part in opened if part.fault is None)
                if not part.inside:
                    told |= {"correctable": True, "columns": _of_table(part.path, job)}
    put(folder / "columns.json", json.dumps(told, ensure_ascii=False))
    return told


def _of_table(path: Path, job: Job) -> list[dict[str, Any]]:
    from obstat.intake.tables import columns_of

    sampled = _rows(path)
    return [
        ({"sheet": sheet} if sheet else {})
        | {
            "number": column.at + 1,
            "column": column.header or f"column {column.at + 1}",
            "role": column.role,
            "why": column.why,
            "confidence": column.confidence,
            "samples": _samples(row[column.at] for row in sampled.get(sheet, []) if column.at < len(row)),
        }
        for sheet, columns in columns_of(path, dict(job.columns)).items()
        for column in columns.columns[:_MOST]
    ]


def _rows(path: Path) -> dict[str | None, list[list[str | None]]]:
    """The first rows of each sheet, or of the table, as texts."""
    from obstat.intake import tables
    from obstat.intake.tables import formats, json_rows, workbook

    head = formats.head_of(path)
    if workbook.signs(head):
        return {sheet: _first(framed) for sheet, framed in tables.sheets(path)}
    return {None: list(_of_json(path)) if json_rows.signs(head) else _first(tables.frame(path))}


def _first(framed: Framed) -> list[list[str | None]]:
    block = next(iter(framed.blocks()), None)
    names = [f"c{at}" for at in range(len(framed.columns.columns))]
    return [] if block is None else [list(row) for row in block.head(_LOOKED_AT).select(names).iter_rows()]


def _of_json(path: Path) -> Iterator[list[str | None]]:
    from obstat.intake.tables import formats

    columns, rows = formats.json_columns(path, None)
    for _, values, fault in itertools.islice(rows, _LOOKED_AT):
        if not fault:
            yield [values.get(column.header) for column in columns.columns]


def _samples(cells: Iterable[str | None]) -> list[str]:
    """The first different texts of a column."""
    some = dict.fromkeys(cell.strip()[:_LONGEST] for cell in cells if cell and cell.strip())
    return list(itertools.islice(some, _SAMPLES))


def roles() -> Mapping[str, str]:
    """Every role that a column may be given, in words; ``-`` for a column that says nothing of the thing."""
    from obstat.intake.roles import NOTHING, ROLES

    return {role: role.replace("_", " ") for role in ROLES} | {NOTHING: "says nothing of the thing"}


def known(folder: Path) -> dict[str, Any] | None:
    """What was found out about the columns; None as long as nobody has looked."""
    try:
        found: dict[str, Any] = json.loads((folder / "columns.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found
