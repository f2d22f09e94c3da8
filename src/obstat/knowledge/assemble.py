"""From the pack and editions of lists to the facts of one snapshot.

Invariant: every record of every edition is a row of the table `entries` (or `assignments`), and nothing of the pack is
lost: a party gains names, never loses one.
"""

from __future__ import annotations

import datetime
import functools
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from obstat.knowledge.merge import Find, Merger, Placed, by_party
from obstat.knowledge.snapshot import Snapshot
from obstat.knowledge.tied import ties_of
from obstat.model import listed, records
from obstat.model.dates import partial
from obstat.model.reviewed import AcceptedClaim
from obstat.names.normal import normal
from obstat.sources.entry import Assignment, Entry, EntryListing
from obstat.sources.lists import LISTS

Record = TypeVar("Record")
_KINDS = {"name": "legal", "alias": "alias", "former": "former"}


@dataclass(frozen=True, slots=True)
class Edition:
    """The statements of a source as of `day` (ISO), from `address`.

    `seen` holds, by record and list, the day (ordinal) of the first edition with a listing that has no day of its own.
    """

    source: str
    day: str
    address: str
    statements: Sequence[Entry | Assignment]
    seen: Mapping[tuple[str, str], int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Assembled:
    """The facts of a snapshot with its vocabulary, and what became of the records."""

    vocabulary: dict[str, Any]
    facts: dict[str, Collection[Any]]
    merged: int
    """Records taken for parties of the pack."""


class Made(Collection[Record]):
    """Rows that are made whenever they are gone through, so that a million of them need not be held beside what they
    are made of."""

    def __init__(self, count: int, make: Callable[[], Iterator[Record]]) -> None:
        self._count, self._make = count, make

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Record]:
        return self._make()

    def __contains__(self, record: object) -> bool:
        return any(record == other for other in self)


def assemble(
    base: Snapshot,
    editions: Sequence[Edition],
    find: Find,
    decisions: Mapping[str, str] | None = None,
    claims: Sequence[AcceptedClaim] = (),
) -> Assembled:
    """The facts of `base`, a snapshot of the pack alone, with the editions; `find` is the identity engine over it.

    `decisions` tell, by record, the party that somebody decided it to be (`merge.APART`: none of the pack). `claims`
    are those of stories that somebody accepted.
    """
    facts: dict[str, Collection[Any]] = {name: tuple(base.table(name)) for name in records.TABLES}
    merger = Merger(base, find, decisions)
    days = {edition.source: edition for edition in editions}
    placed = merger.place([(e.source, s) for e in editions for s in e.statements if isinstance(s, Entry)])
    groups = by_party(placed)
    known = list(base.table("parties"))
    owners = _owners(known)
    grown = [_grown(party, groups.get(party.id, []), owners) for party in known]
    new = sorted(groups.keys() - {party.id for party in known})
    taken = {party: texts for party in new if (texts := _taken(groups[party], owners))}
    made = functools.partial(_parties, grown, new, groups, days, taken)
    facts["parties"] = Made(len(grown) + len(new), made)
    facts["entries"] = Made(len(placed), lambda: (_entry(one, days[one.source]) for one in placed))
    numbers = {source: datetime.date.fromisoformat(edition.day).toordinal() for source, edition in days.items()}
    addresses = {source: edition.address for source, edition in days.items()}
    words = base.vocabulary.relations
    facts["ties"] = tuple(ties_of(placed, tuple(base.table("ties")), numbers, addresses, words))
    facts["assignments"] = tuple(_assigned(s) for e in editions for s in e.statements if isinstance(s, Assignment))
    facts["undecided"] = tuple(merger.undecided)
    facts["claims"] = tuple(claims)
    vocabulary = {**base.head["vocabulary"], "lists": _lists(base.vocabulary.lists, editions)}
    ours = {party.id for party in known}
    return Assembled(vocabulary, facts, sum(one.party in ours for one in placed))


def _parties(
    grown: Sequence[records.Party],
    new: Sequence[str],
    groups: Mapping[str, Sequence[Placed]],
    editions: Mapping[str, Edition],
    taken: Mapping[str, frozenset[str]],
) -> Iterator[records.Party]:
    """Those of the pack, then those of lists alone, by id."""
    yield from grown
    nothing: frozenset[str] = frozenset()
    yield from (_party(party, groups[party], editions, taken.get(party, nothing)) for party in new)


def _owners(parties: Sequence[records.Party]) -> dict[str, str]:
    """By the normal form of each name that means a party of the pack alone, that party."""
    owners: dict[str, str] = {}
    for party in parties:
        for text in (party.name, *(name.text for name in party.names if not name.weak)):
            owners.setdefault(normal(text), party.id)
    return owners


