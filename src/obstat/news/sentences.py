"""The sentences of a text, by rules, in time that grows with its length.

A full stop ends a sentence unless it belongs to an abbreviation, an initial, a number or an omission. Sentences are
split inside quotations too; each then knows the whole quotation.

Invariant: sentences are in order, do not overlap, begin and end with a sign that is no blank, and lie in one paragraph;
between them are blanks and bullets only. None is longer than `LONGEST`: a text without any end is cut at a blank.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from obstat.model.claim import Span
from obstat.news.abbreviations import (
    BEFORE_NUMBERS,
    FINITE,
    FIRMS,
    NEVER_LAST,
    OFFICES,
    SOMETIMES_LAST,
    SPOKEN,
    STARTERS,
)
from obstat.news.paragraphs import paragraphs
from obstat.news.quotation import quotes

LONGEST: Final = 4000
_CLOSERS: Final = "[\"”’»'›)\\]」』】＂）]*+(?:\\[\\d{1,3}\\])*+"
_END: Final = re.compile(
    rf"(?<![.!?…‽])[.!?…‽]++{_CLOSERS}(?=\s)"
    rf"|[。！？｡．؟۔।॥።։][。！？…]*+{_CLOSERS}"
    rf"|(?<=[a-z]{{2}}[.!?])[”’»]?(?=[A-Z][a-z]{{0,30}}[ ,])"
)
_TOKEN: Final = re.compile(r"[^\s(\[\"“‘„«/—–]+$")
_WORD: Final = re.compile(r"[^\W_][\w'’&-]*")
_OPENING: Final = " \t\r\n\u00a0\u3000\"“‘'„«‹([「『—–-•¿¡"
_QUOTES: Final = frozenset("\"”’»'›」』")
_MARKS: Final = re.compile("[\"“”„‟«»‹›‘’‚'「」『』＂]|``")
_INITIALS: Final = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]")
_DOMAINS: Final = frozenset(["Com", "Net", "Org", "Io", "Js", "Co", "Tv", "Ai"])


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence. `paragraph` counts from 0; `quotes` are the quotations that it has a part of, each whole and
    without its marks, in characters of the text."""

    span: Span
    paragraph: int
    heading: bool
    quotes: tuple[Span, ...] = ()


def sentences(text: str) -> list[Sentence]:
    """The sentences of a text."""
    answers: list[Sentence] = []
    left_open: str | None = None
    for number, paragraph in enumerate(paragraphs(text)):
        start, end = paragraph.start, paragraph.end
        quoted: list[Span] = []
        if _MARKS.search(text, start, end):
            quoted, left_open = quotes(text, start, end, left_open)
        else:
            left_open = None
        at = 0
        for span in _split(text, start, end):
            while at < len(quoted) and quoted[at][1] <= span[0]:
                at += 1
            last = at
            while last < len(quoted) and quoted[last][0] < span[1]:
                last += 1
            answers.append(Sentence(span, number, paragraph.heading, tuple(quoted[at:last])))
    return answers


def _split(text: str, start: int, end: int) -> list[Span]:
    spans: list[Span] = []
    since = start
    for found in _END.finditer(text, start, end):
        after = found.end()
        if after >= end or not _is_end(text, since, found.start(), after, end):
            continue
        _add(spans, text, since, after)
        since = after
    _add(spans, text, since, end)
    return spans


def _add(spans: list[Span], text: str, start: int, end: int) -> None:
    """Add a sentence without blanks around it, in pieces where it is too long."""
    while start < end and text[start].isspace():
        start += 1
    while end - start > LONGEST:
        cut = text.rfind(" ", start + 1, start + LONGEST + 1)
        if cut < 0:
            cut = start + LONGEST
        stop = cut
        while stop > start and text[stop - 1].isspace():
            stop -= 1
        spans.append((start, stop))
        start = cut
        while start < end and text[start].isspace():
            start += 1
    if start < end:
        spans.append((start, end))


def _is_end(text: str, since: int, at: int, after: int, end: int) -> bool:
    """Whether the marks at `at`, with what closes after them, end the sentence that began at `since`."""
    mark = text[at]
    if mark not in ".!?…‽":
        if mark in "”’»" or at == after:  # no blank follows: a page whose paragraphs ran together
            return _runs_on(text, since, after, end)
        return True
    following = text[after : after + 40].lstrip(_OPENING)
    if not following:
        return True
    first = following[0]
    word = _WORD.match(following)
    name = word.group() if word else ""
    if first.islower() and not (len(name) > 2 and name[1].isupper()):
        return False
    closed = text[after - 1] in _QUOTES
    if mark in "!?‽":
        return name not in ("Inc", "Corp") and not (closed and _spoken(text, after, end))
    if mark == "…" or text[at : at + 2] == "..":
        return at > since and not text[at - 1].isspace()
    if after - at > 1 and text[after - 1] != "." and closed:
        return not (text[at - 1 : at].isspace())
    token = _TOKEN.search(text, max(since, at - 24), at)
    return token is None or _stops(token.group(), name, first, following[len(name) :])


def _stops(token: str, name: str, first: str, rest: str) -> bool:
    """Whether a full stop after `token` ends a sentence before the word `name`, with `rest` after it."""
    small = token.lower().replace("’", "'")
    starts = name.lower() in STARTERS
    if small in BEFORE_NUMBERS and first.isdigit():
        return False
    if small in NEVER_LAST and token not in ("V", "art", "ed", "al", "ft"):
        return False
    if small in SOMETIMES_LAST or _INITIALS.fullmatch(token):
        if first.isdigit() or (small == "man" and token.islower()):
            return token.islower() and small in ("man", "mar", "sun", "sat", "mass", "wash", "ore", "miss", "ill")
        if token.islower() and small in (
            "man",
            "sun",
            "sat",
            "mass",
            "wash",
            "ore",
            "miss",
            "ill",
            "mar",
            "ind",
            "min",
        ):
            return True
        return starts or (small in FIRMS and _subject(name, rest))
    if len(token) == 1 and token.isupper():
        return starts and name not in ("A", "I")
    return True


def _subject(name: str, rest: str) -> bool:
    """Whether a name has its verb beside it: ``Verizon declined``."""
    following = rest.split(None, 1)
    return bool(following) and following[0] in FINITE and name.lower() not in OFFICES and len(name) > 2


def _spoken(text: str, after: int, end: int) -> bool:
    """Whether a speaker follows: ``"Is it safe?" Jane Roe asked.``"""
    words = text[after : min(after + 80, end)].split()[:5]
    for position, word in enumerate(words):
        if word.strip(",.") in SPOKEN:
            return position > 0 or word.islower()
        if word.endswith((".", "?", "!")) and not (len(word) <= 3 or word == "Mr."):
            return False
    return False


def _runs_on(text: str, since: int, after: int, end: int) -> bool:
    token = text[max(since, after - 60) : after].split()
    word = _WORD.match(text, after, end)
    before = token[-1] if token else ""
    return bool(before) and "/" not in before and "@" not in before and "www." not in before and (
        word is not None and word.group() not in _DOMAINS
    )  # fmt: skip
