"""What differs between two snapshots, and between two days, as far as it can change an answer.

Invariant: a question whose answer differs between the snapshots, or the days, is about a name in `names` or begins with
one in `brands`, has a party of `parties` or a product of `products` behind it, is of the kind of `wide`, or
`everything` says why all may differ. More than that may be in it; not told is that a name, however far from those of a
text, may take its place among the best of a crowded list.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from obstat.knowledge.alike import Alike
from obstat.knowledge.snapshot import Snapshot
from obstat.model.dates import Day
from obstat.model.records import TABLES, Party, Provision
from obstat.names.normal import normal

_TEXTS = ("lists", "state_of_knowledge")
"""Parts of the vocabulary in which no answer rests."""
_ABOUT_THINGS = ("any", "made_in", "made_outside", "nationality")
"""Targets that reach whatever is of a class or an origin, whoever makes it."""


@dataclass(slots=True)
class Delta:
    """What may change answers, with the reason for each in words."""

    names: dict[str, str] = field(default_factory=dict)
    """Names and numbers of parties that came, went or changed."""
    persons: set[str] = field(default_factory=set)
    """Those of `names` that persons bear."""
    brands: dict[str, str] = field(default_factory=dict)
    """Normal forms of names of the pack's parties that came, went or changed: before words for a product, they name
    the party."""
    parties: dict[str, str] = field(default_factory=dict)
    products: dict[str, str] = field(default_factory=dict)
    wide: list[tuple[Provision, str]] = field(default_factory=list)
    everything: str | None = None

    def __bool__(self) -> bool:
        return bool(self.names or self.parties or self.products or self.wide or self.everything)


def between(before: Snapshot, after: Snapshot, days: tuple[int, int]) -> Delta:
    """What differs from `before` to `after`, and from the first of two days (ordinals) to the second, in any order."""
    delta = Delta()
    first, last = sorted(days)
    both = (after,) if before.id == after.id else (before, after)
    if before.id != after.id:
        compared = _Compared(before, after)
        delta.everything = _pack(compared)
        _parties(delta, compared)
        _entries(delta, compared)
        _rules(delta, compared)
        _ties(delta, compared)
    for snapshot in both if first != last else ():
        _clock(delta, snapshot, first, last)
    delta.parties = _closed(delta.parties, both)
    return delta


class _Compared:
    """Two snapshots, and which rows of their tables differ."""

    def __init__(self, before: Snapshot, after: Snapshot) -> None:
        self.before, self.after = before, after
        self._alike = Alike(before.strings, after.strings)

    def rows(self, table: str, *key: str) -> tuple[list[int], list[int]]:
        """The rows of each snapshot's table that the other has not, or has otherwise; `key` tells which is which."""
        kind = TABLES[table]
        apart = self._alike.apart(kind, self.before.table(table), self.after.table(table), key)
        return [*apart.gone, *(old for old, _ in apart.changed)], [*apart.come, *(new for _, new in apart.changed)]

    def sides(self, table: str, *key: str) -> Iterator[tuple[Snapshot, list[int]]]:
        """Each snapshot with its rows of `rows`."""
        yield from zip((self.before, self.after), self.rows(table, *key), strict=True)


def _pack(compared: _Compared) -> str | None:
    """Why everything may differ: the words of questions, or the products and signals of the pack, are others."""
    snapshots = (compared.before, compared.after)
    old, new = ({k: v for k, v in s.head["vocabulary"].items() if k not in _TEXTS} for s in snapshots)
    if old != new:
        return "the words of questions are others"
    for table, key in (("products", ("id",)), ("identifiers", ("scheme", "value"))):
        if any(compared.rows(table, *key)):
            return f"the {table} of the pack are others"
    return None


def _parties(delta: Delta, compared: _Compared) -> None:
    """Parties that came, went or changed; their names count when anything changed by which they are known."""
    gone, come = compared.rows("parties", "id")
    old = {party.id: party for party in (compared.before.table("parties")[row] for row in gone)}
    new = {party.id: party for party in (compared.after.table("parties")[row] for row in come)}
    for identity in sorted(old.keys() | new.keys()):
        was, now = old.get(identity), new.get(identity)
        if was and now and _known_by(was) == _known_by(now):
            continue
        party = now or was
        assert party is not None
        what = "changed" if was and now else "is new" if now else "is gone"
        delta.parties[identity] = f"{party.name} {what}"
        for one in filter(None, (was, now)):
            for name in (one.name, *(name.text for name in one.names)):
                delta.names.setdefault(name, delta.parties[identity])
                if one.kind == "person":
                    delta.persons.add(name)
                if not one.listed:
                    delta.brands.setdefault(normal(name), delta.parties[identity])


def _known_by(party: Party) -> tuple[Any, ...]:
    names = tuple((name.text, name.kind, name.weak, name.since, name.until) for name in party.names)
    return party.name, party.kind, party.country, party.seat, names, party.equipment


def _entries(delta: Delta, compared: _Compared) -> None:
    """Records of lists that came, went or changed."""
    for snapshot, rows in compared.sides("entries", "source", "id"):
        for row in rows:
            entry = snapshot.table("entries")[row]
            reason = f"its entry {entry.key} changed"
            delta.parties.setdefault(entry.party, reason)
            for number in entry.numbers:
                delta.names.setdefault(number.value, reason)