def _modest(name: listed.Name, party: str, owners: Mapping[str, str]) -> listed.Name:
    """A name that already means a party of the pack does not mean another one that a list calls so besides."""
    return name if owners.get(normal(name.text), party) == party else replace(name, weak=True)


def _taken(group: Sequence[Placed], owners: Mapping[str, str]) -> frozenset[str]:
    """The names of records that already mean a party of the pack."""
    return frozenset(name.text for one in group for name in one.entry.names if normal(name.text) in owners)


def _grown(party: records.Party, group: Sequence[Placed], owners: Mapping[str, str]) -> records.Party:
    """A party of the pack with the names that lists give it."""
    known = {normal(name) for name in (party.name, *(name.text for name in party.names))}
    more = []
    for name in _names(group):
        if (key := normal(name.text)) not in known:
            known.add(key)
            more.append(_modest(name, party.id, owners))
    return replace(party, names=(*party.names, *more)) if more else party


def _party(
    party: str, group: Sequence[Placed], editions: Mapping[str, Edition], taken: frozenset[str]
) -> records.Party:
    """A party of lists alone. Its names that are `taken`, because they mean a party of the pack, do not mean it."""
    names: dict[str, listed.Name] = {}
    for name in _names(group):
        names.setdefault(name.text, name)
    primary = next(iter(names), f"(a record without a name: {party})")
    names.pop(primary, None)
    if taken:
        names = {text: replace(name, weak=True) if text in taken else name for text, name in names.items()}
    kinds = [one.entry.kind for one in group if one.entry.kind != "unknown"]
    urls = [listing.url for one in group for listing in one.entry.listings if listing.url]
    addresses = [editions[one.source].address for one in group]
    return records.Party(
        party,
        primary,
        kinds[0] if kinds else "company",
        next(_countries(group), None),
        None,
        tuple(names.values()),
        (),
        (),
        None,
        "high",
        tuple(dict.fromkeys([*urls, *addresses])),
    )


def _names(group: Sequence[Placed]) -> Iterator[listed.Name]:
    for one in group:
        yield from _names_of(one)


def _names_of(one: Placed) -> Iterator[listed.Name]:
    source = f"{one.source}:{one.entry.id}"
    for name in one.entry.names:
        yield listed.Name(name.text, _KINDS[name.kind], None, None, name.weak, "source", source, name.language)


def _countries(group: Sequence[Placed]) -> Iterator[str]:
    for one in group:
        yield from one.entry.countries
    for one in group:
        yield from (address.country for address in one.entry.addresses if address.country)


def _entry(one: Placed, edition: Edition) -> listed.ListEntry:
    entry = one.entry
    return listed.ListEntry(
        one.source,
        entry.id,
        entry.at,
        one.party,
        entry.kind,
        tuple(_names_of(one)),
        entry.countries,
        tuple(address.text for address in entry.addresses),
        tuple(listed.Number(n.scheme, n.value, n.country, n.note) for n in entry.numbers),
        tuple(_listing(listing, edition, entry.id) for listing in entry.listings),
        tuple(
            listed.Related(r.relation, r.name, r.reference, r.low, r.high, partial(r.since), partial(r.until))
            for r in entry.relations
        ),
        tuple(listed.Said(d.label, d.value) for d in (*entry.details, *entry.left)),
    )


def _listing(listing: EntryListing, edition: Edition, record: str) -> listed.Listing:
    """A listing is known from its own day; where the list gives none, from the day of the first edition that had it."""
    since = partial(listing.since)
    first = edition.seen.get((record, listing.list), datetime.date.fromisoformat(edition.day).toordinal())
    return listed.Listing(
        listing.list,
        since,
        partial(listing.until),
        since.earliest if since else first,
        listing.programme,
        listing.citation,
        listing.measures,
        listing.ground,
        listing.url,
        listing.reference,
    )


def _assigned(one: Assignment) -> listed.Assigned:
    details = tuple(listed.Said(d.label, d.value) for d in (*one.details, *one.left))
    return listed.Assigned(one.scheme, one.value, one.holder, one.country, one.address, details)


def _lists(known: Sequence[Mapping[str, Any]], editions: Sequence[Edition]) -> list[dict[str, Any]]:
    """The lists that were searched: those of the pack, and in their place what was imported."""
    lists = {item["id"]: dict(item) for item in known}
    for edition in editions:
        entries = [s for s in edition.statements if isinstance(s, Entry)]
        counts = Counter(code for entry in entries for code in {listing.list for listing in entry.listings})
        for code, count in sorted(counts.items()):
            name = LISTS[code].name if code in LISTS else code
            lists[code] = {"id": code, "name": name, "edition": f"{count:,} records as of {edition.day}"}
    return list(lists.values())
