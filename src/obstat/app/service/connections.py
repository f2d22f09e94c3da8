"""One connection of a client, from its first byte to its last.

Invariant: no client can hold a connection by being slow or silent, and none can keep others out by holding many: who
says nothing is let go after the time that is set, and sooner where more connections come than are kept. What is no
HTTP gets a sentence, and the connection is closed only after the client could read it.
"""

from __future__ import annotations

import asyncio
import http
import json
import socket
import sys
from typing import Any

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from obstat.app.service import problems
from obstat.app.service.configuration import Limits
from obstat.app.service.headers import SECURE
from obstat.app.service.hosts import LONGEST_HEAD

_LINGER = 2.0
"""Seconds in which what a client still sends is read and dropped, so that it can read our answer."""
_LINGER_BYTES = 64 << 20
_PIECE = 16384
"""Bytes that are read at once, so that nobody waits long for what another has sent."""
_WRAPPING = 32768
"""Bytes that chunks may cost beyond as many as they bring; reading very small ones is slow."""


class Settings(uvicorn.Config):
    """What a worker's connections go by. Sent to the workers as it is."""

    limits: Limits
    most: int
    """Connections to keep open."""

    @property
    def idle(self) -> dict[Connection, None]:
        """The connections of this process with no request under way, longest idle first."""
        idle: dict[Connection, None] = self.__dict__.setdefault("_idle", {})
        return idle


