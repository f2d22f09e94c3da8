"""Every dated effect, market decision and court case about a party or product, in order.

Invariant: what `check` could find about the thing on some day is here with its days, over or still to come.
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
from obstat.rules.on_lists import on_list
from obstat.rules.reach import extends
from obstat.screening.market import concerns
from obstat.screening.told import concerned, told


@dataclass(frozen=True, slots=True)
class Event:
    """One dated thing. `event`: starts, ends, suspended, resumes, uncertain, decision, filed, decided, milestone,
    claim."""

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
    snapshot, words = evaluator.snapshot, evaluator.snapshot.vocabulary
    classes = frozenset(who.equipment)
    if not products:
        classes = frozenset(leaf for code in classes for leaf in words.narrowest(code))
    merged: dict[tuple[Any, ...], list[str]] = {}
    kept: dict[tuple[Any, ...], tuple[Day, Provision, str | None]] = {}
    for activity in snapshot.vocabulary.activities:
        for provision, party in _reaching(evaluator, activity, parties, classes):
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
    events += _of_market(evaluator, parties, products, classes)
    events += _of_stories(evaluator, parties, products)
    return tuple(sorted(events, key=lambda e: (Day.parse(e.date).earliest, e.rule or "", e.event)))


def _reaching(
    evaluator: Evaluator, activity: str, parties: set[str], classes: frozenset[str]
) -> Iterator[tuple[Provision, str | None]]:
    """Provisions that reach the thing on some day, with the party they name."""
    words = evaluator.snapshot.vocabulary
    about_party = words.activities[activity].about == "party"
    for provision in evaluator.snapshot.provisions_of(activity):
        limited = bool(provision.equipment and classes) and not about_party
        if limited and not words.covered(classes, provision.equipment):
            continue
        if provision.target in ("party", "list"):
            for one in _one_by_one(evaluator, provision, parties):
                if named := _named(evaluator, one, parties):
                    yield one, named
        elif provision.target == "nationality":
            if any(evaluator.snapshot.parties[party].country in provision.values for party in parties):
                yield provision, None
        elif provision.target != "category" and classes:
            yield provision, None


def _one_by_one(evaluator: Evaluator, provision: Provision, parties: set[str]) -> Iterator[Provision]:
    """A provision on a list as it bears on each party near these that stands there; any other as it is."""
    if provision.target == "party":
        yield provision
        return
    ties = evaluator.reach.ties
    near = {link.party for party in parties for link in ties.links(party)}
    near |= {end for party in parties for tie in ties.stakes(party) for end in (tie.party, tie.of)}
    for party in sorted(near | parties):
        yield from on_list(evaluator.snapshot, provision, party)


def _named(evaluator: Evaluator, provision: Provision, parties: set[str]) -> str | None:
    """The listed party of a provision, when it is one of `parties` or tied to one so that the provision extends."""
    ties, listed = evaluator.reach.ties, provision.values[0]
    if provision.extent == "owned":
        on = provision.since.latest if provision.since else provision.published
        subject = (p for p in parties if evaluator.snapshot.parties[p].country not in provision.not_nationality)
        held = (ties.ownership(p, frozenset([listed]), f"aggregate-{provision.threshold}", on) for p in subject)
        return listed if any(one.status != "no" for one in held) else None
    links = (link for party in parties for link in ties.links(party) if link.party == listed)
    return listed if any(extends(provision, link.place, link.path) for link in links) else None


def _condition(provision: Provision) -> str | None:
    """On what the effect turns, in a few words."""
    purposes = ("named purposes only",) if len(provision.purposes) > 1 else provision.purposes
    origin = {"made_in": "made in", "made_outside": "made outside"}.get(provision.target)
    made = (f"{origin} {', '.join(provision.values)}",) if origin else ()
    return ", ".join((*provision.device_statuses, *purposes, *made)) or None


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


def _of_market(evaluator: Evaluator, parties: set[str], products: set[str], classes: frozenset[str]) -> Iterator[Event]:
    for d in evaluator.snapshot.market:
        if concerns(d, products, parties, classes, evaluator.snapshot.vocabulary):
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


def _of_stories(evaluator: Evaluator, parties: set[str], products: set[str]) -> Iterator[Event]:
    """What people accepted of stories."""
    for claim in concerned(evaluator.snapshot, products, parties):
        one = told(evaluator.snapshot, claim)
        party = next((party for party in claim.parties if party in parties), None)
        sources = (one.source,) if one.source else ()
        yield Event(claim.day.text, "claim", None, None, one.text, (), None, claim.place, party, sources)
