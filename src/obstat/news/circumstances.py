"""What a clause says beside who does what to whom: when, where, how much, and with which things.

Invariant: whatever is told stands in the clause.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass

from obstat.model.claim import Amount, Mention, Span, When
from obstat.news import amounts, times
from obstat.news.words import pattern

_CODE = re.compile(r"[A-Z]{2}(?:-[A-Z0-9]{1,3})?")
"""ISO 3166 and EU; what is larger than a country has words for an id."""
_IN_PLACE = re.compile(r"\b(?:in|across|throughout|from|at) (?:the )?$")
_SAID_WHEN = 14
"""How far behind the words of who says it a day is the day on which it was said."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """The slots of a claim that its clause fills."""

    products: tuple[str, ...]
    place: str | None
    time: When | None
    amount: Amount | None


def of(
    text: str, part: Span, place: int, mentions: Sequence[Mention], said: Span | None, published: datetime.date | None
) -> Circumstances:  # fmt: skip
    """The circumstances of the clause `part` whose event stands at `place`; `mentions` are those of its sentence,
    `said` are the words of who says it."""
    inside = [mention for mention in mentions if part[0] <= mention.span[0] < part[1]]
    when = times.first(text, *part, published)
    if when and said and said[1] <= when[1][0] <= said[1] + _SAID_WHEN:
        when = None  # that is when it was said
    return Circumstances(
        _products(text, part, place, inside),
        _place(text, part, inside),
        when[0] if when else None,
        amounts.first(text[slice(*part)]),
    )


def _products(text: str, part: Span, place: int, inside: Sequence[Mention]) -> tuple[str, ...]:
    """The products of the clause, or what kind of thing it is about."""
    known = [mention.id for mention in inside if mention.kind == "product"]
    goods = pattern("thing").search(text, place, part[1])
    return tuple(known) or ((goods[0],) if goods else ())


def _place(text: str, part: Span, inside: Sequence[Mention]) -> str | None:
    """Where it happens: a place that the clause puts it in."""
    for mention in inside:
        before = text[max(part[0], mention.span[0] - 12) : mention.span[0]]
        if mention.kind == "place" and _IN_PLACE.search(before) and _CODE.fullmatch(mention.id):
            return mention.id
    return None
