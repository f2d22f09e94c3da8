"""``obstat news --extractor``: a model finds the claims, and a person decides of them."""

from __future__ import annotations

import json

import pytest

from model_server import ModelServer, claim

pytest.importorskip("ahocorasick", reason="needs the extra news")

STORY = """Ministry to bar ZTE from rail radio, paper says

The transport ministry will bar ZTE from the country's railway network, Reuters reported on Monday.
"""
KEY = "sk-test-0123456789abcdef"
BAN = claim(
    "The transport ministry will bar ZTE from the country's railway network",
    event="ban",
    actors=["transport ministry"],
    targets=["ZTE"],
    modality="planned",
    sources=[{"name": "Reuters", "class": "other_outlet"}],
)


@pytest.fixture
def server():
    with ModelServer() as server:
        server.answers = [[BAN, claim("ZTE will be bought by <b>nobody</b>", event="acquisition", targets=["ZTE"])]]
        yield server


@pytest.fixture
def story(tmp_path):
    file = tmp_path / "story.txt"
    file.write_text(STORY, encoding="utf-8")
    return file


@pytest.fixture
def asked(run, server, story):
    """Call the command with the extractor."""
    return lambda *arguments: run(*arguments, "--extractor", server.address, "--model", "m-1")


def test_nothing_is_sent_unless_it_is_asked_for(run, server, story):
    assert {one["extractor"] for one in run("news", str(story)).json["claims"]} == {"obstat"}
    assert server.asked == []


def test_the_claims_are_the_models_and_it_is_told_where_the_story_goes(asked, story, monkeypatch):
    monkeypatch.setenv("OBSTAT_EXTRACTOR_KEY", KEY)
    got = asked("news", str(story))
    (found,) = got.json["claims"]
    assert (got.code, found["event"], found["targets"], found["extractor"]) == (0, "ban", ["zte"], "model m-1")
    assert got.err.count("is sent to 127.0.0.1") == 1 and "1 of 2 claims that m-1 gave are left out" in got.err
    assert "<b>nobody</b>" in got.json["document"]["notes"][0]
    assert KEY not in got.out + got.err


@pytest.mark.parametrize(
    "form, says", [("text", "found by model m-1; review it"), ("html", "Found by model m-1; review it")]
)
def test_every_form_marks_them(asked, story, form, says):
    got = asked("news", str(story), "--format", form)
    assert got.code == 0 and says in got.out
    assert "<b>nobody" not in got.out or form == "text"


def test_the_second_time_nothing_is_sent(asked, server, story):
    first, second = asked("news", str(story)), asked("news", str(story))
    assert first.out == second.out and "is sent to" not in second.err and len(server.asked) == 1


def test_a_folder_says_once_where_the_stories_go(asked, server, tmp_path):
    (tmp_path / "stories").mkdir()
    for name in "abc":
        (tmp_path / "stories" / f"{name}.txt").write_text(STORY + f"Told by {name}, who was there.\n", encoding="utf-8")
    got = asked("news", str(tmp_path / "stories"))
    assert len(got.json) == 3 and len(server.asked) == 3 and got.err.count("is sent to") == 1


def test_environment_and_settings_name_it_and_rules_is_none(run, server, story, tmp_path, monkeypatch):
    (tmp_path / "config" / "obstat").mkdir(parents=True)
    (tmp_path / "config" / "obstat" / "settings.toml").write_text(
        f'extractor = "{server.address}"\nextractor_model = "m-file"\n', encoding="utf-8"
    )
    assert run("news", str(story)).json["claims"][0]["extractor"] == "model m-file"
    monkeypatch.setenv("OBSTAT_EXTRACTOR_MODEL", "m-env")
    assert run("news", str(story)).json["claims"][0]["extractor"] == "model m-env"
    assert run("news", str(story), "--model", "m-1").json["claims"][0]["extractor"] == "model m-1"
    assert run("news", str(story), "--extractor", "none").json["claims"][0]["extractor"] == "obstat"
    assert len(server.asked) == 3


@pytest.mark.parametrize(
    "arguments, says",
    [
        (["--extractor", "http://127.0.0.1:9/v1"], "--model"),
        (["--model", "m-1"], "--extractor"),
        (["--extractor", "127.0.0.1/v1", "--model", "m"], "https://host/v1"),
    ],
)
def test_half_of_it_is_a_mistake(run, story, arguments, says):
    for words in (["news", str(story)], ["news", "review", str(story)]):
        got = run(*words, *arguments)
        assert got.code == 2 and says in got.err and got.out == ""


def test_an_endpoint_that_is_not_there_is_a_failure(run, story):
    got = run("news", str(story), "--extractor", "http://127.0.0.1:9/v1", "--model", "m")
    assert got.code == 1 and "cannot be reached" in got.err and "Traceback" not in got.err


def test_an_accepted_claim_says_that_a_model_found_it(run, asked, server, story):
    key, *rest = next(line.split() for line in asked("news", "review", str(story)).out.splitlines() if " ban " in line)
    assert " ".join(rest).endswith("found by model m-1")
    got = asked("news", "review", str(story), "--accept", key, "--by", "J. Roe")
    assert got.code == 0 and "1 accepted" in got.out and len(server.asked) == 1
    assert "found by model m-1" in run("news", "review", "--list").out
    question = ("check", "ZTE Axon 7", "--activity", "sell", "--on", "2030-01-01", "--full")
    (told,) = run(*question, "--format", "json").json["claims"]
    assert (told["extractor"], told["accepted_by"]) == ("model m-1", "J. Roe")
    assert "found by model m-1, accepted by J. Roe" in " ".join(run(*question, "--format", "text").out.split())


def test_what_is_kept_holds_no_key_and_no_story(asked, story, tmp_path, monkeypatch):
    monkeypatch.setenv("OBSTAT_EXTRACTOR_KEY", KEY)
    asked("news", str(story))
    (kept,) = (tmp_path / "data" / "obstat" / "extractor").rglob("*.json")
    held = json.loads(kept.read_text(encoding="utf-8"))
    assert held["model"] == "m-1" and KEY not in str(held) and "reported on Monday" not in str(held)
