"""A lease, whatever server wrote it, as a subject; and the MAC address inside a DHCP unique identifier.

Invariant: a lease in which nothing tells what the client is has a fault that says so.
"""

from __future__ import annotations

from obstat.model.subject import Given, Place, Subject

_ETHERNET = (1, 6)
_LINK_AND_TIME, _LINK = 1, 3


def client(
    place: Place,
    *,
    mac: str = "",
    ip: str = "",
    hostname: str = "",
    vendor_class: str = "",
    description: str = "",
) -> Subject:
    given = tuple(Given(scheme, text) for scheme, text in (("mac", mac), ("dhcp_class", vendor_class)) if text)
    facts = {role: text for role, text in (("ip", ip), ("hostname", hostname)) if text}
    texts = {"description": description} if description else {}
    fault = None
    if not given and not hostname and not description:
        fault = (
            "The lease holds neither a MAC address, a vendor class nor a host name; it is free, or its lines are lost."
        )
    return Subject(place, texts=texts, given=given, facts=facts, fault=fault)


def mac_of_duid(duid: bytes) -> str:
    """The link-layer address in a DUID of type 1 or 3 (RFC 8415, 11.2 and 11.4), or nothing."""
    if len(duid) < 4:
        return ""
    kind, hardware = int.from_bytes(duid[:2]), int.from_bytes(duid[2:4])
    address = {_LINK_AND_TIME: duid[8:], _LINK: duid[4:]}.get(kind, b"")
    return address.hex(":") if hardware in _ETHERNET and len(address) == 6 else ""


def bytes_of(hexadecimal: str) -> bytes:
    """``00:01:...``, ``00-01`` or ``0001``; empty where it is none of these. A digit may be missing before a colon."""
    parts = hexadecimal.strip().replace("-", ":").split(":")
    try:
        return bytes.fromhex("".join(part.zfill(2) for part in parts) if len(parts) > 1 else parts[0])
    except ValueError:
        return b""
