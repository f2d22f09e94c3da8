"""Whether a request is one for this server at all: its host, its form, its path.

Invariant: what goes on names a host of ours (so that no name of another's can be made to point here), has one way to
tell where its body ends (so that a proxy and we agree on it), and has a path that stays below the root.
"""

from __future__ import annotations

import re
import socket
from urllib.parse import unquote, urlsplit

from starlette.types import ASGIApp, Receive, Scope, Send

from obstat.app.service.configuration import Configuration, is_loopback
from obstat.app.service.problems import Problem

LONGEST_HEAD = 32768
"""Bytes of all headers."""
LONGEST_TARGET = 16384
"""Bytes of an address with its query."""
_HOST = re.compile(r"(?:\[([0-9a-f:.]+)\]|([^\[\]:/?#@\s\\]+))(?::\d{0,5})?", re.I)
_UNFIT = re.compile(r"[\x00-\x1f\x7f\\]|(?:^|/)\.{1,2}(?:/|$)")
_CLOSE = {"Connection": "close"}
_FORWARDED = (b"forwarded", b"x-forwarded-for", b"x-forwarded-host")


class KnownHosts:
    """The guard of forms. It sets ``state["secure"]``: whether a cookie must be kept to TLS."""

    def __init__(self, app: ASGIApp, configuration: Configuration) -> None:
        self._app, self._local = app, configuration.local
        public = urlsplit(configuration.public_url).hostname if configuration.public_url else None
        named = {*configuration.names, configuration.host, *([public] if public else [])}
        self._names = {name.casefold().strip("[]").removesuffix(".") for name in named if name}
        if not configuration.local:
            self._names.add(socket.gethostname().casefold())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            self._look(scope)
        await self._app(scope, receive, send)

    def _look(self, scope: Scope) -> None:
        size, hosts, framed, forwarded = 0, [], set(), False
        for name, value in scope["headers"]:
            size += len(name) + len(value) + 4
            if name == b"host":
                hosts.append(value.decode("latin-1"))
            elif name in (b"content-length", b"transfer-encoding"):
                framed.add(name)
            forwarded = forwarded or name in _FORWARDED
        if scope["http_version"] not in ("1.0", "1.1", "2"):
            raise Problem(505, "HTTP/1.1 is spoken here; send the request in it.", headers=_CLOSE)
        if size > LONGEST_HEAD:
            raise Problem(431, f"The headers may have {LONGEST_HEAD} bytes; send fewer.", headers=_CLOSE)
        if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > LONGEST_TARGET:
            raise Problem(
                414, f"An address may have {LONGEST_TARGET} bytes; send the question as a POST.", headers=_CLOSE
            )
        if len(framed) > 1 or (b"transfer-encoding" in framed and scope["http_version"] == "1.0"):
            raise Problem(400, "A body has one length; send Content-Length or Transfer-Encoding.", headers=_CLOSE)
        if absolute := self._absolute(scope):
            hosts = [absolute]
        if len(hosts) != 1:
            raise Problem(400, "A request names one host; send one Host header.", headers=_CLOSE)
        host = self._known(hosts[0], scope)
        if self._local and forwarded:
            raise Problem(
                403,
                "This server answers this machine alone, and a proxy has sent this; start it with --public-url and a "
                "token to serve others.",
                headers=_CLOSE,
            )
        scope.setdefault("state", {})["secure"] = scope["scheme"] == "https" or not is_loopback(host)
        path = scope["path"]
        if not path.startswith("/") or _UNFIT.search(path):
            raise Problem(400, "That is no address here; it begins with '/' and holds no '..' or control character.")

    def _absolute(self, scope: Scope) -> str | None:
        """The host of a request for a whole URL, whose path then counts alone."""
        if not scope["path"].casefold().startswith(("http://", "https://")):
            return None
        rest: str = (scope.get("raw_path") or scope["path"].encode()).decode("latin-1").partition("//")[2]
        authority, slash, path = rest.partition("/")
        scope["raw_path"] = f"{slash or '/'}{path}".encode("latin-1")
        scope["path"] = unquote(scope["raw_path"].decode("latin-1"))
        return authority

    def _known(self, given: str, scope: Scope) -> str:
        """The host without its port."""
        found = _HOST.fullmatch(given.strip())
        if found is None:
            raise Problem(400, "The Host header cannot be read; send the host and port of this server.", headers=_CLOSE)
        host = (found[1] or found[2]).casefold().removesuffix(".")
        reached = scope["server"][0] if scope.get("server") else None  # the end of the connection that is ours
        if host in self._names or is_loopback(host) or host == reached:
            return host
        raise Problem(
            421,
            "That host is not served here; use the server's own address, or start it with --names and the host.",
            code="host",
            headers=_CLOSE,
        )
