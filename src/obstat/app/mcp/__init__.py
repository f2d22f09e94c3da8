"""Tools for programs that speak the `Model Context Protocol <https://modelcontextprotocol.io>`_: over HTTP at ``/mcp``,
and on standard input and output (``obstat mcp``).

Invariant: what a tool gives is what the command of its name prints; the libraries of the protocol are loaded when the
first request comes, so that a server that is never asked pays nothing for them.
"""

from __future__ import annotations

from starlette.routing import BaseRoute, Route

from obstat.app.service.served import Service


def routes(service: Service) -> list[BaseRoute]:
    """The one address of the protocol."""
    from obstat.app.mcp.http import Endpoint

    return [Route("/mcp", Endpoint(service), methods=["POST"], name="mcp")]
