"""Answers to pages of other hosts: CORS, and the older JSONP, as the reconciliation specification asks.

Invariant: nothing here rests on a cookie, so that a page of another host learns no more than anybody without one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from obstat.app.service import problems
from obstat.app.service.problems import Problem
from obstat.model.errors import ObstatError

ANYBODY = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Authorization, Content-Type, X-Requested-With",
    "Access-Control-Max-Age": "86400",
}
_CALLBACK = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]{0,59}(\.[A-Za-z_$][A-Za-z0-9_$]{0,59}){0,3}")

Answer = Callable[[Request], Awaitable[Response]]


def route(path: str, answer: Answer, *, posts: bool = False) -> Route:
    """A route that pages of other hosts may ask, errors and the question before the question included."""

    async def guarded(request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers=ANYBODY | _PREFLIGHT)
        try:
            response = await answer(request)
        except (Problem, ObstatError, HTTPException) as error:
            response = await problems.answered(request, error)
        response.headers.update(ANYBODY)
        return response

    return Route(path, guarded, methods=["GET", "POST", "OPTIONS"] if posts else ["GET", "OPTIONS"])


def told(request: Request, value: Any) -> Response:
    """JSON, or with the parameter `callback` of a GET a call of that function with it.

    Raises `Problem` for a callback that is no name of a function.
    """
    callback = request.query_params.get("callback")
    if callback is None or request.method == "POST":
        return JSONResponse(value)
    if not _CALLBACK.fullmatch(callback):
        raise Problem(400, "The callback is no name of a function; use letters, digits, '_', '$' and '.'.")
    script = json.dumps(value, ensure_ascii=True).replace("<", "\\u003c")
    headers = {"X-Content-Type-Options": "nosniff", "Content-Disposition": 'attachment; filename="answer.js"'}
    return Response(f"/**/{callback}({script});", headers=headers, media_type="application/javascript")
