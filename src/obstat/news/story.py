"""A story under the eye of the finders: its text with even blanks, its sentences, and how they are written.

Invariant: it is of the same length as the text it was made of, so that every place in it is a place in the text.
"""

from __future__ import annotations

import bisect
import functools
import re
from collections.abc import Sequence
from typing import Protocol

from obstat.model.claim import Span
from obstat.news.gazetteer import even

_WORD = re.compile(r"[^\W\d_][\w'&-]*")
_OPENING = "\"'“”‘«» (—–-"

_CLOSING = (".", ",")
"""How a sentence ends, and a heading does not."""
_LONGEST_OPENING = 8
"""Characters that may stand before the first word of a sentence."""


class Part(Protocol):
    """What is asked of a sentence."""

    @property
    def span(self) -> Span: ...
    @property
    def paragraph(self) -> int: ...


class Story:
    """A text with its sentences."""

    def __init__(self, text: str, sentences: Sequence[Part]) -> None:
        self.given = text
        self.text = even(text)
        self.spans = [sentence.span for sentence in sentences] or [(0, len(text))]
        self._starts = [start for start, _ in self.spans]
        self._loud: dict[int, bool] = {}

    @functools.cached_property
    def small(self) -> frozenset[str]:
        """The words that it has in small letters."""
        return frozenset(word for word in _WORD.findall(self.text) if word[0].islower())

    def sentence_at(self, place: int) -> int:
        """The number of the sentence that holds a place, or the one before it."""
        return (bisect.bisect_right(self._starts, place) or 1) - 1

    def within(self, start: int, end: int) -> bool:
        """Whether a passage stands in one sentence."""
        return end <= self.spans[self.sentence_at(start)][1] or bisect.bisect_right(self._starts, start) == 0

    def opens(self, place: int) -> bool:
        """Whether a word is the first of its sentence or of a quotation: there a capital says nothing."""
        begin = self.spans[self.sentence_at(place)][0]
        if place - begin > _LONGEST_OPENING and self.text[place - 1] not in '"“«:':
            return False
        before = self.text[max(begin, place - _LONGEST_OPENING) : place]
        return not before.strip(_OPENING) or (place > 0 and self.text[place - 1] in '"“«:')

    def loud(self, place: int) -> bool:
        """Whether the sentence writes most of its words with capitals, as headings do, or begins so, as leads do."""
        number = self.sentence_at(place)
        if number not in self._loud:
            start, end = self.spans[number]
            words = [word for word in _WORD.findall(self.text, start, min(end, start + 400)) if len(word) > 3]
            capitals = sum(word[0].isupper() for word in words)
            closed = self.text[start:end].rstrip("\"”' ")[-1:] in _CLOSING
            self._loud[number] = len(words) > 2 and capitals > (0.95 if closed else 0.7) * len(words)
        return self._loud[number] or self._shouted(place)

    def _shouted(self, place: int) -> bool:
        around = self.text[place : place + 40].split()[:3]
        return len(around) > 2 and all(word.isupper() and len(word) > 1 for word in around)
