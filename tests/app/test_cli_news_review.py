"""``obstat news review`` keeps what a person decides, and answers show it under its own heading."""

from __future__ import annotations

import sys

import click
import pytest
import told_stories

from obstat.screening import stories

STORY = """Carrier drops phones
!stop_selling|planned|Verizon|huawei|US
!list_add|considered|us-commerce|huawei|
!denial|done|Nobody Inc.|Nobody Else|
!ban|done|us-commerce|huawei|CA
"""


@pytest.fixture(autouse=True)
def told(monkeypatch):
    monkeypatch.setattr(stories, "stories", told_stories.stories)


@pytest.fixture
def story(tmp_path):
    file = tmp_path / "story.txt"
    file.write_text(STORY, encoding="utf-8")
    return file


@pytest.fixture
def answers(monkeypatch):
    """Answer prompts in turn as a person at a terminal would; ``None`` is an interruption."""

    def give(*texts):
        left = iter(texts)

        def prompt(text, default=None, type=None, **_):
            answer = next(left)
            if answer is None:
                raise click.Abort
            answer = default if answer == "" else answer
            return type.convert(answer, None, None) if type else answer

        monkeypatch.setattr(click, "prompt", prompt)
        monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)

    return give


def check(run, *more):
    return run("check", "Huawei", "--activity", "sell", "--on", "2030-01-01", "--format", "json", *more).json


def test_accepted_claims_stand_beside_answers_and_change_none(run, story):
    before = check(run)
    got = run("news", "review", str(story), "--accept", "story-1", "--accept", "story-2", "--reject", "story-4", "--by",
              "J. Roe")  # fmt: skip
    assert got.code == 0 and "2 accepted, 1 rejected" in got.out, got.err
    after = check(run)
    assert before["claims"] == [] and after["snapshot"] != before["snapshot"]
    said = {claim["event"]: claim for claim in after["claims"]}
    assert set(said) == {"stop_selling", "list_add"}
    assert said["stop_selling"]["becomes"] == "market_decision" and said["list_add"]["becomes"] == "proposal"
    one = said["stop_selling"]
    assert one["accepted_by"] == "J. Roe" and one["accepted_at"] and one["passage"].startswith("!stop_selling")
    assert one["attribution"][-1] == {"name": "two people", "class": "anonymous"}
    assert "Huawei Technologies Co., Ltd." in one["text"] and "planned" in one["text"]
    for key in ("status", "findings", "needs", "market", "later", "also", "parties"):
        assert after[key] == before[key], key


def test_answers_show_them_under_their_own_heading(run, story):
    run("news", "review", str(story), "--accept", "story-1", "--by", "J. Roe")
    shown = run("check", "Huawei", "--on", "2030-01-01", "--format", "text").out
    assert "Claims" in shown and "accepted by J. Roe" in shown
    events = run("timeline", "Huawei", "--format", "json").json["events"]
    assert [event["text"][:7] for event in events if event["event"] == "claim"] == ["Verizon"]
    assert "Claims of stories that a person accepted" in run("timeline", "Huawei", "--format", "text").out
    places = run("atlas", "Huawei", "--activity", "sell", "--on", "2030-01-01", "--format", "json").json["places"]
    assert {place["jurisdiction"].partition("-")[0] for place in places if place["claims"]} == {"US"}
    told = run("atlas", "Huawei", "--activity", "sell", "--on", "2030-01-01", "--format", "text").out
    assert told.count("accepted by J. Roe") == 1
    assert check(run, "--as-known", "2018-01-01")["claims"] == []
    assert check(run, "--in", "DE")["claims"] == []
    assert run("check", "ZTE", "--on", "2030-01-01", "--format", "json").json["claims"] == []


def test_what_was_decided_outlives_a_new_list_and_can_be_taken_back(run, story, tmp_path):
    run("news", "review", str(story), "--accept", "story-1", "--reject", "story-2", "--by", "J. Roe")
    ties = tmp_path / "ties.csv"
    ties.write_text("owner,owned,share\nAcme Holding,Acme Valves,60\n", encoding="utf-8")
    got = run("import", str(ties), "--source", "mine", "--format", "ties-csv")
    assert got.code == 0, got.err
    (claim,) = check(run)["claims"]
    listed = run("news", "review", "--list").out
    assert "accepted by J. Roe" in listed and "rejected by J. Roe" in listed
    got = run("news", "review", "--undo", claim["id"][:6], "--by", "J. Roe")
    assert "1 taken back" in got.out and check(run)["claims"] == []
    assert "accepted by" not in run("news", "review", "--list").out


def test_the_difference_of_two_snapshots_tells_of_claims(run, story):
    before = check(run)["snapshot"]
    run("news", "review", str(story), "--accept", "story-1", "--by", "J. Roe")
    got = run("snapshot", "diff", "embedded", check(run)["snapshot"], "--format", "json")
    assert before and "claims" in got.out


def test_a_person_is_asked_claim_by_claim(run, story, answers):
    answers("J. Roe", "a", "r", "s", "q")
    got = run("news", "review", str(story))
    assert "1 accepted, 1 rejected" in got.out and "stops selling (planned)" in got.out
    assert [claim["event"] for claim in check(run)["claims"]] == ["stop_selling"]
    answers("M. Major", "s", "s")
    got = run("news", "review", str(story))
    assert "2 of 4 claims were decided before" in got.out and "nothing written" in got.out


def test_a_claim_is_put_right_before_it_is_accepted(run, story, answers):
    edit = ("ban", "considered", "", "-", "Huawei; Nobody", "", "Narnia", "DE", "2029-13-01", "2029-01", "-")
    answers("J. Roe", "s", "s", "e", *edit, "q")
    got = run("news", "review", str(story))
    assert "NARNIA" in got.out and "2029-13" in got.out
    (claim,) = check(run, "--in", "DE")["claims"]
    assert (claim["event"], claim["becomes"], claim["edited"]) == ("ban", "proposal", True)
    assert (claim["actors"], claim["targets"], claim["date"]) == ([], ["huawei", "Nobody"], "2029-01")


def test_an_interruption_keeps_what_was_decided(run, story, answers):
    answers("J. Roe", "a", None)
    assert "Interrupted; what was decided is kept." in run("news", "review", str(story)).out
    assert len(check(run)["claims"]) == 1


def test_a_claim_about_nobody_known_is_told(run, story):
    got = run("news", "review", str(story), "--accept", "story-3", "--by", "J. Roe")
    assert "names nobody known here" in got.out


def test_without_a_terminal_the_claims_are_listed(run, story):
    got = run("news", "review", str(story))
    assert got.code == 0 and "!stop_selling|planned" in got.out and "--accept ID" in got.err


@pytest.mark.parametrize(
    "arguments, says",
    [
        (["{}", "--accept", "story-1"], "--by"),
        (["{}", "--accept", "nine", "--by", "J. Roe"], "not a known claim of these stories"),
        (["{}", "--accept", "story-1", "--reject", "story-1", "--by", "J. Roe"], "cannot be both"),
        (["--undo", "0000", "--by", "J. Roe"], "not a known claim that was judged"),
        ([], "Name the stories"),
        (["none.txt"], "check the name"),
    ],
)
def test_what_cannot_be_decided_is_told_in_a_sentence(run, story, arguments, says):
    got = run("news", "review", *(str(story) if a == "{}" else a for a in arguments))
    assert got.code == 2 and says in got.err and "Traceback" not in got.err
