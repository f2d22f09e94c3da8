"""What is asked over MCP is answered as on the command line, byte for byte."""

from __future__ import annotations

import json
import random

import pytest
from api_calls import Api

import obstat
from obstat.knowledge import pack_files

FACTS = ("activity", "jurisdiction", "on", "actor", "as_known", "purpose", "made_in", "equipment", "device_status",
         "subject_to_ear", "exemption")  # fmt: skip
SITUATIONS = random.Random(20).sample(pack_files.read_situations()[0], 20)


@pytest.fixture
def command(run, ob, monkeypatch):
    """The command, which opens the snapshot once for all."""
    monkeypatch.setattr(obstat, "open", lambda folder=None: ob)
    return run


def test_situations_are_answered_as_by_the_command(tmp_path, command):
    api = Api(tmp_path)
    for at, situation in SITUATIONS:
        told = {name: str(value) for name in FACTS if (value := getattr(situation.ask, name)) is not None}
        options = [
            f"--{'in' if name == 'jurisdiction' else name.replace('_', '-')}={value}" for name, value in told.items()
        ]
        printed = command("check", "--format", "json", *options, "--", situation.ask.subject).out
        called = {"name": "check", "arguments": {"text": situation.ask.subject, **told}}
        message = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": called}
        answered = api.post("/mcp", message, accept="application/json, text/event-stream").json()
        result = answered["result"]
        assert result["content"][0]["text"] == printed, at
        assert result["structuredContent"] == json.loads(printed), at
    assert len(SITUATIONS) == 20
