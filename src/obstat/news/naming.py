"""Whether two names in claims can be of the same party, body or place.

Invariant: two ids of the pack are one only if they are equal; words are one with others when one holds all that the
other says, never because they are spelled alike.
"""

from __future__ import annotations

import enum
import functools
import re
from collections.abc import Container, Iterable, Sequence

from obstat.model.places import country

_WORD = re.compile(r"[^\W_]+")
_BODIES = {
    "pentagon": "defense department",
    "defence department": "defense department",
    "department of defense": "defense department",
    "us defense department": "defense department",
    "dod": "defense department",
    "us commerce": "commerce department",
    "us commerce department": "commerce department",
    "department of commerce": "commerce department",
    "department of justice": "justice department",
    "doj": "justice department",
    "federal communications commission": "fcc",
    "us fcc": "fcc",
    "bureau of industry and security": "bis",
    "national cyber security centre": "ncsc",
}
"""Other names of bodies that stories call by several."""
_SEATS = {
    "washington": "US",
    "america": "US",
    "usa": "US",
    "us": "US",
    "u s": "US",
    "uk": "GB",
    "u k": "GB",
    "britain": "GB",
    "london": "GB",
    "ottawa": "CA",
    "beijing": "CN",
    "canberra": "AU",
    "commonwealth": "AU",
    "berlin": "DE",
    "moscow": "RU",
    "kremlin": "RU",
    "paris": "FR",
    "tokyo": "JP",
    "delhi": "IN",
    "new delhi": "IN",
    "brasília": "BR",
    "brasilia": "BR",
    "stockholm": "SE",
    "prague": "CZ",
    "brussels": "EU",
    "european union": "EU",
    "eu": "EU",
    "taipei": "TW",
    "seoul": "KR",
}
"""Seats of government that stand for their state, and short names of states."""
_GENERIC_TEXT = """
the of a an and for to in on its their our his her federal national government governments department departments
ministry ministries agency agencies service services office officer officers official officials commission committee
authority authorities regulator court judge jury minister secretary administration company firm group holding
holdings inc corp ltd llc co plc ag sa ab gmbh limited corporation spokesman spokeswoman spokesperson
"""
_GENERIC = frozenset(_GENERIC_TEXT.split())
_GOVERNMENT = frozenset(("government", "federal government", "the government", "state", "administration"))


class Sets(enum.Enum):
    """How the parties of one claim stand to those of another."""

    EQUAL = "equal"
    LESS = "less"
    MORE = "more"
    OVERLAP = "overlap"
    APART = "apart"
    UNKNOWN = "unknown"
    """One of the two says nothing."""


class Naming:
    """Compares names; `ids` are those of the pack."""

    def __init__(self, ids: Container[str]) -> None:
        self._ids = ids
        self.one = functools.lru_cache(maxsize=65536)(self._one)
        self._stand = functools.lru_cache(maxsize=16384)(self._sets)

    def is_id(self, name: str) -> bool:
        return name in self._ids

    def sets(self, first: Sequence[str], second: Sequence[str]) -> Sets:
        if not first or not second:
            return Sets.EQUAL if not first and not second else Sets.UNKNOWN
        return self._stand(tuple(first), tuple(second))

    def _sets(self, first: tuple[str, ...], second: tuple[str, ...]) -> Sets:
        left = sum(any(self.one(a, b) for b in second) for a in first)
        right = sum(any(self.one(a, b) for a in first) for b in second)
        if left == len(first):
            return Sets.EQUAL if right == len(second) else Sets.LESS
        if right == len(second):
            return Sets.MORE
        return Sets.OVERLAP if left else Sets.APART

    def keys(self, names: Iterable[str]) -> frozenset[str]:
        """What names that can be one have in common: a word or a state. Of use to find candidates."""
        return frozenset(key for name in names for key in _keys(name))

    def vague(self, names: Sequence[str]) -> bool:
        """Whether names say a kind of body alone: ``the government``, ``a judge``."""
        return all(
            name not in self._ids and not _state(_plain(name)) and _words(_plain(name)) <= _HEADS for name in names
        )

    def origin(self, first: str, second: str) -> bool:
        """Whether two names of one story are of one source: equal, or one a short form of the other."""
        if first.casefold() == second.casefold():
            return True
        if " and " in first or " and " in second or (first in self._ids and second in self._ids):
            return False
        left, right = _words(_plain(first)), _words(_plain(second))
        return bool(left and right) and (left <= right or right <= left)

    def _one(self, first: str, second: str) -> bool:
        if first == second or first.casefold() == second.casefold():
            return True
        if first in self._ids and second in self._ids:
            return False
        left, right = _plain(first), _plain(second)
        if left == right:
            return True
        here, there = _state(left), _state(right)
        if here and there:
            return here == there
        if (here and right in _GOVERNMENT) or (there and left in _GOVERNMENT):
            return True
        if bool(here) != bool(there):
            return False
        return _words_agree(_words(left), _words(right))


@functools.lru_cache(maxsize=65536)
def _keys(name: str) -> frozenset[str]:
    plain = _plain(name)
    state = _state(plain)
    government = {"government"} if state or plain in _GOVERNMENT else set()
    words = _words(plain)
    return (words - _HEADS or words) | ({state} if state else set()) | government


@functools.lru_cache(maxsize=65536)
def _plain(name: str) -> str:
    words = " ".join(_WORD.findall(name.casefold().replace("’s", "").replace("'s", "")))
    words = words.removeprefix("the ")
    return _BODIES.get(words, words)


@functools.lru_cache(maxsize=65536)
def _state(plain: str) -> str | None:
    """The state that a name stands for: ``British government``, ``Ottawa``, ``Chinese state``."""
    bare = plain
    for tail in (" government", " state", " authorities", " administration"):
        bare = bare.removesuffix(tail)
    bare = bare.removeprefix("government of ").removeprefix("the ")
    if found := _SEATS.get(bare):
        return found
    # short names are firms (BT, TIM) far more often than codes of states
    return country(bare) if len(bare) > 3 else None


@functools.lru_cache(maxsize=65536)
def _words(plain: str) -> frozenset[str]:
    return frozenset(word[:-1] if len(word) > 3 and word.endswith("s") else word for word in plain.split()) - {
        "the",
        "of",
        "and",
        "to",
        "for",
        "in",
        "a",
    }


_HEADS = frozenset(word[:-1] if len(word) > 3 and word.endswith("s") else word for word in _GENERIC)


def _words_agree(left: frozenset[str], right: frozenset[str]) -> bool:
    """One holds all the words of the other, or what tells them apart from others of their kind is the same."""
    if not left or not right:
        return False
    if left <= right or right <= left:
        return True
    own_left, own_right = left - _HEADS, right - _HEADS
    if not own_left or not own_right:
        return bool(left & right - {"federal", "national"})
    return own_left == own_right
