"""The golden copies of GLEIF: who owns whom by their legal entity identifiers, the same from XML and from CSV."""

from __future__ import annotations

import csv
import io
import re
import shutil
import tracemalloc
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import malformed
import pytest

from obstat.model.errors import SourceError
from obstat.sources import ofac_elements, registry
from obstat.sources.entry import Detail, Entry, EntryAddress, EntryName, EntryNumber, EntryRelation, Refused, Statement
from obstat.sources.source import parts_of

FIXTURES = Path(__file__).parent / "fixtures"
REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "own_gleif_fixtures"
NAMES = {"entities": "gleif_lei", "relationships": "gleif_rr", "exceptions": "gleif_repex"}
QUAY, HARBOUR, MINISTRY = "5299000000000000QUAY", "529900000000000HARBR", "529900000000000MINIS"


def read(parts: Mapping[str, Path], form: str = "gleif-xml") -> list[Statement]:
    return list(registry.format_(form).read(parts, "gleif"))


def entries(statements: list[Statement]) -> dict[str, Entry]:
    found = {entry.id: entry for entry in statements if isinstance(entry, Entry)}
    assert len(found) + len(refused(statements)) == len(statements)
    return found


def refused(statements: list[Statement]) -> list[Refused]:
    return [statement for statement in statements if isinstance(statement, Refused)]


def fixtures(ending: str, *parts: str) -> dict[str, Path]:
    return {part: FIXTURES / f"{NAMES[part]}.{ending}" for part in parts or NAMES}


@pytest.fixture(scope="module")
def found() -> dict[str, Entry]:
    return entries(read(fixtures("xml")))


def changed(folder: Path, part: str, *changes: tuple[str, str]) -> dict[str, Path]:
    """The fixtures with a part in which texts are exchanged."""
    path = folder / f"{NAMES[part]}.xml"
    text = (FIXTURES / path.name).read_text()
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    path.write_text(text)
    return {**fixtures("xml"), part: path}


def test_a_legal_entity_is_an_entry_with_its_names_addresses_and_numbers(found: dict[str, Entry]) -> None:
    quay = found[QUAY]
    assert (quay.kind, quay.countries, quay.listings) == ("company", ("DE", "DK"), ())
    assert quay.names == (
        EntryName("Quay Hafen GmbH", language="de"),
        EntryName("Kai Hafen GmbH", "former", language="de"),
        EntryName("Quay", "alias", language="en"),
        EntryName("Quay Haven", "alias"),
    )
    assert quay.addresses == (
        EntryAddress("Kai 1, Halle 2, Tor 3, Kiel, DE-SH, 24103, DE", "DE"),
        EntryAddress("Havn 9, Aarhus, DK", "DK"),
    )
    assert quay.numbers == (EntryNumber("lei", QUAY), EntryNumber("registration", "HRB 7", note="RA000242"))
    assert {Detail("entity status", "ACTIVE"), Detail("registration status", "ISSUED")} < set(quay.details)
    assert found[MINISTRY].kind == "body"
    assert found[MINISTRY].countries == ("US",)
    assert found[MINISTRY].relations == (EntryRelation("predecessor_of", "Ministry of Seas"),)


def test_a_relationship_is_a_tie_of_the_child_with_its_own_dates_and_its_share(found: dict[str, Entry]) -> None:
    direct, ultimate = found[QUAY].relations
    assert direct == EntryRelation(
        "subsidiary_of", "Harbour Holding Ltd", HARBOUR, 75.5, 75.5, since="2015-06-01", until="2023-07-01"
    )
    assert ultimate == EntryRelation("ultimately_subsidiary_of", "Harbour Holding Ltd", HARBOUR)
    (told,) = [each.value for each in found[QUAY].details if each.label == f"is_directly_consolidated_by {HARBOUR}"]
    assert "accounting period 2022-01-01 to 2022-12-31" in told
    assert "IFRS" in told
    assert found[HARBOUR].relations == ()


def test_an_exception_is_a_detail_of_the_legal_entity(found: dict[str, Entry]) -> None:
    text = "DIRECT_ACCOUNTING_CONSOLIDATION_PARENT: NO_KNOWN_PERSON; reference Articles, section 4"
    assert Detail("reporting exception", text) in found[HARBOUR].details


