"""A company of the section 1260H table is one entry, and is on the list today only if the newest edition names it."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Mapping
from pathlib import Path

import pytest

from obstat.model.errors import SourceError
from obstat.sources import dod_1260h
from obstat.sources.entry import Detail, Entry, EntryName, EntryRelation
from obstat.sources.lists import LISTS

TABLE = Path(__file__).parent / "fixtures" / "dod_editions.csv"
SHARED = Path(__file__).resolve().parents[3] / "shared"
HEADER = ("Name", "Clean Name", "Alias", "Previous Name", "Parent Name", "Note", "Start date", "End date", "Source Url")


def by_id(path: Path = TABLE) -> dict[str, Entry]:
    found = list(dod_1260h.FORMATS[0].read({"list": path}, "dod-1260h"))
    entries = {entry.id: entry for entry in found if isinstance(entry, Entry)}
    assert len(entries) == len(found)
    return entries


def periods(entry: Entry) -> list[tuple[str | None, str | None]]:
    return [(listing.since, listing.until) for listing in entry.listings]


def write(folder: Path, *rows: Mapping[str, str]) -> Path:
    path = folder / "1260h.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, HEADER)
        table.writeheader()
        table.writerows(rows)
    return path


def company(name: str, start: str, end: str = "") -> dict[str, str]:
    return {"Name": name, "Clean Name": name, "Start date": start, "End date": end}


@pytest.fixture(scope="module")
def table() -> dict[str, Entry]:
    return by_id()


def test_the_rows_of_a_name_are_one_entry_whose_listings_follow_each_other(table: dict[str, Entry]) -> None:
    entry = table["testland-heavy-holding-co-ltd"]
    assert entry.at == "line 2; line 7; line 11"
    assert periods(entry) == [("2021-06-03", "2025-01-07"), ("2025-01-07", "2026-06-08"), ("2026-06-08", None)]
    assert [listing.ground for listing in entry.listings] == [None, "THH is owned by the state.", "THH remains."]
    assert [listing.url for listing in entry.listings][1:] == [
        "https://example.test/2025.pdf",
        "https://example.test/2026.pdf",
    ]
    assert Detail("source url", "https://example.test/fr") in entry.details


def test_a_company_that_was_taken_off_and_put_on_again_has_a_gap(table: dict[str, Entry]) -> None:
    entry = table["sample-shipping-co"]
    assert periods(entry) == [("2021-06-03", "2024-01-31"), ("2026-06-08", None)]
    assert entry.details == (Detail("note", "No longer owned by anyone"),)


def test_an_open_row_does_not_outlive_a_later_row_that_ended(table: dict[str, Entry]) -> None:
    assert periods(table["example-drones-inc"]) == [("2022-10-05", "2025-01-07"), ("2025-01-07", "2026-02-17")]


def test_an_open_row_ends_with_the_complete_edition_that_leaves_it_out(table: dict[str, Entry]) -> None:
    assert periods(table["sometime-works"]) == [("2022-10-05", "2025-01-07")]
    assert table["sometime-works"].details == (Detail("not in the edition of", "2025-01-07"),)
    assert periods(table["testland-radio-co-ltd"])[-1] == ("2025-01-07", "2026-06-08")


def test_an_edition_that_only_adds_ends_nothing(tmp_path: Path) -> None:
    rows = [company(f"Works {number}", "2025-01-07") for number in range(9)]
    added = [company("Newcomer", "2026-06-08"), company("Works 1", "2026-06-08")]
    entries = by_id(write(tmp_path, *rows, *added))
    assert periods(entries["works-0"]) == [("2025-01-07", None)]
    assert periods(entries["works-1"]) == [("2025-01-07", "2026-06-08"), ("2026-06-08", None)]
    assert periods(entries["newcomer"]) == [("2026-06-08", None)]


def test_what_a_notice_adds_after_the_newest_edition_stays(tmp_path: Path) -> None:
    rows = [company(f"Works {number}", day) for day in ("2025-01-07", "2026-06-08") for number in range(5)]
    entries = by_id(write(tmp_path, *rows, company("Newcomer", "2026-09-01"), company("Gone", "2025-01-07")))
    assert periods(entries["works-3"])[-1] == ("2026-06-08", None)
    assert periods(entries["gone"]) == [("2025-01-07", "2026-06-08")]


def test_names_keep_their_kinds(table: dict[str, Entry]) -> None:
    assert table["testland-heavy-holding-co-ltd"].names == (
        EntryName("Testland Heavy Holding Co., Ltd."),
        EntryName("THH", "alias", weak=True),
    )
    assert table["testland-digital-co-ltd"].names == (
        EntryName("Testland Digital Co., Ltd."),
        EntryName("Testland Radio Co., Ltd.", "former"),
        EntryName("Old Wireless Works", "former"),
        EntryName("Older Wireless Works", "former"),
    )
    assert [name.text for name in table["example-drones-inc"].names] == [
        "Example Drones Inc.",
        "Drono",
        "Beijing Drono",
    ]


def test_what_some_editions_leave_in_brackets_behind_the_clean_name_is_an_alias(table: dict[str, Entry]) -> None:
    assert [name.text for name in table["testland-radio-co-ltd"].names] == [
        "Testland Radio Co., Ltd.",
        "Testland Radio",
    ]


def test_the_printed_name_is_kept_where_it_says_more(table: dict[str, Entry]) -> None:
    printed = [detail for detail in table["testland-heavy-holding-co-ltd"].details if detail.label == "name"]
    assert printed == [Detail("name", "Testland Heavy Holding Co., Ltd. (THH)*")]


def test_a_parent_is_tied_to_its_entry_whether_or_not_an_acronym_follows_it(table: dict[str, Entry]) -> None:
    tie = EntryRelation("subsidiary_of", "Testland Heavy Holding Co., Ltd.", "testland-heavy-holding-co-ltd")
    assert table["testland-radio-co-ltd"].relations == (tie,)


def test_an_unknown_column_is_left_and_a_date_that_is_none_is_told(table: dict[str, Entry]) -> None:
    assert table["sample-shipping-co"].left == (Detail("checked", "by hand"),)
    assert [entry.id for entry in table.values() if entry.left] == ["sample-shipping-co"]
    nobody = table["line-15"]
    assert (nobody.kind, nobody.names, nobody.details) == ("unknown", (), (Detail("start date", "someday"),))
    assert periods(nobody) == [(None, None)]


def test_the_header_is_read_in_any_case_with_hyphens_or_underscores(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("clean_name,START-DATE\nTest Works,2026-06-08\n")
    assert periods(by_id(path)["test-works"]) == [("2026-06-08", None)]


def test_the_source_is_of_a_known_list_and_format() -> None:
    (source,) = dod_1260h.SOURCES
    assert source.list in LISTS
    assert source.format == dod_1260h.FORMATS[0].code


@pytest.mark.parametrize(
    "data", [b"", b"<html><h1>403 Forbidden</h1></html>", b"name,list\nA,B\n", b"Clean Name,Start date\n"]
)
def test_what_is_no_such_table_is_refused_in_one_sentence(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "list"
    path.write_bytes(data)
    with pytest.raises(SourceError, match=r"^list .*\.$"):
        by_id(path)


def test_damaged_tables_give_entries_or_a_source_error(tmp_path: Path) -> None:
    data, dice, path = TABLE.read_bytes(), random.Random(7), tmp_path / "list"
    samples = [data[:size] for size in range(0, len(data), 23)]
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


@pytest.mark.skipif(not SHARED.exists(), reason="the second transcription is not at hand")
def test_the_eighty_top_level_entries_of_the_edition_of_2026_are_read_as_they_are_named(tmp_path: Path) -> None:
    text = (SHARED / "data" / "lists_us_nsfreg_2026-07-09" / "dow_1260h.json").read_text()
    published = json.loads(text)["entities"]
    rows = [
        {
            "Name": f"{row['name']} ({'; '.join(row['aliases'])})" if row["aliases"] else row["name"],
            "Clean Name": row["name"],
            "Alias": ";".join(row["aliases"]),
            "Note": row["notes"],
            "Start date": "2026-06-08",
        }
        for row in published
    ]
    entries = by_id(write(tmp_path, *rows))
    assert len(entries) == 80
    assert all(entry.left == () for entry in entries.values())
    assert [entry.names[0].text for entry in entries.values()] == [row["name"] for row in published]
    assert [
        {name.text.casefold() for name in entry.names[1:]}
        >= {alias.casefold() for alias in row["aliases"] if alias.casefold() != row["name"].casefold()}
        for entry, row in zip(entries.values(), published, strict=True)
    ] == [True] * 80
    assert [entry.listings[0].ground for entry in entries.values()] == [
        " ".join(row["notes"].split()) for row in published
    ]
    assert dod_1260h.SOURCES[0].expectations.faults(entries.values()) == []
