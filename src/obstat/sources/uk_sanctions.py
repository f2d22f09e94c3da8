"""The UK Sanctions List of the Foreign, Commonwealth and Development Office: as a table (ODS, CSV) and as XML.

- The table has a row for each name, address or other particular of a designation, under the columns of the "long form",
  or a row for each designation under the eight of the "short form". A row above the header may give the day of the
  report.
- The XML has a ``Designation`` with a ``Name`` for each name, an ``Address`` for each address and so on. Its element
  ``SanctionsImposedIndicators`` says with true and false what ``SanctionsImposed`` says in words.

Invariant: a Unique ID is an entry. A row without one is an entry of its own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from obstat.model.errors import SourceError
from obstat.sources import uk_tables
from obstat.sources.entry import Entry
from obstat.sources.fields import Fields
from obstat.sources.ofac_elements import Element, records
from obstat.sources.party_draft import Draft
from obstat.sources.source import Expectations, Format, Parts, Source, single
from obstat.sources.uk_fields import RENAMED, listing, tell

_KEY: Final = "unique id"
_NEEDED: Final = frozenset([_KEY, "name 6", "regime name"])
_WORDS: Final = re.compile(r"(?<=[a-z])(?=[A-Z0-9])|(?<=[A-Z])(?=[A-Z][a-z])")


def read_table(parts: Parts, list_code: str) -> Iterator[Entry]:
    """The designations of an ODS or CSV file. Raises `SourceError` when it has no table of this layout."""
    path = single(parts)
    found = uk_tables.designations(path, _KEY, _NEEDED)
    if found is None:
        raise SourceError(
            f"{path.name} has no table with the columns Unique ID, Name and Regime Name; fetch the UK Sanctions List "
            "again, or name another format."
        )
    for key, draft in found.items():
        yield draft.entry(key, [listing(draft, list_code)])


def read_xml(parts: Parts, list_code: str) -> Iterator[Entry]:
    """The designations of the XML file. Raises `SourceError` when it is not of this layout, or cut off."""
    taken: Counter[str] = Counter()
    for number, element in enumerate(records(single(parts), "Designations", frozenset(["Designation"])), 1):
        draft = Draft(f"Designation {number}")
        draft.detail("sanctions imposed indicators", _indicators(element))
        for fields in sorted(_records(element), key=lambda fields: not fields.peek("designation type")):
            tell(draft, fields)
        draft.left += element.left()
        id_ = draft.told(_KEY) or f"designation-{number}"
        taken[id_] += 1
        yield draft.entry(id_ if taken[id_] == 1 else f"{id_}-{taken[id_]}", [listing(draft, list_code)])


def _records(element: Element) -> Iterator[Fields]:
    """The records of a designation: children that have none of their own, as long as their names do not recur."""
    own: dict[str, str] = {}
    for child in element.everything():
        text, column = child.text(), _column(child.name)
        inner = list(_records(child))
        yield from inner
        if not text or inner:
            continue
        if column in own:
            yield Fields(own)
            own = {}
        own[column] = text
    if own:
        yield Fields(own)


def _indicators(element: Element) -> str:
    """What the indicators affirm."""
    found = []
    for group in element.children("SanctionsImposedIndicators"):
        for indicator in group.everything():
            text = indicator.text()
            if text.lower() != "false" and text:
                found.append(_column(indicator.name) + (f" {text}" if text.lower() != "true" else ""))
    return ", ".join(found)


def _column(name: str) -> str:
    plain = _WORDS.sub(" ", name).lower()
    return RENAMED.get(plain, plain)


FORMATS: Final = (
    Format(
        "uk-sanctions-xml",
        "UK Sanctions List as XML",
        read_xml,
        parts={"list": ("uk-sanctions-list.xml", ".xml")},
    ),
    Format(
        "uk-sanctions-table",
        "UK Sanctions List as ODS or CSV, in the long or the short form",
        read_table,
        parts={"list": ("uk-sanctions-list.csv", ".csv", ".ods")},
    ),
)

SOURCES: Final = (
    Source(
        "uk-sanctions",
        "uk-sanctions",
        "UK Sanctions List",
        "Foreign, Commonwealth and Development Office",
        {"list": "https://sanctionslist.fcdo.gov.uk/docs/UK-Sanctions-List.xml"},
        "Open Government Licence v3.0",
        "uk-sanctions-xml",
        cadence=3,
        expectations=Expectations(3_500, 15_000, ("Islamic Revolutionary Guard Corps", "PJSC Sberbank")),
        upkeep=(
            "Since 28 January 2026 it is the only list of designations of the United Kingdom; the list of the OFSI "
            "ended that day (uk-ofsi). The table was checked with the 5,302 designations of the short form of 11 "
            "August 2025, whose names are the primary ones only; the long form and the XML were written from what "
            "others report of files up to September 2026. The same list as a table: UK-Sanctions-List.csv and .ods "
            "under the same address (uk-sanctions-table). The address is the documented one and was never fetched from "
            "a real network. A new column or element shows in what is left: add it to uk_fields."
        ),
        persons=True,
    ),
)
