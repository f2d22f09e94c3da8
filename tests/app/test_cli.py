"""The command line: exit codes, one-sentence errors, JSON on a pipe, and settings in their order."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest
from calls import Ran

import obstat
from obstat.app.cli import main as entry
from obstat.app.cli.settings import Settings
from obstat.knowledge.snapshot import EMBEDDED
from obstat.model.errors import InvalidValue

STORY = ("check", "Huawei Mate 10 Pro", "--activity", "sell", "--in", "US", "--on", "2018-01-30")
ESCAPE = "\x1b"


def script(*arguments, **environment):
    """The same in a process of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("OBSTAT_")}
    done = subprocess.run(
        [sys.executable, "-m", "obstat", *arguments],
        env={**kept, "XDG_CONFIG_HOME": "/nonexistent", **environment},
        capture_output=True, text=True, encoding="utf-8",
    )  # fmt: skip
    return Ran(done.returncode, done.stdout, done.stderr)


def one_sentence(ran):
    """The error as one line on stderr, without a traceback and with nothing on stdout."""
    assert "Traceback" not in ran.err
    assert ran.out == ""
    (line,) = [line for line in ran.err.splitlines() if line and not line.startswith(("Usage:", "Try "))]
    assert line.startswith("Error: ")
    return line


# --- exit codes -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "status", "code"),
    [
        (STORY[1:], "no_record", 0),
        (("Huawei Mate 10 Pro", "--activity", "use", "--on", "2026-10-01"), "not_restricted", 0),
        (("Huawei Mate 10 Pro", "--on", "2026-08-03"), "prohibited", 3),
        (("Huawei", "--activity", "export_to", "--on", "2024-01-01"), "licence_required", 3),
        (("Huawei Mate 10 Pro", "--on", "2023-02-06"), "undecided", 4),
        (("Nobody Knows Me", "--on", "2024-01-01"), "no_record", 0),
    ],
)
def test_the_exit_code_says_the_status(run, arguments, status, code):
    ran = run("check", *arguments, "--format", "json")
    assert ran.json["status"] == status
    assert ran.code == code
    assert ran.err == ""


@pytest.mark.parametrize(
    ("arguments", "nearest"),
    [
        (("check", "Huawei", "--activity", "sel"), "sell"),
        (("check", "Huawei", "--in", "UX"), "UA|UG|UM|US|UY|UZ|AX|LU|MX"),
        (("check", "Huawei", "--device-status", "new"), "new_model"),
        (("check", "Huawei", "--actor", "retailers"), "retailer"),
        (("check", "Huawei", "--purpose", "safety"), "public_safety"),
        (("check", "Huawei", "--equipment", "routr_consumer"), "router_consumer"),
        (("check", "Huawei", "--made-in", "UX"), "[A-Z]{2}"),
        (("atlas", "Huawei", "--activity", "sel"), "sell"),
        (("fit", "Mate 10 Pro", "--network", "verizn"), "verizon"),
        (("rules", "show", "us-fcc-cl-huawi"), "us-fcc-cl-huawei"),
        (("rules", "list", "--in", "UX"), "[A-Z]{2}"),
        (("chek", "Huawei"), "check"),
    ],
)
def test_an_unknown_word_is_usage_and_lists_the_valid_ones_nearest_first(run, arguments, nearest):
    ran = run(*arguments)
    assert ran.code == 2
    assert re.search(rf"one of: ({nearest})\b", one_sentence(ran))


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "Huawei", "--on", "2018-02-30"),
        ("check", "Huawei", "--on", "tomorrow"),
        ("check", "Huawei", "--on", "2018-01"),
        ("check", "Huawei", "--on", ""),
        ("check", "Huawei", "--as-known", "2018-13-01"),
        ("atlas", "Huawei", "--activity", "sell", "--on", "2018-02-30"),
        ("fit", "Mate 10 Pro", "--network", "verizon", "--on", "2018-02-30"),
        ("check", ""),
        ("check", "x" * 10_000),
        ("resolve", "\u200f"),
        ("timeline", "Nobody Knows Me"),
        ("fit", "Nobody Knows Me", "--network", "verizon"),
    ],
    ids=lambda arguments: " ".join(arguments)[:60],
)
def test_what_cannot_be_read_is_usage(run, arguments):
    ran = run(*arguments)
    assert ran.code == 2
    one_sentence(ran)


