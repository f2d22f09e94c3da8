"""An entity of the UFLPA Entity List is one entry, with a listing for each of the statute's lists it stands on."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from obstat.model.errors import SourceError
from obstat.sources import uflpa
from obstat.sources.entry import Detail, Entry, EntryListing, EntryName
from obstat.sources.lists import LISTS

PAGE = Path(__file__).parent / "fixtures" / "uflpa_page.html"
SHARED = Path(__file__).resolve().parents[3] / "shared"
REAL = SHARED / "data" / "lists_us_nsfreg_2026-07-09"


def by_id(path: Path = PAGE) -> dict[str, Entry]:
    found = list(uflpa.FORMATS[0].read({"list": path}, "dhs-uflpa"))
    entries = {entry.id: entry for entry in found if isinstance(entry, Entry)}
    assert len(entries) == len(found)
    return entries


def test_an_entity_of_two_tables_is_one_entry_with_two_listings() -> None:
    entry = by_id()["testland-cotton-works-co-ltd"]
    assert entry.at == "table 1, row 2; table 2, row 2"
    assert entry.listings == (
        EntryListing(
            "dhs-uflpa",
            since="2022-06-21",
            programme="UFLPA",
            citation="Section 2(d)(2)(B)(i)",
            ground="A list of entities in Xinjiang that mine, produce, or manufacture goods with forced labor",
            url=uflpa.ADDRESS,
        ),
        EntryListing(
            "dhs-uflpa",
            since="2024-11-25",
            programme="UFLPA",
            citation="Section 2(d)(2)(B)(v)",
            ground="A list of facilities and entities, including the Corps, that source material from Xinjiang",
            url=uflpa.ADDRESS,
        ),
    )


def test_names_in_brackets_are_aliases_and_a_comma_within_a_name_divides_nothing() -> None:
    assert [(name.text, name.kind) for name in by_id()["testland-cotton-works-co-ltd"].names] == [
        ("Testland Cotton Works Co., Ltd.", "name"),
        ("TCW", "alias"),
        ("Testland Works", "alias"),
        ("Testland Cotton, Oils and Foods Co., Ltd.", "alias"),
    ]
    assert by_id()["example-foods-co-ltd"].names == (
        EntryName("Example Foods Co., Ltd."),
        EntryName("Example Foodstuffs", "alias"),
        EntryName("Old Example Co., Ltd.", "former"),
    )


def test_how_far_an_entry_reaches_is_a_detail_and_no_name() -> None:
    assert by_id()["testland-cotton-works-co-ltd"].details == (
        Detail("extends to", "its subordinate and affiliated entities"),
    )
    assert by_id()["sample-silicon-shanshan-co-ltd"].details == (Detail("extends to", "subsidiaries"),)


def test_only_the_list_of_entities_in_xinjiang_tells_where_they_are() -> None:
    assert {entry.id: entry.countries for entry in by_id().values()} == {
        "testland-cotton-works-co-ltd": ("CN",),
        "sample-silicon-shanshan-co-ltd": ("CN",),
        "example-foods-co-ltd": (),
        "table-2-row-4": (),
    }


def test_what_cannot_be_read_is_told_and_what_is_new_is_left() -> None:
    entry = by_id()["example-foods-co-ltd"]
    assert entry.listings[0].since is None
    assert entry.details == (Detail("effective date", "soon"),)
    assert entry.left == (Detail("sector", "food"),)


def test_a_row_without_a_name_is_still_an_entry() -> None:
    entry = by_id()["table-2-row-4"]
    assert (entry.kind, entry.names, entry.listings[0].since) == ("unknown", (), "2024-05-17")


def test_the_source_is_of_a_known_list_and_format() -> None:
    (source,) = uflpa.SOURCES
    assert source.list in LISTS
    assert source.format == uflpa.FORMATS[0].code
    assert source.addresses == {"list": uflpa.ADDRESS}


@pytest.mark.parametrize(
    "data", [b"", b"<html><h1>403 Forbidden</h1></html>", b"Name of Entity,Effective Date\nX,Y\n", bytes(range(256))]
)
def test_what_is_no_such_page_is_refused_in_one_sentence(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "list"
    path.write_bytes(data)
    with pytest.raises(SourceError, match=r"^list .*fetch https://www\.dhs\.gov/uflpa-entity-list again\.$"):
        by_id(path)


def test_damaged_pages_give_entries_or_a_source_error(tmp_path: Path) -> None:
    data, dice, path = PAGE.read_bytes(), random.Random(7), tmp_path / "list"
    samples = [data[:size] for size in range(0, len(data), 41)]
    for _ in range(100):
        damaged = bytearray(data)
        for _ in range(8):
            damaged[dice.randrange(len(damaged))] = dice.randrange(256)
        samples.append(bytes(damaged))
    for sample in samples:
        path.write_bytes(sample)
        try:
            assert by_id(path)
        except SourceError as error:
            assert str(error).endswith(".")


@pytest.fixture(scope="module")
def page() -> dict[str, Entry]:
    return by_id(REAL / "source-uflpa-2026-07-09.html")


@pytest.mark.skipif(not SHARED.exists(), reason="the published page is not at hand")
class TestPublishedPage:
    def test_a_hundred_and_sixty_rows_are_a_hundred_and_forty_four_entities(self, page: dict[str, Entry]) -> None:
        assert sum(len(entry.at.split("; ")) for entry in page.values()) == 160
        assert len(page) == 144
        assert all(entry.left == () and all(listing.since for listing in entry.listings) for entry in page.values())
        assert uflpa.SOURCES[0].expectations.faults(page.values()) == []

    def test_every_listing_names_its_clause(self, page: dict[str, Entry]) -> None:
        clauses = [listing.citation for entry in page.values() for listing in entry.listings]
        assert {clause: clauses.count(clause) for clause in set(clauses)} == {
            "Section 2(d)(2)(B)(i)": 9,
            "Section 2(d)(2)(B)(ii)": 43,
            "Section 2(d)(2)(B)(v)": 108,
        }
        assert all(listing.ground for entry in page.values() for listing in entry.listings)

    def test_an_entity_of_all_three_tables(self, page: dict[str, Entry]) -> None:
        entry = page["xinjiang-production-and-construction-corps"]
        assert [name.text for name in entry.names] == [
            "Xinjiang Production and Construction Corps",
            "XPCC",
            "Xinjiang Corps",
            "Bingtuan",
        ]
        assert len(entry.listings) == 3
        assert entry.details == (Detail("extends to", "its subordinate and affiliated entities"),)

    def test_aliases_and_former_names_are_told_apart(self, page: dict[str, Entry]) -> None:
        assert [(name.text, name.kind) for name in page["hongyuan-green-energy-co-ltd"].names] == [
            ("Hongyuan Green Energy Co., Ltd.", "name"),
            ("HY Solar", "alias"),
            ("Hoyuan Green Energy Co. Ltd.", "alias"),
            ("Wuxi Shangji CNC Co., Ltd.", "former"),
            ("Wuxi Shangji Automation Co., Ltd.", "former"),
            ("Wuxi Shangji Grinding Machine Co., Ltd.", "former"),
        ]
        assert "Wuyuan County Xuanda Cereals, Oils and Foods Co., Ltd." in [
            name.text for name in page["inner-mongolia-xuanda-food-co-ltd"].names
        ]

    def test_a_second_transcription_has_the_same_names_but_counts_four_entities_twice(
        self, page: dict[str, Entry]
    ) -> None:
        def plain(name: str) -> str:
            return "".join(c for c in name.casefold() if c.isalnum())

        ours = {plain(name.text) for entry in page.values() for name in entry.names}
        others = json.loads((REAL / "dhs_uflpa.json").read_text())["entities"]
        # it leaves "and subsidiaries" and two acronyms in the name
        assert len(others) == len(page) + 4
        assert [row["name"] for row in others if plain(row["name"]) not in ours] == [
            "Hoshine Silicon Industry (Shanshan) Co., Ltd and subsidiaries",
            "No. 4 Vocation Skills Education Training Center (VSETC)",
            "Xinjiang Production and Construction Corps (XPCC)",
            "Hoshine Silicon Industry (Shanshan) Co., Ltd., and Subsidiaries",
        ]
