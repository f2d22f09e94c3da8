"""What one has without claims: an alert on a watched name, and the sentences in which a known company stands.

Invariant: both look for the names of the pack's parties as whole words, whatever their case, and for nothing else. A
name of several parties is that of the one with the shortest id.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from linking import known_names

from obstat.knowledge.snapshot import Snapshot
from obstat.model.claim import Claim, Document, Source, Span
from obstat.names.normal import normal, without_legal_form

_SENTENCE = re.compile(r"[^\s][^\n]*?(?:[.!?][\"”’']*(?=\s+[\"“A-Z0-9])|(?=\n)|\Z)")
_SHORTEST = 2


class Watch:
    """The watched names of a snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._party: dict[str, str] = {}
        for name, party in sorted(known_names(snapshot), key=lambda known: len(known[1])):
            for written in (name.casefold(), without_legal_form(normal(name))):
                if len(written) > _SHORTEST:
                    self._party.setdefault(written, party)
        self.watched = frozenset(self._party.values())
        longest_first = sorted(self._party, key=len, reverse=True)
        self._names = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)")

    def parties(self, text: str) -> list[str]:
        """The parties whose names stand in the text, in their order."""
        return list(dict.fromkeys(self._party[hit] for hit in self._names.findall(text.casefold())))

    def hits(self, document: Document) -> Iterator[Claim]:
        """A claim for each sentence with a known party: a `statement` of the first one about the others."""
        for number, (start, end) in enumerate(_sentences(document.text)):
            if parties := self.parties(document.text[start:end]):
                yield Claim(
                    id=f"{document.id}-hit-{number}",
                    document=document.id,
                    event="statement",
                    actors=tuple(parties[:1]),
                    targets=tuple(parties[1:]),
                    attribution=(Source(document.outlet or "", "none"),),
                    origin=document.outlet,
                    spans=((start, end),),
                    extractor="baseline",
                )


def _sentences(text: str) -> Iterator[Span]:
    return (found.span() for found in _SENTENCE.finditer(text))
