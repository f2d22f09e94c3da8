"""A question on all other days, and in all other places.

Invariant: each answer is that of `Obstat.answer` to the same question with its day or its place changed.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace

from obstat.model.dates import Day, Reached
from obstat.model.question import Question
from obstat.model.status import Status
from obstat.screening.changes import Changes
from obstat.screening.check import Obstat
from obstat.screening.timeline import Event, timeline


@dataclass(frozen=True, slots=True)
class Held:
    """An answer that holds from a day until another (exclusive); None: ever before, or as far as is known."""

    status: Status
    since: datetime.date | None
    until: datetime.date | None
    rule: str | None


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The answer in one place. `through` is the union whose rules decide where the place has none of its own."""

    code: str
    name: str
    status: Status
    rule: str | None
    title: str | None
    citation: str | None
    through: str | None


@dataclass(frozen=True, slots=True)
class Effect:
    """An effect of a rule on the thing, with the days from and until which it holds."""

    rule: str
    title: str
    when: str | None
    status: Status
    since: Day | None
    until: Day | None
    sources: tuple[str, ...]


def over_time(ob: Obstat, question: Question) -> tuple[Held, ...]:
    """The answer to the question on every day, as spans in order that leave no day out."""
    steps = Changes(ob.snapshot, ob.evaluator, ob.identify).steps(question)
    if not steps:
        status, rule = ob.evaluator.status(question, ob.identify(question))
        return (Held(status, None, None, rule),)
    eve = replace(question, on=datetime.date.fromordinal(max(1, steps[0][0] - 1)))
    status, rule = ob.evaluator.status(eve, ob.identify(eve))
    found: list[Held] = [Held(status, None, None, rule)]
    for day, status, change in steps:
        if status is found[-1].status:
            continue
        begins = datetime.date.fromordinal(day)
        found[-1] = replace(found[-1], until=begins)
        found.append(Held(status, begins, None, change.rule if change else None))
    return tuple(found)


def everywhere(ob: Obstat, question: Question) -> tuple[Elsewhere, ...]:
    """The answer in every place that has a rule in the pack, in the members of unions, and where it was asked."""
    words = ob.snapshot.vocabulary
    own = {rule.jurisdiction for rule in ob.snapshot.rules.values()}
    day = question.on.toordinal()
    members = {
        code: union
        for union in sorted(own)
        if union == "EU"
        for code in words.jurisdictions
        if code not in own and len(code) == 2 and code != union and words.applies_in(union, code, day)
    }
    places = []
    for code in sorted({*own, *members, question.jurisdiction}, key=words.place):
        verdict = ob.answer(replace(question, jurisdiction=code), later=False)
        first = verdict.findings[0] if verdict.findings else None
        places.append(
            Elsewhere(
                code,
                words.place(code),
                verdict.status,
                first.rule if first else None,
                first.title if first else None,
                first.citation if first else None,
                members.get(code),
            )
        )
    return tuple(places)


def events(ob: Obstat, question: Question) -> tuple[Event, ...]:
    """Every dated effect, market decision and court case about what the question names, in its jurisdiction."""
    who = ob.identify(question)
    products = {match.id for match in who.matches if match.kind == "product" and match.sure}
    parties = {ob.snapshot.products[product].maker for product in products} | {lead.party for lead in who.leads}
    if not parties:
        return ()
    words, place = ob.snapshot.vocabulary, question.jurisdiction
    known = question.as_known.toordinal() if question.as_known else None
    return tuple(
        event
        for event in timeline(ob.evaluator, who, parties, products)
        if (event.jurisdiction is None or words.can_apply_in(event.jurisdiction, place) or _near(event, place))
        and (known is None or Day.parse(event.date).reached(known) is not Reached.NO)
    )


def _near(event: Event, place: str) -> bool:
    return event.jurisdiction is not None and event.jurisdiction.partition("-")[0] == place.partition("-")[0]


def effects(found: tuple[Event, ...], question: Question) -> tuple[Effect, ...]:
    """The effects on the activity asked about, from the events that begin and end them, in order of date."""
    made: list[Effect] = []
    running: dict[tuple[str, str | None, Status], int] = {}
    for event in found:
        if event.rule is None or event.status is None or question.activity not in event.activities:
            continue
        key, day = (event.rule, event.when, event.status), Day.parse(event.date)
        if event.event in ("starts", "resumes") and key not in running:
            running[key] = len(made)
            made.append(Effect(event.rule, event.text, event.when, event.status, day, None, event.sources))
        elif event.event in ("ends", "suspended"):
            if key in running:
                at = running.pop(key)
                made[at] = replace(made[at], until=day)
            else:
                made.append(Effect(event.rule, event.text, event.when, event.status, None, day, event.sources))
    return tuple(made)
