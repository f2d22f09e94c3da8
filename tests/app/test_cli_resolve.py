"""``obstat resolve``: one name with its reasons, and files of names, rows in = rows out."""

from __future__ import annotations

import csv
import json

import polars as pl
import pytest

ROWS = [["Huawei", "1"], ["HIKVISION USA INC", "2"], ["", "3"], ["Nobody's Bakery", "4"], ["Huawei", "5"]]


@pytest.fixture
def suppliers(tmp_path):
    path = tmp_path / "suppliers.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([["supplier", "spend"], *ROWS])
    return path


def test_the_json_has_the_keys_of_the_contract(run):
    answer = json.loads(run("resolve", "HIKVISION", "USA", "INC", "--format", "json").out)
    assert answer["query"] == "HIKVISION USA INC"
    first = answer["candidates"][0]
    assert {"id", "name", "matched", "score", "match", "why"} <= first.keys()
    assert (first["id"], first["match"], first["band"], first["role"]) == ("hikvision", True, "probable", "affiliate")
    assert all(isinstance(reason, str) for reason in first["why"])


def test_explain_shows_the_words_side_by_side(run):
    shown = run("resolve", "HIKVISION USA INC", "--explain", "--format", "text").out
    assert "typed" in shown and "not in ours" in shown
    first = json.loads(run("resolve", "Hikvison", "--explain", "--format", "json").out)["candidates"][0]
    assert first["alignment"]["pairs"] == [{"query": "hikvison", "name": "hikvision", "how": "typo"}]


def test_context_is_weighed(run):
    first = json.loads(run("resolve", "ZTE", "--country", "de", "--format", "json").out)["candidates"][0]
    assert first["role"] == "affiliate" and first["band"] != "certain"


@pytest.mark.parametrize("ending", ["csv", "tsv", "parquet", "jsonl"])
def test_every_row_of_a_file_comes_out_in_order(run, suppliers, tmp_path, ending):
    target = tmp_path / f"out.{ending}"
    done = run("resolve", "--input", str(suppliers), "--column", "supplier", "-o", str(target))
    assert done.code == 0, done.err
    assert "5 rows in, 5 rows out; 3 name a party or product" in done.err
    readers = {"parquet": pl.read_parquet, "jsonl": pl.read_ndjson}
    frame = (
        readers[ending](target)
        if ending in readers
        else pl.read_csv(target, separator="\t" if ending == "tsv" else ",")
    )
    assert frame["spend"].cast(str).to_list() == [row[1] for row in ROWS]
    assert frame["obstat_id"].to_list() == ["huawei", "hikvision", None, None, "huawei"]
    assert frame["obstat_band"].to_list() == ["certain", "probable", None, None, "certain"]


def test_a_file_that_is_not_utf8_loses_no_row(run, tmp_path):
    path = tmp_path / "old.csv"
    path.write_bytes("supplier\nHuawei\nSoci\xe9t\xe9 X\nZTE\n".encode("latin-1"))
    done = run("resolve", "--input", str(path), "--column", "supplier", "-o", str(tmp_path / "out.csv"))
    assert "3 rows in, 3 rows out; 2 name" in done.err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "Give a NAME, or a file"),
        (["Huawei", "--input", "IN"], "Give a NAME, or a file"),
        (["--input", "IN"], "Say with -o"),
        (["--input", "IN", "-o", "OUT/x.csv"], "No column was named; say with --column which of supplier, spend"),
        (["--input", "IN", "--column", "suplier", "-o", "OUT/x.csv"], "'suplier' is no column of suppliers.csv"),
        (["--input", "IN", "--column", "supplier", "-o", "OUT/x.docx"], "not written here"),
        (["--input", "IN", "--column", "supplier", "-o", "OUT/no/x.csv"], "There is no folder"),
        (["--input", "OUT/none.csv", "--column", "supplier", "-o", "OUT/x.csv"], "There is no file"),
        (["--input", "OUT/none.pdf", "--column", "supplier", "-o", "OUT/x.csv"], "not read here"),
        (["Huawei", "--country", "Utopia"], "'UTOPIA' is not a known country"),
    ],
)
def test_a_call_that_cannot_be_read_names_the_fix(run, suppliers, tmp_path, arguments, says):
    places = {"IN": str(suppliers), "OUT": str(tmp_path)}
    given = [a.replace("OUT", places["OUT"]) if a != "IN" else places["IN"] for a in arguments]
    done = run("resolve", *given)
    assert done.code == 2, done.err
    assert says in " ".join(done.err.split())


@pytest.mark.parametrize(
    ("data", "names"),
    [
        ("supplier;spend\r\nMüller;1\r\nHuawei;2\r\n".encode("utf-16"), ["Müller", "Huawei"]),
        ("\ufeffsupplier,spend\nMüller,1\nHuawei,2\n".encode(), ["Müller", "Huawei"]),
        ("supplier|spend\nMüller|1\nHuawei|2\n".encode("cp1252"), ["Müller", "Huawei"]),
    ],
)
def test_files_as_offices_write_them_are_read(run, tmp_path, data, names):
    path = tmp_path / "in.csv"
    path.write_bytes(data)
    done = run("resolve", "--input", str(path), "--column", "supplier", "-o", str(tmp_path / "out.parquet"))
    assert done.code == 0, done.err
    frame = pl.read_parquet(tmp_path / "out.parquet")
    assert frame["supplier"].to_list() == names
    assert frame["obstat_id"].to_list() == [None, "huawei"]


@pytest.mark.parametrize(
    ("head", "target", "says"),
    [
        ("supplier,obstat_id", "out.csv", "already has a column 'obstat_id'"),
        ("supplier,supplier", "out.csv", "has the column 'supplier' twice"),
        ("supplier,spend", "in.csv", "is the file that is read"),
    ],
)
def test_nothing_of_the_askers_is_replaced(run, tmp_path, head, target, says):
    path = tmp_path / "in.csv"
    path.write_text(f"{head}\nHuawei,1\n", encoding="utf-8")
    done = run("resolve", "--input", str(path), "--column", "supplier", "-o", str(tmp_path / target))
    assert done.code == 2 and says in done.err
    assert path.read_text(encoding="utf-8") == f"{head}\nHuawei,1\n"


def test_a_ragged_file_is_an_error_in_one_sentence(run, tmp_path):
    path = tmp_path / "ragged.csv"
    path.write_text("supplier,spend\nHuawei,1\nZTE,2,3,4\n", encoding="utf-8")
    done = run("resolve", "--input", str(path), "--column", "supplier", "-o", str(tmp_path / "out.csv"))
    assert done.code == 2 and "cannot be read as csv" in done.err
