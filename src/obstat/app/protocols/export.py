"""A party with its ties as FollowTheMoney entities, one JSON object a line.

Invariant: the entities are those of ``obstat ties --format ftm``, the party's own completed by what is known of it.
"""

from __future__ import annotations

import json

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from obstat.app.protocols.entities import Entities, entities
from obstat.app.service.problems import Problem
from obstat.app.service.served import Service
from obstat.model.dates import parse_day
from obstat.report.ties import as_ftm
from obstat.report.ties.ftm import entity_id

_MOST, _DEEPEST = 400, 50


def routes(service: Service) -> list[BaseRoute]:
    async def export(request: Request) -> Response:
        depth = request.query_params.get("depth", "3")
        if not depth.isascii() or not depth.isdigit() or not 1 <= int(depth[:4]) <= _DEEPEST:
            raise Problem(422, f"'{depth}' is no depth; give a number from 1 to {_DEEPEST}.", code="invalid_value")
        id, on = request.path_params["id"], request.query_params.get("on")
        lines = await run_in_threadpool(_lines, service, id, on, int(depth))
        return Response(lines, media_type="application/x-ndjson")

    return [Route("/v1/parties/{id:path}/ftm", export)]


def _lines(service: Service, id: str, on: str | None, depth: int) -> str:
    known, ob = entities(service), service.ob
    if on:
        known = Entities(ob, parse_day(on))
    if id not in ob.snapshot.parties:
        raise Problem(404, f"No party has the id '{id[:80]}'; GET /v1/resolve?name=… tells ids.", code="unknown_party")
    found = list(as_ftm(ob.ties(id, on=on, depth=depth, most=_MOST)))
    for entity in found:
        if entity["id"] == entity_id("party", id):
            entity["properties"] |= known.party(id)["properties"]
    return "".join(json.dumps(entity, ensure_ascii=False) + "\n" for entity in found)
