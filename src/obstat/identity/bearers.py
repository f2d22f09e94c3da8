"""Persons, vessels and aircraft on lists, by name.

Invariant: a name never makes one of them certain, since others bear it too; it is probable at most. The name of a
company is nobody's of these.
"""

from __future__ import annotations

from collections.abc import Iterator

from obstat.knowledge.snapshot import Snapshot
from obstat.model.identification import Match
from obstat.names.analysis import analyse
from obstat.names.normal import normal

_SAME = 0.9
"""The score from which a name is taken for a person's; below it, only a hint where it is near."""
_NEAR = 0.7
_HITS = 5
_LEAST = 2
"""Words that a text has at least to be looked up as a person's name."""


class Bearers:
    """Finds persons by names like theirs, in any order of their words; vessels and aircraft by their very names."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    def find(self, text: str) -> Iterator[Match]:
        """Those whose names are like `text`, best first, each once."""
        if analyse(text).forms:
            return
        for craft in {
            entry.id: entry for entry in self._snapshot.named(normal(text)) if entry.needs == "craft"
        }.values():
            kind = self._snapshot.parties[craft.id].kind
            why = f"is the name of a{'n' if kind == 'aircraft' else ''} {kind} on a list, and others may bear it"
            yield Match("party", craft.id, craft.name, _SAME, "probable", why)
        yield from self._persons(text)

    def _persons(self, text: str) -> Iterator[Match]:
        index = self._snapshot.person_index
        if not len(index) or len(text.split()) < _LEAST:
            return
        seen = set()
        for hit in index.search(text, _HITS):
            party = self._snapshot.table("spellings")[int(hit.key)].party
            if party in seen or hit.score < _NEAR:
                continue
            seen.add(party)
            if hit.score >= _SAME:
                why = "is the name of a person on a list, and others may bear it"
                yield Match("party", party, hit.name, round(hit.score, 4), "probable", why)
            else:
                why = f"is a little like '{hit.name}', a person on a list"
                yield Match("party", party, hit.name, min(round(hit.score, 4), 0.49), "unlikely", why)
