"""The words that tell of events, and where around them stand those who act and those who are acted on.

Invariant: a frame is a line of ``words/frames``; no words of events are in the code.

A line is ``words | whose | of whom | turns``, in the file of its event. `words` is a regular expression over running
text, case ignored: ``~`` before verbs stands for any of their forms, ``…`` before a word or a group for somewhere
behind in the clause, ``{key}`` for the words of a key of ``words/speech.txt``, and ``%`` at the beginning says that
nouns follow, each of which is also found in the plural, and only as the head of its phrase.

Whose deed it is and to whom it is done: s whoever does it, o to whom it is done (whatever the voice of the verb), b who
follows "by", a where a thing is to be had, w as o or whose the noun is, - nobody. Where whose is b or -, s is the
subject of the words. Turns: neg says that the event does not hold, not that it holds only where the verb is negative;
planned, considered, conditional and alleged say how certain it is.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from obstat.model.claim import EVENTS
from obstat.news.verbs import expression, initials, is_verbal, nouns

_FOLDER = Path(__file__).parent / "words" / "frames"


@dataclass(frozen=True, slots=True)
class Frame:
    """Words that tell of an event, and where its actor and target stand."""

    event: str
    text: str
    begins: frozenset[str]
    """What the words can begin with."""
    actor: str
    target: str
    turn: str
    verbal: bool
    """Its words are forms of verbs, so that the same word as a noun is none of them."""
    nominal: bool
    """Its words are nouns."""

    @property
    def words(self) -> re.Pattern[str]:
        return expression(self.text)


@functools.cache
def frames() -> tuple[Frame, ...]:
    """The table of ``words/frames``."""
    return tuple(frame for event in EVENTS for frame in _of(event))


def _of(event: str) -> Iterator[Frame]:
    path = _FOLDER / f"{event}.txt"
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
        if line and not line.startswith("#"):
            words, actor, target, turn = f"{line} | ".split(" | ")[:4]
            nominal = words.startswith("%")
            text = nouns(words[1:]) if nominal else words
            yield Frame(event, text, initials(text), actor, target, turn, is_verbal(text), nominal)


@functools.cache
def by_word() -> dict[str, tuple[Frame, ...]]:
    """The frames by the words, in small letters, with which what they find can begin."""
    found: dict[str, list[Frame]] = {}
    for frame in frames():
        for word in frame.begins:
            found.setdefault(word, []).append(frame)
    return {word: tuple(some) for word, some in found.items()}


@functools.cache
def beginning(word: str) -> tuple[tuple[Frame, re.Pattern[str]], ...]:
    """The frames that can begin with a word in small letters, each with its words."""
    return tuple((frame, frame.words) for frame in by_word().get(word, ()))
