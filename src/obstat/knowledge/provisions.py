"""Crossing the effects of rules with their reaches into provisions, the units that are evaluated.

Invariant: crossing adds no law. The days of a provision are the later of the starts and the earlier of the
ends that the pack states for the effect, the entry and the reach.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from obstat.knowledge import schema
from obstat.knowledge.pack_files import Pack
from obstat.model import records
from obstat.model.dates import Day
from obstat.model.instruments import VERBS, effect_status
from obstat.model.status import Status

Target = tuple[str, tuple[str, ...], str | None, Day | None, Day | None]
"""What a reach names: kind, values, the listing it comes through, and the days of that listing."""


def pack_day(pack: Pack) -> int:
    assert pack.vocabulary is not None
    return Day.parse(pack.vocabulary.state_of_knowledge).latest


def day_of(text: str | None) -> Day | None:
    return Day.parse(text) if text else None


def earliest(texts: Iterable[str | None], otherwise: int) -> int:
    return min((Day.parse(text).earliest for text in texts if text), default=otherwise)


def published(rule: schema.Rule, file: schema.RuleFile, pack: Pack) -> int:
    """From when a rule was known: its publication, else the earliest date it states, else the pack's own day."""
    if rule.published:
        return Day.parse(rule.published).earliest
    stated = [
        rule.since,
        *(e.since for e in rule.effects),
        *(r.since for r in rule.reaches),
        *(m.date for m in rule.milestones),
    ]
    return earliest(stated, pack_day(pack))


@dataclass(frozen=True)
class Entry:
    """A rule with its file and everything its effects come from."""

    rule: schema.Rule
    file: schema.RuleFile
    effects: tuple[schema.Effect, ...]
    published: int