class Connection(H11Protocol):
    """A connection that keeps to its times."""

    config: Settings

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._timer: asyncio.TimerHandle | None = None
        self._stalled: asyncio.TimerHandle | None = None
        self._lingering, self._dropped, self._said, self._wrapping = False, 0, False, 0
        sock = transport.get_extra_info("socket")
        if sock is not None:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, True)
            if hasattr(socket, "TCP_USER_TIMEOUT"):  # the kernel gives a client up that reads nothing of its answer
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, int(2000 * self._silence))
        if len(self.connections) > self.config.most and not self._make_room():
            self._refuse(503, "Too many requests are under way; try again in a moment.", "Retry-After: 5\r\n")
            return
        self.config.idle[self] = None
        self._wait(self._silence, self._too_slow)

    def connection_lost(self, exc: Exception | None) -> None:
        self._unwait()
        if self._stalled is not None:
            self._stalled.cancel()
        self.config.idle.pop(self, None)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        for start in range(0, len(data), _PIECE):
            if not self.transport.is_closing():
                self._take(data[start : start + _PIECE])

    def _take(self, data: bytes) -> None:
        self._said = True
        if self._lingering:
            self._drop(len(data))
            return
        if self._under_way:
            if self.cycle.response_complete:
                self._drop(len(data))
        elif self._timer is None:
            self._wait(self._silence, self._too_slow)
        before, over = self.cycle, not self._under_way
        had = 0 if over else len(before.body)
        super().data_received(data)
        if self.cycle is not before:
            self._occupied()
        elif self._under_way:
            self._wrapping += len(data) - 2 * (len(self.cycle.body) - had)
            if self._wrapping > _WRAPPING and not self.cycle.response_complete and not self._lingering:
                self._unreadable(400, "The chunks of the body are too small; send larger ones, or its length.")
            self._wrapping = max(self._wrapping, -_WRAPPING)
        elif not over and not self._under_way:  # the rest of the body has come
            self._rest()
            self.timeout_keep_alive_task = self.loop.call_later(
                self.timeout_keep_alive, self.timeout_keep_alive_handler
            )

    def on_response_complete(self) -> None:
        before = self.cycle
        super().on_response_complete()
        if self.transport.is_closing():
            return
        if self.cycle is not before:  # the next request was here already
            self._occupied()
        elif self._under_way:  # the rest of a body that nobody wants
            self._dropped = 0
            if (b"transfer-encoding", b"chunked") in self.cycle.scope["headers"]:
                self._linger()  # reading its chunks would cost more than a new connection
            else:
                self._wait(_LINGER, self.transport.close)
        else:
            self._rest()

    def eof_received(self) -> bool:  # type: ignore[override]
        """A client that has said all it has to say still gets its answer."""
        cycle = self.cycle
        waits = cycle is not None and not cycle.response_complete and not cycle.more_body
        if self._lingering or not waits or self._endless:
            return False
        cycle.keep_alive = False
        return True

    def pause_writing(self) -> None:
        super().pause_writing()
        self._stalled = self.loop.call_later(self._silence, self.transport.abort)

    def resume_writing(self) -> None:
        super().resume_writing()
        if self._stalled is not None:
            self._stalled.cancel()

    def shutdown(self) -> None:
        app: Any = self.cycle.scope.get("app") if self.cycle is not None else None
        if app is not None:
            app.state.service.stop()
        if self._lingering:
            self.transport.close()
        elif self._endless and not self.cycle.response_complete:
            self.cycle.disconnected = True  # its sender sees that nobody listens, and ends
            self.cycle.message_event.set()
            self.transport.close()
        else:
            super().shutdown()

    def send_400_response(self, msg: str) -> None:
        """Called where h11 cannot read what the client sends, while that error is handled."""
        hint = getattr(sys.exception(), "error_status_hint", 400)
        told = {
            431: f"The headers may have {LONGEST_HEAD} bytes; send fewer.",
            501: "Of transfer encodings only 'chunked' is known here; send the body so, or with its length.",
        }
        self._unreadable(hint if hint in told else 400, told.get(hint, "This is not HTTP/1.1; send it well-formed."))

    def _unreadable(self, status: int, sentence: str) -> None:
        if self._under_way and self.cycle.response_started:
            self.transport.close()
            return
        if self._under_way:
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        self._refuse(status, sentence)

    def _should_upgrade(self) -> bool:
        return False

    @property
    def _silence(self) -> float:
        return self.config.limits.idle_seconds

    @property
    def _under_way(self) -> bool:
        """Whether a request is not over: not answered, or not wholly read."""
        return self.cycle is not None and (not self.cycle.response_complete or self.conn.their_state is h11.SEND_BODY)

    @property
    def _endless(self) -> bool:
        return self.cycle is not None and "endless" in self.cycle.scope.get("state", {})

    def _occupied(self) -> None:
        self.config.idle.pop(self, None)
        self._unwait()
        self._dropped = self._wrapping = 0

    def _rest(self) -> None:
        self._unwait()
        self.config.idle[self] = None
        if self.conn.trailing_data[0]:  # the beginning of the next request
            self._wait(self._silence, self._too_slow)

    def _make_room(self) -> bool:
        for oldest in self.config.idle:
            oldest.transport.abort()
            self.connections.discard(oldest)
            del self.config.idle[oldest]
            return True
        return False

    def _too_slow(self) -> None:
        if not self._said:
            self.transport.close()
        elif not self._under_way:
            self._refuse(408, "The request came too slowly; send it again without a pause.")

    def _refuse(self, status: int, sentence: str, more: str = "") -> None:
        """Answer by hand, say no more, and wait a moment for the client to read it."""
        body = json.dumps(problems.body(problems.Problem(status, sentence))).encode()
        lines = [f"{name}: {value}\r\n" for name, value in SECURE]
        lines += [f"{name.decode()}: {value.decode()}\r\n" for name, value in self.server_state.default_headers]
        head = f"HTTP/1.1 {status} {http.HTTPStatus(status).phrase}\r\nContent-Type: {problems.MEDIA_TYPE}\r\n"
        head += f"Content-Length: {len(body)}\r\nConnection: close\r\n{more}{''.join(lines)}\r\n"
        self.config.idle.pop(self, None)
        self.transport.write(head.encode("latin-1") + body)
        self._linger()

    def _linger(self) -> None:
        """Say no more, and drop what comes, until the client has had time to read."""
        if self.transport.can_write_eof():
            self.transport.write_eof()
        self._lingering, self._dropped = True, 0
        self.flow.resume_reading()
        self._wait(_LINGER, self.transport.close)

    def _drop(self, size: int) -> None:
        self._dropped += size
        if self._dropped > _LINGER_BYTES:
            self.transport.abort()

    def _wait(self, seconds: float, then: Any) -> None:
        self._unwait()
        self._timer = self.loop.call_later(seconds, then)

    def _unwait(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
