"""Lists in the Export Administration Regulations: supplements to 15 CFR part 744.

Supplement No. 4 is the Entity List, No. 6 the Unverified List, No. 7 the Military End-User List. Each is a table:
Country | Entity | License requirement | License review policy | Federal Register citation (No. 6 and 7 have no columns
on licences). A country stands for all rows down to the next one. See https://www.ecfr.gov/current/title-15/part-744.

Invariant: a row with an entity is one entry, and each affiliate that its cell lists is one more, related to the first.
The regulation gives no day of listing, only citations; so a listing has no `since`, and the day of the earliest
citation is a detail.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from obstat.model.errors import SourceError
from obstat.model.places import country
from obstat.sources import days
from obstat.sources.editions import slug
from obstat.sources.entity_cells import Cell, parse
from obstat.sources.entry import Detail, Entry, EntryKind, EntryListing, EntryRelation
from obstat.sources.fields import Fields
from obstat.sources.regulations import TableRow, table_rows
from obstat.sources.source import Expectations, Format, Parts, Source, single

PART = "744"
_SUPPLEMENTS = {"bis-entity-list": "4", "bis-uvl": "6", "bis-meu": "7"}
_KINDS: dict[str, EntryKind] = {"bis-meu": "company"}
_COLUMNS = {
    "country": "country",
    "entity": "entity",
    "listed person and address": "entity",
    "listed person": "entity",
    "license requirement": "requirement",
    "license review policy": "policy",
    "federal register citation": "citation",
    "federal register citation and date of publication": "citation",
}
"""The headings of the tables, and what their columns hold."""
_USUAL = {
    5: ("country", "entity", "requirement", "policy", "citation"),
    3: ("country", "entity", "citation"),
}
"""What the columns of a table without a heading hold, by their number."""
_CITATION = re.compile(r"\d+ F\.? ?R\.? ?\d+[^\d;]{0,40}\b(\d{1,2}/\d{1,2}/\d{2,4})")
_FOOTNOTE = re.compile(r"([⁰¹²³⁴⁵⁶⁷⁸⁹]+)")
_LOWERED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_URL = "https://www.ecfr.gov/current/title-15/part-744/appendix-Supplement%20No.%20{}%20to%20Part%20744"


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a row stands: its supplement, the country above it and its line in the file."""

    supplement: str
    country: str
    at: str


def _read(parts: Parts, list_code: str) -> Iterator[Entry]:
    path = single(parts)
    rows = table_rows(path, PART)
    wanted = _SUPPLEMENTS.get(list_code)
    found = {row.supplement for row in rows}
    if wanted is None and len(found) == 1:
        (wanted,) = found
    if wanted not in found:
        name = f"table of Supplement No. {wanted}" if wanted else "table that is known to be of this list"
        raise SourceError(f"{path.name} has no {name} to part {PART}; fetch title 15, part {PART}, as XML.")
    yield from _entries([row for row in rows if row.supplement == wanted], list_code)


def _entries(rows: Sequence[TableRow], list_code: str) -> Iterator[Entry]:
    taken: Counter[str] = Counter()
    names: tuple[str, ...] = ()
    above = ""
    for row in rows:
        if row.header or "country" in (cell.lower() for cell in row.cells[:1]):
            names = tuple(_COLUMNS.get(" ".join(cell.lower().split()), cell) for cell in row.cells)
            continue
        columns = names or _USUAL.get(len(row.cells), _USUAL[5])
        cells = {_column(columns, at): cell for at, cell in enumerate(row.cells)}
        above = cells.pop("country", "") or above
        text = cells.pop("entity", "")
        if not any(cells.values()) and not re.search(r"\w", text.replace("[Reserved]", "")):
            continue  # a country alone, for the rows below, or a place that is kept free
        place = _Place(row.supplement, " ".join(above.split()), f"line {row.line}")
        yield from _row(place, text, Fields(cells), list_code, taken)


def _column(names: Sequence[str], at: int) -> str:
    return names[at] if at < len(names) and names[at] else f"column {at + 1}"


def _row(place: _Place, text: str, fields: Fields, list_code: str, taken: Counter[str]) -> Iterator[Entry]:
    """The entry of a row, then those of the affiliates in its cell, which stand on the list as the first does."""
    home = country(place.country)
    cell = parse(text, home)
    listing, details = _listing(place, fields, list_code)
    if home is None and place.country:
        details = (Detail("country", place.country), *details)
    first = replace(_entry(cell, place, home, taken), listings=(listing,), left=fields.left())
    yield replace(first, kind=_KINDS.get(list_code, "unknown"), details=(*first.details, *details))
    for number, affiliate in enumerate(cell.affiliates, 1):
        entry = _entry(affiliate, replace(place, at=f"{place.at}, affiliate {number}"), home, taken)
        relation = EntryRelation("affiliate_of", first.names[0].text if first.names else "", reference=first.id)
        yield replace(
            entry,
            kind="company",
            listings=(listing,),
            relations=(relation, *entry.relations),
            details=(*entry.details, *details),
        )


