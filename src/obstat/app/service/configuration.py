"""How a server is set up: one value for each thing, taken from flags, environment and settings file in this order.

Invariant: a configuration that opens the server to others says who may use it.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from pathlib import Path

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
    limits: Limits = field(default_factory=Limits)

    @property
    def folder(self) -> Path:
        """The server's private folder: tokens, uploads, results."""
        return self.store / "service"

    @property
    def local(self) -> bool:
        """Whether only this machine can reach the server."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"
