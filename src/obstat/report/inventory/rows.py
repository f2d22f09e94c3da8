"""The rows of a screened table as a reader wants them: words for codes, titles for rules, names for parties.

Invariant: what has no title or name is shown as it stands; nothing of a row is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from obstat.model.screened import COLUMNS, Screened
from obstat.report.inventory.words import look, plain, spoken

if TYPE_CHECKING:
    import polars

OURS = tuple(f"obstat_{name}" for name in COLUMNS)
_FIELDS = 6


@dataclass(frozen=True, slots=True)
class Found:
    """What one rule gives for a row; None is what is not known."""

    rule: str
    title: str
    status: str
    gives: str
    party: str | None
    since: str | None
    until: str | None

    @property
    def days(self) -> str:
        """Since when, and until when."""
        return " ".join(
            part for part in (self.since and f"since {self.since}", self.until and f"until {self.until}") if part
        )

    @property
    def answer(self) -> str:
        """The status in words, with what the rule gives where that is another."""
        given = look(self.gives).word
        return look(self.status).word + (f" ({given} if it applies)" if self.gives != self.status else "")


@dataclass(frozen=True, slots=True)
class Names:
    """Titles of rules and names of parties, by their ids."""

    rules: Mapping[str, str]
    parties: Mapping[str, str]

    @classmethod
    def of(cls, about: Screened) -> Names:
        """Those that a summary knows."""
        return cls(
            {reason.rule: plain(reason.title) for reason in about.reasons},
            {behind.party: plain(behind.name) for behind in about.parties},
        )

    def party(self, id: str) -> str:
        """The name of a party, or its id."""
        return self.parties.get(id) or plain(id)

    def rule(self, id: str) -> str:
        """The title of a rule, or its id."""
        return self.rules.get(id) or plain(id)

    def finding(self, text: str) -> Found | None:
        """What a text of the column of findings says; None for one that is not of its form."""
        fields = text.split(" ")
        if len(fields) != _FIELDS:
            return None
        rule, status, gives, party, since, until = (None if field == "-" else plain(field) for field in fields)
        if rule is None or status is None:
            return None
        return Found(rule, self.rule(rule), status, gives or status, party and self.party(party), since, until)

    def told(self, column: str, item: str) -> str:
        """One item of a column of ours, in words."""
        if column == "rules":
            return self.rule(item)
        if column == "parties":
            return self.party(item)
        if column == "needs":
            return spoken(item)
        found = self.finding(item) if column == "findings" else None
        if found is None:
            return plain(item)
        party = f", {found.party}" if found.party else ""
        return f"{found.title}: {found.answer}{party}{', ' if found.days else ''}{found.days}"


def own_columns(frame: polars.DataFrame) -> list[str]:
    """The columns that are not ours, in their order."""
    return [name for name in frame.columns if name not in OURS]


def our_columns(frame: polars.DataFrame) -> list[str]:
    """Those of our columns that are there, by their names without the prefix, in the order of the model."""
    return [name for name in COLUMNS if f"obstat_{name}" in frame.columns]


def items(value: object) -> list[str]:
    """The texts of a cell of ours, whether it holds a list, one text or nothing."""
    if value is None or value == "":
        return []
    if isinstance(value, Iterable) and not isinstance(value, str | bytes):
        return [str(item) for item in value if item is not None]
    return [str(value)]


def shown(value: object) -> str:
    """A cell of a user's as text; lists joined by semicolons."""
    if value is None:
        return ""
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, bytes):
        return plain(value.decode("utf-8", "replace"))
    if isinstance(value, Mapping):
        return "; ".join(f"{plain(str(key))}: {shown(item)}" for key, item in value.items() if item is not None)
    if isinstance(value, Iterable):
        return "; ".join(shown(item) for item in value)
    return str(value)
