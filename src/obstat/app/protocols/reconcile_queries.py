"""Reconciliation and data extension queries, answered.

Invariant: `match` and the order are those of `resolve`; a score is its score in per cent. What could not be used of a
query is told in `warnings` beside its result, and the rest of the batch is answered.
"""

from __future__ import annotations

import json
from typing import Any

from obstat.app.protocols.columns import EVIDENCE, NUMBERS, TYPES, Asked, property_named, type_of, typed
from obstat.app.protocols.entities import Entities, Entity
from obstat.app.protocols.evidence import Found, Known, country, first, found
from obstat.app.service.problems import Problem
from obstat.model.errors import InvalidValue
from obstat.screening.check import LONGEST_TEXT

LARGEST = 100
"""Queries of one batch, and rows of one extension."""
_MOST = 50


def parsed(text: str | bytes, name: str) -> dict[str, Any]:
    """The JSON object that a field or a body holds. Raises `Problem` where it is none, or holds what is no text."""
    try:
        value = json.loads(text, parse_constant=lambda _not_json: None)
        json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise Problem(400, f"The {name} is not JSON in UTF-8; send a JSON object.") from None
    if not isinstance(value, dict):
        raise Problem(400, f"The {name} is no JSON object; send an object.")
    return value


def reconciled(known: Entities, batch: dict[str, Any]) -> dict[str, Any]:
    """The result batch of a query batch."""
    if len(batch) > LARGEST:
        raise Problem(413, f"The batch has {len(batch)} queries; send at most {LARGEST}.", code="too_many")
    return {key: _result(known, key, query) for key, query in batch.items()}


def _result(known: Entities, key: str, query: Any) -> dict[str, Any]:
    if not isinstance(query, dict) or not ("query" in query or query.get("properties")):
        raise Problem(400, f"The query '{key[:40]}' has neither 'query' nor 'properties'; give one of them.")
    warnings: list[str] = []
    limit = query.get("limit", 5)
    if isinstance(limit, bool) or not isinstance(limit, int) or limit < 1:
        raise Problem(400, f"The limit of the query '{key[:40]}' is no positive number; give one such as 5.")
    text = _text(query.get("query"))
    if len(text) > LONGEST_TEXT:
        warnings.append(f"The text has {len(text)} characters; give a name of at most {LONGEST_TEXT}.")
        text = ""
    types, given = _types(query.get("type"), warnings), _properties(key, query.get("properties"))
    facts = _facts(known, text, given, warnings)
    results = [_candidate(known.of(one.match), one, facts) for one in found(known.ob, facts)]
    itself = known.find(text) if text else None
    if itself is not None:
        results = [one for one in results if one["id"] != itself["id"]]
        results.insert(0, _told(itself, 100.0, True, [{"id": "id", "value": True}]))
    if types:
        results = [one for one in results if one["type"][0]["id"] in types]
    answer: dict[str, Any] = {"result": results[: min(limit, _MOST)]}
    return answer | ({"warnings": warnings} if warnings else {})


def _types(given: Any, warnings: list[str]) -> set[str]:
    """The types that are asked for; empty for any."""
    many = given if isinstance(given, list) else [given] if given else []
    codes = [str(one.get("id", "")) if isinstance(one, dict) else str(one) for one in many]
    if unknown := [code for code in codes if code and code not in TYPES]:
        warnings.append(f"There is no type '{unknown[0][:40]}'; use some of {', '.join(TYPES)}.")
    return {code for code in codes if code in TYPES}


def _properties(key: str, given: Any) -> dict[str, list[str]]:
    """The values of each property that a query gives."""
    if given is None:
        return {}
    if not isinstance(given, list) or not all(
        isinstance(one, dict) and isinstance(one.get("pid"), str) for one in given
    ):
        raise Problem(400, f"The properties of the query '{key[:40]}' are no list of {{'pid': …, 'v': …}}.")
    found: dict[str, list[str]] = {}
    for one in given:
        values = one.get("v")
        texts = [_text(value) for value in (values if isinstance(values, list) else [values])]
        found.setdefault(one["pid"], []).extend(text for text in texts if text)
    return found


