"""Who asks, and whether they may.

Invariant: a request goes on only with `request.state.caller` (the id of a token, or None) and `request.state.roles`
set, and only where the table of `doors` lets these roles in. On loopback nobody needs a token and everything is
allowed; one that is sent and holds still says who asks.
"""

from __future__ import annotations

import datetime
import logging
from urllib.parse import quote

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from obstat.app.service import forgery
from obstat.app.service.doors import READING, door
from obstat.app.service.limits import Rates, address_key
from obstat.app.service.problems import Problem
from obstat.app.service.served import Service
from obstat.app.service.sessions import Sessions
from obstat.app.service.tokens import ROLES, Token, Tokens
from obstat.model.errors import StoreError

_LOG = logging.getLogger("obstat.service")
_EVERYTHING = frozenset(ROLES)
_SCHEMES = ("bearer", "apikey")
"""`ApiKey` is what clients of yente send."""


class Access:
    """The guard at the doors."""

    def __init__(self, app: ASGIApp, service: Service) -> None:
        configuration = service.configuration
        self._app, self._local, self._public_url = app, configuration.local, configuration.public_url
        self._tokens = Tokens(configuration.folder)
        self._sessions = Sessions(configuration.folder, self._tokens)
        self._forms = forgery.Forms(configuration.folder)
        self._rates = Rates(configuration.limits.per_minute, configuration.folder / "rates")
        if not self._local:  # to a browser on this machine it is plain where a request comes from
            service.kept["forms"] = self._forms
        service.kept["access"] = self._tokens, self._sessions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        method, headers = scope["method"], dict(scope["headers"])
        way = door(method, scope["path"])
        state = scope.setdefault("state", {})
        state["door"] = way
        token, wrong = self._caller(headers, state.get("secure", False))
        state["caller"] = token.id if token else None
        state["roles"] = _EVERYTHING if self._local else token.roles if token else frozenset()
        if not self._local:
            self._count(token, scope)
        if method not in READING and not way.foreign and b"authorization" not in headers:
            self._refuse_forged(scope)
        needed = None if method == "OPTIONS" else way.role
        if needed is None or needed in state["roles"]:
            return await self._app(scope, receive, send)
        if token is not None:
            raise Problem(403, f"This needs the role '{needed}'; ask with a token that has it.", code="role")
        if wrong is None and method in ("GET", "HEAD") and b"text/html" in headers.get(b"accept", b""):
            query = scope["query_string"].decode("latin-1")
            target = quote(f"{scope['path']}{'?' if query else ''}{query}", safe="")
            return await RedirectResponse(f"/login?next={target}", 303)(scope, receive, send)
        raise unknown(wrong)

    def _caller(self, headers: dict[bytes, bytes], secure: bool) -> tuple[Token | None, str | None]:
        """The token of a request, or what is wrong with what was sent instead."""
        scheme, _, text = headers.get(b"authorization", b"").decode("latin-1").partition(" ")
        if not (shown := scheme.casefold() in _SCHEMES) and b"cookie" not in headers:
            return None, None
        try:
            cookies = headers.get(b"cookie", b"").decode("latin-1")
            token = self._tokens.of(text.strip()) if shown else self._sessions.of(cookies, secure)
        except StoreError:
            _LOG.exception("The tokens cannot be read.")
            raise Problem(503, "The server cannot read its tokens; its log says why.", code="unavailable") from None
        if token is not None and not token.holds(datetime.datetime.now(datetime.UTC)):
            return None, f"This token ended on {token.expires}; ask the keeper of the server for another."
        if token is None and shown:
            return None, "This token is not known; send one that 'obstat token create' has shown."
        return token, None

    def _refuse_forged(self, scope: Scope) -> None:
        headers, secure = Headers(scope=scope), scope["state"].get("secure", False)
        query = scope["query_string"].decode("latin-1")

        def signed() -> bool:
            return not self._local and self._forms.holds(query, headers.get("cookie", ""), secure)

        forgery.refuse(headers, self._public_url, signed)

    def _count(self, token: Token | None, scope: Scope) -> None:
        key = token.id if token else address_key(scope["client"][0] if scope.get("client") else "")
        if wait := self._rates.wait(key):
            seconds = str(int(wait) + 1)
            raise Problem(
                429, f"Too many requests; try again in {seconds} s.", code="rate", headers={"Retry-After": seconds}
            )


def unknown(wrong: str | None) -> Problem:
    """The problem of somebody who has shown no token that holds."""
    told = wrong or "This needs a token: send it as 'Authorization: Bearer TOKEN', or sign in at /login."
    challenge = 'Bearer realm="obstat"' + (', error="invalid_token"' if wrong else "")
    return Problem(401, told, code="token", headers={"WWW-Authenticate": challenge})


def require(request: Request, role: str) -> None:
    """Raise `Problem` unless the caller holds a role; for a part that decides within one address."""
    if role not in request.state.roles:
        raise Problem(403, f"This needs the role '{role}'; ask with a token that has it.", code="role")
