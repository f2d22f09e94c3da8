"""``obstat screen`` on the files people have, ``obstat whatif``, and identifiers in ``obstat check``."""

from __future__ import annotations

import csv
import gzip
import json
import zipfile

import polars as pl
import pytest

LEDGER = """Supplier;Manufacturer;Model;MAC Address;Qty;Amount;Country of origin
CDW;Hikvision;DS-2CD2043G2-I;44:19:B6:01:02:03;12;1.234,50 €;China
Bechtle;Cisco;Catalyst 9300;00:1B:0D:11:22:33;2;8.000,00 €;Mexico
Alza;Huawei;AR651;;1;450,00;
Nobody Ltd;Acme;=cmd|' /C calc'!A0;n/a;1;5;Atlantis
"""
ASKED = ("--activity", "spend_public_funds", "--on", "2026-11-20")


@pytest.fixture
def ledger(tmp_path):
    path = tmp_path / "ledger.csv"
    path.write_text(LEDGER, encoding="utf-8")
    return path


def test_a_table_with_unknown_headers_is_read_and_every_row_answered(run, ledger, tmp_path):
    ran = run("screen", str(ledger), *ASKED, "-o", str(tmp_path / "out.parquet"), "--format", "json")
    assert (ran.json["rows_in"], ran.json["rows_out"], ran.code) == (4, 4, 0)
    assert ran.json["statuses"] == {"prohibited": 1, "undecided": 1, "no_record": 2}
    frame = pl.read_parquet(tmp_path / "out.parquet")
    assert frame["obstat_status"].to_list() == ["undecided", "no_record", "prohibited", "no_record"]
    assert "hikvision" in frame["obstat_parties"][0]
    assert any("mac 44:19:b6" in told for told in frame["obstat_evidence"][0])
    assert any("no clean result" in note for note in frame["obstat_notes"][1])
    assert any("Atlantis" in note for note in frame["obstat_notes"][3])


@pytest.mark.parametrize("ending", ["csv", "tsv", "xlsx", "html", "parquet", "jsonl"])
def test_every_form_of_output_is_written(run, ledger, tmp_path, ending):
    ran = run("screen", str(ledger), *ASKED, "-o", str(tmp_path / f"out.{ending}"))
    assert (ran.code, (tmp_path / f"out.{ending}").stat().st_size > 200) == (0, True)


def test_lines_of_json_are_whole_verdicts_in_order(run, ledger, tmp_path):
    run("screen", str(ledger), *ASKED, "-o", str(tmp_path / "out.jsonl"))
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [row["row"] for row in rows] == [1, 2, 3, 4]
    assert [row["status"] for row in rows] == ["undecided", "no_record", "prohibited", "no_record"]
    assert rows[2]["findings"][0]["citation"]


def test_no_cell_of_a_table_becomes_a_formula(run, ledger, tmp_path):
    run("screen", str(ledger), *ASKED, "-o", str(tmp_path / "out.csv"))
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert "'=cmd|' /C calc'!A0" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "@"))]
    assert "12" in cells


def test_a_pipeline_can_be_made_to_fail(run, ledger):
    assert run("screen", str(ledger), *ASKED, "--fail-on", "prohibited").code == 3
    assert (
        run(
            "screen", str(ledger), "--activity", "test_or_certify", "--on", "2010-01-01", "--fail-on", "prohibited"
        ).code
        == 0
    )


def test_exposure_is_summed_by_party_rule_and_day(run, ledger):
    told = run("screen", str(ledger), *ASKED, "--exposure", "spend", "--format", "json").json["exposure"]
    assert {(one["party"], one["total"]) for one in told} == {("hikvision", 1234.5), ("huawei", 450.0)}
    assert all(one["since"] for one in told)
    ran = run("screen", str(ledger), *ASKED, "--exposure", "weight")
    assert (ran.code, "--column COLUMN=weight" in ran.err) == (2, True)


def test_a_scan_is_a_table_of_its_own(run, tmp_path):
    path = tmp_path / "neighbours"
    path.write_text("? (10.0.0.7) at 44:19:b6:01:02:03 [ether] on eth0\n? (10.0.0.8) at <incomplete> on eth0\n")
    ran = run("screen", str(path), *ASKED, "-o", str(tmp_path / "out.parquet"), "--format", "json")
    assert (ran.json["rows_in"], ran.json["statuses"]) == (2, {"undecided": 1, "not_read": 1})
    assert pl.read_parquet(tmp_path / "out.parquet")["ip"].to_list()[0] == "10.0.0.7"


def test_what_if_somebody_were_listed(run, tmp_path):
    path = tmp_path / "assets.csv"
    path.write_text("Manufacturer,Model,Qty,Cost\nUbiquiti,UDM-Pro,2,800\nLenovo,ThinkPad T14,3,3000\n")
    ran = run("whatif", "--list", "Lenovo", "--under", "us-fcc-covered-list", "--from", "2027-01-01", str(path),
              "--activity", "spend_public_funds", "--format", "json")  # fmt: skip
    assert ran.code == 0, ran.err
    (became,) = ran.json["became"]
    assert (ran.json["rows"], ran.json["changed"], became["quantity"], became["spend"]) == (2, 1, 3.0, 3000.0)
    assert "supposed" not in run("snapshot", "list").out
    assert run("whatif", "--list", "Lenovo", "--under", "us-no-such", str(path)).code == 2


