"""``obstat news`` tells what stories claim, in the form that is asked for."""

from __future__ import annotations

import io
import json
import sys

import pytest
import told_stories

from obstat.screening import stories

STORY = "Verizon drops Huawei\n!stop_selling|planned|verizon|huawei|US\n!list_add|considered||huawei|\nRain fell.\n"


@pytest.fixture(autouse=True)
def told(monkeypatch):
    monkeypatch.setattr(stories, "stories", told_stories.stories)


@pytest.fixture
def story(tmp_path):
    file = tmp_path / "story.txt"
    file.write_text(STORY, encoding="utf-8")
    return file


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "stories"
    made.mkdir()
    for name in ("a", "b", "c"):
        (made / f"{name}.txt").write_text(STORY, encoding="utf-8")
    return made


def test_a_story_on_a_pipe_is_one_object(run, story):
    got = run("news", str(story))
    assert got.code == 0 and got.err == ""
    assert {"document", "claims", "flags"} <= set(got.json)
    first, second = got.json["claims"]
    assert (first["event"], first["targets"], first["same_as"]) == ("stop_selling", ["huawei"], [second["id"]])
    assert got.json["document"]["text"][slice(*first["spans"][0])].startswith("!stop_selling")


def test_a_folder_is_a_list_with_a_story_on_each_line(run, folder):
    got = run("news", str(folder), "--format", "json")
    assert [one["document"]["id"] for one in got.json] == ["a", "b", "c"]
    assert [json.loads(line.rstrip(","))["document"]["id"] for line in got.out.splitlines()[1:-1]] == ["a", "b", "c"]


def test_text_names_the_parties(run, story):
    got = run("news", "--format", "text", str(story))
    assert "stops selling (planned)" in got.out and "Huawei Technologies Co., Ltd." in got.out


def test_the_output_tells_the_form(run, story, folder, tmp_path):
    for name, begins in (("o.html", "<!doctype html>"), ("o.json", "[\n{"), ("o.txt", "Verizon drops Huawei\n")):
        got = run("news", str(folder), "-o", str(tmp_path / name))
        assert (got.code, got.out) == (0, "")
        assert (tmp_path / name).read_text(encoding="utf-8").startswith(begins)
    assert run("news", str(story), "-o", str(tmp_path / "o.doc"), "--format", "html").code == 0
    assert sorted(path.name for path in tmp_path.glob("*o.*")) == ["o.doc", "o.html", "o.json", "o.txt"]


def test_standard_input_is_read(run, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(STORY.encode()), encoding="utf-8"))
    got = run("news", "-")
    assert got.code == 0 and len(got.json["claims"]) == 2


@pytest.mark.parametrize(
    "arguments, says",
    [
        (["{tmp}/none.txt"], "check the name"),
        (["{tmp}/story.txt", "-o", "{tmp}/story.txt"], "is the file that is read"),
        (["{tmp}/story.txt", "-o", "{tmp}/none/x.html"], "make it first"),
        (["{tmp}/story.txt", "-o", "{tmp}/x.pdf"], "end it in .html, .json or .txt"),
        (["{tmp}/stories", "-o", "{tmp}/stories/x.html"], "write it to another folder"),
        (["{tmp}/story.txt", "--format", "xml"], "xml"),
        (["{tmp}/story.txt", "{tmp}/story.txt"], "argument"),
        (["--format", "json"], "FILE|FOLDER|-"),
    ],
)
def test_what_cannot_be_asked_is_told_in_a_sentence(run, story, folder, tmp_path, arguments, says):
    got = run("news", *(argument.format(tmp=tmp_path) for argument in arguments))
    assert got.code == 2 and says in got.err and "Traceback" not in got.err


@pytest.mark.parametrize("data, says", [(b"", "The file is empty"), (b"\x00\x01", "not text"), (b" \n ", "not text")])
def test_a_file_without_a_story_is_a_failure_that_is_told(run, tmp_path, data, says):
    file = tmp_path / "bad.txt"
    file.write_bytes(data)
    got = run("news", str(file))
    assert got.code == 1 and says in got.err
    assert got.json["claims"] == [] and got.json["document"]["notes"]


def test_one_bad_story_of_a_folder_is_told_and_stands_in_the_result(run, folder):
    (folder / "b.txt").write_bytes(b"\x00")
    got = run("news", str(folder))
    assert got.code == 0 and len(got.json) == 3 and "b: The file is not text" in got.err


def test_an_empty_folder_is_told(run, tmp_path):
    (tmp_path / "empty").mkdir()
    got = run("news", str(tmp_path / "empty"))
    assert got.code == 1 and "There is no story in empty" in got.err and got.json == []


def test_a_folder_is_read_a_story_at_a_time(run, folder, tmp_path, monkeypatch):
    seen = []

    def slow(ob, path, remote=None, *, workers):
        for _ in told_stories.stories(ob, path):
            beside = list(tmp_path.glob(".obstat-*/o.html"))
            seen.append(beside[0].stat().st_size if beside else 0)
            yield told_stories.weighed("long", STORY.encode() * 3000)

    monkeypatch.setattr(stories, "stories", slow)
    assert run("news", str(folder), "-o", str(tmp_path / "o.html")).code == 0
    assert seen == sorted(seen) and seen[-1] > 0


def test_help_tells_of_both_ways(run):
    got = run("news", "--help")
    assert "FILE|FOLDER|-" in got.out and "--output" in got.out and "read" in got.out
    assert "news" in run("--help").out
