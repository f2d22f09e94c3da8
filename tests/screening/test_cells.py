"""What stands in the cells of an inventory: several identifiers, identifiers for names, amounts, our own columns."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest

from obstat.intake.contents import several
from obstat.model.errors import InvalidValue
from obstat.screening import reading
from obstat.screening.asking import Asking, subject_of
from obstat.screening.exposure import Exposure, amount, columns

ASKED = {"activity": "procure_public", "on": "2026-11-20"}
HIKVISION, CISCO = "44:19:b6:01:02:03", "00:1b:0d:11:22:33"


@pytest.mark.parametrize("between", [", ", ";", "\n", " / ", "|", " "])
def test_each_address_of_a_cell_is_evidence(ob, between):
    row = {"macs": between.join((CISCO, HIKVISION)), "fault": None}
    answer = Asking(ob, ASKED).answer(subject_of(row, {"macs": "mac", "fault": "fault"}))
    assert answer.parties[0] == "hikvision"
    assert "00:1b:0d" in answer.notes[0]


def test_what_stands_beside_an_address_is_told(ob):
    answer = Asking(ob, ASKED).answer(subject_of({"macs": f"broken, {HIKVISION}"}, {"macs": "mac"}))
    assert answer.parties[0] == "hikvision"
    assert any("'broken'" in note for note in answer.notes)


@pytest.mark.parametrize(
    ("scheme", "cell", "count"),
    [("mac", "44 19 b6 01 02 03", 1), ("mac", "44:19:b6:00:00:00/24", 1), ("fcc_id", "2ADTD-DS2CD, QISBLA", 2),
     ("fcc_id", "Contains FCC ID: XMR201903EG25G", 1), ("imei", "35 209900 176148 1", 1), ("serial", "A, B", 1)],
)  # fmt: skip
def test_only_several_identifiers_are_cut_apart(scheme, cell, count):
    assert len(several(scheme, cell)) == count


@pytest.mark.parametrize("text", [HIKVISION, "4419.b601.0203", f"MAC {HIKVISION}"])
def test_a_text_that_is_an_identifier_is_asked_about_as_one(ob, text):
    row = Asking(ob, ASKED).answer(subject_of({"what": text}, {"what": "description"}))
    assert (row.status, row.parties[0]) == (ob.check(text, **ASKED).status.code, "hikvision")


@pytest.mark.parametrize(
    ("text", "read", "typed"),
    [("1.234,50 €", "1234.50", "1234.50"), ("$1,234.50", "1234.50", "1234.50"), ("(1.200,00)", "-1200", "-1200"),
     ("1.234,50-", "-1234.50", "-1234.50"), ("-€ 5,5", "-5.5", "-5.5"), ("5.-", "5", "5"), ("0.125", "0.125", "0.125"),
     ("1234.567", "1234.567", "1234.567"), ("12.345", "12345", "12.345"), ("1.234.567", "1234567", "1234567"),
     ("1'234.50", "1234.50", "1234.50"), ("1e+06", "1", "1000000")],
)  # fmt: skip
def test_amounts_as_people_and_programs_write_them(text, read, typed):
    assert (amount(text), amount(text, typed=True)) == (Decimal(read), Decimal(typed))


def test_columns_of_an_earlier_run_stay_and_say_nothing(tmp_path):
    path = tmp_path / "again.csv"
    path.write_text("Supplier,obstat_status,obstat_notes,row,unreadable\nAcme,prohibited,Huawei,7,x\n")
    with reading.opened(path) as read:
        frame = read.frame()
    assert frame.columns == ["row", "Supplier", "obstat_status (2)", "obstat_notes (2)", "row (2)", "unreadable (2)",
                             "unreadable"]  # fmt: skip
    assert dict(read.roles) == {"Supplier": "name", "unreadable": "fault"}


def test_a_table_that_names_nothing_is_an_error_that_names_the_way_out(tmp_path):
    path = tmp_path / "numbers.csv"
    path.write_text("a,b,c\n1,2,3\n4,5,6\n")
    with pytest.raises(InvalidValue, match="--column COLUMN=ROLE"), reading.opened(path):
        pass


def test_a_header_over_mostly_empty_rows_is_one(tmp_path):
    path = tmp_path / "imeis.csv"
    path.write_text("IMEI;Operator;Tariff\n352099001761481;x;y\n490154203237518;;\n12345;;\n")
    with reading.opened(path) as read:
        assert (read.frame().height, read.roles["IMEI"]) == (3, "imei")


def test_a_lone_column_is_asked_about_whatever_it_holds(ob, tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("352099001761481\n123\n490154203237518\n866730030000009\n352099001761481\n")
    with reading.opened(path, "table") as read:
        assert next(iter(read.roles.values())) in ("description", "imei")
        assert pl.concat(list(read.blocks())).height == 5


def test_each_sheet_has_its_column_of_amounts(ob):
    found = columns({"Cost": "spend", "Maker": "name", "Betrag": "spend"}, "spend")
    block = pl.DataFrame(
        {"Cost": ["1,5", None, "7"], "Betrag": [None, "2", None],
         "obstat_findings": [["us-fcc-cl-zte prohibited prohibited zte - -"]] * 2 + [[]]},
        schema_overrides={"obstat_findings": pl.List(pl.String)},
    )  # fmt: skip
    exposed = Exposure(ob, found)
    exposed.add(block)
    (told,) = exposed.sums()
    assert (told.rows, told.total, told.unreadable) == (2, 3.5, 0)
