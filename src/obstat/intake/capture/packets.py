"""The packets of a pcap or pcapng file.

Invariant: one packet is held at a time, and none longer than any network carries; a file cut in the midst of a packet
gives what stood before, then a fault.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from obstat.intake.text_lines import DAMAGED, opened

MAGICS = {b"\xd4\xc3\xb2\xa1": "<", b"\x4d\x3c\xb2\xa1": "<", b"\xa1\xb2\xc3\xd4": ">", b"\xa1\xb2\x3c\x4d": ">"}
PCAPNG = b"\x0a\x0d\x0d\x0a"
_SECTION, _INTERFACE, _OLD_PACKET, _SIMPLE_PACKET, _PACKET = 0x0A0D0D0A, 1, 2, 3, 6
_LONGEST = 1 << 24


@dataclass(frozen=True, slots=True)
class Packet:
    number: int
    link: int = 0
    data: bytes = b""
    fault: str | None = None


class _Cut(Exception):
    """The file ends in the midst of something, or says lengths that cannot be."""


def packets(path: Path) -> Iterator[Packet]:
    number = 0
    try:
        with opened(path) as file:
            magic = file.read(4)
            if magic == PCAPNG:
                found = _pcapng(file)
            elif magic in MAGICS:
                found = _pcap(file, MAGICS[magic])
            else:
                yield Packet(1, fault="The file is neither pcap nor pcapng; capture with tcpdump -w or Wireshark.")
                return
            for number, (link, data) in enumerate(found, 1):
                yield Packet(number, link, data)
    except _Cut as cut:
        yield Packet(number + 1, fault=f"The capture is cut after packet {number} ({cut}); what stood before was read.")
    except DAMAGED as error:
        yield Packet(number + 1, fault=f"The capture is damaged after packet {number} ({error}); fetch it again.")


def _exactly(file: IO[bytes], size: int) -> bytes:
    if size > _LONGEST:
        raise _Cut("a length in it cannot be")
    data = file.read(size)
    if len(data) < size:
        raise _Cut("its end is missing")
    return data


def _pcap(file: IO[bytes], order: str) -> Iterator[tuple[int, bytes]]:
    link = struct.unpack(f"{order}I", _exactly(file, 20)[16:])[0] & 0xFFFF
    while first := file.read(1):
        _, _, size, _ = struct.unpack(f"{order}4I", first + _exactly(file, 15))
        yield link, _exactly(file, size)


def _pcapng(file: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    order, links, head = "<", list[int](), PCAPNG
    while head:
        if len(head) < 4:
            raise _Cut("its end is missing")
        length = _exactly(file, 4)
        if head == PCAPNG:
            mark = _exactly(file, 4)
            order, links = (">" if mark == b"\x1a\x2b\x3c\x4d" else "<"), []
            taken = 12
        else:
            taken = 8
        kind, size = struct.unpack(f"{order}2I", head + length)
        if size < taken + 4 or size % 4:
            raise _Cut("a length in it cannot be")
        body = _exactly(file, size - taken)[:-4]
        if kind == _INTERFACE and len(body) >= 2:
            links.append(struct.unpack(f"{order}H", body[:2])[0])
        elif kind in (_PACKET, _OLD_PACKET) and len(body) >= 20:
            which = struct.unpack(f"{order}I" if kind == _PACKET else f"{order}H", body[: 4 if kind == _PACKET else 2])[
                0
            ]
            held = struct.unpack(f"{order}I", body[12:16])[0]
            yield links[which] if which < len(links) else -1, body[20 : 20 + held]
        elif kind == _SIMPLE_PACKET and len(body) >= 4:
            held = struct.unpack(f"{order}I", body[:4])[0]
            yield links[0] if links else -1, body[4 : 4 + held]
        head = file.read(4)
