"""``obstat import`` and ``obstat sources``, as users call them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import obstat
from obstat.knowledge.store import Store

FIXTURES = Path(__file__).resolve().parents[1] / "sources" / "fixtures" / "ofac_csv"
IMPORT = ("import", str(FIXTURES / "cons_prim.csv"), "--format", "ofac-csv", "--source", "ofac-consolidated", "--force")


def test_an_imported_list_is_in_use_at_once(run):
    assert "not known" not in run(*IMPORT).err
    found = run("resolve", "PROBA BANK", "--format", "json").json["candidates"]
    assert [(match["id"], match["band"]) for match in found] == [("ofac-consolidated:502", "certain")]
    lists = run("snapshot", "show", "--format", "json").json["lists"]
    assert any("OFAC NS-CMIC List: 1 records" in text for text in lists)


def test_a_listed_firm_meets_the_law_of_its_list(run):
    run(*IMPORT)
    ran = run("check", "Guanglian Test Telecom Group", "--activity", "invest_in_securities", "--actor", "us_person",
              "--on", "2026-11-20", "--format", "json")  # fmt: skip
    assert ran.code == 3
    assert [finding["rule"] for finding in ran.json["findings"]] == ["us-ofac-ns-cmic"]
    earlier = run("check", "Guanglian Test Telecom Group", "--activity", "invest_in_securities", "--actor", "us_person",
                  "--on", "2021-08-01", "--format", "json")  # fmt: skip
    assert earlier.json["status"] == "no_record"


def assigned(tmp_path):
    """The assignments of the snapshot in use."""
    ob = obstat.open(Store(tmp_path / "data" / "obstat").current())
    return list(ob.snapshot.table("assignments"))


def test_registries_of_numbers_are_in_the_snapshot_with_all_they_say(run, tmp_path):
    run("import", str(FIXTURES.parent / "ieee_oui.csv"), "--source", "ieee-oui", "--force")
    run("import", str(FIXTURES.parent / "enterprise-numbers.txt"), "--source", "iana-pen", "--force")
    found = assigned(tmp_path)
    assert [(a.scheme, a.value, a.country) for a in found][2:6] == [
        ("pen", "70002", None),
        ("mac", "a1b2c3", "US"),
        ("mac", "a1b2c3d4e", "NL"),
        ("mac", "a1b2c3d", None),
    ]
    assert [(said.label, said.value) for said in found[0].details] == [
        ("contact", "Numbers Office"),
        ("e-mail", "office&example.org"),
    ]
    assert run("snapshot", "verify").code == 0


def test_without_persons_a_number_has_no_contact(run, tmp_path):
    run("import", str(FIXTURES.parent / "enterprise-numbers.txt"), "--source", "iana-pen", "--force", "--no-persons")
    assert [a.details for a in assigned(tmp_path)] == [(), (), ()]


def test_a_firm_that_opensanctions_repeats_from_a_list_meets_the_law_of_that_list(run):
    path = str(FIXTURES.parent / "opensanctions.ftm.json")
    run("import", path, "--source", "opensanctions-us-ofac-sdn", "--force")
    ask = ("--activity", "deal_in", "--format", "json")
    ran = run("check", "Halvard Line Ltd", *ask, "--on", "2019-03-04")
    assert [finding["rule"] for finding in ran.json["findings"]] == ["us-ofac-sdn"]
    assert run("check", "Halvard Line Ltd", *ask, "--on", "2019-03-03").json["status"] == "no_record"


def test_a_source_that_looks_wrong_is_refused_in_one_sentence(run):
    ran = run(*IMPORT[:-1])
    assert ran.code == 1
    assert "10 records" in ran.err
    assert "--force" in ran.err
    assert run("sources", "--format", "json").json[1]["records"] is None


def test_a_dry_run_writes_nothing(run, tmp_path):
    ran = run(*IMPORT, "--dry-run", "--json")
    assert ran.json["records"] == 10
    assert ran.json["snapshot"] is None
    assert not list((tmp_path / "data" / "obstat" / "editions").iterdir())


def test_an_older_snapshot_answers_by_the_beginning_of_its_id(run):
    before = run("snapshot", "show", "--format", "json").json["snapshot"]
    first = run(*IMPORT, "--json").json["snapshot"]
    run("sources", "drop", "ofac-consolidated")
    now = run("snapshot", "show", "--format", "json").json["snapshot"]
    assert now == before, "the pack alone is the embedded snapshot"
    assert run("snapshot", "show", "--snapshot", first[:19], "--format", "json").json["snapshot"] == first
    assert run("snapshot", "verify", "--snapshot", first[:19]).code == 0


def test_sources_tell_publisher_address_and_licence(run):
    rows = run("sources", "--format", "json").json
    assert {"ofac-sdn", "ofac-consolidated"} <= {row["source"] for row in rows}
    for row in rows:
        assert row["publisher"]
        assert row["licence"]
        assert all(address.startswith("https://") for address in row["addresses"].values())


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("import", str(FIXTURES / "sdn.csv")), "--source"),
        (("import", str(FIXTURES / "sdn.csv"), "--source", "ofac-snd"), "ofac-sdn"),
        (("import", "absent.csv", "--source", "ofac-sdn"), "absent.csv"),
        (("sources", "drop", "ofac-sdn"), "obstat sources"),
        (("check", "x", "--snapshot", "abcdef012345"), "snapshot"),
    ],
)
def test_usage_errors_name_the_fix(run, arguments, says):
    ran = run(*arguments)
    assert ran.code == 2
    assert says in ran.err


def test_a_snapshot_that_is_none_is_told_with_those_there_are(run):
    first = run(*IMPORT, "--json").json["snapshot"]
    ran = run("check", "Huawei", "--snapshot", "nosuch")
    assert (ran.code, first[:19] in ran.err) == (2, True)


def test_a_snapshot_in_use_that_is_gone_is_told(run, tmp_path):
    run(*IMPORT)
    shutil.rmtree(tmp_path / "data" / "obstat" / "snapshots")
    ran = run("check", "Huawei")
    assert (ran.code, "import a list" in ran.err) == (1, True)
    assert run(*IMPORT).code == 0


def test_an_altered_note_of_when_editions_were_confirmed_is_passed_over(run, tmp_path):
    run(*IMPORT)
    (note,) = (tmp_path / "data" / "obstat" / "snapshots").glob("*/confirmed.json")
    for text in ('{"ofac-consolidated": 5}', "[1]", '{"ofac-consolidated": "soon"}', "{"):
        note.write_text(text)
        assert run("check", "Guanglian Test Telecom Group", "--on", "2030-01-01").code in (0, 3, 4)


def test_a_ship_is_found_by_its_number_with_the_name_of_the_register_before_it(run, tmp_path):
    remark = "Vessel Registration Identification IMO 9074729."
    (tmp_path / "sdn.csv").write_text(f'1,"MARE NOSTRUM",vessel,CUBA{",-0- " * 7},"{remark}"\n')
    run("import", str(tmp_path / "sdn.csv"), "--source", "ofac-sdn", "--force")
    for text in ("IMO 9074729", "9074729"):
        found = run("resolve", text, "--format", "json").json["candidates"]
        assert [(match["id"], match["band"]) for match in found] == [("ofac-sdn:1", "certain")]


def test_the_difference_is_written_as_a_page(run, tmp_path):
    run(*IMPORT)
    ran = run("snapshot", "diff", "embedded", "--html", str(tmp_path / "changes.html"))
    assert ran.code == 0
    assert "PROBA BANK" in (tmp_path / "changes.html").read_text(encoding="utf-8")


def test_everything_about_a_source_is_shown(run):
    shown = run("sources", "show", "bis-entity-list", "--format", "text").out
    assert "Huawei Technologies Co., Ltd." in shown
    assert "https://" in shown
