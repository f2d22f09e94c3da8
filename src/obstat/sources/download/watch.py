"""The time limit of a download, kept also where a read would go on as long as single bytes drip in.

Invariant: within a moment of the limit the connection in use is shut down, so that whoever waits for it goes on;
`fired` is true from then on, whatever the error looks like that comes of it.
"""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from types import TracebackType
from typing import Any

_MOMENT = 0.1
"""A connection may be between two sockets (before and after TLS) when the limit is reached, so it is tried again."""


class Watch:
    """Shuts down the connections handed to it after `seconds`; used as a context."""

    def __init__(self, seconds: float) -> None:
        self.fired = False
        self._ends = time.monotonic() + seconds
        self._connection: Any = None
        self._socket: Any = None
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._run, name="obstat download limit", daemon=True)

    @property
    def left(self) -> float:
        """Seconds to the limit, never negative."""
        return max(0.0, self._ends - time.monotonic())

    def over(self, connection: Any) -> None:
        """Watch a connection that has, or will have, its socket in ``sock``."""
        self._connection, self._socket = connection, None

    def connected(self, sock: Any) -> None:
        """Watch this socket, which the connection may let go of while its answer is still read."""
        self._socket = sock

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._done.set()
        self._thread.join()

    def _run(self) -> None:
        if self._done.wait(min(self.left, threading.TIMEOUT_MAX)):
            return
        self.fired = True
        while not self._done.wait(_MOMENT):
            for sock in (self._socket, getattr(self._connection, "sock", None)):
                _shut(sock)


def _shut(sock: Any) -> None:
    inner = getattr(sock, "socket", sock)  # TLS within TLS wraps the socket in an object of its own
    if isinstance(inner, socket.socket):
        with contextlib.suppress(OSError):  # it was closed, or never connected
            # not SSLSocket.shutdown, which drops the TLS state that another thread is reading with
            socket.socket.shutdown(inner, socket.SHUT_RDWR)
