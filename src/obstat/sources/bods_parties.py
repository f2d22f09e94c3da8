"""Entities and persons of the Beneficial Ownership Data Standard 0.4 as entries.

Identifiers of entities have codes of org-id.guide (``GB-COH``: the register of companies of a country; ``XI-LEI``),
those of persons a country of three letters and one of PASSPORT, TAXID, IDCARD (``IRL-TAXID``).

Invariant: what a statement holds is in the entry; what the standard does not know is left.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any, Final

from obstat.model.places import country
from obstat.sources.bods_schema import plain, rest, spec_of
from obstat.sources.entry import Detail, EntryKind, NameKind
from obstat.sources.party_draft import Draft

_KINDS: Final[dict[str, EntryKind]] = {
    "registeredEntity": "company",
    "legalEntity": "company",
    "state": "body",
    "stateBody": "body",
}
"""Arrangements such as trusts, and entities that are not named, are of unknown kind."""
_NAMES: Final[dict[str, NameKind]] = {"legal": "name", "former": "former", "birth": "former"}
_SCHEMES: Final = {"LEI": "lei", "DUNS": "duns", "PASSPORT": "passport", "TAXID": "tax", "IDCARD": "national_id"}
_SECURITIES: Final = ("isin",)


def name_of(statement: Mapping[str, Any]) -> str:
    """The name of a party; of one without, its record's id."""
    details = statement["recordDetails"]
    names = [each["fullName"] for each in details.get("names") or ()]
    return plain(details.get("name")) or next(filter(None, map(plain, names)), "") or plain(statement["recordId"])


def tell(draft: Draft, statement: Mapping[str, Any]) -> None:
    """Take a statement on an entity or a person, which is without faults."""
    told: dict[str, Any] = copy.deepcopy({name: value for name, value in statement.items() if value is not None})
    type_, own = told.pop("recordType"), plain(told.pop("recordId"))
    details = told["recordDetails"]
    if type_ == "person":
        _person(draft, details)
    else:
        _entity(draft, details)
    for identifier in details.pop("identifiers", None) or ():
        _identifier(draft, identifier, person=type_ == "person")
    for address in details.pop("addresses", None) or ():
        _address(draft, address)
    if plain(told["declarationSubject"]) == own:
        del told["declarationSubject"]
    known, left = rest(told, spec_of(type_))
    draft.details += known
    draft.left += left


def _entity(draft: Draft, details: dict[str, Any]) -> None:
    draft.kind = _KINDS.get(details["entityType"]["type"], "unknown")
    draft.name(plain(details.pop("name", None)), "name")
    for name in details.pop("alternateNames", None) or ():
        draft.name(plain(name), "alias")
    if place := details.pop("jurisdiction", None):
        _country(draft, "jurisdiction", place)
    for listing in (details.get("publicListing") or {}).get("securitiesListings") or ():
        security = listing["security"]
        exchange = plain(listing.get("stockExchangeName")) or None
        draft.number("ticker", plain(security.pop("ticker")), note=exchange)
        if security.get("idScheme") in _SECURITIES and security.get("id"):
            draft.number(security.pop("idScheme"), plain(security.pop("id")))


def _person(draft: Draft, details: dict[str, Any]) -> None:
    draft.kind = "person"
    for name in details.get("names") or ():
        type_ = name.pop("type", None)
        kind = _NAMES.get(type_, "alias") if type_ else "name"
        text = plain(name.pop("fullName"))
        draft.name(text, kind)
        if type_ and type_ not in _NAMES:
            draft.detail("name type", f"{text}: {plain(type_)}")
    for label, field in (("nationality", "nationalities"), ("tax residency", "taxResidencies")):
        for place in details.pop(field, None) or ():
            _country(draft, label, place, belongs=field == "nationalities")


def _country(draft: Draft, label: str, place: dict[str, Any], *, belongs: bool = True) -> None:
    """A country or a part of one, by its code and name; anything else that is said of it stays with it."""
    code, name = plain(place.pop("code", None)), plain(place.pop("name", None))
    found = country(code[:2]) or country(name)
    shown = name if found and code in ("", found) else " ".join(filter(None, (name, code)))
    if belongs:
        draft.country(label, shown or code, code=found)
    else:
        draft.detail(label, shown or code)
    draft.left += (Detail(f"{label}/{key}", plain(value)) for key, value in place.items())


def _identifier(draft: Draft, identifier: dict[str, Any], *, person: bool) -> None:
    code, called, uri = (plain(identifier.pop(name, None)) for name in ("scheme", "schemeName", "uri"))
    where, _, what = code.upper().partition("-")
    scheme = _SCHEMES.get(what)
    if scheme is None and "legal entity identifier" in called.lower():
        scheme = "lei"
    if scheme is None:
        scheme = (called or code).lower() if person else "registration"
    note = "; ".join(filter(None, (code, called if called.lower() != scheme else "", uri))) or None
    draft.number(scheme, plain(identifier.pop("id", None)), note=note, code=country(where) if what else None)
    draft.left += (Detail(f"identifiers/{key}", plain(value)) for key, value in identifier.items())


def _address(draft: Draft, address: dict[str, Any]) -> None:
    place = address.pop("country", None) or {}
    code, name = plain(place.pop("code", None)), plain(place.pop("name", None))
    lines = [plain(address.pop(field, None)) for field in ("address", "postCode")]
    type_ = plain(address.pop("type", None))
    draft.address(lines, name or code, f"{type_} address" if type_ and any(lines) else None, code=code)
    left = [*address.items(), *((f"country/{key}", value) for key, value in place.items())]
    draft.left += (Detail(f"addresses/{key}", plain(value)) for key, value in left)