@pytest.mark.parametrize(
    "arguments", [("check",), ("check", "Huawei", "--nonsense"), ("check", "Huawei", "--format", "xml"), ("fit", "x")]
)
def test_a_missing_or_unknown_option_is_usage(run, arguments):
    ran = run(*arguments)
    assert ran.code == 2
    one_sentence(ran)


def test_without_a_command_the_help_is_shown(run):
    ran = run()
    assert "check" in ran.out + ran.err
    assert ran.code in (0, 2)


@pytest.mark.parametrize("command", ["", *entry._COMMANDS, "rules list", "rules show", "snapshot verify"])
def test_help_is_there_for_every_command(run, command):
    ran = run(*command.split(), "--help")
    assert ran.code == 0
    assert "Usage:" in ran.out


def test_every_command_that_is_advertised_exists():
    context = click.Context(entry.cli)
    for name in entry.cli.list_commands(context):
        assert entry.cli.get_command(context, name).name == name


def test_the_version_is_that_of_the_package(run):
    ran = run("--version")
    assert ran.code == 0
    assert obstat.__version__ in ran.out


# --- damaged snapshots ------------------------------------------------------------------------------------------


@pytest.fixture
def copied(tmp_path):
    return Path(shutil.copytree(EMBEDDED, tmp_path / "snapshot"))


