"""Parties as FollowTheMoney entities (followthemoney.tech): schemata, properties and topics.

Invariant: a property is given only to a schema that has it. What that model has no property for is left to `notes`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from obstat.model.listed import ListEntry
from obstat.model.records import Party, Provision
from obstat.model.status import Status

SCHEMATA = {
    "company": "Company",
    "person": "Person",
    "body": "PublicBody",
    "brand": "Asset",
    "vessel": "Vessel",
    "aircraft": "Airplane",
}
"""By kind of party; any other is a ``LegalEntity``."""
PRODUCT = "Asset"
"""That model has no product; the nearest is an asset."""
_ABOVE = {
    "Thing": (),
    "LegalEntity": ("Thing",),
    "Asset": ("Thing",),
    "Organization": ("LegalEntity",),
    "Vehicle": ("Asset",),
    "Person": ("LegalEntity",),
    "Company": ("Organization", "Asset"),
    "PublicBody": ("Organization",),
    "Vessel": ("Vehicle",),
    "Airplane": ("Vehicle",),
}
KNOWN = tuple(_ABOVE)
"""The schemata that a query may name."""

NUMBERS = {
    "uscc": ("uscCode", "LegalEntity"),
    "lei": ("leiCode", "LegalEntity"),
    "registration": ("registrationNumber", "LegalEntity"),
    "tax": ("taxNumber", "LegalEntity"),
    "duns": ("dunsCode", "LegalEntity"),
    "bic": ("swiftBic", "LegalEntity"),
    "unique entity id": ("uniqueEntityId", "LegalEntity"),
    "national_id": ("idNumber", "LegalEntity"),
    "website": ("website", "LegalEntity"),
    "email": ("email", "LegalEntity"),
    "phone": ("phone", "LegalEntity"),
    "isin": ("isinCode", "Company"),
    "stock_exchange": ("ticker", "Company"),
    "ticker": ("ticker", "Company"),
    "imo": ("imoNumber", "Vessel"),
    "mmsi": ("mmsi", "Vessel"),
    "call_sign": ("callSign", "Vessel"),
    "passport": ("passportNumber", "Person"),
    "wikidata": ("wikidataId", "Thing"),
}
"""The property of each scheme of numbers, and the widest schema that has it."""
_NAMES = {"legal": "name", "former": "previousName"}
"""The property of each kind of name; any other is an ``alias``."""

_BY_ACTIVITY = {
    "deal_in": "sanction",
    "export_to": "export.control",
    "reexport_to": "export.control",
    "transfer_in_country_to": "export.control",
    "invest_in_securities": "invest.ban",
    "procure_public": "debarment",
    "contract_while_using": "debarment",
    "spend_public_funds": "debarment",
    "use_by_government": "debarment",
    "label_only": "reg.warn",
}
"""The topic of a restriction of each activity; of any other, ``reg.action``."""
_LINKED = frozenset(["sanction", "export.control"])
"""Topics of which that model tells parties named from parties tied to one that is named."""
RISKS = frozenset([*_BY_ACTIVITY.values(), "reg.action", *(f"{topic}.linked" for topic in _LINKED)]) - {"reg.warn"}
"""Topics of whom something stands in the way."""


def schema_of(kind: str) -> str:
    """The schema of a kind of party."""
    return SCHEMATA.get(kind, "LegalEntity")


def is_a(schema: str, other: str) -> bool:
    """Whether the first is the other, or a kind of it."""
    return schema == other or any(is_a(above, other) for above in _ABOVE.get(schema, ()))


def may_be(asked: str, found: str) -> bool:
    """Whether what was asked for under one schema may be what we have under another."""
    return is_a(asked, found) or is_a(found, asked)


def topics(reaching: Iterable[tuple[Provision, str]], party: str) -> list[str]:
    """What the provisions in force that reach a party say of it; each comes with the party that it names."""
    found = set()
    for provision, named in reaching:
        topic = _BY_ACTIVITY.get(provision.activity, "reg.action")
        if provision.status >= Status.LICENCE_REQUIRED and provision.firm:
            found.add(f"{topic}.linked" if named != party and topic in _LINKED else topic)
        elif provision.activity == "label_only" or provision.status is Status.ADVISORY:
            found.add("reg.warn")
    direct = {f"{topic}.linked" for topic in found}
    return sorted(found - direct)


def properties(party: Party, entries: Iterable[ListEntry], numbers: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """What is known of a party itself, from the pack and from the records of lists that were taken for it."""
    schema, records = schema_of(party.kind), list(entries)
    found: dict[str, list[str]] = {"name": [party.name]}

    def add(property: str, values: Iterable[str | None]) -> None:
        kept = found.setdefault(property, [])
        kept.extend(value for value in dict.fromkeys(values) if value and value not in kept)

    for name in (*party.names, *(name for record in records for name in record.names)):
        if name.text not in found["name"]:
            add("weakAlias" if name.weak else _NAMES.get(name.kind, "alias"), [name.text])
    add("country", (code.lower() for code in (party.country, *_each(records, "countries")) if code))
    add("address", (party.seat, *_each(records, "addresses")))
    stated = [(number.scheme, number.value) for record in records for number in record.numbers]
    for scheme, value in (*numbers, *stated):
        property, widest = NUMBERS.get(scheme, ("", ""))
        if property and is_a(schema, widest):
            add(property, [value])
    add("notes", [party.note])
    add("sourceUrl", (source for source in party.sources if source.startswith(("http://", "https://"))))
    return {property: values for property, values in found.items() if values}


def _each(records: Iterable[ListEntry], field: str) -> Iterator[str]:
    for record in records:
        yield from getattr(record, field)
