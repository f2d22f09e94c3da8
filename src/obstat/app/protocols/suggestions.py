"""What somebody may mean who has typed the beginning of a name: entities, types and properties.

Invariant: a name or an id typed in full finds what it names first.
"""

from __future__ import annotations

import bisect
import functools
from collections.abc import Mapping
from typing import Any

from obstat.app.protocols.columns import PROPERTIES, TYPES, typed
from obstat.app.protocols.entities import Entities, named
from obstat.app.protocols.reconcile_queries import described
from obstat.names.normal import normal

PAGE = 10
_MOST_NAMES = 300_000
"""With more names than these, only those of the pack are found by their beginnings; others by `resolve`."""


class Names:
    """All names in order of their normal forms."""

    def __init__(self, known: Entities) -> None:
        self._known = known

    @functools.cached_property
    def _sorted(self) -> list[tuple[str, str]]:
        table = self._known.ob.snapshot.table("name_keys")
        columns = (table.texts(name) for name in ("key", "kind", "id"))
        small = len(table) <= _MOST_NAMES
        found = {
            (key or "", f"product:{id}" if kind == "product" else id or "")
            for key, kind, id in zip(*columns, strict=True)
            if small or ":" not in (id or "")
        }
        return sorted(found)

    def suggested(self, prefix: str, cursor: int) -> list[dict[str, Any]]:
        """Entities for the beginning of a name, after so many."""
        ids: dict[str, None] = {}
        text = prefix.strip()
        if not text:
            return []
        if self._known.find(text):
            ids[text] = None
        for match in named(self._known.ob, text, cursor + PAGE):
            if match.match:
                ids[self._known.of(match)["id"]] = None
        key = normal(text)
        at = bisect.bisect_left(self._sorted, (key, ""))
        while key and at < len(self._sorted) and len(ids) < cursor + PAGE and self._sorted[at][0].startswith(key):
            ids[self._sorted[at][1]] = None
            at += 1
        found = (entity for id in list(ids)[cursor : cursor + PAGE] if (entity := self._known.find(id)))
        return [
            {"id": one["id"], "name": one["caption"], "description": described(one), "notable": typed(one)}
            for one in found
        ]


def types(prefix: str, cursor: int) -> list[dict[str, Any]]:
    """Types for the beginning of a name."""
    return _beginning(TYPES, prefix, cursor)


def properties(prefix: str, cursor: int) -> list[dict[str, Any]]:
    """Properties for the beginning of a name."""
    found = _beginning({id: one.name for id, one in PROPERTIES.items()}, prefix, cursor)
    return [one | ({"description": about} if (about := PROPERTIES[one["id"]].about) else {}) for one in found]


def _beginning(names: Mapping[str, str], prefix: str, cursor: int) -> list[dict[str, Any]]:
    start = prefix.strip().casefold()
    found = [
        {"id": id, "name": name}
        for id, name in names.items()
        if any(word.startswith(start) for word in (id, name.casefold(), *name.casefold().split()))
    ]
    return found[cursor : cursor + PAGE]
