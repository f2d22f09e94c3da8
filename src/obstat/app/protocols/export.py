"""A party with its ties as FollowTheMoney entities, one JSON object a line.

Invariant: the entities are those of ``obstat ties --format ftm``, the party's own completed by what is known of it.
"""

from __future__ import annotations

import json

from obstat.app.api.operations import DAY, Asked, Example, Operation, Parameter, count
from obstat.app.api.slow import aside
from obstat.app.protocols.entities import Entities, entities
from obstat.app.service.problems import Problem
from obstat.app.service.served import Service
from obstat.model.dates import parse_day
from obstat.report.ties import as_ftm
from obstat.report.ties.ftm import entity_id
from obstat.screening.check import Obstat

_MOST, _DEEPEST = 400, 50


async def export(asked: Asked) -> bytes:
    """The entities of a party and those around it."""
    id, on, depth = asked.request.path_params["id"], asked.values.get("on"), asked.values["depth"]
    return (await aside(asked.service, _lines, asked.service, asked.ob, id, on, depth)).encode("utf-8")


def _lines(service: Service, ob: Obstat, id: str, on: str | None, depth: int) -> str:
    known = entities(service)
    if on:
        known = Entities(ob, parse_day(on))
    if id not in ob.snapshot.parties:
        raise Problem(404, f"No party has the id '{id[:80]}'; GET /v1/resolve?name=… tells ids.", code="unknown_party")
    found = list(as_ftm(ob.ties(id, on=on, depth=depth, most=_MOST)))
    for entity in found:
        if entity["id"] == entity_id("party", id):
            entity["properties"] |= known.party(id)["properties"]
    return "".join(json.dumps(entity, ensure_ascii=False) + "\n" for entity in found)


OPERATIONS = (
    Operation(
        name="entities",
        path="/v1/parties/{id}/ftm",
        summary="A party with its ties as FollowTheMoney entities, one JSON object a line.",
        answer=export,
        returns={"type": "string"},
        media_type="application/x-ndjson",
        problems=(404, 503),
        tag="parties",
        query=(
            Parameter("on", DAY, "The day asked about; not given: today."),
            Parameter("depth", count(_DEEPEST, 3), "Ties away from the party."),
        ),
        examples=(
            Example("Huawei", {"id": "huawei"}, {"depth": 1}),
            Example("an id that nobody has", {"id": "nobody-at-all"}, status=404),
        ),
    ),
)
