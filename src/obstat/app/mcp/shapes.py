"""The JSON Schemas of what tools take and give.

Invariant: a schema of an answer is read off the types that the answer is made of, by the rule of `obstat.model.plain`;
only what is built by hand is described by hand.
"""

from __future__ import annotations

import dataclasses
import datetime
import types
import typing
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal, Union

from obstat.app.mcp import arguments
from obstat.model.dates import Day
from obstat.model.status import Status

if TYPE_CHECKING:
    from obstat.app.mcp.tools import Reach, Tool
    from obstat.model.vocabulary import Vocabulary

Schema = dict[str, Any]
_TEXT: Schema = {"type": "string"}
_TEXT_OR_NONE: Schema = {"type": ["string", "null"]}
_WHOLE: Schema = {"type": "integer"}
_SPAN: Schema = {"type": "array", "items": _WHOLE, "minItems": 2, "maxItems": 2}
_SIMPLE: dict[Any, Schema] = {
    str: _TEXT,
    int: _WHOLE,
    float: {"type": "number"},
    Fraction: {"type": "number"},
    bool: {"type": "boolean"},
    Day: _TEXT,
    datetime.date: {"type": "string", "format": "date"},
    type(None): {"type": "null"},
    Status: {"type": "string", "enum": [status.code for status in Status]},
    Any: {},
}


def of(kind: Any) -> Schema:
    """What `plain` makes of a value of this type."""
    if kind in _SIMPLE:
        return dict(_SIMPLE[kind])
    if dataclasses.is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        return keyed({field.name.removesuffix("_"): of(hints[field.name]) for field in dataclasses.fields(kind)})
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin in (Union, types.UnionType):
        return {"anyOf": [of(one) for one in inner]}
    if origin is Literal:
        return {"enum": list(inner)}
    if origin is tuple and inner[-1] is not Ellipsis:
        return {"type": "array", "minItems": len(inner), "maxItems": len(inner)}
    if origin in (tuple, list, Sequence):
        return {"type": "array", "items": of(inner[0])}
    if origin in (dict, Mapping):
        return {"type": "object", "additionalProperties": of(inner[1])}
    raise TypeError(f"Nothing says how {kind} is written.")


def keyed(properties: Schema) -> Schema:
    """An object that has all of these."""
    return {"type": "object", "properties": properties, "required": list(properties)}


def listed(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def check() -> Schema:
    from obstat.model.question import Question
    from obstat.model.verdict import Verdict

    identifier = keyed({"scheme": _TEXT, "value": _TEXT})
    fields = of(Question)["properties"]
    del fields["text"], fields["given"]
    question = keyed({"subject": keyed({"text": _TEXT, "identifiers": listed(identifier)}), **fields})
    return keyed({**of(Verdict)["properties"], "question": question})


def resolve() -> Schema:
    candidate = keyed(
        {
            "id": _TEXT,
            "kind": {"enum": ["party", "product"]},
            "name": _TEXT,
            "matched": _TEXT,
            "score": {"type": "number"},
            "match": {"type": "boolean"},
            "band": _TEXT,
            "role": _TEXT,
            "why": listed(_TEXT),
        }
    )
    candidate["properties"]["alignment"] = {"type": "object"}
    return keyed({"query": _TEXT, "candidates": listed(candidate)})


def screen() -> Schema:
    from obstat.model.screened import Screened, Sum

    answer = {"type": "object", "properties": {"row": _WHOLE}, "required": ["row"]}
    more = {
        "rows_in": _WHOLE,
        "rows_out": _WHOLE,
        "exposure": listed(of(Sum)),
        "answers": listed(answer),
        "answers_left_out": _WHOLE,
    }
    return keyed({**of(Screened)["properties"], **more})


def timeline() -> Schema:
    from obstat.screening.timeline import Event

    return keyed({"subject": _TEXT, "events": listed(of(Event))})


def ties() -> Schema:
    from obstat.model.ownership import Excerpt

    return of(Excerpt)


def news() -> Schema:
    texts = listed(_TEXT)
    document = keyed(
        {
            "id": _TEXT,
            **dict.fromkeys(("title", "outlet", "published", "url", "language"), _TEXT_OR_NONE),
            "notes": texts,
            "origins": {"type": ["integer", "null"]},
            "text": _TEXT,
        }
    )
    claim = keyed(
        {
            "id": _TEXT,
            "event": _TEXT,
            **dict.fromkeys(("actors", "targets", "products"), texts),
            "place": _TEXT_OR_NONE,
            "time": {"type": ["object", "null"]},
            "amount": {"type": ["object", "null"]},
            "modality": _TEXT,
            "polarity": {"enum": ["positive", "negative"]},
            "quotation": {"type": "boolean"},
            "attribution": listed(keyed({"name": _TEXT, "class": _TEXT})),
            "origin": _TEXT_OR_NONE,
            "spans": listed(_SPAN),
            "same_as": texts,
            "contradicts": texts,
        }
    )
    flag = keyed({"kind": _TEXT, "why": _TEXT, "span": {"type": ["array", "null"]}, "claim": _TEXT_OR_NONE})
    story = keyed({"document": document, "claims": listed(claim), "flags": listed(flag)})
    story["properties"] |= {
        "pairs": listed({"type": "object"}),
        "mentions": listed({"type": "object"}),
        "cluster": {"type": ["object", "null"]},
    }
    required = story.pop("required")
    several = {"stories": listed({"type": "object", "properties": dict(story["properties"]), "required": required})}
    return {**story, "properties": {**story["properties"], **several},
            "anyOf": [{"required": required}, {"required": ["stories"]}]}  # fmt: skip


def described(tool: Tool, vocabulary: Vocabulary, reach: Reach) -> Schema:
    """What a tool takes, with the codes that the snapshot knows."""
    schema = tool.arguments.model_json_schema()
    schema.pop("title", None)
    schema.pop("description", None)
    codes: dict[str, Iterable[str]] = {
        "activity": vocabulary.activities,
        "actor": vocabulary.actors,
        "purpose": vocabulary.purposes,
        "device_status": vocabulary.device_statuses,
    }
    allowed = arguments.names(tool.arguments, reach)
    schema["properties"] = {name: schema["properties"][name] for name in allowed}
    for name, one in schema["properties"].items():
        one.pop("title", None)
        one.pop(arguments.ONLY_LOCAL, None)
        _without_none(one)
        if name in codes:
            one["description"] += f" One of: {', '.join(codes[name])}."
    return schema


def _without_none(one: Schema) -> None:
    """Say of what may be left out what it is where it is given."""
    kinds = [kind for kind in one.get("anyOf", ()) if kind != {"type": "null"}]
    if one.get("default", 0) is None:
        del one["default"]
    if len(kinds) == 1:
        del one["anyOf"]
        one.update(kinds[0])
    elif kinds:
        one["anyOf"] = kinds
