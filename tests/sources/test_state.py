"""Tables of the Department of State: a sanctioned party has a listing for each statute, a debarment is an entry."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import malformed
import pytest

from obstat.sources import state
from obstat.sources.entry import Detail, Entry, EntryListing, EntryName
from obstat.sources.lists import LISTS

FIXTURES = Path(__file__).parent / "fixtures"
SHARED = Path(__file__).resolve().parents[3] / "shared"
DATA = SHARED / "data"
needs_data = pytest.mark.skipif(not SHARED.exists(), reason="needs the shared data")

FORMATS = {form.code: form for form in state.FORMATS}
FILES = {"state-isn": "state_isn.csv", "state-itar-debarred": "state_itar.csv"}


def read(code: str, path: Path) -> list[Entry]:
    found = list(FORMATS[code].read({"list": path}, code))
    entries = [entry for entry in found if isinstance(entry, Entry)]
    assert len(entries) == len(found) == len({entry.id for entry in entries})
    return entries


def test_a_party_under_two_statutes_is_one_entry_with_two_listings() -> None:
    _, haddad, _ = read("state-isn", FIXTURES / "state_isn.csv")
    assert haddad.at == "line 4; line 5"
    assert [listing.programme for listing in haddad.listings] == ["E.O. 13382", "Export-Import Bank Act"]
    assert haddad.listings[0].since == "2009-01-09"
    assert haddad.details == (Detail("remarks/notes", "Associated with a network"),)


def test_alternative_names_and_acronyms_are_aliases() -> None:
    works, _, _ = read("state-isn", FIXTURES / "state_isn.csv")
    assert works.names == (
        EntryName("Ural Rotor Works (Perm)"),
        EntryName("URW", "alias", weak=True),
        EntryName("Perm Rotors", "alias"),
        EntryName("Rotor-7", "alias"),
    )
    assert works.listings == (
        EntryListing(
            "state-isn",
            since="2016-06-28",
            programme="INKSNA",
            citation="Vol. 81, No. 128, 07/05/16",
            url="https://example.org/isn",
        ),
    )


def test_a_country_or_date_that_cannot_be_read_is_a_detail() -> None:
    *_, broker = read("state-isn", FIXTURES / "state_isn.csv")
    assert broker.countries == ()
    assert broker.details == (
        Detail("country", "North Korean entity in China"),
        Detail("effective date", "undated"),
    )


def test_a_debarment_is_an_entry_under_the_name_as_one_writes_it() -> None:
    okafor, meridian, lund = read("state-itar-debarred", FIXTURES / "state_itar.csv")
    assert okafor.names == (EntryName("Daniel Okafor"),)
    assert meridian.names == (EntryName("Meridian Optics, Inc."),)
    assert meridian.listings[0].citation == "57 FR 43768, corrected by 57 FR 37184"
    assert lund.names == (EntryName("Sven Erik Lund"), EntryName("Sven Lundh", "alias"))
    assert (lund.kind, lund.details) == ("person", (Detail("date of birth", "1975-11"),))


def test_later_names_of_the_columns_are_known_and_others_are_left() -> None:
    (castell,) = read("state-itar-debarred", FIXTURES / "state_itar_statutory.csv")
    assert castell.names == (EntryName("Ana Castell, Jr."),)
    assert castell.listings == (EntryListing("state-itar-debarred", since="2018-04-25", citation="83 FR 18112"),)
    assert castell.left == (Detail("reinstated", "2024"),)


@pytest.mark.parametrize("code", FORMATS)
@pytest.mark.parametrize("what", malformed.NO_EDITIONS)
def test_what_is_no_edition_is_refused_in_a_sentence(code: str, what: str, tmp_path: Path) -> None:
    assert malformed.refuses(FORMATS[code], tmp_path / FILES[code], malformed.NO_EDITIONS[what], code)


@pytest.mark.parametrize("code", FORMATS)
def test_damaged_files_are_read_or_refused(code: str, tmp_path: Path) -> None:
    malformed.survives(FORMATS[code], tmp_path / FILES[code], (FIXTURES / FILES[code]).read_bytes(), code)


def test_every_source_states_a_known_format_and_list() -> None:
    assert all(source.format in FORMATS and source.list in LISTS for source in state.SOURCES)


@needs_data
def test_the_samples_of_official_files_are_read_whole() -> None:
    folder = DATA / "fixtures_screening_list_formats"
    sanctioned = read("state-isn", folder / "isn.csv")
    assert [len(entry.listings) for entry in sanctioned] == [1, 1, 3]  # five rows, two of the nine lines are blank
    debarred = read("state-itar-debarred", folder / "itar_debarred_parties.csv")
    assert [name.text for name in debarred[3].names] == ["Bajro Hukic", "Bob Hukic", "Bab Hucici"]
    assert len(debarred) == 4
    assert all(entry.left == () for entry in (*sanctioned, *debarred))


@needs_data
def test_hundreds_of_debarred_persons_are_turned_and_no_firm_is(tmp_path: Path) -> None:
    path = tmp_path / "debarred.csv"
    names = [
        entity["name"]
        for file in ("state_debarred_statutory.json", "state_debarred_admin.json")
        for entity in json.loads((DATA / "lists_us_nsfreg_2026-07-09" / file).read_text())["entities"]
    ]
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([["Party Name"], *([name] for name in names)])
    written = [entry.names[0].text for entry in read("state-itar-debarred", path)]
    assert len(written) == 787
    with_comma = {name for name in written if "," in name}
    assert len(with_comma) == 44  # firms, persons with Jr. behind the name, and two cases of several parties
    assert {"A & C International Trade, Inc.", "Gustavo Gonzalez, Jr."} <= with_comma
