"""OFAC's four delimited tables become one entry a record, and no row is lost."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from obstat.model.errors import SourceError
from obstat.sources import ofac_csv
from obstat.sources.entry import (
    Detail,
    Entry,
    EntryAddress,
    EntryListing,
    EntryName,
    EntryNumber,
    EntryRelation,
    Statement,
)
from obstat.sources.lists import LISTS

FOLDER = Path(__file__).parent / "fixtures" / "ofac_csv"
SDN = {
    "names": FOLDER / "sdn.csv",
    "aliases": FOLDER / "alt.csv",
    "addresses": FOLDER / "add.csv",
    "remarks": FOLDER / "sdn_comments.csv",
}
CONSOLIDATED = {"names": FOLDER / "cons_prim.csv"}
NAMES_ROW = '1,"TEST LTD",-0- ,"SDGT",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"Website test.example."\n'


def by_id(parts: dict[str, Path], list_code: str = "ofac-sdn") -> dict[str, Entry]:
    entries = list(ofac_csv.read(parts, list_code))
    found = {entry.id: entry for entry in entries if isinstance(entry, Entry)}
    assert len(found) == len(entries)
    return found


@pytest.fixture(scope="module")
def sdn() -> dict[str, Entry]:
    return by_id(SDN)


@pytest.fixture(scope="module")
def consolidated() -> dict[str, Entry]:
    return by_id(CONSOLIDATED, "ofac-other")


def test_every_number_gives_one_entry_and_everything_in_it_is_understood(sdn: dict[str, Entry]) -> None:
    assert sorted(sdn) == ["101", "101-2", "102", "103", "104", "105", "106", "901", "902", "903"]
    assert all(entry.left == () for entry in sdn.values())


def test_kinds_follow_the_type_column_which_is_empty_for_entities(sdn: dict[str, Entry]) -> None:
    assert {number: sdn[number].kind for number in ("101", "101-2", "102", "103", "104", "901")} == {
        "101": "company",
        "101-2": "body",
        "102": "person",
        "103": "vessel",
        "104": "aircraft",
        "901": "unknown",
    }


def test_names_stand_in_order_without_repetition(sdn: dict[str, Entry]) -> None:
    assert sdn["101"].names == (
        EntryName("OSTERVIK TRADING CO., LTD."),
        EntryName('OSTERVIK, "THE COMPANY", LTD.', "alias"),
        EntryName("OSTERVIK SHIPPING", "former"),
        EntryName("OSTERVIK GROUP"),
        EntryName("OSTER", "alias", weak=True),
        EntryName("OST'S OWN", "former", weak=True),
    )
    assert Detail("alias remarks", "OSTERVIK GROUP: used since the merger") in sdn["101"].details


def test_names_of_persons_are_turned_round(sdn: dict[str, Entry]) -> None:
    assert [name.text for name in sdn["102"].names] == ["Sten Aage BERGHOLM", "Sten BERGHOLM, JR.", "Uncle BERG"]


def test_addresses_keep_a_country_that_is_none(sdn: dict[str, Entry]) -> None:
    assert sdn["101"].addresses == (
        EntryAddress("Havnegata 1, 2. etasje, Oslo 0150, Norway", "NO"),
        EntryAddress("Sjoland, Region: Testmark", None),
    )
    assert sdn["101"].countries == ("NO",)
    assert Detail("country", "Region: Testmark") in sdn["101"].details
    assert Detail("address remarks", "Sjoland, Region: Testmark: by the sea") in sdn["101"].details


def test_a_blocked_party_is_on_the_list_once_a_programme(sdn: dict[str, Entry]) -> None:
    page = "https://sanctionssearch.ofac.treas.gov/Details.aspx?id=101"
    assert sdn["101"].listings == tuple(
        EntryListing("ofac-sdn", programme=tag, url=page, reference="101") for tag in ("TESTLAND", "SDGT")
    )


def test_vessels_have_their_own_columns(sdn: dict[str, Entry]) -> None:
    vessel = sdn["103"]
    assert vessel.numbers == (
        EntryNumber("call_sign", "LA1234"),
        EntryNumber("imo", "9074729"),
        EntryNumber("mmsi", "257000001"),
    )
    assert vessel.relations[0] == EntryRelation("owned_by", "Havblik Holding S.A.")
    assert vessel.countries == ("PA",)
    assert Detail("tonnage", "318,000") in vessel.details


def test_what_is_not_understood_of_the_remarks_is_kept(sdn: dict[str, Entry]) -> None:
    assert Detail("remarks", "Rumoured to own a lighthouse") in sdn["101"].details
    assert Detail("executive order 13224 information", "Subject to a test") in sdn["101"].details


def test_remarks_go_on_in_the_middle_of_a_word(sdn: dict[str, Entry]) -> None:
    assert sdn["105"].numbers[-1] == EntryNumber("registration", "1234567890" * 4, "NO")
    assert sdn["105"].names[-1] == EntryName("LANG", "alias", weak=True)


def test_remarks_that_break_off_do_not_state_their_last_number(sdn: dict[str, Entry]) -> None:
    assert Detail("remarks cut off", "alt. Phone N") in sdn["106"].details
    assert not [number for number in sdn["106"].numbers if number.scheme == "phone"]


def test_a_number_that_two_records_bear_makes_two_entries(sdn: dict[str, Entry]) -> None:
    assert sdn["101-2"].names == (EntryName("MINISTRY OF TESTS"),)
    assert Detail("ent_num", "101, which another record bears too") in sdn["101-2"].details
    assert sdn["101-2"].addresses == ()


def test_rows_whose_number_no_name_bears_are_entries(sdn: dict[str, Entry]) -> None:
    assert [name.text for name in sdn["901"].names] == ["Erik LOST", "LOST AND COMPANY, S.A."]
    assert sdn["902"].addresses == (EntryAddress("Lost Street 1, Lost Town, Panama", "PA"),)
    assert sdn["903"].numbers == (EntryNumber("website", "www.lost.example"),)
    for number in ("901", "902", "903"):
        assert sdn[number].details[0] == Detail("names", f"the table of names lacks number {number}")


def test_aliases_and_addresses_are_read_without_names() -> None:
    entries = by_id({"aliases": SDN["aliases"], "addresses": SDN["addresses"]})
    assert list(entries) == ["101", "102", "901", "902"]
    assert entries["101"].kind == "unknown"
    assert entries["101"].addresses[0].country == "NO"


def test_a_non_sdn_record_stands_on_the_list_its_tags_tell(consolidated: dict[str, Entry]) -> None:
    assert {number: [listing.list for listing in entry.listings] for number, entry in consolidated.items()} == {
        "501": ["ofac-ns-cmic"],
        "502": ["ofac-ssi"],
        "503": ["ofac-ssi", "ofac-mbs"],
        "504": ["ofac-ssi"],
        "505": ["ofac-capta"],
        "506": ["ofac-plc"],
        "507": ["ofac-capta"],
        "508": ["ofac-fse"],
        "509": ["ofac-other"],
        "510": ["ofac-mbs"],
    }
    assert {listing.list for entry in consolidated.values() for listing in entry.listings} <= set(LISTS)


def test_a_chinese_company_has_its_dates_its_securities_and_its_code(consolidated: dict[str, Entry]) -> None:
    company = consolidated["501"]
    assert company.listings[0].since == "2021-08-02"
    assert Detail("listing date (cmic)", "2021-06-03") in company.details
    assert Detail("purchase/sales for divestment date (cmic)", "2022-06-03") in company.details
    assert [(number.scheme, number.value) for number in company.numbers] == [
        ("ticker", "00999 HK"),
        ("isin", "CNE000000XX1"),
        ("isin", "US0000000001"),
        ("uscc", "91000000TEST000000"),
        ("lei", "253400TEST00TEST0012"),
    ]
    assert [name.text for name in company.names[1:]] == ["Guanglian Test Telecom Ltd", "Guanglian Telecom"]
    assert company.relations == (EntryRelation("linked_to", "GUANGLIAN HOLDING CO., LTD."),)


def test_directives_are_measures_of_their_listing(consolidated: dict[str, Entry]) -> None:
    assert consolidated["502"].listings[0].measures == "Subject to Directive 1; Subject to Directive 3"
    assert consolidated["510"].listings[0].measures == "EXPORT SANCTIONS Sec. 235(a)(2); LOANS Sec. 235(a)(3)"


def test_columns_and_words_that_are_new_are_reported(tmp_path: Path) -> None:
    names, aliases = tmp_path / "sdn.csv", tmp_path / "alt.csv"
    names.write_text(NAMES_ROW + NAMES_ROW.replace("1,", "2,", 1)[:-1] + ",extra\n")
    aliases.write_text('1,1,"zka","OTHER",-0- \n')
    first, second = ofac_csv.read({"names": names, "aliases": aliases}, "ofac-sdn")
    assert first.left == (Detail("kind", "zka"),)
    assert second.left == (Detail("column 13", "extra"),)


def test_a_row_that_makes_no_sense_is_an_entry_with_all_its_cells_left(tmp_path: Path) -> None:
    names = tmp_path / "sdn.csv"
    names.write_text(NAMES_ROW + "oops,what,is,this\n" + NAMES_ROW.replace("1,", "3,", 1))
    senseless = list(ofac_csv.read({"names": names}, "ofac-sdn"))[1]
    assert isinstance(senseless, Entry)
    assert (senseless.id, senseless.kind, senseless.names) == ("line-2", "unknown", ())
    assert [detail.value for detail in senseless.left] == ["oops", "what", "is", "this"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "sdn.csv is empty"),
        ("\x1a", "sdn.csv is empty"),
        ("\n\nname;type\n", "sdn.csv is not OFAC's table of names"),
        ("<html><body>Service unavailable, try later</body></html>", "sdn.csv is not OFAC's table of names"),
        ('36,12,"aka","TEST",-0- \n', "sdn.csv is not OFAC's table of names"),
        (NAMES_ROW + NAMES_ROW[:20], "sdn.csv ends in the middle of a record"),
        (NAMES_ROW + '2,"TEST LTD",-0- ,"SD\n', "sdn.csv ends in the middle of a record"),
    ],
)
def test_another_file_or_half_a_file_is_refused_in_one_sentence(tmp_path: Path, content: str, sentence: str) -> None:
    path = tmp_path / "sdn.csv"
    path.write_text(content)
    with pytest.raises(SourceError, match=sentence) as caught:
        list(ofac_csv.read({"names": path}, "ofac-sdn"))
    assert str(caught.value).count(". ") == 0


def test_an_edition_without_files_says_which_to_name() -> None:
    with pytest.raises(SourceError, match=r"name sdn\.csv"):
        list(ofac_csv.read({}, "ofac-sdn"))


@pytest.mark.parametrize("part", ["names", "aliases", "addresses", "remarks"])
def test_damaged_bytes_never_raise_anything_else(tmp_path: Path, part: str) -> None:
    whole, dice = SDN[part].read_bytes(), random.Random(part)
    path = tmp_path / SDN[part].name
    for _ in range(150):
        damaged = bytearray(whole[: dice.randrange(len(whole) + 1)])
        for _ in range(dice.choice([0, 0, 3, 30])):
            if damaged:
                damaged[dice.randrange(len(damaged))] = dice.randrange(256)
        path.write_bytes(dice.choice([bytes(damaged), dice.randbytes(200)]))
        read: list[Statement] = []
        try:
            read += ofac_csv.read({part: path}, "ofac-sdn")
        except SourceError:
            continue
        assert all(isinstance(entry, Entry) for entry in read)


def test_the_sources_name_lists_formats_and_official_addresses() -> None:
    codes = {form.code for form in ofac_csv.FORMATS}
    for source in ofac_csv.SOURCES:
        assert source.list in LISTS
        assert source.format in codes
        assert source.persons
        assert all(
            address.startswith("https://sanctionslistservice.ofac.treas.gov/") for address in source.addresses.values()
        )
