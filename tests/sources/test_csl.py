"""The Consolidated Screening List: a result is one entry, on the list that its source names."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import malformed
import pytest

from obstat.sources import csl
from obstat.sources.entry import Detail, Entry, EntryAddress, EntryListing, EntryName, EntryNumber, EntryRelation
from obstat.sources.lists import LISTS

FIXTURES = Path(__file__).parent / "fixtures"
SHARED = Path(__file__).resolve().parents[3] / "shared"
REAL = SHARED / "data" / "lists_ofac_moov" / "csl.csv"
needs_data = pytest.mark.skipif(not SHARED.exists(), reason="needs the shared data")

FORMATS = {form.code: form for form in csl.FORMATS}
FILES = {"csl-json": "csl.json", "csl-csv": "csl.csv"}


def read(code: str, path: Path) -> list[Entry]:
    found = list(FORMATS[code].read({"list": path}, "consolidated-screening-list"))
    entries = [entry for entry in found if isinstance(entry, Entry)]
    assert len(entries) == len(found) == len({entry.id for entry in entries})
    return entries


def fixture(code: str) -> dict[str, Entry]:
    return {entry.id: entry for entry in read(code, FIXTURES / FILES[code])}


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("Entity List (EL) - Bureau of Industry and Security", "bis-entity-list"),
        ("Military End User (MEU) List - Bureau of Industry and Security", "bis-meu"),
        ("Denied Persons List (DPL) - Bureau of Industry and Security", "bis-dpl"),
        ("Unverified List (UVL) - Bureau of Industry and Security", "bis-uvl"),
        ("Nonproliferation Sanctions (ISN) - State Department", "state-isn"),
        ("ITAR Debarred (DTC) - State Department", "state-itar-debarred"),
        ("Specially Designated Nationals (SDN) - Treasury Department", "ofac-sdn"),
        ("Sectoral Sanctions Identifications List (SSI) - Treasury Department", "ofac-ssi"),
        ("Foreign Sanctions Evaders (FSE) - Treasury Department", "ofac-fse"),
        ("Palestinian Legislative Council List (PLC) - Treasury Department", "ofac-plc"),
        ("Capta List (CAP) - Treasury Department", "ofac-capta"),
        ("Non-SDN Menu-Based Sanctions List (NS-MBS List) - Treasury Department", "ofac-mbs"),
        ("Non-SDN Chinese Military-Industrial Complex Companies List (CMIC) - Treasury Department", "ofac-ns-cmic"),
        ("Lunar List (LUN) - Moon Department", None),
        ("Non-SDN Something List - Treasury Department", None),
    ],
)
def test_a_source_names_a_list_or_none_but_never_its_neighbour(source: str, code: str | None) -> None:
    assert csl.list_of(source) == code
    assert code is None or code in LISTS


def test_a_result_of_the_json_is_an_entry_with_all_it_says() -> None:
    entry = fixture("csl-json")["bis-entity-list-qinglong-optical-research-institute-cn"]
    assert entry.names == (
        EntryName("Qinglong Optical Research Institute"),
        EntryName("QORI", "alias", weak=True),
        EntryName("Blue Dragon Optics", "alias"),
        EntryName("青龙光学研究所", "alias"),
    )
    assert entry.addresses == (
        EntryAddress("No. 5, East Lake Road, Wuhan, 430000, CN", "CN"),
        EntryAddress("Pier 2, HK", "HK"),
    )
    assert entry.listings == (
        EntryListing(
            "bis-entity-list",
            since="2019-05-21",
            citation="84 FR 33333, 5/21/19",
            measures="License requirement: For all items subject to the EAR, see §§ 734.9(e)¹ and 744.11 of the EAR²; "
            "License review policy: Presumption of denial.",
            url="https://example.org/el",
        ),
    )
    assert {detail.value for detail in entry.details if detail.label == "footnote"} == {"1", "2"}


def test_fields_that_nobody_knows_are_left_wherever_they_stand() -> None:
    entry = fixture("csl-json")["bis-entity-list-qinglong-optical-research-institute-cn"]
    assert entry.left == (Detail("addresses/floor", "9"), Detail("zeal", '{"level": 3}'))
    assert all(entry.left == () for entry in fixture("csl-csv").values())


def test_an_entry_of_the_treasury_is_read_as_its_own_lists_are() -> None:
    entry = fixture("csl-csv")["ofac-sdn-990001"]
    assert entry.kind == "person"
    assert [name.text for name in entry.names] == ["Karim Nadir RAFIQ", "Karim RAFEEQ", "K. N. RAFIQ"]
    assert [(listing.programme, listing.reference) for listing in entry.listings] == [
        ("SDGT", "990001"),
        ("NPWMD", "990001"),
    ]
    assert entry.numbers == (EntryNumber("passport", "P1234", "AF"),)
    assert entry.relations == (EntryRelation("linked_to", "BLUE DRAGON TRADING"),)
    assert {"AF", "PK"} == set(entry.countries)
    assert {Detail("date of birth", "1961"), Detail("date of birth", "1962-05-03")} <= set(entry.details)


def test_a_vessel_has_its_numbers_owner_and_flag() -> None:
    entry = fixture("csl-csv")["ofac-sdn-990002"]
    assert entry.kind == "vessel"
    assert entry.numbers == (EntryNumber("call_sign", "HQXY"), EntryNumber("imo", "9999999"))
    assert entry.relations == (EntryRelation("owned_by", "BLUE DRAGON TRADING"),)
    assert entry.countries == ("PA",)


def test_numbers_of_the_json_keep_country_and_dates() -> None:
    entry = fixture("csl-json")["ofac-mbs-990001"]
    assert entry.numbers == (
        EntryNumber("bic", "KREMRUMM"),
        EntryNumber("tax", "7700000000", "RU", "issue 2001-02-03"),
    )


def test_an_affiliated_entity_is_listed_under_its_own_name() -> None:
    entry = fixture("csl-csv")["bis-entity-list-hangzhou-borealis-co-ltd-cn"]
    assert [name.text for name in entry.names] == [
        "Hangzhou Borealis Co., Ltd.",
        "Hangzhou New Borealis",
        "HNB Works",
    ]
    assert entry.relations == (EntryRelation("affiliate_of", "Borealis Telecom Co., Ltd."),)
    assert [address.country for address in entry.addresses] == ["CN", "HK"]


def test_an_end_date_is_the_last_day_of_an_order() -> None:
    assert fixture("csl-csv")["bis-dpl-erik-halvorsen"].listings[0].until == "2005-06-06"
    assert fixture("csl-json")["bis-dpl-omar-taleb-us"].listings[0].measures == "Non-standard order"


def test_an_unknown_source_is_told_and_taken_for_no_list_of_ours() -> None:
    entry = fixture("csl-csv")["consolidated-screening-list-tycho-works"]
    assert Detail("source", "Lunar List (LUN) - Moon Department") in entry.details
    assert [listing.list for listing in entry.listings] == ["consolidated-screening-list"]


def test_a_file_that_is_a_list_is_read_as_well(tmp_path: Path) -> None:
    results = json.loads((FIXTURES / "csl.json").read_text(encoding="utf-8"))["results"]
    path = tmp_path / "csl.json"
    path.write_text(json.dumps(results))
    assert read("csl-json", path) == read("csl-json", FIXTURES / "csl.json")


@pytest.mark.parametrize("code", FORMATS)
@pytest.mark.parametrize("what", malformed.NO_EDITIONS)
def test_what_is_no_edition_is_refused_in_a_sentence(code: str, what: str, tmp_path: Path) -> None:
    assert malformed.refuses(FORMATS[code], tmp_path / FILES[code], malformed.NO_EDITIONS[what], code)


@pytest.mark.parametrize(
    "data", [b'{"results": [1, 2]}', b'{"results": [{"name": "A"}', b'{"results": ' + b"[" * 100_000]
)
def test_json_of_another_shape_is_refused(data: bytes, tmp_path: Path) -> None:
    assert malformed.refuses(FORMATS["csl-json"], tmp_path / "csl.json", data, "csl")


@pytest.mark.parametrize(
    "value",
    [{"name": ["A"]}, {"addresses": "Kabul, AF"}, {"addresses": [1]}, {"ids": ["1, 2"]}, {"ids": 5}, {"programs": "X"}],
)
def test_values_of_another_type_are_read_or_left(value: dict[str, object], tmp_path: Path) -> None:
    path = tmp_path / "csl.json"
    path.write_text(json.dumps({"results": [{"source": "Entity List (EL)", "name": "Acme", **value}]}))
    assert len(read("csl-json", path)) == 1


@pytest.mark.parametrize("code", FORMATS)
def test_damaged_files_are_read_or_refused(code: str, tmp_path: Path) -> None:
    malformed.survives(FORMATS[code], tmp_path / FILES[code], (FIXTURES / FILES[code]).read_bytes(), code)


@needs_data
def test_the_table_of_2019_is_read_whole() -> None:
    entries = read("csl-csv", REAL)
    assert len(entries) == 115
    assert all(entry.left == () and entry.names for entry in entries)
    on = Counter({listing.list for listing in entry.listings}.pop() for entry in entries)
    assert on == {
        "ofac-sdn": 28, "ofac-ssi": 26, "bis-entity-list": 22, "ofac-plc": 13, "state-itar-debarred": 10,
        "bis-dpl": 8, "bis-uvl": 4, "state-isn": 3, "ofac-capta": 1,
    }  # fmt: skip
    assert {listing.list for entry in entries for listing in entry.listings} <= set(LISTS)


@needs_data
def test_named_records_of_2019_say_what_they_should() -> None:
    entries = {entry.id: entry for entry in read("csl-csv", REAL)}
    bank = next(entry for entry in entries.values() if entry.names[0].text == "GAZPROMBANK OAO")
    assert (bank.kind, bank.listings[0].measures) == ("company", "Subject to Directive 1")
    assert "GPB, OAO" in [name.text for name in bank.names]
    institute = next(entry for entry in entries.values() if entry.names[0].text == "54th Research Institute of China")
    assert institute.listings[0].since == "2001-05-14"
    assert "Communication, Telemetry and Telecontrol Research Institute" in [name.text for name in institute.names]
    assert institute.countries == ("CN",)
    ship = next(entry for entry in entries.values() if entry.kind == "vessel" and entry.names[0].text == "7-28")
    assert EntryNumber("imo", "8898831") in ship.numbers
    assert ship.relations == (EntryRelation("linked_to", "YUSONG SHIPPING CO"),)
    akbari = next(entry for entry in entries.values() if entry.names[0].text == "Mohammadreza Ali AKBARI")
    assert EntryRelation("linked_to", "Rostam QASEMI") in akbari.relations
