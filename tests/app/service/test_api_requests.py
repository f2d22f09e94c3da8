"""A request that cannot be read as it was meant is refused with a sentence that names the fix."""

from __future__ import annotations

import pytest
from api_calls import Api, problem


@pytest.fixture(scope="module")
def api(tmp_path_factory):
    return Api(tmp_path_factory.mktemp("store"))


QUERIES = [
    ("/v1/check?text=ZTE&activty=use", "the nearest are: activity"),
    ("/v1/check?text=ZTE&in=US", "it is called 'jurisdiction'"),
    ("/v1/check?text=ZTE&fcc-id=ABC", "it is called 'fcc_id'"),
    ("/v1/check?text=ZTE&text=Huawei", "given 2 times"),
    ("/v1/check?text=ZTE&on=2026-02-30", "YYYY-MM-DD"),
    ("/v1/check?text=ZTE&on=yesterday", "YYYY-MM-DD"),
    ("/v1/check?text=ZTE&activity=", "'activity' is empty"),
    ("/v1/check?text=ZTE&activity=sel", "use one of: sell"),
    ("/v1/check?text=ZTE&jurisdiction=UK", "GB"),
    ("/v1/check?text=ZTE&full=maybe", "true or false"),
    ("/v1/check?text=ZTE&subject_to_ear=perhaps", "give one of: yes, no"),
    ("/v1/check?text=a%00b", "NUL"),
    ("/v1/check?text=" + "a" * 501, "at most 500"),
    ("/v1/check?imei=356938035643808", "check digit"),
    ("/v1/check", "name a company, a product or a model"),
    ("/v1/resolve?limit=3", "'name' is missing"),
    ("/v1/resolve?name=ZTE&limit=0", "from 1 to 100"),
    ("/v1/resolve?name=ZTE&limit=many", "give a whole number"),
    ("/v1/rules?limit=501", "from 1 to 500"),
    ("/v1/rules?offset=-1", "from 0"),
    ("/v1/parties/zte/ties?test=aggregate-500", "aggregate-50"),
    ("/v1/parties/zte/atlas", "'activity' is missing"),
    ("/v1/rules/ca-c8?x=1", "there is none"),
    ("/v1/snapshots/diff?before=/etc", "the beginning of an id"),
]


@pytest.mark.parametrize(("address", "sentence"), QUERIES)
def test_a_query_is_read_strictly(api, address, sentence):
    assert sentence in problem(api.get(address), 422)


def test_a_query_that_is_not_utf_8_is_refused(api):
    assert "UTF-8" in problem(api.get("/v1/check?text=%ff%fe"), 400)
    assert "200 fields" in problem(api.get("/v1/check?" + "&".join(["mac=1"] * 201)), 400)


BODIES = [
    (b"", 400, "The body is empty"),
    (b"  \n", 400, "The body is empty"),
    (b'{"text": "ZTE"', 400, "not JSON (line 1"),
    (b'{"text": "\xff"}', 400, "not UTF-8"),
    (b'{"text": "ZTE", "text": "Huawei"}', 400, "'text' twice"),
    (b'{"text": NaN}', 400, "NaN is no JSON"),
    (b'{"text": -Infinity}', 400, "-Infinity is no JSON"),
    (b"[" * 100_000, 400, "nested deeper than 32"),
    (b'{"text": ' + b"[" * 40 + b"]" * 40 + b"}", 400, "nested deeper than 32"),
    (b'{"text": ' + b"9" * 5000 + b"}", 400, "more than 20 digits"),
    (b"[]", 422, "The body is a list"),
    (b'"ZTE"', 422, "send an object"),
    (b"null", 422, "The body is null"),
    (b'{"text": 5}', 422, "'text' is a whole number; give text"),
    (b'{"text": ["ZTE"]}', 422, "'text' is a list; give text"),
    (b'{"mac": {"a": 1}}', 422, "'mac' is an object; give text"),
    (b'{"mac": ["00:00", 1]}', 422, "'mac' is a whole number"),
    (b'{"text": "ZTE", "full": "yes"}', 422, "give true or false"),
    (b'{"text": "ZTE", "full": 1}', 422, "give true or false"),
    (b'{"text": "\\ud800"}', 422, "surrogates"),
    (b'{"text": "ZTE", "\\ud800": 1}', 422, "not a parameter"),
    (b'{"text": "ZTE", "purpos": "x"}', 422, "the nearest are: purpose"),
    (b'{"subject": "ZTE"}', 422, "it is called 'text'"),
    (b'{"text": "ZTE", "on": "2026-13-01"}', 422, "YYYY-MM-DD"),
    (b"{}", 422, "name a company"),
]


@pytest.mark.parametrize(("body", "status", "sentence"), BODIES)
def test_a_body_is_read_strictly(api, body, status, sentence):
    assert sentence in problem(api.post("/v1/check", body), status)


def test_brackets_in_a_text_are_not_nesting(api):
    assert api.post("/v1/check", {"text": "[{" * 100, "on": "2026-01-01"}).status_code == 200


def test_a_media_type_that_is_not_read_is_refused(api):
    for media_type in ("text/plain", "application/x-www-form-urlencoded", None):
        assert "send application/json" in problem(api.post("/v1/check", b"{}", media_type), 415)
    assert "application/pdf" in problem(api.post("/v1/news", b"x", "image/png"), 415)
    assert "compressed" in problem(api.post("/v1/check", b"{}", content_encoding="gzip"), 415)
    assert api.post("/v1/check", {"text": "ZTE"}, "Application/JSON; charset=utf-8").status_code == 200


def test_a_body_beyond_its_limit_is_refused(api):
    assert "1 MiB" in problem(api.post("/v1/check", b" " * (1 << 20) + b" "), 413)


def test_what_is_no_story_is_refused(api):
    assert "empty" in problem(api.post("/v1/news", b"", "text/plain"), 400)
    assert "an archive" in problem(api.post("/v1/news", b"PK\3\4" + b"\0" * 100, "text/plain"), 422)
    assert "'text' is missing" in problem(api.post("/v1/news", {"outlet": "Reuters"}), 422)
    assert "YYYY-MM-DD" in problem(api.post("/v1/news", {"text": "x", "published": "Monday"}), 422)
    for name in ("..%2F..%2Fetc%2Fpasswd", "..", "%2Ftmp%2Fx", "a%00"):
        assert "'name'" in problem(api.post(f"/v1/news?name={name}", b"A story.", "text/plain"), 422)


def test_what_takes_too_long_is_given_up(tmp_path):
    from obstat.app.service.configuration import Limits

    api = Api(tmp_path, limits=Limits(seconds=0.0))
    answered = api.get("/v1/parties/huawei/ties")
    assert "0 seconds" in problem(answered, 503)
    assert answered.headers["retry-after"]
