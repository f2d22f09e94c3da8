"""The quick way to read a table gives what the careful one gives."""

from __future__ import annotations

import csv

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from obstat.intake.tables import framed

CELL = st.text(st.sampled_from("abÄ网 ,;'\"\n\t|0.5\x1a"), max_size=6)
ROWS = st.lists(st.lists(CELL, min_size=3, max_size=3) | st.lists(CELL, max_size=4), max_size=8)


@given(ROWS, st.sampled_from(",;\t"), st.booleans())
@settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_the_quick_way_gives_what_the_careful_one_gives(tmp_path, rows, delimiter, raw):
    path = tmp_path / "table.csv"
    head = ["Supplier", "Model", "Quantity"]
    if raw:
        body = "\n".join(delimiter.join(row) for row in [head, *rows])
        path.write_bytes(body.encode())
    else:
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=delimiter).writerows([head, *rows])
    for at_once in (1, 1000):
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(framed, "_at_once", lambda width, size=at_once: size)
            quick = [row for block in framed.frame(path).blocks() for row in block.iter_rows()]
            patched.setattr(framed, "_regular", refused)
            careful = [row for block in framed.frame(path).blocks() for row in block.iter_rows()]
        assert quick == careful


def refused(*_):
    raise framed._Unsound
    yield
