"""What stands inside quotation marks.

Invariant: the spans of one paragraph neither overlap nor nest, are in order, and hold no mark at their ends. Marks
inside are part of it. One that is not closed ends with its paragraph; a single mark that is not closed is an
apostrophe.
"""

from __future__ import annotations

import re
from typing import Final

from obstat.model.claim import Span

_MARK: Final = re.compile("[\"“”„‟«»‹›‘’‚'「」『』＂]|``|''")
_CLOSES: Final = {
    "“": "”\"“", "„": "“”\"‟", "‟": "”", "«": "»", "»": "«", "‹": "›", "›": "‹", "「": "」", "『": "』", "‘": "’'",
    "‚": "‘’", "'": "'’", "\"": "\"”", "＂": "＂", "``": "''", "”": "”",
}  # fmt: skip
"""By opening mark, those that end it: for “…” also a straight one, which editors that mend quotes leave behind. Swedish
and Finnish texts open with ”, German ones with „ or »."""
_SINGLE: Final = frozenset("‘‚'")
_ALWAYS: Final = frozenset("“„‟«‹「『")
_NO_WORD: Final = re.compile(r"'(?:\d0s|em|til|tis|twas|cause|n)\b", re.IGNORECASE)
_BEFORE: Final = frozenset("([{—–-/:“„«\"‘'、。，：；")
_SPACES: Final = " \t\r\n\u00a0\u202f\u3000"


def quotes(text: str, start: int, end: int, continued: str | None = None) -> tuple[list[Span], str | None]:
    """The quotations of the paragraph `start` to `end`, in characters of `text`, and the mark of one that is left open.

    `continued` is the mark that the paragraph before left open: a mark that can only close ends that quotation here.
    """
    marks = [found.span() for found in _MARK.finditer(text, start, end)]
    spans: list[Span] = []
    opened: str | None = None
    inner = False
    since, position, last_single = start, 0, _last_singles(text, marks, start, end)
    for position, (at, after) in enumerate(marks):
        mark = text[at:after]
        if opened is None:
            if (
                continued
                and position == 0
                and mark in _CLOSES[continued]
                and not _may_open(text, at, after, start, end)
            ):
                _add(spans, text, start, at)
            elif _opens(text, mark, (at, after), start, end) and (mark not in _SINGLE or last_single[position]):
                opened, since, inner = mark, after, False
            continue
        if opened == '"' and mark in "“”" and (mark == "“" or inner):
            inner = mark == "“"
            continue
        if mark in _CLOSES[opened] and _ends(text, opened, (at, after), start, end, last_single[position]):
            _add(spans, text, since, at)
            opened = None
        elif mark == opened == '"' or (mark == opened and mark in "“„"):
            _add(spans, text, since, at)  # it opens anew: what was open has no end of its own
            since = after
    if opened is not None and opened not in _SINGLE:
        _add(spans, text, since, end)
        return spans, opened
    return spans, None


def _last_singles(text: str, marks: list[Span], start: int, end: int) -> list[bool]:
    """For each mark, whether a single one after it can close, before the next that can only open."""
    answers, later = [False] * len(marks), False
    for position in range(len(marks) - 1, -1, -1):
        answers[position] = later
        at, after = marks[position]
        mark = text[at:after]
        if mark in "’'" and not _may_open(text, at, after, start, end) and _may_close(text, at, after, start, end):
            later = True
        elif mark == "‘" or (mark == "'" and _may_open(text, at, after, start, end)):
            later = False
    return answers


def _opens(text: str, mark: str, span: Span, start: int, end: int) -> bool:
    at, after = span
    if mark in _ALWAYS:
        return True
    if mark in "‘‚":
        return _may_open(text, at, after, start, end)
    if mark in ("'", '"', "＂", "``", "»", "›", "”"):
        if mark == "'" and _NO_WORD.match(text, at, end):
            return False
        return _may_open(text, at, after, start, end)
    return False


def _ends(text: str, opened: str, span: Span, start: int, end: int, more: bool) -> bool:
    """Whether a mark that could end the quotation does: not an apostrophe, and not one that opens another."""
    at, after = span
    mark = text[at:after]
    if opened in _SINGLE:
        if not _may_close(text, at, after, start, end):
            return False
        before = text[at - 1] if at > start else " "
        following = text[after : after + 2]
        plural = before in "sz" and following[:1] == " " and following[1:].islower()
        return not (plural and more)
    if mark in ('"', "“") and opened in ('"', "“"):
        return not _may_open(text, at, after, start, end) or _may_close(text, at, after, start, end)
    return True


def _may_open(text: str, at: int, after: int, start: int, end: int) -> bool:
    """Whether nothing, a blank or an opening sign stands before the mark, and a word after it."""
    return (at == start or text[at - 1] in _SPACES or text[at - 1] in _BEFORE) and (
        after < end and text[after] not in _SPACES
    )


def _may_close(text: str, at: int, after: int, start: int, end: int) -> bool:
    """Whether a word or its punctuation stands before the mark, and no word after it."""
    return at > start and text[at - 1] not in _SPACES and (after >= end or not text[after].isalnum())


def _add(spans: list[Span], text: str, start: int, end: int) -> None:
    while start < end and text[start] in _SPACES:
        start += 1
    while end > start and text[end - 1] in _SPACES:
        end -= 1
    if start < end:
        spans.append((start, end))
