"""Parameters of a request to the calls of yente, read.

Invariant: what cannot be read is a problem whose sentence names the parameter and what it takes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from obstat.app.protocols.entities import ALL, Entities, Entity
from obstat.app.service.problems import Problem
from obstat.report import followthemoney as ftm

_MOST, _FURTHEST = 500, 9499
_CHANGED = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}(:\d{2}(:\d{2})?)?)?")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entities an answer may hold."""

    datasets: frozenset[str]
    """Empty: any."""
    not_datasets: frozenset[str]
    not_schemata: frozenset[str]
    not_ids: frozenset[str]
    topics: frozenset[str]
    changed_since: str

    def holds(self, entity: Entity) -> bool:
        """Whether an entity is wanted."""
        inside = frozenset(entity["datasets"])
        return (
            (not self.datasets or bool(self.datasets & inside))
            and not inside <= self.not_datasets
            and not any(ftm.is_a(entity["schema"], schema) for schema in self.not_schemata)
            and not self.not_ids & {entity["id"], *entity["referents"]}
            and (not self.topics or bool(self.topics.intersection(entity["properties"].get("topics", ()))))
            and str(entity["last_change"]) >= self.changed_since
        )


def wanted(request: Request, known: Entities) -> Wanted:
    """What the address and its parameters let in. Raises `Problem` where they name what is not there."""
    asked = request.query_params
    scope = _dataset(request.path_params["dataset"], known)
    within = [_dataset(name, known) for name in asked.getlist("include_dataset")]
    inside = within if within and scope == ALL else [scope, *within]
    since = asked.get("changed_since", "")
    if since and not _CHANGED.fullmatch(since):
        raise Problem(400, f"'{since[:40]}' is no day; give changed_since as YYYY-MM-DD or YYYY-MM-DDTHH:MM:SS.")
    return Wanted(
        frozenset() if ALL in inside else frozenset(inside),
        frozenset(asked.getlist("exclude_dataset")),
        frozenset(asked.getlist("exclude_schema")),
        frozenset(asked.getlist("exclude_entity_ids")),
        frozenset(asked.getlist("topics")),
        since,
    )


def _dataset(name: str, known: Entities) -> str:
    if name != ALL and name not in known.datasets:
        raise Problem(404, f"There is no dataset '{name[:60]}'; GET /catalog lists them, and '{ALL}' is all of them.")
    return name


def whole(request: Request, name: str, otherwise: int, most: int = _MOST) -> int:
    """A parameter that is a whole number from 0 to `most`."""
    text = request.query_params.get(name)
    if text is None:
        return otherwise
    if not re.fullmatch(r"[0-9]{1,6}", text) or int(text) > most:
        raise Problem(422, f"'{text[:40]}' is no {name}; give a whole number from 0 to {most}.")
    return int(text)


def window(request: Request) -> tuple[int, int]:
    """How many are wanted, and after how many."""
    return whole(request, "limit", 10), whole(request, "offset", 0, _FURTHEST)


def share(request: Request, name: str) -> float | None:
    """A parameter that is a number from 0 to 1; None where it is not given."""
    text = request.query_params.get(name)
    if text is None:
        return None
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not 0 <= number <= 1:
        raise Problem(422, f"'{text[:40]}' is no {name}; give a number from 0 to 1.")
    return number


def yes(request: Request, name: str, otherwise: bool) -> bool:
    """A parameter that is ``true`` or ``false``."""
    text = request.query_params.get(name, str(otherwise)).lower()
    if text not in ("true", "false", "1", "0", "yes", "no"):
        raise Problem(422, f"'{text[:40]}' is no {name}; give true or false.")
    return text in ("true", "1", "yes")


def schema(name: Any) -> str:
    """A schema of FollowTheMoney that can be matched."""
    if name not in ftm.KNOWN:
        raise Problem(400, f"'{str(name)[:40]}' is no schema that can be matched; use one of {', '.join(ftm.KNOWN)}.")
    return str(name)


def filtered(request: Request) -> list[tuple[str, frozenset[str], bool]]:
    """Each filter of a search: the property or ``datasets``, its values, and whether all of them must be there."""
    asked = request.query_params
    both = asked.get("filter_op", "OR").upper() == "AND"
    found = [(name, asked.getlist(name)) for name in ("countries", "topics", "datasets")]
    by_property: dict[str, list[str]] = {}
    for text in asked.getlist("filter"):
        property, colon, value = text.partition(":")
        if not colon:
            raise Problem(400, f"'{text[:60]}' is no filter; write property:value, such as countries:cn.")
        by_property.setdefault(property.removeprefix("properties."), []).append(value)
    return [(name, frozenset(values), both) for name, values in (*found, *by_property.items()) if values]


def passes(entity: Entity, filters: Iterable[tuple[str, frozenset[str], bool]]) -> bool:
    """Whether an entity passes all filters."""
    for name, values, both in filters:
        own = frozenset(facet(entity, name))
        if not (values <= own if both else values & own):
            return False
    return True


def facet(entity: Entity, name: str) -> list[str]:
    """What an entity has of a facet or property."""
    if name in ("datasets", "schema"):
        value = entity[name]
        return value if isinstance(value, list) else [value]
    if name == "identifiers":
        numbers = {property for property, _ in ftm.NUMBERS.values()} - {"website", "email", "phone"}
        return [value for property in sorted(numbers) for value in entity["properties"].get(property, ())]
    return list(entity["properties"].get({"countries": "country"}.get(name, name), ()))