def test_every_text_of_the_files_is_in_an_entry(found: dict[str, Entry]) -> None:
    told = " ".join(map(str, found.values())).lower().replace("_", " ")
    for path in fixtures("xml").values():
        for element in ElementTree.parse(path).getroot().iter():
            text = " ".join((element.text or "").lower().replace("_", " ").split())
            tag = element.tag.rpartition("}")[2]
            if text and tag not in ("ContentDate", "RecordCount", "NodeIDType"):
                day = re.match(r"\d{4}-\d\d-\d\d", text)
                assert (
                    text in told or (day and day[0] in told) or tag in ("QuantifierAmount", "EndDate", "PeriodType")
                ), text
    assert all(entry.left == () for entry in found.values())


def test_the_csv_says_the_same_as_the_xml(found: dict[str, Entry]) -> None:
    table = entries(read(fixtures("csv"), "gleif-csv"))
    assert table.keys() == found.keys()
    for lei, entry in table.items():
        assert replace(entry, at="", details=()) == replace(found[lei], at="", details=())
        assert set(entry.details) == set(found[lei].details)
    assert table[HARBOUR].at == "entities line 3"


@pytest.mark.parametrize("ending", ["xml", "csv"])
def test_any_part_may_be_missing(ending: str) -> None:
    for parts in (("entities",), ("relationships",), ("exceptions",), ("relationships", "exceptions")):
        statements = read(fixtures(ending, *parts), f"gleif-{ending}")
        assert refused(statements) == []
        assert HARBOUR in entries(statements)
    nameless = entries(read(fixtures(ending, "relationships"), f"gleif-{ending}"))
    assert set(nameless) == {QUAY, HARBOUR}
    assert [(entry.names, entry.numbers) for entry in nameless.values()] == [
        ((), (EntryNumber("lei", QUAY),)),
        ((), (EntryNumber("lei", HARBOUR),)),
    ]
    assert [tie.name for tie in nameless[QUAY].relations] == [HARBOUR, HARBOUR]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ([("IS_DIRECTLY_CONSOLIDATED_BY", "IS_FUND-MANAGED_BY")], ("fund_managed_by", "2023-07-01", "established")),
        ([("IS_DIRECTLY_CONSOLIDATED_BY", "IS_FEEDER_TO")], ("feeder_to", "2023-07-01", "established")),
        ([("IS_DIRECTLY_CONSOLIDATED_BY", "IS_INTERNATIONAL_BRANCH_OF")], ("branch_of", "2023-07-01", "established")),
        ([("ACTIVE", "INACTIVE")], ("subsidiary_of", "2023-07-01", "established")),
        (
            [("ACTIVE", "INACTIVE"), ("<rr:EndDate>2023-06-30T08:00:00+02:00</rr:EndDate>", "")],
            ("subsidiary_of", "2024-01-15", "established"),
        ),
        (
            [
                ("ACTIVE", "INACTIVE"),
                ("<rr:EndDate>2023-06-30T08:00:00+02:00</rr:EndDate>", ""),
                ("<rr:LastUpdateDate>2024-01-15T00:00:00Z</rr:LastUpdateDate>", ""),
            ],
            ("formerly_subsidiary_of", None, "established"),
        ),
        ([("PUBLISHED", "ANNULLED")], ("subsidiary_of", "2023-07-01", "disputed")),
        ([("RELATIONSHIP_PERIOD", "DOCUMENT_FILING_PERIOD")], ("subsidiary_of", None, "established")),
    ],
)
def test_kinds_states_and_periods_of_a_relationship(
    tmp_path: Path, changes: list[tuple[str, str]], expected: tuple[str, str | None, str]
) -> None:
    tie = entries(read(changed(tmp_path, "relationships", *changes)))[QUAY].relations[0]
    assert (tie.relation, tie.until, tie.standing) == expected


@pytest.mark.parametrize(("amount", "share"), [("100.00", 100.0), ("1.00", None), ("0", None)])
def test_a_share_that_may_be_a_fraction_of_one_is_none(tmp_path: Path, amount: str, share: float | None) -> None:
    tie = entries(read(changed(tmp_path, "relationships", ("75.50", amount))))[QUAY].relations[0]
    assert (tie.low, tie.high) == (share, share)


