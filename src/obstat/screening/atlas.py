"""The same question in every jurisdiction of the pack.

Invariant: 'looked for, no ban' (a finding that says so), 'rules, none reaches it' and 'not in the pack' are three
different answers.
"""

from __future__ import annotations

from dataclasses import dataclass

from obstat.model.reviewed import Told
from obstat.model.status import Status


@dataclass(frozen=True, slots=True)
class Place:
    """One jurisdiction. `basis`: finding, no_ban_found, none_reaches; places with no rule at all are not listed."""

    jurisdiction: str
    name: str
    status: Status
    basis: str
    rule: str | None
    title: str | None
    citation: str | None
    rules: int
    claims: tuple[Told, ...]


BASES = {
    "finding": "a rule reaches it",
    "no_ban_found": "looked for, no ban found",
    "none_reaches": "rules in the pack, none reaches it",
}
