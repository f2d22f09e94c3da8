"""Tables in whatever way people save them."""

from __future__ import annotations

import datetime
import json
import tracemalloc
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from intake_files import SHARED, texts, write
from intake_files import given as identifiers

from obstat.intake import recognised, subjects
from obstat.intake.tables import columns_of, frame, read
from obstat.intake.tables import lines as lines_module
from obstat.model.errors import SourceError, UnknownCode

PLAIN = "Supplier,Model,Qty\nAcme Ltd.,X1,3\nBolt Inc.,Y2,4\n"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiter_encoding_and_ends_of_lines_do_not_matter(
    tmp_path: Path, delimiter: str, encoding: str, end: str
) -> None:
    text = PLAIN.replace("Acme", "Société Générale").replace(",", delimiter).replace("\n", end)
    path = write(tmp_path, "a.dat", text, encoding)
    assert recognised(path).code == "table"
    found = list(subjects(path))
    assert texts(found, "name") == ["Société Générale Ltd.", "Bolt Inc."]
    assert texts(found, "model") == ["X1", "Y2"]
    assert [each.facts for each in found] == [{"quantity": "3"}, {"quantity": "4"}]
    assert [each.place.row for each in found] == [2, 3]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-16-le", "utf-16-be"])
def test_chinese_is_read_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    rows = "".join(f"华为技术有限公司,型号{at},{at}\n" for at in range(5))
    path = write(tmp_path, "a.csv", f"供应商,型号,数量\n{rows}", encoding)
    found = list(subjects(path))
    assert texts(found, "name") == ["华为技术有限公司"] * 5
    assert found[4].facts == {"quantity": "4"}


def test_a_stray_line_in_another_encoding_is_read_too(tmp_path: Path) -> None:
    data = PLAIN.encode() + b"Citro\xebn,Z3,5\n"
    assert texts(list(subjects(write(tmp_path, "a.csv", data))), "name")[-1] == "Citroën"


