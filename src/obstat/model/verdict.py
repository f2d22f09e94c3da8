"""The answer: findings with their grounds, what is not known, and what the market did.

Invariant: a `Verdict` is complete in itself; every sentence shown to a person is rendered from its fields.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from obstat.model.identification import Evidence
from obstat.model.plain import plain
from obstat.model.question import Question
from obstat.model.reviewed import Told
from obstat.model.status import Status


@dataclass(frozen=True, slots=True)
class Step:
    """One tie on the way from the thing to a party: `party` is <tie> `of`; `share` in per cent where it is exact, and
    `share_low` and `share_high` what is known of it."""

    tie: str
    party: str
    of: str
    share: float | None
    since: str | None
    until: str | None
    confidence: str
    source: str | None
    id: str | None = None
    share_low: float | None = None
    share_high: float | None = None
    party_name: str | None = None
    of_name: str | None = None


@dataclass(frozen=True, slots=True)
class Involved:
    """A party behind the thing, or one that a restriction names, with its role and how it was reached."""

    id: str
    name: str
    role: str
    score: float
    via: tuple[Step, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Need:
    """A fact whose value changes the answer, the status that each value would give, and how to ask for it."""

    fact: str
    values: Mapping[str, Status]
    text: str


@dataclass(frozen=True, slots=True)
class Exempt:
    """A carve-out that the asker may claim."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule gives. `gives` is its status where it applies; `status` is ``undecided`` while that hangs on
    `needs`. `listing` is the list entry through which an instrument reaches the party.
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
    exemptions: tuple[Exempt, ...]
    state_note: str | None


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A market decision about the thing or its maker: what a firm did, not what a law demands."""

    id: str
    actor: str
    decision: str
    date: str
    jurisdiction: str
    stance: str
    legal_ban: bool
    note: str | None
    confidence: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Later:
    """The first later day on which the answer to `activity` becomes `status`, through `rule`."""

    date: str
    status: Status
    rule: str
    activity: str


@dataclass(frozen=True, slots=True)
class Also:
    """A rule that would reach the asker in another role."""

    rule: str
    title: str
    status: Status
    actors: tuple[str, ...]
    citation: str


WARNINGS = {
    "shared_name": "several parties use the name",
    "probable_name": "the name is probably, not certainly, that of a party",
    "no_evidence": "identifiers that name no party known here",
    "signal": "what an identifier can and cannot tell",
    "part_inside": "a part inside is made by somebody whom rules on parts may reach",
    "near_name": "nobody has the name, but it is near one that is known",
    "nobody_designated": "a rule on a class of firms into which nobody has been put",
    "undated_tie": "a tie left out because nothing says when it became known",
    "checked_not_listed": "lists in which the firm was looked for and not found",
    "recalled_detail": "a detail of a rule rests on memory",
    "listed_without_rule": "the firm stands on an imported list whose effect no rule states",
    "stale_list": "the edition of a list is older than the day asked about by more than its publisher's rhythm",
    "stale": "the day asked about is later than the facts",
}
"""Kinds of warnings; a tie that only warns gives the code of its relation, a product its maker's role."""


@dataclass(frozen=True, slots=True)
class Warned:
    """Something a reader must weigh that decides nothing. `kind` is a code of `WARNINGS`, a relation or a role."""

    kind: str
    text: str
    party: str | None = None
    sources: tuple[str, ...] = ()


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
    claims: tuple[Told, ...]
    searched: Mapping[str, Any]
    snapshot: str
    engine: str

    def to_dict(self) -> dict[str, Any]:
        """Exactly the JSON that ``obstat check --format json`` prints."""
        return {**plain(self), "question": self.question.to_dict()}
