"""With the publishers' own lists in use, everything that the pack says still holds."""

from __future__ import annotations

from pathlib import Path

import pytest

import obstat
from obstat.identity.lookup import Lookup
from obstat.knowledge import pack_files
from obstat.knowledge.imports import Offered, take
from obstat.knowledge.snapshot import Snapshot
from obstat.knowledge.store import Store
from obstat.screening import situations

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
OFAC = DATA / "lists_ofac_moov"
SDN = DATA / "lists_ofac_sdn_2022-01"
EDITIONS = {
    "fcc-covered-list": (
        "fcc-covered-list-csv",
        {"list": DATA / "lists_us_opensanctions" / "fcc_covered_list_table.csv"},
    ),
    "dhs-uflpa": ("uflpa-html", {"list": DATA / "lists_us_nsfreg_2026-07-09" / "source-uflpa-2026-07-09.html"}),
    "ofac-consolidated": (
        "ofac-csv",
        {
            "names": OFAC / "cons_prim.csv",
            "aliases": OFAC / "cons_alt.csv",
            "addresses": OFAC / "cons_add.csv",
            "remarks": OFAC / "cons_comments.csv",
        },
    ),
    "ofac-sdn": (
        "ofac-csv",
        {"names": SDN / "sdn.csv", "aliases": SDN / "alt.csv", "addresses": SDN / "add.csv"},
    ),
} | {
    list_code: ("entities-json", {"list": DATA / "lists_us_nsfreg_2026-07-09" / f"{file}.json"})
    for list_code, file in (
        ("bis-meu", "bis_meu"),
        ("bis-dpl", "bis_dpl"),
        ("state-isn", "state_nonproliferation"),
        ("state-itar-debarred", "state_debarred_statutory"),
        ("section-1286", "dow_1286"),
    )
}
pytestmark = pytest.mark.skipif(not DATA.exists(), reason="the publishers' lists are not here")


@pytest.fixture(scope="module")
def imported(tmp_path_factory):
    store = Store(tmp_path_factory.mktemp("store"))
    base = Snapshot()
    for source, (form, parts) in EDITIONS.items():
        list_code = {"ofac-consolidated": "ofac-other"}.get(source, source)
        offered = Offered(source, form, list_code, parts, "2026-08-20T00:00:00+00:00", "file")
        (taken,) = take(store, base, Lookup(base).find, offered).taken
        assert not taken.fields_left, source
    return obstat.open(store.current())


def test_every_situation_of_the_pack_is_answered_as_before(imported):
    asked, _ = pack_files.read_situations()
    failed = [f"{o.at}: {o.faults}" for o in situations.run(imported, asked) if o.faults]
    assert not failed


@pytest.mark.parametrize(
    ("entry", "party"),
    [
        ("fcc-covered-list:hytera-communications-corporation", "hytera"),
        ("ofac-consolidated:30947", "huawei"),
        ("ofac-consolidated:30946", "hikvision"),
        ("ofac-consolidated:30882", "china-telecom-corporation"),
        ("ofac-consolidated:30924", "china-unicom-hk"),
        ("ofac-consolidated:33111", "dji"),
        ("ofac-sdn:16319", "ofac-sdn:16319"),  # CEC Limited, a trader in chemicals, is not China Electronics
        ("ofac-sdn:306", "ofac-sdn:306"),
    ],
)
def test_records_meet_the_parties_that_they_name_and_no_others(imported, entry, party):
    found = {e.key: e.party for e in imported.snapshot.table("entries")}
    assert found[entry] == party


def test_a_bank_of_the_list_is_found_by_its_other_names(imported):
    for name in ("BANCO NACIONAL DE CUBA", "National Bank of Cuba"):
        assert imported.resolve(name)[0].id == "ofac-sdn:306"
