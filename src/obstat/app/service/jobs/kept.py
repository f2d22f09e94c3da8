"""The jobs of a server, as routes and pages ask for them.

Invariant: whoever is not the one who made a job is told what somebody is told who made its id up.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
import shutil
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import anyio.to_thread
from starlette.requests import Request

from obstat.app.service.jobs import columns, results
from obstat.app.service.jobs.arriving import Arrived, arrived
from obstat.app.service.jobs.job import Job, is_id, queue, queued, shown_name
from obstat.app.service.jobs.progress import Progress
from obstat.app.service.jobs.running import Runner
from obstat.app.service.jobs.wanted import Wanted, corrected
from obstat.app.service.problems import Problem
from obstat.app.service.served import Service
from obstat.app.service.snapshots import known_snapshot

_UNKNOWN = "There is no such job; it was deleted, or its time is over: upload the file again."


class Jobs:
    """The jobs of one process of a server; `of` gives them."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.folder = service.configuration.folder / "jobs"
        self.runner = Runner(self.folder, service.configuration.keep_hours)

    @classmethod
    def of(cls, service: Service) -> Jobs:
        """Those of a service."""
        if "jobs" not in service.kept:
            service.kept["jobs"] = cls(service)
        found: Jobs = service.kept["jobs"]
        return found

    async def received(self, request: Request, ignored: frozenset[str] = frozenset()) -> Job:
        """The job that a request makes; fields named in `ignored` ask nothing. Raises `Problem` or `InvalidValue`."""
        limits = self.service.configuration.limits
        Wanted.of(
            request.query_params.multi_items(), {*ignored, "name"}
        )  # what is wrong there need not wait for a file
        whole = await arrived(request, self.folder, limits.upload)
        try:
            return self._accepted(whole, getattr(request.state, "caller", None), ignored)
        except BaseException:
            shutil.rmtree(whole.folder, ignore_errors=True)
            raise

    def _accepted(self, whole: Arrived, caller: str | None, ignored: frozenset[str]) -> Job:
        wanted = Wanted.of(whole.fields, ignored)
        ob = self.service.ob
        asked: dict[str, Any] = dict(wanted.asked)
        day = ob.question("anything", **asked).on
        since, since_id = known_snapshot(self.service, wanted.since) if wanted.since else (None, None)
        job = Job(
            id=whole.id,
            caller=caller,
            name=shown_name(whole.name),
            form=wanted.form,
            asked={**asked, "on": day.isoformat()},
            columns=wanted.columns,
            input_format=wanted.input_format,
            snapshot=str(ob.snapshot.folder),
            snapshot_id=ob.snapshot.id,
            most_rows=self.service.configuration.limits.rows,
            created=time.time(),
            exposure=wanted.exposure,
            since=str(since) if since else None,
            since_id=since_id,
        )
        job.write(whole.folder)
        if not wanted.hold:
            queue(whole.folder)
        whole.folder.rename(self.folder / job.id)
        self.runner.wake()
        return job

    def found(self, id: str, caller: str | None) -> Job:
        """The job of an id, for who made it. Raises `Problem`."""
        folder = self.folder / id if is_id(id) else None
        job = Job.read(folder) if folder and not (folder / "gone").exists() else None
        if job is None or job.caller != caller:
            raise Problem(404, _UNKNOWN, code="unknown_job")
        return job

    def folder_of(self, job: Job) -> Path:
        """Where a job lies."""
        return self.folder / job.id

    def progress(self, job: Job) -> Progress:
        """How far it is."""
        return Progress.read(self.folder_of(job))

    def status(self, job: Job, at: Progress | None = None) -> dict[str, Any]:
        """Everything that is told of a job."""
        folder = self.folder_of(job)
        at = at or self.progress(job)
        waits = at.state in ("waiting", "stopped")
        held = waits and not (folder / "queued").exists()
        seen = columns.known(folder)
        return {
            "id": job.id,
            "state": at.state,
            "held": held,
            "ahead": self._ahead(folder) if waits and not held else 0,
            "stage": at.stage,
            "message": at.message or (_HELD if held else None),
            "file": job.name,
            "format": job.form,
            "question": dict(job.asked),
            "exposure": job.exposure,
            "since": job.since_id,
            "snapshot": job.snapshot_id,
            "rows": {"done": at.done, "total": at.total},
            "rate": at.rate,
            "seconds_left": at.left,
            "statuses": dict(at.counts),
            "columns": {each["column"]: f"{each['role'] or '-'} ({each['why']})" for each in seen["columns"]}
            if seen
            else None,
            "created": _instant(job.created),
            "changed": _instant(at.changed or job.created),
            "kept_until": _instant((at.changed or job.created) + self.service.configuration.keep_hours * 3600),
            "revision": at.revision,
            "links": dict(_links(job)),
        }

    async def columns(self, job: Job) -> dict[str, Any]:
        """What each column was taken for, and the roles there are. Raises `Problem` where the file cannot be read."""
        if job.since:
            raise Problem(422, "A result that is screened again has no columns to name; its questions are its own.")
        folder = self.folder_of(job)
        if columns.known(folder) is None:
            await self.runner.aside(folder, "look", self.service.configuration.limits.seconds / 2)
        seen = columns.known(folder)
        if seen is None:
            refused = _refused(folder, "columns")
            raise Problem(422 if refused else 503, refused or "The file is still being looked at; ask again.")
        return {**seen, "said": dict(job.columns), "roles": dict(columns.roles())}

    async def correct(self, job: Job, said: Mapping[str, str]) -> Job:
        """Say what columns are, and let the job run. Raises `Problem` while it runs."""
        folder = self.folder_of(job)
        at = self.progress(job)
        if at.state == "running" or (at.state == "waiting" and at.begun and (folder / "queued").exists()):
            raise Problem(409, "The job is running; wait for its end, or delete it and upload the file again.")
        seen = await self.columns(job)
        if said and not seen["correctable"]:
            raise Problem(422, f"A file of the format {seen['format']} has no columns to name; leave the columns out.")
        changed = dataclasses.replace(job, columns={**job.columns, **corrected(said, seen["columns"])})
        changed.write(folder)
        (folder / "columns.json").unlink(missing_ok=True)
        dataclasses.replace(Progress(), revision=at.revision).write(folder)
        queue(folder)
        self.runner.wake()
        return changed

    async def result(self, job: Job, form: str) -> Path | None:
        """The file of a form of the result, made now where it is not there; None where that takes longer."""
        folder = self.folder_of(job)
        self.done(job)
        if not results.path(folder, form).exists():
            await self.runner.aside(folder, "form", self.service.configuration.limits.seconds / 2, form)
            self.found(job.id, job.caller)  # it may have been deleted in the meantime
        if results.path(folder, form).exists():
            return results.path(folder, form)
        if refused := _refused(folder, form):
            raise Problem(422, refused, code="invalid_value")
        return None

    def done(self, job: Job) -> None:
        """Raise `Problem` for a job that has no result."""
        at = self.progress(job)
        if at.state == "failed":
            raise Problem(409, at.message or "The job failed.", code="failed")
        if at.state != "done":
            raise Problem(409, f"The job is {at.state}; ask again when it is done.", code=at.state)

    async def delete(self, job: Job) -> None:
        """Stop a job and remove everything of it."""
        folder = self.folder_of(job)
        with contextlib.suppress(FileNotFoundError):
            (folder / "gone").touch()
            (folder / "queued").unlink(missing_ok=True)
        self.runner.stop_aside(folder)
        if self.progress(job).state != "running" and not self.runner.at_work(folder):
            await anyio.to_thread.run_sync(lambda: shutil.rmtree(folder, ignore_errors=True))
        self.runner.wake()

    def _ahead(self, folder: Path) -> int:
        """How many jobs are run before one that waits."""
        order = [name for _, name in queued(self.folder)]
        return order.index(folder.name) if folder.name in order else 0


_HELD = "The columns can be corrected; send them to let the job run."


def _refused(folder: Path, name: str) -> str | None:
    with contextlib.suppress(OSError):
        return (folder / f"{name}.refused").read_text(encoding="utf-8")
    return None


def _links(job: Job) -> Iterator[tuple[str, str]]:
    here = f"/v1/screen/{job.id}"
    yield "self", here
    for name in ("events", "columns", "rows", "summary"):
        yield name, f"{here}/{name}"
    for form in results.AGAIN if job.since else results.FORMS:
        yield f"result.{form}", f"{here}/result.{form}"


def _instant(seconds: float) -> str:
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC).isoformat(timespec="seconds")
