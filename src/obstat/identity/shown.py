"""Whom a text that a device shows names: a banner, a login screen, a certificate, a vendor class.

Invariant: a text names a party by a mark of the pack (scheme ``banner``) or by the party's own short name as a word of
its own; nothing is found inside another word. A mark that ends in ``*`` is the beginning of a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from obstat.knowledge.snapshot import Snapshot

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_SHORTEST = 4
"""Letters of a name that is looked for; shorter ones are marks of the pack, where they are safe."""


@dataclass(frozen=True, slots=True)
class Named:
    """A party that a text names, by what in it, and where that is recorded."""

    party: str
    by: str
    source: str | None
    strong: bool
    """A mark of a firmware; a name alone may be that of an owner, a network or a protocol."""


class Shown:
    """The marks and names of a snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        marks = [mark for mark in snapshot.table("identifiers") if mark.scheme == "banner"]
        self._marks = [(mark.value.lower().removesuffix("*"), _pattern(mark.value.lower()), mark) for mark in marks]
        self._names = {
            word: party.id
            for party in snapshot.parties.values()
            if party.equipment and len(word := party.id) >= _SHORTEST and any(_same(word, n.text) for n in party.names)
        }

    def find(self, text: str) -> Iterator[Named]:
        """The parties that a text names, each once, marks first."""
        found: dict[str, Named] = {}
        low = text.lower()
        for stem, pattern, mark in self._marks:
            if stem in low and pattern.search(low) and not (mark.party in found and found[mark.party].strong):
                found[mark.party] = Named(mark.party, mark.value, mark.source, mark.confidence == "high")
        for word in _words(low):
            if party := self._names.get(word):
                found.setdefault(party, Named(party, word, None, False))
        yield from found.values()


def _words(text: str) -> Iterator[str]:
    """The words of a text; one with hyphens as a whole and in its parts."""
    for match in _WORD.finditer(text):
        yield match[0]
        if "-" in match[0]:
            yield from match[0].split("-")


def _pattern(mark: str) -> re.Pattern[str]:
    """A mark as words of their own: no letter or digit goes on at either end, but after ``*``."""
    stem = mark.removesuffix("*")
    before = r"(?<![^\W_])" if stem[:1].isalnum() else ""
    after = r"(?![^\W_])" if stem[-1:].isalnum() and stem == mark else ""
    return re.compile(before + re.escape(stem) + after)


def _same(word: str, name: str) -> bool:
    return name.isascii() and name.lower() == word
