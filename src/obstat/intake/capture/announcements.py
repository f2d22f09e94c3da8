"""What devices announce of themselves on a wire: LLDP (IEEE 802.1AB, with the media extension) and Cisco's CDP.

Invariant: each function gives (role, text, channel), and stops where a length cannot be.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator

_MEDIA = b"\x00\x12\xbb"
_MEDIA_ROLES = {8: "serial", 9: "brand", 10: "model"}
_LLDP_ROLES = {5: ("hostname", ""), 6: ("banner", "lldp")}
_CDP_ROLES = {1: ("hostname", ""), 5: ("banner", "cdp"), 6: ("model", "")}


def lldp(data: bytes) -> Iterator[tuple[str, str, str]]:
    while len(data) >= 2:
        head = int.from_bytes(data[:2])
        kind, size = head >> 9, head & 0x1FF
        value, data = data[2 : 2 + size], data[2 + size :]
        if kind == 0:
            return
        if kind in (1, 2) and len(value) == 7 and value[0] == (4 if kind == 1 else 3):
            yield "mac", value[1:].hex(":"), ""
        elif kind in _LLDP_ROLES:
            role, channel = _LLDP_ROLES[kind]
            yield role, _text(value), channel
        elif kind == 8 and len(value) >= 6 and value[:2] == b"\x05\x01":
            yield "ip", str(ipaddress.IPv4Address(value[2:6])), ""
        elif kind == 127 and value[:3] == _MEDIA and value[3:4] and value[3] in _MEDIA_ROLES:
            yield _MEDIA_ROLES[value[3]], _text(value[4:]), ""


def cdp(data: bytes) -> Iterator[tuple[str, str, str]]:
    data = data[4:]  # version, time to live, checksum
    while len(data) >= 4:
        kind, size = int.from_bytes(data[:2]), int.from_bytes(data[2:4])
        if size < 4:
            return
        value, data = data[4:size], data[size:]
        if kind in _CDP_ROLES:
            role, channel = _CDP_ROLES[kind]
            yield role, _text(value), channel
        elif kind == 2 and len(value) >= 13 and value[4:9] == b"\x01\x01\xcc\x00\x04":
            yield "ip", str(ipaddress.IPv4Address(value[9:13])), ""


def _text(value: bytes) -> str:
    return value.decode("utf-8", "replace").replace("\x00", "").strip()
