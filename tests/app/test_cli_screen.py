"""``obstat screen``, as users call it: rows in are rows out, and what has changed is asked again."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

FIXTURES = Path(__file__).resolve().parents[1] / "sources" / "fixtures" / "ofac_csv"
IMPORT = ("import", str(FIXTURES / "cons_prim.csv"), "--format", "ofac-csv", "--source", "ofac-consolidated", "--force")
ASKED = ("--activity", "invest_in_securities", "--actor", "us_person", "--on", "2026-11-20")
NAMES = ["Guanglian Test Telecom Group", "GUANGLIAN TEST TELECOM", "Willowbrook Stationery", "", "Huawei"]


@pytest.fixture
def suppliers(tmp_path):
    path = tmp_path / "suppliers.csv"
    pl.DataFrame({"supplier": NAMES, "spend": range(5)}).write_csv(path)
    return path


@pytest.fixture
def first(run, suppliers, tmp_path):
    """A result of the shipped snapshot."""
    ran = run("screen", str(suppliers), "--column", "supplier", *ASKED, "-o", str(tmp_path / "first.parquet"))
    assert ran.code == 0, ran.err
    return tmp_path / "first.parquet"


def test_rows_in_are_rows_out_in_order_with_the_answer_beside(first):
    frame = pl.read_parquet(first)
    assert [name or "" for name in frame["supplier"].to_list()] == NAMES
    assert frame["spend"].to_list() == list("01234")
    assert frame["obstat_status"].to_list()[3] is None
    assert "empty" in frame["obstat_fault"][3]
    assert "huawei" in frame["obstat_parties"][4]


def test_after_an_import_only_what_it_concerns_is_asked_again(run, first, tmp_path):
    run(*IMPORT)
    ran = run("screen", "--since", "embedded", str(first), "--on", "2026-11-20", "-o", str(tmp_path / "second.parquet"),
              "--format", "json")  # fmt: skip
    assert (ran.json["rows_in"], ran.json["rows_out"]) == (5, 5)
    assert ran.json["asked_again"] < 5
    changed = {change["text"]: (change["before"], change["after"]) for change in ran.json["changed"]}
    assert changed["Guanglian Test Telecom Group"] == ("no_record", "prohibited")
    assert "Willowbrook Stationery" not in changed
    assert all(change["reason"] for change in ran.json["changed"])
    again = run("screen", "--since", ran.json["snapshot"][:19], str(tmp_path / "second.parquet"), "--on", "2026-11-20",
                "-o", str(tmp_path / "third.parquet"), "--format", "json")  # fmt: skip
    assert (again.json["asked_again"], again.json["changed"]) == (0, [])


def test_the_changes_are_told_as_text(run, first, tmp_path):
    run(*IMPORT)
    ran = run("screen", "--since", "embedded", str(first), "-o", str(tmp_path / "second.csv"), "--format", "text")
    assert "no record -> prohibited (2)" in ran.out
    assert "Guanglian Test Telecom Group [us-ofac-ns-cmic]" in ran.out
    assert pl.read_csv(tmp_path / "second.csv").height == 5


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--column", "suplier", "-o", "x.parquet"], "'suplier' is no column"),
        (["--column", "suplier=name"], "'suplier'"),
        (["--column", "supplier=colour"], "'colour'"),
        (["--column", "supplier"], "-o"),
        (["--column", "supplier", "-o", "x.docx"], "-o"),
        (["--column", "supplier", "--activity", "juggle", "-o", "x.parquet"], "not a known activity"),
        (["--column", "supplier", "--on", "yesterday", "-o", "x.parquet"], "yesterday"),
        (["--since", "embedded", "-o", "x.parquet"], "obstat_text"),
        (["--since", "embedded", "--activity", "sell", "-o", "x.parquet"], "--since"),
        (["--since", "0123456789", "-o", "x.parquet"], "snapshot"),
    ],
)
def test_what_cannot_be_done_is_told_in_a_sentence(run, suppliers, arguments, sentence, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    ran = run("screen", str(suppliers), *arguments)
    assert ran.code == 2
    assert sentence in ran.err


def test_a_column_of_lists_is_no_column_of_subjects(run, tmp_path):
    pl.DataFrame({"supplier": [["Huawei"]]}).write_parquet(tmp_path / "lists.parquet")
    ran = run("screen", str(tmp_path / "lists.parquet"), "--column", "supplier", "-o", str(tmp_path / "x.parquet"))
    assert (ran.code, "holds lists" in ran.err) == (2, True)


def test_a_result_of_another_snapshot_is_refused(run, first, tmp_path):
    run(*IMPORT)
    now = run("snapshot", "show", "--format", "json").json["snapshot"]
    ran = run("screen", "--since", now, str(first), "-o", str(tmp_path / "second.parquet"))
    assert ran.code == 2
    assert "was screened with snapshot sha256:" in ran.err
