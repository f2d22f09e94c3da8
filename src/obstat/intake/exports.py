"""The exports of inventory tools whose headers mean something else than their words say.

Invariant: only what `columns` does not tell by itself stands in ``exports.txt``, with the page that documents it, the
tool's maker's where there is one; an export is known by headers that only it has together.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from obstat.intake import roles


@dataclass(frozen=True, slots=True)
class Export:
    """The table that a tool writes."""

    tool: str
    signs: frozenset[str]
    """Headers, as `roles.plain` writes them, that tell it."""
    roles: Mapping[str, str]
    """The role of headers, ``-`` for one that says nothing."""
    source: str


def known(headers: Sequence[str]) -> Export | None:
    """The export with these headers; None where none is known."""
    plain = {roles.plain(header) for header in headers[:2_000]}
    fitting = [export for export in exports() if export.signs <= plain]
    return max(fitting, key=lambda export: len(export.signs), default=None)


@functools.cache
def exports() -> tuple[Export, ...]:
    """Every export that is known."""
    found = []
    for block in Path(__file__).with_name("exports.txt").read_text(encoding="utf-8").split("\n\n"):
        lines = [line for line in block.splitlines() if line.strip() and not line.startswith("#")]
        if not lines:
            continue
        told = dict(line.split(": ", 1) for line in lines)
        signs = frozenset(roles.plain(each) for each in told.pop("signs").split(";"))
        tool, source = told.pop("tool"), told.pop("source")
        of = {roles.plain(header): role for role, listed in told.items() for header in listed.split(";")}
        found.append(Export(tool, signs, of, source))
    return tuple(found)