class TestIdentifiers:
    def test_a_block_of_addresses_makes_its_registrant_probable(self, run):
        ran = run("check", "--mac", "44-19-B6-01-02-03", *ASKED, "--format", "json")
        assert (ran.json["status"], ran.code) == ("undecided", 4)
        (party,) = [one for one in ran.json["parties"] if one["id"] == "hikvision"]
        assert party["role"] == "interface_registrant"
        assert ran.json["question"]["subject"]["identifiers"] == [{"scheme": "mac", "value": "44-19-B6-01-02-03"}]

    def test_none_of_several_of_a_kind_is_dropped(self, run):
        ran = run("check", "--mac", "44:19:b6:01:02:03", "--mac", "00:1b:0d:11:22:33", *ASKED, "--format", "json")
        assert [one["value"] for one in ran.json["question"]["subject"]["identifiers"]] == [
            "44:19:b6:01:02:03", "00:1b:0d:11:22:33"
        ]  # fmt: skip
        assert "hikvision" in {one["id"] for one in ran.json["parties"]}

    def test_a_text_that_is_an_identifier_is_told_without_its_label(self, run):
        ran = run("check", "FCC ID: 2ADTD-DS2CD2043", *ASKED, "--format", "json")
        assert ran.json["question"]["subject"]["identifiers"] == [{"scheme": "fcc_id", "value": "2ADTD-DS2CD2043"}]

    def test_two_kinds_that_agree_make_it_certain(self, run):
        asked = ("check", "--mac", "4419b6010203", "--fcc-id", "2ADTD-DS2CD2043", "--purpose", "public_safety")
        ran = run(*asked, *ASKED, "--format", "json")
        assert ran.json["status"] == "prohibited"

    def test_a_number_of_a_module_names_a_part_and_not_the_maker(self, run):
        ran = run("check", "--usb", "2c7c:0125", "--activity", "sell", "--format", "json")
        assert ran.json["parties"][0]["role"] == "component_maker"
        assert any(w["kind"] == "part_inside" for w in ran.json["warnings"])

    def test_the_number_that_recorders_answer_is_that_of_their_maker(self, run):
        ran = run("check", "--oid", "1.3.6.1.4.1.50001.2", "--activity", "sell", "--format", "json")
        assert ran.json["parties"][0]["id"] == "hikvision"

    def test_a_miss_is_no_clean_result(self, run):
        ran = run("check", "--mac", "02:11:22:33:44:55", "--activity", "sell", "--format", "json")
        kinds = {w["kind"] for w in ran.json["warnings"]}
        assert (ran.json["status"], {"signal", "no_evidence"} <= kinds) == ("no_record", True)

    def test_a_wrong_check_digit_is_told(self, run):
        ran = run("check", "--imei", "866730030000000")
        assert (ran.code, "check digit" in ran.err) == (2, True)


def test_compressed_tables_and_archives_are_opened(run, ledger, tmp_path):
    packed = tmp_path / "ledger.csv.gz"
    packed.write_bytes(gzip.compress(ledger.read_bytes()))
    assert run("screen", str(packed), *ASKED, "--format", "json").json["statuses"]["prohibited"] == 1
    with zipfile.ZipFile(tmp_path / "two.zip", "w") as archive:
        archive.write(ledger, "a.csv")
        archive.write(ledger, "b.csv")
    assert run("screen", str(tmp_path / "two.zip"), *ASKED, "--format", "json").json["statuses"]["prohibited"] == 2


def test_a_workbook_keeps_its_columns_and_sheets(run, tmp_path):
    xlsxwriter = pytest.importorskip("xlsxwriter")
    book = xlsxwriter.Workbook(str(tmp_path / "assets.xlsx"))
    for name, rows in (
        ("North", [("Manufacturer", "Model"), ("Huawei", "AR651")]),
        ("South", [("Brand",), ("Hytera",)]),
    ):
        sheet = book.add_worksheet(name)
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    book.close()
    ran = run("screen", str(tmp_path / "assets.xlsx"), *ASKED, "-o", str(tmp_path / "out.parquet"))
    frame = pl.read_parquet(tmp_path / "out.parquet")
    assert ran.code == 0
    assert frame["sheet"].to_list() == ["North", "South"]
    assert frame["Manufacturer"].to_list() == ["Huawei", None]
    assert frame["obstat_status"].to_list()[0] == "prohibited"


def test_imported_codes_are_evidence(run, tmp_path):
    path = tmp_path / "tac.csv"
    path.write_text("tac,brand\n35209900,Hytera Communications Corporation Limited\n")
    assert run("import", str(path), "--format", "tac-csv").code == 0
    ran = run("check", "--imei", "35209900", "--activity", "sell", "--format", "json")
    assert ran.json["parties"][0]["id"] == "hytera"
