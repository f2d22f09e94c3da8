"""What is asked over HTTP is answered as on the command line, byte for byte."""

from __future__ import annotations

import json
import random
from urllib.parse import urlencode

import pytest
from api_calls import Api, problem
from hypothesis import given
from hypothesis import strategies as st

import obstat
from obstat.app.api.printing import printed
from obstat.knowledge import pack_files

FACTS = ("activity", "jurisdiction", "on", "actor", "as_known", "purpose", "made_in", "equipment", "device_status",
         "subject_to_ear", "exemption")  # fmt: skip
SITUATIONS = random.Random(8).sample(pack_files.read_situations()[0], 200)


@pytest.fixture(scope="module")
def api(tmp_path_factory):
    return Api(tmp_path_factory.mktemp("store"))


@pytest.fixture
def command(run, ob, monkeypatch):
    """The command, which opens the snapshot once for all."""
    monkeypatch.setattr(obstat, "open", lambda folder=None: ob)
    return run


def test_situations_are_answered_as_by_the_command(api, command):
    for at, situation in SITUATIONS:
        told = {name: str(value) for name in FACTS if (value := getattr(situation.ask, name)) is not None}
        options = [
            f"--{'in' if name == 'jurisdiction' else name.replace('_', '-')}={value}" for name, value in told.items()
        ]
        printed = command("check", "--format", "json", *options, "--", situation.ask.subject).out
        asked = {"text": situation.ask.subject, **told}
        assert api.get("/v1/check?" + urlencode(asked), cache_control="no-cache").text == printed, at
        assert api.get("/v1/check?" + urlencode(asked)).text == printed, at
        assert api.post("/v1/check", asked).text == printed, at
    assert len(SITUATIONS) == 200


def test_identifiers_may_be_repeated(api, command):
    given = ["--fcc-id", "2ADTD-DS2CD2043", "--mac", "44:19:b6:01:02:03", "--mac", "28:6F:B9:12:34:56"]
    printed = command("check", "IP camera", *given, "--on", "2026-11-22", "--full", "--format", "json").out
    asked = {
        "text": "IP camera",
        "mac": ["44:19:b6:01:02:03", "28:6F:B9:12:34:56"],
        "fcc_id": "2ADTD-DS2CD2043",
        "on": "2026-11-22",
    }
    assert api.get(f"/v1/check?{urlencode(asked, doseq=True)}&full=true").text == printed
    assert api.post("/v1/check", {**asked, "full": True, "actor": None}).text == printed


def test_a_question_is_answered_from_the_snapshot_that_it_names(api, ob, small_pack, tmp_path):
    asked = {"text": "Huawei P30", "on": "2023-05-01"}
    small = Api(tmp_path / "store", snapshot=str(small_pack.open().snapshot.folder))
    whole = api.get(f"/v1/check?{urlencode(asked)}").text
    assert small.get(f"/v1/check?{urlencode(asked)}").text != whole
    for name in (ob.snapshot.id, ob.snapshot.id.replace(":", "-"), ob.snapshot.id.removeprefix("sha256:")[:16]):
        of = {**asked, "snapshot": name}
        assert small.get(f"/v1/check?{urlencode(of)}").text == small.post("/v1/check", of).text == whole
        assert api.get(f"/v1/check?{urlencode(of)}").text == whole
    tags = {small.get(f"/v1/check?{urlencode(asked | more)}").headers["etag"] for more in ({}, {"snapshot": name})}
    assert len(tags) == 2
    gone = problem(small.get(f"/v1/check?{urlencode(asked)}&snapshot=0123456789ab"), 404)
    assert "no longer kept here" in gone and "leave 'snapshot' out" in gone
    for wrong in ("", "..%2F..", "current", "abc"):
        assert "hexadecimal" in problem(small.get(f"/v1/check?{urlencode(asked)}&snapshot={wrong}"), 422)