def test_what_was_taken_out_of_the_golden_copy_ended_then(tmp_path: Path) -> None:
    deleted = (
        "<rr:Extension><rr:Deletion><rr:DeletedAt>2024-02-02T01:00:00Z</rr:DeletedAt></rr:Deletion></rr:Extension>"
    )
    parts = changed(tmp_path, "relationships", ("</rr:RelationshipRecord>", f"{deleted}</rr:RelationshipRecord>"))
    assert [tie.until for tie in entries(read(parts))[QUAY].relations] == ["2023-07-01", "2024-02-02"]


@pytest.mark.parametrize(
    ("part", "changes", "at", "why"),
    [
        ("relationships", [("75.50", "150.00")], "RelationshipRecord 1", "150 per cent is outside"),
        ("relationships", [("2023-06-30", "2013-06-30")], "RelationshipRecord 1", "before it has begun"),
        ("relationships", [("IS_ULTIMATELY_CONSOLIDATED_BY", "")], "RelationshipRecord 2", "has no type"),
        ("exceptions", [(HARBOUR, "")], "Exception 1", "has no LEI"),
        ("exceptions", [(HARBOUR, "529900000000000OTHER")], "Exception 1", "529900000000000OTHER is not in the file"),
        ("entities", [(MINISTRY, "")], "LEIRecord 3", "has no LEI"),
        ("entities", [(MINISTRY, QUAY)], "LEIRecord 3", "stands already in LEIRecord 1"),
    ],
)
def test_a_record_that_cannot_be_used_is_refused_and_the_others_stand(
    tmp_path: Path, part: str, changes: list[tuple[str, str]], at: str, why: str
) -> None:
    statements = read(changed(tmp_path, part, *changes))
    (told,) = refused(statements)
    assert told.at == at
    assert why in told.why
    assert told.why.endswith(".")
    assert {QUAY, HARBOUR} <= set(entries(statements))


def test_a_tie_to_a_legal_entity_that_is_not_in_the_file_is_refused(tmp_path: Path) -> None:
    statements = read(changed(tmp_path, "relationships", (HARBOUR, "529900000000000OTHER")))
    assert [told.at for told in refused(statements)] == ["RelationshipRecord 1", "RelationshipRecord 2"]
    assert entries(statements)[QUAY].relations == ()


def test_the_same_relationship_twice_is_refused(tmp_path: Path) -> None:
    text = (FIXTURES / "gleif_rr.xml").read_text()
    record = re.search(r"<rr:RelationshipRecord>.*?</rr:RelationshipRecord>", text, re.S)
    assert record
    parts = changed(tmp_path, "relationships", ("</rr:RelationshipRecords>", f"{record[0]}</rr:RelationshipRecords>"))
    (told,) = refused(read(parts))
    assert told.at == "RelationshipRecord 3"
    assert "stands already in RelationshipRecord 1" in told.why


def test_an_element_that_is_not_known_is_left(tmp_path: Path) -> None:
    parts = changed(tmp_path, "entities", ("<lei:EntityStatus>", "<lei:Mood>calm</lei:Mood><lei:EntityStatus>"))
    assert entries(read(parts))[QUAY].left == (Detail("Entity/Mood", "calm"),)


def test_a_column_that_is_not_known_is_left(tmp_path: Path) -> None:
    path = tmp_path / "lei.csv"
    lines = (FIXTURES / "gleif_lei.csv").read_text().splitlines()
    path.write_text("\n".join(f'{line},"{"Entity.Mood" if not at else "calm"}"' for at, line in enumerate(lines)))
    assert entries(read({"entities": path}, "gleif-csv"))[QUAY].left == (Detail("Entity/Mood", "calm"),)


@pytest.mark.parametrize("form", ["gleif-xml", "gleif-csv"])
@pytest.mark.parametrize("part", NAMES)
def test_a_file_that_is_cut_off_is_refused_with_its_name(tmp_path: Path, form: str, part: str) -> None:
    ending = form.removeprefix("gleif-")
    parts = fixtures(ending)
    path = tmp_path / parts[part].name
    path.write_bytes(parts[part].read_bytes()[:-40])
    with pytest.raises(SourceError, match=rf"^{re.escape(path.name)} [^\n]*fetch it again\.$"):
        read({**parts, part: path}, form)


