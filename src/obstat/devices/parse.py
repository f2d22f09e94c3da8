"""One identifier of any scheme: a table of readers.

Invariant: `parse` gives a value or raises `InvalidValue`, and nothing else, whatever the text.
"""

from __future__ import annotations

from collections.abc import Callable

from obstat.devices import bus, cpe, fcc, imei, mac, oid, texts
from obstat.devices.parsed import Parsed
from obstat.model.errors import InvalidValue, UnknownCode
from obstat.model.subject import Given

_READERS: dict[str, Callable[[Given], Parsed]] = {
    "mac": mac.parse,
    "imei": imei.parse,
    "fcc_id": fcc.parse,
    "oid": oid.parse,
    "usb": bus.parse_usb,
    "pci": bus.parse_pci,
    "bluetooth": bus.parse_bluetooth,
    "pnp": bus.parse_pnp,
    "cpe": cpe.parse,
    "model": texts.parse,
    "serial": texts.parse,
    "banner": texts.parse,
    "dhcp_class": texts.parse,
}
_LONGEST = 4096
"""Characters of an identifier that is read at all; texts that a device shows may be of any length."""


def parse(given: Given) -> Parsed:
    """What an identifier says. Raises `InvalidValue` with what is wrong, `UnknownCode` for a scheme nobody knows."""
    if given.scheme not in _READERS:
        raise UnknownCode("scheme of identifiers", given.scheme, _READERS)
    reader = _READERS[given.scheme]
    if reader is not texts.parse and len(given.text) > _LONGEST:
        raise InvalidValue(
            f"{texts.shown(given.text[:_LONGEST])} has {len(given.text)} characters, too many for one identifier; "
            "give one at a time."
        )
    return reader(given)
