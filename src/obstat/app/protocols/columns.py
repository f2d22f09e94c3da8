"""The types and properties of the reconciliation service, and their values for an entity.

Invariant: a property that a query may give as evidence is one that can be fetched as well; values that cannot be known
are none, never guesses.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from obstat.app.protocols.entities import Entities, Entity
from obstat.app.service.problems import Problem

TYPES = {
    "organisation": "Organisation",
    "product": "Product",
    "person": "Person",
    "vessel": "Vessel",
    "aircraft": "Aircraft",
}
_OF_SCHEMA = {"Person": "person", "Vessel": "vessel", "Airplane": "aircraft"}
Value = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """An entity with what the user set for a property."""

    known: Entities
    entity: Entity
    settings: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Property:
    """A property: what it is called, and its values."""

    name: str
    values: Callable[[Asked], list[Value]]
    of: tuple[str, ...] = tuple(TYPES)
    entities: str | None = None
    """The type of its values where these are entities."""
    about: str = ""


def type_of(entity: Entity) -> str:
    """The type of an entity."""
    if entity["id"].startswith("product:"):
        return "product"
    return _OF_SCHEMA.get(entity["schema"], "organisation")


def typed(entity: Entity) -> list[dict[str, str]]:
    """The type of an entity as it is told."""
    return [{"id": (code := type_of(entity)), "name": TYPES[code]}]


def candidate(entity: Entity) -> Value:
    """An entity as a value."""
    return {"id": entity["id"], "name": entity["caption"]}


def property_named(id: Any) -> Property:
    """The property with an id. Raises `Problem` where there is none."""
    if id in PROPERTIES:
        return PROPERTIES[id]
    near = difflib.get_close_matches(str(id)[:40], PROPERTIES, 1) or [next(iter(PROPERTIES))]
    raise Problem(422, f"There is no property '{str(id)[:40]}'; the nearest is '{near[0]}'.", code="unknown_code")


def _texts(*properties: str) -> Callable[[Asked], list[Value]]:
    def values(asked: Asked) -> list[Value]:
        found = (value for name in properties for value in asked.entity["properties"].get(name, ()))
        return [{"str": value} for value in dict.fromkeys(found)]

    return values


def _record(field: str) -> Callable[[Asked], list[Value]]:
    """A field of the record of ours."""

    def values(asked: Asked) -> list[Value]:
        snapshot, id = asked.known.ob.snapshot, asked.entity["id"]
        product = snapshot.products.get(id.removeprefix("product:")) if id.startswith("product:") else None
        record = product or snapshot.parties[id]
        value = getattr(record, field, None)
        return [{"str": one} for one in (value if isinstance(value, tuple) else [value]) if one]

    return values


def _maker(asked: Asked) -> list[Value]:
    product = asked.known.ob.snapshot.products.get(asked.entity["id"].removeprefix("product:"))
    return [candidate(asked.known.party(product.maker))] if product else []


def _kin(property: str, other: str) -> Callable[[Asked], list[Value]]:
    """The parties at the other end of the shares."""

    def values(asked: Asked) -> list[Value]:
        ties = asked.known.adjacent(asked.entity["id"]).get(property, ())
        return [candidate(end) for tie in ties for end in tie["properties"][other]]

    return values


def _status(asked: Asked) -> list[Value]:
    """The status of `check` under the settings, where the name is certainly the entity's."""
    settings = {name: str(value).strip() for name, value in asked.settings.items() if str(value).strip()}
    verdict = asked.known.ob.check(
        asked.entity["caption"],
        activity=settings.get("activity", "sell"),
        jurisdiction=settings.get("in", "US"),
        on=settings.get("on"),
    )
    if asked.entity["id"].startswith("product:"):
        meant = {asked.known.ob.snapshot.products[asked.entity["id"].removeprefix("product:")].maker}
    else:
        meant = {asked.entity["id"]}
    return [{"str": verdict.status.code}] if meant & {party.id for party in verdict.parties} else []


_ORGANISATION, _PRODUCT = ("organisation",), ("product",)
PROPERTIES: dict[str, Property] = {
    "country": Property("Country", _texts("country"), about="ISO 3166-1 code; as evidence a code or name."),
    "website": Property("Website", _texts("website"), _ORGANISATION, about="As evidence also an e-mail address."),
    "address": Property("Address", _texts("address"), _ORGANISATION, about="Where it sits."),
    "equipment": Property("Class of equipment", _record("equipment"), about="What it is, or what the firm makes."),
    "number": Property(
        "Registered number",
        _texts("uscCode", "leiCode", "registrationNumber", "isinCode", "dunsCode", "taxNumber", "imoNumber"),
        about="Any number in a register, such as a unified social credit code, LEI or ISIN.",
    ),
    "uscc": Property("Unified social credit code", _texts("uscCode"), _ORGANISATION),
    "lei": Property("Legal Entity Identifier", _texts("leiCode"), _ORGANISATION),
    "isin": Property("ISIN", _texts("isinCode"), _ORGANISATION),
    "ticker": Property("Ticker", _texts("ticker"), _ORGANISATION),
    "names": Property("Names", _texts("name", "alias", "previousName", "weakAlias")),
    "kind": Property("Kind", _record("kind"), about="Of a party or product."),
    "lists": Property("Lists", _texts("program"), about="Lists on which it stands today."),
    "topics": Property("Topics", _texts("topics"), about="FollowTheMoney topics, from the rules that reach it."),
    "status": Property("Status", _status, about="What 'obstat check' answers, under the settings."),
    "maker": Property("Maker", _maker, _PRODUCT, "organisation"),
    "owner": Property("Owner", _kin("ownershipAsset", "owner"), _ORGANISATION, "organisation"),
    "owned": Property("Owned", _kin("ownershipOwner", "asset"), _ORGANISATION, "organisation"),
    "note": Property("Note", _texts("notes")),
    "sources": Property("Sources", _texts("sourceUrl")),
}
EVIDENCE = ("country", "website", "address", "equipment")
"""Properties that `resolve` weighs."""
NUMBERS = ("number", "uscc", "lei", "isin", "ticker")
"""Properties whose value names its holder."""
