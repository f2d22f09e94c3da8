"""Natural persons on lists, by name.

Invariant: a name never makes a person certain, since others bear it too; it is probable at most.
"""

from __future__ import annotations

from collections.abc import Iterator

from obstat.knowledge.snapshot import Snapshot
from obstat.model.identification import Match

_SAME = 0.9
"""The score from which a name is taken for a person's; below it, only a hint where it is near."""
_NEAR = 0.7
_HITS = 5
_LEAST = 2
"""Words that a text has at least to be looked up as a person's name."""


class Persons:
    """Finds persons by names like theirs, in any order of their words."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    def find(self, text: str) -> Iterator[Match]:
        """The persons whose names are like `text`, best first, each once."""
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
