"""The European Union's list: the XML and the CSV say the same, and what only one says is not lost."""

from __future__ import annotations

from pathlib import Path

import malformed
import pytest

from obstat.sources import eu_fields, eu_fsf
from obstat.sources.entry import Detail, Entry, EntryAddress, EntryListing, EntryName, EntryNumber
from obstat.sources.lists import LISTS

FIXTURES = Path(__file__).parent / "fixtures"
SHARED = Path(__file__).resolve().parents[3] / "shared"
SAMPLE = SHARED / "data" / "fixtures_screening_list_formats" / "deriv" / "sample_eu.xml"
needs_data = pytest.mark.skipif(not SHARED.exists(), reason="needs the shared data")

FORMATS = {form.code: form for form in eu_fsf.FORMATS}
FILES = {"eu-fsf-xml": "eu_fsf.xml", "eu-fsf-csv": "eu_fsf.csv"}


def read(code: str, path: Path | None = None) -> dict[str, Entry]:
    found = list(FORMATS[code].read({"list": path or FIXTURES / FILES[code]}, "eu-sanctions"))
    entries = {entry.id: entry for entry in found if isinstance(entry, Entry)}
    assert len(entries) == len(found)
    return entries


def told(entry: Entry, label: str) -> list[str]:
    return [detail.value for detail in entry.details if detail.label == label]


@pytest.mark.parametrize("code", FORMATS)
def test_both_layouts_say_the_same_of_a_person(code: str) -> None:
    person = read(code)["11"]
    assert person.kind == "person"
    assert person.names[0] == EntryName("Tamrin Vestari")
    assert EntryName("Тамрин Вестари", "alias", language="RU") in person.names
    assert person.listings == (
        EntryListing(
            "eu-sanctions",
            since="2008-07-03",
            programme="TEST",
            citation="2019/555 (OJ L97)",
            url="https://example.org/2019/555",
            reference="EU.1.1",
        ),
    )
    assert set(person.countries) == {"DZ", "TN"}
    assert told(person, "remark") == ["Date of UN designation: 2008-07-03"]
    assert told(person, "united nations id") == ["ZZi.001"]
    assert told(person, "legal act")[0] == (
        "2019/555 (OJ L97), commission, amendment, published 2019-04-08, in force 2019-04-09, "
        "https://example.org/2019/555"
    )
    assert told(person, "legal act")[1].startswith("678/2008 (OJ L189)")
    assert told(person, "name remark") == ["Tamrin Vestari: Mother's name is Ola."]
    assert told(person, "title") == ["Dr"]
    assert told(person, "function")[0].startswith("Minister of Tests")
    assert told(person, "nationality") == ["ALGERIA"]
    assert told(person, "date of birth")[0] == "circa 1958"
    assert told(person, "place of birth")[0] == "Deb, ALGERIA"
    assert {number.value for number in person.numbers} >= {"tam@example.org", "+216 1 234 567", "P488555"}
    assert person.left == ()


def test_a_weak_name_is_not_the_main_one() -> None:
    assert read("eu-fsf-xml")["11"].names == (
        EntryName("Tamrin Vestari"),
        EntryName("Abu Tam", "alias", weak=True),
        EntryName("Тамрин Вестари", "alias", language="RU"),
    )


def test_births_are_days_times_about_then_and_intervals_and_unknown_is_no_country() -> None:
    person = read("eu-fsf-xml")["11"]
    assert told(person, "date of birth") == ["circa 1958", "1953/1955", "1965-12-12"]
    assert told(person, "place of birth") == ["Deb, ALGERIA"]


def test_an_address_has_its_remark_and_a_country_alone_is_none() -> None:
    person = read("eu-fsf-xml")["11"]
    text = "23 50th Street, Zehrouni, P.O. Box 44, Tunis, TUNISIA"
    assert person.addresses == (EntryAddress(text, "TN"),)
    assert told(person, "address note") == [f"{text}: as at the time of listing; Office."]


def test_what_is_stated_of_a_document_is_in_its_note() -> None:
    assert read("eu-fsf-xml")["11"].numbers[-1] == EntryNumber(
        "passport", "P488555", "DZ", "diplomatic; known to be false; issued by Police"
    )