def test_a_cell_may_hold_lines_and_delimiters_and_quotes(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", 'Supplier,Model,Qty\n"Acme,\nLtd. ""A""",X1,3\n\nBolt Inc.,"19"" rack",4\n')
    found = list(subjects(path))
    assert texts(found, "name") == ['Acme, Ltd. "A"', "Bolt Inc."]
    assert texts(found, "model") == ["X1", '19" rack']
    assert [each.place.row for each in found] == [2, 4]
    assert path.read_bytes()[found[1].place.offset :].startswith(b"Bolt")


def test_a_quote_that_is_never_closed_spoils_one_row(tmp_path: Path) -> None:
    rows = "".join(f"Bolt {at},Y,1\n" for at in range(700))
    found = list(subjects(write(tmp_path, "a.csv", f'Supplier,Model,Qty\n"Acme,X1,3\n{rows}')))
    assert len(found) == 701
    assert [bool(each.fault) for each in found] == [True] + [False] * 700
    assert (
        found[0].fault
        == "A quotation mark in this row is never closed, so its cells cannot be told; close or remove it."
    )
    assert texts(found, "description")[0] == '"Acme X1 3'


def test_titles_above_the_header_and_a_line_that_names_the_delimiter_are_no_subjects(tmp_path: Path) -> None:
    path = write(
        tmp_path, "a.csv", "\ufeffsep=;\nPurchases 2024;;\nmade by Ann;;\n\nLieferant;Modell;Menge\nAcme;X1;3\n"
    )
    (found,) = subjects(path)
    assert (found.texts, found.facts) == ({"name": "Acme", "model": "X1"}, {"quantity": "3"})
    assert found.place.row == 6


def test_without_a_header_no_row_is_lost(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", "Huawei,P30,00:1a:2b:3c:4d:5e\nZTE,Axon 7,00:1a:2b:3c:4d:5f\n")
    found = list(subjects(path))
    assert texts(found, "description") == [None, None] or texts(found, "description") == ["Huawei P30", "ZTE Axon 7"]
    assert [identifiers(each, "mac") for each in found] == [["00:1a:2b:3c:4d:5e"], ["00:1a:2b:3c:4d:5f"]]


def test_without_a_header_words_are_kept_beside_identifiers(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", "Huawei,P30,00:1a:2b:3c:4d:5e\nZTE,Axon 7,00:1a:2b:3c:4d:5f\n")
    assert texts(list(subjects(path)), "description") == ["Huawei P30", "ZTE Axon 7"]


def test_a_list_of_identifiers_is_a_table_of_one_column(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", "00:1a:2b:3c:4d:5e\n00-1a-2b-3c-4d-5f\n001a.2b3c.4d60\n")
    assert [identifiers(each, "mac") for each in subjects(path)] == [
        ["00:1a:2b:3c:4d:5e"],
        ["00-1a-2b-3c-4d-5f"],
        ["001a.2b3c.4d60"],
    ]
    (found,) = subjects(write(tmp_path, "b.txt", "imei\n352099001761481\n"))
    assert identifiers(found, "imei") == ["352099001761481"]


def test_a_row_that_lacks_cells_at_its_end_is_whole(tmp_path: Path) -> None:
    (_, found) = subjects(write(tmp_path, "a.csv", "Supplier,Model,Qty\nAcme,X1,3\nBolt\n"))
    assert (found.texts, found.fault) == ({"name": "Bolt"}, None)


def test_a_comma_in_a_name_without_quotes_is_put_right_where_the_other_columns_tell(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", "Supplier,Qty,MAC\nAcme,3,00:1a:2b:3c:4d:5e\nBolt, Inc.,4,00:1a:2b:3c:4d:5f\n")
    found = list(subjects(path))[1]
    assert (found.texts, found.facts, found.fault) == ({"name": "Bolt, Inc."}, {"quantity": "4"}, None)


def test_a_row_with_too_many_cells_whose_columns_cannot_be_told_has_a_fault_and_all_its_text(tmp_path: Path) -> None:
    (_, found) = subjects(write(tmp_path, "a.csv", "Supplier,Model\nAcme,X1\nBolt,Inc.,Y2\n"))
    assert found.fault == (
        "This row has 3 cells where the table has 2 columns, and which belong together cannot be told; put quotation "
        "marks around cells that hold the delimiter."
    )
    assert found.texts == {"description": "Bolt Inc. Y2"}


def test_nuls_are_left_out(tmp_path: Path) -> None:
    (found,) = subjects(write(tmp_path, "a.csv", b"Supplier,Model\nAc\0me,X1\0\n"))
    assert found.texts == {"name": "Acme", "model": "X1"}


def test_several_identifiers_in_a_cell_are_several(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", "Vendor,MACs\nAcme,00:1a:2b:3c:4d:5e; 00:1a:2b:3c:4d:5f\nBolt,n/a\n")
    found = list(subjects(path))
    assert identifiers(found[0], "mac") == ["00:1a:2b:3c:4d:5e", "00:1a:2b:3c:4d:5f"]
    assert not found[1].given


def test_a_currency_stands_in_the_header_the_cell_or_a_column(tmp_path: Path) -> None:
    for name, text in (
        ("a.csv", "Vendor,Amount (EUR)\nAcme,10\n"),
        ("b.csv", "Vendor,Amount\nAcme,€10\n"),
        ("c.csv", "Vendor,Amount,Currency\nAcme,10,EUR\n"),
    ):
        (found,) = subjects(write(tmp_path, name, text))
        assert found.facts["currency"] == "EUR"


def test_ten_thousand_columns_are_read(tmp_path: Path) -> None:
    header = ",".join(f"c{at}" for at in range(10_000))
    row = ",".join("1" for _ in range(10_000))
    (found,) = subjects(write(tmp_path, "a.csv", f"{header},Vendor\n{row},Acme\n"))
    assert found.texts == {"name": "Acme"}


def test_a_line_that_never_ends_is_refused_in_bounded_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines_module, "LONGEST", 1 << 20)
    path = write(tmp_path, "a.csv", b"Vendor,Model\n" + b"a,b" * (20 << 20))
    tracemalloc.start()
    with pytest.raises(SourceError, match=r"a\.csv has a line of more than 1 MiB, so it is no table of rows; save it"):
        list(subjects(path))
    assert tracemalloc.get_traced_memory()[1] < 16 << 20
    tracemalloc.stop()


def test_rows_stream(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", PLAIN + "Acme,X1,3\n" * 300_000)
    tracemalloc.start()
    assert sum(1 for _ in subjects(path)) == 300_002
    assert tracemalloc.get_traced_memory()[1] < 16 << 20
    tracemalloc.stop()


def test_what_is_said_of_columns_holds(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", "Foo,Model\nAcme,X1\n")
    (found,) = read(path, {"foo": "name"})
    assert found.texts == {"name": "Acme", "model": "X1"}
    with pytest.raises(UnknownCode):
        list(read(path, {"bar": "name"}))


def workbook(path: Path) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        first = book.add_worksheet("Devices")
        first.write_row(0, 0, ["Inventory of the works"])
        first.write_row(2, 1, ["Supplier", "IMEI", "Purchase Date", "Total"])
        first.write_row(3, 1, ["Acme", 352099001761481])
        first.write_datetime(3, 3, datetime.datetime(2024, 5, 1), book.add_format({"num_format": "yyyy-mm-dd"}))
        first.write_formula(3, 4, "=1+1", None, 40)
        first.write_row(5, 1, ["=cmd|'/c calc'!A1", "490154203237518"])
        second = book.add_worksheet("More")
        second.write_row(0, 0, ["Vendor", "MAC"])
        second.write_row(1, 0, ["Bolt", "00:1a:2b:3c:4d:5e"])
        book.add_worksheet("Empty")
    return path


def test_every_sheet_of_a_workbook_is_read_with_its_values_and_rows(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.bin")
    assert recognised(path).code == "workbook"
    found = list(subjects(path))
    assert [(each.place.sheet, each.place.row) for each in found] == [("Devices", 4), ("Devices", 6), ("More", 2)]
    assert identifiers(found[0], "imei") == ["352099001761481"]
    assert found[0].facts == {"date": "2024-05-01", "spend": "40"}
    assert found[2].texts == {"name": "Bolt"}
    assert set(columns_of(path)) == {"Devices", "More", "Empty"}


def test_a_workbook_that_is_cut_off_is_refused_in_a_sentence(tmp_path: Path) -> None:
    whole = workbook(tmp_path / "a.xlsx").read_bytes()
    for length in (100, 1_000, len(whole) // 2, len(whole) - 30):
        with pytest.raises(SourceError, match=r"b\.xlsx is (cut off or damaged|no workbook).*\.$"):
            list(subjects(write(tmp_path, "b.xlsx", whole[:length])))


def test_a_workbook_with_a_cell_in_its_last_corner_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "Vendor")
        sheet.write(1_048_575, 16_383, "Acme")
    with pytest.raises(SourceError, match=r"a sheet of more than 100 million cells; save it as CSV"):
        list(subjects(path))


def test_parquet_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a"
    pl.DataFrame(
        {"vendor": ["Acme", None], "macs": [["00:1a:2b:3c:4d:5e", "00:1a:2b:3c:4d:5f"], []], "qty": [1.0, 2.5]}
    ).write_parquet(path)
    found = list(subjects(path))
    assert found[0].texts == {"name": "Acme"}
    assert identifiers(found[0], "mac") == ["00:1a:2b:3c:4d:5e", "00:1a:2b:3c:4d:5f"]
    assert [each.facts for each in found] == [{"quantity": "1"}, {"quantity": "2.5"}]
    with pytest.raises(SourceError, match="is no Parquet file that can be read"):
        list(subjects(write(tmp_path, "b", path.read_bytes()[:60])))


DEVICES = [
    {"name": "sw1", "hardware": {"manufacturer": "Acme", "model": "X1"}, "macs": ["00:1a:2b:3c:4d:5e"]},
    {"name": "sw2", "hardware": {"manufacturer": "Bolt", "model": None}, "serial": "A1"},
]


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(map(json.dumps, DEVICES)),
        json.dumps(DEVICES),
        json.dumps(DEVICES, indent=2),
        json.dumps({"count": 2, "results": DEVICES}),
        json.dumps({"0": DEVICES[0], "1": DEVICES[1]}, indent=1),
    ],
)
def test_records_of_json_are_rows(tmp_path: Path, text: str) -> None:
    path = write(tmp_path, "a", text)
    assert recognised(path).code == "json"
    found = list(subjects(path))
    assert texts(found, "name") == ["Acme", "Bolt"]
    assert texts(found, "model") == ["X1", None]
    assert [each.facts for each in found] == [{"hostname": "sw1"}, {"hostname": "sw2"}]
    assert identifiers(found[1], "serial") == ["A1"]


def test_json_that_breaks_off_keeps_what_stood_before(tmp_path: Path) -> None:
    found = list(subjects(write(tmp_path, "a", json.dumps(DEVICES)[:-30])))
    assert texts(found[:1], "name") == ["Acme"]
    assert found[1].fault and found[1].fault.startswith("From this record on the file is no JSON")
    found = list(subjects(write(tmp_path, "b", '{"vendor": "Acme"}\n{"vendor": \n{"vendor": "Bolt"}\n')))
    assert [bool(each.fault) for each in found] == [False, True, False]


def test_json_nested_without_end_is_a_fault(tmp_path: Path) -> None:
    (found,) = subjects(write(tmp_path, "a", '[{"a": ' + "[" * 200_000))
    assert found.fault


@pytest.mark.parametrize("text", [PLAIN, "Foo,MAC\nx,00:1a:2b:3c:4d:5e,\n\ny,z,00:1a:2b:3c:4d:5f\n", 'Vendor\n"a\n'])
def test_columns_have_the_rows_of_subjects(tmp_path: Path, text: str) -> None:
    path = write(tmp_path, "a.csv", text)
    framed = frame(path)
    table = pl.concat(framed.blocks())
    found = list(read(path))
    assert table["row"].to_list() == [each.place.row for each in found]
    assert table["fault"].to_list() == [each.fault for each in found]
    assert table.width == 2 + len(framed.columns.columns)


def test_columns_of_parquet_are_scanned(tmp_path: Path) -> None:
    path = tmp_path / "a"
    pl.DataFrame({"vendor": ["Acme", "Bolt"], "qty": [1, 2]}).write_parquet(path)
    framed = frame(path)
    assert pl.concat(framed.blocks()).to_dict(as_series=False) == {
        "row": [1, 2],
        "fault": [None, None],
        "c0": ["Acme", "Bolt"],
        "c1": ["1", "2"],
    }
    assert [column.role for column in framed.columns.columns] == ["name", "quantity"]


CELL = st.text(st.characters(exclude_characters='"\0', exclude_categories=("Cs",)), max_size=8)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(CELL, min_size=1, max_size=5), min_size=1, max_size=12))
def test_no_row_is_lost(tmp_path: Path, rows: list[list[str]]) -> None:
    quoted = [",".join(f'"{cell}"' for cell in row) for row in rows]
    path = write(tmp_path, "a.csv", "Vendor,Model,Qty\n" + "\n".join(quoted) + "\n")
    filled = [row for row in rows if any(cell.strip(" \t\r\n\x1a") for cell in row)]
    assert sum(1 for _ in read(path)) == len(filled)


@pytest.mark.skipif(not SHARED.exists(), reason="needs the shared data")
def test_published_tables_are_read_whole() -> None:
    for file, count in (
        ("device_network_models/device_types.csv", 2_984),
        ("bench_sdn_companies/names.tsv", 7_291),
        ("neg_sec_company_tickers/company_tickers.json", 10_365),
    ):
        found = list(subjects(SHARED / file))
        assert len(found) == count
        assert not any(each.fault for each in found)
        assert all(each.texts.get("name") for each in found)


def test_keys_of_json_are_columns_late_ones_too(tmp_path: Path) -> None:
    lines = [json.dumps(each) for each in (*DEVICES * 600, {"vendor": "Cog", "rack": {"unit": 7}})]
    path = write(tmp_path, "a.jsonl", "\n".join([lines[0], "{broken", *lines[1:]]))
    framed = frame(path)
    told = pl.concat(framed.blocks())
    assert [column.header for column in framed.columns.columns] == [
        "name", "hardware.manufacturer", "hardware.model", "macs", "serial", "vendor", "rack.unit",
    ]  # fmt: skip
    found = list(read(path))
    assert told["row"].to_list() == [each.place.row for each in found]
    assert told["fault"].to_list() == [each.fault for each in found]
    assert told["c0"][1] == "{broken"
    assert told.row(-1)[-2:] == ("Cog", "7")
