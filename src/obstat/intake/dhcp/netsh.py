"""Windows DHCP leases as ``netsh dhcp server scope ... show clients`` prints them: cells parted by dashes.

Invariant: each line that begins with an IP address is a subject; titles, rules and counts are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from obstat.intake.dhcp.client import bytes_of, client, mac_of_duid
from obstat.intake.format import Format
from obstat.intake.text_lines import faulty, lines, nothing, text_of
from obstat.model.subject import Place, Subject

_QUAD = r"\d{1,3}(?:\.\d{1,3}){3}"
_ROW = re.compile(
    rf"\s*({_QUAD})\s+-\s*{_QUAD}\s*-\s*([0-9A-Fa-f]{{2}}(?:-[0-9A-Fa-f]{{2}})*)-?\s*(?:-\s*(.*?)\s*)?"
    r"(?:-\s*([NDBUR])\b\s*(?:-\s*(.*))?)?$"
)
_ADDRESS = re.compile(rf"\s*({_QUAD})\b")
_TITLES = re.compile(r"\s*IP[ -]\w+\s+-\s*\S.*?\s+-\s*\S", re.IGNORECASE)
_OCTETS = 6


def read(path: Path) -> Iterator[Subject]:
    found = False
    for line in lines(path):
        place = Place(str(path), row=line.number)
        if line.fault:
            found = True
            yield faulty(path, line)
        elif row := _ROW.match(line.text):
            found = True
            yield _subject(row, place)
        elif address := _ADDRESS.match(line.text):
            found = True
            fault = f"The line of {address[1]} has no client's identifier (cut); run netsh again and copy it whole."
            yield Subject(place, facts={"ip": address[1]}, fault=fault)
    if not found:
        yield nothing(path, "lease")


def _subject(row: re.Match[str], place: Place) -> Subject:
    identifier = row[2]
    mac = identifier if identifier.count("-") == _OCTETS - 1 else mac_of_duid(bytes_of(identifier))
    return client(
        place,
        mac=mac,
        ip=row[1],
        hostname=(row[5] or "").strip(),
        description="" if mac else f"client identifier {identifier}",
    )


def signs(head: bytes) -> bool:
    rows = text_of(head).splitlines()[:60]
    return any(map(_TITLES.match, rows)) and any(map(_ROW.match, rows))


FORMATS = (Format("netsh_dhcp", "Windows DHCP leases (netsh dhcp server scope ... show clients)", signs, read),)
