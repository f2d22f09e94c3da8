"""Captures of network traffic (pcap, pcapng): each device that sent something is a subject, with all it showed.

Invariant: what a packet tells is held per sender, never the packets; what a host beyond a router showed is not laid to
the router's MAC address: it is a subject of its own, by its IP address.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from obstat.intake.capture.dissect import LINKS, sights
from obstat.intake.capture.packets import MAGICS, PCAPNG, packets
from obstat.intake.capture.seen import Seen
from obstat.intake.format import Format
from obstat.intake.text_lines import nothing, unpacked
from obstat.model.subject import Place, Subject


def read(path: Path) -> Iterator[Subject]:
    seen = Seen(str(path))
    faults: list[Subject] = []
    strange: set[int] = set()
    count = 0
    for packet in packets(path):
        place = Place(str(path), row=packet.number)
        if packet.fault:
            faults.append(Subject(place, fault=packet.fault))
            continue
        count += 1
        if packet.link not in LINKS:
            if packet.link not in strange:
                why = f"The capture holds packets of link type {packet.link}, which are not read; capture on Ethernet."
                faults.append(Subject(place, fault=why))
            strange.add(packet.link)
            continue
        for sight in sights(packet.link, packet.data):
            seen.take(sight, packet.number)
    yield from seen.subjects()
    yield from faults
    if not count and not faults:
        yield nothing(path, "packet")


def signs(head: bytes) -> bool:
    start = unpacked(head)[:4]
    return start in MAGICS or start == PCAPNG


FORMATS = (Format("capture", "captures of network traffic (pcap, pcapng)", signs, read),)
