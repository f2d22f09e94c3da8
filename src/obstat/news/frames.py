"""The words of a sentence that look as if they told of an event: what a list of ways of telling says to the network.

Invariant: a frame is a line of ``words/frames``; no words of events are in the code.

A line, in the file of its event, is a regular expression over running text, case ignored: ``~`` before verbs stands for
any of their forms, ``…`` before a word or a group for somewhere behind in the clause, ``{key}`` for the words of a key
of ``words/speech.txt``, and ``%`` at the beginning says that nouns follow, each of which is also found in the plural.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from obstat.model.claim import EVENTS, Span
from obstat.news.verbs import expression, initials, nouns

_FOLDER = Path(__file__).parent / "words" / "frames"
_WORD = re.compile(r"[\w’']+")


@dataclass(frozen=True, slots=True)
class Frame:
    """Words that tell of an event."""

    event: str
    text: str
    begins: frozenset[str]
    """What the words can begin with."""

    @property
    def words(self) -> re.Pattern[str]:
        return expression(self.text)


@functools.cache
def frames() -> tuple[Frame, ...]:
    """The lists of ``words/frames``."""
    return tuple(frame for event in EVENTS for frame in _of(event))


def _of(event: str) -> Iterator[Frame]:
    path = _FOLDER / f"{event}.txt"
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
        if line and not line.startswith("#"):
            text = nouns(line[1:]) if line.startswith("%") else line
            yield Frame(event, text, initials(text))


@functools.cache
def _by_word() -> dict[str, tuple[Frame, ...]]:
    """The frames by the words, in small letters, with which what they find can begin."""
    found: dict[str, list[Frame]] = {}
    for frame in frames():
        for word in frame.begins:
            found.setdefault(word, []).append(frame)
    return {word: tuple(some) for word, some in found.items()}


@functools.cache
def _beginning(word: str) -> tuple[tuple[Frame, re.Pattern[str]], ...]:
    """The frames that can begin with a word in small letters, each with its words."""
    return tuple((frame, frame.words) for frame in _by_word().get(word, ()))


def frames_in(text: str, span: Span) -> list[tuple[int, int, str]]:
    """The places of a sentence at which a frame stands, each with its event; where several begin, the longest."""
    found: list[tuple[int, int, str]] = []
    for word in _WORD.finditer(text, *span):
        matches = ((words.match(text, word.start(), span[1]), frame) for frame, words in _beginning(word[0].lower()))
        longest = max(((m.end(), frame.event) for m, frame in matches if m), default=None, key=lambda one: one[0])
        if longest is not None:
            found.append((word.start(), *longest))
    return found
