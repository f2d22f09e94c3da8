"""From the forms of a pack to the records of a snapshot.

Invariant: compiling adds no law. Each provision is one effect of one rule on one of its reaches, and its days are
the later of the starts and the earlier of the ends that the pack states for the effect, the entry and the reach.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from obstat.knowledge import pack_files, schema, snapshot, validate
from obstat.knowledge.pack_files import Pack
from obstat.model import records
from obstat.model.dates import Day
from obstat.model.errors import PackError
from obstat.model.instruments import VERBS, effect_status
from obstat.model.status import Status
from obstat.names.normal import normal, without_legal_form


def build(folder: Path, pack_folder: Path = pack_files.PACK) -> str:
    """Validate the pack and write its snapshot into `folder`; returns the snapshot id.

    Raises `PackError` with every fault, and then writes nothing.
    """
    pack = pack_files.read(pack_folder)
    if faults := validate.faults(pack):
        raise PackError(faults)
    assert pack.vocabulary is not None and pack.vocabulary_source is not None
    vocabulary = pack.vocabulary.model_dump(mode="json", exclude_defaults=True)
    return snapshot.write(folder, vocabulary, tables(pack))


def tables(pack: Pack) -> dict[str, tuple[Any, ...]]:
    """Every table of the snapshot of a faultless pack."""
    parties = tuple(_party(form) for _, _, form in pack.parties)
    products = tuple(_product(form, _pack_day(pack)) for _, _, form in pack.products)
    networks = pack.networks[1].networks if pack.networks else ()
    cases = pack.cases[1] if pack.cases else schema.CaseFile()
    return {
        "rules": tuple(_rules(pack)),
        "provisions": tuple(_Provisions(pack).all()),
        "parties": parties,
        "ties": tuple(_tie(form, _pack_day(pack)) for _, _, form in pack.ties),
        "identifiers": tuple(
            records.Identifier(i.party, i.scheme, i.value, i.channel, i.source, i.confidence, i.note)
            for _, form in pack.identifiers
            for i in form.identifiers
        ),
        "traps": tuple(records.Trap(t.id, t.text, t.sources) for _, form in pack.identifiers for t in form.traps),
        "products": products,
        "networks": tuple(_network(network) for network in networks),
        "market": tuple(_market(form) for _, _, form in pack.market),
        "cases": tuple(_case(case) for case in cases.court_cases),
        "refuted": tuple(
            records.RefutedReport(r.id, r.claim, r.verdict, r.reason, r.sources) for r in cases.reports_not_confirmed
        ),
        "open_questions": tuple(
            records.OpenQuestion(q.id, q.question, q.rules, q.parties) for q in cases.open_questions
        ),
        "name_keys": tuple(sorted(set(_name_keys(parties, products)), key=dataclasses.astuple)),
    }


def _pack_day(pack: Pack) -> int:
    assert pack.vocabulary is not None
    return Day.parse(pack.vocabulary.state_of_knowledge).latest


def _day(text: str | None) -> Day | None:
    return Day.parse(text) if text else None


def _earliest(texts: Iterable[str | None], otherwise: int) -> int:
    return min((Day.parse(text).earliest for text in texts if text), default=otherwise)


# --- rules and provisions -----------------------------------------------------------------------------------------


def _rules(pack: Pack) -> Iterator[records.Rule]:
    for source, file in pack.rule_files:
        for rule in file.rules:
            yield records.Rule(
                rule.id,
                rule.title,
                file.programme,
                rule.jurisdiction or file.jurisdiction,
                rule.authority or file.authority,
                rule.citation or file.citation or file.programme,
                rule.kind,
                rule.state,
                rule.state_note,
                rule.scope,
                rule.note,
                rule.addressees,
                tuple(
                    records.Exemption(e.code, e.text, _day(e.since), _day(e.until), e.reaches) for e in rule.exemptions
                ),
                tuple(records.Milestone(_day(m.date), m.after, m.months, m.event) for m in rule.milestones),
                rule.detail_recalled,
                _published(rule, file, pack),
                rule.confidence,
                rule.sources,
                source.name,
            )


def _published(rule: schema.Rule, file: schema.RuleFile, pack: Pack) -> int:
    """From when a rule was known: its publication, else the earliest date it states, else the pack's own day."""
    if rule.published:
        return Day.parse(rule.published).earliest
    stated = [
        rule.since,
        *(e.since for e in rule.effects),
        *(r.since for r in rule.reaches),
        *(m.date for m in rule.milestones),
    ]
    return _earliest(stated, _pack_day(pack))


