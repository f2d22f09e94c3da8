"""What the snapshot in use knows of the lists, for the one that is built after it.

Invariant: a record comes back as its reader gave it, but for the countries of its addresses, which are in their text.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from obstat.knowledge.snapshot import Snapshot
from obstat.model.dates import Day
from obstat.model.listed import ListEntry, Name
from obstat.sources.entry import (
    Detail,
    Entry,
    EntryAddress,
    EntryKind,
    EntryListing,
    EntryName,
    EntryNumber,
    EntryRelation,
    NameKind,
)

_KINDS: dict[str, NameKind] = {"legal": "name", "alias": "alias", "former": "former"}


def records_of(snapshot: Snapshot, source: str) -> Sequence[Entry]:
    """The records of a source, in their order."""
    table = snapshot.table("entries")
    return [_entry(table[row]) for row, code in enumerate(table.texts("source")) if code == source]


def first_days(snapshot: Snapshot) -> dict[str, dict[tuple[str, str], int]]:
    """By source, then by record and list, the day (ordinal) from which a listing without a day of its own has been
    known: that of the first edition that had it.
    """
    entries = snapshot.table("entries")
    ends, dated = entries.column("listings[]"), entries.column("listings.since?")
    lists, days = entries.column("listings.list"), entries.column("listings.published")
    found: dict[str, dict[tuple[str, str], int]] = {}
    for row, (source, record) in enumerate(zip(entries.texts("source"), entries.texts("id"), strict=True)):
        for at in range(ends[row], ends[row + 1]):
            if not dated[at]:
                key = record or "", entries.strings[lists[at]] or ""
                found.setdefault(source or "", {})[key] = days[at]
    return found


def _entry(row: ListEntry) -> Entry:
    return Entry(
        row.id,
        cast(EntryKind, row.kind),
        tuple(_name(name) for name in row.names),
        row.at,
        row.countries,
        tuple(EntryAddress(text) for text in row.addresses),
        tuple(EntryNumber(n.scheme, n.value, n.country, n.note) for n in row.numbers),
        tuple(
            EntryListing(
                listing.list,
                _text(listing.since),
                _text(listing.until),
                listing.programme,
                listing.citation,
                listing.measures,
                listing.ground,
                listing.url,
                listing.reference,
            )
            for listing in row.listings
        ),
        tuple(
            EntryRelation(r.relation, r.name, r.reference, r.low, r.high, _text(r.since), _text(r.until))
            for r in row.relations
        ),
        tuple(Detail(said.label, said.value) for said in row.details),
    )


def _name(name: Name) -> EntryName:
    return EntryName(name.text, _KINDS[name.kind], name.weak, name.note)


def _text(day: Day | None) -> str | None:
    return day.text if day else None
