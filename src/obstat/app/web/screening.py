"""Screening a file: what is asked of it, what its columns are, how far it is, and what came of each row.

Invariant: a page asks `obstat.app.service.jobs` for everything, so that what it shows is what `/v1/screen` tells; every
step is a form or a link, and the page of a job that runs loads itself anew where no script does.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from pathlib import PurePath
from typing import Any
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from obstat.app.service import problems
from obstat.app.service.forgery import FIELD
from obstat.app.service.jobs import results
from obstat.app.service.jobs.exploring import Sought, explore
from obstat.app.service.jobs.job import Job, is_id
from obstat.app.service.jobs.kept import Jobs
from obstat.app.service.jobs.progress import FINAL
from obstat.app.service.problems import Problem
from obstat.app.service.served import Service
from obstat.app.web.choices import choices, somebody, verb
from obstat.app.web.rendering import page
from obstat.model.errors import InvalidValue, ObstatError
from obstat.screening.sentences import placed

_RECENT = 20
_AT_ONCE = 50
"""Rows on a page of results."""
_GROUPED = ("status", "rules", "parties", "products", "needs")
"""Columns of ours by which rows can be counted, before those of the file."""
_SEARCH = ("q", "status", "where", "group", "offset")
_COLUMN = re.compile(r"role-(\d{1,5})", re.ASCII)


def routes(service: Service) -> list[BaseRoute]:
    jobs = Jobs.of(service)

    def meant(request: Request) -> Job:
        return jobs.found(request.path_params["id"], _caller(request))

    async def start(request: Request) -> Response:
        return await run_in_threadpool(_start, request, service, jobs)

    async def create(request: Request) -> Response:
        try:
            job = await jobs.received(request, frozenset({FIELD}))
        except (Problem, InvalidValue) as error:
            return await run_in_threadpool(_start, request, service, jobs, problems.of(error))
        return RedirectResponse(f"/screen/{job.id}", 303)

    async def show(request: Request) -> Response:
        job = meant(request)
        status = jobs.status(job)
        if status["state"] == "done":
            return await run_in_threadpool(_results, request, service, jobs, job, status)
        wrong, columns = None, None
        if status["held"]:
            try:
                columns = await jobs.columns(job)
            except Problem as problem:
                wrong = problem.detail
        values: dict[str, Any] = {"told": status, "columns": columns, "wrong": wrong, "final": status["state"] in FINAL}
        return page(request, service, "screen_job.html", title=job.name, **_asked(service, job), **values)

    async def correct(request: Request) -> Response:
        job = meant(request)
        seen = await jobs.columns(job)
        async with request.form(max_files=0, max_fields=5_000) as form:
            said = _said(form, seen["columns"])
        await jobs.correct(job, said)
        return RedirectResponse(f"/screen/{job.id}", 303)

    async def delete(request: Request) -> Response:
        await jobs.delete(meant(request))
        return RedirectResponse("/screen", 303)

    async def result(request: Request) -> Response:
        job, form = meant(request), request.path_params["form"]
        if form not in results.FORMS:
            raise Problem(404, f"A result is not written as '{form[:20]}'; choose one of {', '.join(results.FORMS)}.")
        path = await jobs.result(job, form)
        if path is None:
            values = {"job": job, "form": form, "title": "Being written"}
            return page(request, service, "screen_writing.html", 202, **values)
        stem = re.sub(r"[^\w. -]", "_", PurePath(job.name).stem)
        return FileResponse(path, media_type=results.FORMS[form], filename=f"{stem}-screened.{form}")

    return [
        Route("/screen", start, methods=["GET"]),
        Route("/screen", create, methods=["POST"]),
        Route("/screen/{id}", show, methods=["GET"]),
        Route("/screen/{id}/columns", correct, methods=["POST"]),
        Route("/screen/{id}/delete", delete, methods=["POST"]),
        Route("/screen/{id}/result.{form}", result, methods=["GET"]),
    ]


def _caller(request: Request) -> str | None:
    return getattr(request.state, "caller", None)


def _start(request: Request, service: Service, jobs: Jobs, wrong: Problem | None = None) -> Response:
    """The form, and the jobs of who asks."""
    mine = [job for job in _all(jobs) if job.caller == _caller(request)]
    mine.sort(key=lambda job: job.created, reverse=True)
    values = {
        "wrong": wrong,
        "jobs": [jobs.status(job) for job in mine[:_RECENT]],
        "choices": choices(service.ob),
        "today": datetime.date.today().isoformat(),
        "limits": service.configuration.limits,
        "keep_hours": service.configuration.keep_hours,
    }
    return page(request, service, "screen.html", wrong.status if wrong else 200, title="Screen", **values)


def _all(jobs: Jobs) -> Iterable[Job]:
    for folder in jobs.folder.glob("*"):
        if is_id(folder.name) and not (folder / "gone").exists() and (job := Job.read(folder)):
            yield job


def _said(form: Mapping[str, Any], columns: list[Mapping[str, Any]]) -> dict[str, str]:
    """The roles in a form that are others than were guessed, by the headers of their columns."""
    said = {}
    for name, value in form.items():
        if (found := _COLUMN.fullmatch(name)) and int(found[1]) < len(columns):
            column = columns[int(found[1])]
            if str(value) != (column["role"] or "-"):
                said[column["column"]] = str(value)
    return said


def _asked(service: Service, job: Job) -> dict[str, Any]:
    """The question of a job in words."""
    words, asked = service.ob.snapshot.vocabulary, dict(job.asked)
    if job.since:
        return {"job": job, "on": asked["on"]}
    known: Mapping[str, Mapping[str, str]] = {
        "purpose": words.purposes,
        "device_status": words.device_statuses,
    }
    facts = []
    for name, value in asked.items():
        if name in ("activity", "jurisdiction", "on", "actor"):
            continue
        facts.append((name.replace("_", " "), known.get(name, {}).get(value, value).replace("_", " ")))
    actor = asked.get("actor")
    return {
        "job": job,
        "who": somebody(words.actors.get(actor, actor)) if actor else "anyone",
        "activity": verb(asked["activity"]),
        "place": placed(words.place(asked["jurisdiction"])),
        "on": asked["on"],
        "facts": facts,
    }


def _results(request: Request, service: Service, jobs: Jobs, job: Job, status: dict[str, Any]) -> Response:
    """The rows of a job that is done: those that are sought, and how many there are of each kind."""
    fields = [(name, value) for name, value in request.query_params.multi_items() if name in _SEARCH and value]
    wrong = None
    path = results.path(jobs.folder_of(job), "parquet")
    try:
        found = explore(path, Sought.of([*fields, ("limit", str(_AT_ONCE))]))
    except ObstatError as error:
        wrong, fields = str(error), []
        found = explore(path, Sought.of([("limit", str(_AT_ONCE))]))

    def address(**other: str | None) -> str:
        """This page with other values of its fields; a field that is None is left out, and so is the offset."""
        kept = [(name, value) for name, value in fields if name not in other and name != "offset"]
        more = [(name, value) for name, value in other.items() if value]
        return f"/screen/{job.id}?{urlencode(kept + more)}".rstrip("?") + "#rows"

    snapshot = service.ob.snapshot
    values = {
        "told": status,
        "found": found,
        "wrong": wrong,
        "fields": fields,
        "chosen": dict(fields),
        "statuses": [value for name, value in fields if name == "status"],
        "wheres": [value for name, value in fields if name == "where"],
        "address": address,
        "at_once": _AT_ONCE,
        "groups": [*_GROUPED, *found["columns"]],
        "forms": list(results.AGAIN if job.since else results.FORMS),
        "cells": found["columns"][:_SHOWN],
        "rule_title": lambda id_: snapshot.rules[id_].title if id_ in snapshot.rules else None,
    }
    return page(request, service, "screen_rows.html", title=job.name, **_asked(service, job), **values)


_SHOWN = 6
"""Columns of the file that stand in the table; the others stand under a row's reasons."""
