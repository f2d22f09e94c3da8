"""Object identifiers that a device's SNMP agent answers: numbers, or the few names that need no MIB.

Invariant: the canonical form is plain numbers with dots, none in front. Keys are the identifier and each shorter one
down to the enterprise, for registries of what firmware really answers, and last the enterprise number of IANA.
"""

from __future__ import annotations

import re

from obstat.devices.parsed import Key, Parsed
from obstat.devices.texts import bare, shown
from obstat.model.errors import InvalidValue
from obstat.model.subject import Given

ENTERPRISES = (1, 3, 6, 1, 4, 1)
_ROOTS = {
    "ccitt": "0",
    "iso": "1",
    "joint-iso-ccitt": "2",
    "internet": "1.3.6.1",
    "mgmt": "1.3.6.1.2",
    "mib-2": "1.3.6.1.2.1",
    "private": "1.3.6.1.4",
    "enterprises": "1.3.6.1.4.1",
}
_INNER = {
    ("1", "org"): "3",
    ("1.3", "dod"): "6",
    ("1.3.6", "internet"): "1",
    ("1.3.6.1", "mgmt"): "2",
    ("1.3.6.1.2", "mib-2"): "1",
    ("1.3.6.1", "private"): "4",
    ("1.3.6.1.4", "enterprises"): "1",
}
"""Names below a root that are fixed (RFC 1155, RFC 2578)."""
_BEFORE = re.compile(r"(?:[^=]*=\s*)?(?:urn:oid:|(?:OID|STRING|OBJECT IDENTIFIER)\s*[:=]\s*)", re.I)
_MODULE = re.compile(r"[A-Za-z][\w-]*::")
_ARC = re.compile(r"[0-9]+(?:\([^)]*\))?")
_NAMED = re.compile(r"[A-Za-z][\w-]*\(([0-9]+)\)\s*\.?")
"""An arc with its name, as in ASN.1: ``iso(1) org(3)``."""
_MOST_ARCS, _LARGEST_ARC = 128, 2**32 - 1
"""Limits of RFC 2578, section 3.5."""
_UNASSIGNED_ABOVE = 100_000
_NOBODY = {
    0: "Enterprise number 0 is reserved: it names no maker.",
    2021: "Enterprise 2021 is the UCD-SNMP agent, which any maker can use: it names software, not the maker.",
    8072: "Enterprise 8072 is the Net-SNMP agent, which any maker can use: it names software, not the maker.",
    32473: "Enterprise number 32473 is for examples in documentation (RFC 5612): it names no maker.",
}


def parse(given: Given) -> Parsed:
    """An object identifier such as ``.1.3.6.1.4.1.9.1.1`` or ``SNMPv2-SMI::enterprises.9.1.1``."""
    arcs = _arcs(given.text)
    value = ".".join(map(str, arcs))
    size = len(ENTERPRISES)
    if tuple(arcs[:size]) != ENTERPRISES or len(arcs) == size:
        remark = "It is not below the enterprises of IANA (1.3.6.1.4.1): it names no maker."
        return Parsed(
            "oid",
            given.text,
            value,
            (Key("snmp", value),),
            "firmware_vendor",
            "weak",
            names_maker=False,
            remarks=(remark,),
        )
    enterprise = arcs[size]
    keys = [Key("snmp", ".".join(map(str, arcs[:end]))) for end in range(len(arcs), size, -1)]
    nobody = _NOBODY.get(enterprise)
    remarks = [nobody] if nobody else ["It is what the firmware says of itself; the hardware can be another maker's."]
    if enterprise > _UNASSIGNED_ABOVE:
        remarks.append(f"Enterprise number {enterprise} is beyond those that IANA assigned: the firmware made it up.")
    return Parsed(
        "oid",
        given.text,
        value,
        (*keys, Key("iana_pen", str(enterprise))),
        "firmware_vendor",
        "weak" if nobody else "strong",
        names_maker=not nobody,
        remarks=tuple(remarks),
    )


def _arcs(text: str) -> list[int]:
    plain = bare(text)
    before = _BEFORE.match(plain)
    written = bare(plain[before.end() :] if before else plain)
    if _NAMED.match(written):
        written = _NAMED.sub(r"\1.", written).replace(" ", ".")
    module = _MODULE.match(written)
    parts = written[module.end() if module else 0 :].strip(". ").split(".")
    if parts == [""]:
        raise InvalidValue("The object identifier is empty; give numbers with dots, such as 1.3.6.1.4.1.9.1.1.")
    numbers: list[str] = _ROOTS[parts[0].lower()].split(".") if parts[0].lower() in _ROOTS else []
    for part in parts[1:] if numbers else parts:
        if part.isascii() and part.isdigit():
            numbers.append(part)
            continue
        known = _INNER.get((".".join(numbers), part.lower()))
        if not known and not _ARC.fullmatch(part):
            raise InvalidValue(_unreadable(text, part))
        numbers.append(known or part.partition("(")[0])
    if any(len(number) > 10 for number in numbers):
        raise InvalidValue(f"Object identifier {shown(text)} has a number above 4294967295; no agent can answer that.")
    arcs = [int(number) for number in numbers]
    if max(arcs) > _LARGEST_ARC:
        raise InvalidValue(f"Object identifier {shown(text)} has a number above 4294967295; no agent can answer that.")
    if len(arcs) == 1:
        raise InvalidValue(
            f"Object identifier {shown(text)} has 1 number; it has 2 to {_MOST_ARCS}, and that of enterprise "
            f"{arcs[0]} is 1.3.6.1.4.1.{arcs[0]}."
        )
    if len(arcs) > _MOST_ARCS:
        raise InvalidValue(f"Object identifier {shown(text)} has {len(arcs)} numbers; it has 2 to {_MOST_ARCS}.")
    if arcs[0] > 2 or (arcs[0] < 2 and arcs[1] > 39):
        raise InvalidValue(
            f"Object identifier {shown(text)} starts with {arcs[0]}.{arcs[1]}, which does not exist; "
            "those of devices start with 1.3.6.1."
        )
    return arcs


def _unreadable(text: str, part: str) -> str:
    if not part:
        return f"Object identifier {shown(text)} has two dots with nothing between them; give a number there."
    if part[0].isalpha():
        return (
            f"Object identifier {shown(text)} has the name {shown(part)}, which needs a MIB; "
            "give numbers only (snmpwalk -On prints them)."
        )
    return f"Object identifier {shown(text)} has {shown(part)}, which is no number; give numbers with dots."
