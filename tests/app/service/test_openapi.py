"""What the OpenAPI document says of addresses holds of what the snapshot has."""

from __future__ import annotations

import re

import pytest
from api_calls import Api, problem

from obstat.app.api import table
from obstat.app.api.openapi import document


@pytest.fixture(scope="module")
def told(ob):
    return document(table(), ob.snapshot, None)


def test_every_id_fits_what_is_said_of_ids_in_addresses(ob, told):
    schemas = [
        one["schema"]
        for path in told["paths"].values()
        for operation in path.values()
        for one in operation["parameters"]
        if one["in"] == "path" and "screen" not in operation["tags"]
    ]
    assert schemas
    for schema in schemas:
        for name in (*ob.snapshot.parties, *ob.snapshot.rules, ob.snapshot.id, "current", "embedded"):
            assert re.search(schema["pattern"], name) and len(name) <= schema["maxLength"], name
        for name in ("..", "a/b", "\x1d", "", "-"):
            assert not re.search(schema["pattern"], name)


def test_the_snapshot_that_answers_is_known_by_the_id_that_it_tells(tmp_path):
    api = Api(tmp_path)
    used = api.get("/readyz").json()["snapshot"]
    assert api.get(f"/v1/snapshots/{used}").json() == api.get("/v1/snapshots/current").json()
    diff = api.get(f"/v1/snapshots/diff?before={used}").json()
    assert diff["before"] == diff["after"] == used and diff["changes"] == []
    assert "GET /v1/snapshots lists them" in problem(api.get("/v1/snapshots/diff?before=abcdef0"), 404)
