"""Kea's lease files (kea-leases4.csv, kea-leases6.csv): a table with named columns.

Invariant: each row is a subject; a row with fewer columns than the head has is one with a fault.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from obstat.intake.dhcp.client import bytes_of, client, mac_of_duid
from obstat.intake.format import Format
from obstat.intake.text_lines import faulty, lines, nothing, text_of
from obstat.model.subject import Place, Subject

_CLASS = re.compile(r"VENDOR_CLASS_([^,&\"]+)")
_FEWEST = 3


def read(path: Path) -> Iterator[Subject]:
    head: list[str] = []
    found = False
    for line in lines(path):
        cells = line.text.strip().split(",")  # Kea writes a comma inside a cell as &#x2c
        if line.fault:
            found = True
            yield faulty(path, line)
        elif "address" in (names := [cell.strip().lower() for cell in cells]) and {"hwaddr", "duid"} & set(names):
            head = names
        elif cells != [""] and head:
            found = True
            place = Place(str(path), row=line.number)
            if len(cells) < min(len(head), _FEWEST + 1):
                fault = f"Line {line.number} has {len(cells)} of {len(head)} columns (cut); copy the file whole."
                yield Subject(place, fault=fault)
            else:
                yield _subject(dict(zip(head, cells, strict=False)), place)
    if not found:
        yield nothing(path, "lease")


def _subject(row: dict[str, str], place: Place) -> Subject:
    duid = row.get("duid", "").strip()
    context = row.get("user_context", "").replace("&#x2c", ",")
    mac = row.get("hwaddr", "").strip() or mac_of_duid(bytes_of(duid))
    return client(
        place,
        mac=mac,
        ip=row.get("address", "").strip(),
        hostname=row.get("hostname", "").strip().rstrip("."),
        vendor_class=vendor_class(context),
        description=f"DUID {duid}" if duid and not mac else "",
    )


def vendor_class(context: str) -> str:
    """The vendor class in a user context: of the client's classes, or where a hook keeps it under that name."""
    if classed := _CLASS.search(context):
        return classed[1]
    try:
        said = json.loads(context) if context.strip().startswith("{") else None
    except ValueError:
        return ""
    return str(said.get("vendor-class") or said.get("vendor_class") or "") if isinstance(said, dict) else ""


def signs(head: bytes) -> bool:
    first = text_of(head).lstrip("\ufeff \r\n").partition("\n")[0].lower()
    return first.startswith("address,") and ("hwaddr" in first or "duid" in first) and "lifetime" in first


FORMATS = (Format("kea", "Kea's leases (kea-leases4.csv, kea-leases6.csv)", signs, read),)
