"""An entry while it is put together from an entity and from what is said of it elsewhere.

Invariant: each value of a property is taken once; what nobody took becomes a detail, or is left when it is not known.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import replace

from obstat.model import places
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
from obstat.sources.fields import folded
from obstat.sources.ftm_entity import Entities, Entity
from obstat.sources.ftm_properties import COUNTRIES, KNOWN, NAMES, NUMBERS, THINGS, words
from obstat.sources.party_addresses import country_of

_PLACE = ("remarks", "postOfficeBox", "street", "street2", "city", "postalCode", "region", "state")


class Properties:
    """The properties of an entity, each taken once."""

    def __init__(self, entity: Entity) -> None:
        found = entity.properties.items()
        folds = ((name, [text for value in values if (text := folded(value))]) for name, values in found)
        self._values = {name: values for name, values in folds if values}

    def all(self, *names: str) -> list[str]:
        """The values of these properties."""
        return [value for name in names for value in self._values.pop(name, ())]

    def first(self, *names: str) -> str | None:
        """The first value of these properties; the others stay."""
        for name in names:
            if values := self._values.get(name):
                value, self._values[name] = values[0], values[1:]
                return value
        return None

    def among(self, names: Container[str]) -> list[str]:
        """Those of these properties that have a value, in the order of the file."""
        return [name for name in self._values if name in names]

    def rest(self, before: str = "") -> tuple[list[Detail], list[Detail]]:
        """What is left: as details, and what is not known; `before` goes before the labels."""
        details: list[Detail] = []
        unknown: list[Detail] = []
        for name, values in self._values.items():
            told = (Detail(f"{before}{words(name)}" if name in KNOWN else f"{before}{name}", value) for value in values)
            (details if name in KNOWN else unknown).extend(told)
        self._values = {}
        return details, unknown


class Draft:
    """Collects what is said of `entity`."""

    def __init__(self, entity: Entity, store: Entities) -> None:
        self.entity, self.store = entity, store
        self.names: list[EntryName] = []
        self.countries: dict[str, None] = {}
        self.addresses: dict[EntryAddress, None] = {}
        self.numbers: dict[EntryNumber, None] = {}
        self.listings: list[EntryListing] = []
        self.relations: dict[EntryRelation, None] = {}
        self.details: dict[Detail, None] = {Detail("schema", entity.schema): None}
        self.left: list[Detail] = []

    def own(self) -> None:
        """Take what the entity says of itself."""
        entity, properties = self.entity, Properties(self.entity)
        self._own_names(properties)
        for name in properties.among(COUNTRIES):
            for value in properties.all(name):
                self.country(words(name), value)
        self.numbers.update(dict.fromkeys(numbers(properties, security=entity.schema == "Security")))
        for text in properties.all("address"):
            self.addresses[EntryAddress(text, country_of(text))] = None
        for value in properties.all("addressEntity"):
            self._address(value)
        for name in properties.among(THINGS):
            for value in properties.all(name):
                self.relation(THINGS[name], value)
        self.take(properties)
        self.details.update((Detail("dataset", dataset), None) for dataset in entity.datasets)
        self.details.update((Detail(label, value), None) for label, value in entity.details)
        self.left += (Detail(label, value) for label, value in entity.left)

    def take(self, properties: Properties, before: str = "") -> None:
        """Take the rest of some properties as details."""
        details, unknown = properties.rest(before)
        self.details.update(dict.fromkeys(details))
        self.left += unknown

    def country(self, label: str, value: str) -> None:
        """A country; what kind of tie it is stays as a detail."""
        code = places.country(value)
        if code:
            self.countries[code] = None
        if not code or label != "country":
            self.details[Detail(label, code or value)] = None

    def relation(self, relation: str, other: str) -> None:
        """That this entity is so related to the entity of the id `other`."""
        self.tie(EntryRelation(relation, ""), other)

    def tie(self, tie: EntryRelation, other: str) -> None:
        """As `relation`, with a share and dates."""
        resolved = self.store.resolve(other)
        self.relations[replace(tie, name=self.called(resolved), reference=resolved)] = None

    def called(self, other: str) -> str:
        """The name of the entity of an id; the id where the file does not hold it."""
        found = self.store.get(other)
        if found is None:
            return other
        return next(iter([found.caption] if found.caption else found.properties.get("name", ())), other)

    def entry(self, entry_id: str, kind: EntryKind) -> Entry:
        """What was collected."""
        return Entry(
            id=entry_id,
            kind=kind,
            names=distinct(self.names),
            at=self.entity.at,
            countries=tuple(self.countries),
            addresses=tuple(self.addresses),
            numbers=tuple(self.numbers),
            listings=tuple(dict.fromkeys(self.listings)),
            relations=tuple(_once(self.relations)),
            details=tuple(self.details),
            left=tuple(self.left),
        )

    def _own_names(self, properties: Properties) -> None:
        """The names, the caption before the others; a caption that is no name only where there is no other."""
        languages = self.entity.languages
        for name, (kind, weak) in NAMES.items():
            self.names += (EntryName(text, kind, weak, languages.get(text)) for text in properties.all(name))
        caption = folded(self.entity.caption)
        self.names.sort(key=lambda name: name.kind != "name" or name.text != caption)
        if caption and caption not in {name.text for name in self.names}:
            if self.names or caption == self.entity.id:
                self.details[Detail("caption", caption)] = None
            else:
                self.names.append(EntryName(caption))

    def _address(self, entity_id: str) -> None:
        address = self.store.get(entity_id)
        if address is None or address.schema != "Address":
            self.details[Detail("address entity", entity_id)] = None
            return
        properties = Properties(address)
        where = properties.first("country")
        full = properties.first("full")
        parts = properties.all(*_PLACE)
        text = full or ", ".join(parts) or properties.first("name") or ""
        code = places.country(where)
        if text and text != where:
            self.addresses[EntryAddress(text, code or country_of(text))] = None
        elif where:
            self.country("country", where)
        told = text.casefold()
        self.details.update((Detail("address part", part), None) for part in parts if part.casefold() not in told)
        self.details.update(dict.fromkeys([Detail("address country", where)] if where and not code else []))
        self.take(properties, "address ")
        record = (("id", address.id), *address.details)
        self.details.update((Detail(f"address {label}", value), None) for label, value in record)
        self.left += (Detail(f"address {label}", value) for label, value in address.left)


def _once(relations: Iterable[EntryRelation]) -> Iterator[EntryRelation]:
    """The relations without those that name an owner of whom another tells the stake."""
    stakes = {tie.reference for tie in relations if tie.relation == "owned_by" and tie != _bare(tie)}
    return (tie for tie in relations if tie.relation != "owned_by" or tie.reference not in stakes or tie != _bare(tie))


def _bare(tie: EntryRelation) -> EntryRelation:
    return EntryRelation(tie.relation, tie.name, tie.reference)


def numbers(properties: Properties, *, security: bool = False) -> Iterator[EntryNumber]:
    """The numbers among some properties. Those of a `security` that stands alone do not name its issuer."""
    for name in properties.among(NUMBERS):
        scheme, country = NUMBERS[name]
        scheme = f"security {scheme}" if security else scheme
        yield from (_number(scheme, value, country) for value in properties.all(name))


def _number(scheme: str, value: str, country: str | None) -> EntryNumber:
    """A number; the letters before that of a vessel are no part of it."""
    return EntryNumber(scheme, value.upper().removeprefix("IMO").strip() if scheme == "imo" else value, country)
