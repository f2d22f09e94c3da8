"""Names that a statute holds come out of its text, or out of a table of them, with the section that names them."""

from __future__ import annotations

import csv
import json
import random
from pathlib import Path

import pytest

from obstat.model.errors import SourceError
from obstat.sources import statutes
from obstat.sources.entry import Detail, Entry, EntryListing, EntryName
from obstat.sources.lists import LISTS

FIXTURES = Path(__file__).parent / "fixtures"
SHARED = Path(__file__).resolve().parents[3] / "shared"
FORMATS = {form.code: form for form in statutes.FORMATS}
SAMPLES = (
    ("statute-names-csv", FIXTURES / "statutes_names.csv", "section-1286"),
    ("statute-text", FIXTURES / "statutes_act.htm", "section-889"),
    ("statute-text", FIXTURES / "statutes_list.txt", "section-154"),
)


def by_id(code: str, path: Path, list_code: str) -> dict[str, Entry]:
    found = list(FORMATS[code].read({"list": path}, list_code))
    entries = {entry.id: entry for entry in found if isinstance(entry, Entry)}
    assert len(entries) == len(found)
    return entries


def details(entry: Entry, label: str) -> list[str]:
    return [detail.value for detail in entry.details if detail.label == label]


@pytest.fixture(scope="module")
def table() -> dict[str, Entry]:
    return by_id(*SAMPLES[0])


@pytest.fixture(scope="module")
def act() -> dict[str, Entry]:
    return by_id(*SAMPLES[1])


@pytest.fixture(scope="module")
def numbered() -> dict[str, Entry]:
    return by_id(*SAMPLES[2])


class TestTable:
    def test_the_editions_of_a_name_are_one_entry(self, table: dict[str, Entry]) -> None:
        entry = table["academy-of-coastal-sciences"]
        assert entry.at == "line 2; line 5"
        assert [(name.text, name.kind) for name in entry.names] == [
            ("Academy of Coastal Sciences", "name"),
            ("ACS", "alias"),
            ("Sample Institute", "alias"),
            ("Old Sample Institute", "former"),
        ]
        assert entry.countries == ("CN",)

    def test_an_edition_of_a_fiscal_year_holds_from_the_publication_that_its_address_tells(
        self, table: dict[str, Entry]
    ) -> None:
        entry = table["academy-of-coastal-sciences"]
        assert [(listing.since, listing.until) for listing in entry.listings] == [
            ("2023-06-29", "2026-07"),
            ("2026-07", None),
        ]
        assert details(entry, "report date") == ["2022", "2025"]
        assert entry.listings[0].ground == "teaches"
        assert details(entry, "source url") == ["https://test.test/release"]

    def test_an_end_date_is_the_first_day_off_the_list(self, table: dict[str, Entry]) -> None:
        assert [(listing.since, listing.until) for listing in table["mabel-institute"].listings] == [
            ("2023-06-29", "2026-07-23")
        ]

    def test_a_party_is_named_from_the_act_on_even_where_its_effect_begins_later(self, table: dict[str, Entry]) -> None:
        entry = table["sample-batteries-limited"]
        assert entry.listings[0].since == "2023-12-22"
        assert details(entry, "start date") == ["2027-10-01"]

    def test_the_list_is_that_of_the_section_named_and_else_the_one_asked_for(self, table: dict[str, Entry]) -> None:
        assert {entry.id: entry.listings[0].list for entry in table.values()} == {
            "academy-of-coastal-sciences": "section-1286",
            "university-of-testland": "section-1286",
            "mabel-institute": "section-1286",
            "sample-batteries-limited": "section-154",
            "nobodys-boat": "section-1286",
            "jane-sample": "section-353",
        }

    def test_kinds_and_countries_that_are_not_known_keep_their_words(self, table: dict[str, Entry]) -> None:
        assert (table["jane-sample"].kind, table["jane-sample"].countries) == ("person", ("HN",))
        assert (table["nobodys-boat"].kind, details(table["nobodys-boat"], "schema")) == ("unknown", ["Vessel"])
        assert (table["university-of-testland"].countries, details(table["university-of-testland"], "country")) == (
            (),
            ["Atlantis"],
        )

    def test_nothing_of_a_row_is_left(self, table: dict[str, Entry]) -> None:
        assert all(entry.left == () for entry in table.values())
        assert details(table["jane-sample"], "topics") == ["sanction"]
        assert details(table["jane-sample"], "authority") == ["State"]

    def test_a_table_of_names_alone_takes_the_dates_of_the_act(self, tmp_path: Path) -> None:
        path = tmp_path / "names.csv"
        path.write_text("Name,Aliases,Colour\nNorthwind Signal Company,NSC; Northwind,blue\n")
        (entry,) = by_id("statute-names-csv", path, "section-889").values()
        assert entry.listings == (
            EntryListing("section-889", since="2018-08-13", citation="Pub. L. 115-232, section 889"),
        )
        assert [name.text for name in entry.names] == ["Northwind Signal Company", "NSC", "Northwind"]
        assert entry.left == (Detail("colour", "blue"),)


