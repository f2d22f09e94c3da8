"""The protocol over HTTP: each request for itself, answered with JSON.

Invariant: a page of another site reaches no tool: the Host must be a name of this server, and an Origin, where there is
one, its own.
"""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult, urlsplit

from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from obstat.app.mcp.refusals import Plain
from obstat.app.service.configuration import Configuration
from obstat.app.service.problems import Problem
from obstat.app.service.served import Service
from obstat.model.errors import MissingExtra

if TYPE_CHECKING:
    from mcp.server.lowlevel import Server

_LOCAL = frozenset(["127.0.0.1", "localhost", "::1"])
_ANY = frozenset(["", "0.0.0.0", "::"])
"""Addresses that stand for all of a machine."""


class Endpoint:
    """The application behind ``/mcp``."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._server: Server[Any] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request. Raises `Problem` for one that is refused, `MissingExtra` without the libraries."""
        check_names(Request(scope), self._service.configuration)
        if self._server is None:
            self._server = await self._loaded()
        from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

        most = self._service.configuration.limits.body
        sessions = StreamableHTTPSessionManager(
            self._server, json_response=True, stateless=True, max_request_body_size=most
        )
        async with sessions.run():
            await sessions.handle_request(scope, receive, Plain(send))

    async def _loaded(self) -> Server[Any]:
        """The server, made in a thread: to load the libraries takes a second."""
        import anyio.to_thread

        if importlib.util.find_spec("mcp") is None:
            raise MissingExtra("The Model Context Protocol", "mcp")
        return await anyio.to_thread.run_sync(self._made)

    def _made(self) -> Server[Any]:
        from obstat.app.mcp.server import server
        from obstat.app.mcp.tools import Reach

        limits = self._service.configuration.limits
        return server(self._service, Reach(files=False, seconds=limits.seconds))


def check_names(request: Request, configuration: Configuration) -> None:
    """Raise `Problem` for a request under a name that is not this server's, or from a page of another site."""
    named = request.headers.get("host", "")
    names = _names(configuration)
    if not named or (names is not None and _host(f"//{named}") not in names):
        raise Problem(421, "This server is not known by that Host; use its own address, or set its public address.")
    origin = request.headers.get("origin")
    if origin is None:
        return
    public = configuration.public_url
    own = {f"{request.url.scheme}://{named}".lower()} | ({_origin(urlsplit(public))} if public else set())
    if origin.lower() not in own:
        raise Problem(403, "Pages of other sites may not use this address; ask from a program, or from this site.")


def _names(configuration: Configuration) -> frozenset[str] | None:
    """What the server may be called; None where it listens on all addresses and nothing says what it is called."""
    said = {_host(configuration.public_url)} if configuration.public_url else set()
    said |= {name.casefold() for name in configuration.names}
    if configuration.local:
        return _LOCAL | said | {configuration.host.casefold()}
    if configuration.host in _ANY:
        return _LOCAL | said if said else None
    return frozenset(said | {configuration.host.casefold()})


def _host(address: str) -> str:
    """The host of an address; empty where it has none, or is none."""
    try:
        return (urlsplit(address).hostname or "").rstrip(".")
    except ValueError:
        return ""


def _origin(address: SplitResult) -> str:
    return f"{address.scheme}://{address.netloc}".lower()
