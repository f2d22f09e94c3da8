"""What leaves a server names no folder of the machine."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest

from obstat.app.mcp.refusals import plain
from obstat.app.service import problems
from obstat.app.service.configuration import Configuration
from obstat.app.service.private import hide, without_paths
from obstat.app.service.served import Service
from obstat.model.errors import InvalidValue, SnapshotError, SourceError, StoreError


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("/var/lib/obstat/service/tokens.json cannot be read; mend it.", "tokens.json cannot be read; mend it."),
        ("The file 'C:\\Users\\me\\a.csv' is empty.", "The file 'a.csv' is empty."),
        ("Ask GET /v1/rules/us-x or https://example.org/a/b; it is 10.0.0.0/8 and/or more.",) * 2,
        ("The folder /srv/a b/store/x/y.json is full.", "The folder y.json is full."),
    ],
)
def test_of_a_path_the_last_name_is_left(sentence, told):
    hide(Path("/srv/a b/store"))
    assert without_paths(sentence) == told


@pytest.mark.parametrize("kind", [SnapshotError, StoreError, SourceError, InvalidValue])
def test_a_problem_has_a_sentence_and_the_log_the_whole(kind, caplog):
    with caplog.at_level(logging.INFO, "obstat.service"):
        problem = problems.of(kind("/secret/place/manifest.json is damaged; build it anew."))
    assert "secret" not in problem.detail and problem.detail.endswith(".")
    assert "/secret/place/manifest.json" in caplog.text


def test_why_a_new_snapshot_is_not_used_is_logged_once(tmp_path, monkeypatch, caplog):
    service = Service(Configuration(tmp_path))
    before = service.ob
    monkeypatch.setattr(service, "_chosen", lambda: tmp_path / "broken")
    for _ in range(3):
        service._looked = -10.0
        with caplog.at_level(logging.ERROR, "obstat.service"):
            assert service.ob is before
    assert len([one for one in caplog.records if "broken" in one.getMessage()]) == 1
    monkeypatch.setattr(service, "_chosen", lambda: service._folder)
    service._looked = -10.0
    assert service.ob is before and service.refused is None


@pytest.mark.skipif(os.name != "posix" or os.getuid() != 0, reason="only root can be a user that nobody knows")
def test_without_a_home_folder_a_sentence_says_what_to_set():
    code = "import os\nfrom obstat.app.cli.options import store_folder\n"
    code += "from obstat.app.cli.settings import Settings\nos.setuid(54321)\nos.environ.pop('HOME', None)\n"
    code += "print(Settings({}).get('jurisdiction', None).value)\n"
    code += "try: store_folder({})\nexcept Exception as e: print(type(e).__name__, e)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert told.stdout.splitlines() == [
        "US",
        "InvalidValue This user has no home folder; set OBSTAT_STORE to a folder for snapshots and lists.",
    ], told.stderr


def test_refusals_of_the_protocol_are_a_sentence():
    error = {"code": -32602, "message": "2 validation errors for X\n  a\n  b", "data": "x"}
    told = json.loads(plain(json.dumps({"jsonrpc": "2.0", "id": 7, "error": error}).encode()))
    assert told["id"] == 7 and told["error"]["message"].endswith(".") and "data" not in told["error"]
    for body in (b"", b"[]", b'{"error": 1}', b'{"result": {"error": "a"}}', b'"error"'):
        assert plain(body) == body