@dataclass(frozen=True)
class _Entry:
    """A rule with its file and everything its effects come from."""

    rule: schema.Rule
    file: schema.RuleFile
    effects: tuple[schema.Effect, ...]
    published: int


class _Provisions:
    """Crosses effects with reaches, over all rules of a pack."""

    def __init__(self, pack: Pack) -> None:
        self._entries: dict[str, _Entry] = {}
        self._programmes: dict[str, list[str]] = {}
        for source, file in pack.rule_files:
            for rule in file.rules:
                effects = rule.effects + tuple(e for name in rule.shares for e in file.shared_effects[name])
                self._entries[rule.id] = _Entry(rule, file, effects, _published(rule, file, pack))
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

    def _of_effect(self, entry: _Entry, effect: schema.Effect) -> Iterator[records.Provision]:
        for reach in entry.rule.reaches:
            if effect.reaches is None or reach.label in effect.reaches:
                for target in self._targets(reach):
                    yield from self._cross(entry, effect, reach, target)

    def _targets(
        self, reach: schema.Reach
    ) -> Iterator[tuple[str, tuple[str, ...], str | None, Day | None, Day | None]]:
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

    def _listed(self, entry: _Entry) -> Iterator[tuple[str, tuple[str, ...], str | None, Day | None, Day | None]]:
        """The parties that a listing names, each with the days of its listing."""
        if entry.rule.state == "never_in_force":
            return
        for reach in entry.rule.reaches:
            starts = [_day(e.since) for e in entry.effects if entry.rule.since is None]
            first = min((day for day in starts if day), key=lambda day: day.earliest, default=None)
            since = _later(_later(_day(entry.rule.since), _day(reach.since)), first if reach.since is None else None)
            for party in reach.parties:
                yield "party", (party,), entry.rule.id, since, _day(reach.until)

    def _cross(
        self,
        entry: _Entry,
        effect: schema.Effect,
        reach: schema.Reach,
        target: tuple[str, tuple[str, ...], str | None, Day | None, Day | None],
    ) -> Iterator[records.Provision]:
        kind, values, listing, listed_since, listed_until = target
        rule, file = entry.rule, entry.file
        purposes = {"named": reach.purposes, "other": ("other_purpose",) if reach.purposes else (), "any": ()}
        if effect.for_purposes == "other" and not reach.purposes:
            return
        since = _later(_later(_day(effect.since), _day(rule.since)), _later(_day(reach.since), listed_since))
        until = _sooner(_sooner(_day(effect.until), _day(reach.until)), listed_until)
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
                uncertain_from=_day(uncertain),
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

    def _span(self, span: schema.Suspension, entry: _Entry) -> records.Span:
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


# --- the other tables ---------------------------------------------------------------------------------------------


def _party(form: schema.Party) -> records.Party:
    names = tuple(
        records.Name(n.name, n.kind, _day(n.since), _day(n.until), n.weak, n.basis, n.source, n.note)
        for n in form.names
    )
    return records.Party(
        form.id,
        form.name,
        form.kind,
        form.country,
        form.seat,
        names,
        form.equipment,
        form.checked_not_listed,
        form.note,
        form.confidence,
        form.sources,
    )


