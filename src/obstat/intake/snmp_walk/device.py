"""One device's answers gathered: itself, its parts, and the neighbours it knows.

Invariant: tables are held by row, and of each row only what names a maker, a model, a serial or an address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from obstat.intake.snmp_walk.answers import Answer
from obstat.model.subject import Given, Place, Subject

_OBJECTS = {
    "sysDescr": ("1.3.6.1.2.1.1.1", "device", "descr"),
    "sysObjectID": ("1.3.6.1.2.1.1.2", "device", "oid"),
    "sysName": ("1.3.6.1.2.1.1.5", "device", "name"),
    "ifPhysAddress": ("1.3.6.1.2.1.2.2.1.6", "interface", "mac"),
    "dot1dBaseBridgeAddress": ("1.3.6.1.2.1.17.1.1", "interface", "mac"),
    "lldpLocChassisId": ("1.0.8802.1.1.2.1.3.2", "interface", "mac"),
    "entPhysicalDescr": ("1.3.6.1.2.1.47.1.1.1.1.2", "part", "descr"),
    "entPhysicalClass": ("1.3.6.1.2.1.47.1.1.1.1.5", "part", "class"),
    "entPhysicalName": ("1.3.6.1.2.1.47.1.1.1.1.7", "part", "name"),
    "entPhysicalSerialNum": ("1.3.6.1.2.1.47.1.1.1.1.11", "part", "serial"),
    "entPhysicalMfgName": ("1.3.6.1.2.1.47.1.1.1.1.12", "part", "brand"),
    "entPhysicalModelName": ("1.3.6.1.2.1.47.1.1.1.1.13", "part", "model"),
    "ipNetToMediaPhysAddress": ("1.3.6.1.2.1.4.22.1.2", "arp", "mac"),
    "dot1dTpFdbAddress": ("1.3.6.1.2.1.17.4.3.1.1", "bridge", "mac"),
    "lldpRemChassisId": ("1.0.8802.1.1.2.1.4.1.1.5", "lldp", "mac"),
    "lldpRemSysName": ("1.0.8802.1.1.2.1.4.1.1.9", "lldp", "name"),
    "lldpRemSysDesc": ("1.0.8802.1.1.2.1.4.1.1.10", "lldp", "descr"),
    "cdpCacheVersion": ("1.3.6.1.4.1.9.9.23.1.2.1.1.5", "cdp", "descr"),
    "cdpCacheDeviceId": ("1.3.6.1.4.1.9.9.23.1.2.1.1.6", "cdp", "name"),
    "cdpCachePlatform": ("1.3.6.1.4.1.9.9.23.1.2.1.1.8", "cdp", "model"),
}
"""Name, identifier, table and column; from SNMPv2-, IF-, BRIDGE-, ENTITY-, IP-, LLDP- and CISCO-CDP-MIB."""
_BY_NUMBER = {number: (table, column) for number, table, column in _OBJECTS.values()}
_NUMBERS = tuple(f"{number}." for number in _BY_NUMBER)
_NAMED = re.compile(r"(?:.*[:.])?([A-Za-z][\w-]*)((?:\.(?:\d+|\"[^\"]*\"|'[^']*')|\[[^\]]*\])*)$")
_ENTERPRISE = re.compile(r"(1\.3\.6\.1\.4\.1\.(\d+))\.")
_AGENTS = {"8072", "2021"}
"""net-snmp's own numbers: an agent's, no maker's."""
_CHASSIS = re.compile(r"3\b|.*chassis")
_MAC = re.compile(
    r"(?:[0-9a-f]{1,2}[:-]){5}[0-9a-f]{1,2}|(?:[0-9a-f]{4}[.-]){2}[0-9a-f]{4}|0x[0-9a-f]{12}", re.IGNORECASE
)
_EMPTY = re.compile(r"[\s0:.\"-]*|n/?a|none|unknown?|null|not specified", re.IGNORECASE)
_MOST_SCALARS = 16


