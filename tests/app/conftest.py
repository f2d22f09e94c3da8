"""The command, called as the installed script does."""

from __future__ import annotations

import os
import sys

import pytest
from calls import Ran

from network_fixtures import network, publisher
from obstat.app.cli import main as entry

__all__ = ["network", "publisher", "run"]


@pytest.fixture
def run(monkeypatch, capsys, tmp_path):
    """Call the command as the installed script does, in this process, with settings of nobody."""
    for name in [name for name in os.environ if name.startswith("OBSTAT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))

    def call(*arguments):
        monkeypatch.setattr(sys, "argv", ["obstat", *arguments])
        with pytest.raises(SystemExit) as stopped:
            entry.main()
        printed = capsys.readouterr()
        return Ran(stopped.value.code or 0, printed.out, printed.err)

    return call
