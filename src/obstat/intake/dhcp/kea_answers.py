"""What Kea's control agent answers to ``lease4-get-all``, ``lease6-get-all`` and the like: JSON.

Invariant: each lease of each answer is a subject, in their order; an answer that is cut is one with a fault.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from obstat.intake.dhcp.client import bytes_of, client, mac_of_duid
from obstat.intake.dhcp.kea import vendor_class
from obstat.intake.format import Format
from obstat.intake.text_lines import DAMAGED, nothing, opened, text_of
from obstat.model.subject import Place, Subject

_LONGEST = 1 << 28
_SIGN = re.compile(r'"leases"\s*:\s*\[')
_LEASE = re.compile(r'"ip-address"\s*:')


def read(path: Path) -> Iterator[Subject]:
    row = 0
    try:
        with opened(path) as file:
            text = file.read(_LONGEST).decode("utf-8", "replace").lstrip("\ufeff \r\n\t")
        for lease in _leases(json.loads(text), 0):
            row += 1
            yield _subject(lease, Place(str(path), row=row))
    except (ValueError, RecursionError, *DAMAGED) as error:
        fault = f"The answer is no whole JSON (cut or broken: {str(error)[:80]}); ask Kea again and save all of it."
        yield Subject(Place(str(path), row=row + 1), fault=fault)
        return
    if not row:
        yield nothing(path, "lease")


def _leases(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    """Every record with an address, however the answer is wrapped."""
    if isinstance(value, list):
        for one in value:
            yield from _leases(one, depth + 1)
    elif isinstance(value, dict) and "ip-address" in value:
        yield value
    elif isinstance(value, dict) and depth < 8:
        for key in ("arguments", "leases"):
            yield from _leases(value.get(key), depth + 1)


def _subject(lease: dict[str, Any], place: Place) -> Subject:
    duid = str(lease.get("duid") or "")
    mac = str(lease.get("hw-address") or "") or mac_of_duid(bytes_of(duid))
    context = lease.get("user-context")
    return client(
        place,
        mac=mac,
        ip=str(lease["ip-address"]),
        hostname=str(lease.get("hostname") or "").rstrip("."),
        vendor_class=vendor_class(json.dumps(context)) if context else "",
        description=f"DUID {duid}" if duid and not mac else "",
    )


def signs(head: bytes) -> bool:
    text = text_of(head)
    leases = _SIGN.search(text) is not None or text.lstrip("\ufeff \r\n\t")[:1] == "["
    return leases and _LEASE.search(text) is not None and re.search(r'"(hw-address|duid)"\s*:', text) is not None


FORMATS = (Format("kea_json", "Kea's answer to lease4-get-all and lease6-get-all", signs, read),)
