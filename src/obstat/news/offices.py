"""Public bodies that nobody lists, told by their field: ``Germany's economy ministry``, ``a federal appeals court``.

Invariant: the id is the words without article and country; the country is that of the place before them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from obstat.news.words import sections


@dataclass(frozen=True, slots=True)
class Office:
    """One such body, and where it stands."""

    id: str
    noun: str
    start: int
    end: int


class Offices:
    """Their patterns, compiled once."""

    def __init__(self) -> None:
        words = sections("offices")
        field, noun = ("|".join(sorted(words[name], key=len, reverse=True)) for name in ("field", "noun"))
        self._pattern = re.compile(
            rf"\b(?:(?:{field})(?:-|,? and | )){{1,3}}({noun})\b(?!-)|\b(?!(?:The|This|That|One|Each|Another|Supreme)\b)([A-Z][a-z]+) (court|jury)\b"
        )

    def find(self, text: str) -> Iterator[Office]:
        """Every such body of a text, by place."""
        for match in self._pattern.finditer(text):
            yield Office(match[0], match[1] or match[3], *match.span())
