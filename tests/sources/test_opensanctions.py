"""OpenSanctions: a thing is an entry, and what is said of it elsewhere in the file comes to it, in any order."""

from __future__ import annotations

import csv
import json
import random
from pathlib import Path

import malformed
import pytest

from obstat.model.errors import SourceError
from obstat.sources import ftm_entity, opensanctions, opensanctions_simple, registry
from obstat.sources.entry import Detail, Entry, EntryAddress, EntryListing, EntryName, EntryNumber, EntryRelation
from obstat.sources.ftm_entity import REFERENCES
from obstat.sources.ftm_properties import COUNTRIES, EDGES, HOLDERS, KNOWN, links
from obstat.sources.lists import LISTS
from obstat.sources.opensanctions_datasets import LISTS as DATASETS
from obstat.sources.opensanctions_datasets import list_of

FIXTURES = Path(__file__).parent / "fixtures"
FORMATS = {form.code: form for module in (opensanctions, opensanctions_simple) for form in module.FORMATS}
FILES = {
    "opensanctions-ftm": "opensanctions.ftm.json",
    "opensanctions-statements": "opensanctions.statements.csv",
    "opensanctions-simple": "opensanctions.simple.csv",
}


def read(code: str, path: Path, list_code: str = "opensanctions") -> dict[str, Entry]:
    found = list(FORMATS[code].read({"list": path}, list_code))
    entries = {entry.id: entry for entry in found if isinstance(entry, Entry)}
    assert len(entries) == len(found)
    return entries


def of(tmp_path: Path, *entities: dict) -> dict[str, Entry]:
    """The entries of a file of these entities; datasets and properties may be left out."""
    path = tmp_path / "entities.ftm.json"
    lines = [json.dumps({"properties": {}, "datasets": ["xx_test"], **entity}) for entity in entities]
    path.write_text("\n".join(lines), encoding="utf-8")
    return read("opensanctions-ftm", path)


@pytest.fixture(scope="module")
def entities() -> dict[str, Entry]:
    return read("opensanctions-ftm", FIXTURES / FILES["opensanctions-ftm"])


def test_things_are_entries_and_the_rest_belongs_to_them(entities: dict[str, Entry]) -> None:
    assert list(entities) == ["NK-1", "NK-2", "NK-3", "NK-4", "sanction-9"]
    assert [entry.kind for entry in entities.values()] == ["company", "person", "company", "vessel", "unknown"]


def test_the_caption_is_the_first_name_and_weak_names_are_weak(entities: dict[str, Entry]) -> None:
    assert entities["NK-1"].names == (
        EntryName("Halvard Line Ltd"),
        EntryName("Халвард Лайн"),
        EntryName("HL Shipping", "alias"),
        EntryName("Halvard Freight", "former"),
        EntryName("HLL", "alias", weak=True),
    )


def test_a_sanction_before_its_thing_and_under_an_older_id_is_a_listing_for_each_programme(
    entities: dict[str, Entry],
) -> None:
    first, second = entities["NK-1"].listings
    assert first == EntryListing(
        "ofac-sdn",
        since="2019-03-04",
        programme="SDGT",
        measures="Block",
        ground="Ships parts.",
        url="https://example.org/90001",
        reference="90001",
    )
    assert second.programme == "IFSR"
    assert Detail("sanction listing date", "2019-03-05") in entities["NK-1"].details
    assert Detail("sanction source url", "https://example.org/more") in entities["NK-1"].details


def test_the_screening_list_names_the_list_and_the_last_day_counts(entities: dict[str, Entry]) -> None:
    (listing,) = entities["NK-3"].listings
    assert (listing.list, listing.citation) == ("bis-entity-list", "84 FR 22961")
    assert (listing.since, listing.until) == ("2019-05-21", "2024-05-21")


