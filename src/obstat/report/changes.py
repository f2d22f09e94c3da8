"""The differences between two snapshots as text, grouped by what they are.

Invariant: every change is counted; what is cut short or not shown is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from obstat.model.change import CHANGES, Change, RowChange

LONGEST = 160
"""Characters of what was and of what is, in a line."""
SHOWN = 40
"""Changes of one kind that are shown."""


def as_text(before: str, after: str, changes: Iterable[Change]) -> str:
    """The changes from snapshot `before` to `after`, under a heading for each kind, with their number."""
    order = list(CHANGES)
    ordered = sorted(changes, key=lambda change: (order.index(change.kind), change.name))
    lines = [f"From {before[:19]} to {after[:19]}: {len(ordered):,} changes."]
    for kind, group in groupby(ordered, key=lambda change: change.kind):
        found = list(group)
        lines += ["", f"{kind.replace('_', ' ').capitalize()} ({len(found):,})"]
        lines += [f"  {_line(change)}" for change in found[:SHOWN]]
        if len(found) > SHOWN:
            lines.append(f"  and {len(found) - SHOWN:,} more; --format json has them all")
    return "\n".join(lines)


def of_rows(rows: Sequence[RowChange]) -> str:
    """Rows of a screened table whose answer is another, grouped by what became of them, with the reason."""
    lines = [f"{len(rows):,} answers are others." if len(rows) != 1 else "One answer is another."]
    ordered = sorted(rows, key=lambda row: (row.before or "", row.after or "", row.place))
    for (before, after), group in groupby(ordered, key=lambda row: (row.before, row.after)):
        found = list(group)
        was, now = ((status or "not read").replace("_", " ") for status in (before, after))
        lines += ["", f"{was} -> {now} ({len(found):,})" if was != now else f"{was}, on other grounds ({len(found):,})"]
        lines += [f"  row {row.place + 1}: {row.text}{_by(row.rules_after)}: {row.reason}" for row in found[:SHOWN]]
        if len(found) > SHOWN:
            lines.append(f"  and {len(found) - SHOWN:,} more; --format json has them all")
    return "\n".join(lines)


def _by(rules: Sequence[str]) -> str:
    return f" [{', '.join(rules)}]" if rules else ""


def _line(change: Change) -> str:
    told = " -> ".join(_short(text) for text in (change.before, change.after) if text)
    return f"{change.name} [{change.subject}]" + (f": {told}" if told and told != change.name else "")


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "\u2026"
