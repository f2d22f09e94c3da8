"""Outputs that grow: held against another run, and gone when they are given up."""

from __future__ import annotations

import polars as pl
import pytest

from obstat.model.errors import InvalidValue
from obstat.report.inventory.written import FORMS, written


@pytest.mark.parametrize("ending", FORMS)
def test_two_runs_do_not_write_one_file(tmp_path, ending):
    path = tmp_path / f"out{ending}"
    with pytest.raises(KeyError), written(path, lambda block: iter(())) as first:
        with pytest.raises(InvalidValue, match="Another run is writing"):
            written(path, lambda block: iter(()))
        first.add(pl.DataFrame({"a": ["1"]}))
        raise KeyError
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(KeyError), written(path, lambda block: iter(())):
        raise KeyError  # what was held is free again


@pytest.mark.parametrize("ending", FORMS)
def test_a_folder_in_its_place_is_told_at_once(tmp_path, ending):
    (tmp_path / f"out{ending}").mkdir()
    with pytest.raises(InvalidValue, match="is a folder"):
        written(tmp_path / f"out{ending}", lambda block: iter(()))
