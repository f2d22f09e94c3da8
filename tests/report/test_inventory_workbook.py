"""The workbook holds every row, as text where a file says something else, and no formula anywhere."""

from __future__ import annotations

import datetime
import errno
import gc
import io
import re
import zipfile
from xml.etree import ElementTree

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from inventory_runs import EVIL, about, frame_of, rows_of

from obstat.model.errors import InvalidValue
from obstat.report.inventory import workbook
from obstat.report.inventory.words import STATUSES, plain

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def saved(tmp_path, frame, told=None):
    path = tmp_path / "out.xlsx"
    workbook.write(path, frame, told or about(frame))
    return path


def sheets(path):
    """The cells of every sheet by its name: rows of mappings from the letters of a column to kind and text."""
    with zipfile.ZipFile(path) as book:
        names = [s.get("name") for s in ElementTree.fromstring(book.read("xl/workbook.xml")).iter(f"{MAIN}sheet")]
        found = {}
        for number, name in enumerate(names, start=1):
            root = ElementTree.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))
            found[name] = [
                {
                    re.sub(r"\d", "", cell.get("r")): (cell.get("t", "n"), "".join(cell.itertext()))
                    for cell in row.iter(f"{MAIN}c")
                }
                for row in root.iter(f"{MAIN}row")
            ]
    return found


def column(rows, heading):
    """The cells under a heading."""
    letters = next(letters for letters, (_, text) in rows[0].items() if text == heading)
    return [row.get(letters, ("", "")) for row in rows[1:]]


def test_every_row_is_there_with_its_answer_in_words(tmp_path):
    frame = frame_of(rows_of())
    rows = sheets(saved(tmp_path, frame))["Rows"]
    assert len(rows) == 61
    assert next(iter(rows[0].values())) == ("inlineStr", "Status")
    states = [text for _, text in column(rows, "Status")]
    assert states.count("prohibited") == 19
    assert states.count("no record (not a permission)") == 28
    assert states[7] == "could not be read"
    assert column(rows, "Why")[7][1].startswith("The line has 3 fields")
    headings = [text for _, text in rows[0].values()]
    own = ["asset", "vendor", "model", "mac", "site", "price", "serial"]
    assert headings[2:9] == own
    assert column(rows, "Parties")[3][1] == "Huawei Technologies Co., Ltd.; futurewei"
    assert column(rows, "Facts needed")[3][1] == "device status; purpose"
    assert (
        "FCC Covered List: Huawei: undecided (prohibited if it applies), Huawei"
        in (column(rows, "What each rule gives")[3][1])
    )


def test_no_cell_is_a_formula_or_a_link_of_the_file(tmp_path):
    rows = rows_of()
    for n, text in enumerate(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "{=1}", "http://x.example/", "mailto:a"]):
        rows[n]["model"] = text
    path = saved(tmp_path, frame_of(rows))
    with zipfile.ZipFile(path) as book:
        for name in book.namelist():
            if name.startswith("xl/worksheets/sheet"):
                assert not re.search(rb"<f[ >/]", book.read(name))
    found = column(sheets(path)["Rows"], "model")
    assert found[0] == ("inlineStr", "=1+1")
    assert found[3] == ("inlineStr", "@SUM(A1)")
    assert found[4] == ("inlineStr", "\t=1")
    assert found[5] == ("inlineStr", "\n=1")
    assert found[7] == ("inlineStr", "http://x.example/")
    with zipfile.ZipFile(path) as book:
        assert b"quotePrefix" in book.read("xl/styles.xml")
        assert "xl/worksheets/_rels/sheet2.xml.rels" not in book.namelist()


def test_headings_are_texts_too(tmp_path):
    frame = frame_of(rows_of(3)).rename({"model": "=cmd()", "site": "Status"})
    rows = sheets(saved(tmp_path, frame))["Rows"]
    headings = list(rows[0].values())
    assert ("inlineStr", "=cmd()") in headings
    assert headings[0] == ("inlineStr", "Status (obstat)")


def test_what_no_cell_can_hold_is_marked(tmp_path):
    rows = rows_of(6)
    rows[0]["model"] = "x" * 40_000
    rows[1]["model"] = "😀" * 20_000
    rows[2]["model"] = "a\x00b\x1bc\x7f"
    rows[3]["model"] = "<r>a & <b></r>"
    rows[4]["model"] = "_x0041_"
    rows[5]["model"] = "x" * 32_767
    found = [text for _, text in column(sheets(saved(tmp_path, frame_of(rows)))["Rows"], "model")]
    assert found[0].endswith("[cut: longer than a cell]")
    assert len(found[0]) == 32_767
    assert found[1].endswith("[cut: longer than a cell]")
    assert len(found[1].encode("utf-16-le")) <= 2 * 32_767
    assert found[2] == "a\ufffdb\ufffdc\ufffd"
    assert found[3].strip() == "<r>a & <b></r>"
    assert found[4] == "_x005F_x0041_"
    assert found[5] == "x" * 32_767


def test_numbers_and_days_stay_what_they_are(tmp_path):
    own = pl.DataFrame(
        {
            "whole": [1, 866123456789012, 2**60],
            "part": [1.5, float("nan"), float("inf")],
            "flag": [True, False, None],
            "day": [datetime.date(2024, 2, 29), datetime.date(1850, 1, 1), None],
            "zoned": [datetime.datetime(2024, 1, 1, 3, tzinfo=datetime.UTC)] * 3,
            "list": [[1, 2], [], None],
            "raw": [b"ab", b"\xff", None],
        }
    )
    ours = [name for name in frame_of(rows_of(3)).columns if name.startswith("obstat_")]
    frame = own.hstack(frame_of(rows_of(3)).select(ours))
    rows = sheets(saved(tmp_path, frame))["Rows"]
    assert column(rows, "whole") == [("n", "1"), ("n", "866123456789012"), ("inlineStr", str(2**60))]
    assert column(rows, "part") == [("n", "1.5"), ("inlineStr", "nan"), ("inlineStr", "inf")]
    assert column(rows, "flag")[:2] == [("b", "1"), ("b", "0")]
    assert column(rows, "day")[:2] == [("n", "45351"), ("inlineStr", "1850-01-01")]
    assert column(rows, "zoned")[0] == ("inlineStr", "2024-01-01 03:00:00+00:00")
    assert column(rows, "list")[0] == ("inlineStr", "1; 2")
    assert column(rows, "raw")[0] == ("inlineStr", "ab")


