"""How a server is set up: one value for each thing, from the flag, the environment, the settings file, or built in.

Order, first wins, as for every setting (`obstat.app.cli.settings`): ``--port``, ``OBSTAT_SERVE_PORT``, ``serve_port``
in the settings file, the default of `Configuration` or `Limits`.

Invariant: a configuration whose server others can reach is not `local`, and then tokens say who may ask.
"""

from __future__ import annotations

import functools
import ipaddress
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from obstat.app.cli.settings import Settings
from obstat.model.errors import InvalidValue

MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may cost."""

    body: int = MIB
    """Bytes of a body that is no upload."""
    upload: int = 4096 * MIB
    """Bytes of a file to be screened."""
    rows: int = 10_000_000
    """Rows of a file to be screened."""
    story: int = 50 * MIB
    """Bytes of a story."""
    seconds: float = 60.0
    """How long an answer may take."""
    idle_seconds: float = 20.0
    """How long a client may keep silent in the middle of a request."""
    per_minute: int = 3000
    """Requests of one token or address in a minute; not counted on loopback."""
    connections: int = 10_000
    """Connections that one worker keeps open; beyond them the one that has been idle longest is closed."""


@dataclass(frozen=True, slots=True)
class Configuration:
    """A server's set-up."""

    store: Path
    """Where snapshots and the server's own folder are kept."""
    host: str = "127.0.0.1"
    port: int = 8111
    workers: int = 1
    snapshot: str | None = None
    """The snapshot to answer from; None: the one in use, and any that is put into use later."""
    keep_hours: float = 24.0
    """How long uploads and their results are kept."""
    public_url: str | None = None
    """The address under which others reach the server, where a proxy stands before it."""
    names: tuple[str, ...] = ()
    """More hosts under which it is asked."""
    proxies: tuple[str, ...] = ("127.0.0.1", "::1")
    """Proxies that are believed about who asks, where `public_url` is given."""
    access_log: bool | None = None
    """Whether requests are written to the log; None: where others can reach the server."""
    limits: Limits = field(default_factory=Limits)

    @property
    def folder(self) -> Path:
        """The server's private folder: tokens, uploads, results."""
        return self.store / "service"

    @property
    def local(self) -> bool:
        """Whether only this machine can reach the server, so that no account is needed."""
        return self.public_url is None and is_loopback(self.host)

    @property
    def logs_access(self) -> bool:
        """Whether requests are written to the log."""
        return not self.local if self.access_log is None else self.access_log


@functools.lru_cache(maxsize=1024)
def is_loopback(host: str) -> bool:
    """Whether a host is this machine alone."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.casefold() == "localhost"


@dataclass(frozen=True, slots=True)
class ServeSetting:
    """One thing that a user may set: its field, how its text is read, and the words of its help."""

    field: str
    read: Callable[[str], Any]
    metavar: str
    words: str
    accepts: str
    """What is accepted, for the sentence on what is not."""

    @property
    def name(self) -> str:
        """The name in the settings file; the environment's is ``OBSTAT_`` and this in capitals."""
        return f"serve_{self.field}"


def _whole(low: int, high: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if low <= (number := int(text)) <= high:
            return number
        raise ValueError

    return read


def _decimal(low: float, high: float) -> Callable[[str], float]:
    def read(text: str) -> float:
        if low <= (number := float(text)) <= high:
            return number
        raise ValueError

    return read


def _mib(text: str) -> int:
    return int(_decimal(0.001, MIB)(text) * MIB)


def _several(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())


def _yes(text: str) -> bool:
    return {"yes": True, "no": False}[text.casefold()]


def _url(text: str) -> str:
    parts = urlsplit(text)
    wrong = parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.query
    if wrong or parts.path not in ("", "/"):
        raise ValueError
    return text.rstrip("/")


_MANY = 10**9
_NUMBER = "a whole number from {} to {}"
SETTINGS = (
    ServeSetting("host", str, "HOST", "the address to listen on (127.0.0.1: this machine alone)", "an address"),
    ServeSetting("port", _whole(0, 65535), "N", "the port (8111; 0: any that is free)", _NUMBER.format(0, 65535)),
    ServeSetting(
        "workers", _whole(1, 256), "N", "processes that answer, over one snapshot (1)", _NUMBER.format(1, 256)
    ),
    ServeSetting(
        "public_url", _url, "URL", "the address others use, where a proxy stands before (none)", "https://name[:port]"
    ),
    ServeSetting("names", _several, "NAMES", "more hosts it is asked under, with commas between (none)", "host names"),
    ServeSetting(
        "proxies", _several, "ADDRESSES", "proxies believed about who asks, with a public URL (loopback)", "addresses"
    ),
    ServeSetting("keep_hours", _decimal(0.01, 1e6), "N", "hours for which uploads and results are kept (24)", "hours"),
    ServeSetting("body", _mib, "MIB", "size of a body that is no upload (1)", "a size in MiB"),
    ServeSetting("upload", _mib, "MIB", "size of a file to be screened (4096)", "a size in MiB"),
    ServeSetting("story", _mib, "MIB", "size of a story (50)", "a size in MiB"),
    ServeSetting("rows", _whole(1, _MANY), "N", "rows of a file to be screened (10000000)", _NUMBER.format(1, _MANY)),
    ServeSetting("seconds", _decimal(0.05, 86400), "N", "seconds that an answer may take (60)", "seconds above 0"),
    ServeSetting("idle_seconds", _decimal(0.05, 3600), "N", "seconds a client may be silent (20)", "seconds above 0"),
    ServeSetting("per_minute", _whole(1, _MANY), "N", "requests a minute of a token (3000)", _NUMBER.format(1, _MANY)),
    ServeSetting(
        "connections", _whole(16, 10**6), "N", "connections a worker keeps open (10000)", _NUMBER.format(16, 10**6)
    ),
    ServeSetting("access_log", _yes, "yes|no", "log requests (yes where others can reach it)", "yes or no"),
)
_OF_LIMITS = frozenset(Limits.__dataclass_fields__)


def configured(store: Path, settings: Settings, given: Mapping[str, str | None], snapshot: str | None) -> Configuration:
    """The configuration of what was `given` as flags, by field, the environment and the settings file.

    Raises `InvalidValue` for a value that cannot be read.
    """
    values: dict[str, Any] = {}
    for one in SETTINGS:
        flag = given.get(one.field)
        if (text := settings.get(one.name, flag).value) is None:
            continue
        try:
            values[one.field] = one.read(text)
        except (ValueError, KeyError, OverflowError):
            where = f"--{one.field.replace('_', '-')}" if flag is not None else one.name
            raise InvalidValue(f"'{text}' cannot be used for {where}; give {one.accepts}.") from None
    limits = Limits(**{name: value for name, value in values.items() if name in _OF_LIMITS})
    rest = {name: value for name, value in values.items() if name not in _OF_LIMITS}
    return Configuration(store, snapshot=snapshot, limits=limits, **rest)
