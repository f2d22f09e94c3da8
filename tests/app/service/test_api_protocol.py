"""Tags, methods, figures and the document of the API."""

from __future__ import annotations

import dataclasses
import re

import jsonschema
import pytest
from api_calls import Api, problem
from job_calls import ended
from listening import listening
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from obstat.app.api import table
from obstat.app.api.kept import Kept
from obstat.app.api.openapi import address
from obstat.app.service.application import application
from obstat.app.service.configuration import Configuration
from obstat.app.service.jobs import wanted
from obstat.app.service.served import Service

ASKED = "/v1/check?text=Huawei+P30&on=2023-05-01"
EXAMPLES = [(operation, example) for operation in table() for example in operation.examples]
OF_JOBS = [pair for pair in EXAMPLES if pair[0].path.startswith("/v1/screen")]
OTHERS = [pair for pair in EXAMPLES if pair not in OF_JOBS]
named = [f"{operation.name}: {example.name}" for operation, example in OF_JOBS]


@pytest.fixture(scope="module")
def api(tmp_path_factory):
    return Api(tmp_path_factory.mktemp("store"))


def call(api, operation, example):
    body = example.body.encode() if isinstance(example.body, str) else example.body
    return api(operation.method, address(operation, example), body, example.media_type)


@pytest.mark.parametrize(("operation", "example"), OTHERS, ids=[f"{o.name}: {e.name}" for o, e in OTHERS])
def test_every_example_runs_and_fits_its_schema(api, operation, example):
    fits(api, operation, example, call(api, operation, example))


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    """Of a server that runs jobs."""
    with listening(Service(Configuration(tmp_path_factory.mktemp("store")))) as client:
        yield client


@pytest.mark.parametrize(("operation", "example"), OF_JOBS, ids=named)
def test_every_example_of_a_job_runs_and_fits_its_schema(api, client, operation, example):
    path = dict(example.path)
    if example.after:
        first = next(one for one in table() if one.name == example.after)
        path["id"] = sent(client, first, first.examples[0]).json()["id"]
        assert ended(client, path["id"])["state"] == "done"
    answered = sent(client, operation, dataclasses.replace(example, path=path))
    fits(api, operation, example, answered)
    if operation.name == "events" and example.after:  # each event has the form of the one that is shown
        form = re.compile(r"id: \d+\nevent: (progress|end)\ndata: {.*}")
        assert all(form.fullmatch(event) for text in (answered.text, operation.shown) for event in events(text))


def events(text):
    retry, *told = text.removesuffix("\n\n").split("\n\n")
    assert retry == "retry: 2000" and told
    return told


def sent(client, operation, example):
    how = {"content": example.body, "headers": {"content-type": example.media_type}} if example.body else {}
    if example.media_type == "application/json" and example.body:
        how = {"json": example.body}
    if example.media_type == "multipart/form-data":
        fields = dict(example.body)
        how = {"files": {"file": ("ledger.csv", fields.pop("file"))}, "data": fields}
    return client.request(operation.method, address(operation, example), **how)


def fits(api, operation, example, answered):
    """Whether an answer is the one that the document describes."""
    assert answered.status_code == example.status, answered.text
    told = api.get("/openapi.json").json()
    response = told["paths"][operation.path][operation.method.lower()]["responses"][str(example.status)]
    if example.status == 204:
        assert "content" not in response and not answered.content
        return
    kinds = {one.split(";")[0]: one for one in response["content"]}
    media_type = kinds[answered.headers["content-type"].split(";")[0]]
    if media_type.endswith(("/json", "+json")):
        registry = Registry().with_resource("urn:api", Resource.from_contents(told, default_specification=DRAFT202012))
        schema = {"$ref": "urn:api" + _pointer(operation, example, media_type)}
        jsonschema.Draft202012Validator(schema, registry=registry).validate(answered.json())


def _pointer(operation, example, media_type):
    parts = ("paths", operation.path, operation.method.lower(), "responses", str(example.status), "content", media_type)
    return "#/" + "/".join(part.replace("~", "~0").replace("/", "~1") for part in (*parts, "schema")).replace(
        "{", "%7B"
    ).replace("}", "%7D")


def test_every_operation_has_an_example_and_is_in_the_document(api):
    told = api.get("/v1/openapi.json").json()
    assert told["openapi"] == "3.1.0"
    documented = {(path, method.upper()) for path, one in told["paths"].items() for method in one}
    assert documented == {(operation.path, operation.method) for operation in table()}
    assert all(operation.examples for operation in table())
    served = {
        (route.path, method)
        for route in application(api.service).routes
        if route.path.startswith("/v1/")
        for method in route.methods - {"HEAD", "OPTIONS"}
    }
    assert served <= documented
    names = [one["operationId"] for path in told["paths"].values() for one in path.values()]
    assert len(set(names)) == len(names)
    codes = told["paths"]["/v1/check"]["get"]["parameters"]
    activity = next(one for one in codes if one["name"] == "activity")
    assert "sell" in activity["schema"]["enum"]


