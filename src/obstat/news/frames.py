"""The words that tell of events, and where around them stand those who act and those who are acted on.

Invariant: a frame is an entry of ``words/frames.txt``; no words of events are in the code.
"""

from __future__ import annotations

import functools
import importlib.resources
import re
from dataclasses import dataclass

from obstat.news.verbs import expression, initials, is_verbal


@dataclass(frozen=True, slots=True)
class Frame:
    """Words that tell of an event, and where its actor and target stand: ``s``, ``o``, ``b`` or ``-``."""

    event: str
    words: re.Pattern[str]
    begins: frozenset[str]
    """What the words can begin with."""
    actor: str
    target: str
    turn: str
    verbal: bool = False
    """Its words are forms of verbs, so that the same word as a noun is none of them."""


@functools.cache
def frames() -> tuple[Frame, ...]:
    """The table of ``words/frames.txt``."""
    text = importlib.resources.files("obstat.news").joinpath("words/frames.txt").read_text(encoding="utf-8")
    found = []
    for line in text.splitlines():
        if line and not line.startswith("#"):
            event, rest = line.split(" | ", 1)
            words, actor, target, turn = (part.strip() for part in f"{rest} ".rsplit(" |", 3))
            found.append(
                Frame(event.strip(), expression(words), initials(words), actor, target, turn, is_verbal(words))
            )
    return tuple(found)


@functools.cache
def by_word() -> dict[str, tuple[Frame, ...]]:
    """The frames by the words, in small letters, with which what they find can begin."""
    found: dict[str, list[Frame]] = {}
    for frame in frames():
        for word in frame.begins:
            found.setdefault(word, []).append(frame)
    return {word: tuple(some) for word, some in found.items()}
