"""Where paragraphs begin and end, and which are headings.

A blank line ends a paragraph. Other line breaks do too, unless the text is wrapped: its lines are short, and the next
line's first word would not have fitted at the end of this one.

Invariant: paragraphs are in order, do not overlap, begin and end with a sign that is no blank, and hold all such signs
of the text but the bullets before them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_WIDEST, _NARROWEST = 132, 40
"""Columns of a text that may be wrapped."""
_FITS: Final = 0.85
"""So much of the width must be free of doubt: lines of a PDF are of unlike lengths."""
_STRAY: Final = 0.05
_HEADING: Final = 160
_WORDS: Final = 24
_LINE: Final = re.compile("[^\n\u2028\u2029\x0b\x0c\x85]+")
_BULLET: Final = re.compile(r"(?:[-*•·▪◦‣●○■□➢►–—]|\d{1,2}[.)]|\(\d{1,2}\)|#{1,6})[ \t\u00a0]+(?=\S)")
_NO_HEADING: Final = re.compile(r"(?:©|\(c\) ?\d|copyright\b|by [A-Z]|https?://|www\.|e-?mail\b|tel\b)", re.IGNORECASE)
_STOPPED: Final = re.compile(r"[.。．｡!！?？…:：;,、，।۔][\"”’»')\]」』]*$")
_ASKED: Final = re.compile(r"[?!？！][\"”’»'」』]*$")
_ACRONYM_LAST: Final = re.compile(r"\b(?:[A-Za-z]\.){2,}$")
_LETTER: Final = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph, in characters of the text."""

    start: int
    end: int
    heading: bool


def paragraphs(text: str) -> list[Paragraph]:
    """The paragraphs of a text."""
    lines = _lines(text)
    wrapped = _width(lines)
    found: list[_Lines] = []
    for index, (start, end, apart) in enumerate(lines):
        bullet = _BULLET.match(text, start, end)
        if found and not apart and not bullet and wrapped and _continues(text, lines[index - 1], start, end, wrapped):
            found[-1].end, found[-1].alone = end, False
            continue
        if found:
            found[-1].followed = apart or not wrapped
        found.append(_Lines(bullet.end() if bullet else start, end, bullet is not None and bullet.group()[0] != "#"))
    return [
        Paragraph(
            block.start,
            block.end,
            block.followed
            and (block.alone or index == 0)
            and not block.bulleted
            and _is_heading(text, block.start, block.end, index == 0),
        )
        for index, block in enumerate(found)
    ]


@dataclass(slots=True)
class _Lines:
    """Lines of one paragraph while they are gathered."""

    start: int
    end: int
    bulleted: bool
    alone: bool = True
    followed: bool = False
    """An empty line follows, or any line where lines are not wrapped."""


def _lines(text: str) -> list[tuple[int, int, bool]]:
    """Lines that hold something, without blanks around, and whether an empty line stands before."""
    answers: list[tuple[int, int, bool]] = []
    before = 0
    for found in _LINE.finditer(text):
        line = found.group()
        stripped = line.strip()
        if not stripped:
            continue
        start = found.start() + len(line) - len(line.lstrip())
        answers.append((start, start + len(stripped), text.count("\n", before, start) > 1 or not answers))
        before = start + len(stripped)
    return answers


def _width(lines: list[tuple[int, int, bool]]) -> int:
    """The columns to which a text is wrapped; 0 where it is not: long lines, but for a stray address, show that
    nothing breaks them."""
    short = [end - start for start, end, _ in lines if end - start <= _WIDEST]
    longest = max(short, default=0)
    return longest if longest >= _NARROWEST and len(lines) - len(short) <= len(lines) * _STRAY else 0


def _continues(text: str, before: tuple[int, int, bool], start: int, end: int, width: int) -> bool:
    """Whether the word that begins this line did not fit on the one before."""
    blank = text.find(" ", start, end)
    word = (blank if blank >= 0 else end) - start
    return before[1] - before[0] + 1 + word > width * _FITS


def _is_heading(text: str, start: int, end: int, first: bool) -> bool:
    if end - start > _HEADING or not _LETTER.search(text, start, end):
        return False
    line = text[start:end]
    if line.count(" ") >= _WORDS or _NO_HEADING.match(line):
        return False
    return not _STOPPED.search(line) or (first and bool(_ASKED.search(line) or _ACRONYM_LAST.search(line)))
