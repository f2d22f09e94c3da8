"""What every answer carries, and what is written about it: the outermost guard.

Invariant: every answer, an error too, has these headers unless its route has set them otherwise; what went wrong
inside is told as a problem and never shown.
"""

from __future__ import annotations

import logging
import time

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from obstat.app.service.configuration import Configuration
from obstat.app.service.problems import answer

_LOG = logging.getLogger("obstat.service")
ACCESS_LOG = logging.getLogger("obstat.access")

SECURE = (
    (
        "content-security-policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "same-origin"),  # with "no-referrer" our own forms would come with the Origin "null"
    ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
)
_SECURE = [(name.encode(), value.encode()) for name, value in SECURE]


class Answers:
    """Everything that leaves passes here."""

    def __init__(self, app: ASGIApp, configuration: Configuration) -> None:
        self._app, self._logs = app, configuration.logs_access
        self._private = not configuration.local

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        begun, status, sent = time.monotonic(), 0, 0

        async def sending(message: Message) -> None:
            nonlocal status, sent
            if message["type"] == "http.response.start":
                status = message["status"]
                message = {**message, "headers": self._complete(list(message.get("headers", ())), scope)}
            else:
                sent += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, sending)
        except ClientDisconnect:
            pass  # nobody is there to be answered
        except Exception as error:  # whatever it is: the client gets a sentence, the log the trace
            if status:
                _LOG.exception("An answer broke off.")
                raise
            await answer(error, scope, receive, sending)
        finally:
            if self._logs:
                self._log(scope, status, sent, time.monotonic() - begun)

    def _complete(self, headers: list[tuple[bytes, bytes]], scope: Scope) -> list[tuple[bytes, bytes]]:
        there = dict(headers)
        wanted = dict(_SECURE)
        if b"access-control-allow-origin" in there:
            wanted[b"cross-origin-resource-policy"] = b"cross-origin"
        if b"content-security-policy" in there:
            wanted.pop(b"x-frame-options", None)  # a route that says who may frame it says so there
        if scope["scheme"] == "https":
            wanted[b"strict-transport-security"] = b"max-age=31536000"
        if self._private and b"etag" not in there:
            wanted[b"cache-control"] = b"no-store"
        if there.get(b"content-type", b"").startswith(b"text/event-stream"):
            scope.setdefault("state", {})["endless"] = True  # a stop need not wait for it
        return [*headers, *((name, value) for name, value in wanted.items() if name not in there)]

    def _log(self, scope: Scope, status: int, sent: int, seconds: float) -> None:
        """One line; without the query, which says what somebody asks about."""
        client = scope["client"][0] if scope.get("client") else "-"
        caller = scope.get("state", {}).get("caller") or "-"
        path = (scope.get("raw_path") or b"").partition(b"?")[0].decode("latin-1") or "-"
        ACCESS_LOG.info("%s %s %s %s %d %d %.1fms", client, caller, scope["method"], path, status, sent, seconds * 1e3)