def test_numbers_addresses_and_papers(entities: dict[str, Entry]) -> None:
    company, person, vessel = (entities[name] for name in ("NK-1", "NK-2", "NK-4"))
    assert company.addresses == (
        EntryAddress("Pier 4, Vyborg, Russia", "RU"),
        EntryAddress("Quay Road 5, Murmansk", "RU"),
    )
    assert {
        EntryNumber("lei", "5493000ABCDEF1234567"),
        EntryNumber("registration", "778899"),
        EntryNumber("tax", "7701234567"),
        EntryNumber("okpo code", "1234"),
        EntryNumber("uscc", "91110000ABCDEFGH12", "CN"),
        EntryNumber("isin", "RU000A0JXXX1"),
    } < set(company.numbers)
    assert EntryNumber("passport", "P1", "RU", "issued 2010-01-01") in person.numbers
    assert Detail("passport type", "Diplomatic Passport") in person.details
    assert vessel.numbers == (EntryNumber("imo", "9074729"),)
    assert (vessel.countries, vessel.listings) == (("PA",), (EntryListing("xx_ports_watch"),))


def test_a_stake_is_a_relation_of_what_is_owned_and_its_words_are_with_both_ends(entities: dict[str, Entry]) -> None:
    company, person = entities["NK-1"], entities["NK-2"]
    bounds = {"low": 51.0, "high": 51.0, "since": "2015-02", "until": "2021-01-01", "source": "https://example.org/own"}
    assert EntryRelation("owned_by", "Astrid Halvard", "NK-2", **bounds) in company.relations
    assert {tie.relation for tie in person.relations} == {"linked_to", "director_of"}
    assert EntryRelation("linked_to", "gone-9", "gone-9") in person.relations
    assert entities["NK-4"].relations == (EntryRelation("owned_by", "Halvard Line Ltd", "NK-1"),)
    assert Detail("ownership role", "founder (Halvard Line Ltd)") in person.details
    assert Detail("ownership role", "founder (Astrid Halvard)") in company.details


def test_what_is_not_known_is_left_and_who_is_not_listed_has_no_listing(entities: dict[str, Entry]) -> None:
    assert entities["NK-1"].left == (Detail("shoeSize", "44"), Detail("mood", "calm"))
    assert Detail("jurisdiction", "suhh") in entities["NK-1"].details
    assert entities["NK-2"].listings == ()
    assert entities["sanction-9"].listings[0].list == "eu-sanctions"


def test_the_order_of_the_lines_changes_nothing_but_the_order(entities: dict[str, Entry], tmp_path: Path) -> None:
    lines = (FIXTURES / FILES["opensanctions-ftm"]).read_text().splitlines()
    chance = random.Random(5)
    for _ in range(5):
        chance.shuffle(lines)
        path = tmp_path / "shuffled.json"
        path.write_text("\n".join(lines))
        found = read("opensanctions-ftm", path)
        assert found.keys() == entities.keys()
        for name, entry in found.items():
            for field in ("kind", "names", "countries", "numbers", "listings", "relations", "details", "left"):
                assert set(getattr(entry, field)) == set(getattr(entities[name], field)) or field == "kind"


def test_every_value_of_the_file_is_in_an_entry(entities: dict[str, Entry]) -> None:
    told = " ".join(map(str, entities.values()))
    for line in (FIXTURES / FILES["opensanctions-ftm"]).read_text().splitlines():
        data = json.loads(line)
        for name, values in data["properties"].items():
            for value in values:
                plain = value.removeprefix("IMO")
                # an end is told as the day behind it, a country by its code, a share as a number
                if name not in ("endDate", "percentage") and value != "old-1":
                    assert plain in told or plain.upper() in told, (data["id"], name, value)


