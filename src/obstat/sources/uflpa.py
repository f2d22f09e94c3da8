"""The UFLPA Entity List of the Department of Homeland Security (Public Law 117-78, section 2(d)(2)(B)).

The page has one table for each of the statute's lists, with the columns "Name of Entity" (or "Entity Name") and
"Effective Date"; the text before a table describes the list and ends with its clause, "Section 2(d)(2)(B)(v)". A cell
holds the name, then aliases and former names in brackets, then how far the entry reaches ("and subsidiaries").

Invariant: an entity is one entry, however many of the tables it stands in, with a listing for each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from obstat.model.errors import SourceError
from obstat.sources import tables
from obstat.sources.aliases import split
from obstat.sources.editions import Row, by_column, columns, day, entries
from obstat.sources.entry import Detail, Entry, EntryListing
from obstat.sources.fields import folded
from obstat.sources.source import Expectations, Format, Parts, Source, single

ADDRESS = "https://www.dhs.gov/uflpa-entity-list"
_CLAUSE = re.compile(r".*(?P<ground>A list of .*?)\s*(?P<clause>Section 2\(d\)\(2\)\(B\)\((?P<number>[ivx]+)\))")
_IN_XINJIANG = "i"
"""The clause whose list is of "entities in Xinjiang"; of the others the law does not say where they sit."""


def _read(parts: Parts, list_code: str) -> Iterator[Entry]:
    path = single(parts)
    rows: list[Row] = []
    for number, (before, table) in enumerate(tables.html_tables(path), 1):
        names = ["name" if name in ("name of entity", "entity name") else name for name in columns((table or [[]])[0])]
        if {"name", "effective date"} <= set(names):
            filled = [(place, row) for place, row in enumerate(table[1:], 2) if any(map(folded, row))]
            rows += (_row(f"table {number}, row {place}", names, row, before, list_code) for place, row in filled)
    if not rows:
        raise SourceError(f"{path.name} has no table of entities with effective dates; fetch {ADDRESS} again.")
    yield from entries(rows)


def _row(at: str, header: list[str], row: list[str], before: str, list_code: str) -> Row:
    fields = by_column(header, row)
    found = split(fields.take("name") or "")
    details = [_remark(remark) for remark in found.remarks]
    clause = _CLAUSE.search(before)
    return Row(
        at=at,
        names=found.names,
        kind="company" if found.names else "unknown",
        listing=EntryListing(
            list_code,
            since=day(fields, "effective date", details),
            programme="UFLPA",
            citation=clause["clause"] if clause else None,
            ground=clause["ground"] if clause else None,
            url=ADDRESS,
        ),
        countries=("CN",) if clause and clause["number"] == _IN_XINJIANG else (),
        details=tuple(details),
        left=fields.left(),
    )


def _remark(text: str) -> Detail:
    """What stands beside the names; "and its subsidiaries" says how far the entry reaches."""
    reach = re.sub(r"^and (?=(?:its |all |any )?sub)", "", text, flags=re.IGNORECASE)
    return Detail("extends to" if reach != text else "remark", reach.lower() if reach != text else text)


FORMATS = (
    Format(
        code="uflpa-html",
        text="UFLPA Entity List as DHS publishes it: the page with its tables",
        read=_read,
        parts={"list": (".html", ".htm")},
    ),
)

SOURCES = (
    Source(
        code="dhs-uflpa",
        list="dhs-uflpa",
        name="UFLPA Entity List",
        publisher="US Department of Homeland Security, Forced Labor Enforcement Task Force",
        addresses={"list": ADDRESS},
        licence="Public domain (work of the US government)",
        format="uflpa-html",
        cadence=60,
        expectations=Expectations(140, 400, ("Xinjiang Production and Construction Corps", "Ninestar Corporation")),
        upkeep=(
            "The reader was checked with the page of 9 July 2026; the address itself was never fetched from a real "
            "network. Additions are published in the Federal Register and appear on the page on their effective date. "
            "No exporter stands under clause (iv) so far; a table for it is read as the others are."
        ),
    ),
)
