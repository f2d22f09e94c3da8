"""What a client says of itself when it asks for an address: DHCP (RFC 2132) and DHCPv6 (RFC 8415).

Invariant: what is told belongs to the client, also where a relay sent the packet on; a server's answer tells the
client's address only.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator

from obstat.intake.dhcp.client import mac_of_duid

_COOKIE = b"\x63\x82\x53\x63"
_REQUEST = 1
RELAYED = 12
_RELAYS = (RELAYED, 13)
_MOST_NESTED = 8


def version_4(data: bytes) -> Iterator[tuple[str, str, str, str]]:
    """(MAC address, role, text, channel)."""
    if len(data) < 240 or data[1:3] != b"\x01\x06" or data[236:240] != _COOKIE:
        return
    client = data[28:34].hex(":")
    own, given = data[12:16], data[16:20]
    for address in (own, given):
        if any(address):
            yield client, "ip", str(ipaddress.IPv4Address(address)), ""
    if data[0] != _REQUEST:
        return
    yield client, "mac", client, ""
    options = data[240:]
    while options and options[0] != 255:
        if options[0] == 0:
            options = options[1:]
            continue
        size = options[1] if len(options) > 1 else 0
        value = options[2 : 2 + size]
        if options[0] == 12:
            yield client, "hostname", _text(value), ""
        elif options[0] == 60:
            yield client, "dhcp_class", _text(value), ""
        elif options[0] == 50 and len(value) == 4:
            yield client, "ip", str(ipaddress.IPv4Address(value)), ""
        elif options[0] == 161:
            yield client, "banner", _text(value), "dhcp mud"
        options = options[2 + size :]


def version_6(data: bytes, nested: int = 0) -> Iterator[tuple[str, str, str]]:
    """(role, text, channel)."""
    if not data:
        return
    options = data[34:] if data[0] in _RELAYS else data[4:]
    while len(options) >= 4:
        kind, size = int.from_bytes(options[:2]), int.from_bytes(options[2:4])
        value, options = options[4 : 4 + size], options[4 + size :]
        if kind == 9 and nested < _MOST_NESTED:
            yield from version_6(value, nested + 1)
        elif kind == 1 and data[0] not in (2, 7, 10) and (mac := mac_of_duid(value)):
            yield "mac", mac, ""
        elif kind == 16 and len(value) >= 6:
            yield "oid", f"1.3.6.1.4.1.{int.from_bytes(value[:4])}", "dhcpv6 vendor class"
            yield "dhcp_class", _text(value[6 : 6 + int.from_bytes(value[4:6])]), ""
        elif kind == 39 and len(value) > 2:
            yield "hostname", _text(value[2 : 2 + value[1]]), ""


def _text(value: bytes) -> str:
    return value.decode("utf-8", "replace").replace("\x00", "").strip()
