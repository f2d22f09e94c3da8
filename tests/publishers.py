"""Publishers that misbehave: a web server on this machine that does per path what it is told, a proxy, a resolver.

Invariant: a server answers each path with its answers in order, the last one for ever, keeps the requests it got, and
ends its threads when its context does.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import trustme

CSV = b"name,country\r\nExample Works,CN\r\n"
PAGE = b"<!DOCTYPE html>\n<html><head><title>Maintenance</title></head><body>Come back later</body></html>"


class Handler(BaseHTTPRequestHandler):
    """One connection to a `Publisher`."""

    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        publisher = self.server.publisher
        publisher.requests.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
        answers = publisher.script.get(self.path) or [status(404)]
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        self.close_connection = True
        with contextlib.suppress(OSError):  # the client left, as it should
            answer(self)

    def do_CONNECT(self) -> None:
        publisher = self.server.publisher
        publisher.requests.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
        self.close_connection = True
        answers = publisher.script.get(self.path, [tunnel])
        with contextlib.suppress(OSError):
            answers[0](self)

    def begin(self, code: int = 200, **headers: str) -> None:
        """The status line and headers; underscores in names stand for hyphens."""
        self.send_response_only(code)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        pass


Answer = Callable[[Handler], None]

_ENOUGH = 15.0
"""Seconds after which what would go on for ever ends, so that a client without limits fails its test and goes on."""


class Server(ThreadingHTTPServer):
    daemon_threads = True
    publisher: Publisher

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A handshake that the client broke off is what some tests are about."""

    def shutdown_request(self, request: Any) -> None:
        # without this a body that ends with its connection would end with a reset instead
        with contextlib.suppress(OSError):
            socket.socket.shutdown(request, socket.SHUT_WR)
        self.close_request(request)


class Publisher:
    """A server at 127.0.0.1; `script` says what each path answers. With a `context` it speaks TLS."""

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        self.script: dict[str, list[Answer]] = {}
        self.requests: list[tuple[str, dict[str, str]]] = []
        self.stopped = threading.Event()
        self.upstream: Publisher | None = None
        self._server = Server(("127.0.0.1", 0), Handler)
        self._server.publisher = self
        self._scheme = "http"
        if context is not None:
            self._scheme = "https"
            self._server.socket = context.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    def at(self, path: str = "/list.csv", *answers: Answer, host: str = "lists.example") -> str:
        """The address of a path, which from now on gives these answers."""
        if answers:
            self.script[path] = list(answers)
        return f"{self._scheme}://{host}:{self.port}{path}"

    def paths(self) -> list[str]:
        return [path for path, _ in self.requests]

    def __enter__(self) -> Publisher:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.stopped.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def gives(body: bytes, code: int = 200, **headers: str) -> Answer:
    """A whole answer."""

    def answer(handler: Handler) -> None:
        handler.begin(code, **{"Content_Length": str(len(body)), **headers})
        handler.wfile.write(body)

    return answer


def status(code: int, **headers: str) -> Answer:
    return gives(b"", code, **headers)


def redirects(to: str, code: int = 302) -> Answer:
    return status(code, Location=to)


def raw(data: bytes) -> Answer:
    """Exactly these bytes, then the end of the connection."""
    return lambda handler: handler.wfile.write(data) and None


def truncated(body: bytes, missing: int = 10) -> Answer:
    return gives(body, Content_Length=str(len(body) + missing))


def chunked(*blocks: bytes, end: bool = True, **headers: str) -> Answer:
    """A chunked body, with or without its end."""

    def answer(handler: Handler) -> None:
        handler.begin(Transfer_Encoding="chunked", **headers)
        for block in blocks:
            handler.wfile.write(b"%x\r\n%s\r\n" % (len(block), block))
        if end:
            handler.wfile.write(b"0\r\n\r\n")

    return answer


def endless(handler: Handler) -> None:
    """Rows without end, as fast as they are taken."""
    handler.begin(Content_Type="text/csv")
    ends = time.monotonic() + _ENOUGH
    while time.monotonic() < ends and not handler.server.publisher.stopped.is_set():
        handler.wfile.write(CSV * 1000)


def drips(*, after: bytes = b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", byte: bytes = b"a") -> Answer:
    """A byte now and then, so that no single read ever times out; `after` is sent at once."""

    def answer(handler: Handler) -> None:
        handler.wfile.write(after)
        ends = time.monotonic() + _ENOUGH
        while time.monotonic() < ends and not handler.server.publisher.stopped.wait(0.02):
            handler.wfile.write(byte)

    return answer


def silent(handler: Handler) -> None:
    handler.server.publisher.stopped.wait(_ENOUGH)


def bomb(size: int) -> Answer:
    """Zeros, a thousand times smaller on the way than decoded."""
    engine = zlib.compressobj(9, zlib.DEFLATED, 31)
    data = engine.compress(bytes(size)) + engine.flush()
    return gives(data, Content_Encoding="gzip")


def forward(handler: Handler) -> None:
    """What a proxy does with an http address: ask for it, here always at its upstream."""
    upstream = handler.server.publisher.upstream
    assert upstream is not None
    path = "/" + handler.path.split("/", 3)[3]
    with socket.create_connection(("127.0.0.1", upstream.port)) as onward:
        onward.sendall(f"GET {path} HTTP/1.1\r\nHost: {handler.headers['Host']}\r\nConnection: close\r\n\r\n".encode())
        while data := onward.recv(65536):
            handler.wfile.write(data)


def tunnel(handler: Handler) -> None:
    """What a proxy does with CONNECT, here always to its upstream."""
    upstream = handler.server.publisher.upstream
    assert upstream is not None
    with socket.create_connection(("127.0.0.1", upstream.port)) as onward:
        handler.begin()
        back = threading.Thread(target=_pour, args=(onward, handler.connection), daemon=True)
        back.start()
        _pour(handler.connection, onward)
        back.join()


def _pour(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
    with contextlib.suppress(OSError):
        socket.socket.shutdown(target, socket.SHUT_RDWR)


@contextlib.contextmanager
def quickly(seconds: float) -> Iterator[None]:
    """Fails when what is inside takes longer."""
    started = time.monotonic()
    yield
    assert time.monotonic() - started < seconds


def served(authority: trustme.CA, *names: str, **options: Any) -> ssl.SSLContext:
    """What a server needs to prove that it is one of `names`."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names, **options).configure_cert(context)
    return context


@dataclass
class Network:
    """A stand-in for the resolver and the network beyond this machine."""

    names: dict[str, list[str]] = field(default_factory=lambda: {"lists.example": ["127.0.0.1"]})
    asked: list[str] = field(default_factory=list)
    dialled: list[str] = field(default_factory=list)

    def getaddrinfo(self, host: str, port: int, *args: Any, **options: Any) -> list[Any]:
        self.asked.append(host)
        literal = _literal(host)
        found = [literal] if literal else self.names.get(host, [])
        if not found:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return [
            (socket.AF_INET6, socket.SOCK_STREAM, 6, "", (each, port, 0, 0))
            if ":" in each
            else (socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port))
            for each in found
        ]


def _literal(host: str) -> str | None:
    for family in (socket.AF_INET, socket.AF_INET6):
        try:
            return socket.inet_ntop(family, socket.inet_pton(family, host))
        except OSError:
            continue
    try:
        return socket.inet_ntoa(socket.inet_aton(host))
    except OSError:
        return None
