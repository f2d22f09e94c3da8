"""The facts of a snapshot as frozen records: one class per table.

Invariant: a record holds only strings, numbers, `Day`, `Status`, other records, and tuples of these, so that any
record can be laid out in columns (`obstat.knowledge.columns`). Absent dates are ``None``: never, or not known.
"""

from __future__ import annotations

from dataclasses import dataclass

from obstat.model.dates import Day, Reached
from obstat.model.listed import Assigned, ListEntry, Name, Undecided
from obstat.model.reviewed import AcceptedClaim
from obstat.model.status import Status
from obstat.model.things import Milestone, Network, Product


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `since` up to, not including, `until`; `published` is the ordinal from which this was known."""

    since: Day
    until: Day
    published: int


@dataclass(frozen=True, slots=True)
class Exemption:
    """A carve-out of a rule: what it is, while it runs, and to which labelled reaches it is confined."""

    code: str
    text: str
    since: Day | None
    until: Day | None
    reaches: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """One legal instrument's operative part, without its provisions."""

    id: str
    title: str
    programme: str
    jurisdiction: str
    authority: str
    citation: str
    kind: str
    state: str
    state_note: str | None
    scope: str | None
    note: str | None
    addressees: tuple[str, ...]
    exemptions: tuple[Exemption, ...]
    milestones: tuple[Milestone, ...]
    detail_recalled: str | None
    published: int
    confidence: str
    sources: tuple[str, ...]
    about: str | None
    file: str


@dataclass(frozen=True, slots=True)
class Provision:
    """One effect of one rule on one target: the unit that is evaluated.

    `target` is ``party``, ``list``, ``any``, ``made_in``, ``made_outside``, ``nationality`` or ``category``;
    `values` holds the party id, the code of the list and behind it the measures of which a listing has one, the
    countries or the category; a listing with one of the measures in `unless` is not reached. Empty `equipment`,
    `purposes`, `device_statuses` or `addressees` mean no limit. `published` and `end_published` are ordinals of the
    days from which the provision and its end were known. `firm` is false where no source was found: it cannot decide
    alone.
    """

    rule: str
    activity: str
    status: Status
    target: str
    values: tuple[str, ...]
    label: str | None
    extent: str
    threshold: int
    owners_too: bool
    not_nationality: tuple[str, ...]
    unless: tuple[str, ...]
    components: str
    listing: str | None
    equipment: tuple[str, ...]
    purposes: tuple[str, ...]
    device_statuses: tuple[str, ...]
    addressees: tuple[str, ...]
    asked_as: str | None
    jurisdiction: str
    abroad_item: str | None
    abroad_actor: str | None
    since: Day | None
    until: Day | None
    suspended: tuple[Span, ...]
    uncertain_from: Day | None
    until_at_first: Day | None
    published: int
    end_published: int
    firm: bool
    citation: str | None
    note: str | None

    def ends(self, as_known: int | None) -> Day | None:
        """The end as it was known on the day `as_known`, or as it is known now."""
        return self.until if as_known is None or self.end_published <= as_known else self.until_at_first


@dataclass(frozen=True, slots=True)
class Party:
    """A company, a brand that is no legal person, a public body; from lists also a person, vessel or aircraft."""

    id: str
    name: str
    kind: str
    country: str | None
    seat: str | None
    names: tuple[Name, ...]
    equipment: tuple[str, ...]
    checked_not_listed: tuple[str, ...]
    note: str | None
    confidence: str
    sources: tuple[str, ...]

    @property
    def listed(self) -> bool:
        """Whether the party is known from an imported list alone; its id is that of its first record."""
        return ":" in self.id


@dataclass(frozen=True, slots=True)
class Tie:
    """`party` is <relation> `of`, with a share between `low` and `high` per cent; `published` is an ordinal.

    A missing bound is not known. What is alleged or disputed (`standing`) warns and never decides.
    """

    id: str
    party: str
    relation: str
    of: str
    low: float | None
    high: float | None
    standing: str
    since: Day | None
    until: Day | None
    published: int
    confidence: str
    recalled: bool
    note: str | None
    sources: tuple[str, ...]

    @property
    def share(self) -> float | None:
        """The share where it is exactly known."""
        return self.low if self.low == self.high else None

    def holds(self, on: int) -> Reached:
        """Whether the tie stands on the day: from `since` to before `until`, as far as its dates are resolved."""
        begun = self.since.reached(on) if self.since else Reached.YES
        ended = self.until.reached(on) if self.until else Reached.NO
        if begun is Reached.NO or ended is Reached.YES:
            return Reached.NO
        return Reached.YES if begun is Reached.YES and ended is Reached.NO else Reached.MAYBE

    def unknowns(self, on: int) -> tuple[tuple[str, str], ...]:
        """On what the tie hangs: itself, where it rests on memory or its day is not resolved; else nothing."""
        doubtful = self.confidence == "low" or self.holds(on) is Reached.MAYBE
        return ((f"tie:{self.id}", "holds"),) if doubtful else ()


@dataclass(frozen=True, slots=True)
class Identifier:
    """A registered number, a registrant-name pattern or a text that a device shows."""

    party: str
    scheme: str
    value: str
    channel: str | None
    source: str | None
    confidence: str
    note: str | None


@dataclass(frozen=True, slots=True)
class Trap:
    """A reason why a signal may name the wrong party."""

    id: str
    text: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MarketDecision:
    """A private or carrier decision; `legal_ban` is false where no law demanded it."""

    id: str
    actor: str
    actor_type: str
    decision: str
    parties: tuple[str, ...]
    products: tuple[str, ...]
    equipment: tuple[str, ...]
    stance: str
    product_text: str | None
    jurisdiction: str
    date: Day
    legal_ban: bool
    note: str | None
    confidence: str
    recalled: bool
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CourtCase:
    id: str
    court: str
    docket: str | None
    filed: Day | None
    decided: Day | None
    status: str
    outcome: str
    affects: tuple[str, ...]
    confidence: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RefutedReport:
    """A claim found in public that the official lists do not support."""

    id: str
    claim: str
    verdict: str
    reason: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """Something we looked for and could not settle."""

    id: str
    question: str
    rules: tuple[str, ...]
    parties: tuple[str, ...]


TABLES: dict[str, type] = {
    "rules": Rule,
    "provisions": Provision,
    "parties": Party,
    "ties": Tie,
    "identifiers": Identifier,
    "traps": Trap,
    "products": Product,
    "networks": Network,
    "market": MarketDecision,
    "cases": CourtCase,
    "refuted": RefutedReport,
    "open_questions": OpenQuestion,
    "entries": ListEntry,
    "assignments": Assigned,
    "undecided": Undecided,
    "claims": AcceptedClaim,
}
"""The fact tables of a snapshot."""
