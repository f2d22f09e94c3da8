"""The golden copies of the Global Legal Entity Identifier Foundation, as XML and as CSV.

An edition has up to three parts: the legal entities (Level 1, LEI-CDF), their relationships (Level 2, RR-CDF), and the
exceptions of those that name no parent. A file may lie in a ZIP archive, as it is offered. What the records become is
in `obstat.sources.gleif_records`.

Invariant: a legal entity is one entry with its ties and exceptions; each record is in an entry or refused. Without the
part of the entities, those that the others name are entries without a name. Memory does not grow with the files: ties
wait in a temporary table (`obstat.sources.spool`), and the file of the entities is read twice, first for the names.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, Final

from obstat.model.errors import InvalidValue, SourceError
from obstat.sources import gleif_csv, gleif_records, ofac_elements
from obstat.sources.entry import Detail, Entry, EntryRelation, Refused, Statement
from obstat.sources.ofac_elements import Element
from obstat.sources.party_draft import Draft
from obstat.sources.source import Expectations, Format, Parts, Source
from obstat.sources.spool import Spool, spool_of

Opened = Callable[[str, Path], Iterator[tuple[str, Element]]]
"""Takes a part and its file; gives the records, each with its place."""

_XML: Final = {
    "entities": ("LEIData", "LEIRecord"),
    "relationships": ("RelationshipData", "RelationshipRecord"),
    "exceptions": ("ReportingExceptionData", "Exception"),
}
"""The root and the records of each part."""
_COLUMNS: Final = {
    "entities": ("LEI", "Entity.LegalName"),
    "relationships": (
        "Relationship.StartNode.NodeID",
        "Relationship.EndNode.NodeID",
        "Relationship.RelationshipType",
    ),
    "exceptions": ("LEI", "Exception.Category"),
}
_TOLD: Final = {"relationships": gleif_records.relationship, "exceptions": gleif_records.exception}


def read_xml(parts: Parts, list_code: str) -> Iterator[Statement]:
    """The records of the XML files. Raises `SourceError` when one is not of this layout, or cut off."""
    return _read(parts, _xml)


def read_csv(parts: Parts, list_code: str) -> Iterator[Statement]:
    """The records of the CSV files. Raises `SourceError` when one is not of this layout, or cut off."""
    return _read(parts, _csv)


def _xml(part: str, path: Path) -> Iterator[tuple[str, Element]]:
    root, name = _XML[part]
    for number, element in enumerate(ofac_elements.records(path, root, frozenset([name])), 1):
        yield f"{name} {number}", element


def _csv(part: str, path: Path) -> Iterator[tuple[str, Element]]:
    for line, element in gleif_csv.records(path, needed=_COLUMNS[part]):
        yield f"{part} {line}", element


def _read(parts: Parts, opened: Opened) -> Iterator[Statement]:
    if not parts:
        raise SourceError("The edition has no file; name the file of the entities, relationships or exceptions.")
    with spool_of(next(iter(parts.values())).name) as spool:
        found = False
        for part in _TOLD:
            if part in parts:
                for at, element in opened(part, parts[part]):
                    found = True
                    yield from _kept(spool, part, at, element, named="entities" in parts)
        if "entities" not in parts:
            if not found:
                raise SourceError(f"{next(iter(parts.values())).name} has no records; fetch it again.")
            spool.finish()
            yield from _nameless(spool)
            return
        for at, element in opened("entities", parts["entities"]) if found else ():
            name = "".join(told.value("LegalName") for told in element.children("Entity"))
            spool.put("party", element.value("LEI"), [at, name])
        spool.finish()
        yield from _astray(spool)
        yield from _entities(opened("entities", parts["entities"]), spool, parts["entities"])


def _kept(spool: Spool, part: str, at: str, element: Element, *, named: bool) -> Iterator[Refused]:
    """Put what a record says of a legal entity aside, or tell why it cannot be used."""
    try:
        told = _TOLD[part](element, at)
    except InvalidValue as error:
        yield Refused(at, str(error))
        return
    said = [told.lei, asdict(told.relation) if told.relation else [each.value for each in told.details]]
    if before := spool.claim(part, json.dumps(said), at):
        yield Refused(at, f"The record says what stands already in {before}; leave one of them out.")
        return
    spool.put("told", told.lei, asdict(told))
    if not named:
        for lei in (told.lei, *([told.relation.name] if told.relation else ())):
            spool.put("party", lei, [at, ""])


def _astray(spool: Spool) -> Iterator[Refused]:
    """The records on legal entities that are not in the edition."""
    for lei, told in spool.all("told"):
        if missing := _missing(spool, lei, told):
            yield Refused(told["at"], f"The legal entity {missing} is not in the file of the entities; add its record.")


def _missing(spool: Spool, lei: str, told: dict[str, Any]) -> str | None:
    """The party of a record that is not in the edition."""
    parties = (lei, told["relation"]["reference"]) if told["relation"] else (lei,)
    return next((party for party in parties if spool.first("party", party) is None), None)


def _nameless(spool: Spool) -> Iterator[Entry]:
    """The entries of an edition without the part of the entities."""
    for lei in spool.keys("party"):
        draft = Draft((spool.first("party", lei) or [""])[0])
        draft.number("lei", lei)
        draft.kind = "company"
        yield _with_ties(draft.entry(lei, ()), spool)


def _entities(records: Iterator[tuple[str, Element]], spool: Spool, path: Path) -> Iterator[Statement]:
    at = None
    for at, element in records:
        lei = element.value("LEI")
        if not lei:
            yield Refused(at, "The record has no LEI; correct it.")
        elif before := spool.claim("entities", lei, at):
            yield Refused(at, f"The legal entity {lei} stands already in {before}; leave one of them out.")
        else:
            draft = Draft(at)
            draft.number("lei", lei)
            gleif_records.entity(draft, element)
            yield _with_ties(draft.entry(lei, ()), spool)
    if at is None:
        raise SourceError(f"{path.name} has no records; fetch it again.")


def _with_ties(entry: Entry, spool: Spool) -> Entry:
    """The entry with what relationships and exceptions say of it."""
    relations = list(entry.relations)
    details, left = list(entry.details), list(entry.left)
    for told in spool.of("told", entry.id):
        if _missing(spool, entry.id, told):
            continue
        if told["relation"]:
            tie = EntryRelation(**told["relation"])
            _, name = spool.first("party", tie.name) or ("", "")
            relations.append(replace(tie, name=name or tie.name))
        details += (Detail(**each) for each in told["details"])
        left += (Detail(**each) for each in told["left"])
    return replace(entry, relations=tuple(relations), details=tuple(details), left=tuple(left))


_PARTS: Final = {
    "entities": ("lei2-golden-copy", "lei2", "lei", "lei-data", "entities"),
    "relationships": ("rr-golden-copy", "rr", "rr-data", "relationships"),
    "exceptions": ("repex-golden-copy", "repex", "repex-data", "exceptions"),
}
"""How the files of each part are called, without their ending."""


def _named(ending: str) -> dict[str, tuple[str, ...]]:
    endings = (ending, f"{ending}.zip")
    return {part: tuple(f"{name}{each}" for name in names for each in endings) for part, names in _PARTS.items()}


FORMATS: Final = (
    Format(
        code="gleif-xml",
        text="Golden copies of GLEIF as XML: legal entities, relationships, reporting exceptions",
        read=read_xml,
        parts=_named(".xml"),
        optional=tuple(_PARTS),
    ),
    Format(
        code="gleif-csv",
        text="Golden copies of GLEIF as CSV: legal entities, relationships, reporting exceptions",
        read=read_csv,
        parts=_named(".csv"),
        optional=tuple(_PARTS),
    ),
)

_ADDRESS: Final = "https://goldencopy.gleif.org/api/v2/golden-copies/publishes"

SOURCES: Final = (
    Source(
        code="gleif",
        list="gleif",
        name="Golden copies of the Global LEI System: who is who and who owns whom",
        publisher="Global Legal Entity Identifier Foundation (GLEIF)",
        addresses={
            "entities": f"{_ADDRESS}/lei2/latest.csv",
            "relationships": f"{_ADDRESS}/rr/latest.csv",
            "exceptions": f"{_ADDRESS}/repex/latest.csv",
        },
        licence="CC0 1.0",
        format="gleif-csv",
        cadence=30,
        expectations=Expectations(1_000_000, 20_000_000),
        upkeep=(
            "GLEIF publishes anew several times a day; it lists nobody, so it is not fetched unless it is asked for. "
            "The readers were checked with records of 2023 in XML and with the columns that users of the CSV publish; "
            "the addresses were never fetched by us. When LEI-CDF or RR-CDF get new elements, records say so in what "
            "is left: add them to gleif_tags.txt. The bounds are for all legal entities; add --force for some of them."
        ),
        usual=False,
    ),
)
