"""dnsmasq's leases: ``expiry mac ip hostname client-id`` a line; for IPv6 an association's number and a DUID.

Invariant: each line but the server's own ``duid`` is a subject.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from obstat.intake.dhcp.client import bytes_of, client, mac_of_duid
from obstat.intake.format import Format
from obstat.intake.text_lines import faulty, lines, nothing, text_of
from obstat.model.subject import Place, Subject

_MAC = re.compile(r"(?:[0-9a-f]{2}-)?((?:[0-9a-f]{2}:){5}[0-9a-f]{2})", re.IGNORECASE)
_ROW = re.compile(r"^\d+ \S+ [0-9a-f.:]+ \S+( \S+)?\s*$", re.IGNORECASE | re.MULTILINE)


def read(path: Path) -> Iterator[Subject]:
    found = False
    for line in lines(path):
        words = line.text.split()
        if line.fault:
            found = True
            yield faulty(path, line)
        elif words and words[0] != "duid" and not words[0].startswith("#"):
            found = True
            yield _subject(words, Place(str(path), row=line.number))
    if not found:
        yield nothing(path, "lease")


def _subject(words: list[str], place: Place) -> Subject:
    if len(words) < 4:
        fault = f"Line {place.row} has {len(words)} of the 5 words of a dnsmasq lease (cut); copy the file whole."
        return Subject(place, fault=fault)
    _, key, ip, hostname, *rest = words
    mac = _MAC.fullmatch(key)
    duid = bytes_of(rest[0]) if rest and not mac else b""
    address = mac[1] if mac else mac_of_duid(duid)
    unnamed = "" if address or not duid else f"DUID {duid.hex(':')}"
    return client(place, mac=address, ip=ip, hostname="" if hostname == "*" else hostname, description=unnamed)


def signs(head: bytes) -> bool:
    rows = [row for row in text_of(head).splitlines() if row.strip()]
    return (
        bool(rows)
        and all(_ROW.match(row) or row.startswith("duid ") for row in rows[:3])
        and _ROW.search("\n".join(rows[:3])) is not None
    )


FORMATS = (Format("dnsmasq", "dnsmasq's leases (dnsmasq.leases)", signs, read),)
