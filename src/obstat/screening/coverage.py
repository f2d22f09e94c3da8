"""Do the situations notice when the law in the pack is altered?

For every day on which an effect starts, ends, sleeps or becomes doubtful, moving it a day later must break a
situation (there is one on the day itself) and so must moving it a day earlier (there is one on the day before).
Dropping a purpose, a device status, an exemption or the reach to affiliates must break one as well. Alterations
that change nothing a question could reach are left out.

Invariant: alterations are made in memory, one at a time; the snapshot on disk is never touched.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from obstat.knowledge.snapshot import Snapshot
from obstat.model.dates import Day
from obstat.model.question import Question
from obstat.model.records import Exemption, Provision, Span
from obstat.rules.evaluate import Evaluator
from obstat.rules.reach import extends
from obstat.screening.check import Obstat
from obstat.screening.situations import faults, question

if TYPE_CHECKING:
    from obstat.knowledge.schema import Situation


@dataclass(frozen=True, slots=True)
class Alteration:
    """One change of one rule: `name` says what was done."""

    rule: str
    name: str
    provision: Callable[[Provision], Provision | None] | None = None
    exemption: Callable[[Exemption], Exemption | None] | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many alterations were tried, and a sentence for each that broke no situation."""

    tried: int
    gaps: tuple[str, ...]


def coverage(ob: Obstat, situations: Sequence[Situation]) -> Coverage:
    """Try every alteration of the law in the snapshot against the situations."""
    noticed = [*_tried(ob, situations)]
    return Coverage(len(noticed), tuple(gap for gap in noticed if gap))


def _tried(ob: Obstat, situations: Sequence[Situation]) -> Iterator[str | None]:
    asked = [(situation, question(ob, situation)) for situation in situations]
    by_activity: dict[str, list[tuple[Situation, Question]]] = {}
    for situation, put in asked:
        by_activity.setdefault(put.activity, []).append((situation, put))
    owned = _by_owner(ob.snapshot)
    for rule, own in owned.items():
        near = [item for activity in {p.activity for p in own} for item in by_activity.get(activity, ())]
        near.sort(key=lambda item: rule not in (*item[0].by, *item[0].without))
        for alteration in _alterations(ob, rule, own, owned):
            altered = _altered(ob.snapshot, alteration, own)
            evaluator = Evaluator(altered, ob.evaluator.reach.ties)
            noticed = any(_broken(ob, evaluator, situation, put) for situation, put in near)
            yield None if noticed else f"{rule}: {alteration.name} breaks no situation."


def _by_owner(snapshot: Snapshot) -> dict[str, list[Provision]]:
    """The provisions by the rule whose facts they are: an instrument's mirror those of the entry it acts through."""
    every = [p for activity in snapshot.vocabulary.activities for p in snapshot.provisions_of(activity)]
    provisions = [p for p in every if p.target != "list"]  # nobody is on a list until one is imported
    stated = {_facts(p, p.rule) for p in provisions if p.listing is None}
    owned: dict[str, list[Provision]] = {}
    for provision in provisions:
        mirrored = provision.listing is not None and _facts(provision, provision.listing) in stated
        owned.setdefault(provision.listing or "" if mirrored else provision.rule, []).append(provision)
    return owned


def _facts(p: Provision, rule: str) -> tuple[object, ...]:
    return rule, p.activity, p.status, p.values, p.since, p.until, p.purposes, p.device_statuses, p.equipment


def _broken(ob: Obstat, evaluator: Evaluator, situation: Situation, put: Question) -> bool:
    return any(True for _ in faults(evaluator.evaluate(put, ob.identify(put)), situation))


def _altered(snapshot: Snapshot, alteration: Alteration, own: Sequence[Provision]) -> Snapshot:
    """A copy of the snapshot in which the provisions `own`, or a rule's exemptions, differ."""
    other = copy.copy(snapshot)
    change = alteration.provision
    if change:
        touched = {id(provision) for provision in own}
        other._provisions = {
            activity: tuple(
                new
                for provision in snapshot.provisions_of(activity)
                if (new := change(provision) if id(provision) in touched else provision) is not None
            )
            for activity in snapshot.vocabulary.activities
        }
    if alteration.exemption:
        rule = snapshot.rules[alteration.rule]
        exemptions = tuple(kept for e in rule.exemptions if (kept := alteration.exemption(e)) is not None)
        other.__dict__["rules"] = {**snapshot.rules, rule.id: replace(rule, exemptions=exemptions)}
    return other


