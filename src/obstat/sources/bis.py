"""Tables of the Bureau of Industry and Security: Denied Persons, Unverified and Entity List.

- ``dpl.txt``: tab separated; Name, Street_Address, City, State, Country, Postal_Code, Effective_Date, Expiration_Date,
  Standard_Order, Last_Update, Action, FR_Citation. A row is an address of a party under an order.
- ``uvl.csv``: COUNTRY, NAME, ADDRESS, then columns without a name. A row is an address of a party.
- ``el.csv``: the Entity List in the form of the Consolidated Screening List (31 columns). A row is an address with an
  alias. The publisher gave it up; the regulation itself is read in `ecfr`.

Invariant: the rows of one party (of one order, on the Denied Persons List) are one entry; no cell is lost.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from obstat.model.places import country
from obstat.sources import aliases, days, tables
from obstat.sources.ecfr import cited
from obstat.sources.entry import Detail, Entry, EntryAddress, EntryKind, EntryListing, EntryNumber, NameKind
from obstat.sources.fields import Fields
from obstat.sources.party_rows import Row, entries
from obstat.sources.source import Expectations, Format, Parts, Source, single

_STATES = re.compile(
    "A[LKZR]|C[AOT]|D[EC]|FL|GA|HI|I[DLNA]|K[SY]|LA|M[EDAINSOT]|N[EVHJMYCD]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[TA]|W[AVIY]"
)
_ZIP = re.compile(r"\d{5}(?:-\d{4})?")
_DPL = (
    "Name", "Street_Address", "City", "State", "Country", "Postal_Code", "Effective_Date", "Expiration_Date",
    "Standard_Order",
)  # fmt: skip
_KINDS: dict[str, EntryKind] = {
    "individual": "person", "entity": "company", "vessel": "vessel", "aircraft": "aircraft",
}  # fmt: skip
_VESSEL = ("Vessel Type", "Gross Tonnage", "Gross Register Tonnage", "Vessel Flag", "Vessel Owner")
_EL = ("Source List", "Name", "Address", "Country", "Federal Register Notice", "License Requirement", "Alternate Name")


def day_after(day: str | None) -> str | None:
    """The day behind a last day, since an end is the first day on which a listing holds no more."""
    if day is None or len(day) != 10:
        return day
    return (datetime.date.fromisoformat(day) + datetime.timedelta(days=1)).isoformat()


def date_of(fields: Fields, column: str, details: list[Detail]) -> str | None:
    """The date of a column; one that cannot be read is added to `details` as it stands."""
    text = fields.take(column)
    read = days.iso(text)
    if text and read is None:
        details.append(Detail(column.lower(), text))
    return read


def order(standard: str | None) -> str | None:
    """What the column on standard orders says: Y or N."""
    return {"Y": "Standard order", "N": "Non-standard order"}.get((standard or "").upper(), standard)


def in_the_states(state: str | None, post_code: str | None) -> bool:
    """Whether an address without a country is in the United States; the list leaves it out of many of those."""
    return bool(_STATES.fullmatch(state or "") and _ZIP.fullmatch(post_code or ""))


def place_of(fields: Fields, column: str, details: list[Detail]) -> str | None:
    """The code of the country in a column; text that names none is added to `details` as it stands."""
    text = fields.take(column)
    code = country(text)
    if text and code is None:
        details.append(Detail(column.lower(), text))
    return code


def _denied(parts: Parts, list_code: str) -> Iterator[Entry]:
    path = single(parts)
    rows = (
        _denied_row(line, fields, list_code)
        for line, fields in tables.records(path, columns=_DPL, delimiter="\t")
        if fields
    )
    yield from entries(rows)


def _denied_row(line: int, fields: Fields, list_code: str) -> Row:
    details: list[Detail] = []
    found = aliases.split(fields.need("Name"))
    names = tuple(aliases.in_order(name) for name in found.names)
    code = place_of(fields, "Country", details)
    street, city, state, post_code = (fields.take(c) for c in ("Street_Address", "City", "State", "Postal_Code"))
    if code is None and not details and in_the_states(state, post_code):
        code = "US"
    unread = [detail.value for detail in details]
    text = ", ".join(part for part in (street, city, state, post_code, *unread) if part)
    since = date_of(fields, "Effective_Date", details)
    # an order is in force until its expiration date; that day is counted in
    until = day_after(date_of(fields, "Expiration_Date", details))
    standard = fields.take("Standard_Order")
    details += [Detail("last update", days.iso(updated) or updated)] if (updated := fields.take("Last_Update")) else []
    details += fields.detail("Action")
    details += (Detail("remark", remark) for remark in found.remarks)
    return Row(
        key=(names[0].text.casefold() if names else f"line {line}", since or "", until or ""),
        at=f"line {line}",
        names=names,
        countries=(code,) if code else (),
        addresses=(EntryAddress(text, code),) if text else (),
        listings=(
            EntryListing(
                list_code,
                since=since,
                until=until,
                citation=fields.take("FR_Citation"),
                measures=order(standard),
            ),
        ),
        details=tuple(details),
        left=fields.left(),
    )


def _unverified(parts: Parts, list_code: str) -> Iterator[Entry]:
    path = single(parts)
    records = tables.records(path, columns=("COUNTRY", "NAME", "ADDRESS"))
    yield from entries(_unverified_row(line, fields, list_code) for line, fields in records)


def _unverified_row(line: int, fields: Fields, list_code: str) -> Row:
    details: list[Detail] = []
    name = fields.need("NAME")
    found = aliases.split(name)
    where = fields.take("COUNTRY")
    code = country(where)
    details += [Detail("country", where)] if where and not code else []
    details += (Detail("remark", remark) for remark in found.remarks)
    address = fields.take("ADDRESS")
    return Row(
        key=(name.casefold(), (where or "").casefold()),
        at=f"line {line}",
        names=found.names,
        countries=(code,) if code else (),
        addresses=(EntryAddress(address, code),) if address else (),
        listings=(EntryListing(list_code, citation="15 CFR part 744, Supplement No. 6"),),
        details=tuple(details),
        left=fields.left(),
    )


def _entity_list(parts: Parts, list_code: str) -> Iterator[Entry]:
    path = single(parts)
    yield from entries(_entity_row(line, fields, list_code) for line, fields in tables.records(path, columns=_EL))


def _entity_row(line: int, fields: Fields, list_code: str) -> Row:
    details: list[Detail] = []
    name = fields.need("Name")
    found = aliases.split(name)
    where = fields.take("Country")
    code = country(where)
    details += [Detail("country", where)] if where and not code else []
    address = [fields.take(column) for column in ("Address", "City", "State/Province", "Postal Code")]
    text = ", ".join(part for part in (*address, None if code else where) if part)
    listing = _entity_listing(fields, list_code, details)
    kind = _KINDS.get((fields.take("SDN Type") or "").lower(), "unknown")
    other: NameKind = "former" if (fields.take("Alternate Type") or "").lower().startswith("f") else "alias"
    more = aliases.listed(fields.take("Alternate Name") or "", other)
    call_sign = fields.take("Call Sign")
    details += (Detail("remark", remark) for remark in (*found.remarks, *more.remarks))
    details += fields.detail(
        "Title", "Remarks/Notes", "Address Remarks", "Alternate Remarks", "Standard Order", *_VESSEL
    )
    fields.take("Address Number", "Alternate Number")  # keys between the publisher's own tables
    return Row(
        key=(name.casefold(), (where or "").casefold()),
        at=f"line {line}",
        names=(*found.names, *more.names),
        kind=kind,
        countries=(code,) if code else (),
        addresses=(EntryAddress(text, code),) if any(address) else (),
        numbers=(EntryNumber("call_sign", call_sign),) if call_sign else (),
        listings=(listing,),
        details=tuple(details),
        left=fields.left(),
    )


def _entity_listing(fields: Fields, list_code: str, details: list[Detail]) -> EntryListing:
    requirement, policy = fields.take("License Requirement"), fields.take("License Policy")
    told = (("License requirement", requirement), ("License review policy", policy))
    source = fields.take("Source List")
    details += [Detail("source list", source)] if source and source != "EL" else []
    details += cited(notice := fields.take("Federal Register Notice"))
    return EntryListing(
        list_code,
        since=date_of(fields, "Effective Date", details),
        until=date_of(fields, "Date Lifted/Waived/Expired", details),  # the day on which it was lifted
        programme=fields.take("Programs"),
        citation=notice,
        measures="; ".join(f"{label}: {text}" for label, text in told if text) or None,
        url=fields.take("Web Link"),
        reference=fields.take("Entity Number"),
    )


FORMATS = (
    Format(
        code="bis-dpl",
        text="Denied Persons List as BIS publishes it: dpl.txt, tab separated",
        read=_denied,
        parts={"list": ("dpl.txt", ".txt", ".tsv")},
    ),
    Format(
        code="bis-uvl",
        text="Unverified List as BIS published it: uvl.csv",
        read=_unverified,
        parts={"list": ("uvl.csv", ".csv")},
    ),
    Format(
        code="bis-entity-csv",
        text="Entity List in the form of the Consolidated Screening List, as BIS published it until 2015: el.csv",
        read=_entity_list,
        parts={"list": ("el.csv", ".csv")},
    ),
)

SOURCES = (
    Source(
        code="bis-dpl",
        list="bis-dpl",
        name="Denied Persons List",
        publisher="US Department of Commerce, Bureau of Industry and Security",
        addresses={"list": "https://www.bis.doc.gov/dpl/dpl.txt"},
        licence="Public domain (work of the US government)",
        format="bis-dpl",
        cadence=14,
        expectations=Expectations(300, 2000),
        upkeep=(
            "The reader was checked with the file of July 2021 (581 rows) and one of 2015. The address is the one that "
            "the Bureau documented until it moved to bis.gov (where media.bis.gov/dpl/dpl.txt is reported); neither "
            "was ever fetched from a real network. In 2026 the Bureau also exports the list as CSV with other columns, "
            "which is not read. Private persons are on it."
        ),
        persons=True,
    ),
)
