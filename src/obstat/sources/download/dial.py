"""A connection to a host of which every address was checked.

Invariant: the name is resolved once, every address it has must be allowed, and the socket is connected to one of
those; no later look-up can lead elsewhere (DNS rebinding).
"""

from __future__ import annotations

import socket
from typing import Any

from obstat.sources.download import networks
from obstat.sources.download.addresses import Address
from obstat.sources.download.failures import LATER, Failed
from obstat.sources.download.watch import Watch


def dial(address: Address, *, private: bool, seconds: float, watch: Watch) -> socket.socket:
    """A socket connected to the host, tried address by address, each for so many seconds while the watch lets it.

    Raises `DownloadError` when the host has no address, has one that is not allowed, or none answers.
    """
    failed: OSError | None = None
    for family, kind, protocol, place in _places(address, private=private):
        if not watch.left:
            break
        sock = socket.socket(family, kind, protocol)
        try:
            sock.settimeout(min(seconds, watch.left) or seconds)
            sock.connect(place)
            _check(address, sock.getpeername()[0], private=private)
        except OSError as error:
            sock.close()
            failed = error
        except BaseException:
            sock.close()
            raise
        else:
            return sock
    why = "in time" if isinstance(failed, TimeoutError) else f"({failed.strerror or failed})" if failed else ""
    raise Failed(f"{address.origin} does not answer {why}".rstrip(), f"check the connection, {LATER}", again=True)


def _places(address: Address, *, private: bool) -> list[tuple[int, int, int, Any]]:
    try:
        found = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        again = error.errno == socket.EAI_AGAIN
        fix = "check its spelling and the connection"
        raise Failed(f"{address.host} could not be found", fix, again=again, later=True) from None
    except UnicodeError:  # a label that is empty or longer than 63 characters
        raise Failed(f"{address.host} is no name of a host", "check its spelling") from None
    for *_, place in found:
        _check(address, str(place[0]), private=private)
    return [(family, kind, protocol, place) for family, kind, protocol, _, place in found]


def _check(address: Address, numeric: str, *, private: bool) -> None:
    if why := networks.refusal(numeric, private=private):
        raise refused(address, numeric, why)


def refused(address: Address, numeric: str, why: str) -> Failed:
    """The host is, or leads to, an address that is not allowed."""
    leads = "" if numeric == address.host else f", which leads to {numeric}"
    fix = "give the publisher's public address, or allow private addresses in the settings if it is your own server"
    return Failed(f"{address.origin}{leads} is refused because that address is {why}", fix)