def _facts(known: Entities, text: str, given: dict[str, list[str]], warnings: list[str]) -> Known:
    evidence: dict[str, str | None] = {}
    for property, values in given.items():
        if property in EVIDENCE:
            evidence[property] = first(values)
        elif property not in NUMBERS:
            warnings.append(f"'{property[:40]}' is no evidence; use some of {', '.join((*EVIDENCE, *NUMBERS))}.")
    if place := evidence.get("country"):
        evidence["country"] = country(known.ob, place)
        if evidence["country"] is None:
            warnings.append(f"'{place[:40]}' is no country; give its ISO 3166-1 code.")
    if made := evidence.get("equipment"):
        try:
            evidence["equipment"] = known.ob.snapshot.vocabulary.equipment(made)
        except InvalidValue as error:
            evidence["equipment"] = None
            warnings.append(str(error))
    numbers = tuple(value for name in NUMBERS for value in given.get(name, ()))
    return Known((text,) if text else (), numbers, **evidence)


def _candidate(entity: Entity, one: Found, facts: Known) -> dict[str, Any]:
    features: list[dict[str, Any]] = [{"id": "certain", "value": one.match.sure}]
    if one.asked in facts.names:
        features.append({"id": "name", "value": round(one.match.score * 100, 2)})
    if facts.numbers:
        features.append({"id": "number", "value": one.by_number})
    own = entity["properties"].get("country")
    if facts.country and own:
        features.append({"id": "country", "value": facts.country.lower() in own})
    told = _told(entity, round(one.match.score * 100, 2), one.taken, features)
    why = "; ".join((one.match.why, *one.match.details))
    return told | {"description": f"{told['description']} – {why}"}


def _told(entity: Entity, score: float, match: bool, features: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "id": entity["id"],
        "name": entity["caption"],
        "description": described(entity),
        "type": typed(entity),
        "score": score,
        "match": match,
        "features": features,
    }


def described(entity: Entity) -> str:
    """An entity in a few words: what it is, where, on which lists."""
    properties = entity["properties"]
    countries = ", ".join(code.upper() for code in properties.get("country", ())[:3])
    lists = ", ".join(properties.get("program", ())[:3])
    return "; ".join(filter(None, (TYPES[type_of(entity)], countries, f"on {lists}" if lists else "")))


def _text(value: Any) -> str:
    """A value of a query as text: a string, a number, or an entity by its id."""
    if isinstance(value, dict):
        value = value.get("name") or value.get("id") or ""
    return str(value).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def extended(known: Entities, query: dict[str, Any]) -> dict[str, Any]:
    """The answer to a data extension query."""
    ids, properties = query.get("ids"), query.get("properties")
    if not isinstance(ids, list) or not isinstance(properties, list) or not all(isinstance(one, str) for one in ids):
        raise Problem(400, "The extension has no 'ids' or no 'properties'; give a list of each.")
    if len(ids) > LARGEST * 10 or len(properties) > LARGEST:
        raise Problem(413, f"The extension is too large; send at most {LARGEST * 10} ids.", code="too_many")
    wanted = [one if isinstance(one, dict) else {"id": one} for one in properties]
    columns = [(one["id"], property_named(one["id"]), one.get("settings") or {}) for one in map(_with_id, wanted)]
    meta = []
    for id, column, _ in columns:
        kind = {"type": {"id": column.entities, "name": TYPES[column.entities]}} if column.entities else {}
        meta.append({"id": id, "name": column.name, **kind})
    rows = {}
    for id in ids:
        entity = known.find(id)
        rows[id] = {
            name: column.values(Asked(known, entity, settings if isinstance(settings, dict) else {})) if entity else []
            for name, column, settings in columns
        }
    return {"meta": meta, "rows": rows}


def _with_id(one: dict[str, Any]) -> dict[str, Any]:
    return one if "id" in one else {**one, "id": None}
