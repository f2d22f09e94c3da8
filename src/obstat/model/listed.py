"""What a snapshot took from imported lists, as frozen records: one class per table.

The invariant of `obstat.model.records` holds here too. What the lists say is kept record by record, whatever parties
the records were taken for.
"""

from __future__ import annotations

from dataclasses import dataclass

from obstat.model.dates import Day, Reached


@dataclass(frozen=True, slots=True)
class Name:
    """A name of a party; `weak` ones are everyday words that prove nothing alone."""

    text: str
    kind: str
    since: Day | None
    until: Day | None
    weak: bool
    basis: str | None
    source: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Listing:
    """That a party stands on a list, from `since` up to, not including, `until`; `published` is an ordinal."""

    list: str
    since: Day | None
    until: Day | None
    published: int
    programme: str | None
    citation: str | None
    measures: str | None
    ground: str | None
    url: str | None
    reference: str | None

    def stands(self, on: int) -> bool:
        """Whether the listing stands, or may, on a day."""
        begun = self.since is None or self.since.reached(on) is not Reached.NO
        return begun and (self.until is None or self.until.reached(on) is not Reached.YES)


@dataclass(frozen=True, slots=True)
class Number:
    """An identifier as a list states it."""

    scheme: str
    value: str
    country: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Said:
    """Anything else that a record of a list says, under the publisher's label."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Related:
    """What a record says of its ties to others, unresolved: `relation` towards `name`, whose record is `reference`."""

    relation: str
    name: str
    reference: str | None
    low: float | None
    high: float | None
    since: Day | None
    until: Day | None


@dataclass(frozen=True, slots=True)
class ListEntry:
    """One record of an imported list, and the party it was taken for. `id` is unique within `source`."""

    source: str
    id: str
    at: str
    party: str
    kind: str
    names: tuple[Name, ...]
    countries: tuple[str, ...]
    addresses: tuple[str, ...]
    numbers: tuple[Number, ...]
    listings: tuple[Listing, ...]
    relations: tuple[Related, ...]
    details: tuple[Said, ...]

    @property
    def key(self) -> str:
        """Source and id: how the record is referred to."""
        return f"{self.source}:{self.id}"


@dataclass(frozen=True, slots=True)
class Assigned:
    """A number that a registry has assigned, as it stands in the registry."""

    scheme: str
    value: str
    holder: str
    country: str | None
    address: str | None
    details: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Undecided:
    """A record of a list that may be, or be of the group of, a party from which it was kept apart."""

    entry: str
    party: str
    role: str
    score: float
    why: str
