"""What a request may cost: how many, how large, how long.

Invariant: memory does not grow with what clients send. A body is refused by its stated length before it is read, and
otherwise where it crosses the limit; an answer that takes too long is told as such while its work is given up.
"""

from __future__ import annotations

import asyncio
import hashlib
import ipaddress
import mmap
import secrets
import time
from pathlib import Path

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from obstat.app.service.configuration import Limits
from obstat.app.service.doors import Door
from obstat.app.service.problems import Problem, answer
from obstat.app.service.tokens import private, write_private

_SLOTS, _SEED = 1 << 16, 16
ENVELOPE = 1 << 20
"""Bytes of a form beside the file in it: the fields and what parts them."""
_SLOWEST = 1024
"""Bytes a second that a body must bring, once it takes longer than an answer may."""


class Rates:
    """A bucket for each token or address: so many requests at once, filled again at so many a minute.

    Of a bucket only the time is kept at which it will be full again (the generic cell rate algorithm), in one of a
    fixed number of places, which the workers of a server share as a file mapped into memory.
    """

    def __init__(self, per_minute: int, shared: Path | None = None) -> None:
        self._gap = 60 / per_minute
        kept = _mapped(shared) if shared else None
        if kept is None:
            kept = mmap.mmap(-1, _SEED + 8 * _SLOTS)
            kept[:_SEED] = secrets.token_bytes(_SEED)
        self._seed = kept[:_SEED]
        self._full = memoryview(kept)[_SEED:].cast("d")

    @staticmethod
    def prepare(shared: Path) -> None:
        """Make the file that workers share, with every bucket full."""
        private(shared.parent)
        write_private(shared, secrets.token_bytes(_SEED) + bytes(8 * _SLOTS))

    def wait(self, key: str) -> float:
        """Count a request. 0 where it may pass, else the seconds after which one may."""
        now = time.monotonic()
        place = int.from_bytes(hashlib.blake2b(key.encode(), digest_size=4, key=self._seed).digest()) % _SLOTS
        full = max(self._full[place], now) + self._gap
        if (over := full - now - 60) > 0:
            return over
        self._full[place] = full
        return 0.0


def _mapped(shared: Path) -> mmap.mmap | None:
    try:
        with shared.open("r+b") as file:
            return mmap.mmap(file.fileno(), _SEED + 8 * _SLOTS)
    except (OSError, ValueError):
        return None


def address_key(host: str) -> str:
    """What shares a bucket: an address, or the network of 64 bits that one customer has of IPv6."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if address.version == 4:
        return host
    return str(address.ipv4_mapped or int(address) >> 64)


class Bounded:
    """The guard of sizes and times. It wants `Access` outside it."""

    def __init__(self, app: ASGIApp, limits: Limits) -> None:
        self._app, self._limits = app, limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        way: Door = scope["state"]["door"]
        most: int = getattr(self._limits, way.body)
        headers = dict(scope["headers"])
        if way.body != "body" and headers.get(b"content-type", b"").lower().startswith(b"multipart/"):
            most += ENVELOPE
        length = headers.get(b"content-length", b"0")
        if length.isdigit() and int(length) > most:
            raise too_large(most, way.body)
        await _Exchange(scope, receive, send, self._limits, most).run(self._app)


class _Exchange:
    """One request and its answer, under their limits."""

    def __init__(self, scope: Scope, receive: Receive, send: Send, limits: Limits, most: int) -> None:
        self._scope, self._receive_, self._send_, self._limits, self._most = scope, receive, send, limits, most
        self._begun = time.monotonic()
        self._received, self._whole, self._started, self._late = 0, False, False, False
        self._loop = asyncio.get_running_loop()
        self._task = asyncio.current_task()
        self._timer: asyncio.TimerHandle | None = None
        self._telling: asyncio.Task[None] | None = None

    async def run(self, app: ASGIApp) -> None:
        self._start()
        try:
            await app(self._scope, self._receive, self._send)
        except asyncio.CancelledError:
            if self._telling is None or self._task is None:
                raise
            self._task.uncancel()
        finally:
            self._stop()
        if self._telling is not None:
            await self._telling

    async def _receive(self) -> Message:
        if self._whole or self._started:
            return await self._receive_()
        self._stop()  # the time in which we wait for the client is not ours
        try:
            async with asyncio.timeout(self._limits.idle_seconds):
                message = await self._receive_()
        except TimeoutError:
            raise _too_slow() from None
        self._received += len(message.get("body", b""))
        self._whole = not message.get("more_body", False)
        if self._received > self._most:
            raise too_large(self._most, self._scope["state"]["door"].body)
        if not self._whole and time.monotonic() - self._begun > self._limits.seconds + self._received / _SLOWEST:
            raise _too_slow()
        self._start()
        return message

    async def _send(self, message: Message) -> None:
        if self._late:
            return
        self._started = True
        self._stop()
        await self._send_(message)

    def _start(self) -> None:
        if not self._started and not self._late:
            self._timer = self._loop.call_later(self._limits.seconds, self._expire)

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _expire(self) -> None:
        self._late = True
        self._telling = self._loop.create_task(self._tell())
        if self._task is not None:
            self._task.cancel()

    async def _tell(self) -> None:
        """Answer at once, though the work may not let itself be given up at once."""
        problem = Problem(
            503,
            f"The answer took more than {self._limits.seconds:g} s; ask for less at once, or screen it as a file.",
            code="time",
            headers={"Retry-After": "10"},
        )
        await answer(problem, self._scope, self._receive_, self._send_)


def too_large(most: int, kind: str) -> Problem:
    """The problem of a body that is larger than its `kind` (a field of `Limits`) may be."""
    size = f"{most / (1 << 20):,.6g} MiB" if most >= 1 << 20 else f"{most:,} bytes"
    fix = {
        "upload": "split the file, or compress it with gzip",
        "story": "send fewer stories at once",
    }
    told = f"A body may have {size} here; {fix.get(kind, 'send less, or a file to /v1/screen')}."
    return Problem(413, told, code="too_large")


def _too_slow() -> Problem:
    return Problem(408, "The body came too slowly; send it again without a pause.", code="too_slow")
