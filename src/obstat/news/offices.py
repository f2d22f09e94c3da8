"""Public bodies that nobody lists, told by their field: ``Germany's economy ministry``, ``a federal appeals court``.

Invariant: the id is the words without article and country; the country is that of the place before them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from obstat.news.words import sections

_TOWN = r"(?!(?:The|This|That|One|Each|Another|Supreme|Federal)\b)[A-Z][a-z]+"


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
        self._noun = re.compile(rf"[ -]({noun}|jury)\b(?!-)")
        self._fields = re.compile(rf"\b(?:(?:{field})(?:-|,? and | ))*(?:{field})$|\b{_TOWN}$")

    def find(self, text: str) -> Iterator[Office]:
        """Every such body of a text, by place."""
        for noun in self._noun.finditer(text):
            field = self._fields.search(text, max(0, noun.start() - 40), noun.start())
            if field and (field[0].islower() or noun[1] in ("court", "jury")):
                yield Office(text[field.start() : noun.end()], noun[1], field.start(), noun.end())
