"""Walks of a device's SNMP tree: net-snmp's ``snmpwalk`` in numeric and named forms, and snmpsim's ``.snmprec``.

Invariant: the device that answered is the first subject; each of its parts that has a model or serial of its own, and
each neighbour that it knows, is one too. Another ``sysDescr`` or ``sysObjectID`` begins another device.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from obstat.intake.format import Format
from obstat.intake.snmp_walk.answers import ANSWER, SNMPREC, UNANSWERED, answers
from obstat.intake.snmp_walk.device import Device
from obstat.intake.text_lines import nothing, text_of
from obstat.model.subject import Place, Subject

_TYPICAL = re.compile(r"\.?(?:\d+|iso)(?:\.\d+){4,}\s|[\w-]+::\w|\S+ = (?:STRING|OID|Hex-STRING|INTEGER|Timeticks):")


def read(path: Path) -> Iterator[Subject]:
    device: Device | None = None
    found = False
    for answer in answers(path):
        found = True
        if answer.fault:
            yield Subject(Place(str(path), row=answer.row), fault=answer.fault)
            continue
        if device is None or device.begins_another(answer):
            if device is not None:
                yield from device.subjects()
            device = Device(str(path), answer.row)
        device.take(answer)
    if device is not None:
        yield from device.subjects()
    if not found:
        yield nothing(path, "SNMP answer")


def signs(head: bytes) -> bool:
    rows = [row for row in text_of(head).splitlines() if row.strip() and not row.startswith("#")][:20]
    known = [row for row in rows if SNMPREC.match(row) or UNANSWERED.match(row) or _walked(row)]
    return bool(known) and 3 * len(known) >= len(rows)


def _walked(row: str) -> bool:
    return ANSWER.match(row) is not None and _TYPICAL.match(row) is not None


FORMATS = (Format("snmp_walk", "SNMP walks (snmpwalk's text, .snmprec)", signs, read),)
