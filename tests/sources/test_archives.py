"""An archive that holds something else than a list, or far too much, is refused before it is read."""

from __future__ import annotations

import zipfile

import pytest

from obstat.model.errors import SourceError
from obstat.sources import registry


def read(path, form):
    return list(registry.format_(form).read({"list": path}, "uk-sanctions"))


def test_a_bomb_is_refused_at_once(tmp_path):
    with zipfile.ZipFile(tmp_path / "list.ods", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("content.xml", b"<a>" + b" " * 200_000_000)
    with pytest.raises(SourceError, match="which no list does"):
        read(tmp_path / "list.ods", "uk-sanctions-table")


def test_an_archive_of_something_else_is_told(tmp_path):
    with zipfile.ZipFile(tmp_path / "list.ods", "w") as archive:
        archive.writestr("letter.txt", b"Dear reader")
    with pytest.raises(SourceError, match="archive without content"):
        read(tmp_path / "list.ods", "uk-sanctions-table")
