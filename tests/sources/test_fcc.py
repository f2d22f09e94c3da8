"""The Covered List names producers and categories; Conditional Approvals name producers and their devices."""

from __future__ import annotations

import csv
import itertools
import json
import random
from pathlib import Path

import pytest

from obstat.model.errors import SourceError
from obstat.sources import fcc
from obstat.sources.entry import Detail, Entry, EntryListing, EntryNumber, EntryRelation, Statement
from obstat.sources.lists import LISTS

FIXTURES = Path(__file__).parent / "fixtures"
SHARED = Path(__file__).resolve().parents[3] / "shared"
FORMATS = {form.code: form for form in fcc.FORMATS}
SAMPLES = {
    "fcc-covered-list-html": FIXTURES / "fcc_page.html",
    "fcc-covered-list-csv": FIXTURES / "fcc_list.csv",
    "fcc-conditional-approvals-html": FIXTURES / "fcc_page.html",
    "fcc-conditional-approvals-csv": FIXTURES / "fcc_approvals.csv",
}


def read(code: str, path: Path | None = None) -> list[Entry]:
    found: list[Statement] = list(FORMATS[code].read({"list": path or SAMPLES[code]}, code.rpartition("-")[0]))
    entries = [entry for entry in found if isinstance(entry, Entry)]
    assert len(entries) == len(found)
    assert len({entry.id for entry in entries}) == len(entries)
    return entries


def by_id(code: str, path: Path | None = None) -> dict[str, Entry]:
    return {entry.id: entry for entry in read(code, path)}


def details(entry: Entry, label: str) -> list[str]:
    return [detail.value for detail in entry.details if detail.label == label]


@pytest.fixture(scope="module")
def page() -> dict[str, Entry]:
    return by_id("fcc-covered-list-html")


@pytest.fixture(scope="module")
def table() -> dict[str, Entry]:
    return by_id("fcc-covered-list-csv")


def write(folder: Path, *rows: tuple[str, ...]) -> Path:
    path = folder / "list.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("Covered Equipment or Services*", "Date of Inclusion on Covered List"), *rows])
    return path