@pytest.mark.parametrize("form", ["gleif-xml", "gleif-csv"])
@pytest.mark.parametrize("part", NAMES)
@pytest.mark.parametrize("what", malformed.NO_EDITIONS)
def test_what_is_no_edition_is_refused_in_a_sentence(tmp_path: Path, form: str, part: str, what: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(malformed.NO_EDITIONS[what])
    with pytest.raises(SourceError, match=r"^[^\n]*\.$"):
        read({part: path}, form)


@pytest.mark.parametrize("form", ["gleif-xml", "gleif-csv"])
def test_damaged_files_are_read_or_refused(tmp_path: Path, form: str) -> None:
    parts = fixtures(form.removeprefix("gleif-"))
    for part, path in parts.items():
        copy = tmp_path / path.name
        for data in malformed.damaged(path.read_bytes(), number=15):
            copy.write_bytes(data)
            try:
                assert read({**parts, part: copy}, form)
            except SourceError as error:
                assert str(error).endswith(".")


@pytest.mark.parametrize("ending", ["xml", "csv"])
def test_a_file_in_an_archive_is_read_as_it_is_offered(tmp_path: Path, ending: str) -> None:
    files = []
    for part, path in fixtures(ending).items():
        name = {"entities": "lei2", "relationships": "rr", "exceptions": "repex"}[part]
        files.append(tmp_path / f"20240301-0800-gleif-goldencopy-{name}-golden-copy.{ending}.zip")
        with zipfile.ZipFile(files[-1], "w") as archive:
            archive.write(path, f"20240301-0800-gleif-goldencopy-{name}-golden-copy.{ending}")
    form = registry.format_(f"gleif-{ending}")
    parts = parts_of(form, files)
    assert set(parts) == set(NAMES)
    assert len(entries(read(parts, form.code))) == 3


def test_files_are_known_by_their_names() -> None:
    form = registry.format_("gleif-csv")
    files = [Path("lei2.csv"), Path("2024-rr.csv"), Path("repex-golden-copy.csv")]
    assert list(parts_of(form, files)) == ["entities", "relationships", "exceptions"]


def room(read: Iterator[object], records: int) -> int:
    """The bytes that reading so many records takes at most."""
    tracemalloc.start()
    count = sum(1 for _ in read)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == records
    return peak


def test_a_large_table_takes_no_more_room_than_a_small_one(tmp_path: Path) -> None:
    def of(records: int) -> int:
        path = tmp_path / f"{records}-lei.csv"
        with path.open("w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["LEI", "Entity.LegalName"])
            writer.writerows([f"{number:020}", f"Quay {number} Ltd"] for number in range(records))
        return room(registry.format_("gleif-csv").read({"entities": path}, "gleif"), records)

    of(10)  # what is made once
    assert of(2_000) < of(200) + 150_000


def test_the_elements_of_a_large_xml_file_are_forgotten(tmp_path: Path) -> None:
    text = (FIXTURES / "gleif_repex.xml").read_text()
    record = re.search(r"<repex:Exception>.*?</repex:Exception>", text, re.S)
    assert record

    def of(records: int) -> int:
        many = (record[0].replace(HARBOUR, f"{number:020}") for number in range(records))
        path = tmp_path / f"{records}-repex.xml"
        path.write_text(text.replace(record[0], "".join(many)))
        return room(ofac_elements.records(path, "ReportingExceptionData", frozenset(["Exception"])), records)

    of(10)  # what is made once
    assert of(4_000) < of(400) + 100_000


def test_nothing_is_left_in_the_folder_for_temporary_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    read(fixtures("xml"))
    for _ in registry.format_("gleif-xml").read(fixtures("xml"), "gleif"):
        break  # a reader that is not read to its end
    assert list(tmp_path.iterdir()) == []


def test_the_source_says_what_it_is_and_is_not_fetched_unasked() -> None:
    source = registry.source("gleif")
    assert (source.licence, source.usual, source.format) == ("CC0 1.0", False, "gleif-csv")
    assert set(source.addresses) == set(registry.format_(source.format).parts)


def pieces(entry: Entry) -> list[tuple[str, list[str]]]:
    """The details, without the order of what is in one, which in a table is that of its columns."""
    return sorted((each.label, sorted(each.value.split("; "))) for each in entry.details)


def in_csv(path: Path, folder: Path, part: str) -> Path:
    """A file of GLEIF in XML as its CSV."""
    record = {"entities": "LEIRecord", "relationships": "RelationshipRecord", "exceptions": "Exception"}[part]
    rows: list[dict[str, str]] = []
    for element in ElementTree.parse(path).getroot().iter():
        if element.tag.rpartition("}")[2] == record:
            rows.append({})
            flatten(element, "", rows[-1])
    out = io.StringIO()
    writer = csv.DictWriter(out, list(dict.fromkeys(column for row in rows for column in row)))
    writer.writeheader()
    writer.writerows(rows)
    copy = folder / f"{part}.csv"
    copy.write_text(out.getvalue())
    return copy


REPEATED = ("AdditionalAddressLine", "OtherEntityName", "TransliteratedOtherAddress", "LegalEntityEvent", "Geocoding",
            "OtherValidationAuthority", "RelationshipPeriod", "RelationshipQualifier", "RelationshipQuantifier",
            "ExceptionReason", "ExceptionReference")  # fmt: skip
WRITTEN = {
    "Relationship.RelationshipPeriods.RelationshipPeriod": "Relationship.Period",
    "Relationship.RelationshipQualifiers.RelationshipQualifier": "Relationship.Qualifiers",
    "Relationship.RelationshipQuantifiers.RelationshipQuantifier": "Relationship.Quantifiers",
    "ExceptionCategory": "Exception.Category",
    "ExceptionReason": "Exception.Reason",
    "ExceptionReference": "Exception.Reference",
    "Extension.Deletion.DeletedAt": "DeletedAt",
}


def flatten(element: ElementTree.Element, path: str, row: dict[str, str]) -> None:
    counts: dict[str, int] = {}
    for name, value in element.attrib.items():
        row[f"{path}.{name.rpartition('}')[2].replace('lang', 'xmllang')}"] = value
    for child in element:
        tag = child.tag.rpartition("}")[2]
        counts[tag] = counts.get(tag, 0) + 1
        inner = f"{path}.{tag}" if path else tag
        inner = WRITTEN.get(inner, inner)
        if tag in REPEATED:
            inner += f".{counts[tag]}"
        if child.text and child.text.strip():
            small = inner.rpartition(".")
            row[f"{small[0]}.{small[2][:1].lower()}{small[2][1:]}" if ".Period." in inner else inner] = (
                child.text.strip()
            )
        flatten(child, inner, row)


@pytest.mark.skipif(not REAL.exists(), reason="the published files are not at hand")
@pytest.mark.parametrize(
    ("part", "name", "records"),
    [
        ("entities", "lei-data.xml", 13),
        ("entities", "lei-updates-data2.xml", 12),
        ("entities", "lei-updates-data2-new.xml", 12),
        ("relationships", "rr-data.xml", 10),
        ("relationships", "rr-updates-data2.xml", 11),
        ("relationships", "rr-updates-data2-new.xml", 10),
        ("exceptions", "repex-data.xml", 10),
        ("exceptions", "repex-updates-data2.xml", 7),
        ("exceptions", "repex-updates-data2-new.xml", 7),
    ],
)
def test_every_record_of_the_published_files_is_there_and_nothing_is_left(
    tmp_path: Path, part: str, name: str, records: int
) -> None:
    found = entries(read({part: REAL / name}))
    told = {
        "entities": len(found),
        "relationships": sum(len(entry.relations) for entry in found.values()),
        "exceptions": sum(each.label == "reporting exception" for entry in found.values() for each in entry.details),
    }
    assert told[part] == records
    assert [detail for entry in found.values() for detail in entry.left] == []
    table = entries(read({part: in_csv(REAL / name, tmp_path, part)}, "gleif-csv"))
    for lei, entry in found.items():
        assert replace(table[lei], at="", details=()) == replace(entry, at="", details=())
        assert pieces(table[lei]) == pieces(entry)


@pytest.mark.skipif(not REAL.exists(), reason="the published files are not at hand")
def test_the_published_parts_make_one_edition(tmp_path: Path) -> None:
    copied = []
    for name in ("lei-updates-data2-new.xml", "rr-updates-data2-new.xml", "repex-updates-data2-new.xml"):
        copied.append(tmp_path / f"{name.split('-')[0]}.xml")
        shutil.copy(REAL / name, copied[-1])
    statements = read(parts_of(registry.format_("gleif-xml"), copied))
    found = entries(statements)
    ties = [tie for entry in found.values() for tie in entry.relations]
    exceptions = [each for entry in found.values() for each in entry.details if each.label == "reporting exception"]
    assert len(found) == 12
    assert len(ties) + len(exceptions) + len(refused(statements)) == 17
    assert all(tie.name == found[tie.reference].names[0].text for tie in ties if tie.reference)
