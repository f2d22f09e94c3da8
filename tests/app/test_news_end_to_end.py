"""``obstat news`` with everything that it uses: from a file to claims, and from a claim to an answer."""

from __future__ import annotations

import pytest

pytest.importorskip("ahocorasick", reason="needs the extra news")

STORY = """Ministry to bar ZTE from rail radio, paper says

PRAGUE, March 3 (Vltava Wire) - The transport ministry will bar ZTE from the country's railway network, Reuters
reported on Monday, citing two people familiar with the plan.

The ministry declined to comment.
"""


@pytest.fixture
def story(tmp_path):
    file = tmp_path / "story.txt"
    file.write_text(STORY, encoding="utf-8")
    return file


def test_a_story_becomes_claims_in_their_place(run, story):
    got = run("news", str(story), "--format", "json")
    text = got.json["document"]["text"]
    claims = {claim["event"]: claim for claim in got.json["claims"]}
    assert set(claims) == {"ban", "no_comment"}
    ban = claims["ban"]
    assert (ban["targets"], ban["modality"], ban["origin"]) == (["zte"], "planned", "Reuters")
    assert [link["class"] for link in ban["attribution"]] == ["other_outlet", "other_outlet", "anonymous"]
    assert all("ZTE" in text[start:end] for start, end in ban["spans"])
    assert got.json["document"]["origins"] == 2


def test_an_accepted_claim_stands_beside_an_answer_and_decides_nothing(run, story):
    before = run("check", "ZTE Axon 7", "--activity", "sell", "--on", "2030-01-01", "--format", "json").json
    listed = run("news", "review", str(story)).out
    key = next(line.split()[0] for line in listed.splitlines() if " ban " in line)
    assert run("news", "review", str(story), "--accept", key, "--by", "J. Roe").code == 0
    after = run("check", "ZTE Axon 7", "--activity", "sell", "--on", "2030-01-01", "--format", "json").json
    assert (before["claims"], len(after["claims"])) == ([], 1)
    assert (before["status"], before["findings"]) == (after["status"], after["findings"])
    first = after["snapshot"]
    run("news", "review", str(story), "--accept", key, "--by", "J. Roe")
    again = run("check", "ZTE Axon 7", "--activity", "sell", "--on", "2030-01-01", "--format", "json").json
    assert again["snapshot"] == first


def test_a_file_that_cannot_be_read_is_named_once(run, tmp_path):
    folder = tmp_path / "stories"
    folder.mkdir()
    (folder / "a.txt").write_text(STORY, encoding="utf-8")
    (folder / "b.txt").write_text("", encoding="utf-8")
    got = run("news", str(folder), "--format", "json")
    assert (got.code, got.err.count("b.txt")) == (0, 1)