@pytest.mark.parametrize("seed", range(20))
def test_no_value_of_any_property_of_any_schema_is_lost(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    schemata = ["Company", "Person", "Vessel", "Address", "Position", "Gadget", *EDGES, *HOLDERS]
    plain = sorted(KNOWN - REFERENCES - COUNTRIES - {"percentage", "startDate", "endDate", "listingDate"})
    ids = [f"id{number}" for number in range(40)]
    entities, tokens = [], []
    for number, own in enumerate(ids):
        properties: dict[str, list[str]] = {}
        for name in (*chance.sample(plain, 12), "odd"):
            tokens.append(f"token{number}x{name}")
            properties[name] = [tokens[-1]]
        for name in chance.sample(sorted(REFERENCES), 12):
            properties[name] = [chance.choice([*ids, "nobody"])]
        schema = chance.choice(schemata)
        for name in links(schema):
            properties[name] = [chance.choice([*ids, "nobody"])]
        entities.append({"id": own, "schema": schema, "properties": properties, "mood": f"mood{number}x"})
        tokens.append(f"mood{number}x")
    chance.shuffle(entities)
    told = " ".join(map(str, of(tmp_path, *entities).values())).casefold()
    assert not [token for token in tokens if token.casefold() not in told]
    assert not [own for own in ids if f"'{own}'" not in told]


def test_a_security_or_an_address_to_which_nothing_else_refers_stands_alone(tmp_path: Path) -> None:
    found = of(
        tmp_path,
        {"id": "s1", "schema": "Security", "properties": {"isin": ["X1"], "issuer": ["c1"]}},
        {"id": "s2", "schema": "Security", "properties": {"isin": ["X2"], "issuer": ["nobody"]}},
        {"id": "s3", "schema": "Security", "properties": {"isin": ["X3"], "issuer": ["c1"]}},
        {"id": "x3", "schema": "Sanction", "properties": {"entity": ["s3"]}},
        {"id": "a1", "schema": "Address", "properties": {"full": ["1 Loose Street"]}},
        {"id": "w1", "schema": "CryptoWallet", "properties": {"publicKey": ["1abc"], "holder": ["c1"]}},
        {"id": "c1", "schema": "Company", "properties": {"name": ["Corvid AS"]}},
    )
    assert list(found) == ["s2", "s3", "a1", "c1"]
    assert [number.value for number in found["c1"].numbers] == ["X1", "1abc"]
    assert EntryRelation("issuer_of", "s3", "s3") in found["c1"].relations
    assert found["s3"].listings[0].list == "xx_test"
    assert found["s3"].numbers == (EntryNumber("security isin", "X3"),)  # it names no party
    assert Detail("full", "1 Loose Street") in found["a1"].details


def test_an_object_in_an_object_is_read_as_if_it_stood_in_the_file(tmp_path: Path) -> None:
    sanction = {"id": "x1", "schema": "Sanction", "datasets": ["eu_fsf"]}
    link = {"id": "o1", "schema": "Ownership"}
    owned = {"id": "c2", "schema": "Company", "caption": "Corvid Sub", "properties": {"name": ["Corvid Sub"]}}
    found = of(
        tmp_path,
        {
            "id": "c1",
            "schema": "Company",
            "properties": {
                "name": ["Corvid AS"],
                "sanctions": [{**sanction, "properties": {"entity": ["c1"], "program": ["RUS"]}}],
                "ownershipOwner": [{**link, "properties": {"owner": ["c1"], "asset": [owned]}}],
                "addressEntity": [{"id": "a1", "schema": "Address", "properties": {"full": ["1 High Street"]}}],
            },
        },
    )
    assert found["c1"].left == ()
    assert found["c1"].listings == (EntryListing("eu-sanctions", programme="RUS"),)
    assert found["c1"].relations == ()
    assert found["c1"].addresses == (EntryAddress("1 High Street"),)
    assert found["c2"].relations == (EntryRelation("owned_by", "Corvid AS", "c1"),)


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("100", (100.0, 100.0)),
        ("25-50%", (25.0, 50.0)),
        ("75 % – 100 %", (75.0, 100.0)),
        (">50", (50.000000001, 100.0)),
        ("<=10%", (0.0, 10.0)),
        ("33,3", (33.3, 33.3)),
        ("most", (None, None)),
        ("120", (None, None)),
    ],
)
def test_shares_are_bounds(text: str, bounds: tuple[float | None, float | None], tmp_path: Path) -> None:
    found = of(
        tmp_path,
        {"id": "c1", "schema": "Company", "properties": {"name": ["Corvid AS"]}},
        {"id": "o1", "schema": "Ownership", "properties": {"owner": ["c1"], "asset": ["z"], "percentage": [text]}},
    )
    (relation,) = found["c1"].relations
    assert (relation.low, relation.high) == bounds
    kept = [detail for detail in found["c1"].details if detail.label == "ownership percentage"]
    assert bool(kept) == (bounds == (None, None))


def test_an_id_that_is_there_twice_gives_two_entries(tmp_path: Path) -> None:
    found = of(tmp_path, *[{"id": "c1", "schema": "Company", "properties": {"name": [n]}} for n in ("A AS", "B AS")])
    assert {name: entry.names[0].text for name, entry in found.items()} == {"c1": "A AS", "c1-2": "B AS"}


