"""The words that questions and rules use."""

from __future__ import annotations

from typing import Any, Literal

from obstat.knowledge.schema.form import Code, DayText, Form, Id, Text


class Activity(Form):
    """`ordinary_actors`: who does this when a question names no actor. `device_statuses`: values admitted."""

    text: Text
    ordinary_actors: tuple[Code, ...]
    device_statuses: tuple[Code, ...] = ()
    buyers: tuple[Code, ...] = ()
    """Actors ranged over when none is given."""
    about: Literal["thing", "party"] = "thing"
    """Whether the party's product classes matter (`thing`) or the dealing is with the party itself."""
    admits: tuple[Code, ...] = ()
    """Equipment classes that the activity can concern; empty means all."""


class ActorType(Form):
    text: Text
    kind_of: Code | None = None
    """The wider type: what binds it binds this one too."""


class List(Form):
    id: Id
    name: Text
    edition: Text
    rules: tuple[Id, ...] = ()


class Region(Form):
    name: Text
    members: dict[str, tuple[DayText | None, DayText | None]]


class Vocabulary(Form):
    state_of_knowledge: DayText
    lists: tuple[List, ...]
    activities: dict[Code, Activity]
    actors: dict[Code, ActorType]
    purposes: dict[Code, Text]
    device_statuses: dict[Code, Text]
    relations: dict[Code, Text]
    kinds: dict[Code, Text]
    states: dict[Code, Text]
    equipment: dict[Code, Any]
    """A tree: a mapping of class to its narrower classes."""
    jurisdictions: dict[str, Text]
    regions: dict[str, Region]