class TestCoveredList:
    def test_a_producer_is_found_however_the_sentence_goes_on(self, page: dict[str, Entry]) -> None:
        assert {entry.id: entry.names[0].text for entry in page.values() if entry.kind == "company"} == {
            "northwind-signal-company": "Northwind Signal Company",
            "grey-heron-optics-inc": "Grey Heron Optics, Inc.",
            "ooo-lapwing-lab": "OOO Lapwing Lab",
            "ferry-networks-corp": "Ferry Networks Corp",
            "docknet-testland-llc": "DockNet (Testland) LLC",
        }

    def test_the_listing_has_date_text_and_limits(self, page: dict[str, Entry]) -> None:
        assert page["grey-heron-optics-inc"].listings == (
            EntryListing(
                "fcc-covered-list",
                since="2029-05-04",
                programme="Covered List",
                measures=(
                    "to the extent it is used for the purpose of public safety, and other national security purposes"
                ),
                ground=(
                    "Video equipment produced by Grey Heron Optics, Inc., to the extent it is used for the purpose of "
                    "public safety, and other national security purposes, including services provided by such entity."
                ),
                url=fcc.ADDRESS,
            ),
        )
        assert details(page["grey-heron-optics-inc"], "covered equipment or services") == ["Video equipment"]

    def test_how_far_a_row_reaches_is_a_detail(self, page: dict[str, Entry]) -> None:
        assert details(page["ooo-lapwing-lab"], "extends to") == [
            "any of its predecessors, successors, parents, subsidiaries, or affiliates"
        ]

    def test_a_row_of_two_parties_is_two_entries_of_one_row(self, page: dict[str, Entry]) -> None:
        owner, owned = page["ferry-networks-corp"], page["docknet-testland-llc"]
        assert owner.listings == owned.listings
        assert details(owner, "row") == details(owned, "row") == ["4"]
        assert owner.relations == (EntryRelation("owns", "DockNet (Testland) LLC", owned.id, 100.0, 100.0),)
        assert owned.relations == (EntryRelation("subsidiary_of", "Ferry Networks Corp", owner.id, 100.0, 100.0),)

    def test_parties_between_which_stands_or_are_entries_of_their_own(self, table: dict[str, Entry]) -> None:
        assert table["gull-radio-ltd"].names[0].text == "Gull Radio Ltd."
        assert table["tern-radio-ltd"].names[0].text == "Tern Radio Ltd."
        assert table["gull-radio-ltd"].relations == ()

    def test_a_category_is_named_by_its_words_without_footnote_marks(self, table: dict[str, Entry]) -> None:
        assert {entry.id: entry.names[0].text for entry in table.values() if entry.kind == "category"} == {
            "gliders-and-glider-parts": "Gliders and glider parts produced in a foreign country",
            "modems": "Modems produced in a foreign country",
            "egg-timers": "Foreign-produced egg timers",
        }

    def test_exceptions_are_told_one_by_one_with_their_last_days(self, page: dict[str, Entry]) -> None:
        told = [detail for detail in page["gliders-and-glider-parts"].details if detail.label.startswith("exception")]
        assert told == [
            Detail("exception (a)", "Gliders on the Green List, until January 1, 2033"),
            Detail("exception (a) until", "2033-01-01"),
            Detail("exception (b)", "gliders that qualify under 48 CFR 25.101(a), until January 1, 2034"),
            Detail("exception (b) until", "2034-01-01"),
            Detail("exception (c)", "devices which have been granted a Conditional Approval by DoW or DHS"),
            Detail(
                "exception (d)",
                "“Paper Gliders,” as defined, and “Paper Gliders that contain foreign-produced paper.”",
            ),
        ]
        assert details(page["modems"], "exception") == [
            "modems which have been granted a Conditional Approval by DoW or DHS"
        ]

    def test_what_else_a_cell_lists_is_a_detail_of_the_same_entry(
        self, page: dict[str, Entry], table: dict[str, Entry]
    ) -> None:
        assert details(page["gliders-and-glider-parts"], "also listed") == [
            "All video services listed in Section 17 of the Test Act (Pub. L. 1-2)."
        ]
        assert details(table["gliders-and-glider-parts"], "also listed") == [
            "All video services listed in Section 17 of the Test Act."
        ]

    def test_what_screen_readers_say_of_links_is_left_out(self, table: dict[str, Entry]) -> None:
        assert not any("Visit" in str(entry) for entry in table.values())

    def test_updates_are_dates_and_what_is_none_keeps_its_words(self, page: dict[str, Entry]) -> None:
        assert page["gliders-and-glider-parts"].listings[0].since == "2030-12-22"
        assert details(page["gliders-and-glider-parts"], "updated") == ["2031-01-07", "some day in spring"]
        assert page["modems"].listings[0].since is None
        assert details(page["modems"], "date of inclusion on covered list") == ["the first Monday of 2031"]

    def test_dates_run_together_in_a_copy_are_told_apart(self, table: dict[str, Entry]) -> None:
        assert details(table["gliders-and-glider-parts"], "updated") == ["2031-01-07", "2031-03-18"]

    def test_footnotes_go_to_the_rows_that_bear_their_mark_and_those_of_the_header_to_all(
        self, page: dict[str, Entry]
    ) -> None:
        general = "The inclusion of producers should be read to include their subsidiaries."
        assert all(details(entry, "footnote *") == [general] for entry in page.values())
        assert details(page["gliders-and-glider-parts"], "footnote ††") == ["Defined in the determination."]
        assert details(page["gliders-and-glider-parts"], "footnote #") == ["Extended once."]
        assert details(page["modems"], "footnote ^") == ["A modem is a box for a household."]

    def test_a_row_that_is_worded_anew_keeps_its_id(self, tmp_path: Path) -> None:
        old = write(
            tmp_path,
            ("Modems produced in a foreign country, except approved ones.", "March 23, 2031"),
            ("Software provided by Gull Labs, Inc. or any of its successors.", "May 1, 2031"),
        )
        before = by_id("fcc-covered-list-csv", old)
        new = write(
            tmp_path,
            ("Foreign-produced modems, except: (a) none, until May 5, 2032.", "March 23, 2031Updated:June 1, 2031"),
            ("Software produced or provided by Gull Labs, Inc., including equipment with it.", "May 1, 2031"),
        )
        assert list(by_id("fcc-covered-list-csv", new)) == list(before) == ["modems", "gull-labs-inc"]

    def test_a_second_row_of_a_producer_has_a_number_behind_its_id(self, tmp_path: Path) -> None:
        path = write(
            tmp_path,
            ("Radios produced by Gull Labs, Inc.", "May 1, 2031"),
            ("Software provided by Gull Labs, Inc.", "May 2, 2031"),
        )
        assert list(by_id("fcc-covered-list-csv", path)) == ["gull-labs-inc", "gull-labs-inc-2"]

    def test_a_cell_beyond_the_two_columns_is_left(self, tmp_path: Path) -> None:
        (entry,) = read("fcc-covered-list-csv", write(tmp_path, ("Radios produced by Gull.", "May 1, 2031", "new")))
        assert entry.left == (Detail("column 3", "new"),)

    def test_a_row_without_text_is_still_an_entry(self, tmp_path: Path) -> None:
        (entry,) = read("fcc-covered-list-csv", write(tmp_path, ("", "May 1, 2031")))
        assert (entry.kind, entry.names, entry.listings[0].since) == ("unknown", (), "2031-05-01")


