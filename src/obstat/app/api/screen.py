"""``/v1/screen``: a file uploaded, screened in a process of its own, its progress told, its result explored and taken.

Invariant: a route reads a request and writes an answer; what a job is and does is `obstat.app.service.jobs`.
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
from starlette.routing import BaseRoute, Route

from obstat.app.service.jobs import results
from obstat.app.service.jobs.exploring import Sought, explore, let_go
from obstat.app.service.jobs.job import Job
from obstat.app.service.jobs.kept import Jobs
from obstat.app.service.jobs.progress import FINAL
from obstat.app.service.problems import Problem
from obstat.app.service.served import Service
from obstat.model.errors import UnknownCode

_HEARTBEAT = 15.0
_LOOK_EVERY = 0.4
_MOST_BODY = 1 << 20
_EXPLORING = anyio.CapacityLimiter(2)


@asynccontextmanager
async def lifespan(service: Service) -> AsyncIterator[None]:
    """Run jobs while the server serves."""
    try:
        async with Jobs.of(service).runner.serving():
            yield
    finally:
        await anyio.to_thread.run_sync(let_go)


def routes(service: Service) -> list[BaseRoute]:
    """All routes of jobs."""
    jobs = Jobs.of(service)

    def meant(request: Request) -> Job:
        return jobs.found(request.path_params["id"], getattr(request.state, "caller", None))

    async def create(request: Request) -> Response:
        job = await jobs.received(request)
        return told(jobs.status(job), 202, {"Location": f"/v1/screen/{job.id}"})

    async def status(request: Request) -> Response:
        return told(jobs.status(meant(request)))

    async def delete(request: Request) -> Response:
        await jobs.delete(meant(request))
        return Response(status_code=204)

    async def events(request: Request) -> Response:
        job = meant(request)
        seen = request.headers.get("last-event-id", "")
        last = int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 12 else -1
        at = jobs.progress(job)
        if at.state in FINAL and at.revision == last:
            return Response(status_code=204)  # which tells a browser that nothing more will come
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingResponse(_events(jobs, job, last), media_type="text/event-stream", headers=headers)

    async def columns(request: Request) -> Response:
        return told(await jobs.columns(meant(request)))

    async def correct(request: Request) -> Response:
        job = await jobs.correct(meant(request), await _roles(request))
        return told(jobs.status(job), 202, {"Location": f"/v1/screen/{job.id}"})

    async def rows(request: Request) -> Response:
        job = meant(request)
        sought = Sought.of(request.query_params.multi_items())
        jobs.done(job)
        path = results.path(jobs.folder_of(job), "parquet")
        return told(await anyio.to_thread.run_sync(explore, path, sought, limiter=_EXPLORING))

    async def summary(request: Request) -> Response:
        job = meant(request)
        jobs.done(job)
        return told(results.summary(jobs.folder_of(job)))

    async def result(request: Request) -> Response:
        job, form = meant(request), request.path_params["form"]
        if form not in results.FORMS:
            raise UnknownCode("form of a result", form, results.FORMS)
        path = await jobs.result(job, form)
        if path is None:
            waiting = {"state": "writing", "message": f"The result is being written as {form}; ask again."}
            return told(waiting, 202, {"Retry-After": "5"})
        stem = re.sub(r"[^\w. -]", "_", PurePath(job.name).stem)
        return FileResponse(path, media_type=results.FORMS[form], filename=f"{stem}-screened.{form}")

    here = "/v1/screen/{id}"
    return [
        Route("/v1/screen", create, methods=["POST"]),
        Route(here, status, methods=["GET"]),
        Route(here, delete, methods=["DELETE"]),
        Route(f"{here}/events", events, methods=["GET"]),
        Route(f"{here}/columns", columns, methods=["GET"]),
        Route(f"{here}/columns", correct, methods=["POST"]),
        Route(f"{here}/rows", rows, methods=["GET"]),
        Route(f"{here}/summary", summary, methods=["GET"]),
        Route(f"{here}/result.{{form}}", result, methods=["GET"]),
    ]


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
