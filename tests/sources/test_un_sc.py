"""The Security Council's list: a record is an entry, what is said of it is there, and "na" is nothing."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import malformed
import pytest

from obstat.sources import un_sc
from obstat.sources.entry import Detail, Entry, EntryAddress, EntryListing, EntryName, EntryNumber
from obstat.sources.lists import LISTS

FIXTURE = Path(__file__).parent / "fixtures" / "un_sc.xml"
SHARED = Path(__file__).resolve().parents[3] / "shared"
LIST = SHARED / "data" / "lists_un_2026-02-27" / "UN_consolidated.xml"
needs_data = pytest.mark.skipif(not SHARED.exists(), reason="needs the shared data")


def read(path: Path) -> dict[str, Entry]:
    found = [entry for entry in un_sc.read({"list": path}, "un-sc") if isinstance(entry, Entry)]
    assert len({entry.id for entry in found}) == len(found)
    return {entry.id: entry for entry in found}


@pytest.fixture(scope="module")
def made() -> dict[str, Entry]:
    return read(FIXTURE)


def told(entry: Entry, label: str) -> list[str]:
    return [detail.value for detail in entry.details if detail.label == label]


def test_a_person_has_its_names_with_their_quality(made: dict[str, Entry]) -> None:
    assert made["ZZi.001"].names == (
        EntryName("NA TAMRIN"),
        EntryName("تمرين", "alias"),
        EntryName("Tamrin Vestari", "alias"),
        EntryName("Tam", "alias", weak=True),
        EntryName("Tamo", "alias", weak=True),
        EntryName("Tamrin Azad", "alias"),
    )
    assert told(made["ZZi.001"], "alias note") == [
        "Tamrin Azad: previously listed as",
        "Tamrin Azad: born 1955, Windhoek",
    ]


def test_na_is_nothing_but_not_in_a_name_in_capitals_and_namibia_is_a_country(made: dict[str, Entry]) -> None:
    person = made["ZZi.001"]
    assert person.names[0].text == "NA TAMRIN"  # the part "na" is none
    assert told(person, "title") == ["Dr."]
    assert told(person, "nationality") == ["Namibia"]
    assert person.countries == ("NA",)
    assert person.addresses == (EntryAddress("1 High Street, Windhoek, Khomas, 10005, Namibia", "NA"),)


@pytest.mark.parametrize("nothing", ["na", "n/a", "-", ""])
def test_a_country_that_is_nothing_makes_nobody_namibian(nothing: str, tmp_path: Path) -> None:
    path = tmp_path / "un.xml"
    text = FIXTURE.read_text(encoding="utf-8").replace("Namibia", nothing)
    path.write_text(text, encoding="utf-8")
    person = read(path)["ZZi.001"]
    assert person.countries == ()
    assert told(person, "nationality") == []
    assert {number.country for number in person.numbers} == {None}


def test_births_are_days_times_about_then_and_intervals(made: dict[str, Entry]) -> None:
    assert told(made["ZZi.001"], "date of birth") == ["1956-05-18", "circa 1957, from false passport", "1958/1963"]
    assert told(made["ZZi.001"], "place of birth") == ["Windhoek, Namibia"]


def test_documents_are_known_by_the_words_of_their_types(made: dict[str, Entry]) -> None:
    assert made["ZZi.001"].numbers == (
        EntryNumber("passport", "A 123", "NA", "issued 2010-02-18; in Windhoek; expired on 26 Mar. 2011"),
        EntryNumber("ration card number", "77"),
    )


def test_an_entity_has_its_acronym_former_name_and_places(made: dict[str, Entry]) -> None:
    air = made["ZZe.001"]
    assert air.kind == "company"
    assert air.names[:2] == (EntryName("VESTARI AIR COMPANY"), EntryName("VAC", "alias", weak=True))
    assert EntryName("Testair", "former") in air.names
    assert air.addresses == (
        EntryAddress("Goma, Democratic Republic of the Congo", "CD"),
        EntryAddress("Branch 1: Low Road, Quetta, Pakistan", "PK"),
    )
    assert air.countries == ("CD", "PK", "RW")
    assert told(air, "address note") == ["Phone 6683301", "Rwanda: support network"]


def test_the_listing_names_the_regime_and_the_permanent_reference(made: dict[str, Entry]) -> None:
    assert made["ZZi.001"].listings == (
        EntryListing("un-sc", since="2012-12-31", programme="Testland", reference="ZZi.001"),
    )
    assert told(made["ZZi.001"], "last day updated") == ["2016-10-13", "2018-01-02"]
    assert made["ZZe.001"].listings[0].since is None
    assert told(made["ZZe.001"], "listed on") == ["unknown day"]


def test_what_is_not_understood_is_left(made: dict[str, Entry]) -> None:
    assert made["ZZi.001"].left == ()
    assert made["ZZe.001"].left == (Detail("ALIAS/QUALITY", "Medium"), Detail("NOVELTY", "of a later edition"))
    assert told(made["ZZe.001"], "versionnum") == ["2"]


@pytest.mark.parametrize("what", malformed.NO_EDITIONS)
def test_what_is_no_edition_is_refused_in_a_sentence(what: str, tmp_path: Path) -> None:
    assert malformed.refuses(un_sc.FORMATS[0], tmp_path / "un.xml", malformed.NO_EDITIONS[what], "un-sc")


def test_damaged_files_are_read_or_refused(tmp_path: Path) -> None:
    malformed.survives(un_sc.FORMATS[0], tmp_path / "un.xml", FIXTURE.read_bytes(), "un-sc")


def test_the_source_states_a_known_format_and_list() -> None:
    assert {source.format for source in un_sc.SOURCES} == {form.code for form in un_sc.FORMATS}
    assert all(source.list in LISTS for source in un_sc.SOURCES)


@pytest.fixture(scope="module")
def real() -> dict[str, Entry]:
    return read(LIST)


@needs_data
def test_february_2026_has_730_persons_and_273_entities_all_understood(real: dict[str, Entry]) -> None:
    assert Counter(entry.kind for entry in real.values()) == {"person": 730, "company": 273}
    assert not [entry.id for entry in real.values() if entry.left]
    assert un_sc.SOURCES[0].expectations.faults(real.values()) == []
    assert all(entry.listings[0].since and entry.listings[0].programme for entry in real.values())


@needs_data
def test_every_alias_number_and_date_of_the_file_is_in_its_entry(real: dict[str, Entry]) -> None:
    for element in ElementTree.parse(LIST).getroot().iter():
        if element.tag not in ("INDIVIDUAL", "ENTITY"):
            continue
        entry = real[element.findtext("REFERENCE_NUMBER", "").strip()]
        numbers = {number.value for number in entry.numbers}
        assert {" ".join(e.text.split()) for e in element.iterfind("*/NUMBER") if e.text} <= numbers
        births = " ".join(told(entry, "date of birth"))
        for tag in ("DATE", "YEAR", "FROM_YEAR", "TO_YEAR"):
            assert all((e.text or "").strip() in births for e in element.iterfind(f"INDIVIDUAL_DATE_OF_BIRTH/{tag}"))
        strict = "".join(name.text for name in entry.names) + "".join(told(entry, "alias note"))
        for alias in (*element.iterfind("INDIVIDUAL_ALIAS"), *element.iterfind("ENTITY_ALIAS")):
            words = (alias.findtext("ALIAS_NAME") or "").replace(";", " ").replace("(", " ").replace(")", " ").split()
            plain = strict.casefold() + "".join(told(entry, "name remark")).casefold()
            lost = [word for word in words if word.strip(",.'\"“”‘’").casefold() not in plain]
            assert not {word.strip(":,").casefold() for word in lost} - {"original", "script", "b"}, entry.id


@needs_data
def test_nobody_is_of_namibia(real: dict[str, Entry]) -> None:
    assert not [entry.id for entry in real.values() if "NA" in entry.countries]
    assert real["TAi.153"].names[0].text == "FAIZULLAH KHAN NOORZAI"  # whose fourth name is "na"


@needs_data
def test_persons_as_the_file_has_them(real: dict[str, Entry]) -> None:
    badege = real["CDi.001"]
    assert badege.names == (EntryName("ERIC BADEGE"),)
    assert (badege.listings[0].since, badege.listings[0].programme) == ("2012-12-31", "DRC")
    assert badege.countries == ("CD", "RW")
    assert told(badege, "date of birth") == ["1971"]
    assert told(badege, "address note") == ["Rwanda: as of early 2016"]
    ghailani = real["QDi.028"]
    assert ghailani.names[0] == EntryName("AHMED KHALFAN GHAILANI")
    assert EntryName("Abubakar K. Ahmed", "alias") in ghailani.names  # "Ahmed, Abubakar K."
    assert told(ghailani, "last day updated") == ["2007-07-27", "2010-10-21", "2019-12-06", "2023-10-30"]
    haqqani = real["TAi.144"]
    assert EntryName("سراج الدين جلال الدين حقانى", "alias") in haqqani.names
    assert EntryName("Khalifa", "alias", weak=True) in haqqani.names
    assert len(haqqani.addresses) == 3
    assert told(haqqani, "date of birth") == ["circa 1977/1978"]
    assert told(haqqani, "place of birth")[1] == "Khost province, Afghanistan"
    hilal = real["SDi.002"]
    assert EntryName("Al Naseem", "alias", weak=True) in hilal.names
    assert told(hilal, "date of birth") == ["1964-01-01", "1959"]
    assert hilal.addresses == (EntryAddress("Kabkabiya, Sudan", "SD"), EntryAddress("Kutum, Sudan", "SD"))


@needs_data
def test_documents_as_the_file_has_them(real: dict[str, Entry]) -> None:
    assert EntryNumber("passport", "381310014") in real["KPi.033"].numbers
    qadhafi = real["LYi.009"]
    assert qadhafi.numbers[0] == EntryNumber(
        "passport", "03824970", "OM", "issued 2014-05-04; in Muscat; Date of expiration: 3 May 2024"
    )
    assert EntryNumber("national_id", "98606612") in qadhafi.numbers
    santoso = real["QDi.350"]
    assert (santoso.numbers[0].value, santoso.numbers[0].country) == ("A2823222", "ID")
    assert real["QDi.431"].numbers[0].value == "O1503093"


@needs_data
def test_entities_as_the_file_has_them(real: dict[str, Entry]) -> None:
    impex = real["CDe.009"]
    assert impex.names[0] == EntryName("UGANDA COMMERCIAL IMPEX LTD")
    assert EntryName("UCI", "alias", weak=True) in impex.names
    assert impex.addresses == (
        EntryAddress("Plot 22, Kanjokya Street, Kamwokya, Kampala, Uganda", "UG"),
        EntryAddress("PO BOX 22709, Kampala, Uganda", "UG"),
    )
    assert told(impex, "address note")[0].endswith("Tel.: +256 41 533 578/9")
    shipping = real["KPe.020"]
    assert shipping.names[0].text == "OCEAN MARITIME MANAGEMENT COMPANY, LIMITED"
    assert EntryName("East Sea Shipping Company", "alias") in shipping.names
    assert shipping.listings == (EntryListing("un-sc", since="2014-07-28", programme="DPRK", reference="KPe.020"),)
    lakes = real["CDe.003"]
    assert [name.text for name in lakes.names if name.kind == "name"] == [
        "COMPAGNIE AERIENNE DES GRANDS LACS",
        "GREAT LAKES BUSINESS COMPANY",
    ]
    exchange = real["TAe.010"]
    assert EntryName("حاجی خيرالله و حاجی ستار صرافی", "alias") in exchange.names
    assert EntryAddress("Branch Office 14: Dubai, United Arab Emirates", "AE") in exchange.addresses
    assert real["QDe.104"].names[0].text == "AL-HARAMAIN FOUNDATION (PAKISTAN)"
    assert EntryName("جبهة النصرة", "alias") in real["QDe.137"].names
    assert real["KPe.058"].addresses[0].text.startswith("Kumsong 3-dong, Mangyongdae-guyok, Pyongyang")


@needs_data
def test_what_stands_behind_an_alias_is_no_part_of_it(real: dict[str, Entry]) -> None:
    assert EntryName("Ezatullah Haqqani", "alias") in real["TAi.064"].names
    assert "Ezatullah Haqqani: previously listed as" in told(real["TAi.064"], "alias note")
    assert EntryName("Mohammad Ishaq Akhund", "alias") in real["TAi.101"].names
    assert EntryName("Амир Хазмат", "alias", weak=True) in real["QDi.396"].names
    assert EntryName("Hilarion Santos, III (third)", "alias") in real["QDi.244"].names
