"""Tables of the Bureau of Industry and Security: rows of one party, or of one order, are one entry."""

from __future__ import annotations

from pathlib import Path

import malformed
import pytest

from obstat.model.errors import SourceError
from obstat.sources import aliases, bis
from obstat.sources.entry import Detail, Entry, EntryAddress, EntryListing, EntryName
from obstat.sources.lists import LISTS

FIXTURES = Path(__file__).parent / "fixtures"
SHARED = Path(__file__).resolve().parents[3] / "shared"
DATA = SHARED / "data"
needs_data = pytest.mark.skipif(not SHARED.exists(), reason="needs the shared data")

FORMATS = {form.code: form for form in bis.FORMATS}
FILES = {"bis-dpl": "bis_dpl.txt", "bis-uvl": "bis_uvl.csv", "bis-entity-csv": "bis_el.csv"}
LIST_OF = {"bis-dpl": "bis-dpl", "bis-uvl": "bis-uvl", "bis-entity-csv": "bis-entity-list"}


def read(code: str, path: Path) -> list[Entry]:
    found = list(FORMATS[code].read({"list": path}, LIST_OF[code]))
    entries = [entry for entry in found if isinstance(entry, Entry)]
    assert len(entries) == len(found) == len({entry.id for entry in entries})
    return entries


def fixture(code: str) -> dict[str, Entry]:
    return {entry.id: entry for entry in read(code, FIXTURES / FILES[code])}


def test_the_rows_of_one_order_are_one_entry_with_all_addresses_and_citations() -> None:
    entry = fixture("bis-dpl")["erik-m-halvorsen-us"]
    assert entry.at == "line 4; line 5"
    assert [address.text for address in entry.addresses] == [
        "9 PINE ROAD, DULUTH, MN, 55802",
        "INMATE NUMBER: 00000-000, SANDSTONE, MN, 55072",
    ]
    assert entry.listings == (
        EntryListing(
            "bis-dpl",
            since="1995-06-05",
            until="2005-06-06",
            citation="60 F.R. 31140; 61 F.R. 1",
            measures="Standard order",
        ),
    )


def test_another_order_on_the_same_name_is_another_entry() -> None:
    entry = fixture("bis-dpl")["erik-m-halvorsen-us-2"]
    assert (entry.listings[0].since, entry.listings[0].until) == ("2010-07-01", None)
    assert entry.listings[0].measures == "Non-standard order"


def test_an_order_holds_on_its_expiration_date() -> None:
    listing = fixture("bis-dpl")["lindqvist-trading-inc-se"].listings[0]
    assert (listing.since, listing.until) == ("2019-03-01", "2029-03-02")  # printed: 3/1/2029


def test_family_names_first_are_turned_and_firms_stay_as_they_are() -> None:
    entries = fixture("bis-dpl")
    assert entries["erik-m-halvorsen-us"].names == (EntryName("ERIK M. HALVORSEN"),)
    assert entries["lindqvist-trading-inc-se"].names == (
        EntryName("LINDQVIST TRADING, INC."),
        EntryName("LTI", "alias", weak=True),
    )


@pytest.mark.parametrize(
    ("printed", "written"),
    [
        ("ABEL, ANA J.", "ANA J. ABEL"),
        ("Gonzalo, Ana, Jr.", "Ana Gonzalo, Jr."),
        ("Gonzalo, Jr., Ana", "Ana Gonzalo, Jr."),
        ("Ana Gonzalo, Jr.", "Ana Gonzalo, Jr."),
        ("Meridian Optics, Inc.", "Meridian Optics, Inc."),
        ("Gazlom, OAO", "Gazlom, OAO"),
        ("Kam Systems, Ltd. and David Meno", "Kam Systems, Ltd. and David Meno"),
        ("Tactical Rotor Corporation, Northern Plant", "Tactical Rotor Corporation, Northern Plant"),
        (", Ana", ", Ana"),
    ],
)
def test_a_name_is_turned_only_where_it_is_a_persons(printed: str, written: str) -> None:
    assert aliases.in_order(EntryName(printed)).text == written


def test_an_address_without_a_country_but_with_a_state_is_in_the_united_states() -> None:
    assert fixture("bis-dpl")["erik-m-halvorsen-us"].countries == ("US",)


def test_what_cannot_be_read_is_a_detail_and_part_of_the_address() -> None:
    entry = fixture("bis-dpl")["omar-taleb"]
    assert entry.countries == ()
    assert entry.addresses == (EntryAddress("1 SQUARE, NOWHERE, ATLANTIS"),)
    assert set(entry.details) == {
        Detail("country", "ATLANTIS"),
        Detail("effective_date", "soon"),
        Detail("expiration_date", "13/45/2020"),
    }


