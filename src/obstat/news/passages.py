"""The clauses around the words of an event, told from signs and small words, and the passage that a claim stands in.

Invariant: positions are those of the whole text; a passage lies in one sentence and begins and ends with a word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from obstat.model.claim import Span

_BOUNDARY = re.compile(
    r"[;:—–()\"“”«»]|"
    r",? (?:because|while|whereas|although|though|after|before|when|unless|until|since|if|but|so that)\b|"
    r",? (?:which|who|whose|whom|that)\b|, (?:as|and|or) (?=\w+ (?:said|says|told|reported))|"
    r",? (?:according to|citing)\b|"
    r",? (?:and|but) (?=(?:it|they|he|she|we|(?:the |a |an )?[\w&'’]+)(?: [\w&]+){0,2}? "
    r"(?:has|have|had|is|are|was|were|will|would|could|may|might|can)\b)",
    re.IGNORECASE,
)


def clause(text: str, sentence: Span, words: Span, names: Sequence[Span] = ()) -> Span:
    """The clause that some words of a sentence stand in; none begins or ends inside one of its `names`."""
    begin = sentence[0]
    for match in _BOUNDARY.finditer(text, begin, words[0]):
        if not _is_inside(match.start(), names):
            begin = match.end()
    behind = (match.start() for match in _BOUNDARY.finditer(text, words[1], sentence[1]))
    return begin, next((start for start in behind if not _is_inside(start, names)), sentence[1])


def _is_inside(place: int, names: Sequence[Span]) -> bool:
    return any(start < place < end for start, end in names)


def without_speaker(text: str, sentence: Span, said: Span | None, part: Span) -> Span:
    """A clause without the words of who says it."""
    start, end = sentence
    if said and said[1] <= part[0]:
        start = max(start, said[1])
    elif said and said[0] >= part[1]:
        end = min(end, said[0])
    return trimmed(text, (max(start, min(part[0], end)), min(end, max(part[1], start))))


def trimmed(text: str, part: Span) -> Span:
    """A stretch of text from its first to its last word."""
    first, last = part
    while first < last and not text[first].isalnum():
        first += 1
    while last > first and not text[last - 1].isalnum():
        last -= 1
    return first, last
