"""One question to an endpoint, with tries and waits between them.

Invariant: only the endpoint's own host (or the proxy on the way to it) is spoken to, and no redirect is followed; a
question ends within its time, and every failure is one sentence without the key.
"""

from __future__ import annotations

import contextlib
import email.utils
import http.client
import json
import re
import socket
import ssl
import threading
import time
import urllib.parse
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from obstat._version import __version__
from obstat.model.claim_words import shown
from obstat.model.errors import EndpointError
from obstat.news.remote.endpoint import Endpoint

LARGEST = 8 * 1024 * 1024
"""Bytes of an answer."""
_CONNECT = 15.0
_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504, 529})
_LATER = "run the command again later; what was answered so far is kept"
_WORDS = 200
"""Characters of an endpoint's own words that are told."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long an endpoint is waited for, in seconds, and how often it is asked."""

    answer: float = 300.0
    """Time of one answer, all of it: models on small machines are slow."""
    tries: int = 4
    longest: float = 60.0
    """The longest wait between two tries; an endpoint that wants more is not asked again."""
    sleep: Callable[[float], object] = time.sleep


class Refused(Exception):
    """The endpoint understood the question and will not answer it in this form."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status, self.words = status, words


class _Later(Exception):
    """A try that failed in a way that may pass; `most` tries are made of such."""

    def __init__(self, what: str, after: str | None = None, most: int = 99) -> None:
        super().__init__(what)
        self.what, self.after, self.most = what, after, most


def ask(endpoint: Endpoint, question: dict[str, Any], patience: Patience, proxy: str | None = None) -> Any:
    """The JSON with which the endpoint answers.

    Raises `Refused` where another form of the question may be answered, and `EndpointError` where none will be.
    """
    data = json.dumps(question, ensure_ascii=False).encode("utf-8", "replace")
    attempt = 1
    while True:
        try:
            return _read(endpoint, *_posted(endpoint, data, patience, proxy))
        except _Later as failure:
            wait = max(2.0 ** (attempt - 1), _seconds(failure.after))
            if attempt >= min(patience.tries, failure.most) or wait > patience.longest:
                tries = f" (tried {attempt} times)" if attempt > 1 else ""
                raise EndpointError(f"{failure.what}{tries}; {_LATER}.") from None
        patience.sleep(wait)
        attempt += 1


def _posted(endpoint: Endpoint, data: bytes, patience: Patience, proxy: str | None) -> tuple[int, Any, bytes]:
    """Status, headers and body of one try."""
    host = endpoint.shown
    connection = _connection(endpoint, proxy)
    with _ends(connection, patience.answer) as watch:
        try:
            connection.connect()
            watch.sock = connection.sock
            connection.sock.settimeout(patience.answer)
            connection.request("POST", endpoint.target, body=data, headers=_headers(endpoint))
            response = connection.getresponse()
            body = response.read(LARGEST + 1)
            if watch.fired:  # a body that ends with its connection looks whole when it was cut
                raise TimeoutError
            return response.status, response.headers, body
        except ssl.SSLCertVerificationError as error:
            raise EndpointError(
                f"The certificate of {host} is not valid ({error.verify_message}); check the address, or name the file "
                "of its certificate authority in SSL_CERT_FILE."
            ) from None
        except (OSError, http.client.HTTPException, ValueError, AttributeError) as error:
            # a connection that is shut down in the middle fails in many ways; without the watch these are faults
            if watch.fired or isinstance(error, TimeoutError):
                raise _Later(f"{host} did not answer within {patience.answer:g} seconds", most=2) from None
            if isinstance(error, ssl.SSLError):
                raise EndpointError(
                    f"{host} does not speak TLS as it should; check whether it is http or https."
                ) from None
            if isinstance(error, socket.gaierror | ConnectionRefusedError | UnicodeError):
                why = getattr(error, "strerror", None) or "no name of a host"
                raise EndpointError(
                    f"{host} cannot be reached ({why}); check the address given with --extractor, and that "
                    "the server runs."
                ) from None
            if isinstance(error, OSError | http.client.HTTPException):
                raise _Later(f"The connection to {host} broke ({type(error).__name__})") from None
            raise
        finally:
            connection.close()


class _Watch:
    """Cuts a connection when its time is over."""

    def __init__(self, connection: http.client.HTTPConnection) -> None:
        self.fired, self.sock = False, None
        self._connection = connection

    def cut(self) -> None:
        self.fired = True
        for sock in (self.sock, self._connection.sock):
            if sock is not None:
                with contextlib.suppress(OSError):
                    sock.shutdown(socket.SHUT_RDWR)


@contextlib.contextmanager
def _ends(connection: http.client.HTTPConnection, seconds: float) -> Iterator[Any]:
    """The connection is shut down after so many seconds, also where single bytes drip in."""
    watch = _Watch(connection)
    timer = threading.Timer(seconds, watch.cut)
    timer.daemon = True
    timer.start()
    try:
        yield watch
    finally:
        timer.cancel()


def _connection(endpoint: Endpoint, proxy: str | None) -> http.client.HTTPConnection:
    if endpoint.scheme == "http":
        return http.client.HTTPConnection(endpoint.host, endpoint.port, timeout=_CONNECT)
    context = ssl.create_default_context()
    if proxy is None:
        return http.client.HTTPSConnection(endpoint.host, endpoint.port, timeout=_CONNECT, context=context)
    try:
        parts = urllib.parse.urlsplit(proxy)
        host, port = parts.hostname, parts.port
    except ValueError:
        host = port = None
    if not host or parts.scheme != "http" or parts.username is not None:
        raise EndpointError("The proxy's address cannot be used for the extractor; write it as http://host:port.")
    through = http.client.HTTPSConnection(host, port or 80, timeout=_CONNECT, context=context)
    through.set_tunnel(endpoint.host, endpoint.port)
    return through


def _headers(endpoint: Endpoint) -> dict[str, str]:
    headers = {
        "User-Agent": f"obstat/{__version__}",
        "Content-Type": "application/json",
        "Accept": "application/json",
        "Accept-Encoding": "identity",
        "Connection": "close",
    }
    if endpoint.key:
        headers["Authorization"] = f"Bearer {endpoint.key}"
    return headers


def _read(endpoint: Endpoint, status: int, headers: Any, body: bytes) -> Any:
    """What an answer comes to."""
    host = endpoint.shown
    if len(body) > LARGEST:
        raise EndpointError(f"{host} answered with more than {LARGEST:,} bytes; check that the address is right.")
    if status in _AGAIN:
        raise _Later(f"{host} answered {status}", headers.get("Retry-After"))
    if status in (401, 403):
        hint = "check the key in OBSTAT_EXTRACTOR_KEY" if endpoint.key else "set OBSTAT_EXTRACTOR_KEY to a key for it"
        raise EndpointError(f"{host} answered {status}; {hint}.")
    if status == 402:
        raise EndpointError(
            f"{host} answered 402, which means that the account of the key has nothing left; top it up."
        )
    if 300 <= status < 400:
        raise EndpointError(f"{host} redirects ({status}), which is not followed; give the final address.")
    if status in (404, 405):
        raise EndpointError(
            f"{host} answered {status}; check that the address ends as its API's does (often /v1), and that it has the "
            f"model {_told(endpoint, endpoint.model)}."
        )
    if status != 200:
        raise Refused(status, _told(endpoint, _words(body)))
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        raise EndpointError(
            f"{host} answered with something that is not JSON; check that the address ends as its API's does "
            "(often /v1)."
        ) from None
    if isinstance(answer, dict) and answer.get("error") and not answer.get("choices"):
        raise Refused(status, _told(endpoint, _words(body)))  # some say so with a 200
    return answer


def _words(body: bytes) -> str:
    """Why the endpoint refuses, in its own words."""
    try:
        held = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    error = held.get("error", held.get("message")) if isinstance(held, dict) else None
    told = error.get("message") if isinstance(error, dict) else error
    return told if isinstance(told, str) else ""


def _told(endpoint: Endpoint, text: str) -> str:
    return " ".join(shown(endpoint.without_key(text)).split())[:_WORDS]


def _seconds(retry_after: str | None) -> float:
    """A Retry-After: seconds, or a date (RFC 9110, section 10.2.3); 0 for one that cannot be read."""
    if not retry_after:
        return 0.0
    if re.fullmatch(r"[0-9]{1,9}(?:\.[0-9]+)?", retry_after.strip()):
        return float(retry_after)
    try:
        return email.utils.parsedate_to_datetime(retry_after).timestamp() - time.time()
    except (ValueError, OverflowError, TypeError):
        return 0.0
