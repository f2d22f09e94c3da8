"""`sdn.xml` and `consolidated.xml`: an entry for each `sdnEntry`, in any namespace, plain or zipped."""

from __future__ import annotations

import random
import zipfile
from pathlib import Path

import pytest

from obstat.model.errors import SourceError
from obstat.sources import ofac_xml
from obstat.sources.entry import Detail, Entry, EntryAddress, EntryName, EntryNumber, EntryRelation

FILE = Path(__file__).parent / "fixtures" / "ofac_sdn.xml"


def entries(path: Path, list_code: str = "ofac-sdn") -> dict[str, Entry]:
    return {entry.id: entry for entry in ofac_xml.read({"list": path}, list_code) if isinstance(entry, Entry)}


@pytest.fixture(scope="module")
def sdn() -> dict[str, Entry]:
    return entries(FILE)


def written(folder: Path, text: str) -> Path:
    path = folder / "sdn.xml"
    path.write_text(text, encoding="utf-8")
    return path


def test_each_element_is_an_entry_of_its_type(sdn: dict[str, Entry]) -> None:
    assert {number: entry.kind for number, entry in sdn.items()} == {
        "201": "person",
        "202": "vessel",
        "203": "company",
        "203-2": "unknown",
    }
    assert Detail("type", "spacecraft") in sdn["203-2"].details
    assert Detail("uid", "203, which another record bears too") in sdn["203-2"].details


def test_names_are_in_order_and_say_when_they_are_weak(sdn: dict[str, Entry]) -> None:
    assert sdn["201"].names == (
        EntryName("Sten Aage BERGHOLM"),
        EntryName("Sten BERG", "alias"),
        EntryName("UNCLE BERG", "alias", weak=True),
        EntryName("Aage BERGHOLM, JR.", "former"),
    )


def test_documents_are_numbers_and_what_is_no_document_is_a_detail(sdn: dict[str, Entry]) -> None:
    person = sdn["201"]
    assert person.numbers == (
        EntryNumber("passport", "P1234567", "NO", "issued 2011-01-02; expires 2021-01-01"),
        EntryNumber("digital currency address - xbt", "1TestAddress"),
        EntryNumber("moon permit", "M-1", None, "Atlantis"),
    )
    assert Detail("gender", "Male") in person.details
    assert Detail("moon information", "Far side") in person.details
    assert Detail("secondary sanctions risk", "section 1(b) of Executive Order 13224") in person.details


def test_the_main_date_of_birth_comes_first(sdn: dict[str, Entry]) -> None:
    births = [detail.value for detail in sdn["201"].details if detail.label == "date of birth"]
    assert births == ["1961-02-03", "circa 1959"]


def test_addresses_programmes_and_links(sdn: dict[str, Entry]) -> None:
    person = sdn["201"]
    assert person.addresses == (
        EntryAddress("Havnegata 1, 2. etasje, Oslo, Oslo, 0150, Norway", "NO"),
        EntryAddress("Region: Testmark", None),
    )
    assert person.countries == ("NO", "SE")
    assert [(listing.list, listing.programme) for listing in person.listings] == [
        ("ofac-sdn", "SDGT"),
        ("ofac-sdn", "TESTLAND"),
    ]
    assert person.relations == (EntryRelation("linked_to", "OSTERVIK TRADING CO., LTD."),)
    assert person.left == ()


def test_a_vessel_has_a_flag_an_owner_and_numbers(sdn: dict[str, Entry]) -> None:
    vessel = sdn["202"]
    assert vessel.numbers == (EntryNumber("imo", "9074729"), EntryNumber("call_sign", "LA1234"))
    assert vessel.relations == (EntryRelation("owned_by", "Havblik Holding S.A."),)
    assert vessel.countries == ("PA",)


def test_elements_and_attributes_that_are_new_are_reported(sdn: dict[str, Entry]) -> None:
    assert sdn["203"].left == (
        Detail("moonList/@quality", "full"),
        Detail("moonList/name", "Io"),
        Detail("addressList/address/galaxy", "Milky Way"),
    )


@pytest.mark.parametrize("namespace", ["", ' xmlns="http://tempuri.org/sdnList.xsd"'])
def test_the_namespace_does_not_matter(tmp_path: Path, namespace: str) -> None:
    text = FILE.read_text(encoding="utf-8")
    start, end = text.index(" xmlns="), text.index(">", text.index("<sdnList"))
    assert entries(written(tmp_path, text[:start] + namespace + text[end:])) == entries(FILE)


def test_a_zip_archive_with_the_file_in_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "sdn_xml.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(FILE, "folder/SDN.XML")
    assert entries(path) == entries(FILE)


def test_a_zip_archive_with_two_files_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "both.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(FILE, "a.xml")
        archive.write(FILE, "b.xml")
    with pytest.raises(SourceError, match="holds 2 XML files"):
        entries(path)


def test_a_record_without_a_number_is_called_by_its_place(tmp_path: Path) -> None:
    path = written(tmp_path, "<sdnList><sdnEntry/><sdnEntry><lastName>A</lastName></sdnEntry></sdnList>")
    found = entries(path)
    assert list(found) == ["entry-1", "entry-2"]
    assert found["entry-1"].names == ()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "is no whole XML file"),
        ("<html><body>Service unavailable</body></html>", "begins with <html>"),
        ("<!DOCTYPE html><html/>", "is a web page"),
        ("<Sanctions/>", "begins with <Sanctions> where <sdnList> is expected"),
        ('<!DOCTYPE a [<!ENTITY e "x">]><sdnList><sdnEntry><uid>&e;</uid></sdnEntry></sdnList>', "declares a document"),
        ("<sdnList><sdnEntry><uid>1</uid></sdnEntry>", "is no whole XML file"),
        ("<sdnList>&e;</sdnList>", "is no whole XML file"),
        ('<?xml version="1.0" encoding="moon"?><sdnList/>', "is no whole XML file"),
        ("36,TEST,-0- ", "is no whole XML file"),
    ],
)
def test_another_file_half_a_file_or_entities_are_refused(tmp_path: Path, content: str, sentence: str) -> None:
    with pytest.raises(SourceError, match=sentence):
        entries(written(tmp_path, content))


def test_damaged_bytes_never_raise_anything_else(tmp_path: Path) -> None:
    whole, dice = FILE.read_bytes(), random.Random(7)
    packed = tmp_path / "whole.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(FILE, "sdn.xml")
    path = tmp_path / "sdn.xml"
    for turn in range(300):
        source = packed.read_bytes() if turn % 3 == 0 else whole
        damaged = bytearray(source[: dice.randrange(len(source) + 1)] if turn % 2 else source)
        for _ in range(dice.choice([0, 1, 5])):
            if damaged:
                damaged[dice.randrange(len(damaged))] = dice.randrange(256)
        path.write_bytes(bytes(damaged))
        try:
            assert all(isinstance(entry, Entry) for entry in ofac_xml.read({"list": path}, "ofac-sdn"))
        except SourceError:
            continue