def _rules(delta: Delta, compared: _Compared) -> None:
    """Rules and their provisions that came, went or changed."""
    changed = {s.table("rules")[row].id for s, rows in compared.sides("rules", "id") for row in rows}
    for snapshot, rows in compared.sides("provisions", "rule", "activity"):
        own = set(rows)
        for row, provision in enumerate(snapshot.table("provisions")):
            if row in own or provision.rule in changed or provision.listing in changed:
                _provision(delta, snapshot, provision, f"the rule {provision.rule} changed")


def _ties(delta: Delta, compared: _Compared) -> None:
    for snapshot, rows in compared.sides("ties", "id"):
        for row in rows:
            tie = snapshot.table("ties")[row]
            for party in (tie.party, tie.of):
                delta.parties.setdefault(party, f"the tie {tie.id} changed")


def _provision(delta: Delta, snapshot: Snapshot, provision: Provision, reason: str) -> None:
    """Everything that a provision may reach."""
    if provision.target == "party":
        delta.parties.setdefault(provision.values[0], reason)
    elif provision.target == "list":
        for party in _on_list(snapshot, provision.values[0]):
            delta.parties.setdefault(party, reason)
    elif provision.target in _ABOUT_THINGS:
        delta.wide.append((provision, reason))


def _on_list(snapshot: Snapshot, code: str) -> Iterator[str]:
    """The parties that some record puts on a list."""
    entries = snapshot.table("entries")
    offsets = np.asarray(entries.column("listings[]"))
    codes = entries.column("listings.list")
    strings = snapshot.strings
    wanted = {number for number in set(np.unique(np.asarray(codes)).tolist()) if strings[number] == code}
    at = np.flatnonzero(np.isin(np.asarray(codes), list(wanted)))
    for row in np.unique(np.searchsorted(offsets, at, side="right") - 1).tolist():
        yield entries.text("party", row) or ""


# --- the clock ------------------------------------------------------------------------------------------------------


def _clock(delta: Delta, snapshot: Snapshot, first: int, last: int) -> None:
    """What starts, ends or may have done so between two days."""

    def turns(*days: Day | None) -> bool:
        return any(day is not None and (first < day.earliest <= last or first < day.latest <= last) for day in days)

    reason = "something about it starts or ends between the days"
    words = snapshot.vocabulary
    if any(turns(*words.membership_days(place)) for place in words.jurisdictions):
        delta.everything = "membership of a region starts or ends between the days"
    exempted = {rule.id for rule in snapshot.rules.values() if any(turns(e.since, e.until) for e in rule.exemptions)}
    for provision in snapshot.table("provisions"):
        spans = [day for span in provision.suspended for day in (span.since, span.until)]
        ends = (provision.until, provision.until_at_first, provision.uncertain_from)
        if provision.rule in exempted or provision.listing in exempted or turns(provision.since, *ends, *spans):
            _provision(delta, snapshot, provision, f"the rule {provision.rule} starts or ends between the days")
    for tie in snapshot.ties.values():
        if turns(tie.since, tie.until):
            for party in (tie.party, tie.of):
                delta.parties.setdefault(party, f"the tie {tie.id} starts or ends between the days")
    for product in snapshot.products.values():
        if turns(product.since, product.until):
            delta.products.setdefault(product.id, reason)
    for party in _listings_between(snapshot, first, last):
        delta.parties.setdefault(party, "a listing of it starts or ends between the days")


def _listings_between(snapshot: Snapshot, first: int, last: int) -> Iterator[str]:
    """The parties with a listing that starts or ends after `first` and up to `last`."""
    entries = snapshot.table("entries")
    if not len(entries):
        return
    offsets = np.asarray(entries.column("listings[]"))
    found = []
    for end in ("since", "until"):
        present = np.asarray(entries.column(f"listings.{end}?")).astype(bool)
        turned = np.zeros(int(present.sum()), dtype=bool)
        for bound in ("earliest", "latest"):
            days = np.asarray(entries.column(f"listings.{end}.{bound}"))
            turned |= (days > first) & (days <= last)
        found.append(np.flatnonzero(present)[turned])
    at = np.unique(np.concatenate(found))
    for row in np.unique(np.searchsorted(offsets, at, side="right") - 1).tolist():
        yield entries.text("party", row) or ""


# --- ties -----------------------------------------------------------------------------------------------------------


def _closed(parties: Mapping[str, str], snapshots: Iterable[Snapshot]) -> dict[str, str]:
    """The parties and all that ties of any kind connect with them, in either snapshot."""
    beside: dict[str, set[str]] = {}
    for snapshot in snapshots:
        for tie in snapshot.ties.values():
            beside.setdefault(tie.party, set()).add(tie.of)
            beside.setdefault(tie.of, set()).add(tie.party)
    closed = dict(parties)
    queue = list(parties)
    while queue:
        party = queue.pop()
        for other in beside.get(party, ()):
            if other not in closed:
                closed[other] = f"it is tied to {party}: {parties.get(party, closed[party])}"
                queue.append(other)
    return closed