def test_an_unknown_schema_is_an_entry_with_its_properties(tmp_path: Path) -> None:
    (entry,) = of(tmp_path, {"id": "g1", "schema": "Gadget", "properties": {"name": ["Box"], "knob": ["7"]}}).values()
    assert (entry.kind, entry.names, entry.left) == ("unknown", (EntryName("Box"),), (Detail("knob", "7"),))


def test_a_post_is_nobody_and_its_holder_holds_it(tmp_path: Path) -> None:
    found = of(
        tmp_path,
        {"id": "p1", "schema": "Person", "properties": {"name": ["Olaf Tarn"]}},
        {"id": "q1", "schema": "Position", "caption": "Mayor of Vik", "properties": {"name": ["Mayor of Vik"]}},
        {"id": "o1", "schema": "Occupancy", "properties": {"holder": ["p1"], "post": ["q1"], "startDate": ["2001"]}},
    )
    assert {name: entry.kind for name, entry in found.items()} == {"p1": "person", "q1": "category"}
    assert found["p1"].relations == (EntryRelation("holds_post", "Mayor of Vik", "q1", since="2001"),)


def test_topics_tell_who_is_listed_where_nothing_else_does(tmp_path: Path) -> None:
    found = of(
        tmp_path,
        {"id": "c1", "schema": "Company", "properties": {"topics": ["debarment"]}, "datasets": ["us_ofac_sdn"]},
        {"id": "c2", "schema": "Company", "properties": {"topics": ["sanction.linked"]}, "datasets": ["us_ofac_sdn"]},
        {"id": "c3", "schema": "Company", "properties": {"topics": ["sanction"]}, "target": False},
        {"id": "c4", "schema": "Company", "target": True, "datasets": []},
    )
    assert [[on.list for on in entry.listings] for entry in found.values()] == [["ofac-sdn"], [], [], ["opensanctions"]]


@pytest.mark.parametrize(
    ("dataset", "told", "list_"),
    [
        ("us_ofac_sdn", ["CMIC-EO13959"], "ofac-sdn"),
        ("us_ofac_cons", ["CMIC-EO13959"], "ofac-ns-cmic"),
        ("us_ofac_cons", ["Sectoral Sanctions Identifications List"], "ofac-ssi"),
        ("us_ofac_cons", ["US-CAPTA"], "ofac-capta"),
        ("us_ofac_cons", ["SOMETHING NEW"], "ofac-other"),
        ("us_trade_csl", ["Military End User (MEU) List - Bureau of Industry and Security"], "bis-meu"),
        ("us_trade_csl", ["A new list"], "consolidated-screening-list"),
        ("us_special_leg", ["Section 5949 of the James M. Inhofe Act"], "section-5949"),
        ("us_special_leg", ["US-MCCAIN-889"], "section-889"),
        ("us_special_leg", ["Section 353(b) of an Act"], "us_special_leg"),
        ("ar_repet", ["Section 889 of"], "ar_repet"),
    ],
)
def test_the_dataset_or_what_is_said_tells_the_list(dataset: str, told: list[str], list_: str) -> None:
    assert list_of(dataset, told) == list_


def test_statements_are_gathered_and_what_a_third_database_says_is_no_name() -> None:
    found = read("opensanctions-statements", FIXTURES / FILES["opensanctions-statements"])
    assert list(found) == ["NK-7", "NK-8"]
    bridge = found["NK-7"]
    assert (bridge.kind, bridge.at) == ("company", "line 6")
    assert bridge.names == (EntryName("Северный Мост", language="rus"),)
    assert Detail("external name", "Severny Most JSC") in bridge.details
    assert Detail("original country", "Russia") in bridge.details
    assert bridge.listings == (EntryListing("uk-sanctions", since="2022-03-10", programme="The Russia Regulations"),)
    assert Detail("sanction original start date", "10/03/2022") in bridge.details
    assert {Detail("first seen", "2023-01-01"), Detail("last seen", "2024-06-01")} < set(bridge.details)
    assert bridge.left == ()


def test_a_column_of_statements_that_is_not_known_is_left(tmp_path: Path) -> None:
    path = tmp_path / "statements.csv"
    path.write_text(
        "canonical_id,entity_id,prop,schema,value,dataset,weight\na,a,name,Person,Olaf Tarn,eu_fsf,3\n", "utf-8"
    )
    assert read("opensanctions-statements", path)["a"].left == (Detail("weight", "3"),)


