"""The application of a server: the routes of its parts, behind what guards them all.

Invariant: a part is named in `PARTS` and nowhere else; one whose libraries are missing says so when it is asked for.
"""

from __future__ import annotations

import importlib
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.routing import BaseRoute

from obstat.app.api.metrics import Counted
from obstat.app.service import problems
from obstat.app.service.served import Service
from obstat.model.errors import ObstatError

PARTS = (
    "obstat.app.api",
    "obstat.app.mcp",
    "obstat.app.protocols",
    "obstat.app.web",
    "obstat.app.web.login",
)
"""Modules with ``routes(service) -> list[BaseRoute]``; one with ``lifespan(service)`` also gives a context in which it
serves."""


def application(service: Service) -> Starlette:
    """The whole of what a server serves."""
    parts = [importlib.import_module(name) for name in PARTS]
    routes: list[BaseRoute] = [route for part in parts for route in part.routes(service)]

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            for part in parts:
                if hasattr(part, "lifespan"):
                    await stack.enter_async_context(part.lifespan(service))
            yield

    kinds = (Exception, ObstatError, HTTPException, problems.Problem)
    handlers: dict[Any, Any] = dict.fromkeys(kinds, problems.answered)
    guards = [Middleware(Counted, service=service), *_guards(service)]
    app = Starlette(routes=routes, middleware=guards, exception_handlers=handlers, lifespan=lifespan)
    app.state.service = service
    return app


def _guards(service: Service) -> list[Middleware]:
    """What every request passes, outermost first."""
    from obstat.app.service import access, headers, hosts, limits

    return [
        Middleware(headers.Answers, service.configuration),
        Middleware(hosts.KnownHosts, service.configuration),
        Middleware(access.Access, service),
        Middleware(limits.Bounded, service.configuration.limits),
    ]
