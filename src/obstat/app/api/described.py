"""The document that describes the API."""

from __future__ import annotations

from dataclasses import replace

from obstat.app.api.operations import Asked, Example, Operation
from obstat.app.api.printing import printed
from obstat.app.api.shapes import open_object


async def described(asked: Asked) -> bytes:
    """The OpenAPI document of the snapshot that answers."""
    from obstat.app.api import table
    from obstat.app.api.openapi import document

    return printed(document(table(), asked.ob.snapshot, asked.service.configuration.public_url))


_DOCUMENT = Operation(
    name="openapi",
    path="/openapi.json",
    summary="This document.",
    answer=described,
    returns=open_object("openapi", "info", "paths", "components"),
    kept=True,
    tag="state",
    examples=(Example("asked"),),
)
OPERATIONS = (_DOCUMENT, replace(_DOCUMENT, name="openapiOfVersion", path="/v1/openapi.json"))