class TestConditionalApprovals:
    def test_every_row_of_every_table_is_an_entry(self) -> None:
        assert [(entry.id, entry.kind) for entry in read("fcc-conditional-approvals-html")] == [
            ("puffin-routers-inc-2031-04-14", "company"),
            ("puffin-routers-inc-2031-04-14-2", "company"),
            ("wader-aviation-llc-2031-03-18", "company"),
            ("table-4-row-3", "unknown"),
        ]

    def test_an_approval_ends_after_its_last_day_but_on_the_day_that_follows_until(self) -> None:
        routers = [entry.listings[0] for entry in read("fcc-conditional-approvals-html")[:2]]
        assert [(listing.since, listing.until) for listing in routers] == [
            ("2031-04-14", "2032-11-01"),
            ("2031-04-14", "2033-01-01"),
        ]

    def test_one_cell_may_hold_both_days_and_more_words(self) -> None:
        entry = by_id("fcc-conditional-approvals-html")["wader-aviation-llc-2031-03-18"]
        assert (entry.listings[0].since, entry.listings[0].until) == ("2031-03-18", "2032-01-01")
        assert details(entry, "period") == ["March 18, 2031 through December 31, 2031, unless extended"]

    def test_the_kind_of_equipment_comes_from_the_heading(self) -> None:
        kinds = [details(entry, "category") for entry in read("fcc-conditional-approvals-html")[:3]]
        assert kinds == [["routers"], ["routers"], ["uncrewed aircraft systems"]]

    def test_columns_are_known_by_words_in_any_order(self) -> None:
        entry = by_id("fcc-conditional-approvals-csv")["plover-systems-llc-2031-04-22"]
        assert entry.numbers == (EntryNumber("fcc id", "2TEST-A1"), EntryNumber("fcc id", "2TEST-B2"))
        assert entry.listings == (
            EntryListing(
                "fcc-conditional-approvals",
                since="2031-04-22",
                until="2032-11-01",
                programme="Conditional Approval",
                citation="DA 31-390",
                measures="No changes of hardware",
            ),
        )
        assert set(entry.details) == {
            Detail("category", "Routers"),
            Detail("device", "Home gateway"),
            Detail("model", "P-1; P-2"),
            Detail("notes", "first of its kind"),
        }

    def test_an_unknown_column_and_a_row_with_missing_cells_are_left(self) -> None:
        page = by_id("fcc-conditional-approvals-html")
        assert page["wader-aviation-llc-2031-03-18"].left == (Detail("colour", "green"),)
        assert page["table-4-row-3"].left == (Detail("model", "Kite 8"), Detail("producer", "March 19, 2031"))
        assert by_id("fcc-conditional-approvals-csv")["plover-systems-llc-2031-04-22"].left == (Detail("serial", "77"),)

    def test_an_approval_known_to_the_month_ends_with_the_month(self) -> None:
        assert by_id("fcc-conditional-approvals-csv")["plover-systems-llc"].listings[0].until == "2033-01"


def test_sources_are_of_known_lists_and_formats() -> None:
    for source in fcc.SOURCES:
        assert source.list in LISTS
        assert source.format in FORMATS
        assert all(address.startswith("https://") for address in source.addresses.values())


