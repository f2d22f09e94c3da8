"""Relationships of the Beneficial Ownership Data Standard 0.4 as ties on the entry of their subject.

What an interest is follows the standard's codelist of interest types:

- ``shareholding`` is ``owned_by``. What the codelist calls a controlling interest, control, or exercising control is
  ``controlled_by``: the right to appoint the board, a senior managing official, control by company rules or by law.
- Voting rights are a share of votes and not of capital, so they are never ``owned_by``. The codelist calls them a
  controlling interest gained by holding shares; more than half of the votes are ``controlled_by``, with the bounds of
  the votes, anything less or unknown is ``votes_held_by``.
- The others have relations of their own, which do not count: "any influence or control" may be influence, the chair
  and the members of a board are not said to control the entity, and what trustees, beneficiaries and nominees have
  is their role.
- What is held through others has ``indirectly_`` before it; the components are ties of their own. What may be either
  is taken for direct.

An end date is "the date from which this interest ceased to exist", so it is the first day on which the tie holds no
more. A record that is closed ends on the date of the statement that closes it, where no interest ends earlier.

The share is "the proportion of this type of interest held by the interested party". The standard does not say whether
two interests of one type, of the same days, are two blocks or one told twice; they are one tie, of at least the larger
and at most both together. With other days each is a tie, for it is how a stake changed.

Invariant: between two records every interest is in a tie. The statement, and each interest as it stands, are details of
the entry of the subject; of the interested party where the subject is not specified.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from obstat.model.errors import InvalidValue
from obstat.sources import days, stakes
from obstat.sources.bods_schema import INTEREST, plain, rest, spec_of
from obstat.sources.entry import Detail, EntryRelation

_RELATIONS: Final = {
    "shareholding": "owned_by",
    "appointmentOfBoard": "controlled_by",
    "seniorManagingOfficial": "controlled_by",
    "controlViaCompanyRulesOrArticles": "controlled_by",
    "controlByLegalFramework": "controlled_by",
    "votingRights": "votes_held_by",
    "otherInfluenceOrControl": "influenced_by",
    "boardMember": "directed_by",
    "boardChair": "chaired_by",
    "settlor": "settled_by",
    "trustee": "held_in_trust_by",
    "protector": "protected_by",
    "beneficiaryOfLegalArrangement": "held_for",
    "rightsToSurplusAssetsOnDissolution": "surplus_due_to",
    "rightsToProfitOrIncome": "profit_due_to",
    "rightsGrantedByContract": "contract_rights_held_by",
    "conditionalRightsGrantedByContract": "conditional_rights_held_by",
    "enjoymentAndUseOfAssets": "assets_used_by",
    "rightToProfitOrIncomeFromAssets": "asset_income_due_to",
    "nominee": "held_by_nominee",
    "nominator": "nominated_by",
    "unknownInterest": "interest_held_by",
    "unpublishedInterest": "interest_held_by",
}
_UNKNOWN: Final = "interest_held_by"
"""An interest of a type that is not given or not in the codelist, or a relationship without any interest."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a relationship says of the record `of`."""

    of: str
    relations: tuple[EntryRelation, ...]
    details: tuple[Detail, ...]
    left: tuple[Detail, ...]


def ends(statement: Mapping[str, Any]) -> tuple[str | None, str | None]:
    """The records of the subject and of the interested party; None where the statement does not specify one."""
    details = statement["recordDetails"]
    subject, party = (
        plain(details[name]) if isinstance(details[name], str) else None for name in ("subject", "interestedParty")
    )
    return subject, party


def told(statement: Mapping[str, Any], called: str | None) -> Told:
    """The ties of a statement on a relationship that is without faults; `called` is the interested party.

    Raises `InvalidValue` when a share or the dates make no sense, or neither party is specified.
    """
    subject, party = ends(statement)
    of = subject or party
    if of is None:
        raise InvalidValue("The relationship specifies neither its subject nor its interested party; add one.")
    about = {name: value for name, value in statement.items() if name != "recordType"}
    record = about["recordDetails"] = dict(about["recordDetails"])
    interests = record.pop("interests", None) or []
    details = list(_unspecified(record))
    if subject:
        del record["subject"]
    if party:
        del record["interestedParty"]
    with_whom = called if subject and called else "no specified party"
    known, left = rest(about, spec_of("relationship"))
    details.append(Detail(f"relationship with {with_whom}", _words(known)))
    for interest in interests:
        known, more = rest(interest, INTEREST)
        details.append(Detail(f"interest of {with_whom}", _words(known)))
        left += more
    ties: list[EntryRelation] = []
    if subject and party:
        owner = EntryRelation("", called or party, party, source=_source(statement.get("source")))
        ties = _joined(_tie(owner, each, _closed(statement)) for each in interests or [{}])
    return Told(of, tuple(ties), tuple(details), tuple(left))


