"""The words a question may use: activities, actors, purposes, equipment classes, places.

Invariant: a `Vocabulary` is closed; every code it returns is one of its own, and an unknown one is an
`UnknownCode` error that lists the valid codes, nearest first.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from obstat.model.dates import Day, Reached
from obstat.model.errors import InvalidValue, UnknownCode

_MISTAKEN = {"UK": "GB"}
_PART = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")


@dataclass(frozen=True, slots=True)
class Activity:
    """Who does it when nobody is named, and what it can concern; `about` is ``thing`` or ``party``.

    Somebody of another trade does it in the role of the first of `ordinary_actors`.
    """

    code: str
    text: str
    ordinary_actors: tuple[str, ...]
    device_statuses: tuple[str, ...]
    buyers: tuple[str, ...]
    about: str
    admits: tuple[str, ...]


class Vocabulary:
    """All codes and their texts, with the trees of actors, equipment and places."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.activities = {code: _activity(code, item) for code, item in data["activities"].items()}
        self.actors: dict[str, str] = {code: item["text"] for code, item in data["actors"].items()}
        self._actor_parents: dict[str, str | None] = {
            code: item.get("kind_of") for code, item in data["actors"].items()
        }
        self.purposes: dict[str, str] = data["purposes"]
        self.device_statuses: dict[str, str] = data["device_statuses"]
        self.relations: dict[str, str] = data["relations"]
        self.kinds: dict[str, str] = data["kinds"]
        self.states: dict[str, str] = data["states"]
        self.jurisdictions: dict[str, str] = data["jurisdictions"]
        self._divided = {code.partition("-")[0] for code in self.jurisdictions if "-" in code}
        self.lists: list[dict[str, Any]] = data["lists"]
        self._parents: dict[str, set[str]] = {}
        self._children: dict[str, list[str]] = {}
        for code, parent in _tree(data["equipment"], None):
            self._parents.setdefault(code, set()).update([parent] if parent else [])
            siblings = self._children.setdefault(parent or "", [])
            if code not in siblings:
                siblings.append(code)
        self._members = {
            region: {
                code: tuple(Day.parse(day) if day else None for day in days) for code, days in item["members"].items()
            }
            for region, item in data["regions"].items()
        }
        self._countries = [code for code in self.jurisdictions if len(code) == 2 and code not in self._members]

        self.wider = functools.cache(self._wider)
        """The class itself and every class that contains it."""
        self.narrowest = functools.cache(self._narrowest)
        """The classes without narrower ones inside the one given."""
        self.covered = functools.lru_cache(maxsize=65536)(self._covered)
        """Of some classes, those that a rule on the classes of the second argument covers: its own and narrower."""

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Vocabulary:
        """From the form in which a snapshot stores it."""
        return cls(data)

    def activity(self, code: str) -> Activity:
        return self.activities[self._known("activity", code, self.activities)]

    def actor(self, code: str) -> str:
        return self._known("actor", code, self.actors)

    def purpose(self, code: str) -> str:
        return self._known("purpose", code, self.purposes)

    def device_status(self, code: str) -> str:
        return self._known("device status", code, self.device_statuses)

    def equipment(self, code: str) -> str:
        return self._known("equipment class", code, self._parents)

    def kind(self, code: str) -> str:
        return self._known("kind", code, self.kinds)

    def jurisdiction(self, code: str) -> str:
        code = code.strip().upper()
        country = code.partition("-")[0]
        undivided = country in self.jurisdictions and country not in self._divided | self._members.keys()
        if _PART.fullmatch(code) and undivided:
            return code
        if code in _MISTAKEN:
            raise InvalidValue(
                f"'{code}' is not an ISO 3166 code; the {self.place(_MISTAKEN[code])} is {_MISTAKEN[code]}."
            )
        return self._known("jurisdiction", code, self.jurisdictions)

    def place(self, code: str) -> str:
        """The name of a jurisdiction; a part without a name of its own keeps its code."""
        return self.jurisdictions.get(code, code)

    def country(self, code: str) -> str:
        return self._known("country", code.upper(), self._countries)

    def actor_and_wider(self, code: str) -> frozenset[str]:
        """The actor type and every wider one that it belongs to."""
        return frozenset(_chain(code, self._actor_parents))

    def _wider(self, equipment: str) -> frozenset[str]:
        found = {equipment}
        for parent in self._parents.get(equipment, ()):
            found |= self.wider(parent)
        return frozenset(found)

    def _covered(self, classes: frozenset[str], by: tuple[str, ...]) -> frozenset[str]:
        return frozenset(code for code in classes if not self.wider(code).isdisjoint(by))

    def _narrowest(self, equipment: str) -> frozenset[str]:
        children = self._children.get(equipment)
        if not children:
            return frozenset([equipment])
        return frozenset(leaf for child in children for leaf in self.narrowest(child))

    @property
    def equipment_classes(self) -> list[str]:
        return list(self._parents)

    @property
    def equipment_children(self) -> dict[str, list[str]]:
        """Narrower classes by class; the root under the empty string."""
        return self._children

    def applies_in(self, of_rule: str, asked: str, on: int) -> bool:
        """Whether a rule of `of_rule` applies in `asked`: the same place, a part of it, or a member on that day."""
        if of_rule == asked or asked.startswith(of_rule + "-"):
            return True
        days = self._members.get(of_rule, {}).get(asked.partition("-")[0])
        if days is None:
            return False
        since, until = days
        return (since is None or since.reached(on) is Reached.YES) and (
            until is None or until.reached(on) is Reached.NO
        )

    def membership_days(self, asked: str) -> Iterator[Day]:
        """The days on which the country of `asked` joins or leaves a union."""
        country = asked.partition("-")[0]
        for members in self._members.values():
            yield from (day for day in members.get(country, ()) if day)

    def can_apply_in(self, of_rule: str, asked: str) -> bool:
        """Whether it applies in `asked` on some day."""
        same = of_rule == asked or asked.startswith(of_rule + "-")
        return same or asked.partition("-")[0] in self._members.get(of_rule, {})

    @staticmethod
    def _known(kind: str, code: str, valid: Iterable[str]) -> str:
        for candidate in (code, code.strip().lower().replace("-", "_").replace(" ", "_"), code.strip()):
            if candidate in valid:
                return candidate
        raise UnknownCode(kind, code, valid)


def _activity(code: str, item: Mapping[str, Any]) -> Activity:
    def codes(key: str) -> tuple[str, ...]:
        return tuple(item.get(key, ()))

    about = item.get("about", "thing")
    return Activity(
        code, item["text"], codes("ordinary_actors"), codes("device_statuses"), codes("buyers"), about, codes("admits")
    )


def _tree(node: Mapping[str, Any], parent: str | None) -> Iterator[tuple[str, str | None]]:
    for code, below in node.items():
        yield code, parent
        if below:
            yield from _tree(below, code)


def _chain(code: str, parents: Mapping[str, str | None]) -> Iterator[str]:
    at: str | None = code
    while at is not None:
        yield at
        at = parents.get(at)
