"""``/v1/screen``: a file uploaded, screened in a process of its own, its progress told, its result explored and taken.

Invariant: a request is read and an answer written; what a job is and does is `obstat.app.service.jobs`.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import PurePath
from typing import Any

import anyio
import anyio.to_thread
from starlette.requests import Request
from starlette.responses import FileResponse, Response, StreamingResponse

from obstat.app.api.operations import Asked
from obstat.app.service.jobs import results
from obstat.app.service.jobs.exploring import Sought, explore, let_go
from obstat.app.service.jobs.job import Job
from obstat.app.service.jobs.kept import Jobs
from obstat.app.service.jobs.progress import FINAL
from obstat.app.service.problems import Problem
from obstat.app.service.served import Service
from obstat.model.errors import UnknownCode

EVENTS = "text/event-stream"
_HEARTBEAT = 15.0
_LOOK_EVERY = 0.4
_MOST_BODY = 1 << 20
_EXPLORING = anyio.CapacityLimiter(2)


@asynccontextmanager
async def running(service: Service) -> AsyncIterator[None]:
    """Run jobs while the server serves."""
    try:
        async with Jobs.of(service).runner.serving():
            yield
    finally:
        await anyio.to_thread.run_sync(let_go)


def _meant(asked: Asked) -> tuple[Jobs, Job]:
    jobs = Jobs.of(asked.service)
    return jobs, jobs.found(asked.request.path_params["id"], getattr(asked.request.state, "caller", None))


async def create(asked: Asked) -> Response:
    """A job of the file that is sent."""
    jobs = Jobs.of(asked.service)
    job = await jobs.received(asked.request)
    return _accepted(jobs, job)


def _accepted(jobs: Jobs, job: Job) -> Response:
    return told(jobs.status(job), 202, {"Location": f"/v1/screen/{job.id}"})


async def status(asked: Asked) -> Response:
    """How far a job is."""
    jobs, job = _meant(asked)
    return told(jobs.status(job))


async def delete(asked: Asked) -> Response:
    """Stop a job, and remove everything of it."""
    jobs, job = _meant(asked)
    await jobs.delete(job)
    return Response(status_code=204)


async def events(asked: Asked) -> Response:
    """The states of a job as they come."""
    jobs, job = _meant(asked)
    seen = asked.request.headers.get("last-event-id", "")
    last = int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 12 else -1
    at = jobs.progress(job)
    if at.state in FINAL and at.revision == last:
        return Response(status_code=204)  # which tells a browser that nothing more will come
    return StreamingResponse(_events(jobs, job, last), media_type=EVENTS, headers={"X-Accel-Buffering": "no"})


async def columns(asked: Asked) -> Response:
    """What each column was taken for."""
    jobs, job = _meant(asked)
    return told(await jobs.columns(job))


async def correct(asked: Asked) -> Response:
    """Say what columns are, and let the job run."""
    jobs, job = _meant(asked)
    return _accepted(jobs, await jobs.correct(job, await _roles(asked.request)))


async def rows(asked: Asked) -> Response:
    """A page of the rows that are sought."""
    jobs, job = _meant(asked)
    sought = Sought.of(asked.request.query_params.multi_items())
    jobs.done(job)
    path = results.path(jobs.folder_of(job), "parquet")
    return told(await anyio.to_thread.run_sync(explore, path, sought, limiter=_EXPLORING))


async def summary(asked: Asked) -> Response:
    """The summary, as ``obstat screen --format json`` prints it."""
    jobs, job = _meant(asked)
    jobs.done(job)
    return told(results.summary(jobs.folder_of(job)))


async def result(asked: Asked) -> Response:
    """The file that ``obstat screen -o`` writes."""
    jobs, job = _meant(asked)
    form = asked.request.path_params["form"]
    if form not in results.FORMS:
        raise UnknownCode("form of a result", form, results.FORMS)
    path = await jobs.result(job, form)
    if path is None:
        waiting = {"state": "writing", "message": f"The result is being written as {form}; ask again."}
        return told(waiting, 202, {"Retry-After": "5"})
    stem = re.sub(r"[^\w. -]", "_", PurePath(job.name).stem)
    return FileResponse(path, media_type=results.FORMS[form], filename=f"{stem}-screened.{form}")


def told(value: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """JSON as the commands print it, which nothing keeps."""
    printed = json.dumps(value, ensure_ascii=False, indent=1) + "\n"
    kept = {"Cache-Control": "no-store", **(headers or {})}
    return Response(printed.encode("utf-8", "backslashreplace"), status, kept, "application/json")


async def _roles(request: Request) -> dict[str, Any]:
    """The roles of columns that a request gives: ``{"columns": {header: role}}``, or fields ``column=HEADER=ROLE``."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MOST_BODY:
            raise Problem(413, "The roles of columns take more than 1 MiB; give those alone that are to be corrected.")
    if not body.strip():
        return {}
    with contextlib.suppress(ValueError, RecursionError):
        given = json.loads(body)
        found = given.get("columns") if isinstance(given, dict) else None
        if isinstance(found, dict) and all(isinstance(role, str | None) for role in found.values()):
            return found
    raise Problem(422, 'The roles cannot be read; send JSON such as {"columns": {"Lieferant": "name"}}.')


async def _events(jobs: Jobs, job: Job, last: int) -> AsyncIterator[str]:
    """Each state of a job that is newer than the last one seen, until its end; a comment where nothing happens."""
    yield "retry: 2000\n\n"
    beat = time.monotonic()
    while not (jobs.runner.stopping or jobs.service.stopping):
        try:
            job = jobs.found(job.id, job.caller)
        except Problem as gone:
            yield f"event: gone\ndata: {json.dumps({'message': gone.detail})}\n\n"
            return
        at = jobs.progress(job)
        if at.revision != last:
            last, beat = at.revision, time.monotonic()
            ended = at.state in FINAL
            yield f"id: {last}\nevent: {'end' if ended else 'progress'}\ndata: {json.dumps(jobs.status(job, at))}\n\n"
            if ended:
                return
        elif time.monotonic() - beat > _HEARTBEAT:
            beat = time.monotonic()
            yield ": still here\n\n"
        await asyncio.sleep(_LOOK_EVERY)
