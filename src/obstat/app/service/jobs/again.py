"""A result that is screened again as ``obstat screen --since`` does: what a change may concern is asked anew.

Invariant: rows in are rows out, in order, and what is told and written is what the command prints and writes.
"""

from __future__ import annotations

import datetime
import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from obstat.app.service.jobs import results
from obstat.app.service.jobs.job import UPLOAD, Job, put
from obstat.app.service.jobs.progress import Teller
from obstat.app.service.jobs.screened import still, within
from obstat.model.errors import InvalidValue

if TYPE_CHECKING:
    from obstat.screening.check import Obstat


def again(folder: Path, job: Job, teller: Teller, ob: Obstat) -> None:
    """Screen the upload again, and write the form of result that was asked for. Raises `ObstatError`."""
    from obstat.app.cli.screen import changes
    from obstat.screening import rescreen

    assert job.since is not None
    before = still(job.since, job.since_id)
    frame = _read(folder / UPLOAD)
    within(frame.height, job)
    teller.expect(frame.height)
    teller.stage("screening")
    day = datetime.date.fromisoformat(job.asked["on"])
    result = rescreen.again(before, ob, frame, day, teller.advance)
    part = folder / ".part.parquet"
    result.frame.write_parquet(part)
    put(folder / "run.json", json.dumps({"again": changes(before, ob, frame.height, day, result)}, ensure_ascii=False))
    part.replace(results.path(folder, "parquet"))
    teller.block(Counter(status or "not_read" for status in result.frame["obstat_status"].to_list()))
    results.make(folder, job.form)


def _read(path: Path) -> Any:
    import polars as pl

    try:
        return pl.read_parquet(path)
    except pl.exceptions.PolarsError:
        raise InvalidValue(
            f"{path.name} is no result that can be screened again; upload the .parquet that 'obstat screen' wrote."
        ) from None
