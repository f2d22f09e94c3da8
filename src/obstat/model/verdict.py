"""The answer: findings with their grounds, what is not known, and what the market did.

Invariant: a `Verdict` is complete in itself; every sentence shown to a person is rendered from its fields.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from obstat.model.question import Question
from obstat.model.status import Status


@dataclass(frozen=True, slots=True)
class Step:
    """One tie on the way from the thing to a party: `party` is <tie> `of`."""

    tie: str
    party: str
    of: str
    since: str | None
    until: str | None
    share: float | None
    confidence: str
    source: str | None
    id: str | None = None

    def to_dict(self) -> dict[str, Any]:
        return {
            "tie": self.tie,
            "party": self.party,
            "of": self.of,
            "share": self.share,
            "since": self.since,
            "until": self.until,
            "confidence": self.confidence,
            "source": self.source,
            "id": self.id,
        }


@dataclass(frozen=True, slots=True)
class Involved:
    """A party behind the thing, or one that a restriction names, with its role and how it was reached."""

    id: str
    name: str
    role: str
    score: float
    via: tuple[Step, ...]
    evidence: tuple[tuple[str, str, str | None], ...]

    def to_dict(self) -> dict[str, Any]:
        evidence = [{"signal": s, "value": v, "source": source} for s, v, source in self.evidence]
        return {
            "id": self.id,
            "name": self.name,
            "role": self.role,
            "score": self.score,
            "via": [step.to_dict() for step in self.via],
            "evidence": evidence,
        }


@dataclass(frozen=True, slots=True)
class Need:
    """A fact whose value changes the answer, and the status that each value would give."""

    fact: str
    values: Mapping[str, Status]
    text: str

    def to_dict(self) -> dict[str, Any]:
        values = {value: status.code for value, status in self.values.items()}
        return {"fact": self.fact, "values": values, "text": self.text}


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule gives. `gives` is its status where it applies; `status` is ``undecided`` while that hangs on
    `needs`.
    """

    rule: str
    title: str
    status: Status
    gives: Status
    activity: str
    since: str | None
    until: str | None
    authority: str
    citation: str
    party: str | None
    path: tuple[Step, ...]
    needs: tuple[str, ...]
    confidence: str
    sources: tuple[str, ...]
    listing: str | None
    note: str | None
    exemptions: tuple[tuple[str, str], ...]
    state_note: str | None

    def to_dict(self) -> dict[str, Any]:
        return {
            "rule": self.rule,
            "title": self.title,
            "status": self.status.code,
            "gives": self.gives.code,
            "activity": self.activity,
            "since": self.since,
            "until": self.until,
            "authority": self.authority,
            "citation": self.citation,
            "party": self.party,
            "path": [step.to_dict() for step in self.path],
            "needs": list(self.needs),
            "confidence": self.confidence,
            "sources": list(self.sources),
            "listing": self.listing,
            "note": self.note,
            "exemptions": [{"code": code, "text": text} for code, text in self.exemptions],
            "state_note": self.state_note,
        }


@dataclass(frozen=True, slots=True)
class Later:
    """The first later day on which the answer to `activity` becomes `status`, through `rule`."""

    date: str
    status: Status
    rule: str
    activity: str

    def to_dict(self) -> dict[str, Any]:
        return {"date": self.date, "status": self.status.code, "rule": self.rule, "activity": self.activity}


@dataclass(frozen=True, slots=True)
class Also:
    """A rule that would reach the asker in another role."""

    rule: str
    title: str
    status: Status
    actors: tuple[str, ...]
    citation: str

    def to_dict(self) -> dict[str, Any]:
        return {
            "rule": self.rule,
            "title": self.title,
            "status": self.status.code,
            "actors": list(self.actors),
            "citation": self.citation,
        }


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A market decision about the thing or its maker: what a firm did, not what a law demands."""

    id: str
    actor: str
    decision: str
    date: str
    jurisdiction: str
    legal_ban: bool
    note: str | None
    confidence: str
    sources: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "actor": self.actor,
            "decision": self.decision,
            "date": self.date,
            "jurisdiction": self.jurisdiction,
            "legal_ban": self.legal_ban,
            "note": self.note,
            "confidence": self.confidence,
            "sources": list(self.sources),
        }


@dataclass(frozen=True, slots=True)
class Warned:
    """Something a reader must weigh that decides nothing: a tie that only warns, a stale or weak detail."""

    kind: str
    text: str
    party: str | None = None
    sources: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        return {"kind": self.kind, "text": self.text, "party": self.party, "sources": list(self.sources)}


@dataclass(frozen=True, slots=True)
class Verdict:
    """The whole answer to one question, from one snapshot."""

    question: Question
    status: Status
    summary: str
    parties: tuple[Involved, ...]
    findings: tuple[Finding, ...]
    needs: tuple[Need, ...]
    market: tuple[Withdrawal, ...]
    later: tuple[Later, ...]
    also: tuple[Also, ...]
    warnings: tuple[Warned, ...]
    searched: Mapping[str, Any]
    snapshot: str
    engine: str

    def to_dict(self) -> dict[str, Any]:
        """Exactly the JSON that ``obstat check --format json`` prints."""
        return {
            "question": self.question.to_dict(),
            "status": self.status.code,
            "summary": self.summary,
            "parties": [party.to_dict() for party in self.parties],
            "findings": [finding.to_dict() for finding in self.findings],
            "needs": [need.to_dict() for need in self.needs],
            "market": [decision.to_dict() for decision in self.market],
            "later": [change.to_dict() for change in self.later],
            "also": [rule.to_dict() for rule in self.also],
            "warnings": [warning.to_dict() for warning in self.warnings],
            "claims": [],
            "searched": dict(self.searched),
            "snapshot": self.snapshot,
            "engine": self.engine,
        }
