"""Which names may mean a party of the pack, told before anything is looked up.

Invariant: a name is passed over only if the names engine takes none of the words that say who it is for one of a
name of the pack.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from obstat.names.alignment import likeness_of
from obstat.names.analysis import Analysis, Token, analyse, folded, may_be_two, says_who
from obstat.names.lexicon import Kind
from obstat.names.scripts import has_han
from obstat.names.sound import sound

_WHOLE = 4
"""Letters of a word of ours from which it is seen at the beginning of another."""
_HEARD = 3
"""Letters that a word has at most to be known by its spelling alone."""


class _Word(NamedTuple):
    """What a word in Latin letters may be, whatever name it stands in."""

    ours: bool
    """It is a word of ours, or begins with one."""
    first: bool
    """One of ours may begin with it."""
    second: bool
    """An ending may be written on to it."""


class OwnWords:
    """The words by which the names of the pack are told apart, their sounds and their Chinese characters."""

    def __init__(self, names: Iterable[str]) -> None:
        self._words: set[str] = set()
        self._names: set[str] = set()
        self._begun: set[str] = set()
        """What the words and sounds of ours begin with."""
        self._heard: dict[str, list[Token]] = {}
        self._han: set[str] = set()
        for name in names:
            for token in _told_apart_by(analyse(name)):
                self._enter(token)
        self._known = functools.lru_cache(maxsize=200_000)(self._looked_at)

    def may_mean(self, name: str) -> bool:
        """Whether a name shares a word with a name of the pack, or one spelt or heard like it."""
        if name.isascii():
            words = folded(name).split()
            if not self._holds_ours(words) and any(map(says_who, words)):
                return False  # what it is told apart by is no word of ours, so the rest does not matter
        taken = analyse(name)
        run = "".join(token.text for token in taken.tokens)
        return any(map(self._ours, _told_apart_by(taken))) or self._begins(run) or self._runs_together(taken)

    def _holds_ours(self, words: Sequence[str]) -> bool:
        """Whether one of a name's words in Latin letters is ours, or two of them are one that was written in two."""
        before = ""
        for word in words:
            known = self._known(word)
            if known.ours or (before and self._as_one(before, word, known)):
                return True
            before = word if known.first else ""
        return False

    def _looked_at(self, word: str) -> _Word:
        heard = sound(word)
        second = may_be_two(word)
        likely = word in self._words or heard in self._heard or second
        # The last sound hangs on the letters that follow.
        first = word in self._begun or heard[:-1] in self._begun
        return _Word((likely and self._alone(word)) or self._begins(word), first, second)

    def _as_one(self, one: str, two: str, known: _Word) -> bool:
        joined = one + two
        return (joined in self._words or sound(joined) in self._heard or known.second) and self._alone(joined)

    def _alone(self, word: str) -> bool:
        """Whether a word in Latin letters is ours, or what is left without its ending."""
        return any(token.kind is Kind.NAME and self._ours(token) for token in analyse.__wrapped__(word).tokens)

    def _begins(self, word: str) -> bool:
        """Whether a word begins with one of ours, as where two were written in one."""
        return word[:_WHOLE] in self._begun and any(word[:size] in self._names for size in range(_WHOLE, len(word)))

    def _runs_together(self, name: Analysis) -> bool:
        """Whether two words of a name are one of ours that was written in two."""
        return any(one.text + two.text in self._names for one, two in itertools.pairwise(name.tokens))

    def _enter(self, token: Token) -> None:
        if token.kind is Kind.NAME:
            self._names.add(token.text)
        for word in {token.key, token.text} if token.kind is Kind.NAME else {token.key}:
            self._words.add(word)
            heard = sound(word)
            if len(word) > _HEARD:
                self._heard.setdefault(heard, []).append(token)
            self._begun.update(text[:size] for text in (word, heard) for size in range(len(text) + 1))
        if has_han(token.han):
            self._han.add(token.han)

    def _ours(self, token: Token) -> bool:
        if token.key in self._words:
            return True
        if has_han(token.han) and any(own in token.han or token.han in own for own in self._han):
            return True  # of two names in characters, one holds a name of the other, or they are not one party's
        return any(likeness_of(token, own, False)[0] for own in self._heard.get(sound(token.text), ()))


def _told_apart_by(name: Analysis) -> list[Token]:
    """The words of a name that say who it is; all of them where none does."""
    return [token for token in name.tokens if token.kind is Kind.NAME or not name.names]
