"""From the forms of a pack to the records of a snapshot.

Invariant: compiling adds no law. Each provision is one effect of one rule on one of its reaches, and its days are
the later of the starts and the earlier of the ends that the pack states for the effect, the entry and the reach.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from obstat.knowledge import pack_files, schema, validate
from obstat.knowledge.pack_files import Pack
from obstat.knowledge.provisions import Provisions, earliest, pack_day, published
from obstat.knowledge.write import write
from obstat.model import listed, records, things
from obstat.model.dates import Day, partial
from obstat.model.errors import PackError


def build(folder: Path, pack_folder: Path = pack_files.PACK) -> str:
    """Validate the pack and write its snapshot into `folder`; returns the snapshot id.

    Raises `PackError` with every fault, and then writes nothing.
    """
    pack = pack_files.read(pack_folder)
    if faults := validate.faults(pack):
        raise PackError(faults)
    assert pack.vocabulary is not None and pack.vocabulary_source is not None
    vocabulary = pack.vocabulary.model_dump(mode="json", exclude_defaults=True)
    return write(folder, vocabulary, tables(pack))


def tables(pack: Pack) -> dict[str, tuple[Any, ...]]:
    """The facts of a faultless pack, by table."""
    networks = pack.networks[1].networks if pack.networks else ()
    cases = pack.cases[1] if pack.cases else schema.CaseFile()
    return {
        "rules": tuple(_rules(pack)),
        "provisions": tuple(Provisions(pack).all()),
        "parties": tuple(_party(form) for _, _, form in pack.parties),
        "ties": tuple(_tie(form, pack_day(pack)) for _, _, form in pack.ties),
        "identifiers": tuple(
            records.Identifier(i.party, i.scheme, i.value, i.channel, i.source, i.confidence, i.note)
            for _, form in pack.identifiers
            for i in form.identifiers
        ),
        "traps": tuple(records.Trap(t.id, t.text, t.sources) for _, form in pack.identifiers for t in form.traps),
        "products": tuple(_product(form, pack_day(pack)) for _, _, form in pack.products),
        "networks": tuple(_network(network) for network in networks),
        "market": tuple(_market(form) for _, _, form in pack.market),
        "cases": tuple(_case(case) for case in cases.court_cases),
        "refuted": tuple(
            records.RefutedReport(r.id, r.claim, r.verdict, r.reason, r.sources) for r in cases.reports_not_confirmed
        ),
        "open_questions": tuple(
            records.OpenQuestion(q.id, q.question, q.rules, q.parties) for q in cases.open_questions
        ),
        "entries": (),
        "assignments": (),
        "undecided": (),
        "claims": (),
    }


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
                    records.Exemption(e.code, e.text, partial(e.since), partial(e.until), e.reaches)
                    for e in rule.exemptions
                ),
                tuple(things.Milestone(partial(m.date), m.after, m.months, m.event) for m in rule.milestones),
                rule.detail_recalled,
                published(rule, file, pack),
                rule.confidence,
                rule.sources,
                file.about,
                source.name,
            )


# --- the other tables ---------------------------------------------------------------------------------------------


def _party(form: schema.Party) -> records.Party:
    names = tuple(
        listed.Name(n.name, n.kind, partial(n.since), partial(n.until), n.weak, n.basis, n.source, n.note)
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
    known = Day.parse(form.published).earliest if form.published else earliest([form.since, form.until], pack_day)
    return records.Tie(
        form.id,
        form.party,
        form.relation,
        form.of,
        *((form.share, form.share) if isinstance(form.share, float | None) else form.share),
        form.standing,
        partial(form.since),
        partial(form.until),
        known,
        form.confidence,
        form.recalled,
        form.note,
        form.sources,
    )


def _product(form: schema.Product, pack_day: int) -> things.Product:
    radio = form.radio
    known = earliest([form.published, form.since, form.until, *form.dates.values()], pack_day)
    cdma = {True: "yes", False: "no"}
    return things.Product(
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
        codes=tuple(things.ModelCode(c.code, c.note) for c in form.codes),
        ambiguous_with=form.ambiguous_with,
        since=partial(form.since),
        until=partial(form.until),
        dates=tuple(things.Milestone(Day.parse(day), None, None, event) for event, day in form.dates.items()),
        made_in=form.made_in,
        radio=things.Radio(
            radio.technologies,
            cdma[radio.cdma] if isinstance(radio.cdma, bool) else radio.cdma,
            radio.umts_mhz,
            radio.lte_bands,
            radio.nr_bands,
            radio.bands_incomplete,
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


def _network(form: schema.Network) -> things.Network:
    technologies = tuple(
        things.Technology(
            t.technology,
            t.bands,
            tuple(things.Milestone(Day.parse(day), None, None, band) for band, day in t.later_bands.items()),
            t.frequencies_mhz,
            partial(t.start),
            partial(t.until),
            t.confidence,
            t.recalled_fields,
            t.note,
            t.sources,
        )
        for t in form.technologies
    )
    policies = tuple(
        things.Policy(
            p.id, p.kind, p.volte_required, Day.parse(p.since), p.rule, p.effect, p.confidence, p.note, p.sources
        )
        for p in form.policies
    )
    return things.Network(
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
        form.equipment,
        form.stance,
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
        partial(form.filed),
        partial(form.decided),
        form.status,
        form.outcome,
        form.affects,
        form.confidence,
        form.sources,
    )
