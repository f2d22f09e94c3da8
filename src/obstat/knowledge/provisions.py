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
from obstat.model.dates import Day, later, partial, sooner
from obstat.model.instruments import VERBS, effect_status
from obstat.model.status import Status


@dataclass(frozen=True)
class Target:
    """What a reach names: its kind and values and, where it comes through a listing, that listing and its days."""

    kind: str
    values: tuple[str, ...]
    listing: str | None = None
    since: Day | None = None
    until: Day | None = None
    published: int = 0
    end_published: int = 0
    unless: tuple[str, ...] = ()


def pack_day(pack: Pack) -> int:
    assert pack.vocabulary is not None
    return Day.parse(pack.vocabulary.state_of_knowledge).latest


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
        assert pack.vocabulary is not None
        self._activities = pack.vocabulary.activities
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
        for party in reach.parties:
            yield Target("party", (party,))
        if reach.any_supplier:
            yield Target("any", ())
        for kind in ("made_in", "made_outside", "nationality"):
            if values := getattr(reach, kind):
                yield Target(kind, values)
        if reach.category:
            yield Target("category", (reach.category,))
        if reach.on_list:
            yield Target("list", (reach.on_list, *reach.measures), unless=reach.unless)
        for listed in reach.listed_under:
            for rule_id in self._programmes.get(listed, [listed]):
                yield from self._listed(self._entries[rule_id])

    def _listed(self, entry: Entry) -> Iterator[Target]:
        """The parties that a listing names, each with the days of its listing and from when they were known."""
        if entry.rule.state == "never_in_force":
            return
        starts = [partial(effect.since) for effect in entry.effects if entry.rule.since is None and effect.since]
        first = min((day for day in starts if day), key=lambda day: day.earliest, default=None)
        ending = [effect for effect in entry.effects if effect.until]
        last = ending[0] if len(ending) == len(entry.effects) == 1 else None
        for reach in entry.rule.reaches:
            since = later(partial(entry.rule.since), partial(reach.since)) or first
            until = sooner(partial(reach.until), partial(last.until if last else None))
            stated = reach.published or reach.since
            known = max(entry.published, Day.parse(stated).earliest if stated else 0)
            end_known = self._end_known(last, entry.published) if last else entry.published
            for party in reach.parties:
                yield Target("party", (party,), entry.rule.id, since, until, known, end_known)
            if reach.on_list:
                on = (reach.on_list, *reach.measures)
                yield Target("list", on, entry.rule.id, since, until, known, end_known, reach.unless)

    def _cross(
        self, entry: Entry, effect: schema.Effect, reach: schema.Reach, target: Target
    ) -> Iterator[records.Provision]:
        rule, file = entry.rule, entry.file
        purposes = {"named": reach.purposes, "other": ("other_purpose",) if reach.purposes else (), "any": ()}
        if effect.for_purposes == "other" and not reach.purposes:
            return
        since = later(later(partial(effect.since), partial(rule.since)), later(partial(reach.since), target.since))
        until = sooner(sooner(partial(effect.until), partial(reach.until)), target.until)
        instrument = self._entries[effect.instrument].published if effect.instrument else 0
        stated = [effect.published, reach.published or reach.since]
        days = [Day.parse(day).earliest for day in stated if day]
        known = max([entry.published, instrument, target.published, *days])
        end_known = max(self._end_known(effect, known), target.end_published)
        if since and until and until.latest <= since.earliest and end_known <= known:
            return  # over before it began, and known to be
        statuses = effect.when.device_status or ()
        uncertain = effect.uncertain_from or (since.text if rule.state == "unknown" and since else None)
        for activity, status in _outcomes(rule, effect):
            bars = status > Status.NOT_RESTRICTED
            # What a rule on origin leaves free is free whatever the origin.
            anything = not bars and target.kind in ("made_in", "made_outside")
            yield records.Provision(
                rule=rule.id,
                activity=activity,
                status=status,
                target="any" if anything else target.kind,
                values=() if anything else target.values,
                label=reach.label,
                extent=reach.extent,
                threshold=reach.threshold or 0,
                owners_too=reach.owners_too,
                not_nationality=reach.not_nationality,
                unless=target.unless,
                components=reach.components if bars else "none",
                listing=target.listing,
                equipment=effect.equipment if effect.equipment is not None else reach.equipment,
                purposes=purposes[effect.for_purposes],
                device_statuses=(statuses,) if isinstance(statuses, str) else statuses,
                addressees=self._addressees(entry.rule, effect, activity, bars=bars),
                asked_as=effect.asked_as,
                jurisdiction=rule.jurisdiction or file.jurisdiction,
                abroad_item=rule.abroad.item if rule.abroad else None,
                abroad_actor=rule.abroad.actor if rule.abroad else None,
                since=since,
                until=until,
                suspended=tuple(self._span(span, entry) for span in effect.suspended),
                uncertain_from=partial(uncertain),
                until_at_first=partial(effect.until_at_first),
                published=known,
                end_published=end_known,
                firm=rule.confidence != "low",
                citation=effect.citation,
                note=effect.note or reach.note,
            )

    def _addressees(self, rule: schema.Rule, effect: schema.Effect, activity: str, *, bars: bool) -> tuple[str, ...]:
        """Whom an effect concerns; one that leaves an activity free to others than the addressees concerns anybody."""
        named = rule.addressees if effect.addressees is None else effect.addressees
        ordinary = self._activities[activity].ordinary_actors
        return named if bars or set(named) & set(ordinary) else ()

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
