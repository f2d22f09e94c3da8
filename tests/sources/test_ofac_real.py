"""OFAC's published files, where they are at hand: every record is there, and everything in it is understood."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from obstat.model import places
from obstat.sources import ofac_csv, ofac_labels, ofac_xml
from obstat.sources.entry import Detail, Entry, EntryAddress, EntryName, EntryNumber, EntryRelation

SHARED = Path(__file__).resolve().parents[3] / "shared"
JANUARY = SHARED / "data" / "lists_ofac_sdn_2022-01"
DECEMBER = SHARED / "data" / "lists_ofac_moov"
SMALL = SHARED / "data" / "fixtures_screening_list_formats"

pytestmark = pytest.mark.skipif(not SHARED.exists(), reason="the published files are not at hand")


def read(folder: Path, list_code: str, **names: str) -> list[Entry]:
    parts = {part: folder / name for part, name in names.items()}
    return [entry for entry in ofac_csv.read(parts, list_code) if isinstance(entry, Entry)]


@pytest.fixture(scope="module")
def sdn() -> list[Entry]:
    return read(JANUARY, "ofac-sdn", names="sdn.csv", aliases="alt.csv", addresses="add.csv")


@pytest.fixture(scope="module")
def consolidated() -> list[Entry]:
    names = {"names": "cons_prim.csv", "aliases": "cons_alt.csv", "addresses": "cons_add.csv"}
    return read(DECEMBER, "ofac-other", **names, remarks="cons_comments.csv")


@pytest.fixture(scope="module")
def nameless() -> list[Entry]:
    return read(DECEMBER, "ofac-sdn", aliases="alt.csv", addresses="add.csv", remarks="sdn_comments.csv")


def one(entries: Iterable[Entry], number: str) -> Entry:
    (entry,) = [entry for entry in entries if entry.id == number]
    return entry


def rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.reader(file) if len(row) > 1]


def texts(value: object) -> Iterator[str]:
    if isinstance(value, tuple):
        for part in value:
            yield from texts(part)
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts(getattr(value, field.name))
    elif isinstance(value, str):
        yield value


def words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))


def test_january_2022_has_a_record_for_every_row_and_one_for_the_address_of_nobody(sdn: list[Entry]) -> None:
    # 9,043 numbers stand in 9,044 rows: 2677 was put, in this copy, on a row whose own number, 34489, is now nobody's.
    assert [len(rows(JANUARY / name)) for name in ("sdn.csv", "alt.csv", "add.csv")] == [9_044, 12_409, 13_625]
    assert len(sdn) == 9_045
    assert len({entry.id for entry in sdn}) == 9_045
    assert Counter(entry.kind for entry in sdn) == {
        "person": 4_643,
        "company": 3_684,
        "vessel": 420,
        "aircraft": 280,
        "body": 17,
        "unknown": 1,
    }
    assert one(sdn, "2677").names[0].text == "Abboud Abdul Latif Hassan AL-ZOMOR"
    assert one(sdn, "2677-2").names[0].text == "HAMER AND NAIL CONSTRUCTION LIMITED"
    assert one(sdn, "34489").kind == "unknown"
    assert one(sdn, "34489").addresses[0].country == "ZM"


def test_december_2025_has_442_non_sdn_records_of_which_68_are_chinese_military_industry(
    consolidated: list[Entry],
) -> None:
    names = ("cons_prim.csv", "cons_alt.csv", "cons_add.csv")
    assert [len(rows(DECEMBER / name)) for name in names] == [442, 1_073, 574]
    assert len(consolidated) == 442
    assert Counter(listing.list for entry in consolidated for listing in entry.listings) == {
        "ofac-ssi": 286,
        "ofac-plc": 78,
        "ofac-ns-cmic": 68,
        "ofac-mbs": 15,
        "ofac-capta": 1,
    }


def test_aliases_and_addresses_without_their_names_lose_nothing(nameless: list[Entry]) -> None:
    numbers = {row[0] for name in ("alt.csv", "add.csv", "sdn_comments.csv") for row in rows(DECEMBER / name)}
    assert {entry.id for entry in nameless} == numbers
    assert len(nameless) == len(numbers) == 18_494
    assert all(entry.kind == "unknown" for entry in nameless)
    assert sum(len(entry.names) for entry in nameless) >= 20_000


def test_everything_is_understood(sdn: list[Entry], consolidated: list[Entry], nameless: list[Entry]) -> None:
    assert not [entry.id for entry in (*sdn, *consolidated, *nameless) if entry.left]


def test_every_word_of_every_row_is_in_its_entry(sdn: list[Entry], consolidated: list[Entry]) -> None:
    # Labels become schemes, a country in brackets its code and a month its number: their words are not looked for.
    known = words(f"{' '.join(ofac_labels._ROLES)} alt issued expires individual a f k 0 to")
    known |= words("jan feb mar apr may jun jul aug sep oct nov dec executive order directive effective date cmic eo")
    known |= words("13662 13846 14014 14024 14059 CAATSA Section 235 information determination")
    files = {
        JANUARY: (sdn, ("sdn.csv", "alt.csv", "add.csv")),
        DECEMBER: (consolidated, ("cons_prim.csv", "cons_alt.csv", "cons_add.csv")),
    }
    for folder, (entries, names) in files.items():
        found: dict[str, set[str]] = {}
        for entry in entries:
            found.setdefault(entry.id.partition("-")[0], set()).update(words(" ".join(texts(entry))))
        continues = {row[0] for row in rows(folder / "cons_comments.csv")} if folder == DECEMBER else set()
        for name, columns in zip(names, (range(1, 12), [3, 4], range(2, 6)), strict=True):
            for row in rows(folder / name):
                told = " ".join(row[column] for column in columns)
                if row[0] in continues:
                    told = told[: told.rfind("; ")]  # the last sentence goes on elsewhere
                countries = " ".join(text for text in re.findall(r"\(([^()]*)\)", told) if places.country(text))
                lost = words(told) - known - words(countries) - found[row[0]]
                assert not {word for word in lost if not re.fullmatch(r"\d{1,2}", word)}, row[0]


def test_the_bank_of_cuba(sdn: list[Entry]) -> None:
    bank = one(sdn, "306")
    assert bank.names == (
        EntryName("BANCO NACIONAL DE CUBA"),
        EntryName("NATIONAL BANK OF CUBA", "alias"),
        EntryName("BNC", "alias", weak=True),
    )
    assert bank.addresses[0] == EntryAddress("Zweierstrasse 35, Zurich CH-8022, Switzerland", "CH")
    assert bank.countries == ("CH", "ES", "JP", "PA")


def test_huawei_and_whom_it_is_linked_to(consolidated: list[Entry]) -> None:
    capital = one(consolidated, "32091")
    assert capital.names[0] == EntryName("PROVEN HONOUR CAPITAL LIMITED")
    assert EntryNumber("isin", "XS1233275194") in capital.numbers
    assert capital.relations == (EntryRelation("linked_to", "HUAWEI INVESTMENT & HOLDING CO., LTD."),)
    assert (capital.listings[0].list, capital.listings[0].since) == ("ofac-ns-cmic", "2021-08-02")
    assert Detail("listing date (cmic)", "2021-06-03") in capital.details
    (huawei,) = [entry for entry in consolidated if entry.names[0].text == "HUAWEI TECHNOLOGIES CO., LTD."]
    assert [listing.list for listing in huawei.listings] == ["ofac-ns-cmic"]


def test_remarks_that_go_on_in_the_comments(consolidated: list[Entry]) -> None:
    bank = one(consolidated, "17014")
    assert EntryNumber("registration", "1027700342890", "RU") in bank.numbers
    assert EntryName("RUSAG", "alias", weak=True) in bank.names
    construction = one(consolidated, "30930")
    assert EntryNumber("uscc", "91110000710934369E", "CN") in construction.numbers
    assert EntryName("CCCC", "alias", weak=True) in construction.names


def test_three_russian_companies_are_on_two_lists_and_the_blocked_bank_on_one(consolidated: list[Entry]) -> None:
    lists = {entry.id: [listing.list for listing in entry.listings] for entry in consolidated}
    both = [number for number, found in lists.items() if found == ["ofac-ssi", "ofac-mbs"]]
    assert both == ["17014", "17250", "17254"]  # Rosselkhozbank, Gazprom and Transneft
    assert lists["17016"] == ["ofac-ssi"]  # Gazprombank, blocked in November 2024
    assert lists["15268"] == ["ofac-capta"]  # Bank of Kunlun


def test_small_samples_of_the_xml_files() -> None:
    counts = {
        "sdn.xml": 4,
        "consolidated.xml": 16,
        "deriv/sdn.xml": 8,
        "deriv/sample_ofac_consolidated.xml": 8,
        "deriv/sample_ofac_sdn.zip": 8,
    }
    for name, count in counts.items():
        found = list(ofac_xml.read({"list": SMALL / name}, "ofac-other" if "cons" in name else "ofac-sdn"))
        assert len(found) == count
        assert not [entry for entry in found if isinstance(entry, Entry) and entry.left]


def test_the_sources_expect_what_is_there(sdn: list[Entry], consolidated: list[Entry]) -> None:
    expected = {source.code: source.expectations for source in ofac_csv.SOURCES}
    assert expected["ofac-sdn"].faults(sdn) == []
    assert expected["ofac-consolidated"].faults(consolidated) == []
