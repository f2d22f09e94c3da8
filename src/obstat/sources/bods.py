"""Statements of the Beneficial Ownership Data Standard 0.4, as a JSON array or as JSON lines.

A statement is on a record of an entity, a person or a relationship. See
https://standard.openownership.org/en/0.4.0/standard/. What a statement may not lack is in `obstat.sources.bods_schema`,
what entities and persons become in `obstat.sources.bods_parties`, relationships in `obstat.sources.bods_interests`.

Invariant: a statement is refused, or it is the current one of its record, or a later one of the same record has
replaced it, which a detail of the entry tells. The later is the one with the later statement date; of the same date,
the one that closes the record, then the one that stands behind. A record of an entity or person is an entry; one of a
relationship is a tie on the entry of its subject.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, Final

from obstat.model.errors import InvalidValue, SourceError
from obstat.sources import bods_interests, bods_parties, bods_schema, days
from obstat.sources.bods_schema import plain
from obstat.sources.entry import Detail, Entry, EntryRelation, Refused, Statement
from obstat.sources.json_members import members
from obstat.sources.party_draft import Draft
from obstat.sources.source import Format, Parts, single
from obstat.sources.spool import Spool, spool_of

_ORDER: Final = {"new": 0, "closed": 2}
"""The order of statements of the same date by the status of their record; any other status is between."""


def _read(parts: Parts, list_code: str) -> Iterator[Statement]:
    path = single(parts)
    with spool_of(path.name) as spool:
        found = False
        for at, statement in _statements(path):
            found = True
            yield from _kept(spool, at, statement)
        if not found:
            raise SourceError(f"{path.name} holds no statement; fetch it again.")
        spool.finish()
        for record in list(spool.keys("relationship")):
            yield from _tied(spool, record)
        for record in spool.keys("party"):
            yield _entry(spool, record)


def _statements(path: Path) -> Iterator[tuple[str, Any]]:
    """The statements, each with its place. Raises `SourceError` when the file is no JSON, or cut off."""
    if _is_array(path):
        for number, member in members(path, "statements"):
            yield _of_now(path, f"statement {number}", member)
        return
    with path.open("rb") as file:
        for number, data in enumerate(file, 1):
            try:
                line = data.decode("utf-8-sig" if number == 1 else "utf-8")
                if line.strip():
                    yield _of_now(path, f"line {number}", json.loads(line))
            except (ValueError, RecursionError):
                raise SourceError(f"{path.name} is cut off or no JSON at line {number}; fetch it again.") from None


def _is_array(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4096).removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"["


def _of_now(path: Path, at: str, statement: Any) -> tuple[str, Any]:
    if isinstance(statement, dict) and "statementType" in statement and "recordType" not in statement:
        raise SourceError(f"{path.name} is of a version before 0.4 of the standard ({at}); convert it to 0.4.")
    return at, statement


def _kept(spool: Spool, at: str, statement: Any) -> Iterator[Refused]:
    """Put a statement to those of its record, or tell why it cannot be used."""
    wrong = list(bods_schema.faults(statement))
    if wrong:
        more = f" It has {len(wrong) - 1} more faults." if len(wrong) > 1 else ""
        yield Refused(at, wrong[0] + more)
        return
    own, record, type_ = (plain(statement[name]) for name in ("statementId", "recordId", "recordType"))
    before = spool.claimed("type", record)
    if before and before != type_:
        yield Refused(at, f"The record {record} is of type {before} and cannot be of type {type_}; correct one.")
    elif earlier := spool.claim("statement", own, at):
        yield Refused(at, f"The statement {own} stands already in {earlier}; leave one of them out.")
    else:
        spool.claim("type", record, type_)
        spool.put("relationship" if type_ == "relationship" else "party", record, [at, statement])


def _current(said: list[Any]) -> tuple[str, dict[str, Any], list[Detail]]:
    """The current one of the statements on a record, its place, and the others as details."""

    def order(numbered: tuple[int, Any]) -> tuple[str, int, int]:
        number, (_, statement) = numbered
        return days.iso(statement["statementDate"]) or "", _ORDER.get(statement.get("recordStatus"), 1), number

    *others, (_, (at, statement)) = sorted(enumerate(said), key=order)
    told = (f"{plain(each['statementId'])} of {plain(each['statementDate'])} ({place})" for _, (place, each) in others)
    return at, statement, [Detail("replaced statement", text) for text in told]


def _tied(spool: Spool, record: str) -> Iterator[Refused]:
    """Put the ties of a relationship to their subject, or tell why there are none."""
    at, statement, replaced = _current(spool.of("relationship", record))
    subject, party = bods_interests.ends(statement)
    try:
        _known(spool, subject, party)
        called = bods_parties.name_of(_current(spool.of("party", party))[1]) if party else None
        told = bods_interests.told(statement, called)
    except InvalidValue as error:
        told_of = "".join(f" It has replaced {each.value}." for each in replaced)
        yield Refused(at, f"{error}{told_of}")
        return
    spool.put("tie", told.of, asdict(replace(told, details=(*told.details, *replaced))))


def _known(spool: Spool, subject: str | None, party: str | None) -> None:
    """Raises `InvalidValue` when a party is no record of the file, or the subject is a person."""
    for name, record in (("subject", subject), ("interestedParty", party)):
        type_ = spool.claimed("type", record) if record else "entity"
        if type_ is None:
            raise InvalidValue(f"The {name} {record} is no record of the file; add a statement on it.")
        if type_ == "relationship" or (name == "subject" and type_ == "person"):
            raise InvalidValue(f"The {name} {record} is the record of a {type_}; name an entity.")


def _entry(spool: Spool, record: str) -> Entry:
    at, statement, replaced = _current(spool.of("party", record))
    draft = Draft(at)
    bods_parties.tell(draft, statement)
    entry = draft.entry(record, ())
    relations: list[EntryRelation] = []
    details, left = [*entry.details, *replaced], list(entry.left)
    for told in spool.of("tie", record):
        relations += (EntryRelation(**each) for each in told["relations"])
        details += (Detail(**each) for each in told["details"])
        left += (Detail(**each) for each in told["left"])
    return replace(entry, relations=tuple(relations), details=tuple(details), left=tuple(left))


FORMATS: Final = (
    Format(
        code="bods",
        text="Statements of the Beneficial Ownership Data Standard 0.4 as JSON or JSON lines",
        read=_read,
        parts={"list": (".json", ".jsonl", ".ndjson")},
    ),
)
