"""JSON Schemas of what is answered, made from the records that are printed.

Invariant: a schema is what `obstat.app.api.printing` writes for the record: every field is there, None is null.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from obstat.model.change import Change
from obstat.model.dates import Day
from obstat.model.listed import Listing, Name
from obstat.model.question import Question
from obstat.model.status import Status
from obstat.model.verdict import Verdict
from obstat.screening.atlas import Place
from obstat.screening.timeline import Event

_STRING, _WHOLE, _NULL = {"type": "string"}, {"type": "integer"}, {"type": "null"}
_PLAIN: dict[Any, dict[str, Any]] = {
    str: _STRING,
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    Fraction: {"type": "number"},
    Day: _STRING,
    Any: {},
    type(None): _NULL,
}


def reference(name: str) -> dict[str, str]:
    """A schema by its name in the document."""
    return {"$ref": f"#/components/schemas/{name}"}


def open_object(*members: str) -> dict[str, Any]:
    """An object that has these members, and others."""
    return {"type": "object", "required": list(members), "properties": {name: {} for name in members}}


def components() -> dict[str, Any]:
    """Every schema that answers refer to, by name."""
    found: dict[str, Any] = {"Status": {"type": "string", "enum": [status.code for status in reversed(Status)]}}
    for kind in (Verdict, Event, Place, Change, Name, Listing):
        _record(kind, found)
    found["Problem"] = _members(
        type=_STRING,
        title=_STRING,
        status={"type": "integer"},
        detail={"type": "string", "description": "One sentence that names the fix."},
        code={"type": "string", "description": "What kind of problem it is, where that is told."},
    ) | {"required": ["type", "title", "status", "detail"]}
    found["Candidates"] = _members(query=_STRING, candidates=_list(_CANDIDATE))
    found["Timeline"] = _members(subject=_STRING, events=_list(reference("Event")))
    found["Atlas"] = _members(subject=_STRING, activity=_STRING, on=_STRING, places=_list(reference("Place")))
    found["Difference"] = _members(before=_STRING, after=_STRING, changes=_list(reference("Change")))
    found["Rules"] = _members(total=_WHOLE, offset=_WHOLE, limit=_WHOLE, rules=_list(_RULE))
    found["Snapshot"] = _members(snapshot=_STRING, known_to=_STRING, tables={"type": "object"}, lists=_list(_STRING))
    kept = _members(snapshot=_STRING, written=_STRING, in_use={"type": "boolean"})
    found["Snapshots"] = _members(in_use=reference("Snapshot"), refused={"type": "boolean"}, snapshots=_list(kept))
    found["Party"] = _PARTY
    found |= {"Job": _JOB, "Columns": _COLUMNS, "Rows": _ROWS}
    return found


def _list(item: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": item}


def _members(**members: Any) -> dict[str, Any]:
    return {"type": "object", "required": list(members), "properties": members}


def _or_null(schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"anyOf": [schema, _NULL]}


_RULE = _members(
    **dict.fromkeys(("id", "title", "programme", "jurisdiction", "authority", "kind", "state", "confidence"), _STRING),
    citation=_or_null(_STRING),
)
_CANDIDATE = _members(
    **dict.fromkeys(("id", "kind", "name", "matched", "band", "role"), _STRING),
    score={"type": "number"},
    match={"type": "boolean"},
    why=_list(_STRING),
)
_PARTY = _members(
    **dict.fromkeys(("id", "name", "kind", "confidence", "snapshot"), _STRING),
    countries=_list(_STRING),
    seat=_or_null(_STRING),
    names=_list(reference("Name")),
    equipment=_list(_STRING),
    products=_list(_members(id=_STRING, label=_STRING)),
    identifiers=_list(_members(scheme=_STRING, value=_STRING, note=_or_null(_STRING), source=_or_null(_STRING))),
    listings=_list({"allOf": [_members(entry=_STRING), reference("Listing")]}),
    checked_not_listed=_list(_STRING),
    note=_or_null(_STRING),
    sources=_list(_STRING),
)


_COUNTS = {"type": "object", "additionalProperties": _WHOLE}
_TEXTS = {"type": "object", "additionalProperties": _STRING}
_NUMBER = {"type": "number"}
_JOB = _members(
    **dict.fromkeys(("id", "file", "format", "snapshot", "created", "changed", "kept_until"), _STRING),
    **dict.fromkeys(("stage", "message", "exposure", "since"), _or_null(_STRING)),
    **dict.fromkeys(("rate", "seconds_left"), _or_null(_NUMBER)),
    **dict.fromkeys(("ahead", "revision"), _WHOLE),
    **dict.fromkeys(("question", "links"), _TEXTS),
    state={"type": "string", "enum": ["waiting", "running", "done", "failed", "stopped"]},
    held={"type": "boolean"},
    rows=_members(done=_WHOLE, total=_or_null(_WHOLE)),
    statuses=_COUNTS,
    columns=_or_null(_TEXTS),
)
_COLUMNS = _members(
    format=_STRING,
    correctable={"type": "boolean"},
    columns=_list(
        _members(
            **dict.fromkeys(("column", "why"), _STRING),
            number=_WHOLE,
            role=_or_null(_STRING),
            confidence={},
            samples=_list(_STRING),
        )
    ),
    **dict.fromkeys(("said", "roles"), _TEXTS),
)
_ROWS = _members(
    **dict.fromkeys(("total", "matching", "offset", "limit"), _WHOLE),
    columns=_list(_STRING),
    rows=_list(_members(row=_WHOLE, status=_or_null(_STRING), cells={"type": "object"})),
    group=_or_null(_STRING),
    groups=_list(_members(value=_STRING, rows=_WHOLE)),
)


def _record(kind: type, found: dict[str, Any]) -> dict[str, str]:
    """The schema of a record and of those in it are put in `found`; the reference to it."""
    if kind.__name__ not in found:
        found[kind.__name__] = {}  # for records that hold their own kind
        if kind is Question:
            found[kind.__name__] = _QUESTION
        else:
            hints = typing.get_type_hints(kind)
            members = {
                field.name.removesuffix("_"): _of(hints[field.name], found) for field in dataclasses.fields(kind)
            }
            found[kind.__name__] = _members(**members)
    return reference(kind.__name__)


def _of(hint: Any, found: dict[str, Any]) -> dict[str, Any]:
    if hint in _PLAIN:
        return dict(_PLAIN[hint])
    if hint is Status:
        return dict(reference("Status"))
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return dict(_record(hint, found))
    home, inner = typing.get_origin(hint), typing.get_args(hint)
    if home in (types.UnionType, typing.Union):
        return {"anyOf": [_of(one, found) for one in inner]}
    if home in (tuple, list):
        return _list(_of(inner[0], found))
    if home is Mapping or home is dict:
        return {"type": "object", "additionalProperties": _of(inner[1], found)}
    raise TypeError(f"No schema is known for {hint}.")


_SUBJECT = _members(text=_STRING, identifiers=_list(_members(scheme=_STRING, value=_STRING)))
_ASKED = ("actor", "as_known", "purpose", "made_in", "equipment", "device_status", "subject_to_ear", "exemption")
_QUESTION = _members(
    subject=_SUBJECT,
    **dict.fromkeys(("activity", "jurisdiction", "on"), _STRING),
    **dict.fromkeys(_ASKED, _or_null(_STRING)),
)
