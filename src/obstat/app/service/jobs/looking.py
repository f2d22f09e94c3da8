"""The rows of a result for people who look through them: a page of them, those of a status or that hold a text, and
how many there are of each value of a column.

``python -m obstat.app.service.jobs.looking`` answers questions from its standard input, a line of JSON each.

Invariant: rows keep the order and the number that they have in the file of results; counts are of all rows that the
filters leave, not of the page. No more than a piece of the result is in memory.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import sys
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from obstat.app.service.jobs.exploring import Sought
from obstat.model.errors import UnknownCode
from obstat.model.screened import COLUMNS

if TYPE_CHECKING:
    import polars

GROUPS = 200
"""Groups that are told of; those with most rows come first."""
_NUMBER = "\x1frow"
_KEPT = 120.0
"""Seconds for which the process waits for another question."""


def explored(rows: Path, sought: Sought) -> dict[str, Any]:
    """The page, how many rows there are and how many of them are sought, and their groups.

    Raises `UnknownCode` for a column that is not there.
    """
    import polars as pl

    whole = pl.scan_parquet(rows, row_index_name=_NUMBER)
    schema = whole.collect_schema()
    columns = [name for name in schema if name != _NUMBER]
    found = whole.filter(*_filters(sought, columns, schema))
    total: int = pl.scan_parquet(rows).select(pl.len()).collect().item()
    matching: int = found.select(pl.len()).collect(engine="streaming").item()
    numbers = found.select(_NUMBER).slice(sought.offset, sought.limit).collect(engine="streaming")[_NUMBER].to_list()
    page = _page(whole, numbers)
    return {
        "total": total,
        "matching": matching,
        "offset": sought.offset,
        "limit": sought.limit,
        "columns": [name for name in columns if name not in (*_OURS, *_FOR_AGAIN)],
        "rows": [_row(row) for row in page.iter_rows(named=True)],
        "group": sought.group,
        "groups": _groups(found, sought.group, columns, schema) if sought.group else [],
    }


_OURS = tuple(f"obstat_{name}" for name in COLUMNS)
_FOR_AGAIN = ("obstat_keys", "obstat_letters", "obstat_features", "obstat_sizes")
"""Columns of a result that was screened again which no person reads."""


def _page(whole: polars.LazyFrame, numbers: list[int]) -> polars.DataFrame:
    """Rows by their numbers: those that lie beside one another are read at once."""
    import polars as pl

    if not numbers:
        return whole.head(0).collect()
    near: list[list[int]] = [[numbers[0], numbers[0]]]
    for number in numbers[1:]:
        if number - near[-1][1] < _NEAR:
            near[-1][1] = number
        else:
            near.append([number, number])
    parts = [
        whole.slice(first, last - first + 1).filter(pl.col(_NUMBER).is_in(numbers)).collect() for first, last in near
    ]
    page: polars.DataFrame = pl.concat(parts)
    return page


_NEAR = 20_000


def _row(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row as its number, the answer by the names of the model, and the cells of the file."""
    told = {name: row.get(f"obstat_{name}") for name in COLUMNS}
    cells = {name: _cell(value) for name, value in row.items() if name not in (_NUMBER, *_OURS, *_FOR_AGAIN)}
    return {"row": row[_NUMBER] + 1, **told, "cells": cells}


def _cell(value: Any) -> Any:
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)


def _filters(sought: Sought, columns: list[str], schema: Mapping[str, Any]) -> list[polars.Expr]:
    import polars as pl

    filters = [pl.lit(True)]
    if sought.statuses:
        status = pl.col("obstat_status").fill_null("not_read")
        filters.append(status.is_in(sought.statuses))
    for column, value in sought.equal:
        name = _known(column, columns)
        if isinstance(schema[name], pl.List):
            filters.append(pl.col(name).list.contains(value) if value else pl.col(name).list.len() == 0)
        else:
            filters.append(pl.col(name).cast(pl.String).fill_null(_empty(name)) == value)
    if sought.text:
        filters.append(_holding(sought.text, columns, schema))
    return filters


def _empty(name: str) -> str:
    return "not_read" if name == "obstat_status" else ""


def _holding(text: str, columns: list[str], schema: Mapping[str, Any]) -> polars.Expr:
    """Whether a cell of a row, or a text of its answer, holds a text."""
    import re

    import polars as pl

    pattern = f"(?i){re.sub(r'([^0-9A-Za-z_ ])', _escaped, text)}"
    tests = []
    for name in columns:
        kind = schema[name]
        if isinstance(kind, pl.List):
            if kind.inner == pl.String and name != "obstat_findings":  # whose codes the other columns have
                tests.append(pl.col(name).list.eval(pl.element().str.contains(pattern)).list.any())
        elif not kind.is_nested() and kind != pl.Binary:
            tests.append(pl.col(name).cast(pl.String, strict=False).str.contains(pattern))
    return pl.any_horizontal(*(test.fill_null(False) for test in tests))


def _escaped(found: Any) -> str:
    return rf"\x{{{ord(found.group()):x}}}"


def _groups(found: polars.LazyFrame, group: str, columns: list[str], schema: Mapping[str, Any]) -> list[dict[str, Any]]:
    import polars as pl

    name = _known(group, columns)
    values = pl.col(name)
    told = found.select(values).explode(name) if isinstance(schema[name], pl.List) else found.select(values)
    counted = (
        told.select(pl.col(name).cast(pl.String, strict=False).fill_null(_empty(name)).alias("value"))
        .group_by("value")
        .len("rows")
        .sort("rows", "value", descending=[True, False])
        .head(GROUPS)
        .collect(engine="streaming")
    )
    return [{"value": value, "rows": rows} for value, rows in counted.iter_rows()]


def _known(column: str, columns: list[str]) -> str:
    """The column meant: one of the file's, or one of ours by its name with or without the prefix."""
    for name in (column, f"obstat_{column}"):
        if name in columns:
            return name
    raise UnknownCode("column", column, columns)


def main() -> int:
    """Answer one question a line, until there are no more, or none has come for a while."""
    with contextlib.suppress(AttributeError, OSError):
        os.nice(5)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)
    while _comes():
        line = sys.stdin.buffer.readline()
        if not line:
            break
        answer = json.dumps(_told(json.loads(line)), ensure_ascii=True)
        sys.stdout.write(answer + "\n")
        sys.stdout.flush()
    return 0


def _comes() -> bool:
    """Wait for a question; False where none comes for a while."""
    if os.name != "posix":
        return True
    ready, _, _ = select.select([sys.stdin.buffer], [], [], _KEPT)
    return bool(ready)


def _told(asked: dict[str, Any]) -> dict[str, Any]:
    rows = Path(asked.pop("rows"))
    equal = tuple((column, value) for column, value in asked.pop("equal"))
    sought = Sought(**{**asked, "statuses": tuple(asked["statuses"]), "equal": equal})
    try:
        return {"page": explored(rows, sought)}
    except UnknownCode as error:
        return {"unknown": error.value, "columns": list(error.valid)}
    except Exception:  # whatever it is, who asked is told that it failed, and the log says why
        traceback.print_exc()
        return {"failed": True}


if __name__ == "__main__":
    sys.exit(main())
