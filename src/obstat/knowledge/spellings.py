"""The names that alone mean a party, and the index in which what people type is searched.

Invariant: a row of the table has the number that is its key in the index.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator

from obstat.model.indexes import Spelling
from obstat.model.records import Party
from obstat.names.analysis import Token, analyse, folded
from obstat.names.lexicon import Kind


def spellings(parties: Iterable[Party]) -> Iterator[Spelling]:
    """Every name but everyday words; then those that hold the party's seat, without it, as buyers leave it out."""
    shortened: list[Spelling] = []
    for party in parties:
        if party.kind in ("vessel", "aircraft"):  # their names are words
            continue
        found: dict[str, Spelling] = {}
        for spelling in _whole(party):
            found.setdefault(spelling.text, spelling)
        yield from found.values()
        if party.seat and party.kind != "person":
            count = len(found)
            for spelling in _shortened(party):
                found.setdefault(spelling.text, spelling)
            shortened += list(found.values())[count:]
    yield from shortened


def is_home(token: Token, party: Party) -> bool:
    """Whether a word is the place where the party sits, so that naming it adds nothing."""
    return token.kind is Kind.PLACE and token.key in _places(party.seat or "")


def _whole(party: Party) -> Iterator[Spelling]:
    person = party.kind == "person"
    yield Spelling(party.id, party.name, _text(party.name, person), party.kind == "brand", False, person)
    for name in party.names:
        if not name.weak:
            yield Spelling(party.id, name.text, _text(name.text, person), name.kind == "brand", False, person)


def _text(name: str, person: bool) -> str:
    return name if person else folded(name)


def _shortened(party: Party) -> Iterator[Spelling]:
    for spelling in _whole(party):
        whole = analyse(spelling.name)
        words = [token.text for token in whole.tokens if not is_home(token, party)]
        if whole.names and len(words) < len(whole.tokens):
            yield Spelling(party.id, spelling.name, " ".join(words), spelling.brand, True, False)


@functools.lru_cache(maxsize=1024)
def _places(seat: str) -> frozenset[str]:
    return frozenset(analyse(seat).keys)