@pytest.mark.parametrize("code", SAMPLES)
@pytest.mark.parametrize(
    "data",
    [b"", b"\n\n", b"<html><body><h1>503 Service Unavailable</h1></body></html>", b"a,b\n1,2\n", b"PK\x03\x04\x00\x00"],
)
def test_what_is_no_such_table_is_refused_in_one_sentence(code: str, data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "list"
    path.write_bytes(data)
    with pytest.raises(SourceError, match=r"^list .*\.$"):
        read(code, path)


@pytest.mark.parametrize("code", SAMPLES)
def test_damaged_files_give_entries_or_a_source_error(code: str, tmp_path: Path) -> None:
    data, dice, path = SAMPLES[code].read_bytes(), random.Random(7), tmp_path / "list"
    samples = [data[:size] for size in range(0, len(data), 97)]
    samples += [bytes(dice.randrange(256) for _ in range(300)) for _ in range(50)]
    for _ in range(100):
        damaged = bytearray(data)
        for _ in range(8):
            damaged[dice.randrange(len(damaged))] = dice.randrange(256)
        samples.append(bytes(damaged))
    for sample in samples:
        path.write_bytes(sample)
        try:
            read(code, path)
        except SourceError as error:
            assert str(error).endswith(".")


REAL = SHARED / "data" / "lists_us_opensanctions"
EDITIONS = ("2026-05-21", "2026-06-23", "2026-07-20", "2026-07-21", "2026-08-20")


@pytest.mark.skipif(not SHARED.exists(), reason="the published files are not at hand")
class TestPublishedTable:
    def edition(self, day: str) -> dict[str, Entry]:
        (path,) = (REAL / "fcc_history").glob(f"{day}_*.csv")
        return by_id("fcc-covered-list-csv", path)

    def test_sixteen_rows_are_seventeen_entries_and_all_is_understood(self) -> None:
        entries = read("fcc-covered-list-csv", REAL / "fcc_covered_list_table.csv")
        assert len(entries) == 17
        assert {row for entry in entries for row in details(entry, "row")} == {str(row) for row in range(1, 17)}
        assert all(entry.left == () and entry.listings[0].since for entry in entries)
        assert fcc.SOURCES[0].expectations.faults(entries) == []

    @pytest.mark.parametrize(("day", "rows"), [*zip(EDITIONS, (13, 13, 14, 14, 16), strict=True)])
    def test_every_edition_is_understood(self, day: str, rows: int) -> None:
        entries = self.edition(day).values()
        assert len({row for entry in entries for row in details(entry, "row")}) == rows
        assert all(entry.left == () for entry in entries)

    def test_no_entry_changes_its_id_from_edition_to_edition(self) -> None:
        found = [set(self.edition(day)) for day in EDITIONS]
        assert all(before <= after for before, after in itertools.pairwise(found))
        assert found[-1] - found[0] == {"digitalsystem-technology-inc", "power-inverters", "advanced-robotic-devices"}

    def test_editions_that_differ_in_what_a_copy_says_of_links_are_equal(self) -> None:
        assert self.edition("2026-07-20") == self.edition("2026-07-21")

    def test_producers_are_the_ones_a_second_transcription_has(self) -> None:
        path = SHARED / "data" / "lists_us_nsfreg_2026-07-09" / "fcc_covered.json"
        others = {row["name"].rstrip("."): row["effective_date"] for row in json.loads(path.read_text())["entities"]}
        ours = {
            entry.names[0].text.rstrip("."): entry.listings[0].since for entry in self.edition("2026-07-21").values()
        }
        assert ours == others

    def test_hikvision_is_covered_for_named_purposes(self) -> None:
        entry = self.edition("2026-08-20")["hangzhou-hikvision-digital-technology-company"]
        assert entry.listings[0].measures == (
            "to the extent it is used for the purpose of public safety, security of government facilities, physical "
            "security surveillance of critical infrastructure, and other national security purposes"
        )
        assert details(entry, "covered equipment or services") == [
            "Video surveillance and telecommunications equipment"
        ]

    def test_the_exceptions_for_uncrewed_aircraft_were_prolonged_by_a_year(self) -> None:
        def until(day: str) -> list[str]:
            entry = self.edition(day)["uncrewed-aircraft-systems-and-uas-critical-components"]
            assert details(entry, "also listed")
            return details(entry, "exception (a) until") + details(entry, "exception (b) until")

        assert until("2026-05-21") == ["2027-01-01", "2027-01-01"]
        assert until("2026-08-20") == ["2028-01-01", "2028-01-01"]
