"""An excerpt in the Beneficial Ownership Data Standard 0.4 (standard.openownership.org/en/0.4.0).

Invariant: one statement for each party and one for each stake, parties first; a record's id is ours, a statement's is
the SHA-256 of what it says, so that the same statement has the same id wherever it is made. What the standard has no
field for (standing, dates that are not one day, relations that are no interest, lists) is said in words in
``details`` or an annotation, never left out.
"""

from __future__ import annotations

import hashlib
import json
from fractions import Fraction
from typing import Any

from obstat.model.ownership import Excerpt, Member, Stake, without_step
from obstat.report.ties import words

_ENTITIES = {
    "company": {"type": "registeredEntity"},
    "body": {"type": "stateBody"},
    "brand": {"type": "unknownEntity", "details": "brand"},
    "vessel": {"type": "unknownEntity", "details": "vessel"},
    "aircraft": {"type": "unknownEntity", "details": "aircraft"},
}
"""By kind of party; any other is an unknown entity of that kind."""
_INTERESTS = {
    "owned_by": "shareholding",
    "subsidiary_of": "shareholding",
    "shareholder_of": "shareholding",
    "controlled_by": "otherInfluenceOrControl",
}
"""By relation; any other is an interest of a kind the standard does not know, named in its details."""


def as_bods(excerpt: Excerpt) -> list[dict[str, Any]]:
    """The statements. The party asked about is the subject of the declaration."""
    members = words.everyone(excerpt)
    parties = [_statement(excerpt, _party(member.id), *_of_party(member), _lists(member)) for member in members]
    ties = []
    for stake in excerpt.stakes:
        record = f"tie/{stake.id}"
        made = _statement(excerpt, record, "relationship", _relationship(stake), _doubts(stake))
        ties.append(made | ({"source": _source(stake)} if stake.sources else {}))
    return [{"statementId": _digest(made), **made} for made in parties + ties]


def _party(id: str) -> str:
    return f"party/{id}"


def _statement(
    excerpt: Excerpt, record: str, type: str, details: dict[str, Any], notes: list[tuple[str, str]]
) -> dict[str, Any]:
    made = {
        "declarationSubject": _party(excerpt.about),
        "statementDate": excerpt.on,
        "publicationDetails": {
            "publicationDate": excerpt.on,
            "bodsVersion": "0.4",
            "publisher": {"name": "obstat"},
        },
        "recordId": record,
        "recordStatus": "new",
        "recordType": type,
        "recordDetails": details,
    }
    annotations = [
        {"statementPointerTarget": pointer, "motivation": "commenting", "description": text, "creationDate": excerpt.on}
        for pointer, text in notes
    ]
    return made | ({"annotations": annotations} if annotations else {})


def _digest(statement: dict[str, Any]) -> str:
    text = json.dumps(statement, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _of_party(member: Member) -> tuple[str, dict[str, Any]]:
    identifiers = [{"id": member.id, "schemeName": "obstat"}]
    if member.kind == "person":
        country = [{"name": member.country, "code": member.country}] if member.country else []
        names = [{"fullName": member.name}]
        known = {"isComponent": False, "personType": "knownPerson", "names": names, "identifiers": identifiers}
        return "person", known | ({"nationalities": country} if country else {})
    type = _ENTITIES.get(member.kind, {"type": "unknownEntity", "details": member.kind})
    entity: dict[str, Any] = {"isComponent": False, "entityType": type, "name": member.name, "identifiers": identifiers}
    if type["type"] == "unknownEntity":
        entity["unspecifiedEntityDetails"] = {"reason": "informationUnknownToPublisher", "description": type["details"]}
    return "entity", entity | (
        {"jurisdiction": {"name": member.country, "code": member.country}} if member.country else {}
    )


def _lists(member: Member) -> list[tuple[str, str]]:
    found = words.reached(member.held)
    said = [f"stands on {name}" for name in member.listed] + ([found] if found else [])
    return [("/recordDetails", text) for text in said]


def _relationship(stake: Stake) -> dict[str, Any]:
    type = _INTERESTS.get(stake.relation, "unknownInterest")
    details = ", ".join(filter(None, (words.said(stake), words.span(stake))))
    interest: dict[str, Any] = {"type": type, "directOrIndirect": "unknown", "details": details}
    if share := _share(stake):
        interest["share"] = share
    dates = {"startDate": words.exact_day(stake.since), "endDate": words.last_day(stake.until)}
    interest |= {key: day for key, day in dates.items() if day}
    return {
        "isComponent": False,
        "subject": _party(stake.owned),
        "interestedParty": _party(stake.owner),
        "interests": [interest],
    }


def _share(stake: Stake) -> dict[str, int | float]:
    """``exact``, or the bounds that are known; those that are excluded themselves as such."""
    if stake.low is not None and stake.low == stake.high:
        return {"exact": words.number(stake.low)}
    low, high, beyond, below = without_step(stake.low, stake.high)
    least = {"exclusiveMinimum" if beyond else "minimum": low} if stake.low is not None else {}
    most = {"exclusiveMaximum" if below else "maximum": high} if stake.high is not None else {}
    return {key: words.number(Fraction(str(value))) for key, value in (least | most).items()}


def _doubts(stake: Stake) -> list[tuple[str, str]]:
    if stake.standing != "established":
        return [("/recordDetails/interests/0", f"{stake.standing}: not established, and not counted")]
    return [] if stake.counts else [("/recordDetails/interests/0", "not counted by the test, only a warning")]


def _source(stake: Stake) -> dict[str, Any]:
    addresses = words.urls(stake.sources)
    others = [source for source in stake.sources if source not in addresses[:1]]
    return ({"url": addresses[0]} if addresses else {}) | ({"description": "; ".join(others)} if others else {})
