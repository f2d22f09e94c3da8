"""Lists in the Export Administration Regulations: rows, cells, affiliates, in each XML that is published of them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import malformed
import pytest
from hypothesis import given
from hypothesis import strategies as st

from obstat.model.errors import SourceError
from obstat.model.places import country
from obstat.sources import ecfr
from obstat.sources.aliases import split
from obstat.sources.entity_cells import parse
from obstat.sources.entry import Detail, Entry, EntryAddress, EntryListing, EntryName, EntryRelation
from obstat.sources.lists import LISTS
from obstat.sources.party_addresses import addresses, country_of, cut

FIXTURES = Path(__file__).parent / "fixtures"
SHARED = Path(__file__).resolve().parents[3] / "shared"
REAL = SHARED / "data" / "lists_us_nsfreg_2026-07-09"
needs_data = pytest.mark.skipif(not SHARED.exists(), reason="needs the shared data")
FORM = ecfr.FORMATS[0]


def read(path: Path, list_code: str = "bis-entity-list") -> list[Entry]:
    found = list(FORM.read({"list": path}, list_code))
    entries = [entry for entry in found if isinstance(entry, Entry)]
    assert len(entries) == len(found) == len({entry.id for entry in entries})
    return entries


def by_id(file: str = "ecfr_versioner.xml", list_code: str = "bis-entity-list") -> dict[str, Entry]:
    return {entry.id: entry for entry in read(FIXTURES / file, list_code)}


def test_a_row_is_an_entry_and_a_place_that_is_kept_free_is_none() -> None:
    assert list(by_id()) == [
        "karim-nadir-rafiq-af",
        "qinglong-optical-research-institute-cn",
        "borealis-telecom-co-ltd-cn",
        "beijing-borealis-information-technology-co-ltd-cn",
        "hangzhou-new-borealis-technology-co-ltd-cn",
        "borealis-marine-networks-co-ltd-cn",
        "hebei-lumen-works-cn",
        "shipyard-zarya-ua",
        "poseidon-works-atlantis",
    ]


def test_names_aliases_and_addresses_of_a_cell_are_told_apart() -> None:
    entry = by_id()["qinglong-optical-research-institute-cn"]
    assert entry.names == (
        EntryName("Qinglong Optical Research Institute"),
        EntryName("QORI", "alias", weak=True),
        EntryName("Blue Dragon Optics", "alias"),
        EntryName("QL-7 Institute", "alias"),
    )
    assert entry.addresses == (
        EntryAddress("No. 5, East Lake Road, Wuhan, Hubei, China", "CN"),
        EntryAddress("Room 8, 2 Pier Street, Kowloon, Hong Kong", "HK"),
    )
    assert entry.countries == ("CN", "HK")


def test_a_listing_says_what_follows_and_has_no_day_of_its_own() -> None:
    entry = by_id()["karim-nadir-rafiq-af"]
    assert entry.listings == (
        EntryListing(
            "bis-entity-list",
            citation="76 FR 11111, 11/21/11. 79 FR 22222, 2/3/14.",
            measures="License requirement: For all items subject to the EAR. (See § 744.11 of the EAR); "
            "License review policy: Presumption of denial",
            url="https://www.ecfr.gov/current/title-15/part-744/appendix-Supplement%20No.%204%20to%20Part%20744",
        ),
    )
    assert entry.details == (
        Detail("remark", "See alternate addresses under Pakistan"),
        Detail("first cited in the federal register", "2011-11-21"),
    )


def test_raised_figures_are_footnotes() -> None:
    entry = by_id()["borealis-telecom-co-ltd-cn"]
    assert "734.9(e)¹ and 744.11 of the EAR²" in (entry.listings[0].measures or "")
    assert [detail.value for detail in entry.details if detail.label == "footnote"] == ["1", "2"]


def test_affiliates_in_a_cell_are_entries_of_their_own_with_the_same_listing() -> None:
    entries = by_id()
    main = entries["borealis-telecom-co-ltd-cn"]
    assert [address.text for address in main.addresses] == [
        "Base A, Longgang District, Shenzhen, 518129, China",
        "Tsim Sha Tsui, Kowloon, Hong Kong",
    ]
    marine = entries["borealis-marine-networks-co-ltd-cn"]
    assert marine.at == "line 20, affiliate 3"
    assert marine.names == (
        EntryName("Borealis Marine Networks Co., Ltd."),
        EntryName("Borealis Submarine", "former"),
    )
    assert marine.addresses == (EntryAddress("Building R4, No. 2 City Avenue, Dongguan, 523808, China", "CN"),)
    assert marine.relations == (EntryRelation("affiliate_of", "Borealis Telecom Co., Ltd.", reference=main.id),)
    assert marine.listings == main.listings


def test_a_subordinate_institution_is_named_by_its_own_name() -> None:
    entry = by_id()["hebei-lumen-works-cn"]
    assert entry.names == (EntryName("Hebei Lumen Works"),)
    assert entry.relations == (EntryRelation("subsidiary_of", "Qinglong Optical Research Institute"),)


def test_a_country_stands_for_the_rows_below_it_and_an_unknown_one_is_told() -> None:
    assert by_id()["shipyard-zarya-ua"].countries == ("UA",)
    assert by_id()["poseidon-works-atlantis"].details == (Detail("country", "ATLANTIS"),)


def test_the_list_decides_which_supplement_is_read() -> None:
    entries = by_id(list_code="bis-meu")
    assert [entry.kind for entry in entries.values()] == ["company"] * 3
    assert entries["yuelu-aero-parts-co-ltd-cn"].countries == ("CN",)  # the cell of the country spans two rows
    assert entries["jsc-sokol-rotor-ru"].relations == (EntryRelation("subsidiary_of", "Vektor Holding"),)
    with pytest.raises(SourceError, match=r"Supplement No\. 6"):
        by_id(list_code="bis-uvl")


def test_the_annual_edition_is_read_as_the_daily_one() -> None:
    entries = by_id("ecfr_annual.xml")
    lasers = entries["indus-lasers-pvt-ltd-pk"]
    assert lasers.names == (EntryName("Indus Lasers (Pvt.) Ltd."), EntryName("ILPL", "alias"))
    assert lasers.addresses == (EntryAddress("Plot 7, I-9/3, Islamabad, Pakistan", "PK"),)
    assert Detail("footnote", "3") in lasers.details
    assert entries["ravi-instruments-pk"].listings[0].measures == (
        "License requirement: All items subject to the EAR; License review policy: Case-by-case review"
    )


def test_a_column_that_nobody_knows_is_left(tmp_path: Path) -> None:
    text = (FIXTURES / "ecfr_versioner.xml").read_text(encoding="utf-8")
    text = text.replace("</TH></TR>", "</TH><TH>Zeal</TH></TR>").replace("11/21/11. 79", "11/21/11.</TD><TD>high 79")
    path = tmp_path / "ecfr.xml"
    path.write_text(text, encoding="utf-8")
    assert read(path)[0].left == (Detail("Zeal", "high 79 FR 22222, 2/3/14."),)
    assert all(entry.left == () for entry in by_id().values())


def test_one_line_editions_of_a_cell_give_the_same(tmp_path: Path) -> None:
    path = tmp_path / "ecfr.xml"
    text = (FIXTURES / "ecfr_versioner.xml").read_text(encoding="utf-8")
    path.write_text(text.replace("<br/>", " "), encoding="utf-8")
    assert read(path) == list(by_id().values())


@pytest.mark.parametrize(
    ("text", "name", "address"),
    [
        ("Acme Co., Ltd., No. 1 First Road, Shenzhen, China", "Acme Co., Ltd.", "No. 1 First Road, Shenzhen, China"),
        ("Ana Gonzalo, Gran Via 7, Madrid, Spain", "Ana Gonzalo", "Gran Via 7, Madrid, Spain"),
        ("Acme Paraguay S.A., Asuncion, Paraguay", "Acme Paraguay S.A.", "Asuncion, Paraguay"),
        ("Acme Group, 7th Lens Institute, 5 Lake Road, Wuhan", "Acme Group, 7th Lens Institute", "5 Lake Road, Wuhan"),
        ("Rotor Corporation, AO GNPP R, 1 Plant Road, Kazan", "Rotor Corporation, AO GNPP R", "1 Plant Road, Kazan"),
        ("Acme Co., Ltd. Room 605, Hangzhou, China", "Acme Co., Ltd.", "Room 605, Hangzhou, China"),
        ("Acme Works", "Acme Works", ""),
    ],
)  # fmt: skip
def test_a_name_ends_where_its_address_begins(text: str, name: str, address: str) -> None:
    assert cut(text) == (name, address)


def test_addresses_are_cut_where_a_country_ends_one_of_them() -> None:
    text = (
        "Park 1, Kabul, Afghanistan, and Dasht Qala, Takhar, Afghanistan; and Flat 2 and 3, Kowloon, Hong Kong. "
        "Pier 4, Dubai, U.A.E."
    )
    assert [(each.text, each.country) for each in addresses(text, None)] == [
        ("Park 1, Kabul, Afghanistan", "AF"),
        ("Dasht Qala, Takhar, Afghanistan", "AF"),
        ("Flat 2 and 3, Kowloon, Hong Kong", "HK"),
        ("Pier 4, Dubai, U.A.E.", "AE"),
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Bangkok, Thailand, 10500", "TH"),
        ("Xian 710021, China", "CN"),
        ("Nanjing, China 212352", "CN"),
        ("Sevastopol, Crimea region of Ukraine", "UA"),
        ("Reading, RG2 6UF, United Kingdom", "GB"),
        ("Tbilisi Georgia", "GE"),
        ("Kowloon", None),
        ("", None),
    ],
)
def test_an_address_names_its_country_in_its_last_words(text: str, code: str | None) -> None:
    assert country_of(text) == code


@given(st.text(alphabet="Acme Co.,; and()—\n1aka:See", max_size=80))
def test_no_cell_is_too_odd_to_be_read(text: str) -> None:
    cell = parse(text, "CN")
    assert all(name.text for name in cell.names)


@pytest.mark.parametrize("what", malformed.NO_EDITIONS)
def test_what_is_no_edition_is_refused_in_a_sentence(what: str, tmp_path: Path) -> None:
    assert malformed.refuses(FORM, tmp_path / "ecfr.xml", malformed.NO_EDITIONS[what], "bis-entity-list")


@pytest.mark.parametrize(
    "data",
    [
        b"<DIV5/>",
        b'<!DOCTYPE a [<!ENTITY b "c">]><DIV5 N="744">&b;</DIV5>',
        b'<?xml version="1.0" encoding="no-such"?><DIV5/>',
        b'<DIV5 N="744"><DIV9 N="Supplement No. 4 to Part 744"><TABLE><TR><TD>CHINA</TD>',
    ],
)
def test_xml_without_the_list_or_with_entities_or_cut_off_is_refused(data: bytes, tmp_path: Path) -> None:
    assert malformed.refuses(FORM, tmp_path / "ecfr.xml", data, "bis-entity-list")


@pytest.mark.parametrize("file", ["ecfr_versioner.xml", "ecfr_annual.xml"])
def test_damaged_files_are_read_or_refused(file: str, tmp_path: Path) -> None:
    malformed.survives(FORM, tmp_path / "ecfr.xml", (FIXTURES / file).read_bytes(), "bis-entity-list")


def test_every_source_states_a_known_format_and_list() -> None:
    for source in ecfr.SOURCES:
        assert source.format == FORM.code
        assert source.list in LISTS
        assert all(address.startswith("https://") for address in source.addresses.values())


def _entities() -> list[dict[str, Any]]:
    entities: list[dict[str, Any]] = json.loads((REAL / "bis_entity_list.json").read_text())["entities"]
    return entities


def _printed(entity: dict[str, Any], *, lines: bool) -> str | None:
    """The cell as the regulation prints it, put together from a transcription; None where that one is damaged."""
    name, others, address = entity["name"], entity["aliases"], entity["address"] or ""
    damaged = any(len(other) > 110 or ";" in other for other in others)
    if damaged or name.count("(") > name.count(")") or re.search(r"a\.k\.a|[:;]", name):
        return None
    if not others:
        return f"{name}, {address}"
    apart = "\n" if lines else " "
    listed = f";{apart}—".join([*others[:-1], f"and —{others[-1]}" if len(others) > 1 else others[-1]])
    listed = listed.replace("—and —", "and —" if not lines else "—")
    stop = "" if listed.endswith(".") else "."
    return f"{name}, a.k.a., the following aliases:{apart}—{listed.removeprefix('and —')}{stop}{apart}{address}"


@needs_data
@pytest.mark.parametrize(("lines", "least"), [(True, 0.985), (False, 0.97)])
def test_the_names_in_the_cells_of_the_real_list_are_found(lines: bool, least: float) -> None:
    right = total = 0
    for entity in _entities():
        text = _printed(entity, lines=lines)
        if text is None:
            continue
        known = {name.text for printed in (entity["name"], *entity["aliases"]) for name in split(printed).names}
        found = {name.text for name in parse(text, country(entity["country"])).names}
        right += {_bare(name) for name in known} == {_bare(name) for name in found}
        total += 1
    assert total > 3_300
    assert right / total >= least, f"{right} of {total}"


def _bare(text: str) -> str:
    return re.sub(r"\W", "", text).casefold()


@needs_data
def test_the_real_list_in_xml_gives_an_entry_for_each_row_within_seconds(tmp_path: Path) -> None:
    rows = []
    for entity in _entities():
        cell = escape(_printed(entity, lines=True) or f"{entity['name']}, {entity['address']}").replace("\n", "<br/>")
        rows.append(
            f"<TR><TD>{escape(entity['country'])}</TD><TD>{cell}</TD><TD>{escape(entity['notes'] or '')}</TD>"
            f"<TD>Presumption of denial</TD><TD>{escape(entity['federal_register'] or '')}</TD></TR>"
        )
    path = tmp_path / "ecfr.xml"
    table = f"<TABLE>{''.join(rows)}</TABLE>"
    path.write_text(
        f'<DLPSTEXTCLASS><DIV5 N="744"><DIV9 N="Supplement No. 4 to Part 744">{table}</DIV9></DIV5></DLPSTEXTCLASS>',
        encoding="utf-8",
    )
    entries = read(path)
    assert len(entries) == 3_409
    assert all(entry.names and entry.countries and entry.left == () for entry in entries)
    assert ecfr.SOURCES[0].expectations.faults(entries) == []
    cited = [detail for entry in entries for detail in entry.details if detail.label.startswith("first cited")]
    assert len(cited) == 3_407  # two citations of the transcription have no date