def test_a_simple_row_with_one_dataset_has_the_first_day_of_its_sanction_and_no_end() -> None:
    found = read("opensanctions-simple", FIXTURES / FILES["opensanctions-simple"])
    company, person, optics = found.values()
    assert company.names[1:] == (EntryName("HL Shipping", "alias"), EntryName("Halvard; Sons", "alias"))
    (listing,) = company.listings
    assert (listing.list, listing.since, listing.until) == ("ofac-sdn", "2019-03-04", None)
    assert listing.ground == "SDGT - Ships parts. - Active - 2019-03-04 - 2025-01-01"
    assert [on.list for on in person.listings] == ["uk-sanctions", "eu-sanctions", "port-watch"]
    assert {on.since for on in person.listings} == {None}
    assert (optics.listings[0].list, optics.listings[0].since) == ("bis-entity-list", "2019-05")
    assert all(entry.left == () for entry in found.values())


@pytest.mark.parametrize("code", FILES)
@pytest.mark.parametrize("what", malformed.NO_EDITIONS)
def test_what_is_no_edition_is_refused_in_a_sentence(code: str, what: str, tmp_path: Path) -> None:
    assert malformed.refuses(FORMATS[code], tmp_path / FILES[code], malformed.NO_EDITIONS[what], code)


@pytest.mark.parametrize(
    "data",
    [
        b'{"id": "a", "schema": "Company", "properties": {"name": ["A"]}}\n{"id": "b", "sche',
        b'{"id": "a", "schema": "Company", "properties": {"name": ["\xe9"]}}\n',
        b'[{"id": "a", "schema": "Company", "properties": {}}]',
        b'{"type": "FeatureCollection", "features": []}',
        b"[" * 100_000,
        b'{"id": "a", "schema": "Company", "properties": ["name"]}',
    ],
)
def test_a_file_that_is_cut_off_or_not_utf8_or_other_json_is_refused(data: bytes, tmp_path: Path) -> None:
    assert malformed.refuses(FORMATS["opensanctions-ftm"], tmp_path / "x.json", data, "demo")


@pytest.mark.parametrize("code", FILES)
def test_damaged_files_are_read_or_refused(code: str, tmp_path: Path) -> None:
    malformed.survives(FORMATS[code], tmp_path / FILES[code], (FIXTURES / FILES[code]).read_bytes(), code)


def test_odd_values_are_text(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(b'{"id": "a", "schema": "Company", "properties": {"name": "A\\ud800 AS", "capital": [5, null]}}')
    (entry,) = read("opensanctions-ftm", path).values()
    assert entry.names == (EntryName("A? AS"),)
    assert Detail("capital", "5") in entry.details


def test_a_full_disk_is_told_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tables = ftm_entity._TABLES + "PRAGMA max_page_count = 8;"
    monkeypatch.setattr(ftm_entity, "_TABLES", tables)
    with pytest.raises(SourceError, match="make room"):
        of(tmp_path, *[{"id": f"c{n}", "schema": "Company", "properties": {"name": ["A" * 99]}} for n in range(5_000)])


def test_nothing_is_left_in_the_folder_for_temporary_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    read("opensanctions-ftm", FIXTURES / FILES["opensanctions-ftm"])
    for _ in FORMATS["opensanctions-ftm"].read({"list": FIXTURES / FILES["opensanctions-ftm"]}, "x"):
        break  # a reader that is not read to its end
    assert list(tmp_path.iterdir()) == []


def test_the_sources_state_the_licence_and_lists_that_there_are() -> None:
    assert set(DATASETS.values()) <= set(LISTS)
    for source in opensanctions.SOURCES:
        assert registry.source(source.code).format in FORMATS
        assert "CC BY-NC 4.0" in source.licence
        assert source.addresses["list"].startswith("https://data.opensanctions.org/datasets/latest/")


def test_the_fixture_of_targets_is_a_table_of_the_published_columns() -> None:
    with (FIXTURES / FILES["opensanctions-simple"]).open(newline="") as file:
        assert {len(row) for row in csv.reader(file)} == {15}
