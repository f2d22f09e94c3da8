"""Reconciliation 0.2: whom queries find, what is told of them, and what is refused."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from protocol_calls import Asked


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    return Asked(tmp_path_factory.mktemp("store"))


def reconciled(asked, **queries):
    answer = asked.post("/reconcile", data={"queries": json.dumps(queries)})
    assert answer.status_code == 200, answer.text
    return answer.json()


def extended(asked, ids, *properties):
    answer = asked.post("/reconcile", data={"extend": json.dumps({"ids": ids, "properties": list(properties)})})
    return answer.json()


def test_the_manifest_names_addresses_of_this_server(asked):
    manifest = asked.get("/reconcile").json()
    assert manifest["view"] == {"url": "http://127.0.0.1:8111/parties/{{id}}"}
    assert "0.2" in manifest["versions"] and manifest["batchSize"] == 100
    assert "authentication" not in manifest


@pytest.mark.parametrize("name", ["Huawei", "华为", "ZTE Corporation", "Hangzhou Hikvision", "Dahua", "Quectel"])
def test_a_score_and_a_match_are_those_of_resolve(asked, ob, name):
    found = reconciled(asked, q={"query": name, "limit": 50})["q"]["result"]
    parties = {one["id"]: (one["score"], one["match"]) for one in found if one["type"][0]["id"] != "product"}
    told = [match for match in ob.resolve(name, 50) if match.kind == "party"]
    assert parties == {match.id: (round(match.score * 100, 2), match.match) for match in told}


def test_a_type_restricts(asked):
    found = reconciled(
        asked,
        firms={"query": "Huawei Mate 10", "type": "organisation", "limit": 50},
        things={"query": "Huawei Mate 10", "type": [{"id": "product"}]},
    )
    assert all(one["type"][0]["id"] == "organisation" for one in found["firms"]["result"])
    assert found["things"]["result"][0]["id"] == "product:huawei-mate-10"


def test_a_number_finds_its_holder_without_a_name(asked):
    found = reconciled(asked, q={"properties": [{"pid": "uscc", "v": "914403001922038216"}]})["q"]["result"]
    assert [(one["id"], one["match"]) for one in found] == [("huawei", True)]


def test_where_name_and_number_name_two_neither_is_a_match(asked):
    query = {"query": "ZTE Corporation", "properties": [{"pid": "uscc", "v": "914403001922038216"}]}
    found = reconciled(asked, q=query)["q"]["result"]
    assert {"huawei", "zte"} <= {one["id"] for one in found}
    assert not any(one["match"] for one in found)


def test_what_cannot_be_used_is_told_and_the_batch_answered(asked):
    properties = [{"pid": "country", "v": "Atlantis"}, {"pid": "colour", "v": "red"}]
    found = reconciled(asked, a={"query": "Huawei", "properties": properties}, b={"query": "x" * 600}, c={"query": " "})
    assert len(found["a"]["warnings"]) == 2 and found["a"]["result"][0]["id"] == "huawei"
    assert "600 characters" in found["b"]["warnings"][0]
    assert found["c"] == {"result": []}


@pytest.mark.parametrize(
    "text",
    ["{", "[]", '"x"', '{"q": 1}', '{"q": {}}', '{"q": {"query": "x", "limit": 0}}', '{"q\\ud800": {"query": "x"}}'],
)
def test_what_is_no_batch_is_refused_in_a_sentence(asked, text):
    answer = asked.post("/reconcile", data={"queries": text})
    assert answer.status_code == 400
    assert answer.json()["detail"].endswith(".")
    assert answer.headers["access-control-allow-origin"] == "*"


def test_a_broken_form_is_refused(asked):
    broken = {"content": b"--x\r\nnothing", "headers": {"content-type": "multipart/form-data"}}
    assert asked.post("/reconcile", **broken).status_code == 400
    assert asked.post("/reconcile", json={"queries": {}}).status_code == 400


@settings(max_examples=40)
@given(
    st.dictionaries(
        st.text(max_size=5), st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists), max_size=3
    )
)
def test_any_json_gets_an_answer_or_a_sentence(asked, value):
    answer = asked.post("/reconcile", data={"queries": json.dumps({"q": value})})
    assert answer.status_code in (200, 400)


def test_extension_tells_the_verdict_of_check_under_the_settings(asked, ob):
    settings = {"activity": "sell", "in": "US", "on": "2024-06-01"}
    found = extended(asked, ["hikvision", "nobody"], {"id": "status", "settings": settings}, {"id": "country"})
    verdict = ob.check("Hangzhou Hikvision Digital Technology Co., Ltd.", activity="sell", on="2024-06-01")
    assert found["rows"]["hikvision"] == {"status": [{"str": verdict.status.code}], "country": [{"str": "cn"}]}
    assert found["rows"]["nobody"] == {"status": [], "country": []}


def test_extension_gives_parties_as_values(asked):
    found = extended(asked, ["product:huawei-mate-10", "huawei-device"], {"id": "maker"}, {"id": "owner"})
    assert found["rows"]["product:huawei-mate-10"]["maker"] == [
        {"id": "huawei", "name": "Huawei Technologies Co., Ltd."}
    ]
    assert {"id": "huawei", "name": "Huawei Technologies Co., Ltd."} in found["rows"]["huawei-device"]["owner"]


def test_an_unknown_property_or_setting_is_refused_by_name(asked):
    assert "'country'" in extended(asked, ["huawei"], {"id": "contry"})["detail"]
    assert "sale" in extended(asked, ["huawei"], {"id": "status", "settings": {"activity": "sale"}})["detail"]


def test_a_beginning_suggests(asked):
    def ids(what, prefix):
        return [
            one["id"] for one in asked.get(f"/reconcile/suggest/{what}", params={"prefix": prefix}).json()["result"]
        ]

    assert ids("entity", "hikvision")[0] == "hikvision"
    assert "hikvision" in ids("entity", "hikv")
    assert ids("type", "org") == ["organisation"]
    assert "website" in ids("property", "web")
    assert ids("entity", "  ") == []
    assert asked.get("/reconcile/suggest/entity", params={"prefix": "h", "cursor": "x"}).status_code == 422


def test_a_preview_is_a_page_for_frames_without_script(asked):
    page = asked.get("/parties/huawei/preview")
    assert "frame-ancestors *" in page.headers["content-security-policy"]
    assert "Huawei Technologies" in page.text and "<script" not in page.text
    assert asked.get("/parties/%3Cscript%3E/preview").headers["content-type"].startswith("application/problem+json")


def test_a_product_leads_to_the_page_of_its_maker(asked):
    assert asked.get("/parties/product:huawei-mate-10").headers["location"] == "/parties/huawei"


@pytest.mark.parametrize("callback", ["alert(1)", "a;b", "", "a.b.c.d.e", "é", "a" * 61, "</script>"])
def test_a_callback_is_the_name_of_a_function(asked, callback):
    assert asked.get("/reconcile", params={"callback": callback}).status_code == 400


def test_jsonp_closes_no_script(asked):
    query = json.dumps({"</script>": {"query": "x"}})
    answer = asked.get("/reconcile", params={"queries": query, "callback": "f"})
    assert answer.text.startswith("/**/f(") and "</script>" not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"
