"""What a screened inventory came to, counted.

Invariant: the counts add up to the rows that were added.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from obstat._version import __version__
from obstat.model.screened import COLUMNS, Behind, Reason, Screened
from obstat.model.status import Status
from obstat.screening.asking import Answer
from obstat.screening.check import Obstat

if TYPE_CHECKING:
    import polars

_ROLES = (
    "maker",
    "brand",
    "component maker",
    "interface registrant",
    "grantee",
    "type allocation holder",
    "firmware vendor",
    "registered vendor",
    "affiliate",
    "owner",
    "listed party",
)
_ORDER = (*(status.code for status in sorted(Status, reverse=True)), "not_read")


class Tally:
    """Counts of statuses, rules and parties."""

    def __init__(self) -> None:
        self.rows = 0
        self._statuses: Counter[str] = Counter()
        self._rules: dict[str, Counter[str]] = {}
        self._parties: Counter[str] = Counter()
        self._roles: dict[str, Counter[str]] = {}

    def add(self, answer: Answer, rows: int) -> None:
        """Count an answer that so many rows have."""
        self.rows += rows
        self._statuses[answer.status or "not_read"] += rows
        for told in answer.findings:
            rule, status, *_ = told.split(" ")
            self._rules.setdefault(rule, Counter())[status] += rows
        for party in answer.parties:
            self._parties[party] += rows
        for told in answer.evidence:
            before, _, _ = told.partition(": ")
            for role in _ROLES:
                if before.startswith(f"{role} "):
                    self._roles.setdefault(before.removeprefix(f"{role} "), Counter())[role] += rows

    def add_rows(self, block: polars.DataFrame) -> None:
        """Count the rows of an answered block."""
        for row in block.select(f"obstat_{name}" for name in COLUMNS).iter_rows():
            told: list[Any] = [tuple(value) if isinstance(value, list) else value for value in row]
            self.add(Answer(*told), 1)

    def summary(self, ob: Obstat, file: str, asked: Mapping[str, Any], on: str, columns: Mapping[str, str]) -> Screened:
        """The summary of the run. `columns` says what each column was taken for."""
        reasons = [_reason(ob, rule, counts) for rule, counts in self._rules.items()]
        reasons.sort(key=lambda reason: (_ORDER.index(reason.status), -reason.rows, reason.rule))
        names = ob.snapshot.parties
        roles = {name: counts.most_common(1)[0][0] for name, counts in self._roles.items()}
        return Screened(
            file,
            {name: value for name, value in asked.items() if name != "on" and value is not None},
            on,
            ob.snapshot.id,
            __version__,
            self.rows,
            {status: self._statuses[status] for status in _ORDER if status in self._statuses},
            tuple(reasons),
            tuple(
                Behind(party, names[party].name, roles.get(names[party].name, ""), rows)
                for party, rows in self._parties.most_common()
            ),
            columns,
        )


def _reason(ob: Obstat, rule_id: str, counts: Counter[str]) -> Reason:
    rule = ob.snapshot.rules[rule_id]
    status = min(counts, key=_ORDER.index)
    since = next((p.since.text for p in ob.snapshot.table("provisions") if p.rule == rule_id and p.since), None)
    said = rule.authority, rule.citation, since
    return Reason(rule_id, rule.title, status, *said, counts.total(), tuple(rule.sources))