class TestText:
    def test_only_the_section_asked_for_is_read(self, act: dict[str, Entry]) -> None:
        assert [entry.names[0].text for entry in act.values()] == [
            "Northwind Signal Company",
            "Blue Ibis Corporation",
            "Grey Heron Optics, Inc.",
            "Sandpiper Digital Company",
            "Lapwing Technology Company",
        ]

    def test_the_clause_is_the_ground_and_its_purpose_the_measure(self, act: dict[str, Entry]) -> None:
        assert act["grey-heron-optics-inc"].listings == (
            EntryListing(
                "section-889",
                since="2018-08-13",
                programme=("Section 889 of the John S. McCain National Defense Authorization Act for Fiscal Year 2019"),
                citation="Pub. L. 115-232, section 889",
                measures=(
                    "For the purpose of public safety, security of government facilities, and other national security "
                    "purposes"
                ),
                ground=(
                    "For the purpose of public safety, security of government facilities, and other national security "
                    "purposes, video surveillance equipment produced by Grey Heron Optics, Inc., Sandpiper Digital "
                    "Company, or Lapwing Technology Company (or any subsidiary or affiliate of such entities)"
                ),
            ),
        )
        assert act["northwind-signal-company"].listings[0].measures is None

    def test_whom_it_extends_to_is_a_detail(self, act: dict[str, Entry], numbered: dict[str, Entry]) -> None:
        assert all(
            entry.details == (Detail("extends to", "any subsidiary or affiliate of such entities"),)
            for entry in act.values()
        )
        assert details(numbered["example-cells-company-limited"], "extends to") == [
            "Any successor to an entity specified in paragraphs (1) through (3)"
        ]

    def test_an_acronym_behind_a_name_is_an_alias(self, act: dict[str, Entry], numbered: dict[str, Entry]) -> None:
        assert [name.text for name in act["blue-ibis-corporation"].names] == ["Blue Ibis Corporation", "BIC"]
        assert numbered["sample-amperes-company-limited"].names == (
            EntryName("Sample Amperes Company, Limited"),
            EntryName("SAC", "alias"),
        )

    def test_a_numbered_list_ends_where_its_subsection_ends(self, numbered: dict[str, Entry]) -> None:
        assert list(numbered) == [
            "sample-amperes-company-limited",
            "example-cells-company-limited",
            "testland-high-tech-company-limited",
        ]
        ground = numbered["example-cells-company-limited"].listings[0].ground
        assert ground is not None
        assert ground.startswith("(a) In General.--Beginning on October 1, 2027, none of the funds may be obligated")

    def test_a_paragraph_alone_is_enough(self, tmp_path: Path) -> None:
        path = tmp_path / "paragraph.txt"
        path.write_text(
            "(A) A chip that is designed, produced or provided by, Sample Foundry International Corporation (SFIC) (or "
            "any subsidiary, affiliate, or successor of such entities).\n(B) A chip that is designed, produced, or "
            "provided by Testland Memory Technologies (TMT) or Example Memory Corp (EMC) (or any subsidiary of such)."
        )
        entries = by_id("statute-text", path, "section-5949").values()
        assert [[name.text for name in entry.names] for entry in entries] == [
            ["Sample Foundry International Corporation", "SFIC"],
            ["Testland Memory Technologies", "TMT"],
            ["Example Memory Corp", "EMC"],
        ]
        assert [entry.listings[0].since for entry in entries] == ["2022-12-23"] * 3

    def test_a_text_that_names_nobody_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "list"
        path.write_text("SEC. 889. Nobody shall buy equipment produced by such entities (or any friend of theirs).")
        with pytest.raises(SourceError, match="names nobody"):
            by_id("statute-text", path, "section-889")


