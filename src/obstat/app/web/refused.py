"""The page that says what is wrong with a request, for who asks for pages.

Invariant: it says the sentence that JSON says, under the same status, and nothing else of what is inside.
"""

from __future__ import annotations

import functools
import http

from starlette.requests import Request
from starlette.responses import Response

from obstat.app.service.problems import Problem
from obstat.app.service.served import Service
from obstat.app.web.rendering import page

_PAGE, _JSON = "text/html", ("application/json", "application/problem+json")


def shown_by(service: Service) -> None:
    """Let a server tell its problems by pages too."""
    service.kept["page of a problem"] = functools.partial(_shown, service)


def _shown(service: Service, request: Request, problem: Problem) -> Response | None:
    if not wants_page(request.headers.get("accept", "")):
        return None
    values = {"problem": problem, "title": http.HTTPStatus(problem.status).phrase}
    told = page(request, service, "refused.html", problem.status, **values)
    told.headers.update(problem.headers)
    return told


def wants_page(accept: str) -> bool:
    """Whether a page is wanted rather than JSON: it is named in `accept`, and no kind of JSON is liked better."""
    likes: dict[str, float] = {}
    for item in accept.casefold().split(","):
        kind, *parameters = (part.strip() for part in item.split(";"))
        weight = next((part[2:] for part in parameters if part.startswith("q=")), "1")
        try:
            likes[kind] = float(weight)
        except ValueError:
            likes[kind] = 0.0
    page_liked = likes.get(_PAGE, 0.0)
    return page_liked > 0 and page_liked >= max((likes.get(kind, 0.0) for kind in _JSON), default=0.0)
