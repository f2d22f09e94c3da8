"""The answer over time, the effects behind it and what the market decided.

Invariant: a bar begins and ends on the days it is given, as far as the drawing shows them; labels stand above their
bar, never on one another; marks that would meet stand in rows of their own.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from obstat.model.status import Status
from obstat.report.pictures.canvas import Canvas, number, shortened
from obstat.report.pictures.look import both, stroke
from obstat.report.pictures.marks import LETTERS, WORDS, ground, ink
from obstat.report.ties.measure import width

_SIDE = 12.0
MOST = 8
"""Effects that are drawn; a list beside the picture has all."""


@dataclass(frozen=True, slots=True)
class Span:
    """What holds from a day until another (exclusive); None: ever before, or still."""

    status: Status
    since: datetime.date | None
    until: datetime.date | None


@dataclass(frozen=True, slots=True)
class Row:
    """One effect of a rule, with the spans in which it holds."""

    words: str
    spans: Sequence[Span]


@dataclass(frozen=True, slots=True)
class Mark:
    """Something on one day, by its number in the list beside the picture."""

    day: datetime.date
    number: int


@dataclass(frozen=True, slots=True)
class Story:
    """What is drawn: the answer as one row of spans (none where nothing was asked), effects as one row each, decisions
    as marks; `most` is how many rows are drawn."""

    asked: datetime.date
    answer: Sequence[Span]
    effects: Sequence[Row] = ()
    decisions: Sequence[Mark] = ()
    most: int = MOST


def extent(story: Story) -> tuple[datetime.date, datetime.date]:
    """The first and last day shown: whole years around all that is told."""
    spans = (*story.answer, *(span for row in story.effects[: story.most] for span in row.spans))
    days = [day for span in spans for day in (span.since, span.until) if day]
    days += [mark.day for mark in story.decisions] + [story.asked]
    first, last = min(days), max(days)
    return datetime.date(max(1, first.year - (first.month < 4)), 1, 1), datetime.date(
        min(9998, last.year + (2 if last.month > 9 else 1)), 1, 1
    )


def wide(story: Story, title: str) -> str:
    """For a wide page."""
    return _drawn(story, title, 1124.0)


def narrow(story: Story, title: str) -> str:
    """For a narrow page."""
    return _drawn(story, title, 344.0)


class _Scale:
    def __init__(self, story: Story, room: float) -> None:
        self.first, self.last = extent(story)
        self._per_day = (room - 2 * _SIDE) / max(1, (self.last - self.first).days)

    def at(self, day: datetime.date | None, otherwise: datetime.date) -> float:
        day = min(max(day or otherwise, self.first), self.last)
        return _SIDE + (day - self.first).days * self._per_day

    def span(self, span: Span) -> tuple[float, float]:
        return self.at(span.since, self.first), self.at(span.until, self.last)


def _drawn(story: Story, title: str, room: float) -> str:
    canvas, scale = Canvas("timeline", room), _Scale(story, room)
    back = canvas.group()
    x = scale.at(story.asked, story.asked)
    label = f"{story.asked.day} {story.asked:%b} {story.asked.year}"
    across = width(label, 12, bold=True)
    left = min(max(x - across / 2, 0.0), room - across)
    canvas.text(left, 12, label, 12, bold=True)
    years = _years(scale, room)
    y = 24.0
    for span in story.answer:
        begin, end = scale.span(span)
        if end - begin > 0.5:
            _segment(canvas, span, begin, end, y)
    y += 44 if story.answer else 4
    for row in story.effects[: story.most]:
        for place, line in enumerate(shortened(row.words, 12, room - 8, lines=2 if room < 500 else 1)):
            y += 16 if place else 13
            canvas.text(1, y, line, 12)
        for span in row.spans:
            begin, end = scale.span(span)
            ground(canvas, span.status, (begin, y + 6, max(3.0, end - begin), 11), rounded=2)
        y += 27
    if story.decisions:
        y += 13
        canvas.text(1, y, "Decisions of the market, by number", 12)
        y = _marks(canvas, scale, story.decisions, y + 8, room)
    foot = y + 4
    for year, show in years:
        at = scale.at(datetime.date(year, 1, 1), scale.first)
        canvas.path(f"M{number(at)} 24V{number(foot)}", stroke("line", 1), back)
        if show:
            words = str(year)
            half = width(words, 11) / 2
            canvas.text(min(max(at, half), room - half), foot + 15, words, 11, "muted", anchor="middle")
    canvas.path(f"M{number(x)} 16V{number(foot)}", stroke("ink", 1.6, stroke_dasharray="2 3"), None)
    return canvas.done(foot + 22, title, _told(story))


def _segment(canvas: Canvas, span: Span, begin: float, end: float, y: float) -> None:
    group = canvas.group(attributes={"data-status": span.status.code})
    ground(canvas, span.status, (begin, y, end - begin, 30), parent=group, rounded=0)
    words, room = WORDS[span.status], end - begin - 10
    if width(words, 12, bold=True) > room:
        words = LETTERS[span.status]
    if width(words, 12, bold=True) <= room:
        canvas.text(begin + 6, y + 17, words, 12, ink(span.status), bold=True, parent=group)


def _marks(canvas: Canvas, scale: _Scale, marks: Sequence[Mark], y: float, room: float) -> float:
    """Numbered discs, in as many rows as keep them apart; where they end."""
    ends: list[float] = []
    for mark in sorted(marks, key=lambda mark: (mark.day, mark.number)):
        words = str(mark.number)
        half = max(9.0, width(words, 10.5, bold=True) / 2 + 4)
        x = min(max(scale.at(mark.day, mark.day), half), room - half)
        row = next((row for row, end in enumerate(ends) if end + 2 <= x - half), len(ends))
        ends[row : row + 1] = [x + half]
        top = y + row * 22
        canvas.rect(x - half, top, 2 * half, 18, both("surface", "accent", 1.4), rounded=9)
        canvas.text(x, top + 13, words, 10.5, bold=True, anchor="middle")
    return y + len(ends) * 22 + 4


def _years(scale: _Scale, room: float) -> list[tuple[int, bool]]:
    """The first days of years that are drawn, and whether each is written."""
    first, last = scale.first.year, scale.last.year
    per_year = (room - 2 * _SIDE) / max(1, last - first)
    step = next((step for step in (1, 2, 5, 10, 25, 50, 100) if per_year * step >= 42), 500)
    return [
        (year, year % step == 0 or step == 1) for year in range(first, last + 1) if per_year >= 12 or year % step == 0
    ]


def _told(story: Story) -> str:
    def days(span: Span) -> str:
        since = f" from {span.since}" if span.since else ""
        return f"{since}{f' until {span.until}' if span.until else ''}" or " always"

    parts = [f"{WORDS[span.status]}{days(span)}" for span in story.answer]
    parts += [
        f"{row.words}{days(span)}: {WORDS[span.status]}" for row in story.effects[: story.most] for span in row.spans
    ]
    return f"Asked for {story.asked}. " + "; ".join(parts) + "."
