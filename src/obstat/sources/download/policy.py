"""What a download is allowed to do, what it gives, and the clock it goes by.

Invariant: these are plain values; nothing here opens a connection or loads a library.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Policy:
    """The limits of one download. Sizes are bytes, times are seconds.

    With a `proxy`, the proxy resolves the names and connects, so what a name points to cannot be checked here: literal
    addresses and names of the local network (``localhost``, ``.internal``, names without a dot) are still refused, and
    the rest is the proxy's to refuse. The address of the proxy itself may be private.
    """

    plain_http: bool = False
    """Whether ``http://`` is allowed. Going from ``https://`` to ``http://`` by a redirect never is."""
    private: bool = False
    """Whether private, loopback, link-local and other special addresses are allowed. Those where clouds hand out
    credentials to their machines, multicast and ``0.0.0.0`` never are."""
    proxy: str | None = field(default=None, repr=False)
    """``http(s)://[user:password@]host:port``, used for both schemes. The environment is not asked for one."""
    largest: int = 512 * MIB
    """Bytes of one file, as they come and after decoding."""
    longest: float = 900.0
    """Time of one file in all: every try, redirect and wait. The system's resolver has a time limit of its own."""
    connect: float = 10.0
    """Time to connect to one address of the publisher, and again to agree on keys with it."""
    read: float = 30.0
    """Time without a byte."""
    tries: int = 4
    redirects: int = 5
    patience: float = 120.0
    """The longest wait between two tries. A publisher who asks for more with Retry-After is not asked again."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a publisher gave."""

    path: Path | None
    """None: not modified since the edition whose `etag` or `last_modified` was sent."""
    address: str
    """That which answered in the end. After a redirect it is without its query, which may be a signature."""
    size: int
    """Bytes of the file, decoded; 0 when it was not modified."""
    sha256: str
    """Of the file, in hexadecimal; empty when it was not modified."""
    etag: str | None
    last_modified: str | None
    content_type: str | None


@dataclass(frozen=True, slots=True)
class Clock:
    """Time and chance, so that tests need neither."""

    now: Callable[[], float] = time.monotonic
    """Seconds that never go back."""
    today: Callable[[], float] = time.time
    """Seconds since 1970 (a Retry-After may be a date)."""
    sleep: Callable[[float], object] = time.sleep
    chance: Callable[[], float] = random.random
    """From 0 to 1."""


SYSTEM = Clock()