def _tie(form: schema.Tie, pack_day: int) -> records.Tie:
    known = Day.parse(form.published).earliest if form.published else _earliest([form.since, form.until], pack_day)
    return records.Tie(
        form.id,
        form.party,
        form.relation,
        form.of,
        form.share,
        _day(form.since),
        _day(form.until),
        known,
        form.confidence,
        form.recalled,
        form.note,
        form.sources,
    )


def _product(form: schema.Product, pack_day: int) -> records.Product:
    radio = form.radio
    known = _earliest([form.published, form.since, form.until, *form.dates.values()], pack_day)
    cdma = {True: "yes", False: "no"}
    return records.Product(
        id=form.id,
        brand=form.brand,
        kind=form.kind,
        name=form.name,
        names=form.names,
        maker=form.maker,
        role=form.role,
        equipment=form.equipment,
        pattern=form.pattern,
        brand_needed=form.brand_needed,
        codes=tuple(records.ModelCode(c.code, c.note) for c in form.codes),
        ambiguous_with=form.ambiguous_with,
        since=_day(form.since),
        until=_day(form.until),
        dates=tuple(records.Milestone(Day.parse(day), None, None, event) for event, day in form.dates.items()),
        made_in=form.made_in,
        radio=records.Radio(
            radio.technologies,
            cdma[radio.cdma] if isinstance(radio.cdma, bool) else radio.cdma,
            radio.umts_mhz,
            radio.lte_bands,
            radio.nr_bands,
            radio.note,
        )
        if radio
        else None,
        voice_on=form.voice_on,
        published=known,
        note=form.note,
        confidence=form.confidence,
        recalled=form.recalled,
        sources=form.sources,
    )


def _network(form: schema.Network) -> records.Network:
    technologies = tuple(
        records.Technology(
            t.technology,
            t.bands,
            tuple(records.Milestone(Day.parse(day), None, None, band) for band, day in t.later_bands.items()),
            t.frequencies_mhz,
            _day(t.start),
            _day(t.until),
            t.confidence,
            t.recalled_fields,
            t.note,
            t.sources,
        )
        for t in form.technologies
    )
    policies = tuple(
        records.Policy(p.id, p.kind, Day.parse(p.since), p.rule, p.effect, p.confidence, p.note, p.sources)
        for p in form.policies
    )
    return records.Network(
        form.id,
        form.name,
        form.names,
        form.country,
        form.mcc_mnc,
        form.coverage_bands,
        form.volte_only_if_listed,
        technologies,
        policies,
    )


def _market(form: schema.MarketDecision) -> records.MarketDecision:
    return records.MarketDecision(
        form.id,
        form.actor,
        form.actor_type,
        form.decision,
        form.parties,
        form.products,
        form.product_text,
        form.jurisdiction,
        Day.parse(form.date),
        form.legal_ban,
        form.note,
        form.confidence,
        form.recalled,
        form.sources,
    )


def _case(form: schema.CourtCase) -> records.CourtCase:
    return records.CourtCase(
        form.id,
        form.court,
        form.docket,
        _day(form.filed),
        _day(form.decided),
        form.status,
        form.outcome,
        form.affects,
        form.confidence,
        form.sources,
    )


def _name_keys(parties: tuple[records.Party, ...], products: tuple[records.Product, ...]) -> Iterator[records.NameKey]:
    for party in parties:
        names = [(party.name, False), *((n.text, n.weak) for n in party.names)]
        for text, weak in names:
            full = normal(text)
            for key in {full, without_legal_form(full)}:
                yield records.NameKey(key, "party", party.id, text, "more" if weak else "nothing", key != full)
    for product in products:
        for text in (product.name, *product.names):
            needs = "brand" if product.brand_needed else "nothing"
            yield records.NameKey(normal(text), "product", product.id, text, needs, False)
        for code in product.codes:
            yield records.NameKey(normal(code.code), "product", product.id, code.code, "nothing", False)
