"""The W3C Reconciliation Service API 0.2 under ``/reconcile``, for OpenRefine and others.

Invariant: every address answers pages of other hosts, and says so before it is asked.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute

from obstat._version import __version__
from obstat.app.protocols import preview, suggestions
from obstat.app.protocols.across import route, told
from obstat.app.protocols.asked import whole
from obstat.app.protocols.columns import PROPERTIES, TYPES
from obstat.app.protocols.entities import Entities, Entity, entities
from obstat.app.protocols.reconcile_queries import LARGEST, extended, parsed, reconciled
from obstat.app.service.problems import Problem
from obstat.app.service.served import Service

_FURTHEST = 10_000


def routes(service: Service) -> list[BaseRoute]:
    async def endpoint(request: Request) -> Response:
        asked = dict(request.query_params)
        if request.method == "POST":
            async with request.form(max_files=0, max_fields=10) as form:
                asked |= {name: value for name, value in form.items() if isinstance(value, str)}
        known = entities(service)
        if "queries" in asked:
            batch = parsed(asked["queries"], "field 'queries'")
            return told(request, await run_in_threadpool(reconciled, known, batch))
        if "extend" in asked:
            query = parsed(asked["extend"], "field 'extend'")
            return told(request, await run_in_threadpool(extended, known, query))
        if request.method == "POST":
            raise Problem(400, "The form has neither 'queries' nor 'extend'; send one of them as a JSON object.")
        return told(request, _manifest(service, request))

    async def suggest_entity(request: Request) -> Response:
        names = _names(service)
        prefix, cursor = request.query_params.get("prefix", ""), whole(request, "cursor", 0, _FURTHEST)
        return told(request, {"result": await run_in_threadpool(names.suggested, prefix[:200], cursor)})

    async def suggest_type(request: Request) -> Response:
        prefix, cursor = request.query_params.get("prefix", ""), whole(request, "cursor", 0, _FURTHEST)
        return told(request, {"result": suggestions.types(prefix, cursor)})

    async def suggest_property(request: Request) -> Response:
        prefix, cursor = request.query_params.get("prefix", ""), whole(request, "cursor", 0, _FURTHEST)
        return told(request, {"result": suggestions.properties(prefix, cursor)})

    async def flyout(request: Request) -> Response:
        id = request.query_params.get("id", "")
        return told(request, {"id": id, "html": preview.flyout(_entity(entities(service), id))})

    async def propose(request: Request) -> Response:
        kind, limit = request.query_params.get("type", ""), whole(request, "limit", len(PROPERTIES))
        found = [{"id": id, "name": one.name} for id, one in PROPERTIES.items() if kind not in TYPES or kind in one.of]
        limited = {"limit": limit} if "limit" in request.query_params else {}
        return told(request, {"type": kind, "properties": found[:limit], **limited})

    async def shown(request: Request) -> Response:
        entity = _entity(entities(service), request.path_params["id"])
        return HTMLResponse(preview.page(entity), headers=preview.FRAMED)

    async def product(request: Request) -> Response:
        entity = _entity(entities(service), "product:" + request.path_params["id"])
        maker = service.ob.snapshot.products[entity["id"].removeprefix("product:")].maker
        return RedirectResponse(f"/parties/{quote(maker, safe='')}", 303)

    return [
        route("/reconcile", endpoint, posts=True),
        route("/reconcile/", endpoint, posts=True),
        route("/reconcile/suggest/entity", suggest_entity),
        route("/reconcile/suggest/type", suggest_type),
        route("/reconcile/suggest/property", suggest_property),
        route("/reconcile/flyout", flyout),
        route("/reconcile/properties", propose),
        route("/parties/{id:path}/preview", shown),
        route("/parties/product:{id}", product),
    ]


def _entity(known: Entities, id: str) -> Entity:
    found = known.find(id)
    if found is None:
        raise Problem(
            404, f"There is no entity '{id[:80]}'; GET /reconcile/suggest/entity?prefix=… finds them by name."
        )
    return found


def _names(service: Service) -> suggestions.Names:
    known = entities(service)
    held = service.kept.get("names")
    if held is None or held[0] is not known:
        held = service.kept["names"] = (known, suggestions.Names(known))
    names: suggestions.Names = held[1]
    return names


def _manifest(service: Service, request: Request) -> dict[str, Any]:
    base = (service.configuration.public_url or str(request.base_url)).rstrip("/")
    root = f"{base}/reconcile"

    def suggest(what: str, **flyout: str) -> dict[str, str]:
        return {"service_url": root, "service_path": f"/suggest/{what}", **flyout}

    words = service.ob.snapshot.vocabulary
    choices = [{"value": code, "name": activity.text} for code, activity in words.activities.items()]
    manifest: dict[str, Any] = {
        "versions": ["0.1", "0.2"],
        "name": "obstat",
        "identifierSpace": f"{base}/parties/",
        "schemaSpace": f"{base}/reconcile/properties",
        "defaultTypes": [{"id": code, "name": TYPES[code]} for code in ("organisation", "product")],
        "serviceVersion": __version__,
        "view": {"url": f"{base}/parties/{{{{id}}}}"},
        "preview": {"url": f"{base}/parties/{{{{id}}}}/preview", "width": preview.WIDTH, "height": preview.HEIGHT},
        "suggest": {
            "entity": suggest("entity", flyout_service_url=root, flyout_service_path="/flyout?id=${id}"),
            "type": suggest("type"),
            "property": suggest("property"),
        },
        "extend": {
            "propose_properties": {"service_url": root, "service_path": "/properties"},
            "property_settings": [
                _setting("activity", "Activity", "For 'Status': what is to be done.", "sell", choices=choices),
                _setting("in", "Jurisdiction", "For 'Status': where, such as US, DE or EU.", "US"),
                _setting("on", "Day", "For 'Status': the day asked about, YYYY-MM-DD; empty for today.", ""),
            ],
        },
        "batchSize": LARGEST,
    }
    if not service.configuration.local:
        manifest["authentication"] = {"type": "apiKey", "name": "Authorization", "in": "header"}
    return manifest


def _setting(name: str, label: str, help: str, default: str, **more: Any) -> dict[str, Any]:
    kind = "select" if more else "text"
    return {"name": name, "label": label, "type": kind, "help_text": help, "default": default, **more}
