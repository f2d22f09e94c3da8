"""The Advanced Sanctions Data Model: parts that refer to each other by number become one entry a profile."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from obstat.model.errors import SourceError
from obstat.sources import ofac_advanced
from obstat.sources.entry import Detail, Entry, EntryAddress, EntryName, EntryNumber, EntryRelation
from obstat.sources.lists import LISTS

FILE = Path(__file__).parent / "fixtures" / "ofac_cons_advanced.xml"


def entries(path: Path, list_code: str = "ofac-other") -> dict[str, Entry]:
    return {entry.id: entry for entry in ofac_advanced.read({"list": path}, list_code) if isinstance(entry, Entry)}


@pytest.fixture(scope="module")
def listed() -> dict[str, Entry]:
    return entries(FILE)


def test_a_profile_is_an_entry_and_so_is_what_belongs_to_no_profile(listed: dict[str, Entry]) -> None:
    assert {number: entry.kind for number, entry in listed.items()} == {
        "601": "company",
        "602": "person",
        "603": "company",
        "699": "unknown",
        "identity-9999": "unknown",
    }
    assert listed["699"].listings[0].list == "ofac-ssi"
    assert listed["identity-9999"].numbers == (EntryNumber("passport", "LOST1"),)


def test_names_are_put_together_from_their_parts(listed: dict[str, Entry]) -> None:
    assert listed["601"].names == (
        EntryName("GUANGLIAN TEST TELECOM GROUP CO., LTD."),
        EntryName("广联测试电信", language="Chinese Simplified"),
        EntryName("OLD TEST TELECOM", "former"),
        EntryName("GTT", "alias", weak=True),
        EntryName("Guanglian Telecom", "alias"),
    )
    assert listed["602"].names == (EntryName("Sten Aage BERGHOLM"),)


def test_locations_are_addresses_in_every_script(listed: dict[str, Entry]) -> None:
    assert listed["601"].addresses == (
        EntryAddress("1 Test Road, Shenzhen, China", "CN"),
        EntryAddress("测试路1号, China", "CN"),
        EntryAddress("Region: Testmark", None),
    )
    assert listed["601"].countries == ("CN",)
    assert Detail("country", "Region: Testmark") in listed["601"].details


def test_documents_come_by_the_identity(listed: dict[str, Entry]) -> None:
    assert listed["601"].numbers == (
        EntryNumber("uscc", "91000000TEST000000", "CN"),
        EntryNumber("website", "www.gtt.example"),
        EntryNumber("isin", "CNE000000XX1", "SE"),
    )
    assert listed["602"].numbers[0] == EntryNumber(
        "passport", "P1234567", "NO", "issued 2011-01-02; Oslo police; Fraudulent"
    )


def test_features_say_what_the_remarks_say(listed: dict[str, Entry]) -> None:
    person = listed["602"]
    assert person.countries == ("SE",)
    assert set(person.details) >= {
        Detail("date of birth", "circa 1961-02-03"),
        Detail("place of birth", "Narvik"),
        Detail("nationality", "Sweden"),
        Detail("gender", "Male"),
    }
    assert person.numbers[-1] == EntryNumber("digital currency address - xbt", "1TestAddress")
    assert Detail("organization established date", "1998") in listed["601"].details
    assert Detail("target type", "Public Company") in listed["601"].details


def test_a_feature_or_value_that_is_new_is_a_detail(listed: dict[str, Entry]) -> None:
    assert Detail("phase of the moon", "Full") in listed["601"].details
    assert Detail("phase of the moon note", "seen once, Doubtful") in listed["601"].details
    assert Detail("featuretype 999", "Mystery") in listed["601"].details


def test_listings_have_dates_legal_basis_and_measures(listed: dict[str, Entry]) -> None:
    (company,) = listed["601"].listings
    assert (company.list, company.programme, company.citation) == (
        "ofac-ns-cmic",
        "CMIC-EO13959",
        "Executive Order 13959",
    )
    assert (company.since, company.measures) == ("2021-08-02", "Investment Ban")
    assert Detail("listing date", "2021-06-03") in listed["601"].details
    (gas,) = listed["603"].listings
    assert (gas.list, gas.since) == ("ofac-mbs", "2022-03-26")
    assert gas.measures == "Subject to Directive 3 - New debt is prohibited."
    assert {one.list for entry in listed.values() for one in entry.listings} <= set(LISTS)


def test_a_record_is_off_the_list_from_the_day_of_its_removal(listed: dict[str, Entry]) -> None:
    (listing,) = listed["602"].listings
    assert (listing.list, listing.since, listing.until) == ("ofac-other", "2020-02-29", "2024-05-06")
    assert Detail("list", "Moon List") in listed["602"].details


def test_relationships_keep_the_publishers_words_and_the_others_number(listed: dict[str, Entry]) -> None:
    assert listed["601"].relations == (EntryRelation("owned_by", "PROBA GAS", "603"),)
    assert Detail("relation", "Owned or Controlled By: PROBA GAS (603)") in listed["601"].details
    assert listed["602"].relations == (EntryRelation("linked_to", "GUANGLIAN TEST TELECOM GROUP CO., LTD.", "601"),)


def test_a_former_relationship_is_no_relation(listed: dict[str, Entry]) -> None:
    assert Detail("former relation", "Owned or Controlled By: Sten Aage BERGHOLM (602)") in listed["601"].details


def test_elements_that_are_new_are_reported_and_nothing_else_is(listed: dict[str, Entry]) -> None:
    assert {number: entry.left for number, entry in listed.items() if entry.left} == {
        "602": (Detail("Profile/Aura", "faint"), Detail("Profile/Aura/@Colour", "blue"))
    }


def test_the_namespace_of_before_2024_is_read_too(tmp_path: Path) -> None:
    path = tmp_path / "cons_advanced.xml"
    new = "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/ADVANCED_XML"
    path.write_text(FILE.read_text(encoding="utf-8").replace(new, "http://www.un.org/sanctions/1.0"), encoding="utf-8")
    assert entries(path) == entries(FILE)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "is no whole XML file"),
        ("<sdnList/>", "begins with <sdnList> where <Sanctions> is expected"),
        ("<Sanctions/>", "holds no reference values"),
        ("<Sanctions><DistinctParties>", "is no whole XML file"),
    ],
)
def test_another_file_or_half_a_file_is_refused(tmp_path: Path, content: str, sentence: str) -> None:
    path = tmp_path / "sdn_advanced.xml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SourceError, match=sentence):
        entries(path)


def test_damaged_bytes_never_raise_anything_else(tmp_path: Path) -> None:
    whole, dice = FILE.read_bytes(), random.Random(11)
    path = tmp_path / "cons_advanced.xml"
    for turn in range(200):
        damaged = bytearray(whole[: dice.randrange(len(whole))] if turn % 4 == 0 else whole)
        for _ in range(dice.choice([0, 1, 3])):
            at = dice.randrange(len(damaged)) if damaged else 0
            damaged[at : at + dice.choice([1, 40])] = dice.choice([b"", b"9", b"x", bytes([dice.randrange(256)])])
        path.write_bytes(bytes(damaged))
        try:
            assert all(isinstance(entry, Entry) for entry in ofac_advanced.read({"list": path}, "ofac-other"))
        except SourceError:
            continue
