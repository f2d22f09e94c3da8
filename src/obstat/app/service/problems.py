"""What is wrong with a request, as `problem details <https://www.rfc-editor.org/rfc/rfc9457>`_.

Invariant: every error has a sentence that names the fix, and none shows what is inside: a failure of ours is told as
one, and written to the log with its trace.
"""

from __future__ import annotations

import http
import logging
from typing import Any, cast

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from obstat.app.service.private import without_paths
from obstat.model.errors import InvalidValue, MissingExtra, ObstatError, SourceError, UnknownCode

_LOG = logging.getLogger("obstat.service")
MEDIA_TYPE = "application/problem+json"
_UNAVAILABLE = "The server cannot use its data now; its log says why, and the request may be tried again later."


class Problem(Exception):
    """A request that cannot be answered: an HTTP status, and a sentence that names the fix."""

    def __init__(
        self, status: int, detail: str, *, code: str | None = None, headers: dict[str, str] | None = None
    ) -> None:
        super().__init__(detail)
        self.status, self.detail, self.code, self.headers = status, detail, code, headers or {}


def of(error: Exception) -> Problem:
    """The problem that an exception is."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, ObstatError):
        code = "unknown_code" if isinstance(error, UnknownCode) else "invalid_value"
        return Problem(422, sentence(error), code=code) if isinstance(error, InvalidValue) else _unavailable(error)
    if isinstance(error, HTTPException):
        return Problem(error.status_code, _sentence(error), headers=dict(error.headers or {}))
    _LOG.error("A request failed.", exc_info=error)
    return Problem(500, "Something failed here; the log says what, and the request may be tried again.", code="failure")


def sentence(error: ObstatError) -> str:
    """What others are told of an error; where that is not all of it, the log has the rest."""
    if not isinstance(error, InvalidValue | SourceError | MissingExtra):  # what it is about is the server's own
        _LOG.error("A request cannot be answered: %s", error)
        return _UNAVAILABLE
    told = without_paths(str(error))
    if told != str(error):
        _LOG.info("A request was refused: %s", error)
    return told


def _unavailable(error: ObstatError) -> Problem:
    return Problem(503, sentence(error), code="unavailable")


def body(problem: Problem) -> dict[str, Any]:
    """The members of a problem."""
    told: dict[str, Any] = {
        "type": "about:blank",
        "title": http.HTTPStatus(problem.status).phrase,
        "status": problem.status,
        "detail": problem.detail,
    }
    return told | ({"code": problem.code} if problem.code else {})


async def answered(request: Request, error: Exception) -> Response:
    """The answer to a request that raised: a page for who asks for one (`Service.kept`), else JSON."""
    problem = of(error)
    told = request.app.state.service.kept.get("page of a problem") if "app" in request.scope else None
    if told and (shown := told(request, problem)):
        return cast(Response, shown)
    return JSONResponse(body(problem), problem.status, problem.headers, MEDIA_TYPE)


async def answer(error: Exception, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer a request that was refused outside the routes as its application answers those that raise."""
    handlers = getattr(scope.get("app"), "exception_handlers", {})
    handler = handlers.get(Problem, answered)
    response = await handler(Request(scope), error)
    await response(scope, receive, send)


def _sentence(error: HTTPException) -> str:
    if error.status_code == 404:
        return "There is nothing at this address; GET /openapi.json lists what there is."
    if error.status_code == 405:
        allowed = (error.headers or {}).get("Allow", "another method")
        return f"This address does not take that method; use {allowed}."
    return str(error.detail)
