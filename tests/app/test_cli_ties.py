"""``obstat ties``, and ties that were imported, as users see them."""

from __future__ import annotations

import datetime
import json
import xml.etree.ElementTree as ET

import pytest

import obstat
from obstat.knowledge.store import Store
from obstat.ties.links import Ties
from obstat.ties.register import Register

TABLE = """owner;owned;share;from;source
Hangzhou Hikvision Digital Technology Co., Ltd.;Nordlicht Kabel GmbH;25-50;2020;register
Huawei Technologies Co., Ltd.;Nordlicht Kabel GmbH;{huawei};2021-05-01;register
Nordlicht Kabel GmbH;Ostwind Funk AG;60;;register
Nordlicht Kabel GmbH;Ostwind Funk AG;60;;register
Ostwind Funk AG;Nordlicht Kabel GmbH;10;;register
"""
ASKED = ("--activity", "export_to", "--in", "US", "--format", "json")


@pytest.fixture
def imported(run, tmp_path):
    """Import the table with a share of Huawei's, and give the command."""

    def take(huawei="30"):
        path = tmp_path / "ties.csv"
        path.write_text(TABLE.format(huawei=huawei), encoding="utf-8")
        assert run("import", str(path), "--format", "ties-csv").code == 0
        return run

    return take


def test_a_record_that_cannot_be_used_is_told_and_the_others_are_kept(run, tmp_path):
    path = tmp_path / "ties.csv"
    path.write_text(TABLE.format(huawei="150"), encoding="utf-8")
    told = run("import", str(path), "--format", "ties-csv").out
    assert "2 of them cannot be used:" in told
    assert "line 3: The share of 150 per cent" in told
    assert "line 5: The tie stands already in line 4" in told


@pytest.mark.parametrize(
    ("on", "status", "code"),
    [("2025-10-15", "licence_required", 3), ("2025-12-01", "no_record", 0), ("2025-09-01", "no_record", 0)],
)
def test_stakes_of_listed_owners_add_up_under_the_affiliates_rule_while_it_is_in_force(imported, on, status, code):
    ran = imported()("check", "Ostwind Funk AG", "--on", on, *ASKED)
    assert (ran.json["status"], ran.code) == (status, code)


def test_the_finding_shows_every_link_with_share_day_and_source(imported):
    (finding,) = imported()("check", "Ostwind Funk AG", "--on", "2025-10-15", *ASKED).json["findings"]
    links = {(step["of_name"] or step["of"])[:7]: step for step in finding["path"]}
    assert [(one["share_low"], one["share_high"]) for one in links.values()] == [(60, 60), (25, 50), (30, 30)]
    assert links["Huawei "]["since"] == "2021-05-01"
    assert {step["source"] for step in finding["path"]} == {"register"}


def test_a_range_across_the_threshold_is_asked_about_with_the_share_that_would_settle_it(imported):
    ran = imported("15")("check", "Ostwind Funk AG", "--on", "2025-10-15", *ASKED)
    assert (ran.json["status"], ran.code) == ("undecided", 4)
    (need,) = ran.json["needs"]
    assert (
        "Hikvision Digital Technology Co., Ltd. in Nordlicht Kabel GmbH (yes from 35 %, no below 35 %)" in need["text"]
    )


def test_the_register_and_the_walk_over_records_answer_alike(imported, tmp_path):
    imported()
    snapshot = obstat.open(Store(tmp_path / "data" / "obstat").current()).snapshot
    register, ties, on = Register(snapshot), Ties(snapshot), datetime.date(2025, 10, 15)
    for test in ("aggregate-50", "single-25", "product-10", "control-chain"):
        answers = register.reached(["huawei", "hikvision"], test, on)
        assert len(answers) > 100
        for party in answers:
            held = ties.ownership(party, frozenset(["huawei", "hikvision"]), test, on.toordinal())
            assert (held.status, held.low, held.high) == (
                answers[party].status,
                answers[party].low,
                answers[party].high,
            )


def test_the_owners_of_a_party_as_a_tree(imported):
    told = imported()("ties", "Ostwind", "Funk", "AG", "--test", "aggregate-50", "--format", "text").out
    assert "60 %" in told
    assert "reached: certain, 60 %" in told
    assert "FCC Covered List" in told


