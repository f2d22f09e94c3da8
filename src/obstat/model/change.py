"""What is different between two snapshots, in the terms of the law."""

from __future__ import annotations

from dataclasses import dataclass

CHANGES = {
    "party_added": "a party that was not known before",
    "party_removed": "a party that is known no more",
    "party_renamed": "the party is the same, its name is another",
    "names_changed": "names of a party were added or taken away",
    "party_amended": "something else about a party",
    "listed": "a party was put on a list",
    "delisted": "a party stands on a list no more",
    "listing_amended": "an entry of a list has other words or days",
    "rule_added": "a rule that was not there before",
    "rule_removed": "a rule that is there no more",
    "rule_amended": "words of a rule, its state, its exemptions or its sources",
    "effect_added": "a rule restricts or frees something that it did not",
    "effect_removed": "a rule restricts or frees something no more",
    "tie_added": "a tie between parties",
    "tie_removed": "a tie that is there no more",
    "tie_amended": "the share, days or grounds of a tie",
    "product_added": "a product",
    "product_removed": "a product that is there no more",
    "product_amended": "something about a product",
    "decision_added": "a market decision",
    "decision_removed": "a market decision that is there no more",
    "decision_amended": "something about a market decision",
    "vocabulary_amended": "the words of questions, or the day of the facts",
}
"""Kinds of changes."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `subject` is the id of the party, rule, tie, product or decision; `before` and `after` say it."""

    kind: str
    subject: str
    name: str
    before: str | None
    after: str | None
    parties: tuple[str, ...] = ()
    """The parties that it touches directly."""


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row of a screened table whose answer is another: its place (from 0), what it was and is, and what changed."""

    place: int
    text: str
    before: str | None
    after: str | None
    rules_before: tuple[str, ...]
    rules_after: tuple[str, ...]
    reason: str
