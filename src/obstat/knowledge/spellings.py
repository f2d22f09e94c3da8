"""The names that alone mean a party, and the index in which what people type is searched.

Invariant: a row of the table has the number that is its key in the index.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator

from obstat.model.indexes import Spelling
from obstat.model.records import Party
from obstat.names.analysis import Token, analyse
from obstat.names.lexicon import Kind


def spellings(parties: Iterable[Party]) -> tuple[Spelling, ...]:
    """Every name but everyday words; then those that hold the party's seat, without it, as buyers leave it out."""
    found: dict[tuple[str, str], Spelling] = {}
    known = [party for party in parties if party.kind not in ("vessel", "aircraft")]  # their names are words
    for spelling in (*_whole(known), *_shortened(known)):
        found.setdefault((spelling.party, spelling.text), spelling)
    return tuple(found.values())


def is_home(token: Token, party: Party) -> bool:
    """Whether a word is the place where the party sits, so that naming it adds nothing."""
    return token.kind is Kind.PLACE and token.key in _places(party.seat or "")


def index(rows: Iterable[Spelling], *, persons: bool) -> bytes:
    """The rows of organisations, or of persons, as a file that `obstat.names.segment.Segment.from_buffer` reads."""
    from obstat.names.segment import Segment

    pairs = ((number, row.text) for number, row in enumerate(rows) if row.person is persons)
    return Segment.build(pairs, "person" if persons else "organization").to_bytes()


def _whole(parties: Iterable[Party]) -> Iterator[Spelling]:
    for party in parties:
        person = party.kind == "person"
        yield Spelling(party.id, party.name, _text(party.name, person), party.kind == "brand", False, person)
        for name in party.names:
            if not name.weak:
                yield Spelling(party.id, name.text, _text(name.text, person), name.kind == "brand", False, person)


def _text(name: str, person: bool) -> str:
    return name if person else analyse(name).text


def _shortened(parties: Iterable[Party]) -> Iterator[Spelling]:
    for party in (party for party in parties if party.kind != "person"):
        for spelling in _whole([party]):
            whole = analyse(spelling.name)
            words = [token.text for token in whole.tokens if not is_home(token, party)]
            if whole.names and len(words) < len(whole.tokens):
                yield Spelling(party.id, spelling.name, " ".join(words), spelling.brand, True, False)


@functools.lru_cache(maxsize=1024)
def _places(seat: str) -> frozenset[str]:
    return frozenset(analyse(seat).keys)
