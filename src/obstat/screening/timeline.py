"""Every dated effect, market decision and court case about a party or product, in order.

Invariant: expired, superseded and withdrawn texts appear here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from obstat.model.dates import Day
from obstat.model.identification import Identification
from obstat.model.records import Provision
from obstat.model.status import Status
from obstat.rules.evaluate import Evaluator
from obstat.rules.reach import extends


@dataclass(frozen=True, slots=True)
class Event:
    """One dated thing. `event`: starts, ends, suspended, resumes, uncertain, decision, filed, decided, milestone,
    withdrawn.
    """

    date: str
    event: str
    status: Status | None
    rule: str | None
    text: str
    activities: tuple[str, ...]
    when: str | None
    jurisdiction: str | None
    party: str | None
    sources: tuple[str, ...]


def timeline(evaluator: Evaluator, who: Identification, parties: set[str], products: set[str]) -> tuple[Event, ...]:
    """The events of what `who` names; `parties` and `products` are all that stand behind it on any day."""
    snapshot = evaluator.snapshot
    merged: dict[tuple[Any, ...], list[str]] = {}
    kept: dict[tuple[Any, ...], tuple[Day, Provision, str]] = {}
    for activity in snapshot.vocabulary.activities:
        for provision, party in _reaching(evaluator, activity, parties):
            for kind, day in _days(provision):
                key = (provision.rule, kind, day.text, provision.status, provision.device_statuses, provision.purposes)
                merged.setdefault(key, [])
                if activity not in merged[key]:
                    merged[key].append(activity)
                kept.setdefault(key, (day, provision, party))
    events = []
    for key, activities in merged.items():
        day, provision, party = kept[key]
        rule = snapshot.rules[provision.rule]
        condition = _condition(provision)
        events.append(
            Event(
                day.text,
                key[1],
                provision.status,
                rule.id,
                rule.title,
                tuple(activities),
                condition,
                rule.jurisdiction,
                party,
                rule.sources,
            )
        )
    rules = {event.rule for event in events}
    events += _of_instruments(evaluator, rules)
    events += _of_market(evaluator, parties, products)
    return tuple(sorted(events, key=lambda e: (Day.parse(e.date).earliest, e.rule or "", e.event)))


def _reaching(evaluator: Evaluator, activity: str, parties: set[str]) -> Iterator[tuple[Provision, str]]:
    """Provisions that name a party, or reach it through ties of any day, with the party named."""
    for provision in evaluator.snapshot.provisions_of(activity):
        if provision.target != "party" or provision.extent == "owned":
            continue
        for party in parties:
            for link in evaluator.reach.ties.links(party):
                if link.party == provision.values[0] and extends(provision, link.place, link.path):
                    yield provision, link.party
                    break


def _condition(provision: Provision) -> str | None:
    """On what the effect turns, in a few words."""
    purposes = ("named purposes only",) if len(provision.purposes) > 1 else provision.purposes
    return ", ".join((*provision.device_statuses, *purposes)) or None


def _days(provision: Provision) -> Iterator[tuple[str, Day]]:
    if provision.since:
        yield "starts", provision.since
    if provision.until:
        yield "ends", provision.until
    for span in provision.suspended:
        yield "suspended", span.since
        yield "resumes", span.until
    if provision.uncertain_from and provision.uncertain_from != provision.since:
        yield "uncertain", provision.uncertain_from


def _of_instruments(evaluator: Evaluator, rules: set[str | None]) -> Iterator[Event]:
    snapshot = evaluator.snapshot
    for rule in snapshot.rules.values():
        if rule.id in rules:
            for milestone in rule.milestones:
                if milestone.date:
                    day = milestone.date
                    yield Event(
                        day.text,
                        "milestone",
                        None,
                        rule.id,
                        f"{rule.title}: {milestone.event}",
                        (),
                        None,
                        rule.jurisdiction,
                        None,
                        rule.sources,
                    )
    for case in snapshot.table("cases"):
        touched = [rule for rule in case.affects if rule in rules]
        if touched:
            for kind, day in (("filed", case.filed), ("decided", case.decided)):
                if day:
                    docket = f" {case.docket}" if case.docket else ""
                    yield Event(
                        day.text,
                        kind,
                        None,
                        None,
                        f"{case.court}{docket}: {case.outcome}",
                        (),
                        None,
                        snapshot.rules[touched[0]].jurisdiction,
                        None,
                        case.sources,
                    )


def _of_market(evaluator: Evaluator, parties: set[str], products: set[str]) -> Iterator[Event]:
    for d in evaluator.snapshot.market:
        about = set(d.products) & products if d.products and products else parties & set(d.parties)
        if about:
            ban = "" if d.legal_ban else " (no law demanded it)"
            yield Event(
                d.date.text,
                "decision",
                None,
                None,
                f"{d.actor} {d.decision}{ban}",
                (),
                None,
                d.jurisdiction,
                None,
                d.sources,
            )
