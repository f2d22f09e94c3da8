"""Whether the server lives and is ready."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from obstat.app.service.served import Service


def routes(service: Service) -> list[BaseRoute]:
    async def alive(_request: Request) -> Response:
        return JSONResponse({"status": "ok"})

    async def ready(_request: Request) -> Response:
        told = {"status": "ok", "snapshot": service.ob.snapshot.id}
        return JSONResponse(told | ({"refused": service.refused} if service.refused else {}))

    return [Route("/healthz", alive), Route("/readyz", ready)]
