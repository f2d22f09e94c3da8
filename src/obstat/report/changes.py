"""The differences between two snapshots as text, grouped by what they are.

Invariant: every change is counted; what is cut short or not shown is said.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from obstat.model.change import CHANGES, Change

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


def _line(change: Change) -> str:
    told = " -> ".join(_short(text) for text in (change.before, change.after) if text)
    return f"{change.name} [{change.subject}]" + (f": {told}" if told and told != change.name else "")


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "\u2026"