@pytest.mark.parametrize("name", ["rules.col", "strings.col", "vocabulary.json", "name_keys.col", "FACTS", "INDEXES"])
def test_a_damaged_snapshot_is_a_failure_in_one_sentence(run, copied, name):
    data = bytearray((copied / name).read_bytes())
    data[len(data) // 2] ^= 0x10
    (copied / name).write_bytes(bytes(data))
    for arguments in (STORY, ("snapshot", "verify"), ("resolve", "Huawei"), ("rules", "list")):
        ran = run(*arguments, "--snapshot", str(copied))
        assert ran.code == 1
        assert "obstat snapshot build" in one_sentence(ran)


def test_a_damaged_snapshot_fails_in_a_process_of_its_own(copied):
    (copied / "rules.col").write_bytes(b"")
    ran = script(*STORY, "--snapshot", str(copied))
    assert ran.code == 1
    one_sentence(ran)


@pytest.mark.parametrize("place", ["absent", "empty", "file"])
def test_what_is_no_snapshot_is_a_failure_in_one_sentence(run, tmp_path, place):
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("x")
    ran = run(*STORY, "--snapshot", str(tmp_path / place))
    assert ran.code == 1
    one_sentence(ran)


def test_a_copy_that_is_whole_answers_the_same(run, copied):
    assert run(*STORY, "--snapshot", str(copied)).json == run(*STORY).json
    ran = run("snapshot", "verify", "--format", "json", str(copied))
    assert ran.code == 0
    assert ran.json["snapshot"] == obstat.open().snapshot.id


# --- output -----------------------------------------------------------------------------------------------------


def test_a_pipe_gets_json_and_format_forces_text(run):
    assert run(*STORY).json["status"] == "no_record"
    text = run(*STORY, "--format", "text").out
    with pytest.raises(json.JSONDecodeError):
        json.loads(text)
    assert "Verizon" in text


@pytest.mark.parametrize("arguments", [
    ("resolve", "华为"), ("atlas", "Huawei", "--activity", "sell", "--on", "2024-01-01"), ("timeline", "ZTE"),
    ("fit", "Mate 10 Pro", "--network", "verizon", "--on", "2018-01-30"), ("rules", "list"),
    ("rules", "show", "us-fcc-cl-huawei"), ("snapshot", "show"), ("snapshot", "verify"),
], ids=" ".join)  # fmt: skip
def test_every_command_speaks_json_and_text(run, arguments):
    assert run(*arguments).json
    ran = run(*arguments, "--format", "text")
    assert ran.code == 0
    assert len(ran.out.strip()) > 40
    assert ESCAPE not in ran.out


@pytest.mark.parametrize("environment", [{}, {"NO_COLOR": "1"}, {"NO_COLOR": "1", "TERM": "xterm-256color"}], ids=str)
def test_text_that_goes_to_no_terminal_has_no_colour(environment):
    ran = script(*STORY, "--format", "text", **environment)
    assert ran.code == 0
    assert ESCAPE not in ran.out
    assert "Verizon" in ran.out


def on_a_terminal(**environment):
    """The bytes that a pseudo-terminal receives."""
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR", "COLORTERM")}
    child = subprocess.Popen(
        [sys.executable, "-m", "obstat", *STORY], stdout=theirs, stderr=theirs, stdin=theirs,
        env={**kept, "TERM": "xterm-256color", "XDG_CONFIG_HOME": "/nonexistent", **environment},
    )  # fmt: skip
    os.close(theirs)
    received = b""
    while True:
        try:
            chunk = os.read(ours, 65536)
        except OSError:
            break
        if not chunk:
            break
        received += chunk
    os.close(ours)
    assert child.wait() == 0
    return received.decode("utf-8")


def test_a_terminal_gets_text_in_colour_unless_no_color_is_set():
    coloured, plain = on_a_terminal(), on_a_terminal(NO_COLOR="1")
    assert "Verizon" in coloured
    assert re.search(r"\x1b\[[0-9;]*3[0-7]|\x1b\[[0-9;]*2m", coloured)
    assert "Verizon" in plain
    assert not re.search(r"\x1b\[(?:[0-9]+;)*(?:3[0-7]|9[0-7]|38;5;\d+)(?:;\d+)*m", plain)


def test_an_output_that_cannot_hold_a_character_is_no_traceback():
    ran = script("check", "华为", "--on", "2018-01-30", "--format", "text", PYTHONIOENCODING="ascii")
    assert "Traceback" not in ran.err
    assert ran.code == 0


def test_a_reader_that_goes_away_is_no_traceback():
    child = subprocess.Popen(
        [sys.executable, "-m", "obstat", "rules", "list"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    child.stdout.close()
    error = child.stderr.read().decode()
    child.stderr.close()
    child.wait()
    assert "Traceback" not in error


def test_python_and_the_command_line_give_the_same_answer(run, ob):
    asked = {"activity": "procure_public", "jurisdiction": "US", "on": "2023-06-01", "actor": "government_body"}
    for subject in ("Hikvision", "Lorex", "Huawei Mate 10 Pro", "大疆"):
        told = run(
            "check",
            subject,
            "--activity",
            "procure_public",
            "--in",
            "US",
            "--on",
            "2023-06-01",
            "--actor",
            "government_body",
        )
        assert told.json == ob.check(subject, **asked).to_dict()


def test_every_option_reaches_the_question(run):
    given = {
        "--activity": "sell", "--actor": "retailer", "--in": "US-TX", "--on": "2024-01-01", "--as-known": "2023-01-01",
        "--purpose": "public_safety", "--made-in": "VN", "--equipment": "router_consumer",
        "--device-status": "new_model",
        "--subject-to-ear": "no", "--exemption": "conditional_approval",
    }  # fmt: skip
    asked = run("check", "TP-Link", *[word for pair in given.items() for word in pair]).json["question"]
    names = {"--in": "jurisdiction"}
    assert {names.get(o, o.removeprefix("--").replace("-", "_")): value for o, value in given.items()} == {
        name: value for name, value in asked.items() if name != "subject"
    }


def test_words_need_no_quotes(run):
    assert run("check", "Huawei", "Mate", "10", "Pro", *STORY[2:]).json == run(*STORY).json


# --- settings ---------------------------------------------------------------------------------------------------


def settings_file(tmp_path, text):
    path = tmp_path / "config" / "obstat" / "settings.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_an_option_beats_the_environment_beats_the_file_beats_the_built_in(run, monkeypatch, tmp_path):
    def place(*options):
        return run("check", "Huawei", "--on", "2018-01-30", *options).json["question"]["jurisdiction"]

    assert place() == "US"
    settings_file(tmp_path, 'jurisdiction = "DE"\n')
    assert place() == "DE"
    monkeypatch.setenv("OBSTAT_JURISDICTION", "GB")
    assert place() == "GB"
    assert place("--in", "FR") == "FR"
    monkeypatch.setenv("OBSTAT_JURISDICTION", "")
    assert place() == "DE"


@pytest.mark.parametrize("name", ["actor", "purpose"])
def test_every_setting_has_its_variable(run, monkeypatch, name):
    value = {"actor": "government_body", "purpose": "public_safety"}[name]
    assert run(*STORY).json["question"][name] is None
    monkeypatch.setenv(f"OBSTAT_{name.upper()}", value)
    assert run(*STORY).json["question"][name] == value


def test_the_snapshot_is_a_setting_too(run, monkeypatch, tmp_path):
    monkeypatch.setenv("OBSTAT_SNAPSHOT", str(tmp_path / "absent"))
    ran = run(*STORY)
    assert ran.code == 1
    assert str(tmp_path / "absent") in one_sentence(ran)


def test_a_settings_file_can_be_named(run, monkeypatch, tmp_path):
    (tmp_path / "mine.toml").write_text('actor = "retailer"\n')
    monkeypatch.setenv("OBSTAT_SETTINGS", str(tmp_path / "mine.toml"))
    assert run(*STORY).json["question"]["actor"] == "retailer"


def test_a_settings_file_that_is_named_and_missing_is_said(run, monkeypatch, tmp_path):
    """Silence would answer another question than the one its owner set up."""
    monkeypatch.setenv("OBSTAT_SETTINGS", str(tmp_path / "missing.toml"))
    ran = run(*STORY)
    assert ran.code == 2
    assert "missing.toml" in one_sentence(ran)


@pytest.mark.parametrize(
    ("text", "word"),
    [("jurisdiction = \n", "TOML"), ('juristiction = "DE"\n', "jurisdiction"), ("actor = 7\n", "actor")],
)
def test_a_settings_file_that_cannot_be_read_is_usage(run, tmp_path, text, word):
    path = settings_file(tmp_path, text)
    ran = run(*STORY)
    assert ran.code == 2
    sentence = one_sentence(ran)
    assert word in sentence
    assert str(path) in sentence


def test_a_setting_outside_the_vocabulary_is_usage(run, monkeypatch):
    monkeypatch.setenv("OBSTAT_ACTOR", "shop")
    ran = run(*STORY)
    assert ran.code == 2
    assert "shop" in one_sentence(ran)


def test_text_says_what_it_assumed_and_where_from(run, monkeypatch, tmp_path):
    def assumed(*arguments):
        text = " ".join(run(*arguments, "--format", "text").out.split())
        return re.findall(r"assumed: ([^)]*)\)", text)

    assert assumed(*STORY) == []
    (said,) = assumed("check", "Huawei")
    for word in ("jurisdiction US", "activity sell", "today"):
        assert word in said
    settings_file(tmp_path, 'actor = "retailer"\n')
    monkeypatch.setenv("OBSTAT_PURPOSE", "other_purpose")
    (said,) = assumed(*STORY)
    assert "OBSTAT_PURPOSE" in said
    assert "settings.toml" in said


def test_settings_read_nothing_but_what_they_are_given(tmp_path):
    settings = Settings({"OBSTAT_ACTOR": "retailer", "XDG_CONFIG_HOME": str(tmp_path)})
    assert settings.get("actor", None).value == "retailer"
    assert settings.get("actor", "consumer").value == "consumer"
    assert settings.get("actor", "consumer").origin is None
    assert settings.get("purpose", None).value is None
    with pytest.raises(InvalidValue):
        settings_file(tmp_path.parent / tmp_path.name, "x = 1\n")
        Settings({"XDG_CONFIG_HOME": str(tmp_path / "config")})


# --- the pack ---------------------------------------------------------------------------------------------------


def test_validate_names_the_fault_and_fails(run, small_pack):
    assert run("rules", "validate", "--pack", str(small_pack.folder)).code == 0
    small_pack.write("ties/t.yaml", "- {id: t, party: acme, relation: subsidiary_of, of: nobody, confidence: low}\n")
    ran = run("rules", "validate", "--pack", str(small_pack.folder))
    assert ran.code == 1
    assert ran.out.startswith("ties/t.yaml:1: ")


def test_situations_of_a_pack_are_run_against_its_snapshot(run, small_pack, tmp_path):
    small_pack.write(
        "situations/s.yaml",
        "- {ask: {subject: Acme, activity: sell, in: US, on: 2023-02-01}, answer: prohibited, ground: g}\n",
    )
    built = run("snapshot", "build", "--pack", str(small_pack.folder), "-o", str(tmp_path / "out"))
    assert built.code == 0
    ask = ("rules", "test", "--pack", str(small_pack.folder), "--snapshot", str(tmp_path / "out"))
    assert run(*ask).code == 0
    assert "1 of 1" in run(*ask).out
    covered = run(*ask, "--coverage")
    assert covered.code == 1
    assert "us-test" in covered.out


def test_a_filter_that_matches_no_situation_is_not_a_success(run):
    assert run("rules", "test", "no-such-file").code != 0


def test_a_faulty_pack_is_not_built(run, small_pack, tmp_path):
    small_pack.write("parties/all.yaml", "- {id: acme}\n")
    ran = run("snapshot", "build", "--pack", str(small_pack.folder), "-o", str(tmp_path / "out"))
    assert ran.code == 1
    assert "parties/all.yaml:1: " in ran.err
    assert not (tmp_path / "out").exists()