def test_more_rows_than_a_sheet_holds_go_on_in_another(tmp_path, monkeypatch):
    monkeypatch.setattr(workbook, "ROWS", 25)
    found = sheets(saved(tmp_path, frame_of(rows_of())))
    assert list(found) == ["Summary", "Rows", "Rows 2", "Rows 3", "Reasons"]
    assert [len(found[name]) - 1 for name in ("Rows", "Rows 2", "Rows 3")] == [25, 25, 10]
    assert column(found["Rows 3"], "asset")[-1][1] == "A-1059"


def test_the_summary_says_what_was_asked_and_counts(tmp_path):
    path = saved(tmp_path, frame_of(rows_of()))
    cells = [[text for _, text in row.values()] for row in sheets(path)["Summary"]]
    flat = [text for row in cells for text in row]
    assert any("Not legal advice" in text for text in flat)
    assert ["Activity", "sell"] in cells
    assert ["Day", "2026-06-01"] in cells
    assert "60 rows in, 60 rows out" in flat
    assert "sha256:4f1d9c0a7be2" in flat
    assert [row[2] for row in cells if row[:1] == ["undecided"]] == ["12"]
    assert ["vendor", "the brand: its heading says vendor"] in cells
    with zipfile.ZipFile(path) as book:
        chart = book.read("xl/charts/chart1.xml").decode()
    assert STATUSES["prohibited"].day.bar.strip("#").upper() in chart.upper()
    assert "no record (not a permission)" in chart


def test_rules_have_their_citation_and_only_links_to_the_web(tmp_path):
    path = saved(tmp_path, frame_of(rows_of()))
    rows = sheets(path)["Reasons"]
    assert column(rows, "Title")[0][1] == "FCC Covered List: Hikvision"
    assert column(rows, "Citation")[0][1] == "47 CFR 2.903; FCC 22-84"
    assert column(rows, "Rows")[0] == ("n", "19")
    with zipfile.ZipFile(path) as book:
        targets = book.read("xl/worksheets/_rels/sheet3.xml.rels").decode()
    assert "https://www.fcc.gov/supplychain/coveredlist" in targets
    assert "javascript" not in targets
    assert "javascript:alert(1)" in [text for _, text in column(rows, "Link")]


def test_no_rows_make_a_workbook_too(tmp_path):
    frame = frame_of(rows_of(3)).clear()
    told = about(frame, statuses={}, reasons=(), parties=(), columns={})
    found = sheets(saved(tmp_path, frame, told))
    assert len(found["Rows"]) == 1
    assert "0 rows in, 0 rows out" in [text for row in found["Summary"] for _, text in row.values()]


def test_a_file_that_cannot_be_written_is_a_sentence(tmp_path):
    frame = frame_of(rows_of(3))
    with pytest.raises(InvalidValue, match=r"none\.xlsx cannot be written"):
        workbook.write(tmp_path / "missing" / "none.xlsx", frame, about(frame))
    (tmp_path / "folder.xlsx").mkdir()
    with pytest.raises(InvalidValue, match=r"folder\.xlsx cannot be written"):
        workbook.write(tmp_path / "folder.xlsx", frame, about(frame))
    assert [path.name for path in tmp_path.iterdir()] == ["folder.xlsx"]


def test_a_table_too_wide_for_a_sheet_is_a_sentence(tmp_path, monkeypatch):
    monkeypatch.setattr(workbook, "_COLUMNS", 5)
    frame = frame_of(rows_of(3))
    with pytest.raises(InvalidValue, match="a sheet holds 5"):
        workbook.write(tmp_path / "wide.xlsx", frame, about(frame))


def test_another_reader_opens_it(tmp_path):
    calamine = pytest.importorskip("python_calamine")
    book = calamine.CalamineWorkbook.from_path(saved(tmp_path, frame_of(rows_of())))
    assert book.sheet_names == ["Summary", "Rows", "Reasons"]
    rows = book.get_sheet_by_name("Rows").to_python()
    assert len(rows) == 61
    assert rows[13][3] == EVIL


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(), min_size=1, max_size=8))
def test_any_text_comes_back_without_what_is_no_character(tmp_path_factory, texts):
    rows = [{**row, "model": text} for row, text in zip(rows_of(len(texts)), texts, strict=True)]
    found = column(sheets(saved(tmp_path_factory.mktemp("any"), frame_of(rows)))["Rows"], "model")
    assert [text for _, text in found] == [plain(text) for text in texts]
    assert {kind for kind, _ in found} <= {"inlineStr", ""}


class Full(io.BytesIO):
    def write(self, data):
        if self.tell() + len(data) > 4_000:
            raise OSError(errno.ENOSPC, "No space left on device")
        return super().write(data)


def test_a_full_disk_is_told_once(capsys):
    stream = workbook._Stream(Full())
    with zipfile.ZipFile(stream, "w") as archive:
        for at in range(40):
            archive.writestr(str(at), "b" * 300)
    del archive
    gc.collect()
    assert (stream.failed.errno, capsys.readouterr().err) == (errno.ENOSPC, "")