def test_an_unverified_party_is_one_entry_with_its_addresses() -> None:
    entries = fixture("bis-uvl")
    assert entries["lantern-chips-limited-hk"].addresses == (
        EntryAddress("Flat 2, Kowloon", "HK"),
        EntryAddress("Unit 3, Wanchai", "HK"),
    )
    assert [name.text for name in entries["neva-training-centre-ru"].names] == [
        "Neva Training Centre",
        "NTC",
        "Neva Academy",
    ]
    assert entries["reef-supplies"].details == (Detail("country", "Atlantis"),)


def test_addresses_times_aliases_of_the_old_entity_list_are_one_entry() -> None:
    entry = fixture("bis-entity-csv")["karim-nadir-rafiq-af"]
    assert entry.names == (
        EntryName("Karim Nadir Rafiq"),
        EntryName("Karim Nader Rafiq", "alias"),
        EntryName("Rafiq Hawala", "former"),
    )
    assert [address.text for address in entry.addresses] == ["Block 4, flat 5, Kabul", "Bazaar Road, 9, Herat"]
    assert entry.listings == (
        EntryListing(
            "bis-entity-list",
            since="2011-11-21",
            citation="76 FR 71867",
            measures="License requirement: For all items subject to the EAR.; "
            "License review policy: Presumption of denial.",
            url="https://example.org/el",
        ),
    )


@pytest.mark.parametrize("code", FORMATS)
def test_a_column_that_nobody_knows_is_left(code: str, tmp_path: Path) -> None:
    delimiter = "\t" if code == "bis-dpl" else ","
    lines = (FIXTURES / FILES[code]).read_text(encoding="utf-8").splitlines()
    path = tmp_path / FILES[code]
    path.write_text("\n".join([f"{lines[0]}{delimiter}Zeal", *(f"{line}{delimiter}high" for line in lines[1:])]))
    assert all(Detail("Zeal", "high") in entry.left for entry in read(code, path) if entry.names)
    assert all(entry.left == () for entry in fixture(code).values())


def test_cells_beyond_the_header_are_left(tmp_path: Path) -> None:
    path = tmp_path / "uvl.csv"
    path.write_text("COUNTRY,NAME,ADDRESS\nChina,Yulin,Beijing,by the gate\n")
    assert read("bis-uvl", path)[0].left == (Detail("column 4", "by the gate"),)


@pytest.mark.parametrize("code", FORMATS)
@pytest.mark.parametrize("what", malformed.NO_EDITIONS)
def test_what_is_no_edition_is_refused_in_a_sentence(code: str, what: str, tmp_path: Path) -> None:
    assert malformed.refuses(FORMATS[code], tmp_path / FILES[code], malformed.NO_EDITIONS[what], code)


@pytest.mark.parametrize("code", FORMATS)
def test_damaged_files_are_read_or_refused(code: str, tmp_path: Path) -> None:
    malformed.survives(FORMATS[code], tmp_path / FILES[code], (FIXTURES / FILES[code]).read_bytes(), code)


def test_an_edition_without_a_file_is_refused() -> None:
    with pytest.raises(SourceError):
        list(FORMATS["bis-dpl"].read({}, "bis-dpl"))


def test_every_source_states_a_known_format_and_list() -> None:
    for source in bis.SOURCES:
        assert source.format in FORMATS
        assert source.list in LISTS
        assert all(address.startswith("https://") for address in source.addresses.values())


@needs_data
def test_the_denied_persons_of_2021_are_read_whole() -> None:
    entries = read("bis-dpl", DATA / "lists_ofac_moov" / "dpl.txt")
    assert sum(entry.at.count("line ") for entry in entries) == 581
    assert len(entries) == 460
    assert all(entry.left == () and entry.names for entry in entries)
    saidi = next(entry for entry in entries if entry.names[0].text == "ABDUL MAJID SAIDI")
    assert saidi.countries == ("US",)
    assert (saidi.listings[0].since, saidi.listings[0].until) == ("2020-10-30", "2026-03-14")
    assert bis.SOURCES[0].expectations.faults(entries) == []


@needs_data
def test_the_samples_of_official_files_are_read_whole() -> None:
    folder = DATA / "fixtures_screening_list_formats"
    denied = read("bis-dpl", folder / "dpl.txt")
    assert len(denied) == 9
    assert {"AMANCIO J. ABELAIRAS", "SEMICONDUCTOR SYSTEMS INTL., INC."} <= {entry.names[0].text for entry in denied}
    unverified = read("bis-uvl", folder / "uvl.csv")
    assert (len(unverified), sum(len(entry.addresses) for entry in unverified)) == (13, 19)
    listed = read("bis-entity-csv", folder / "el.csv")
    assert [len(entry.addresses) for entry in listed] == [2, 1, 7, 1, 1]
    assert [name.text for name in listed[0].names][1:] == ["Fazel Rahim Farid", "Farid", "Engineer Idris"]
    assert all(entry.left == () for entry in (*denied, *unverified, *listed))