def _alterations(
    ob: Obstat, rule: str, own: Sequence[Provision], owned: dict[str, list[Provision]]
) -> Iterator[Alteration]:
    if all(provision.target == "category" for provision in own):
        return  # a category that nothing in the pack belongs to: no question reaches it
    listings = {p.listing for p in own if p.listing not in (None, rule)}
    lent = {day for listing in listings for q in owned.get(listing or "", ()) for day in (q.since, q.until)}
    yield from _moved_days(rule, own, lent)
    for purpose in dict.fromkeys(purpose for provision in own for purpose in provision.purposes):
        yield Alteration(rule, f"dropping the purpose {purpose}", _drop(purpose, "purposes"))
    for status in dict.fromkeys(status for provision in own for status in provision.device_statuses):
        yield Alteration(rule, f"dropping the device status {status}", _drop(status, "device_statuses"))
    if any(provision.extent != "named" and _has_affiliates(ob, provision) for provision in own):
        yield Alteration(
            rule,
            "reaching the named parties only",
            lambda p: None if p.extent == "owned" else replace(p, extent="named"),
        )
    for exemption in ob.snapshot.rules[rule].exemptions:
        if any(p.status >= 3 for p in own):
            yield from _exemption(rule, exemption)


def _moved_days(rule: str, own: Sequence[Provision], lent: set[Day | None]) -> Iterator[Alteration]:
    """Every day of the rule moved; those `lent` by the listing it builds on are moved there."""
    resumes = {span.until for p in own for span in p.suspended}
    for name, field in (("start", "since"), ("end", "until"), ("day of doubt", "uncertain_from")):
        for day in dict.fromkeys(getattr(p, field) for p in own):
            if day is None or day in lent or (field == "uncertain_from" and all(p.since == day for p in own)):
                continue
            for word, days in (("later", 1), ("earlier", -1)):
                masked = (field == "until" and days == 1 and _overtaken(day, own)) or (days == -1 and day in resumes)
                if not masked:
                    yield Alteration(rule, f"moving the {name} {day} a day {word}", _move(field, day, days))
    for span in dict.fromkeys(span for p in own for span in p.suspended):
        for field in ("since", "until"):
            for word, days in (("later", 1), ("earlier", -1)):
                moved = replace(span, **{field: _shift(getattr(span, field), days)})  # type: ignore[arg-type]
                name = f"moving the suspension's {field} {getattr(span, field)} a day {word}"
                yield Alteration(rule, name, _resuspend(moved))


def _overtaken(end: Day, own: Sequence[Provision]) -> bool:
    """Whether all that ends on the day gives way to something stricter of the same rule: a later end is masked."""
    ending = [p for p in own if p.until == end]
    return all(
        any(q.since == end and q.activity == p.activity and q.values == p.values and q.status > p.status for q in own)
        for p in ending
    )


def _exemption(rule: str, exemption: Exemption) -> Iterator[Alteration]:
    code = exemption.code
    yield Alteration(rule, f"dropping the exemption {code}", exemption=lambda e: None if e.code == code else e)
    for field in ("since", "until"):
        day = getattr(exemption, field)
        if day is not None:
            for word, days in (("later", 1), ("earlier", -1)):
                moved = replace(exemption, **{field: _shift(day, days)})  # type: ignore[arg-type]
                name = f"moving the exemption {code}'s {field} {day} a day {word}"
                yield Alteration(rule, name, exemption=lambda e, moved=moved: moved if e.code == code else e)  # type: ignore[misc]


def _move(field: str, day: Day, days: int) -> Callable[[Provision], Provision]:
    moved = _shift(day, days)
    return lambda p: replace(p, **{field: moved}) if getattr(p, field) == day else p  # type: ignore[arg-type]


def _drop(value: str, field: str) -> Callable[[Provision], Provision | None]:
    def change(provision: Provision) -> Provision | None:
        values = getattr(provision, field)
        if value not in values:
            return provision
        left = tuple(v for v in values if v != value)
        return replace(provision, **{field: left}) if left else None  # type: ignore[arg-type]

    return change


def _resuspend(moved: Span) -> Callable[[Provision], Provision]:
    return lambda p: replace(p, suspended=(moved,)) if p.suspended else p


def _shift(day: Day, days: int) -> Day:
    return Day(day.earliest + days, day.latest + days, day.text)


def _has_affiliates(ob: Obstat, provision: Provision) -> bool:
    """Whether some other party of the pack is reached through the provision's extent."""
    ties = ob.evaluator.reach.ties
    return provision.extent == "owned" or any(
        link.party == provision.values[0] and link.path and extends(provision, link.place, link.path)
        for party in ob.snapshot.parties.values()
        if party.kind != "brand"
        for link in ties.links(party.id)
    )
