"""Pages, rendered on the server, that work without scripts.

Invariant: a page loads nothing from another host; what is shown of a verdict is what its reasons say.
"""

from __future__ import annotations

from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from obstat.app.service.served import Service

_STATIC = Path(__file__).parent / "static"


def routes(service: Service) -> list[BaseRoute]:
    """All pages."""
    from obstat.app.web import answer, ask, lists, parties, refused, rules, screening, story
    from obstat.report.pictures import look

    refused.shown_by(service)

    async def pictures(_request: Request) -> Response:
        return Response(look.sheet(), media_type="text/css", headers={"Cache-Control": "max-age=3600"})

    return [
        *ask.routes(service),
        *answer.routes(service),
        *parties.routes(service),
        *rules.routes(service),
        *lists.routes(service),
        *screening.routes(service),
        *story.routes(service),
        Route("/static/pictures.css", pictures),
        Mount("/static", StaticFiles(directory=_STATIC), name="static"),
    ]
