"""What a list says of one record: the statements of a source.

Invariant: values stand as the publisher wrote them, with white space folded; only dates are rewritten (ISO 8601) and
countries named by their ISO 3166-1 code. Everything a record holds is in its entry: what no field has room for is a
`Detail`, and what the reader did not understand is in `left`, where it is counted and reported.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

EntryKind = Literal["company", "person", "body", "vessel", "aircraft", "category", "unknown"]
"""`company` is any organisation, `body` a state organ, `category` a class of things and nobody's name."""
NameKind = Literal["name", "alias", "former"]
Standing = Literal["established", "alleged", "disputed"]


@dataclass(frozen=True, slots=True)
class EntryName:
    """A name. The first of kind ``name`` is the one under which the record stands."""

    text: str
    kind: NameKind = "name"
    weak: bool = False
    """The publisher calls it weak or of low quality: it proves nothing alone."""
    language: str | None = None
    """The language or script as the publisher states it."""


@dataclass(frozen=True, slots=True)
class EntryAddress:
    text: str
    country: str | None = None
    """ISO 3166-1 alpha-2."""


@dataclass(frozen=True, slots=True)
class EntryNumber:
    """An identifier. `scheme` is one of `SCHEMES`, or the publisher's own words in lower case."""

    scheme: str
    value: str
    country: str | None = None
    note: str | None = None


SCHEMES = (
    "uscc",  # Unified Social Credit Code of China
    "lei",
    "isin",
    "ticker",
    "bic",
    "registration",  # in a companies register
    "tax",
    "duns",
    "imo",  # of a vessel or a ship owner
    "mmsi",
    "call_sign",
    "passport",
    "national_id",
    "website",
    "email",
    "phone",
)


@dataclass(frozen=True, slots=True)
class EntryListing:
    """That the record stands on a list, since when, and what the publisher says of it there.

    `list` is the code of a list (`obstat.sources.registry.LISTS`). `since` and `until` are ISO dates, months or years;
    `until` is the first day on which the record is listed no more.
    """

    list: str
    since: str | None = None
    until: str | None = None
    programme: str | None = None
    """The publisher's tag: ``SDGT``, ``EO 13959``, a regime, a statute."""
    citation: str | None = None
    measures: str | None = None
    """What the publisher says follows: licence requirement and policy, sanctions imposed."""
    ground: str | None = None
    url: str | None = None
    reference: str | None = None
    """The number of the record on that list."""


@dataclass(frozen=True, slots=True)
class EntryRelation:
    """`this entry` is <relation> `name`: ``owned_by``, ``subsidiary_of``, ``controlled_by``, ``owns``, ``linked_to``, …

    Where it has a `reference` it is a tie between two parties of the snapshot.
    """

    relation: str
    name: str
    reference: str | None = None
    """The id of the other's entry in the same source, where the source gives it."""
    low: float | None = None
    high: float | None = None
    """Bounds of the share in per cent."""
    since: str | None = None
    until: str | None = None
    standing: Standing = "established"
    source: str | None = None
    """Where the publisher has it from, as an address or in words."""


@dataclass(frozen=True, slots=True)
class Detail:
    """Anything else the record says; `label` in the publisher's words, lower case."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One record of a list. `id` is the publisher's own, or made from the record; unique within the source."""

    id: str
    kind: EntryKind
    names: tuple[EntryName, ...]
    at: str
    """Where in the file: ``line 12``, ``sdnEntry 306``."""
    countries: tuple[str, ...] = ()
    """ISO 3166-1 alpha-2: where it sits or what nationality it has."""
    addresses: tuple[EntryAddress, ...] = ()
    numbers: tuple[EntryNumber, ...] = ()
    listings: tuple[EntryListing, ...] = ()
    relations: tuple[EntryRelation, ...] = ()
    details: tuple[Detail, ...] = ()
    left: tuple[Detail, ...] = ()
    """Fields of the record that the reader did not account for."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """A number that a registry has assigned: a MAC prefix, an enterprise number, a USB or PCI id."""

    scheme: str
    """``mac``, ``pen``, ``usb``, ``pci``."""
    value: str
    """As the registry writes it, letters in lower case; of a device, ``vendor:device``."""
    holder: str
    """The registrant; of a device, its name."""
    at: str
    address: str | None = None
    country: str | None = None
    details: tuple[Detail, ...] = ()
    left: tuple[Detail, ...] = ()


PERSONAL = ("contact", "e-mail")
"""Labels of details of an assignment that name a private person."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A record of which nothing can be used. It is told and counted, so that no record is lost silently."""

    at: str
    why: str
    """One sentence: what is wrong with it, and with which value."""


Statement = Entry | Assignment | Refused


def distinct(names: Iterable[EntryName]) -> tuple[EntryName, ...]:
    """Each name once, whatever its case, as what it came first; weak only where it is so every time."""
    kept: dict[str, EntryName] = {}
    for name in names:
        known = kept.get(name.text.casefold())
        kept[name.text.casefold()] = name if known is None else replace(known, weak=known.weak and name.weak)
    return tuple(kept.values())
