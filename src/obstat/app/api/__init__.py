"""The HTTP API under ``/v1``: JSON in, JSON out, the same answers as the commands.

Invariant: what is printed is what the command prints; a route reads a request and writes an answer, and decides
nothing.
"""

from __future__ import annotations

from starlette.routing import BaseRoute

from obstat.app.service.served import Service


def routes(service: Service) -> list[BaseRoute]:
    """All routes of the API."""
    from obstat.app.api import answers, state

    return [*state.routes(service), *answers.routes(service)]