CALLS = [
    ("/v1/resolve?name=%E5%8D%8E%E4%B8%BA", ("resolve", "华为")),
    (
        "/v1/resolve?name=HIKVISION+USA+INC&explain=true&limit=2&country=US",
        ("resolve", "HIKVISION USA INC", "--explain", "--limit", "2", "--country", "US"),
    ),
    ("/v1/parties/hikvision/ties?on=2025-10-15", ("ties", "hikvision", "--on", "2025-10-15")),
    (
        "/v1/parties/zte/ties?on=2025-10-15&test=aggregate-50&depth=1",
        ("ties", "zte", "--on", "2025-10-15", "--test", "aggregate-50", "--depth", "1"),
    ),
    ("/v1/parties/hikvision/timeline?jurisdiction=US", ("timeline", "{subject}", "--in", "US")),
    ("/v1/parties/redmi/timeline", ("timeline", "{subject}")),
    (
        "/v1/parties/huawei/atlas?activity=sell&on=2024-01-01",
        ("atlas", "{subject}", "--activity", "sell", "--on", "2024-01-01"),
    ),
    ("/v1/rules/ca-c8", ("rules", "show", "ca-c8")),
    ("/v1/snapshots/diff?before=embedded", ("snapshot", "diff", "embedded", "embedded")),
]  # fmt: skip


@pytest.mark.parametrize(("address", "arguments"), CALLS)
def test_other_answers_are_those_of_their_commands(api, command, address, arguments):
    found = api.get(address)
    assert found.status_code == 200, found.text
    subject = found.json().get("subject", "")
    arguments = [argument.replace("{subject}", subject) for argument in arguments]
    assert command(*arguments, "--format", "json").out == found.text


def test_a_story_is_told_as_by_the_command(api, command, tmp_path):
    text = (
        "Huawei phone deal is off\n\nWASHINGTON, Jan 8, 2018 (Reuters) - AT&T has walked away from a deal to sell "
        "Huawei's smartphone in the United States, people familiar with the matter said on Monday.\n"
    )
    story = tmp_path / "deal.txt"
    story.write_text(text, encoding="utf-8")
    printed = command("news", str(story), "--format", "json").out
    assert api.post("/v1/news?name=deal.txt", text.encode(), "text/plain; charset=utf-8").text == printed
    told = api.post("/v1/news", {"text": text, "outlet": "The Paper", "published": "2018-01-09"}).json()
    assert told["document"]["outlet"] == "The Paper" and told["document"]["published"] == "2018-01-09"
    assert [claim["event"] for claim in told["claims"]] == [c["event"] for c in json.loads(printed)["claims"]]
    page = f"<html><body><article><h1>Off</h1><p>{text}</p></article></body></html>".encode()
    assert "AT&T" in api.post("/v1/news", page, "text/html").json()["document"]["text"]


def test_a_party_tells_its_names_countries_identifiers_and_listings(api, ob):
    told = api.get("/v1/parties/huawei").json()
    assert told["name"] == "Huawei Technologies Co., Ltd." and told["countries"] == ["CN"]
    assert "华为" in [name["text"] for name in told["names"]]
    assert told["identifiers"] and told["products"] and told["snapshot"] == ob.snapshot.id
    assert all(api.get(f"/v1/parties/{one}").status_code == 200 for one in ob.snapshot.parties)


def test_rules_are_filtered_and_paged(api, ob):
    whole = api.get("/v1/rules?limit=500").json()
    assert whole["total"] == len(whole["rules"]) == len(ob.snapshot.rules)
    pages = [api.get(f"/v1/rules?limit=50&offset={at}").json()["rules"] for at in range(0, whole["total"], 50)]
    assert [rule for page in pages for rule in page] == whole["rules"]
    assert {rule["jurisdiction"] for rule in api.get("/v1/rules?jurisdiction=gb").json()["rules"]} == {"GB"}
    assert api.get("/v1/rules?offset=100000").json()["rules"] == []


texts = st.text(st.characters(codec="utf-8"))
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=20,
)  # fmt: skip


@given(values)
def test_printing_is_that_of_the_library(value):
    assert printed(value) == (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