def test_a_firm_without_a_designation_date_is_listed_since_a_day_not_known() -> None:
    firm = read("eu-fsf-xml")["12"]
    assert firm.kind == "company"
    assert firm.names == (EntryName("JSC Vestari Optics"), EntryName("JVO", "alias", weak=True))
    assert firm.numbers == (
        EntryNumber("tax", "7707099999", "RU", "Tax number"),
        EntryNumber("trade licence", "44"),
    )
    assert firm.listings[0].since is None
    assert firm.left == (Detail("identification/novelty", "of a later edition"),)


def test_rows_of_an_entity_are_one_entry() -> None:
    found = read("eu-fsf-csv")
    assert [entry.at for entry in found.values()] == ["line 2; line 3; line 4; line 5; line 6; line 7", "line 8"]
    assert told(found["11"], "function") == ["Minister of Tests; acting"]  # with a semicolon in quotes
    assert found["12"].names[0].text == "JSC Vestari Optics"


def test_a_column_that_is_not_known_is_left(tmp_path: Path) -> None:
    path = tmp_path / "eu.csv"
    columns = ("Entity_LogicalId", "Entity_Regulation_Programme", "NameAlias_WholeName", "NameAlias_New", "Ship_Flag")
    path.write_text(f"{';'.join(columns)}\n1;TEST;Vestari;x;y\n", encoding="utf-8")
    assert read("eu-fsf-csv", path)["1"].left == (Detail("namealias/new", "x"), Detail("ship_flag", "y"))


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        (None, ()),
        ("EMAILa@example.orgPHONE+7 1", (("EMAIL", "a@example.org"), ("PHONE", "+7 1"))),
        ("PHONE[+86-10]\nFAX[+86-11]", (("PHONE", "+86-10"), ("FAX", "+86-11"))),
        ("ask at the gate", (("contact", "ask at the gate"),)),
    ],
)
def test_the_contacts_of_a_cell(text: str | None, pairs: tuple[tuple[str, str], ...]) -> None:
    assert eu_fields.contacts(text) == pairs


@pytest.mark.parametrize("code", FORMATS)
@pytest.mark.parametrize("what", malformed.NO_EDITIONS)
def test_what_is_no_edition_is_refused_in_a_sentence(code: str, what: str, tmp_path: Path) -> None:
    assert malformed.refuses(FORMATS[code], tmp_path / FILES[code], malformed.NO_EDITIONS[what], "eu-sanctions")


@pytest.mark.parametrize("code", FORMATS)
def test_damaged_files_are_read_or_refused(code: str, tmp_path: Path) -> None:
    malformed.survives(FORMATS[code], tmp_path / FILES[code], (FIXTURES / FILES[code]).read_bytes(), "eu-sanctions")


def test_the_source_states_a_known_format_and_list() -> None:
    assert all(source.format in FORMATS and source.list in LISTS and source.persons for source in eu_fsf.SOURCES)


@needs_data
def test_seven_real_records_of_april_2020() -> None:
    found = read("eu-fsf-xml", SAMPLE)
    assert list(found) == ["5295", "5463", "5468", "191", "5807", "5468-2", "927"]
    assert not [entry.id for entry in found.values() if entry.left]
    hammadou = found["5295"]
    assert [name.text for name in hammadou.names] == [
        "Abid Hammadou", "Abdelhamid Abou Zeid", "Youcef Adel", "Amor Mohamed Ghedeir", "Abou Abdellah",
    ]  # fmt: skip
    assert hammadou.listings[0].since == "2008-07-03"
    assert told(hammadou, "date of birth") == ["1965-12-12", "circa 1958"]
    assert found["191"].listings[0].programme == "TERR"
    assert found["191"].numbers == (EntryNumber("passport", "488555"),)
    assert found["5807"].addresses[0].country == "CD"
    assert told(found["5463"], "function") == ["Director of Korea Ryongaksan General Trading Corporation"]
    assert [(number.scheme, number.value) for number in found["927"].numbers] == [
        ("national_id", "04643632"),
        ("passport", "L191609"),
    ]
    assert "Italian Fiscal Code: DAOMMD74T11Z352Z" in told(found["927"], "address note")[0]