def _entry(cell: Cell, place: _Place, home: str | None, taken: Counter[str]) -> Entry:
    """A party without its listing."""
    where = (home or slug(place.country) or "").lower()
    base = "-".join(part for part in (slug(cell.names[0].text) if cell.names else "unnamed", where) if part)
    taken[base] += 1
    abroad = (address.country for address in cell.addresses)
    return Entry(
        id=base if taken[base] == 1 else f"{base}-{taken[base]}",
        kind="unknown",
        names=cell.names,
        at=place.at,
        countries=tuple(dict.fromkeys(code for code in (home, *abroad) if code)),
        addresses=cell.addresses,
        relations=cell.relations,
        details=tuple(Detail("remark", remark) for remark in cell.remarks),
    )


def _listing(place: _Place, fields: Fields, list_code: str) -> tuple[EntryListing, tuple[Detail, ...]]:
    requirement, policy, citation = (fields.take(name) for name in ("requirement", "policy", "citation"))
    told = (("License requirement", requirement), ("License review policy", policy))
    listing = EntryListing(
        list_code,
        citation=citation,
        measures="; ".join(f"{label}: {text}" for label, text in told if text) or None,
        url=_URL.format(place.supplement),
    )
    return listing, (*cited(citation), *footnotes(requirement))


def cited(citation: str | None) -> Iterator[Detail]:
    """The day of the earliest Federal Register citation. It is not the day on which a rule took effect."""
    read = [day for text in _CITATION.findall(citation or "") if (day := days.iso(text))]
    if read:
        yield Detail("first cited in the federal register", min(read))


def footnotes(requirement: str | None) -> Iterator[Detail]:
    """The footnotes of a licence requirement; they widen it (734.9(e): footnote 1 the foreign direct product rule)."""
    for figure in dict.fromkeys(_FOOTNOTE.findall(requirement or "")):
        yield Detail("footnote", figure.translate(_LOWERED))


FORMATS = (
    Format(
        code="ecfr-entity-list",
        text="A list in a supplement to 15 CFR part 744, as XML of the eCFR or of the annual edition",
        read=_read,
        parts={"list": (".xml",)},
    ),
)

_BULK = "https://www.govinfo.gov/bulkdata/ECFR/title-15/ECFR-title15.xml"
_UPKEEP = (
    "One file holds the whole of title 15; the reader takes Supplement No. {} to part 744. The versioner of the eCFR "
    "gives part 744 alone, and any day of the past: "
    "https://www.ecfr.gov/api/versioner/v1/full/DATE/title-15.xml?part=744 (DATE is 'up_to_date_as_of' of title 15 in "
    "https://www.ecfr.gov/api/versioner/v1/titles.json; the server wants a request that accepts compression). Neither "
    "was ever fetched from a real network: the layouts are those that GPO documents and others describe. {}"
)

SOURCES = (
    Source(
        code="bis-entity-list",
        list="bis-entity-list",
        name="Entity List (Supplement No. 4 to part 744)",
        publisher="US Department of Commerce, Bureau of Industry and Security",
        addresses={"list": _BULK},
        licence="Public domain (work of the US government)",
        format="ecfr-entity-list",
        cadence=14,
        expectations=Expectations(
            3000, 6000, ("Huawei Technologies Co., Ltd.", "Semiconductor Manufacturing International Corporation")
        ),
        upkeep=_UPKEEP.format(
            4,
            "In July 2026 the list had 3,409 entries, and 22 affiliates in the cell of Huawei Technologies Co., Ltd. "
            "Whether rules on owned affiliates (90 FR 47201) are in force is told by the pack, not by the list.",
        ),
        persons=True,
    ),
    Source(
        code="bis-meu",
        list="bis-meu",
        name="Military End-User List (Supplement No. 7 to part 744)",
        publisher="US Department of Commerce, Bureau of Industry and Security",
        addresses={"list": _BULK},
        licence="Public domain (work of the US government)",
        format="ecfr-entity-list",
        cadence=30,
        expectations=Expectations(50, 400, ("Academy of Aerospace Solid Propulsion Technology",)),
        upkeep=_UPKEEP.format(7, "In July 2026 the list had 70 entries; it is not exhaustive, says 744.21."),
    ),
    Source(
        code="bis-uvl",
        list="bis-uvl",
        name="Unverified List (Supplement No. 6 to part 744)",
        publisher="US Department of Commerce, Bureau of Industry and Security",
        addresses={"list": _BULK},
        licence="Public domain (work of the US government)",
        format="ecfr-entity-list",
        cadence=30,
        expectations=Expectations(30, 1000),
        upkeep=_UPKEEP.format(
            6, "The Bureau's own table, uvl.csv, is read as bis-uvl; its address changed with every move of the site."
        ),
        persons=True,
    ),
)