def _unspecified(record: dict[str, Any]) -> Iterator[Detail]:
    """The parties that are not specified, with the reason; what else is said of them stays in the record."""
    for name, what in (("subject", "unspecified subject"), ("interestedParty", "unspecified owner")):
        if isinstance(record[name], dict):
            record[name] = dict(record[name])
            reason = (plain(record[name].pop(key, None)) for key in ("reason", "description"))
            yield Detail(what, ": ".join(filter(None, reason)))


def _words(details: Iterable[Detail]) -> str:
    return "; ".join(f"{each.label} {each.value}" for each in details)


def _tie(owner: EntryRelation, interest: Mapping[str, Any], closed: str | None) -> EntryRelation:
    """The tie that an interest of the owner is."""
    share = {name: value for name, value in (interest.get("share") or {}).items() if value is not None}
    low, high = _bounds(share)
    relation = _RELATIONS.get(interest.get("type") or "", _UNKNOWN)
    if relation == "votes_held_by" and _majority(share):
        relation = "controlled_by"
    if interest.get("directOrIndirect") == "indirect":
        relation = f"indirectly_{relation}"
    since, until = (days.iso(interest.get(name)) for name in ("startDate", "endDate"))
    stakes.period(since, until)
    if closed and (until is None or closed < until):
        until = closed
        if since and until < since:
            relation, until = f"formerly_{relation}", None
    return replace(owner, relation=relation, low=low, high=high, since=since, until=until)


def _bounds(share: Mapping[str, float]) -> stakes.Bounds:
    """The bounds of a share; an exact one goes before, and must lie within the others."""
    lows = [share["minimum"]] if "minimum" in share else []
    highs = [share["maximum"]] if "maximum" in share else []
    stakes.bounds(share.get("exclusiveMinimum"), share.get("exclusiveMaximum"))
    lows += [stakes.beyond(share["exclusiveMinimum"])] if "exclusiveMinimum" in share else []
    highs += [stakes.below(share["exclusiveMaximum"])] if "exclusiveMaximum" in share else []
    low, high = stakes.bounds(max(lows, default=None), min(highs, default=None))
    if "exact" in share:
        exact = share["exact"]
        if (low is not None and exact < low) or (high is not None and exact > high):
            raise InvalidValue(f"The exact share of {exact:g} per cent is outside of its bounds; correct it.")
        low, high = stakes.bounds(exact, exact)
    return None if low is None else float(low), None if high is None else float(high)


def _majority(share: Mapping[str, float]) -> bool:
    """Whether a share of votes is certainly more than half of them."""
    least = share.get("exact", share.get("minimum", 0))
    return least > 50 or share.get("exclusiveMinimum", 0) >= 50


def _closed(statement: Mapping[str, Any]) -> str | None:
    return days.iso(statement["statementDate"]) if statement.get("recordStatus") == "closed" else None


def _joined(ties: Iterable[EntryRelation]) -> list[EntryRelation]:
    """Ties of one kind and the same days as one, of at least the largest and at most the sum of their shares."""
    found: dict[EntryRelation, EntryRelation] = {}
    for tie in ties:
        key = replace(tie, low=None, high=None)
        if (before := found.get(key)) is None:
            found[key] = tie
            continue
        lows = [low for low in (before.low, tie.low) if low is not None]
        highs = [high for high in (before.high, tie.high) if high is not None]
        high = min(100.0, sum(highs)) if len(highs) == 2 else None
        found[key] = replace(tie, low=max(lows, default=None), high=high)
    return list(found.values())


def _source(source: Mapping[str, Any] | None) -> str | None:
    """Where a statement is from: an address, or words."""
    if not source:
        return None
    names = [plain(each.get("name")) for each in source.get("assertedBy") or ()]
    words = [*map(plain, source.get("type") or ()), plain(source.get("description")), *names]
    return plain(source.get("url")) or "; ".join(filter(None, words)) or None
