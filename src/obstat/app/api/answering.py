"""Operations as routes: a request is read, answered, tagged and printed in one way for all of them.

Invariant: an answer that a client has already is not made again; one that was refused has no tag.
"""

from __future__ import annotations

from collections.abc import Iterable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from obstat.app.api import reading
from obstat.app.api.kept import Kept, tag
from obstat.app.api.operations import Asked, Operation
from obstat.app.api.slow import aside
from obstat.app.service.served import Service
from obstat.app.service.snapshots import answering

_ORDER = ("GET", "HEAD", "POST", "DELETE", "OPTIONS")
AGAIN = "private, no-cache"
"""An answer may be kept by whoever asked, and is asked for again with its tag: the next snapshot may say otherwise."""


def route(service: Service, operations: Iterable[Operation]) -> Route:
    """The route of one address, of its operations by method."""
    service.kept.setdefault("answers", Kept())
    by_method = {operation.method: operation for operation in operations}
    path = next(iter(by_method.values())).path
    methods = {*by_method, "OPTIONS", *(["HEAD"] if "GET" in by_method else [])}
    allowed = ", ".join(method for method in _ORDER if method in methods)

    async def answer(request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={"Allow": allowed})
        return await _answer(service, by_method["GET" if request.method == "HEAD" else request.method], request)

    return Route(path, answer, methods=sorted(methods), name=next(iter(by_method.values())).name)


async def _answer(service: Service, operation: Operation, request: Request) -> Response:
    values = {} if operation.reads else reading.query(request.scope["query_string"], operation.query)
    if operation.body and not operation.media_types:
        values = await reading.body(request, operation.body, service.configuration.limits.body)
    named = values.get("snapshot")
    ob = await aside(service, answering, service, named) if named else service.ob
    asked = Asked(request, service, ob, values)
    if not operation.tagged:
        return _response(operation, await operation.answer(asked), {"Cache-Control": "no-store"})
    own = tag(ob.snapshot, request.scope["path"], values)
    headers = {"Cache-Control": AGAIN} | ({} if operation.method == "POST" else {"ETag": own})
    known = request.headers.get("if-none-match") if operation.method == "GET" else None
    if known and known != "*" and own in _tags(known):
        return Response(status_code=304, headers=headers)
    kept: Kept = service.kept["answers"]
    fresh = not operation.kept or "no-cache" in request.headers.get("cache-control", "")
    found = None if fresh else kept.get(own)
    if found is None:
        answered = await operation.answer(asked)
        if isinstance(answered, Response):
            return _response(operation, answered, headers)
        found = answered
        if not fresh:
            kept.keep(own, found)
    return Response(status_code=304, headers=headers) if known == "*" else _response(operation, found, headers)


def _response(operation: Operation, answer: Response | bytes, headers: dict[str, str]) -> Response:
    if isinstance(answer, Response):
        answer.headers.update(headers)
        return answer
    media_type = operation.media_type
    return Response(answer, headers=headers, media_type=media_type if isinstance(media_type, str) else media_type[0])


def _tags(header: str) -> set[str]:
    """The tags of an If-None-Match, which are compared weakly."""
    return {one.strip().removeprefix("W/") for one in header.split(",")}
