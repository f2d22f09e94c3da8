"""The plain JSON of entities: an entity is an entry, its notes may bear on its listings."""

from __future__ import annotations

import json
from pathlib import Path

import malformed
import pytest

from obstat.sources import entities_json
from obstat.sources.entry import Detail, Entry, EntryAddress, EntryName, EntryNumber, EntryRelation

FIXTURE = Path(__file__).parent / "fixtures" / "entities.json"
SHARED = Path(__file__).resolve().parents[3] / "shared"
REAL = SHARED / "data" / "lists_us_nsfreg_2026-07-09"
needs_data = pytest.mark.skipif(not SHARED.exists(), reason="needs the shared data")
FORM = entities_json.FORMATS[0]
COUNTS = {
    "bis_entity_list": 3_409, "bis_meu": 70, "bis_dpl": 564, "dhs_uflpa": 148, "cbp_wro": 67, "dow_1260h": 80,
    "dow_1286": 134, "fcc_covered": 15, "ofac_eo14032_annex": 59, "ofac_nscmic": 68, "state_nonproliferation": 528,
    "state_debarred_admin": 8, "state_debarred_statutory": 779,
}  # fmt: skip


def read(path: Path, list_code: str = "bis-entity-list") -> list[Entry]:
    found = list(FORM.read({"list": path}, list_code))
    entries = [entry for entry in found if isinstance(entry, Entry)]
    assert len(entries) == len(found) == len({entry.id for entry in entries})
    return entries


def test_an_entity_is_an_entry_on_the_list_that_is_given() -> None:
    entry = read(FIXTURE)[0]
    assert entry.names == (
        EntryName("Qinglong Optical Research Institute"),
        EntryName("QORI", "alias", weak=True),
        EntryName("Blue Dragon Optics", "alias"),
    )
    assert entry.addresses == (
        EntryAddress("No. 5, East Lake Road, Wuhan, China", "CN"),
        EntryAddress("Pier 2, Kowloon, Hong Kong", "HK"),
    )
    assert [listing.list for listing in entry.listings] == ["bis-entity-list"]
    assert Detail("remark", "See alternate address under Pakistan") in entry.details
    assert Detail("footnote", "2") in entry.details


def test_statements_in_the_notes_are_listings_with_their_ends() -> None:
    _, works, halvorsen, lifted = read(FIXTURE)
    assert [(on.programme, on.since, on.until, on.citation) for on in works.listings] == [
        ("CBW Act", "2003-02-04", None, "Vol. 68, No. 33"),
        ("INKSNA", "2020-09-23", "2022-09-24", "Vol. 85"),  # it expired on 23 September, which counts
    ]
    assert works.details == (Detail("location", "Perm"),)
    assert halvorsen.listings[0].until == "2027-01-25"
    assert lifted.listings[0].until == "2013-03-04"  # on the day of its lifting it holds no more


def test_what_cannot_be_read_is_told_and_what_is_unknown_is_left() -> None:
    _, _, halvorsen, lifted = read(FIXTURE)
    assert Detail("effective date", "some day") in halvorsen.details
    assert halvorsen.left == (Detail("rank", "7"),)
    assert lifted.details == (Detail("country", "Middle East Region"),)


def entity(tmp_path: Path, **fields: object) -> Entry:
    path = tmp_path / "list.json"
    path.write_text(json.dumps({"entities": [{"name": "Ural Rotor Works", **fields}]}))
    (entry,) = read(path)
    return entry


@pytest.mark.parametrize(
    ("fields", "names", "address"),
    [
        (
            {"name": "Rotor Company (a.k.a.", "address": "Rotor Pad Co.), Unit 23, Teheran, Iran"},
            [EntryName("Rotor Company"), EntryName("Rotor Pad Co.", "alias")],
            EntryAddress("Unit 23, Teheran, Iran", "IR"),
        ),
        (
            {"name": "ROTOR ENTERPRISE CO.", "address": "LTD., 9 PINE ROAD, TAIPEI, Taiwan"},
            [EntryName("ROTOR ENTERPRISE CO., LTD.")],
            EntryAddress("9 PINE ROAD, TAIPEI, Taiwan", "TW"),
        ),
        (
            {"aliases": ["Rotor LLC. 5 Pine Ave., Minsk, 220036, Belarus"]},
            [EntryName("Ural Rotor Works"), EntryName("Rotor LLC", "alias")],
            EntryAddress("5 Pine Ave., Minsk, 220036, Belarus", "BY"),
        ),
        (
            {"aliases": ["formerly known as Old Rotor"], "address": "1 Quay, Road Town, Virgin Islands, British"},
            [EntryName("Ural Rotor Works"), EntryName("Old Rotor", "former")],
            EntryAddress("1 Quay, Road Town, Virgin Islands, British", "VG"),
        ),
    ],
)
def test_cells_cut_at_the_wrong_place_are_read_as_the_list_has_them(
    fields: dict[str, object], names: list[EntryName], address: EntryAddress, tmp_path: Path
) -> None:
    entry = entity(tmp_path, **fields)
    assert entry.names == tuple(names)
    assert entry.addresses == (address,)


def test_labelled_notes_are_numbers_programmes_and_ties(tmp_path: Path) -> None:
    entry = entity(
        tmp_path,
        notes="Target Type: Public Company; USCC: 91110000MA00000000 (China); Program: X1; Linked To: ACME CO.",
    )
    assert entry.numbers == (EntryNumber("uscc", "91110000MA00000000", "CN"),)
    assert entry.listings[0].programme == "X1"
    assert entry.relations == (EntryRelation("linked_to", "ACME CO."),)
    assert entry.details == (Detail("target type", "Public Company"),)


def test_subsidiaries_listed_together_are_owned(tmp_path: Path) -> None:
    entry = entity(
        tmp_path, notes="Listed together with subsidiaries: Acme Works Co., Ltd. (Acme), B, Inc., and C Institute."
    )
    assert [(tie.relation, tie.name) for tie in entry.relations] == [
        ("owns", "Acme Works Co., Ltd."),
        ("owns", "B, Inc."),
        ("owns", "C Institute"),
    ]


@pytest.mark.parametrize("what", malformed.NO_EDITIONS)
def test_what_is_no_edition_is_refused_in_a_sentence(what: str, tmp_path: Path) -> None:
    assert malformed.refuses(FORM, tmp_path / "list.json", malformed.NO_EDITIONS[what], "demo")


def test_damaged_files_are_read_or_refused(tmp_path: Path) -> None:
    malformed.survives(FORM, tmp_path / "list.json", FIXTURE.read_bytes(), "demo")


@needs_data
@pytest.mark.parametrize("name", COUNTS)
def test_every_entity_of_the_transcribed_lists_is_an_entry(name: str) -> None:
    path = REAL / f"{name}.json"
    entries = read(path, name)
    assert len(entries) == COUNTS[name] == json.loads(path.read_text())["count"]
    assert all(entry.left == () for entry in entries)
    assert sum(not entry.names for entry in entries) == (1 if name == "state_nonproliferation" else 0)


@needs_data
def test_sanctions_that_have_expired_have_an_end() -> None:
    entries = read(REAL / "state_nonproliferation.json", "state-isn")
    yarmouk = next(entry for entry in entries if entry.names and entry.names[0].text == "Yarmouk Complex")
    assert (yarmouk.listings[0].since, yarmouk.listings[0].until) == ("2015-08-28", "2017-08-29")
    assert sum(any(listing.until for listing in entry.listings) for entry in entries) == 401
