"""What reaches a party: by rule, with what holds today, and by place, as it is drawn over time.

Invariant: what is told holds on the days of the events it is made of, and on no others; an effect that ended is not
told as one that holds.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from obstat.app.web.drawn import Picture, day_of
from obstat.model.dates import Day
from obstat.model.status import Status
from obstat.report.pictures import timeline
from obstat.screening.timeline import Event

_PLACES = 40
"""Rows that the drawing shows at most, one for each place."""


@dataclass(frozen=True, slots=True)
class Reaching:
    """A rule that reaches a party on some day, through another party where `through` says so."""

    rule: str
    title: str
    jurisdiction: str
    worst: Status
    today: Status | None
    """The gravest that holds today, whatever is done with it; None: nothing does."""
    since: datetime.date | None
    """When it began to hold, or will; None: not known."""
    until: datetime.date | None
    """When the last of it ended or ends; None: it is not known to end."""
    through: str | None
    activities: tuple[str, ...]
    said: Mapping[datetime.date, str]
    """The days as the rule says them: one that is known to the month or year alone is said so."""

    @property
    def since_said(self) -> str | None:
        return self.said.get(self.since, self.since.isoformat()) if self.since else None

    @property
    def until_said(self) -> str | None:
        return self.said.get(self.until, self.until.isoformat()) if self.until else None

    @property
    def stage(self) -> str:
        """``today``, ``ahead`` or ``over``."""
        if self.today is not None:
            return "today"
        return "ahead" if self.since and self.since > datetime.date.today() else "over"


def reaching(party: str, events: Sequence[Event], titles: Mapping[str, str]) -> list[Reaching]:
    """The rules among the events of a party: what holds today before what is to come and what is over."""
    today = datetime.date.today()
    by_rule: dict[str, list[Event]] = {}
    for event in events:
        if event.rule and event.status is not None:
            by_rule.setdefault(event.rule, []).append(event)
    found = []
    for rule, its in by_rule.items():
        spans = list(_spans(its))
        now = [span.status for span in spans if _holds(span, today)]
        still = [span for span in spans if _holds(span, today)] or spans
        through = {event.party for event in its if event.party} - {party}
        found.append(
            Reaching(
                rule,
                titles[rule],
                its[0].jurisdiction or "",
                max(span.status for span in spans),
                max(now) if now else None,
                min((span.since for span in still if span.since), default=None),
                None if any(span.until is None for span in still) else max(s.until for s in still if s.until),
                min(through) if through and party not in {event.party for event in its} else None,
                tuple(dict.fromkeys(activity for event in its for activity in event.activities)),
                {day: event.date for event in its if (day := day_of(Day.parse(event.date)))},
            )
        )
    order = {"today": 0, "ahead": 1, "over": 2}
    return sorted(
        found, key=lambda one: (order[one.stage], -(one.today or one.worst), one.jurisdiction, one.title.casefold())
    )


def _spans(events: Iterable[Event]) -> Iterator[timeline.Span]:
    """The days on which the effects of the events hold, by activity and condition."""
    running: dict[tuple[object, ...], tuple[Status, datetime.date | None]] = {}
    for event in events:
        if event.status is None:
            continue
        day = day_of(Day.parse(event.date))
        for activity in event.activities:
            key = (event.rule, event.when, event.status, event.party, activity)
            if event.event in ("starts", "resumes"):
                running.setdefault(key, (event.status, day))
            elif event.event in ("ends", "suspended"):
                status, since = running.pop(key, (event.status, None))
                yield timeline.Span(status, since, day)
            elif event.event == "uncertain":
                status, since = running.pop(key, (event.status, day))
                if since and day and since < day:
                    yield timeline.Span(status, since, day)
                running[key] = (Status.UNDECIDED, day)
    for status, since in running.values():
        yield timeline.Span(status, since, None)


def _holds(span: timeline.Span, day: datetime.date) -> bool:
    return (span.since is None or span.since <= day) and (span.until is None or day < span.until)


def drawing(
    name: str, events: Sequence[Event], decisions: Sequence[Event], places: Mapping[str, str]
) -> Picture | None:
    """The gravest effect in each place over time, and what the market decided; None where nothing is dated."""
    by_place: dict[str, list[Event]] = {}
    for event in events:
        if event.rule and event.status is not None:
            by_place.setdefault(event.jurisdiction or "", []).append(event)
    rows = [timeline.Row(places.get(code, code), tuple(_gravest(list(_spans(its))))) for code, its in by_place.items()]
    rows.sort(key=lambda row: (-max(span.status for span in row.spans), row.words))
    marks = [
        timeline.Mark(day, number)
        for number, event in enumerate(decisions, 1)
        if (day := day_of(Day.parse(event.date)))
    ]
    if not rows and not marks:
        return None
    story = timeline.Story(datetime.date.today(), (), rows, marks, _PLACES)
    title = f"{name}: the gravest effect of a rule in each place, over time"
    return Picture(timeline.wide(story, title), timeline.narrow(story, title))


def _gravest(spans: Sequence[timeline.Span]) -> Iterator[timeline.Span]:
    """Of spans that overlap, the gravest on each day, as spans that do not."""
    edges = sorted({day for span in spans for day in (span.since, span.until) if day})
    days = [None, *edges] if any(span.since is None for span in spans) else edges
    last: timeline.Span | None = None
    for place, since in enumerate(days):
        until = days[place + 1] if place + 1 < len(days) else None
        probe = since or datetime.date.min
        status = max((span.status for span in spans if _holds(span, probe)), default=None)
        if last is not None and status is last.status and last.until == since:
            last = timeline.Span(last.status, last.since, until)
            continue
        if last is not None:
            yield last
        last = timeline.Span(status, since, until) if status is not None else None
    if last is not None:
        yield last
