"""``POST /match/{dataset}``: entities by example, in the form of yente.

Invariant: a score is that of `resolve`, from 0 to 1. Without a threshold `match` is what `resolve` takes to be meant.
"""

from __future__ import annotations

from typing import Any

from obstat.app.protocols.asked import Wanted, schema
from obstat.app.protocols.entities import Entities, Entity
from obstat.app.protocols.evidence import Found, Known, country, first, found
from obstat.app.service.problems import Problem
from obstat.report import followthemoney as ftm

LARGEST = 100
"""Queries of one request."""
_THRESHOLD = 0.7
"""Below this score nothing is told that `resolve` does not take to be meant."""
_NAMES = ("name", "alias", "previousName", "abbreviation", "weakAlias")
_COUNTRIES = ("country", "jurisdiction", "mainCountry", "nationality", "citizenship", "flag")
_SITES = ("website", "email")
_NUMBERS = tuple(dict.fromkeys(property for property, _ in ftm.NUMBERS.values() if property not in (*_SITES, "phone")))
ALGORITHM = "obstat"
FEATURES = {
    "name": "How near the name is to the nearest of ours, with how that was found.",
    "identifier": "A registered number that is the candidate's.",
    "country": "Whether the candidate is of the country given.",
}


def queries(body: Any) -> dict[str, Any]:
    """The queries of a body. Raises `Problem` where it is of another form."""
    asked = body.get("queries") if isinstance(body, dict) else None
    if not isinstance(asked, dict) or not asked:
        raise Problem(400, 'No queries were provided; send {"queries": {"q": {"schema": …, "properties": {…}}}}.')
    if len(asked) > LARGEST:
        raise Problem(400, f"There are {len(asked)} queries in one batch; send at most {LARGEST}.")
    if told := [name for name in ("weights", "config") if body.get(name)]:
        raise Problem(400, f"The algorithm '{ALGORITHM}' has no {told[0]} to set; leave '{told[0]}' out.")
    return {key: _read(key, query) for key, query in asked.items() if query is not None}


def _read(key: str, query: Any) -> dict[str, Any]:
    """A query with its values as lists of text."""
    if not isinstance(query, dict) or not isinstance(query.get("properties"), dict):
        raise Problem(400, f"The query '{key[:40]}' is no entity; give it a 'schema' and 'properties'.")
    values = {property: _texts(given) for property, given in query["properties"].items()}
    read: dict[str, Any] = {"id": query["id"]} if isinstance(query.get("id"), str) else {}
    return {**read, "schema": schema(query.get("schema")), "properties": values}


def _texts(given: Any) -> list[str]:
    many = given if isinstance(given, list) else [given]
    return [str(one) for one in many if isinstance(one, str | int | float) and not isinstance(one, bool)]


def matched(
    known: Entities, query: dict[str, Any], wanted: Wanted, limit: int, threshold: float | None, cutoff: float | None
) -> dict[str, Any]:
    """The answer to one query."""
    properties = query["properties"]

    def given(names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(value for name in names for value in properties.get(name, ()))

    codes = [code for text in given(_COUNTRIES) if (code := country(known.ob, text))]
    facts = Known(given(_NAMES), given(_NUMBERS), first(codes), first(given(_SITES)), first(given(("address",))))
    lowest = min(limits) if (limits := [one for one in (cutoff, threshold) if one is not None]) else None
    results = []
    for one in found(known.ob, facts):
        entity = known.of(one.match)
        fits = ftm.may_be(query["schema"], entity["schema"])
        if one.match.kind == "product":
            fits = query["schema"] in ("Thing", "Asset")
        told = one.match.score >= lowest if lowest is not None else one.taken or one.match.score >= _THRESHOLD
        if fits and told and wanted.holds(entity):
            results.append(_scored(entity, one, facts, threshold))
    return {
        "status": 200,
        "results": results[:limit],
        "total": {"value": len(results), "relation": "eq"},
        "query": query,
    }


def _scored(entity: Entity, one: Found, facts: Known, threshold: float | None) -> Entity:
    match = one.match
    reasons = {}
    if one.asked in facts.names:
        told = "; ".join((match.why, *match.details))
        reasons["name"] = _feature(match.score, told, one.asked, match.name)
    if one.by_number:
        number = next((n for n in facts.numbers if n in _values(entity)), one.asked)
        reasons["identifier"] = _feature(1.0, "its number in a register", number, number)
    own = entity["properties"].get("country", [])
    if facts.country and own:
        agrees = facts.country.lower() in own
        said = f"the country {'agrees' if agrees else 'differs'}"
        reasons["country"] = _feature(float(agrees), said, facts.country.lower(), own[0])
    taken = one.taken if threshold is None else match.score >= threshold
    return {**entity, "score": round(match.score, 4), "match": taken, "explanations": reasons}


def _feature(score: float, detail: str, query: str, candidate: str) -> dict[str, Any]:
    return {"score": round(score, 4), "detail": detail, "query": query, "candidate": candidate, "weight": 1.0}


def _values(entity: Entity) -> set[str]:
    return {value for values in entity["properties"].values() for value in values if isinstance(value, str)}
