"""Lists of the United Kingdom: in any layout the rows of a designation are one entry, and nothing in them is lost."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import malformed
import pytest
from test_opendocument import cell, spreadsheet

from obstat.model.errors import SourceError
from obstat.sources import opendocument, uk_fields, uk_ofsi, uk_sanctions
from obstat.sources.entry import Detail, Entry, EntryAddress, EntryListing, EntryName, EntryNumber, EntryRelation
from obstat.sources.lists import LISTS

FIXTURES = Path(__file__).parent / "fixtures"
SHARED = Path(__file__).resolve().parents[3] / "shared"
DATA = SHARED / "data"
TABLE = DATA / "lists_uk_fcdo_2025-08-11" / "UK_Sanctions_List_2025-08-11.ods"
needs_data = pytest.mark.skipif(not SHARED.exists(), reason="needs the shared data")

FORMATS = {form.code: form for form in (*uk_sanctions.FORMATS, *uk_ofsi.FORMATS)}
FILES = {
    "uk-sanctions-xml": "uk_sanctions.xml",
    "uk-sanctions-table": "uk_sanctions_long.csv",
    "uk-ofsi-csv": "uk_conlist.csv",
}
REGULATIONS = "The Testland (Sanctions) (EU Exit) Regulations 2020"


def read(code: str, path: Path | None = None) -> dict[str, Entry]:
    found = list(FORMATS[code].read({"list": path or FIXTURES / FILES[code]}, "uk-sanctions"))
    entries = {entry.id: entry for entry in found if isinstance(entry, Entry)}
    assert len(entries) == len(found)
    return entries


def told(entry: Entry, label: str) -> list[str]:
    return [detail.value for detail in entry.details if detail.label == label]


@pytest.mark.parametrize("code", ["uk-sanctions-xml", "uk-sanctions-table"])
def test_the_same_designation_is_the_same_entry_in_every_layout(code: str) -> None:
    person = read(code)["ZZZ0001"]
    assert person.kind == "person"
    assert person.names[:2] == (EntryName("TAMRIN OL VESTARI"), EntryName("Haji Tamrin", "alias", weak=True))
    assert "تمرين وستاري" in [name.text for name in person.names]
    assert person.listings == (
        EntryListing(
            "uk-sanctions",
            since="2001-01-25",
            programme=REGULATIONS,
            measures="Asset freeze|Travel Ban",
            ground="Deputy minister.",
            reference="ZZZ0001",
        ),
    )
    assert [address.country for address in person.addresses] == ["AF", "AE"]
    assert set(person.countries) == {"AF", "AE", "PK"}
    assert {"1945", "1958-03-01"} <= set(told(person, "date of birth"))
    assert told(person, "un reference number") == ["ZZi.001"]
    assert [number.value for number in person.numbers] == ["P0458", "P0459"]


def test_names_have_their_type_strength_and_language() -> None:
    assert read("uk-sanctions-xml")["ZZZ0001"].names == (
        EntryName("TAMRIN OL VESTARI"),
        EntryName("Haji Tamrin", "alias", weak=True),
        EntryName("Tamrin Westari", "alias"),
        EntryName("Abu Tam", "alias"),
        EntryName("تمرين وستاري", "alias", language="Dari, Arabic"),
    )


def test_particulars_of_a_person_are_kept_apart() -> None:
    person = read("uk-sanctions-xml")["ZZZ0001"]
    assert told(person, "date of birth") == ["1945", "1946-03", "1958-03-01"]
    assert told(person, "title") == ["Dr", "Haji"]
    assert told(person, "other information") == ['Speaks "Testish", and writes it.']
    assert told(person, "sanctions imposed indicators") == ["asset freeze, travel ban"]
    assert person.addresses[1] == EntryAddress("12 Low Street, Dubai, 1001, United Arab Emirates", "AE")
    assert person.numbers[0] == EntryNumber("passport", "P0458", "AF", "(Afghanistan) issued in Kabul")


def test_a_firm_has_its_numbers_contacts_and_relations() -> None:
    firm = read("uk-sanctions-xml")["ZZZ0002"]
    assert firm.names == (EntryName("VESTARI OPTICS, LTD"), EntryName("VOL", "alias", weak=True))
    assert firm.numbers == (
        EntryNumber("registration", "1027700999999", note="OGRN"),
        EntryNumber("tax", "7707099999"),
        EntryNumber("registration", "Licence 44 of the bazaar"),
        EntryNumber("phone", "+93-202-104748"),
        EntryNumber("email", "a@example.org"),
        EntryNumber("email", "b@example.org"),
        EntryNumber("website", "https://example.org"),
    )
    assert firm.relations == (
        EntryRelation("subsidiary_of", "Vestari Holding Co., Ltd"),
        EntryRelation("owns", "Vestari Lens"),
    )
    assert firm.left == (Detail("novelty", "of a later edition"),)


@pytest.mark.parametrize("code", ["uk-sanctions-xml", "uk-sanctions-table"])
def test_a_ship_is_known_by_its_imo_number(code: str) -> None:
    ship = read(code)["ZZZ0003"]
    assert (ship.kind, ship.countries) == ("vessel", ("KM",))
    assert ship.numbers == (EntryNumber("imo", "9999991"),)
    assert ship.left == ()  # an element that is nil says nothing


def test_a_row_without_a_unique_id_is_an_entry_and_a_date_that_cannot_be_read_a_detail() -> None:
    table = read("uk-sanctions-table")
    assert [entry.at for entry in table.values()] == ["line 3; line 4; line 5", "line 6", "line 7", "line 8"]
    assert table["line-8"].names == (EntryName("Nameless Works"),)
    assert table["line-8"].listings[0].since is None
    assert told(table["line-8"], "date designated") == ["long ago"]


def test_numbered_cells_are_taken_apart_and_numbers_keep_their_notes() -> None:
    table = read("uk-sanctions-table")
    assert table["ZZZ0001"].numbers == (
        EntryNumber("passport", "P0458", "AF", "Afghanistan"),
        EntryNumber("passport", "P0459", note="issued in Lahore"),
    )
    assert [number.value for number in table["ZZZ0002"].numbers] == ["+93202104748", "+93202104749", "445-A"]


def test_the_short_form_as_a_spreadsheet_with_a_cover_sheet(tmp_path: Path) -> None:
    rows = [
        ["Report Date: 11 August 2025"],
        ["Unique ID", "OFSI Group ID", "Name", "Regime Name", "Type", "Designation source", "Date Designated"],
        ["ZZZ0004", "", "VESTARI OPTICS FACTORY (VOF)", "Testland", "Entity", "UK", "11-08-2025"],
    ]
    body = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    cover = f"<table:table><table:table-row>{cell('Read me')}</table:table-row></table:table>"
    path = spreadsheet(tmp_path / "list.ods", f"{cover}<table:table>{body}</table:table>")
    (entry,) = read("uk-sanctions-table", path).values()
    assert entry.names == (EntryName("VESTARI OPTICS FACTORY"), EntryName("VOF", "alias", weak=True))
    assert (entry.kind, entry.at) == ("company", "sheet 2 line 3")
    assert entry.listings[0].since == "2025-08-11"
    assert entry.left == ()


def test_the_table_of_the_ofsi_has_fields_within_its_other_information() -> None:
    person = read("uk-ofsi-csv")["90001"]
    assert person.names == (EntryName("Tamrin VESTARI"), EntryName("Haji TAMRIN", "alias", weak=True))
    assert person.listings == (
        EntryListing(
            "uk-sanctions",
            since="2011-12-02",
            programme="Testland",
            ground="Deputy minister (2001).",
            reference="ZZZ0001",
        ),
    )
    assert told(person, "un reference number") == ["ZZi.001"]
    assert told(person, "other information") == ["Known as a (good) cook."]
    assert told(person, "gender") == ["Male"]
    assert told(person, "date of birth") == ["1945", "10/00/1946"]
    assert [number for number in person.numbers if number.scheme != "phone"] == [
        EntryNumber("passport", "D 000933", "AF", "(Afghan) Issued in Kabul"),
        EntryNumber("national_id", "3520025", "PK", "Pakistani"),
    ]
    assert person.addresses == (EntryAddress("House 1, Lahore, 54000, Pakistan (location as at May 2008)", "PK"),)
    assert person.left == ()


def test_where_no_name_is_primary_the_first_strong_one_is() -> None:
    assert read("uk-ofsi-csv")["90002"].names == (EntryName("VESTARI OPTICS"),)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("dd/mm/1945", "1945"),
        ("dd/03/1946", "1946-03"),
        ("00/00/1936", "1936"),
        ("00/04/1984", "1984-04"),
        ("--/--/1970", "1970"),
        ("03/04/1958", "1958-04-03"),
        ("29-06-2012", "2012-06-29"),
        ("2012-06-29", "2012-06-29"),
        ("10/00/1983", "10/00/1983"),
        ("31/02/1983", "31/02/1983"),
        ("circa 1950", "circa 1950"),
    ],
)
def test_dates_have_their_day_first(text: str, iso: str) -> None:
    assert uk_fields.date(text) == iso


def test_a_table_without_the_needed_columns_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Unique ID,Name,Regime\nZZZ0001,Vestari,Testland\n", encoding="utf-8")
    with pytest.raises(SourceError, match="Group ID"):
        read("uk-ofsi-csv", path)
    path.write_text("Unique ID,Regime Name\nZZZ0001,Testland\n", encoding="utf-8")
    with pytest.raises(SourceError, match="Unique ID, Name and Regime Name"):
        read("uk-sanctions-table", path)


@pytest.mark.parametrize("code", FORMATS)
@pytest.mark.parametrize("what", malformed.NO_EDITIONS)
def test_what_is_no_edition_is_refused_in_a_sentence(code: str, what: str, tmp_path: Path) -> None:
    assert malformed.refuses(FORMATS[code], tmp_path / FILES[code], malformed.NO_EDITIONS[what], "uk-sanctions")


@pytest.mark.parametrize("code", FORMATS)
def test_damaged_files_are_read_or_refused(code: str, tmp_path: Path) -> None:
    malformed.survives(FORMATS[code], tmp_path / FILES[code], (FIXTURES / FILES[code]).read_bytes(), "uk-sanctions")


def test_every_source_states_a_known_format_and_list() -> None:
    for source in (*uk_sanctions.SOURCES, *uk_ofsi.SOURCES):
        assert source.format in FORMATS and source.list in LISTS and source.persons
    assert "28 January 2026" in uk_ofsi.SOURCES[0].upkeep


@pytest.fixture(scope="module")
def real() -> dict[str, Entry]:
    return read("uk-sanctions-table", TABLE)


@needs_data
def test_august_2025_has_5302_designations_all_understood(real: dict[str, Entry]) -> None:
    assert Counter(entry.kind for entry in real.values()) == {"person": 3_754, "company": 1_087, "vessel": 461}
    assert not [entry.id for entry in real.values() if entry.left]
    assert uk_sanctions.SOURCES[0].expectations.faults(real.values()) == []
    assert all(entry.listings[0].since and entry.listings[0].measures for entry in real.values())
    # two persons have a name of blanks in this copy
    assert [entry.id for entry in real.values() if not entry.names] == ["BEL0174", "RUS1467"]


@needs_data
def test_every_cell_of_every_row_is_in_its_entry(real: dict[str, Entry]) -> None:
    (rows,) = ([*sheet] for sheet in opendocument.sheets(TABLE))
    assert len(rows) == 5_303
    for line, row in rows[1:]:
        key, group, name, regime, _, source, _, measures = (" ".join(text.split()) for text in row)
        entry = real[key]
        assert entry.at == f"line {line}"
        listing = entry.listings[0]
        assert (listing.programme, listing.measures, listing.reference) == (regime, measures, key)
        assert told(entry, "designation source") == [source]
        assert told(entry, "ofsi group id") == ([group] if group else [])
        told_names = " ".join(each.text for each in entry.names)
        plain = name.replace("(", " ").replace(")", " ").replace("a.k.a", " ")
        assert not [word for word in plain.split() if word.strip("',") not in told_names], key


@needs_data
@pytest.mark.parametrize(
    ("key", "name", "since", "regime"),
    [
        ("AFG0001", "HAJI KHAIRULLAH HAJI SATTAR MONEY EXCHANGE", "2012-06-29", "Afghanistan"),
        ("AFG0003", "HAQQANI NETWORK (HQN)", "2012-11-05", "Afghanistan"),
        ("AQD0285", "SIREGAR PARLINDUNGAN", "2003-09-09", "ISIL (Da'esh) and Al-Qaida"),
        ("BEL0111", 'Open Joint Stock Company "Belaruskali"', "2021-12-02", "Belarus"),
        ("CYB0009", "Main Centre for Special Technologies", "2020-12-31", "Cyber"),
        ("DPR0076", "Hao Fan 6", "2017-10-03", "Democratic People's Republic of Korea"),
        (
            "DPR0181",
            "OCEAN MARITIME MANAGEMENT COMPANY, LIMITED",
            "2014-07-28",
            "Democratic People's Republic of Korea",
        ),
        ("GHR0050", "LUKASHENKO Alexander Ryhoravich", "2020-09-29", "Global Human Rights"),
        ("HAI0001", "Cherizier Jimmy", "2022-12-28", "Haiti"),
        ("INU0245", "MINISTRY OF DEFENSE LOGISTICS EXPORT", "2023-10-18", "Iran (Nuclear)"),
        ("RUS0185", 'OAO "VO Technopromexport"', "2020-12-31", "Russia"),
        ("RUS0192", "Joint-stock company \"Production Agrarian Union 'Massandra'\"", "2020-12-31", "Russia"),
        ("RUS0256", "PJSC Sberbank", "2022-03-01", "Russia"),
        ("RUS1559", "SELIVANOV Alexei Sergeevich", "2022-09-26", "Russia"),
        ("RUS2883", "RUBY CROSS", "2025-07-21", "Russia"),
        ("YEM0018", "Al-HOUTHI Ali Hussein Badr Al Din", "2024-02-27", "Yemen"),
    ],
)
def test_designations_as_the_file_has_them(
    real: dict[str, Entry], key: str, name: str, since: str, regime: str
) -> None:
    entry = real[key]
    assert (entry.names[0].text, entry.listings[0].since, entry.listings[0].programme) == (name, since, regime)


@needs_data
def test_sources_acronyms_and_measures_as_the_file_has_them(real: dict[str, Entry]) -> None:
    assert told(real["GUB0009"], "designation source") == ["UK|UN"]
    assert real["RUS2534"].listings[0].measures == (
        "-, Asset freeze, Director Disqualification Sanction, Trust Services Sanctions"
    )
    assert real["DPR0076"].listings[0].measures == "De-flag, Prohibition of port entry"
    assert EntryName("Public Joint-Stock Company Sberbank", "alias") in real["RUS0256"].names
    assert [name.text for name in real["CYB0009"].names[1:]] == ["GTsST", "SANDWORM"]


@needs_data
def test_23_real_rows_of_the_ofsi_are_six_targets() -> None:
    found = read("uk-ofsi-csv", DATA / "fixtures_screening_list_formats" / "deriv" / "sample_hmt.csv")
    assert list(found) == ["9053", "13063", "13754", "11039", "13017", "9215"]
    assert not [entry.id for entry in found.values() if entry.left]
    so = found["11039"]
    assert [name.text for name in so.names] == ["Sang-kuk SO", "Sang Kuk SO"]
    assert sorted(told(so, "date of birth")) == [str(year) for year in range(1932, 1939)]
    assert told(found["13063"], "date of birth") == ["1983-07-05", "10/00/1983", "1984-04"]
    assert found["9215"].listings[0].reference == "AQD0183"
    assert found["9215"].numbers == (EntryNumber("national_id", "3520025509842-7", "PK", "Pakistani"),)
    assert EntryName("Игорь Венедиктович ПЛОТНИЦКИЙ", "alias", language="russian") in found["13017"].names
