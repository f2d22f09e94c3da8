"""The formats of people's files."""

from __future__ import annotations

from pathlib import Path

import pytest
from intake_files import write

from obstat.intake import format_, formats, subjects
from obstat.model.errors import UnknownCode


def test_a_format_is_found_by_its_code() -> None:
    assert all(format_(code).code == code for code in formats())
    with pytest.raises(UnknownCode, match="'csv' is not a known format; use one of:"):
        format_("csv")


def test_a_format_that_is_named_is_used(tmp_path: Path) -> None:
    path = write(tmp_path, "a", "Supplier,Model\nAcme,X1\n")
    assert len(list(subjects(path, "text"))) == 2
    assert len(list(subjects(path))) == 1


def test_what_a_file_is_called_does_not_matter(tmp_path: Path) -> None:
    (found,) = subjects(write(tmp_path, "a.xlsx", "Supplier,Model\nAcme,X1\n"))
    assert found.texts["name"] == "Acme"
