"""The OpenAPI 3.1 document of the operations, with the codes of the snapshot that answers.

Invariant: it says of a request what `obstat.app.api.reading` accepts and the vocabulary knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from obstat._version import __version__
from obstat.app.api.operations import JSON, Example, Operation, Parameter
from obstat.app.api.shapes import components, reference
from obstat.app.service.problems import MEDIA_TYPE
from obstat.knowledge.snapshot import Snapshot
from obstat.model.errors import InvalidValue
from obstat.model.vocabulary import Vocabulary

_PROBLEMS = {
    400: "The request cannot be read.",
    404: "There is nothing of that id.",
    409: "It is not at the point at which that could be done.",
    413: "The body is too long.",
    415: "The body has a media type that is not read here.",
    422: "Something that the request says cannot be accepted.",
    503: "No answer now, or none in the time that is allowed.",
    507: "There is no room for the file.",
}
_BYTES: dict[str, dict[str, Any]] = {"text/plain": {"type": "string", "minLength": 1}}
"""Of a body that is no JSON, what can be said of it; of one in bytes or with markup, nothing."""
_IN_PATH = {"type": "string", "pattern": r"^[A-Za-z0-9]+([_:.-][A-Za-z0-9]+)*$", "maxLength": 100}
"""An id in an address: every id is of this form, and another is that of nothing."""
_BLANK = {"type": "string", "pattern": r"^\s*$"}
_FORM = "multipart/form-data"
_ABOUT = (
    "May this actor do this activity with this thing, in this jurisdiction, on this day - and if not, what stands in "
    "the way? The answers are those of the command line. Not legal advice."
)


def document(operations: Iterable[Operation], snapshot: Snapshot, server: str | None) -> dict[str, Any]:
    """The document."""
    paths: dict[str, Any] = {}
    codes = _codes(snapshot)
    for operation in operations:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _operation(operation, codes)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "obstat",
            "version": __version__,
            "summary": "Nothing stands in the way, or what does.",
            "description": _ABOUT,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": server or "/"}],
        "paths": paths,
        "components": {"schemas": components()},
    }


def _operation(operation: Operation, codes: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    told: dict[str, Any] = {
        "operationId": operation.name,
        "tags": [operation.tag],
        "summary": operation.summary,
        "parameters": [*_in_path(operation), *(_parameter(one, operation, codes) for one in operation.query)],
        "responses": _responses(operation),
    }
    if operation.text:
        told["description"] = operation.text
    if operation.body or operation.content:
        told["requestBody"] = {"required": bool(operation.body), "content": _body(operation, codes)}
    return told


def _in_path(operation: Operation) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": dict(operation.path_schemas.get(name, _IN_PATH)),
            "examples": {
                one.name: {"value": one.path[name]} for one in operation.examples if name in one.path and not one.after
            },
        }
        for name in re.findall(r"{(\w+)}", operation.path)
    ]


def _parameter(one: Parameter, operation: Operation, codes: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    told: dict[str, Any] = {"name": one.name, "in": "query", "description": one.text, "schema": _schema(one, codes)}
    if one.required:
        told["required"] = True
    if one.many:
        told |= {"style": "form", "explode": True}
    right = [example for example in operation.examples if example.status < 400 and one.name in example.query]
    if right:
        told["examples"] = {example.name: {"value": _value(one, example.query[one.name])} for example in right}
    return told


def _value(one: Parameter, value: Any) -> Any:
    return value == "true" if one.schema["type"] == "boolean" else value


def _schema(one: Parameter, codes: Mapping[str, dict[str, Any]], *, nullable: bool = False) -> dict[str, Any]:
    schema = dict(codes[one.words] if one.words else one.schema)
    if one.blank:
        schema = {"anyOf": [schema, _BLANK]}
    if one.many:
        listed = {"type": "array", "items": schema}
        schema = {"anyOf": [listed, schema]} if nullable else listed
    return {"anyOf": [schema, {"type": "null"}]} if nullable and not one.required else schema


def _body(operation: Operation, codes: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    content: dict[str, Any] = {}
    for kind in operation.media_types or (JSON,):
        if kind in (JSON, _FORM):
            schema = dict(operation.content or _members(operation.body, codes, nullable=kind == JSON))
        else:
            schema = _BYTES.get(kind, {})
        content[kind] = {"schema": schema}
        right = [one for one in operation.examples if one.media_type == kind and one.status < 400 and one.body]
        if right:
            content[kind]["examples"] = {one.name: {"value": one.body} for one in right}
    return content


def _members(body: Iterable[Parameter], codes: Mapping[str, dict[str, Any]], *, nullable: bool) -> dict[str, Any]:
    """The schema of an object, or of a form, whose members are parameters."""
    schema: dict[str, Any] = {
        "type": "object",
        "properties": {one.name: _schema(one, codes, nullable=nullable) | {"description": one.text} for one in body},
        "additionalProperties": False,
    }
    if required := [one.name for one in body if one.required]:
        schema["required"] = required
    return schema


def _right(operation: Operation) -> dict[str, Any]:
    """The usual answer."""
    told: dict[str, Any] = {"description": "The answer."}
    if operation.status == 204:
        return {"description": "It is done."}
    kinds = (operation.media_type,) if isinstance(operation.media_type, str) else operation.media_type
    shown = {"example": operation.shown} if operation.shown else {}
    told["content"] = {kind: {"schema": dict(operation.returns), **shown} for kind in kinds}
    if operation.leads_to:
        told["links"] = {
            name: {"operationId": name, "parameters": {"id": "$response.body#/id"}} for name in operation.leads_to
        }
    return told


def _responses(operation: Operation) -> dict[str, Any]:
    right = _right(operation)
    told: dict[str, Any] = {str(operation.status): right}
    for one in operation.besides:
        body = {"content": {JSON: {"schema": dict(one.returns)}}} if one.returns else {}
        told[str(one.status)] = {"description": one.text, **body}
    if operation.tagged and operation.method == "GET":
        right["headers"] = {"ETag": {"description": "The tag of this answer.", "schema": {"type": "string"}}}
        told["304"] = {"description": "The answer is the one whose tag was sent in If-None-Match."}
    statuses = {400, 422, *operation.problems}
    if operation.body:
        statuses |= {413, 415}
    for status in sorted(statuses):
        told[str(status)] = _problem(_PROBLEMS[status])
    told["default"] = _problem("A problem of another kind.")
    return told


def _problem(words: str) -> dict[str, Any]:
    return {"description": words, "content": {MEDIA_TYPE: {"schema": reference("Problem")}}}


def _codes(snapshot: Snapshot) -> dict[str, dict[str, Any]]:
    """By name, the schema of the codes of a vocabulary."""
    words = snapshot.vocabulary
    exemptions = {one.code for rule in snapshot.rules.values() for one in rule.exemptions}
    countries = [code for code in words.jurisdictions if _known(words, code)]
    undivided = [code for code in countries if _known_part(words, f"{code}-X")]
    listed: dict[str, Iterable[str]] = {
        "activities": words.activities,
        "actors": words.actors,
        "purposes": words.purposes,
        "device_statuses": words.device_statuses,
        "kinds": words.kinds,
        "equipment": words.equipment_classes,
        "exemptions": sorted(exemptions),
        "countries": countries,
    }
    parts = {"type": "string", "pattern": f"^({'|'.join(undivided)})-[A-Z0-9]{{1,3}}$"}
    places = {"anyOf": [{"type": "string", "enum": list(words.jurisdictions)}, parts]}
    return {name: {"type": "string", "enum": list(codes)} for name, codes in listed.items()} | {"jurisdictions": places}


def _known(words: Vocabulary, code: str) -> bool:
    try:
        return words.country(code) == code
    except InvalidValue:
        return False


def _known_part(words: Vocabulary, code: str) -> bool:
    try:
        return words.jurisdiction(code) == code
    except InvalidValue:
        return False


def address(operation: Operation, example: Example) -> str:
    """The address of an example, with its query."""
    path = operation.path.format(**example.path)
    return f"{path}?{urlencode(example.query, doseq=True)}" if example.query else path
