"""``GET /search/{dataset}``: entities by text, with filters and facets, in the form of yente.

Invariant: what a text finds is what `resolve` finds, in its order; without a text it is everything, in the snapshot's.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable
from typing import Any

from starlette.requests import Request

from obstat.app.protocols.asked import facet, filtered, passes, schema, wanted, window
from obstat.app.protocols.entities import Entities, Entity, named
from obstat.app.service.problems import Problem
from obstat.report import followthemoney as ftm

ADJACENT = ("ownershipOwner", "ownershipAsset", "unknownLinkTo", "unknownLinkFrom")
"""Properties of a party that hold its ties."""
_LABELS = {
    "countries": "Countries",
    "topics": "Topics",
    "datasets": "Data sources",
    "schema": "Types",
    "identifiers": "Identifiers",
    "genders": "Genders",
}
_EXAMINED = 2000
"""Entities at most that a search without text looks at."""


def searched(request: Request, known: Entities) -> dict[str, Any]:
    """The answer to a search."""
    asked = request.query_params
    scope, filters, (limit, offset) = wanted(request, known), filtered(request), window(request)
    wide = schema(asked.get("schema", "Thing"))
    facets = asked.getlist("facets") or ["countries", "topics", "datasets"]
    if unknown := [name for name in facets if name not in _LABELS]:
        raise Problem(422, f"'{unknown[0][:40]}' is no facet; use some of {', '.join(_LABELS)}.")
    text = asked.get("q", "").strip()
    candidates: Iterable[Entity] = itertools.islice(known.everything(), _EXAMINED + 1)
    if text and text != "*":
        exact = known.find(text)
        matches = (known.of(match) for match in named(known.ob, text, 500))
        candidates = itertools.chain([exact] if exact else [], (one for one in matches if one != exact))
    looked = list(candidates)
    found = [
        one for one in looked[:_EXAMINED] if ftm.is_a(one["schema"], wide) and scope.holds(one) and passes(one, filters)
    ]
    answer = page(found, limit, offset)
    if len(looked) > _EXAMINED:
        answer["total"]["relation"] = "gte"
    return answer | {"facets": {name: _facet(name, found, known) for name in facets}}


def page(results: list[Entity], limit: int, offset: int) -> dict[str, Any]:
    """Some of the results, with how many there are."""
    return {
        "results": results[offset : offset + limit],
        "total": {"value": len(results), "relation": "eq"},
        "limit": limit,
        "offset": offset,
    }


def _facet(name: str, found: list[Entity], known: Entities) -> dict[str, Any]:
    counted = Counter(value for one in found for value in dict.fromkeys(facet(one, name)))
    values = [{"name": value, "label": _label(name, value, known), "count": n} for value, n in counted.most_common(300)]
    return {"label": _LABELS[name], "values": values}


def _label(facet: str, value: str, known: Entities) -> str:
    if facet == "countries":
        return known.ob.snapshot.vocabulary.jurisdictions.get(value.upper(), value)
    return known.datasets.get(value, value) if facet == "datasets" else value
