"""The calls of yente, so that its clients are served unchanged.

Invariant: forms, parameters and limits are those of yente 5.5; what it takes and we do not have is refused by name.
"""

from __future__ import annotations

from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from obstat.app.protocols import matching, searching
from obstat.app.protocols.asked import share, wanted, whole, window, yes
from obstat.app.protocols.entities import ALL, OWN, Entities, entities
from obstat.app.protocols.reconcile_queries import parsed
from obstat.app.service.problems import Problem
from obstat.app.service.served import Service


def routes(service: Service) -> list[BaseRoute]:
    async def match(request: Request) -> Response:
        body = parsed(await request.body(), "body")
        _algorithm(request)
        known = entities(service)
        scope, limit = wanted(request, known), whole(request, "limit", 5)
        threshold, cutoff, asked = share(request, "threshold"), share(request, "cutoff"), matching.queries(body)

        def answers() -> dict[str, Any]:
            return {key: matching.matched(known, one, scope, limit, threshold, cutoff) for key, one in asked.items()}

        found = await run_in_threadpool(answers)
        return JSONResponse({"responses": found, "limit": limit}, headers={"x-batch-size": str(len(found))})

    async def search(request: Request) -> Response:
        return JSONResponse(await run_in_threadpool(searching.searched, request, entities(service)))

    async def entity(request: Request) -> Response:
        known, id = entities(service), request.path_params["id"]
        found = known.find(id)
        if found is None:
            return await _elsewhere(known, id, "/entities/{}")
        if yes(request, "nested", True):
            near = await run_in_threadpool(known.adjacent, id)
            found = {**found, "properties": found["properties"] | near}
        return JSONResponse(found)

    async def adjacent(request: Request) -> Response:
        known, id = entities(service), request.path_params["id"]
        limit, offset = window(request)
        property = request.path_params.get("property")
        found = known.find(id)
        if found is None:
            return await _elsewhere(known, id, "/entities/{}/adjacent" + (f"/{property}" if property else ""))
        near = await run_in_threadpool(known.adjacent, id)
        paged = {name: searching.page(results, limit, offset) for name, results in near.items()}
        if property is None:
            return JSONResponse({"entity": found, "adjacent": paged})
        if property not in paged and property not in searching.ADJACENT:
            names = ", ".join(searching.ADJACENT)
            raise Problem(404, f"'{property[:40]}' is no property that holds entities; use one of {names}.")
        return JSONResponse(paged.get(property) or searching.page([], limit, offset))

    async def catalog(_request: Request) -> Response:
        return JSONResponse(await run_in_threadpool(_catalog, entities(service)))

    async def algorithms(_request: Request) -> Response:
        about = "Names are laid beside ours as 'obstat resolve' does it; numbers and context add to that."
        docs = {name: {"description": text, "coefficient": 1.0, "url": ""} for name, text in matching.FEATURES.items()}
        told = {"name": matching.ALGORITHM, "description": about, "features": docs}
        told["docs"] = {"description": about, "config": {}, "features": docs}
        return JSONResponse({"algorithms": [told], "default": matching.ALGORITHM, "best": matching.ALGORITHM})

    return [
        Route("/match/{dataset}", match, methods=["POST"]),
        Route("/search/{dataset}", search),
        Route("/entities/{id:path}/adjacent/{property}", adjacent),
        Route("/entities/{id:path}/adjacent", adjacent),
        Route("/entities/{id:path}", entity),
        Route("/catalog", catalog),
        Route("/manifest", catalog),
        Route("/algorithms", algorithms),
    ]


def _algorithm(request: Request) -> None:
    name = request.query_params.get("algorithm", "best").strip().lower()
    if name not in ("best", matching.ALGORITHM):
        raise Problem(400, f"There is no algorithm '{name[:40]}'; use 'best' or '{matching.ALGORITHM}'.")


async def _elsewhere(known: Entities, id: str, address: str) -> Response:
    """A redirect to the entity into which a record was taken."""
    from urllib.parse import quote

    party = await run_in_threadpool(known.merged, id)
    if party is None or party == id:
        raise Problem(404, f"There is no entity '{id[:80]}'; POST /match/{ALL} finds them by name.")
    return RedirectResponse(address.format(quote(party, safe="")), 308)


def _catalog(known: Entities) -> dict[str, Any]:
    version = known.ob.snapshot.id.rpartition(":")[2][:12]
    editions = {item["name"]: item["edition"] for item in known.ob.snapshot.vocabulary.lists}
    shared = {"version": version, "index_version": version, "index_current": True, "load": True, "entities_url": None}
    datasets = [
        {
            "name": name,
            "title": title,
            "description": f"Edition: {editions[title]}." if title in editions else None,
            "updated_at": known.seen,
            "children": [],
            **shared,
        }
        for name, title in known.datasets.items()
    ]
    everything = {"name": ALL, "title": "Everything", "description": f"'{OWN}' and every list.", **shared}
    everything["children"] = list(known.datasets)
    names = [ALL, *known.datasets]
    return {"datasets": [everything, *datasets], "current": names, "outdated": [], "index_stale": False}
