"""The rules of the Reconciliation Service API 0.2 for answers, as JSON Schemas of our own.

The specification publishes schemas; no package of a registry carries them, and they are not copied here. These say what
its text demands, in places more strictly: nothing beside the fields that it names may be of another type. Where the
published ones are at hand, ``RECONCILIATION_SCHEMAS`` names their folder, and answers must fit both.
"""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]
TEXT: Schema = {"type": "string", "minLength": 1}
_COUNT: Schema = {"type": "integer", "minimum": 1}


def record(needed: dict[str, Any], more: dict[str, Any] | None = None, *, closed: bool = False) -> Schema:
    """An object with fields that it must have, and some that it may have."""
    told: Schema = {"type": "object", "properties": needed | (more or {}), "required": list(needed)}
    return told | ({"additionalProperties": False} if closed else {})


def many(items: Schema) -> Schema:
    """A list of such."""
    return {"type": "array", "items": items}


def either(*schemas: Schema) -> Schema:
    """One of some."""
    return {"oneOf": list(schemas)}


_ADDRESS: Schema = {"type": "string", "pattern": r"^https?://\S+$"}
_TEMPLATE: Schema = {"type": "string", "pattern": r"^https?://.*\{\{id\}\}"}
_TYPE = record({"id": TEXT, "name": TEXT}, {"broader": {"type": "array"}})
_SERVICE = record({"service_url": _ADDRESS, "service_path": {"type": "string", "pattern": "^/"}})
_SUGGEST = record(
    {"service_url": _ADDRESS, "service_path": {"type": "string", "pattern": "^/"}},
    {"flyout_service_url": _ADDRESS, "flyout_service_path": {"type": "string", "pattern": r"\$\{id\}"}},
)
_CHOICE = record({"value": TEXT, "name": TEXT})
_SETTING = either(
    record({"name": TEXT, "label": TEXT, "type": {"const": "select"}, "choices": many(_CHOICE)}),
    record({"name": TEXT, "label": TEXT, "type": {"enum": ["text", "number", "checkbox"]}}),
)

MANIFEST = record(
    {
        "versions": {"type": "array", "items": TEXT, "contains": {"const": "0.2"}},
        "name": TEXT,
        "identifierSpace": _ADDRESS,
        "schemaSpace": _ADDRESS,
    },
    {
        "view": record({"url": _TEMPLATE}),
        "preview": record({"url": _TEMPLATE, "width": _COUNT, "height": _COUNT}),
        "suggest": record({}, {"entity": _SUGGEST, "type": _SUGGEST, "property": _SUGGEST}),
        "extend": record({}, {"propose_properties": _SERVICE, "property_settings": many(_SETTING)}),
        "defaultTypes": many(_TYPE) | {"uniqueItems": True},
        "batchSize": _COUNT,
        "serviceVersion": TEXT,
    },
)
_FEATURE = record({"id": TEXT, "value": either({"type": "boolean"}, {"type": "number"})}, closed=True)
_CANDIDATE = record(
    {"id": TEXT, "name": TEXT, "score": {"type": "number"}, "match": {"type": "boolean"}, "type": many(_TYPE)},
    {"description": {"type": "string"}, "features": many(_FEATURE)},
)
RESULTS: Schema = {"type": "object", "additionalProperties": record({"result": many(_CANDIDATE)})}
SUGGESTED_ENTITIES = record(
    {"result": many(record({"id": TEXT, "name": TEXT}, {"description": TEXT, "notable": many(_TYPE)}))}
)
SUGGESTED = record({"result": many(record({"id": TEXT, "name": TEXT}, {"description": TEXT}))})
FLYOUT = record({"id": TEXT, "html": TEXT})
PROPOSED = record(
    {"type": {"type": "string"}, "properties": many(record({"id": TEXT, "name": TEXT}))}, {"limit": _COUNT}
)
_MOMENT: Schema = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}"}
_VALUE = either(
    record({}, closed=True),
    record({"id": TEXT, "name": TEXT}, {"description": TEXT}, closed=True),
    record({"str": {"type": "string"}}, closed=True),
    record({"float": {"type": "number"}}, closed=True),
    record({"int": {"type": "integer"}}, closed=True),
    record({"date": _MOMENT}, closed=True),
)
EXTENDED = record(
    {
        "meta": many(record({"id": TEXT, "name": TEXT}, {"type": record({"id": TEXT}), "service": _ADDRESS})),
        "rows": {
            "type": "object",
            "additionalProperties": {"type": "object", "additionalProperties": many(_VALUE)},
        },
    }
)
PUBLISHED = {
    "manifest": MANIFEST,
    "reconciliation-result-batch": RESULTS,
    "suggest-entities-response": SUGGESTED_ENTITIES,
    "suggest-types-response": SUGGESTED,
    "suggest-properties-response": SUGGESTED,
    "data-extension-property-proposal": PROPOSED,
    "data-extension-response": EXTENDED,
}
"""Ours by the names of those that are published."""
