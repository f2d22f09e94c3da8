"""One measured piece of work in a process of its own: ``worker.py TASK JOB.json RESULT.json``.

Imports of obstat stand inside the tasks, so that what a fresh process pays for them is measured where it matters.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "names" / "peers"))

import measuring  # type: ignore[import-not-found]

Job = dict[str, Any]
DAY = "2026-11-20"


def import_(job: Job) -> Job:
    """Read an edition from its files into an empty store, as `obstat import` does."""
    from obstat.identity.lookup import Lookup
    from obstat.knowledge.imports import Offered, take
    from obstat.knowledge.snapshot import Snapshot
    from obstat.knowledge.store import Store

    base = Snapshot()
    parts = {part: Path(path) for part, path in job["parts"].items()}
    offered = Offered(job["source"], job["format"], job["list"], parts, f"{DAY}T00:00:00+00:00", "file", force=True)
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        (taken,) = take(Store(Path(folder)), base, Lookup(base).find, offered).taken
        return {"seconds": time.perf_counter() - started, "records": taken.records}


def build(job: Job) -> Job:
    """Build a snapshot of the pack and made-up records; making them up is not timed, but they are held."""
    import parties

    from obstat.identity.lookup import Lookup
    from obstat.knowledge.assemble import Edition, assemble
    from obstat.knowledge.snapshot import Snapshot
    from obstat.knowledge.write import write_new

    records = list(parties.records(job["count"], edition=job["edition"]))
    base = Snapshot()
    started, worked = time.perf_counter(), time.process_time()
    built = assemble(base, [Edition("made-up", DAY, "", records)], Lookup(base).find)
    write_new(Path(job["folder"]), built.vocabulary, built.facts)
    folder = Path(job["folder"])
    return {
        "seconds": time.perf_counter() - started,
        "worked": time.process_time() - worked,
        "name": next(name.text for record in records[::-1] if record.kind == "company" for name in record.names),
        "mib": sum(path.stat().st_size for path in folder.iterdir()) / 2**20,
    }


def open_(job: Job) -> Job:
    """Open a snapshot and answer about one party of the list, the imports of a fresh process included."""
    started = time.perf_counter()
    import obstat

    ob = obstat.open(Path(job["folder"]))
    opened = time.perf_counter()
    verdict = ob.check(job["name"], on=DAY)
    answered = time.perf_counter()
    assert any(party["id"].startswith("made-up:") for party in verdict.to_dict()["parties"]), job["name"]
    return {"seconds": opened - started, "answer": answered - opened}


def diff_(job: Job) -> Job:
    """What changed between two snapshots, both opened anew."""
    from obstat.knowledge.diff import diff
    from obstat.knowledge.snapshot import Snapshot

    started = time.perf_counter()
    changes = diff(Snapshot(Path(job["before"])), Snapshot(Path(job["after"])))
    return {"seconds": time.perf_counter() - started, "changes": len(changes)}


def screen_(job: Job) -> Job:
    """Screen many subjects from one snapshot, into a file."""
    import datetime

    import parties
    import polars as pl

    import obstat
    from obstat.screening.rescreen import screen

    frame = pl.DataFrame({"subject": list(parties.subjects(job["subjects"], job["count"]))})
    ob = obstat.open(Path(job["folder"]))
    started = time.perf_counter()
    result = screen(ob, frame, "subject", {"activity": "deal_in"}, datetime.date.fromisoformat(DAY))
    result.write_parquet(job["output"])
    seconds = time.perf_counter() - started
    return {"seconds": seconds, "reached": int((result["obstat_status"] == "prohibited").sum())}


def again_(job: Job) -> Job:
    """Screen them again from the next snapshot: only what its changes concern. Reading and writing files counts."""
    import datetime

    import polars as pl

    import obstat
    from obstat.screening.rescreen import again

    before, after = obstat.open(Path(job["before"])), obstat.open(Path(job["after"]))
    started = time.perf_counter()
    result = again(before, after, pl.read_parquet(job["input"]), datetime.date.fromisoformat(DAY))
    result.frame.write_parquet(job["output"])
    seconds = time.perf_counter() - started
    return {"seconds": seconds, "asked": result.asked, "changed": len(result.changed)}


def same_(job: Job) -> Job:
    """How many rows of two results tell something else."""
    import polars as pl

    from obstat.screening.rescreen import COLUMNS

    started = time.perf_counter()
    one, two = (pl.read_parquet(job[name]).select([f"obstat_{c}" for c in COLUMNS]) for name in ("one", "two"))
    differing = sum(a != b for a, b in zip(one.iter_rows(), two.iter_rows(), strict=True))
    return {"seconds": time.perf_counter() - started, "differing": differing}


TASKS: dict[str, Callable[[Job], Job]] = {
    "import": import_,
    "build": build,
    "open": open_,
    "diff": diff_,
    "screen": screen_,
    "again": again_,
    "same": same_,
}


class Helpers(threading.Thread):
    """Watches the processes that this one starts: the most memory that any of them held, in MiB, where Linux tells.

    ``getrusage`` would not do: it gives a child at least the peak of the process that started it.
    """

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.peak = 0.0

    def run(self) -> None:
        children = Path(f"/proc/self/task/{os.getpid()}/children")
        while children.exists():
            for pid in children.read_text(encoding="ascii").split():
                if int(pid) != os.getpid():
                    self.peak = max(self.peak, _held(Path(f"/proc/{pid}/status")))
            time.sleep(0.2)


def _held(status: Path) -> float:
    """The peak that the system notes for a process; 0 where it has ended, or has not yet become another program."""
    try:
        lines = dict(line.split(":", 1) for line in status.read_text(encoding="ascii", errors="replace").splitlines())
    except OSError:
        return 0.0
    return int(lines.get("VmHWM", "0").split()[0]) / 1024


if __name__ == "__main__":
    helpers = Helpers()
    helpers.start()
    result = TASKS[sys.argv[1]](json.loads(Path(sys.argv[2]).read_text(encoding="utf-8")))
    told = {**result, "peak": measuring.peak_mib(), "helper": helpers.peak}
    Path(sys.argv[3]).write_text(json.dumps(told), encoding="utf-8")
