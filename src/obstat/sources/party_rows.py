"""Tables that give a party several rows, one for each address, alias or order: an entry per party.

Invariant: rows with the same key are one entry, whose values are those of all its rows, each once, in their order.
Listings that differ in nothing but the citation are one, with all citations.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from obstat.sources.editions import slug
from obstat.sources.entry import (
    Detail,
    Entry,
    EntryAddress,
    EntryKind,
    EntryListing,
    EntryName,
    EntryNumber,
    EntryRelation,
    distinct,
)


@dataclass(frozen=True, slots=True)
class Row:
    """A row on a party, or a party whole."""

    key: tuple[str, ...]
    """What its rows have in common."""
    at: str
    names: tuple[EntryName, ...]
    listings: tuple[EntryListing, ...]
    kind: EntryKind = "unknown"
    countries: tuple[str, ...] = ()
    addresses: tuple[EntryAddress, ...] = ()
    numbers: tuple[EntryNumber, ...] = ()
    relations: tuple[EntryRelation, ...] = ()
    details: tuple[Detail, ...] = ()
    left: tuple[Detail, ...] = ()
    id: str = ""
    """The publisher's own."""


def entries(rows: Iterable[Row]) -> Iterator[Entry]:
    """The rows of a key as one entry, in the order of their first rows."""
    grouped: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        grouped.setdefault(row.key, []).append(row)
    taken: Counter[str] = Counter()
    for group in grouped.values():
        yield _joined(group, taken)


def _joined(group: list[Row], taken: Counter[str]) -> Entry:
    countries = tuple(dict.fromkeys(code for row in group for code in row.countries))
    names = distinct(name for row in group for name in row.names)
    made = "-".join([slug(names[0].text) if names else "unnamed", *(code.lower() for code in countries[:1])])
    base = group[0].id or made
    taken[base] += 1
    return Entry(
        id=base if taken[base] == 1 else f"{base}-{taken[base]}",
        kind=group[0].kind,
        names=names,
        at="; ".join(dict.fromkeys(row.at for row in group)),
        countries=countries,
        addresses=tuple(dict.fromkeys(address for row in group for address in row.addresses)),
        numbers=tuple(dict.fromkeys(number for row in group for number in row.numbers)),
        listings=_listings(listing for row in group for listing in row.listings),
        relations=tuple(dict.fromkeys(relation for row in group for relation in row.relations)),
        details=tuple(dict.fromkeys(detail for row in group for detail in row.details)),
        left=tuple(detail for row in group for detail in row.left),
    )


def _listings(listings: Iterable[EntryListing]) -> tuple[EntryListing, ...]:
    cited: dict[EntryListing, list[str]] = {}
    for listing in listings:
        cited.setdefault(replace(listing, citation=None), []).extend([listing.citation] if listing.citation else [])
    return tuple(
        replace(listing, citation="; ".join(dict.fromkeys(citations)) or None) for listing, citations in cited.items()
    )