def test_what_an_upload_may_say_is_described(api):
    operation = api.get("/openapi.json").json()["paths"]["/v1/screen"]["post"]
    fields = {*wanted.QUESTION, *wanted._OWN}
    assert {one["name"] for one in operation["parameters"]} == fields | {"name"}
    assert set(operation["requestBody"]["content"]["multipart/form-data"]["schema"]["properties"]) == fields | {"file"}
    links = operation["responses"]["202"]["links"]
    assert set(links) == {one.name for one in table() if one.path.startswith("/v1/screen/")}


def test_an_answer_that_the_client_has_is_not_sent_again(api):
    first = api.get(ASKED)
    tag = first.headers["etag"]
    assert re.fullmatch(r'"[0-9a-f]{40}"', tag) and first.headers["cache-control"] == "private, no-cache"
    for known in (tag, f'"other", W/{tag}', "*"):
        again = api.get(ASKED, if_none_match=known)
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert api.get(ASKED, if_none_match='"other"').status_code == 200
    assert api.get(ASKED + "&activity=use").headers["etag"] != tag
    assert "etag" not in api.get("/v1/check?text=ZTE&activity=nothing").headers


def test_a_new_snapshot_has_other_tags(api, small_pack):
    small = Api(small_pack.folder, snapshot=str(small_pack.open().snapshot.folder))
    address = "/v1/check?text=Acme&on=2023-05-01"
    assert small.get(address).headers["etag"] != api.get(address).headers["etag"]


def test_a_problem_is_never_kept(api):
    assert api.get("/v1/parties/nobody", if_none_match="*").status_code == 404


def test_head_and_options_are_answered(api):
    head, whole = api("HEAD", ASKED), api.get(ASKED)
    assert head.status_code == 200 and head.headers["etag"] == whole.headers["etag"]
    assert head.headers["content-length"] == str(len(whole.content))
    assert api("OPTIONS", "/v1/check").headers["allow"] == "GET, HEAD, POST, OPTIONS"
    assert api("OPTIONS", "/v1/news").headers["allow"] == "POST, OPTIONS"
    refused = api("DELETE", "/v1/rules")
    assert "use" in problem(refused, 405) and "GET" in refused.headers["allow"]


def test_state_and_figures_are_told(tmp_path, ob):
    api = Api(tmp_path)
    assert api.get("/healthz").json() == {"status": "ok"}
    assert api.get("/readyz").json() == {"status": "ok", "snapshot": ob.snapshot.id}
    api.get("/v1/rules/nothing-of-it")
    api.get("/no/such/<address>")
    api("BREW", "/v1/rules")
    figures = api.get("/metrics")
    assert figures.headers["content-type"].startswith("text/plain; version=0.0.4")
    lines = figures.text.splitlines()
    assert 'obstat_requests_total{route="/v1/rules/{id}",method="GET",status="404"} 1' in lines
    assert 'obstat_requests_total{route="/v1/rules",method="other",status="405"} 1' in lines
    assert any(line.startswith('obstat_requests_total{route="other",method="GET",status="404"}') for line in lines)
    assert "address" not in figures.text
    assert f'snapshot="{ob.snapshot.id}"' in figures.text
    sample = re.compile(r'[a-z_]+(\{([a-z]+="[^"]*",?)*\})? [0-9.e+-]+')
    assert all(line.startswith("# ") or sample.fullmatch(line) for line in lines)
    (memory,) = [line.split()[1] for line in lines if line.startswith("obstat_memory_bytes")]
    assert 10_000_000 < int(memory) < 2_000_000_000


def test_snapshots_tell_which_one_answers_and_no_folder(api, ob):
    told = api.get("/v1/snapshots")
    assert told.json()["in_use"]["snapshot"] == ob.snapshot.id
    assert api.get("/v1/snapshots/embedded").json()["tables"]["rules"] == len(ob.snapshot.rules)
    for answered in (told, api.get("/v1/snapshots/current"), api.get("/v1/snapshots/zzzzzz")):
        assert str(ob.snapshot.folder) not in answered.text
    for name in ("..%2F..", "%2Fetc", "~", "sha256-"):
        assert api.get(f"/v1/snapshots/{name}").status_code in (400, 404)


def test_kept_answers_stay_within_their_bytes():
    kept = Kept(most=100)
    for number in range(50):
        kept.keep(str(number), b"x" * 30)
        kept.get("0")
    assert kept.held <= 100 and kept.get("0") is not None and kept.get("40") is None
    kept.keep("0", b"y" * 200)
    assert kept.held == 0
