"""The calls of yente: what its clients send is answered in the form that they read."""

from __future__ import annotations

import re

import pytest
from protocol_calls import Asked


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    return Asked(tmp_path_factory.mktemp("store"))


def matched(asked, properties, schema="Company", parameters=None, dataset="default"):
    body = {"queries": {"q": {"schema": schema, "properties": properties}}, "weights": {}, "config": {}}
    answer = asked.post(f"/match/{dataset}", json=body, params=parameters or {})
    assert answer.status_code == 200, answer.text
    return answer.json()["responses"]["q"]["results"]


def test_a_match_is_that_of_resolve_with_reasons(asked, ob):
    (first, *_) = matched(asked, {"name": ["Huawei"], "country": ["cn"]})
    told = ob.resolve("Huawei", country="CN")[0]
    assert (first["id"], first["score"], first["match"]) == (told.id, told.score, told.match)
    assert first["explanations"]["name"]["detail"].startswith(told.why)
    assert first["explanations"]["country"]["score"] == 1.0


def test_times_have_seconds_and_no_zone(asked):
    (first, *_) = matched(asked, {"name": "Huawei"})
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", first[key]) for key in ("first_seen", "last_change"))


def test_topics_come_from_the_rules_in_force(asked):
    def topics(id):
        return asked.get(f"/entities/{id}", params={"nested": "false"}).json()["properties"].get("topics", [])

    assert {"export.control", "debarment"} <= set(topics("huawei"))
    assert "export.control" not in topics("zte")


@pytest.mark.parametrize(
    ("parameters", "found"),
    [
        ({"exclude_entity_ids": "huawei"}, False),
        ({"topics": "export.control"}, True),
        ({"topics": "role.pep"}, False),
        ({"exclude_schema": "Organization"}, False),
        ({"include_dataset": "fcc_covered_list"}, True),
        ({"include_dataset": "military_end_user_list"}, False),
        ({"exclude_dataset": "fcc_covered_list"}, True),
        ({"changed_since": "2999-01-01"}, False),
        ({"threshold": "1.0", "algorithm": "best"}, True),
        ({"limit": "0"}, False),
    ],
)
def test_parameters_restrict(asked, parameters, found):
    assert ("huawei" in [one["id"] for one in matched(asked, {"name": "Huawei"}, parameters=parameters)]) is found


def test_a_schema_restricts(asked):
    assert not matched(asked, {"name": ["Huawei"]}, schema="Person")
    assert matched(asked, {"name": ["Huawei Mate 10"]}, schema="Thing")[0]["id"] == "product:huawei-mate-10"
    assert not any(one["id"].startswith("product:") for one in matched(asked, {"name": ["Huawei Mate 10"]}))


def test_a_batch_keeps_its_keys_and_tells_its_size(asked):
    queries = {key: {"schema": "Company", "properties": {"name": [key]}} for key in ("ZTE", "Nobody at all")}
    answer = asked.post("/match/default", json={"queries": queries})
    assert list(answer.json()["responses"]) == list(queries)
    assert answer.headers["x-batch-size"] == "2"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("{", "JSON"),
        ("[]", "object"),
        ("{}", "queries"),
        ('{"queries": {"q": 1}}', "'q'"),
        ('{"queries": {"q": {"schema": "Nonsense", "properties": {}}}}', "Nonsense"),
        ('{"queries": {"q": {"schema": "Company", "properties": {}}}, "weights": {"name": 2}}', "weights"),
    ],
)
def test_a_wrong_body_is_told_in_detail(asked, body, said):
    answer = asked.post("/match/default", content=body)
    assert answer.status_code == 400
    assert said in answer.json()["detail"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/search/nowhere", 404),
        ("/search/default?limit=x", 422),
        ("/search/default?limit=501", 422),
        ("/search/default?filter=country", 400),
        ("/search/default?schema=Nonsense", 400),
        ("/search/default?facets=colours", 422),
        ("/search/default?changed_since=yesterday", 400),
        ("/entities/nobody", 404),
        ("/entities/nobody/adjacent", 404),
        ("/entities/huawei/adjacent/colour", 404),
        ("/entities/huawei?nested=perhaps", 422),
    ],
)
def test_a_wrong_parameter_is_told_in_detail(asked, path, status):
    answer = asked.get(path)
    assert answer.status_code == status
    assert isinstance(answer.json()["detail"], str)


def test_a_search_without_text_pages_through_everything(asked, ob):
    seen = []
    for offset in range(0, 400, 100):
        seen += asked.get("/search/default", params={"limit": 100, "offset": offset}).json()["results"]
    ids = [one["id"] for one in seen]
    assert len(ids) == len(set(ids)) == len(ob.snapshot.parties) + len(ob.snapshot.products)


def test_a_search_counts_what_it_found(asked):
    answer = asked.get("/search/default", params={"filter": "country:cn", "limit": 1, "facets": "countries"}).json()
    (country,) = answer["facets"]["countries"]["values"]
    assert (country["name"], country["count"]) == ("cn", answer["total"]["value"])


def test_ties_hold_the_party_at_the_other_end(asked):
    near = asked.get("/entities/huawei/adjacent", params={"limit": 500}).json()["adjacent"]
    owned = {end["id"] for tie in near["ownershipOwner"]["results"] for end in tie["properties"]["asset"]}
    assert "huawei-device" in owned
    only = asked.get("/entities/huawei/adjacent/ownershipOwner", params={"limit": 1}).json()
    assert len(only["results"]) == 1 and only["total"] == near["ownershipOwner"]["total"]


def test_the_catalogue_names_every_dataset_of_an_entity(asked):
    named = {one["name"] for one in asked.get("/catalog").json()["datasets"]}
    everything = asked.get("/search/default", params={"limit": 500}).json()["results"]
    assert {name for one in everything for name in one["datasets"]} <= named
