"""Whom a name, numbers and what else is known of it mean: `resolve`, asked by a protocol.

Invariant: names are weighed by `resolve` alone. A registered number names its holder for certain; where name and number
name two, both are found and neither is a match.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from obstat.app.protocols.entities import named
from obstat.model.errors import InvalidValue
from obstat.model.identification import Match
from obstat.names.normal import clean, normal
from obstat.screening.check import Obstat

_BY_NUMBER = "its number in a register"
_NAMES, _CANDIDATES = 20, 50


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of somebody or something."""

    names: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    country: str | None = None
    website: str | None = None
    address: str | None = None
    equipment: str | None = None

    @property
    def context(self) -> dict[str, str | None]:
        """The keywords of `resolve`."""
        return {
            "country": self.country,
            "website": self.website,
            "address": self.address,
            "equipment": self.equipment,
        }


@dataclass(frozen=True, slots=True)
class Found:
    """A match with the word of ours that was asked, `asked`."""

    match: Match
    asked: str
    by_number: bool = False
    taken: bool = False
    """Whether it is taken to be meant."""


def found(ob: Obstat, known: Known) -> list[Found]:
    """Everybody who may be meant, best first."""
    best: dict[tuple[str, str], Found] = {}
    for name in known.names[:_NAMES]:
        for match in named(ob, name, _CANDIDATES, **known.context):
            held = best.get((match.kind, match.id))
            if held is None or match.score > held.match.score:
                best[match.kind, match.id] = Found(match, name, taken=match.match)
    sure = {key for key, one in best.items() if one.match.sure}
    holders = dict(_holders(ob, known.numbers))
    for party, number in holders.items():
        match = Match("party", party, number, 1.0, "certain", _BY_NUMBER)
        at = best.get(("party", party))
        if at is not None:
            match = replace(at.match, score=1.0, band="certain", details=(*at.match.details, _BY_NUMBER))
        best["party", party] = Found(match, number if at is None else at.asked, by_number=True, taken=True)
    if holders and (len(holders) > 1 or any(key[0] == "party" and key[1] not in holders for key in sure)):
        best = {key: replace(one, taken=False) for key, one in best.items()}
    return sorted(best.values(), key=lambda one: (-one.match.score, not one.by_number, not one.taken))


def _holders(ob: Obstat, numbers: Iterable[str]) -> list[tuple[str, str]]:
    """The parties that hold the numbers, each with its number."""
    return [(key.party, text) for text in numbers if normal(text) for key in ob.snapshot.numbered(normal(text))]


def country(ob: Obstat, text: str) -> str | None:
    """The code of a country that is given by its code or its name here; None where it is neither."""
    words = ob.snapshot.vocabulary
    try:
        return words.country(text.strip())
    except InvalidValue:
        by_name = {name.casefold(): code for code, name in words.jurisdictions.items() if "-" not in code}
        return by_name.get(clean(text).casefold())


def first(values: Sequence[str]) -> str | None:
    """The first value that says something."""
    return next((value for value in values if value.strip()), None)
