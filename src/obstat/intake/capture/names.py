"""Names that devices call out to all on their wire: multicast DNS (RFC 6762) and SSDP.

Invariant: a compressed name is followed backwards only, so that no name leads in a circle.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_A, _PTR, _TXT, _AAAA, _SRV = 1, 12, 16, 28, 33
_MOST_RECORDS = 128
_TELLING = re.compile(
    r"(?:model|md|ty|manufacturer|mfg|usb_MFG|usb_MDL|product|vendor|fn|am|mn|srcvers|rpMd)=.+", re.IGNORECASE
)
_HEADERS = re.compile(rb"^(server|user-agent):[ \t]*([^\r\n]{1,500})", re.IGNORECASE | re.MULTILINE)


def multicast_dns(data: bytes) -> Iterator[tuple[str, str, str]]:
    """(role, text, channel) of an answer's records."""
    if len(data) < 12 or not data[2] & 0x80:
        return
    position = 12
    for _ in range(min(int.from_bytes(data[4:6]), _MOST_RECORDS)):
        _, position = _name(data, position)
        position += 4
    records = sum(int.from_bytes(data[at : at + 2]) for at in (6, 8, 10))
    for _ in range(min(records, _MOST_RECORDS)):
        owner, position = _name(data, position)
        if position + 10 > len(data):
            return
        kind, size = int.from_bytes(data[position : position + 2]), int.from_bytes(data[position + 8 : position + 10])
        value, position = data[position + 10 : position + 10 + size], position + 10 + size
        if kind in (_A, _AAAA):
            yield "hostname", owner, ""
        elif kind == _SRV:
            yield "banner", owner, "mdns"
        elif kind == _TXT:
            strings = [text for text in _strings(value) if _TELLING.match(text)]
            yield "banner", "; ".join(strings), "mdns"
            model = next((text.partition("=")[2] for text in strings if text.lower().startswith(("model=", "md="))), "")
            yield "model", model, "mdns"


def ssdp(data: bytes) -> Iterator[tuple[str, str, str]]:
    for name, value in _HEADERS.findall(data[:4096]):
        yield "banner", value.decode("utf-8", "replace").strip(), f"ssdp {name.decode().lower()}"


def _strings(value: bytes) -> Iterator[str]:
    while value:
        size = value[0]
        yield value[1 : 1 + size].decode("utf-8", "replace")
        value = value[1 + size :]


def _name(data: bytes, position: int) -> tuple[str, int]:
    """The name at `position`, and where what follows it begins."""
    labels: list[str] = []
    end, limit = 0, position
    while position < len(data) and data[position] and len(labels) < 64:
        size = data[position]
        if size >= 0xC0:
            end = end or position + 2
            target = int.from_bytes(data[position : position + 2]) & 0x3FFF
            if target >= limit:
                break
            position = limit = target
            continue
        labels.append(data[position + 1 : position + 1 + size].decode("utf-8", "replace"))
        position += 1 + size
    return ".".join(labels), end or position + 1
