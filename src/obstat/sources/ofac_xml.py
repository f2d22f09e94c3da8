"""``sdn.xml`` and ``consolidated.xml`` of the Office of Foreign Assets Control: one ``sdnEntry`` for each record.

Layout (OFAC's ``XML.xsd``): ``uid``, ``firstName``, ``lastName``, ``title``, ``sdnType`` (``nspType`` in NS-PLC entries
of old), ``remarks``, and lists of programmes, documents (``idList``, which also holds what is no document: gender,
websites, directives), aliases with their quality, addresses, nationalities, citizenships, dates and places of birth;
``vesselInfo``.

Invariant: an ``sdnEntry`` is an entry. The ``uid`` of its parts are the publisher's keys and say nothing of the record;
``mainEntry`` decides the order in which the like are told, and nothing else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from obstat.sources import ofac_labels, ofac_remarks
from obstat.sources.entry import Detail, NameKind, Statement
from obstat.sources.ofac_elements import Element, records
from obstat.sources.ofac_record import ALIASES, Record, Said, dated, joined
from obstat.sources.source import Format, Parts, single

_BIRTHS: Final = (
    ("dateOfBirthList", "dateOfBirthItem", "dateOfBirth", "DOB"),
    ("placeOfBirthList", "placeOfBirthItem", "placeOfBirth", "POB"),
    ("nationalityList", "nationality", "country", "nationality"),
    ("citizenshipList", "citizenship", "country", "citizen"),
)
"""List, item, element and the label by which the remarks say the same."""
_VESSEL: Final = {
    "callSign": "Vessel Call Sign",
    "vesselType": "Vessel Type",
    "vesselFlag": "Vessel Flag",
    "vesselOwner": "Vessel Owner",
    "tonnage": "Vessel Tonnage",
    "grossRegisteredTonnage": "Vessel Gross Registered Tonnage",
}
_LINES: Final = ("address1", "address2", "address3", "city", "stateOrProvince", "postalCode")


def read(parts: Parts, list_code: str) -> Iterator[Statement]:
    """The records of the file. Raises `SourceError` when it is not of this layout, or cut off."""
    seen: Counter[str] = Counter()
    for number, element in enumerate(records(single(parts), "sdnList", frozenset(["sdnEntry"])), 1):
        uid = element.value("uid")
        seen[uid] += 1
        record = _record(element, uid, number if not uid else seen[uid])
        yield record.entry(list_code)


def _record(element: Element, uid: str, occurrence: int) -> Record:
    at = f"sdnEntry {uid or f'no. {occurrence}'}"
    record = Record(
        uid, at, type_=element.value("sdnType") or element.value("nspType") or None, id_=_id(uid, occurrence)
    )
    if record.id != uid:
        record.details.append(Detail("uid", f"{uid}, which another record bears too" if uid else "none"))
    _name(record, element, "name")
    for aka in _items(element, "akaList", "aka"):
        kind = aka.value("type")
        quality = aka.value("category")
        _name(record, aka, ALIASES.get(kind.replace(".", ""), "alias"), weak=quality == "weak")
        if kind.replace(".", "") not in ALIASES and kind:
            record.left.append(Detail("aka/type", kind))
        if quality not in ("weak", "strong", ""):
            record.left.append(Detail("aka/category", quality))
    for programmes in element.children("programList"):
        record.grounds.programmes += [text for child in programmes.children("program") if (text := child.text())]
    _facts(record, element)
    for address in _items(element, "addressList", "address"):
        country = address.value("country")
        record.address(joined([*map(address.value, _LINES), country]), country or None)
    record.left += element.left()
    return record


def _facts(record: Record, element: Element) -> None:
    if title := element.value("title"):
        record.details.append(Detail("title", title))
    for births, item, name, label in _BIRTHS:
        told = [(one.value("mainEntry") != "true", one.value(name)) for one in _items(element, births, item)]
        for _, value in sorted(told, key=lambda pair: pair[0]):
            if value:
                record.say(Said(label, value))
    for identity in _items(element, "idList", "id"):
        _identity(record, identity)
    for vessel in element.children("vesselInfo"):
        for name, label in _VESSEL.items():
            if value := vessel.value(name):
                record.say(Said(label, value))
    if remarks := element.value("remarks"):
        ofac_remarks.tell(record, remarks)


def _identity(record: Record, identity: Element) -> None:
    label, value, country = identity.value("idType"), identity.value("idNumber"), identity.value("idCountry")
    note = dated(issued=identity.value("issueDate"), expires=identity.value("expirationDate"))
    if not any((label, value, country, note)):
        return
    if ofac_labels.role(ofac_labels.plain(label)) is None and label.endswith((":", "-")):
        # What the publisher closes with a colon or a dash is a statement, not a document.
        record.details.append(Detail(ofac_labels.plain(label).lower(), joined([value, country, note])))
    else:
        record.say(Said(label or "id", value, country or None, note))


def _items(element: Element, list_: str, item: str) -> Iterator[Element]:
    for group in element.children(list_):
        for one in group.children(item):
            one.value("uid")
            yield one


def _name(record: Record, element: Element, kind: NameKind, *, weak: bool = False) -> None:
    first, last = element.value("firstName"), element.value("lastName")
    record.name(f"{first} {last}".strip(), kind, weak=weak, ordered=bool(first))


def _id(uid: str, occurrence: int) -> str:
    if not uid:
        return f"entry-{occurrence}"
    return uid if occurrence == 1 else f"{uid}-{occurrence}"


FORMATS: Final = (
    Format(
        "ofac-xml",
        "OFAC's sdn.xml or consolidated.xml, plain or zipped",
        read,
        parts={"list": ("sdn.xml", "consolidated.xml", "sdn_xml.zip", "consolidated_xml.zip")},
    ),
)
