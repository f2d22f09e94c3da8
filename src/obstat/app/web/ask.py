"""Ask: one box, and the question beside it as a sentence."""

from __future__ import annotations

import datetime

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from obstat.app.service.served import Service
from obstat.app.web.asking import kept_values
from obstat.app.web.choices import choices
from obstat.app.web.rendering import page

EXAMPLES = (
    ("Huawei P30", "text=Huawei+P30&activity=sell&jurisdiction=US&on=2023-05-01"),
    ("DS-2CD2043G2-I", "text=DS-2CD2043G2-I&activity=spend_public_funds&jurisdiction=US"),
    ("28:6F:B9:12:34:56", "mac=28:6F:B9:12:34:56&activity=operate_in_network&jurisdiction=DE"),
    ("TP-Link Archer AX1800", "text=TP-Link+Archer+AX1800&activity=import&jurisdiction=US"),
)


def routes(service: Service) -> list[BaseRoute]:
    async def ask(request: Request) -> Response:
        return form(request, service)

    return [Route("/", ask)]


def form(request: Request, service: Service, fault: str | None = None, status: int = 200) -> Response:
    """The page with the box; with a `fault`, what was typed and what is wrong with it."""
    typed = kept_values(request.query_params)
    typed["on"] = typed["on"] or datetime.date.today().isoformat()
    typed["activity"] = typed["activity"] or "sell"
    typed["jurisdiction"] = typed["jurisdiction"] or "US"
    if not typed["q"]:
        typed["q"] = request.query_params.get("text", "")[:500]
    return page(
        request,
        service,
        "ask.html",
        status,
        title="Ask",
        typed=typed,
        choices=choices(service.ob),
        fault=fault,
        examples=EXAMPLES,
        rules=len(service.ob.snapshot.rules),
        lists=service.ob.snapshot.vocabulary.lists,
    )