def test_sources_are_of_known_lists_and_formats() -> None:
    assert [source.code for source in statutes.SOURCES] == [
        "section-889",
        "section-5949",
        "section-154",
        "section-1286",
    ]
    for source in statutes.SOURCES:
        assert source.list in LISTS
        assert source.format in FORMATS
        assert all(address.startswith("https://www.govinfo.gov/") for address in source.addresses.values())


@pytest.mark.parametrize("code", FORMATS)
@pytest.mark.parametrize(
    "data", [b"", b"<html><h1>403 Forbidden</h1></html>", b"a,b\n1,2\n", b"name\n", bytes(range(256))]
)
def test_what_is_neither_is_refused_in_one_sentence(code: str, data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "list"
    path.write_bytes(data)
    with pytest.raises(SourceError, match=r"^list .*\.$"):
        by_id(code, path, "section-889")


@pytest.mark.parametrize(("code", "sample", "list_code"), SAMPLES)
def test_damaged_files_give_entries_or_a_source_error(code: str, sample: Path, list_code: str, tmp_path: Path) -> None:
    data, dice, path = sample.read_bytes(), random.Random(7), tmp_path / "list"
    samples = [data[:size] for size in range(0, len(data), 31)]
    for _ in range(100):
        damaged = bytearray(data)
        for _ in range(8):
            damaged[dice.randrange(len(damaged))] = dice.randrange(256)
        samples.append(bytes(damaged))
    for damage in samples:
        path.write_bytes(damage)
        try:
            assert by_id(code, path, list_code)
        except SourceError as error:
            assert str(error).endswith(".")


@pytest.mark.skipif(not SHARED.exists(), reason="the transcription is not at hand")
def test_the_institutions_of_the_section_1286_list_of_2024_are_read_as_they_are_named(tmp_path: Path) -> None:
    text = (SHARED / "data" / "lists_us_nsfreg_2026-07-09" / "dow_1286.json").read_text()
    published = json.loads(text)["entities"]
    path = tmp_path / "names.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(
            [("name", "aliases"), *((row["name"], "; ".join(row["aliases"])) for row in published)]
        )
    entries = list(by_id("statute-names-csv", path, "section-1286").values())
    assert len(entries) == 134
    assert all(entry.left == () and entry.listings == (EntryListing("section-1286"),) for entry in entries)
    renamed = {
        row["name"]: entry.names[0].text
        for entry, row in zip(entries, published, strict=True)
        if entry.names[0].text != row["name"]
    }
    assert renamed == {
        "Center for International Security and Strategy (affiliated with Tsinghua University)": (
            "Center for International Security and Strategy"
        ),
        "Chinese Academy of Sciences (CAS) - Institute of Computing Technology (ICT)": (
            "Chinese Academy of Sciences (CAS) - Institute of Computing Technology"
        ),
    }
    assert statutes.SOURCES[-1].expectations.faults(entries) == []
