"""What the drawings of an answer are given, and the facts beside them.

Invariant: whatever a drawing shows stands in the page as text as well, in the same order and with the same numbers.
"""

from __future__ import annotations

import datetime
import functools
from collections.abc import Mapping
from dataclasses import dataclass

from obstat.app.web.asking import address
from obstat.app.web.choices import verb
from obstat.app.web.wording import Wording
from obstat.model.dates import Day
from obstat.model.question import Question
from obstat.model.verdict import Verdict
from obstat.report.pictures import atlas, path, timeline
from obstat.screening.around import Effect, Elsewhere, Held, effects, events, everywhere, over_time
from obstat.screening.check import Obstat
from obstat.screening.timeline import Event


@dataclass(frozen=True, slots=True)
class Picture:
    """One drawing for wide pages and for narrow ones."""

    wide: str
    narrow: str


@dataclass(frozen=True, slots=True)
class Around:
    """All that is shown of a question beside its own answer."""

    path: Picture
    timeline: Picture
    atlas: Picture
    held: tuple[Held, ...]
    effects: tuple[Effect, ...]
    decisions: tuple[Event, ...]
    others: tuple[Event, ...]
    """Events that bear on other activities, court cases, milestones and stories."""
    places: tuple[Elsewhere, ...]
    titles: Mapping[str, str]
    first: datetime.date
    last: datetime.date


def around(ob: Obstat, verdict: Verdict) -> Around:
    """Everything about a verdict that pages show."""
    question = verdict.question
    held = over_time(ob, question)
    every = events(ob, question)
    acting = _first_findings_first(effects(every, question), verdict)
    decisions = tuple(event for event in every if event.event == "decision")
    acted = {effect.rule for effect in acting}
    others = tuple(
        event
        for event in every
        if event.event != "decision" and not (event.rule in acted and question.activity in event.activities)
    )
    places = everywhere(ob, question)
    story = _story(question, held, acting, decisions, Wording(ob.snapshot))
    first, last = timeline.extent(story)
    about = f"{question.thing}: {verb(question.activity)}"
    here = f"{about}, {ob.snapshot.vocabulary.place(question.jurisdiction)}, over time"
    tiles = [atlas.Tile(place.code, place.name, place.status, place.through) for place in places]
    ask = functools.partial(_asking, question, ob.snapshot.id)
    there = f"{about} on {question.on}, in every jurisdiction"
    return Around(
        Picture(path.wide(verdict), path.narrow(verdict)),
        Picture(timeline.wide(story, here), timeline.narrow(story, here)),
        Picture(
            atlas.wide(tiles, question.jurisdiction, there, link=ask),
            atlas.narrow(tiles, question.jurisdiction, there, link=ask),
        ),
        held,
        acting,
        decisions,
        others,
        places,
        {id: rule.title for id, rule in ob.snapshot.rules.items()},
        first,
        last,
    )


def _asking(question: Question, snapshot: str, place: str) -> str:
    """The address of the same question in another place."""
    return address(question, snapshot, changed={"jurisdiction": place})


def _first_findings_first(acting: tuple[Effect, ...], verdict: Verdict) -> tuple[Effect, ...]:
    order = {finding.rule: number for number, finding in enumerate(verdict.findings)}
    return tuple(sorted(acting, key=lambda effect: order.get(effect.rule, len(order))))


def _story(
    question: Question, held: tuple[Held, ...], acting: tuple[Effect, ...], decisions: tuple[Event, ...], say: Wording
) -> timeline.Story:
    rows: dict[str, list[timeline.Span]] = {}
    for effect in acting:
        span = timeline.Span(effect.status, day_of(effect.since), day_of(effect.until))
        when = f" ({say.condition(effect.when)})" if effect.when else ""
        rows.setdefault(f"{effect.title}{when}", []).append(span)
    answer = [timeline.Span(one.status, one.since, one.until) for one in held]
    marks = [
        timeline.Mark(day, number)
        for number, event in enumerate(decisions, 1)
        if (day := day_of(Day.parse(event.date)))
    ]
    return timeline.Story(question.on, answer, [timeline.Row(*row) for row in rows.items()], marks)


def day_of(day: Day | None) -> datetime.date | None:
    """The first day that a date may mean."""
    return datetime.date.fromordinal(max(1, day.earliest)) if day else None