def test_common_control_looks_below_a_party_too(run):
    """Listed firms are subsidiaries of Hikvision; nothing says that its own owners hold half of it."""
    held = {}
    for test in ("aggregate-50", "affiliate"):
        members = run("ties", "hikvision", "--test", test, "--format", "json").json["members"]
        held[test] = next(member["held"]["status"] for member in members if member["id"] == "hikvision")
    assert held == {"aggregate-50": "possible", "affiliate": "certain"}


@pytest.mark.parametrize(
    ("ending", "holds"),
    [
        ("svg", lambda text: ET.fromstring(text).tag.endswith("svg")),
        ("graphml", lambda text: ET.fromstring(text).tag.endswith("graphml")),
        ("mmd", lambda text: text.startswith("flowchart")),
        ("json", lambda text: json.loads(text)["about"] == "zte"),
        ("jsonl", lambda text: all(json.loads(line)["schema"] for line in text.splitlines())),
        ("txt", lambda text: "ZTE Corporation" in text),
    ],
)
def test_the_ending_of_the_file_says_the_form(run, tmp_path, ending, holds):
    path = tmp_path / f"zte.{ending}"
    assert run("ties", "ZTE", "-o", str(path)).code == 0
    assert holds(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("ties", "Nobody Knows Ltd"), "Nobody here knows"),
        (("ties", "ZTE", "--test", "majority"), "aggregate-50"),
        (("ties", "ZTE", "-o", "zte.docx"), "--format"),
        (("ties", "ZTE", "--on", "soon"), "soon"),
        (("ties", "Lorex", "--test", "nonsense-50"), "aggregate-50"),
    ],
)
def test_what_cannot_be_answered_is_one_sentence(run, arguments, said):
    ran = run(*arguments)
    assert ran.code == 2
    assert said in ran.err


def test_an_empty_table_is_refused(run, tmp_path):
    for text in ("", "owner,owned,share\n", "owner;owned;share_low;share_high;since;until;source\n"):
        path = tmp_path / "ties.csv"
        path.write_text(text, encoding="utf-8")
        ran = run("import", str(path), "--format", "ties-csv")
        assert ran.code == 1
        assert ran.err.startswith("Error: ") and ran.err.count("\n") == 1


def test_a_file_beside_the_snapshot_is_used_once_and_kept_nowhere(run, tmp_path):
    path = tmp_path / "ours.csv"
    path.write_text(TABLE.format(huawei="30"), encoding="utf-8")
    ran = run("check", "Ostwind Funk AG", "--with", str(path), "--on", "2025-10-15", *ASKED)
    assert ran.json["status"] == "licence_required"
    assert "ours.csv, line 5: The tie stands already in line 4" in ran.err
    assert "Nobody here knows" in run("ties", "Ostwind Funk AG").err


@pytest.mark.parametrize(("share", "found"), [(">50", "certain"), ("50", "no"), ("at least 50", "possible")])
def test_a_share_of_more_than_half_is_control(run, tmp_path, share, found):
    path = tmp_path / "ours.csv"
    path.write_text(
        f"owner,owned,share\nHuawei Technologies Co., Ltd.,Westwind,{share}\n".replace("Co., Ltd.", "Co Ltd")
    )
    ran = run("ties", "Westwind", "--with", str(path), "--test", "control-chain", "--format", "json")
    (member,) = [one for one in ran.json["members"] if one["name"] == "Westwind"]
    assert member["held"]["status"] == found


def test_the_file_of_another_kind_is_told_from_ties(run, tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("nothing of the kind")
    assert "is not recognised as ties" in run("ties", "Huawei", "--with", str(path)).err


def test_a_long_chain_goes_on_at_the_left(run, tmp_path):
    path = tmp_path / "chain.csv"
    path.write_text("owner,owned,share\n" + "".join(f"Stufe {n},Stufe {n + 1},60\n" for n in range(50)))
    told = run("ties", "Stufe 50", "--with", str(path), "--depth", "50", "--format", "text").out
    assert all(f"Stufe {n}  " in told for n in range(51))
    assert "Stufe 42  continued" in told


def test_own_sources_stand_beside_each_other(run, tmp_path):
    for name in ("north", "south"):
        path = tmp_path / f"{name}.csv"
        path.write_text(f"owner,owned,share\nHolding {name},Werk {name},60\n")
        assert run("import", str(path), "--format", "ties-csv", "--source", name).code == 0
    assert run("ties", "Werk north", "--format", "json").json["stakes"]
    assert run("ties", "Werk south", "--format", "json").json["stakes"]
