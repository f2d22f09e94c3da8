"""Whom names mean, as terminal text: candidates, why, and what the lists say of them.

Invariant: everything printed is a field of the value rendered.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from obstat.model.listed import Undecided
from obstat.report.text import table


def matches(query: str, found: Sequence[Any]) -> RenderableType:
    """Candidates of a name."""
    if not found:
        return Text(f"Nobody here knows '{query}'.")
    rows = table("score", "id", "name", "match", "as", "why")
    for match in found:
        role = "a firm of its group" if match.role == "affiliate" else match.kind
        rows.add_row(f"{match.score:.2f}", match.id, match.name, match.band, role, match.why)
    return rows


_LAID = {
    "same": "",
    "joined": "run together or apart",
    "synonym": "another word for it",
    "abbreviation": "cut short",
    "typo": "misspelt",
    "misread": "looks alike",
    "sound": "sounds alike",
    "reading": "is its reading",
    "character": "a character differs",
    "initials": "its initials",
    "initial": "its initial",
}


def comparison(query: str, name: str, compared: Any) -> RenderableType:
    """How a name was laid beside one of ours, and what each difference cost."""
    rows = table("typed", "ours", "")
    for mine, ours, how in compared.aligned:
        rows.add_row(mine, ours, _LAID.get(how, how))
    for word in compared.left:
        rows.add_row(word, "", "not in ours")
    for word in compared.right:
        rows.add_row("", word, "not typed")
    head = Text(f"\n{query}  ~  {name}: {compared.score:.2f}", "bold")
    costs = [f"{reason.says} (-{reason.cost:.1f})" for reason in compared.reasons if reason.cost >= 0.05]
    return Group(head, rows, Text("; ".join(costs) or "nothing counts against it", "dim"))


def sources(rows: Sequence[Mapping[str, Any]]) -> RenderableType:
    """Every source with the edition in use; `rows` are those of ``obstat sources --format json``."""
    shown = table("source", "records", "days old", "name")
    for row in rows:
        records = f"{row['records']:,}" if row["records"] is not None else "-"
        age = f"{row['age_days']}{', stale' if row['stale'] else ''}" if row["age_days"] is not None else ""
        shown.add_row(row["source"], records, age, row["name"])
    return shown


def undecided(found: Sequence[tuple[Undecided, str]]) -> RenderableType:
    """Records that were kept apart from a party, each with the party's name."""
    if not found:
        return Text("No record is undecided.")
    rows = table("score", "record", "may be", "why")
    for one, party in found:
        whom = party if one.role == "maker" else f"a firm of {party}"
        rows.add_row(f"{one.score:.2f}", one.entry, whom, one.why)
    return rows