class Provisions:
    """Crosses effects with reaches, over all rules of a pack."""

    def __init__(self, pack: Pack) -> None:
        self._entries: dict[str, Entry] = {}
        self._programmes: dict[str, list[str]] = {}
        for source, file in pack.rule_files:
            for rule in file.rules:
                effects = rule.effects + tuple(e for name in rule.shares for e in file.shared_effects[name])
                self._entries[rule.id] = Entry(rule, file, effects, published(rule, file, pack))
                self._programmes.setdefault(source.path.stem, []).append(rule.id)

    def all(self) -> Iterator[records.Provision]:
        """Every provision, rule by rule; an instrument gets those of the entries it acts through."""
        through: dict[str, list[records.Provision]] = {}
        own: dict[str, list[records.Provision]] = {}
        for entry in self._entries.values():
            for effect in entry.effects:
                for provision in self._of_effect(entry, effect):
                    own.setdefault(entry.rule.id, []).append(provision)
                    if effect.instrument:
                        through.setdefault(effect.instrument, []).append(self._through(provision, effect.instrument))
        for rule_id in self._entries:
            yield from own.get(rule_id, ())
            yield from through.get(rule_id, ())

    def _through(self, provision: records.Provision, instrument: str) -> records.Provision:
        rule = self._entries[instrument].rule
        addressees = rule.addressees if provision.addressees else ()
        return replace(
            provision, rule=instrument, listing=provision.rule, addressees=addressees, firm=rule.confidence != "low"
        )

    def _of_effect(self, entry: Entry, effect: schema.Effect) -> Iterator[records.Provision]:
        for reach in entry.rule.reaches:
            if effect.reaches is None or reach.label in effect.reaches:
                for target in self._targets(reach):
                    yield from self._cross(entry, effect, reach, target)

    def _targets(self, reach: schema.Reach) -> Iterator[Target]:
        """Target, values, listing rule, and the days of the listing."""
        for party in reach.parties:
            yield "party", (party,), None, None, None
        if reach.any_supplier:
            yield "any", (), None, None, None
        for target in ("made_in", "made_outside", "nationality"):
            if values := getattr(reach, target):
                yield target, values, None, None, None
        if reach.category:
            yield "category", (reach.category,), None, None, None
        for listed in reach.listed_under:
            for rule_id in self._programmes.get(listed, [listed]):
                yield from self._listed(self._entries[rule_id])

    def _listed(self, entry: Entry) -> Iterator[Target]:
        """The parties that a listing names, each with the days of its listing."""
        if entry.rule.state == "never_in_force":
            return
        for reach in entry.rule.reaches:
            starts = [day_of(e.since) for e in entry.effects if entry.rule.since is None]
            first = min((day for day in starts if day), key=lambda day: day.earliest, default=None)
            since = _later(
                _later(day_of(entry.rule.since), day_of(reach.since)), first if reach.since is None else None
            )
            for party in reach.parties:
                yield "party", (party,), entry.rule.id, since, day_of(reach.until)

    def _cross(
        self,
        entry: Entry,
        effect: schema.Effect,
        reach: schema.Reach,
        target: Target,
    ) -> Iterator[records.Provision]:
        kind, values, listing, listed_since, listed_until = target
        rule, file = entry.rule, entry.file
        purposes = {"named": reach.purposes, "other": ("other_purpose",) if reach.purposes else (), "any": ()}
        if effect.for_purposes == "other" and not reach.purposes:
            return
        since = _later(_later(day_of(effect.since), day_of(rule.since)), _later(day_of(reach.since), listed_since))
        until = _sooner(_sooner(day_of(effect.until), day_of(reach.until)), listed_until)
        if since and until and until.latest <= since.earliest:
            return
        published = max(entry.published, self._entries[effect.instrument].published if effect.instrument else 0)
        statuses = effect.when.device_status or ()
        uncertain = effect.uncertain_from or (since.text if rule.state == "unknown" and since else None)
        for activity, status in _outcomes(rule, effect):
            bars = status > Status.NOT_RESTRICTED
            if not bars and kind in ("made_in", "made_outside"):
                kind, values = "any", ()  # what a rule on origin leaves free is free whatever the origin
            yield records.Provision(
                rule=rule.id,
                activity=activity,
                status=status,
                target=kind,
                values=values,
                label=reach.label,
                extent=reach.extent,
                threshold=reach.threshold or 0,
                owners_too=reach.owners_too,
                not_nationality=reach.not_nationality,
                components=reach.components if bars else "none",
                listing=listing,
                equipment=effect.equipment if effect.equipment is not None else reach.equipment,
                purposes=purposes[effect.for_purposes],
                device_statuses=(statuses,) if isinstance(statuses, str) else statuses,
                addressees=(rule.addressees if effect.addressees is None else effect.addressees) if bars else (),
                asked_as=effect.asked_as,
                jurisdiction=rule.jurisdiction or file.jurisdiction,
                abroad_item=rule.abroad.item if rule.abroad else None,
                abroad_actor=rule.abroad.actor if rule.abroad else None,
                since=since,
                until=until,
                suspended=tuple(self._span(span, entry) for span in effect.suspended),
                uncertain_from=day_of(uncertain),
                published=published,
                end_published=self._end_known(effect, published),
                firm=rule.confidence != "low",
                citation=effect.citation,
                note=effect.note or reach.note,
            )

    def _end_known(self, effect: schema.Effect, published: int) -> int:
        if effect.ended_by is None:
            return published
        ending = self._entries.get(effect.ended_by)
        return ending.published if ending else Day.parse(effect.ended_by).earliest

    def _span(self, span: schema.Suspension, entry: Entry) -> records.Span:
        known = Day.parse(span.published).earliest if span.published else entry.published
        return records.Span(Day.parse(span.since), Day.parse(span.until), known)


def _outcomes(rule: schema.Rule, effect: schema.Effect) -> Iterator[tuple[str, Status]]:
    status = effect_status(rule.kind, rule.state)
    if status is not Status.NO_RECORD:
        yield from ((activity, status) for activity in effect.restricts)
    for verb, stated in VERBS.items():
        yield from ((activity, stated) for activity in getattr(effect, verb))


def _later(a: Day | None, b: Day | None) -> Day | None:
    return max((day for day in (a, b) if day), key=lambda day: (day.earliest, day.latest), default=None)


def _sooner(a: Day | None, b: Day | None) -> Day | None:
    return min((day for day in (a, b) if day), key=lambda day: (day.earliest, day.latest), default=None)
