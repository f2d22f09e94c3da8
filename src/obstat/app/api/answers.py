"""One question, one verdict."""

from __future__ import annotations

import json

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from obstat.app.service.served import Service


def routes(service: Service) -> list[BaseRoute]:
    async def check(request: Request) -> Response:
        asked = dict(request.query_params)
        verdict = service.ob.check(asked.pop("text", ""), **asked)  # type: ignore[arg-type]
        printed = json.dumps(verdict.to_dict(), ensure_ascii=False, indent=1) + "\n"
        return Response(printed, media_type="application/json")

    return [Route("/v1/check", check)]
