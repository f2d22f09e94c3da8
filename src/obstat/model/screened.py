"""What a run over an inventory came to, for the summaries of every form of output.

Invariant: the counts add up to the rows that were read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    """A rule that reaches rows: what it gave, and how many it reached."""

    rule: str
    title: str
    status: str
    authority: str
    citation: str
    since: str | None
    rows: int
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Behind:
    """A party behind rows, in the role in which it stands behind most of them."""

    party: str
    name: str
    role: str
    rows: int


@dataclass(frozen=True, slots=True)
class Screened:
    """The summary of a run. `asked` is the question put to every row, by its parts."""

    file: str
    asked: Mapping[str, str | None]
    on: str
    snapshot: str
    engine: str
    rows: int
    statuses: Mapping[str, int]
    """Rows by status, the most severe first; ``not_read`` for those that could not be read."""
    reasons: tuple[Reason, ...]
    """The most severe first, then those that reach most rows."""
    parties: tuple[Behind, ...]
    columns: Mapping[str, str]
    """What each column of the file was taken for, and why, by its name."""


@dataclass(frozen=True, slots=True)
class Sum:
    """What rows come to under one rule and status because of one party."""

    party: str
    name: str
    rule: str
    title: str
    status: str
    since: str | None
    rows: int
    total: float
    unreadable: int
    """Rows in which the amount is missing or no number."""


@dataclass(frozen=True, slots=True)
class Became:
    """Rows whose answer would be another: from what to what, through which parties, and what they come to."""

    before: str
    after: str
    through: str
    """The party that stands behind the rows."""
    path: str
    """How it is tied to the one supposed to be listed; empty where it is itself."""
    rows: int
    quantity: float | None
    spend: float | None


COLUMNS = {
    "status": "the answer; empty where the row could not be read",
    "because": "the answer in a sentence",
    "fault": "why the row could not be read",
    "rules": "the rules that reach it, the strictest first",
    "findings": "of each rule: rule, status, what it gives, party, since, until",
    "parties": "who stands behind it, and whom restrictions reached it through",
    "products": "the products that it names",
    "needs": "the facts on which the answer hangs",
    "evidence": "what each identifier and name says, in which role, from which registry",
    "notes": "what the identifiers cannot tell; a miss is no clean result",
}
"""What is put beside a row, each under ``obstat_`` and its name; the plural ones are lists of texts."""
