"""Libraries that know who registered a MAC address, behind one seam: an address in, a holder or nothing out.

Each is optional (``pip install 'obstat[bench]'``) and uses the table that its package brings: nothing is fetched. None
of the tables states its own date; the version of the package stands for it.
"""

from __future__ import annotations

import asyncio
import importlib.metadata
from collections.abc import Callable
from dataclasses import dataclass

LookUp = Callable[[str], str | None]


class NotThere(Exception):
    """The package is not installed, or lacks its table."""


@dataclass(frozen=True, slots=True)
class Peer:
    """A distribution, how its look-up is made ready, and how many addresses it is given where it is slow."""

    name: str
    ready: Callable[[], LookUp]
    most: int | None = None

    @property
    def version(self) -> str:
        return importlib.metadata.version(self.name)


def _netaddr() -> LookUp:
    from netaddr import EUI, NotRegisteredError

    def holder(mac: str) -> str | None:
        address = EUI(mac)
        try:
            found = address.iab if address.is_iab() else address.oui
            return str(found.registration().org)
        except NotRegisteredError:
            return None

    return holder


def _manuf() -> LookUp:
    from manuf.manuf import MacParser

    parser = MacParser()

    def holder(mac: str) -> str | None:
        found = parser.get_all(mac)
        return found.manuf_long or found.manuf

    return holder


def _mac_vendor_lookup() -> LookUp:
    from mac_vendor_lookup import MacLookup, VendorNotFoundError

    table = MacLookup()
    if not table.async_lookup.find_vendors_list():
        raise NotThere("its package lies without its table, and fetching one is not what is measured")

    def holder(mac: str) -> str | None:
        try:
            return str(table.lookup(mac))
        except VendorNotFoundError:
            return None

    return holder


def _aiooui() -> LookUp:
    import aiooui

    asyncio.run(aiooui.async_load())
    look_up: LookUp = aiooui.get_vendor
    return look_up


def _scapy() -> LookUp:
    from scapy.data import load_manuf

    table = load_manuf()  # the one that it brings, which a system's Wireshark would else go before

    def holder(mac: str) -> str | None:
        long = table.lookup(mac)[1]
        return None if long == mac else str(long)

    return holder


def _stdnum() -> LookUp:
    from stdnum import mac as stdnum_mac

    def holder(mac: str) -> str | None:
        try:
            return str(stdnum_mac.get_manufacturer(mac))
        except (stdnum_mac.InvalidComponent, KeyError):  # the second of a block that it has, with nothing about it
            return None

    return holder


PEERS = (
    Peer("netaddr", _netaddr),
    Peer("manuf", _manuf),
    Peer("mac-vendor-lookup", _mac_vendor_lookup),
    Peer("aiooui", _aiooui),
    Peer("scapy", _scapy),
    Peer("python-stdnum", _stdnum, most=400),
)


def ready(peer: Peer) -> LookUp:
    """The peer's look-up, its table loaded. Raises `NotThere`."""
    try:
        look_up = peer.ready()
        look_up("00:00:00:00:00:01")
    except ImportError as error:
        raise NotThere(f"not installed ({error.name}); pip install 'obstat[bench]'") from None
    return look_up
