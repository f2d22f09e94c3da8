"""A party with its ties as FollowTheMoney, and what topics are made of."""

from __future__ import annotations

import json

import pytest
from protocol_calls import Asked

from obstat.report import followthemoney as ftm
from obstat.screening.in_force import InForce


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    return Asked(tmp_path_factory.mktemp("store"))


def test_the_entities_are_those_of_the_command(asked, run):
    lines = [json.loads(line) for line in asked.get("/v1/parties/huawei/ftm").text.splitlines()]
    told = [json.loads(line) for line in run("ties", "huawei", "--format", "ftm").out.splitlines()]
    assert [one["id"] for one in lines] == [one["id"] for one in told]
    assert lines[1:] == told[1:]
    assert lines[0]["properties"]["uscCode"] == ["914403001922038216"]
    assert lines[0]["properties"]["name"][0] == told[0]["properties"]["name"][0]


def test_ends_of_ties_are_entities_of_the_same_answer(asked):
    lines = [json.loads(line) for line in asked.get("/v1/parties/hikvision/ftm?depth=2").text.splitlines()]
    ids = {one["id"] for one in lines}
    ends = {
        id for one in lines for end in ("owner", "asset", "subject", "object") for id in one["properties"].get(end, ())
    }
    assert ends and ends <= ids


@pytest.mark.parametrize(
    ("path", "status"),
    [("nobody/ftm", 404), ("huawei/ftm?depth=0", 422), ("huawei/ftm?depth=x", 422), ("huawei/ftm?on=never", 422)],
)
def test_what_is_wrong_is_told(asked, path, status):
    answer = asked.get(f"/v1/parties/{path}")
    assert answer.status_code == status
    assert answer.json()["detail"].endswith(".")


def topics(opened, party, on):
    return ftm.topics(InForce(opened.evaluator, on).reaching(party), party)


def test_a_rule_gives_a_topic_only_while_it_is_in_force(small_pack, day):
    name = "rules/us/test.yaml"
    rules = (small_pack.folder / name).read_text()
    small_pack.write(name, rules.replace("restricts: [sell]", "restricts: [procure_public]"))
    opened = small_pack.open()
    assert topics(opened, "acme", day("2023-06-01")) == ["debarment"]
    assert topics(opened, "acme", day("2024-06-01")) == []
    assert topics(opened, "bolt", day("2023-06-01")) == []


@pytest.mark.parametrize(
    ("asked_for", "found", "may"),
    [
        ("Company", "Asset", True),
        ("Company", "Person", False),
        ("Thing", "Vessel", True),
        ("LegalEntity", "Company", True),
    ],
)
def test_schemata_fit_upwards_and_downwards(asked_for, found, may):
    assert ftm.may_be(asked_for, found) is may
