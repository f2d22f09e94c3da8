"""The summary on a terminal fits it, says what it leaves out, and passes nothing on that a terminal would obey."""

from __future__ import annotations

import io

import pytest
from inventory_runs import about, frame_of, rows_of
from rich.console import Console

from obstat.model.screened import Behind, Reason
from obstat.report.inventory.terminal import as_text


def printed(told, width=80, encoding="utf-8"):
    out = io.TextIOWrapper(io.BytesIO(), encoding=encoding, newline="")
    Console(width=width, file=out, highlight=False).print(as_text(told))
    out.flush()
    return out.buffer.getvalue().decode(encoding)


def told(**other):
    return about(frame_of(rows_of()), **other)


@pytest.mark.parametrize("width", (80, 120))
def test_it_fits_and_counts(width):
    text = printed(told(), width)
    assert all(len(line.rstrip()) <= width for line in text.splitlines())
    told_of = ["no record (not a permission)", "could not be read", "60 rows in, 60 rows out", "47 CFR 2.903"]
    told_of += ["interface registrant", "the brand: its heading says vendor", "sell, in US, on 2026-06-01"]
    for said in told_of:
        assert said in text
    assert "Not legal advice" in text


def test_bars_are_as_long_as_their_share():
    lines = printed(told()).splitlines()
    bars = {line.split()[0]: line.count("█") for line in lines if "█" in line or "▏" in line}
    assert bars["no"] > bars["prohibited"] > bars["undecided"] > bars["could"]


def test_an_old_terminal_gets_plain_letters():
    text = printed(told(), encoding="ascii")
    assert "####" in text


def test_what_is_not_shown_is_said():
    reasons = tuple(Reason(f"r{n}", f"Rule {n}", "advisory", "A", "C", None, n, ()) for n in range(9))
    parties = tuple(Behind(f"p{n}", f"Party {n}", "maker", n) for n in range(8))
    columns = {f"column {n}": "the name" for n in range(20)}
    text = printed(told(reasons=reasons, parties=parties, columns=columns))
    assert [line.strip() for line in text.splitlines() if "more" in line] == ["and 4 more", "and 3 more", "and 8 more"]


def test_a_name_neither_colours_nor_steers_the_terminal():
    text = printed(told(file="\x1b[31mred[bold]x[/nope].csv", columns={"[red]a[/]\x1b]0;t\x07": "b"}))
    assert "\x1b" not in text
    assert "\x07" not in text
    assert "[bold]x[/nope].csv" in text


def test_nothing_at_all_is_told_too():
    text = printed(about(frame_of(rows_of(3)).clear(), statuses={}, reasons=(), parties=(), columns={}))
    assert "0 rows in, 0 rows out" in text
