"""Windows' DHCP leases: the console's export (tabs or commas) and ``Get-DhcpServerv4Lease | Export-Csv``.

Invariant: each row is a subject; columns are found by name, and where the names are in a language that is not known,
by what stands in them. The client identifier is the MAC address where it has six bytes.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

from obstat.intake.dhcp.client import bytes_of, client, mac_of_duid
from obstat.intake.format import Format
from obstat.intake.text_lines import faulty, lines, nothing, text_of
from obstat.model.subject import Place, Subject

_ROLES = {
    "ip": ("ipaddress", "clientipaddress", "clientipv6address", "ipadresse", "clientipadresse", "adresseip"),
    "hostname": ("hostname", "name", "clientname", "nom", "nombre", "hostnamefqdn"),
    "mac": (
        "clientid",
        "uniqueid",
        "macaddress",
        "eindeutigekennung",
        "clientduid",
        "duid",
        "idunique",
        "hardwareaddress",
    ),
    "class": ("vendorclass", "vendorclassname", "vendorclassid", "herstellerklasse"),
    "description": ("description", "beschreibung"),
}
_MAC = re.compile(r"(?:[0-9a-f]{2}[-:]?){5}[0-9a-f]{2}", re.IGNORECASE)
_IP = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}", re.IGNORECASE)


def read(path: Path) -> Iterator[Subject]:
    titles: list[str] | None = None
    found = False
    for line in lines(path):
        if line.fault:
            found = True
            yield faulty(path, line)
            continue
        text = line.text.strip("\ufeff \r\n")
        if not text or text.startswith("#TYPE"):
            continue
        cells = _cells(text)
        if titles is None:
            titles = [_role(cell) for cell in cells]
            if any(titles):
                continue
        found = True
        yield _subject(titles, cells, Place(str(path), row=line.number))
    if not found:
        yield nothing(path, "lease")


def _cells(text: str) -> list[str]:
    separator = max("\t,;", key=text.count)
    try:
        return [cell.strip() for cell in next(csv.reader([text], delimiter=separator), [])]
    except csv.Error:
        return [cell.strip().strip('"') for cell in text.split(separator)]


def _role(title: str) -> str:
    plain = re.sub(r"[^a-z]", "", title.lower())
    return next((role for role, names in _ROLES.items() if plain in names), "")


def _subject(titles: list[str], cells: list[str], place: Place) -> Subject:
    row = {role: cell for role, cell in zip(titles, cells, strict=False) if role and cell}
    if "ip" not in row:
        row["ip"] = next((cell for cell in cells if _IP.fullmatch(cell)), "")
    identifier = row.get("mac") or next((cell for cell in cells if _MAC.fullmatch(cell)), "")
    mac = identifier if _MAC.fullmatch(identifier) else mac_of_duid(bytes_of(identifier))
    if not mac and not row["ip"]:
        fault = f"Line {place.row} holds neither an IP address nor a client's identifier; export the leases again."
        return Subject(place, fault=fault)
    said = row.get("description", "") or (f"client identifier {identifier}" if identifier and not mac else "")
    return client(
        place,
        mac=mac,
        ip=row["ip"],
        hostname=row.get("hostname", ""),
        vendor_class=row.get("class", ""),
        description=said,
    )


def signs(head: bytes) -> bool:
    rows = [
        row for row in text_of(head).lstrip("\ufeff").splitlines()[:4] if row.strip() and not row.startswith("#TYPE")
    ]
    if not rows:
        return False
    plain = [re.sub(r"[^a-z]", "", cell.lower()) for cell in _cells(rows[0])]
    lease = any(
        re.search(r"lease(expir|durat)|leasestate|addressstate|ablaufdatum|hostreservation", title) for title in plain
    )
    return lease and {"ip", "mac"} <= {_role(cell) for cell in _cells(rows[0])}


FORMATS = (Format("windows_dhcp", "Windows DHCP leases (exported as text or CSV)", signs, read),)
