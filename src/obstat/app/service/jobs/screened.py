"""The file of a job screened as ``obstat screen`` does, into rows from which every form of result is made.

Invariant: rows in are rows out, in order, with the answers of the command; an interrupted run goes on from the answers
that were kept.
"""

from __future__ import annotations

import contextlib
import datetime
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from obstat.app.service.jobs import columns, results
from obstat.app.service.jobs.job import UPLOAD, Job, put
from obstat.app.service.jobs.progress import Teller
from obstat.model.errors import InvalidValue, SnapshotError

if TYPE_CHECKING:
    import polars

    from obstat.screening.check import Obstat
    from obstat.screening.reading import Read

AT_ONCE = 2
"""Jobs that run at once; the others wait in order."""


def screen(folder: Path, job: Job, teller: Teller) -> None:
    """Screen the upload, then write the form of result that was asked for. Raises `ObstatError`."""
    from obstat.screening.reading import opened

    ob = still(job.snapshot, job.snapshot_id)
    results.forget(folder)
    if job.since:
        from obstat.app.service.jobs.again import again

        again(folder, job, teller, ob)
        return
    columns.look(folder, job)
    with opened(folder / UPLOAD, job.input_format, job.columns) as read:
        _rows(folder, job, teller, ob, read)
    if job.form != "parquet":
        teller.stage("writing", f"Every row is answered; the result is written as {job.form}.")
        results.make(folder, job.form)


def still(folder: str, id: str | None) -> Obstat:
    """What answers from the snapshot in a folder. Raises `SnapshotError` where that is no longer the one it was."""
    import obstat

    with contextlib.suppress(SnapshotError):
        if (ob := obstat.open(folder)).snapshot.id == id:
            return ob
    raise SnapshotError("The snapshot that this was asked of is gone; upload the file again.")


def _rows(folder: Path, job: Job, teller: Teller, ob: Obstat, read: Read) -> None:
    from obstat.model.plain import plain
    from obstat.names.processes import cores
    from obstat.report.inventory.written import written
    from obstat.screening.exposure import TYPED, Exposure
    from obstat.screening.exposure import columns as amounts
    from obstat.screening.inventory import Screening
    from obstat.screening.kept import Kept
    from obstat.screening.reading import FAULT

    day = job.asked["on"]
    asked: dict[str, Any] = {**job.asked, "on": datetime.date.fromisoformat(day)}
    output = folder / "result.parquet"
    exposed = Exposure(ob, amounts(read.roles, job.exposure), typed=read.format in TYPED) if job.exposure else None
    kept = Kept(output, {"asked": dict(job.asked), "snapshot": ob.snapshot.id, "roles": read.roles})
    teller.expect(read.rows)
    teller.stage("screening", _going_on(kept.found))
    counts: Counter[str] = Counter()
    finished = False
    try:
        workers = max(1, cores() // AT_ONCE)
        with (
            Screening(ob, asked, read.roles, workers=workers, kept=kept) as screening,
            written(output, screening.lines) as out,
        ):
            for block in _named(read, job):
                within(counts.total() + block.height, job)
                answered = screening.block(block, teller.advance)
                if exposed:
                    exposed.add(answered)
                out.add(answered.drop(FAULT))
                found = answered["obstat_status"].fill_null("not_read").value_counts()
                counts.update(dict(found.iter_rows()))
                teller.block(counts)
            about = screening.tally.summary(ob, job.name, asked, day, read.told)
            run = {"about": plain(about), "asked": dict(job.asked), "roles": dict(read.roles), "snapshot": job.snapshot,
                   "exposure": plain(exposed.sums()) if exposed else []}  # fmt: skip
            put(folder / "run.json", json.dumps(run, ensure_ascii=False))
            out.finish(about)
        finished = True
    finally:
        with contextlib.suppress(InvalidValue):
            kept.close(finished=finished)


def _going_on(found: int) -> str | None:
    return f"Going on where it was interrupted: {found:,} answers are there." if found else None


def within(rows: int, job: Job) -> None:
    """Raise `InvalidValue` for more rows than the server takes."""
    if rows > job.most_rows:
        raise InvalidValue(
            f"{job.name} has more than the {job.most_rows:,} rows that this server takes; split it, or use the command "
            "obstat screen."
        )


def _named(read: Read, job: Job) -> Iterator[polars.DataFrame]:
    """The blocks, with the name that the user knows where that of our copy stands."""
    import polars as pl

    from obstat.screening.reading import FAULT, OWN

    named = [FAULT, *(name for name in ("file",) if read.told.get(name) == OWN["file"])]
    for block in read.blocks():
        yield block.with_columns(
            pl.col(name).cast(pl.String).str.replace_all(UPLOAD, job.name, literal=True) for name in named
        )