class Device:
    def __init__(self, file: str, row: int) -> None:
        self._file, self._row = file, row
        self._own: dict[str, str] = {}
        self._macs: dict[str, None] = {}
        self._tables: dict[str, dict[str, dict[str, str]]] = {}
        self._rows: dict[tuple[str, str], int] = {}
        self._enterprises: dict[str, None] = {}
        self._scalars: dict[str, str] = {}

    def begins_another(self, answer: Answer) -> bool:
        table, column, _ = _object(answer.oid)
        return table == "device" and column in self._own and self._own[column] != answer.text and column != "name"

    def take(self, answer: Answer) -> None:
        table, column, index = _object(answer.oid)
        if table == "device":
            self._own.setdefault(column, answer.text)
        elif table == "interface":
            if mac := _mac(answer):
                self._macs[mac] = None
        elif table:
            value = _mac(answer) if column == "mac" else answer.text.strip()
            if value:
                self._rows.setdefault((table, index), answer.row)
                self._tables.setdefault(table, {}).setdefault(index, {})[column] = value
        elif private := _ENTERPRISE.match(answer.oid):
            if private[2] not in _AGENTS:
                self._enterprises[private[1]] = None
            if answer.oid.endswith(".0") and _MAC.fullmatch(answer.text.strip()):
                self._macs[answer.text.strip()] = None
            elif answer.oid.endswith(".0") and len(self._scalars) < _MOST_SCALARS and _telling(answer.text):
                self._scalars[answer.oid] = answer.text

    def subjects(self) -> Iterator[Subject]:
        parts = self._tables.pop("part", {})
        parts = {index: part for index, part in parts.items() if _named(part)}
        chassis = next((index for index, part in parts.items() if _CHASSIS.match(part.get("class", ""))), None)
        chassis = next(iter(parts), None) if chassis is None else chassis
        body = parts.pop(chassis) if chassis is not None else {}
        yield self._device(body)
        for index, part in parts.items():
            given = _serial(part)
            yield Subject(Place(self._file, row=self._rows["part", index]), texts=_texts(part), given=given)
        for table, rows in self._tables.items():
            for index, row in rows.items():
                yield _neighbour(table, index, row, Place(self._file, row=self._rows[table, index]))

    def _device(self, body: dict[str, str]) -> Subject:
        given = []
        oid, descr = self._own.get("oid", ""), self._own.get("descr", "")
        if oid:
            given.append(Given("oid", oid, "sysObjectID"))
        named = _ENTERPRISE.match(f"{oid}.")
        # A device may show a number that is not its maker's: net-snmp's, or one that the registry gives to another.
        foreign = named is None or named[2] in _AGENTS or named[1] not in self._enterprises
        if foreign:
            given += [Given("oid", enterprise, "subtree") for enterprise in self._enterprises]
        if descr:
            given.append(Given("banner", descr, "snmp sysDescr"))
        if foreign or not descr:
            given += [Given("banner", text, f"snmp {number}") for number, text in self._scalars.items()]
        given += [Given("mac", mac) for mac in self._macs]
        facts = {"hostname": name} if (name := self._own.get("name")) else {}
        place = Place(self._file, row=self._row)
        fault = None if given or body else "The walk has neither a system group nor a maker's tree; walk from 1.3.6.1."
        return Subject(place, texts=_texts(body), given=(*given, *_serial(body)), facts=facts, fault=fault)


def _object(oid: str) -> tuple[str, str, str]:
    """Table, column and index of an object; empty for those that tell nothing here."""
    if not oid[:1].isdigit():
        named = _NAMED.match(oid)
        known = _OBJECTS.get(named[1]) if named else None
        return (known[1], known[2], named[2]) if named and known else ("", "", "")
    if not oid.startswith(_NUMBERS):
        return "", "", ""
    arcs = oid.split(".")
    for length in range(min(15, len(arcs)), 6, -1):
        if known_column := _BY_NUMBER.get(".".join(arcs[:length])):
            return (*known_column, ".".join(arcs[length:]))
    return "", "", ""


def _mac(answer: Answer) -> str:
    if answer.octets is not None:
        octets = answer.octets
        if len(octets) == 6:
            return octets.hex(":") if any(octets) else ""
        return answer.text if _MAC.fullmatch(answer.text) else ""
    text = answer.text.strip().strip('"')
    return text if _MAC.fullmatch(text) and not _EMPTY.fullmatch(text) else ""


def _telling(text: str) -> bool:
    return 2 < len(text) <= 200 and text.isprintable() and re.search("[A-Za-z]{2}", text) is not None


def _named(part: dict[str, str]) -> bool:
    return any(not _EMPTY.fullmatch(part.get(column, "")) for column in ("serial", "model"))


def _texts(part: dict[str, str]) -> dict[str, str]:
    roles = {"brand": "brand", "model": "model", "description": "descr"}
    return {role: part[column] for role, column in roles.items() if not _EMPTY.fullmatch(part.get(column, ""))}


def _serial(part: dict[str, str]) -> tuple[Given, ...]:
    serial = part.get("serial", "")
    return () if _EMPTY.fullmatch(serial) else (Given("serial", serial),)


def _neighbour(table: str, index: str, row: dict[str, str], place: Place) -> Subject:
    given = [Given("mac", row["mac"])] if "mac" in row else []
    if "descr" in row:
        given.append(Given("banner", row["descr"], table))
    facts = {"hostname": row["name"]} if "name" in row else {}
    address = re.search(r"(?:\d+\.){3}\d+$", index)
    if table == "arp" and address:
        facts["ip"] = address[0]
    texts = {"model": row["model"]} if "model" in row else {}
    return Subject(place, texts=texts, given=tuple(given), facts=facts)
