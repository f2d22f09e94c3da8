"""What the tests of downloads share. None of them may reach a network: names are ours, and only loopback answers."""

from __future__ import annotations

import errno
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import trustme

from obstat.sources.download import Clock
from publishers import Network, Publisher


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> Network:
    """``lists.example`` is this machine; other addresses cannot be reached, and the attempt is kept."""
    ours = Network()
    connect = socket.socket.connect

    def guarded(sock: socket.socket, place: Any) -> None:
        ours.dialled.append(place[0])
        if place[0] not in ("127.0.0.1", "::1"):
            raise OSError(errno.ENETUNREACH, "Network is unreachable")
        connect(sock, place)

    monkeypatch.setattr(socket, "getaddrinfo", ours.getaddrinfo)
    monkeypatch.setattr(socket.socket, "connect", guarded)
    return ours


@pytest.fixture
def publisher(network: Network) -> Iterator[Publisher]:
    """A publisher over plain http."""
    with Publisher() as ours:
        yield ours


@pytest.fixture
def waits() -> list[float]:
    """The waits that a fetch with `clock` asked for."""
    return []


@pytest.fixture
def clock(waits: list[float]) -> Clock:
    """Sleeps no time; chance takes nothing off a wait; today is 2026-01-02."""
    return Clock(sleep=waits.append, chance=lambda: 0.0, today=lambda: 1767312000.0)


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def trusted(authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> trustme.CA:
    """The authority, which this machine trusts."""
    authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    return authority
