"""The result of a job in each of its forms, made from the answered rows.

Invariant: a form holds what ``obstat screen -o`` writes; it is there whole or not at all, and is never served from an
earlier run.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from obstat.model.errors import InvalidValue
from obstat.model.screened import Behind, Reason, Screened

if TYPE_CHECKING:
    import polars

FORMS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
    "jsonl": "application/jsonl",
    "html": "text/html; charset=utf-8",
}
"""Every form of result by its ending, with its media type."""
AGAIN = ("csv", "parquet")
"""Those of a result that was screened again, as ``obstat screen --since`` writes it."""
_AT_ONCE = 50_000


def path(folder: Path, form: str) -> Path:
    """Where a form of the result lies, once it is made."""
    return folder / f"result.{form}"


def forget(folder: Path) -> None:
    """Remove what an earlier run of the job left, but for the answers that it kept."""
    for name in ("run.json", *(f"result.{form}" for form in FORMS), *(f"{form}.refused" for form in FORMS)):
        (folder / name).unlink(missing_ok=True)


def summary(folder: Path) -> dict[str, Any]:
    """What ``obstat screen --format json`` prints of the run."""
    run: dict[str, Any] = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    if "again" in run:
        again: dict[str, Any] = run["again"]
        return again
    about = run["about"]
    return {**about, "rows_in": about["rows"], "rows_out": about["rows"], "exposure": run.get("exposure", [])}


def make(folder: Path, form: str) -> None:
    """Make a form of the result, where it is not there. Raises `InvalidValue` where it cannot be written."""
    from obstat.report.inventory.written import written

    target = path(folder, form)
    if target.exists():
        return
    run = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    if "again" in run:
        _again(target, path(folder, "parquet"))
        return
    with written(target, _lines(run) if form == "jsonl" else lambda block: iter(())) as out:
        for block in blocks(path(folder, "parquet")):
            out.add(block)
        out.finish(_screened(run["about"]))


def _again(target: Path, rows: Path) -> None:
    """Write a result that was screened again as the command does."""
    import polars as pl

    from obstat.app.cli.screen import as_written
    from obstat.report import frames

    if target.suffix[1:] not in AGAIN:
        raise InvalidValue(f"What was screened again is written as {' or '.join(AGAIN)}; ask for one of them.")
    part = target.with_name(f".part{target.suffix}")
    frames.write(as_written(pl.read_parquet(rows), target), part)
    part.replace(target)


def blocks(rows: Path) -> Iterator[polars.DataFrame]:
    """The answered rows, in blocks; one without rows where there are none."""
    import polars as pl

    whole = pl.scan_parquet(rows)
    height: int = whole.select(pl.len()).collect().item()
    for at in range(0, max(height, 1), _AT_ONCE):
        yield whole.slice(at, _AT_ONCE).collect()


def _lines(run: dict[str, Any]) -> Any:
    """What gives the whole verdicts of the rows of a block."""
    import obstat
    from obstat.screening.inventory import Screening

    asked = {**run["asked"], "on": datetime.date.fromisoformat(run["asked"]["on"])}
    return Screening(obstat.open(run["snapshot"]), asked, run["roles"]).lines


def _screened(about: dict[str, Any]) -> Screened:
    reasons = tuple(Reason(**{**one, "sources": tuple(one["sources"])}) for one in about["reasons"])
    return Screened(**{**about, "reasons": reasons, "parties": tuple(Behind(**one) for one in about["parties"])})
