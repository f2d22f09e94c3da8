"""The façade: open a snapshot, ask it questions.

import obstat
ob = obstat.open()
ob.check("ZTE Axon 7", activity="sell", jurisdiction="US", on="2018-06-01").status
"""

from __future__ import annotations

import datetime
import functools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from obstat._version import __version__
from obstat.devices.forms import identifier
from obstat.fit.fit import fit
from obstat.identity.context import Context
from obstat.identity.identify import Identifier
from obstat.identity.many import resolve_many
from obstat.knowledge.snapshot import EMBEDDED, Snapshot
from obstat.model.dates import parse_day
from obstat.model.errors import InvalidValue, UnknownCode
from obstat.model.fit import Fit, Use
from obstat.model.identification import Evidence, Identification, Match
from obstat.model.question import Question
from obstat.model.reviewed import Told
from obstat.model.subject import Given
from obstat.model.verdict import Involved, Step, Verdict, Withdrawal
from obstat.names.normal import clean, normal
from obstat.rules.case import Case
from obstat.rules.evaluate import Evaluation, Evaluator, step
from obstat.screening.atlas import Place
from obstat.screening.changes import Changes
from obstat.screening.market import concerns
from obstat.screening.rule_view import rule_view
from obstat.screening.sentences import summary
from obstat.screening.timeline import Event, timeline
from obstat.screening.told import concerned, near, told
from obstat.screening.warnings import Warnings

if TYPE_CHECKING:
    from obstat.model.ownership import Excerpt

IDENTIFIERS = ("mac", "imei", "fcc_id", "oid", "usb", "pci", "bluetooth", "model")
"""Identifiers that a question may give by keyword."""
LONGEST_TEXT = 500
"""Characters of a subject's text; a longer one is a document, not a name."""


class Asked(TypedDict, total=False):
    """The keywords of a question, all optional."""

    activity: str
    jurisdiction: str
    on: str | datetime.date | None
    actor: str | None
    as_known: str | datetime.date | None
    purpose: str | None
    made_in: str | None
    equipment: str | None
    device_status: str | None
    subject_to_ear: str | None
    exemption: str | None
    mac: str | None
    imei: str | None
    fcc_id: str | None
    oid: str | None
    usb: str | None
    pci: str | None
    bluetooth: str | None
    model: str | None
    given: tuple[Given, ...]


class Obstat:
    """A verified snapshot with everything that answers from it. Cheap to keep, meant to be kept."""

    def __init__(self, folder: Path | str = EMBEDDED) -> None:
        """Open the snapshot in `folder`. Raises `SnapshotError` when it is missing or damaged."""
        self.snapshot = Snapshot(Path(folder))
        self.identifier = Identifier(self.snapshot)
        self.evaluator = Evaluator(self.snapshot)
        self._warnings = Warnings(self.snapshot, self.evaluator)
        self._changes = Changes(self.snapshot, self.evaluator, self.identify)
        self._identified_on = functools.lru_cache(maxsize=8192)(self.identifier.identify)
        self._searched = {
            "rules": len(self.snapshot.rules),
            "lists": [f"{item['name']} ({item['edition']})" for item in self.snapshot.vocabulary.lists],
        }

    def check(self, text: str = "", **asked: Unpack[Asked]) -> Verdict:
        """May this be done with what `text` and identifiers name? The keywords are those of `question`."""
        return self.answer(self.question(text, **asked))

    def question(
        self,
        text: str,
        *,
        activity: str = "sell",
        jurisdiction: str = "US",
        on: str | datetime.date | None = None,
        actor: str | None = None,
        as_known: str | datetime.date | None = None,
        purpose: str | None = None,
        made_in: str | None = None,
        equipment: str | None = None,
        device_status: str | None = None,
        subject_to_ear: str | None = None,
        exemption: str | None = None,
        given: tuple[Given, ...] = (),
        **identifiers: str | None,
    ) -> Question:
        """Read the parts of a question. `on` defaults to today; days are dates or ISO text, the rest are codes.

        `identifiers` are those of `IDENTIFIERS` by keyword, one of each; `given` are any others. With one of them the
        text may be empty. A text that has the form of an identifier is one.

        Raises `InvalidValue` (`UnknownCode` for a code) when one of them cannot be read.
        """
        words = self.snapshot.vocabulary
        if subject_to_ear not in (None, "yes", "no"):
            raise InvalidValue(f"'{subject_to_ear}' is neither yes nor no; say whether the item is subject to the EAR.")
        given = (*given, *(Given(scheme, value) for scheme, value in identifiers.items() if value))
        if text and (known := identifier(text)):
            text, given = "", (*given, known)
        if unknown := [scheme for scheme in identifiers if scheme not in IDENTIFIERS]:
            raise UnknownCode("kind of identifier", unknown[0], IDENTIFIERS)
        return Question(
            subject_text(text) if text or not given else "",
            words.activity(activity).code,
            words.jurisdiction(jurisdiction),
            _date(on) or datetime.date.today(),
            words.actor(actor) if actor else None,
            _date(as_known),
            words.purpose(purpose) if purpose else None,
            words.country(made_in) if made_in else None,
            words.equipment(equipment) if equipment else None,
            words.device_status(device_status) if device_status else None,
            subject_to_ear,
            self._exemption(exemption),
            given,
        )

    def answer(self, question: Question, *, later: bool = True) -> Verdict:
        """The verdict on a question that has been read; without `later`, what changes on later days is left out."""
        who = self.identify(question)
        evaluation = self.evaluator.evaluate(question, who)
        draft = Verdict(
            question=question,
            status=evaluation.status,
            summary="",
            parties=tuple(self._involved(who, evaluation)),
            findings=evaluation.findings,
            needs=evaluation.needs,
            market=self._market(evaluation.case),
            later=self._changes.after(question, evaluation) if later else (),
            also=evaluation.also,
            warnings=tuple(self._warnings.of(question, who, evaluation)),
            claims=self._claims(evaluation.case),
            searched=self._searched,
            snapshot=self.snapshot.id,
            engine=__version__,
        )
        return replace(draft, summary=summary(draft, self.snapshot, who))

    def resolve(
        self,
        name: str,
        limit: int = 5,
        *,
        country: str | None = None,
        website: str | None = None,
        address: str | None = None,
        equipment: str | None = None,
    ) -> tuple[Match, ...]:
        """Which parties or products the name is, best first. Identity only; no rule is asked.

        The keywords are what else is known of the firm; they never make a match certain.
        """
        words = self.snapshot.vocabulary
        context = Context(
            words.country(country) if country else None,
            website,
            address,
            words.equipment(equipment) if equipment else None,
        )
        text = subject_text(name)
        found = self.identifier.lookup.find_in(text, context) if context else self.identifier.lookup.find(text)
        return found[:limit]

    def resolve_many(
        self, names: Iterable[str], *, workers: int | None = None, progress: Callable[[int], None] | None = None
    ) -> list[Match | None]:
        """The best match of each name that names anything, in order; ``None`` for the others, empty ones among them.

        Each distinct name is resolved once, in `workers` processes where there are many. `progress` is told how
        many more distinct names are done.
        """
        return resolve_many(self.snapshot.folder, self.identifier.lookup.find, names, workers, progress)

    def timeline(self, name: str) -> tuple[Event, ...]:
        """Every dated effect, market decision and court case about the party or product named.

        Raises `InvalidValue` when nobody knows the name.
        """
        who = self.identifier.identify(subject_text(name), datetime.date.today().toordinal())
        products = {match.id for match in who.matches if match.kind == "product" and match.sure}
        makers = {self.snapshot.products[product].maker for product in products}
        parties = makers | {lead.party for lead in who.leads}
        if not parties:
            raise InvalidValue(f"Nobody here knows '{name}'; try 'obstat resolve' with another spelling.")
        return timeline(self.evaluator, who, parties, products)

    def ties(
        self,
        name: str,
        *,
        on: str | datetime.date | None = None,
        test: str | None = None,
        depth: int = 3,
        most: int = 60,
    ) -> Excerpt:
        """Who owns and controls the party named, and what it owns and controls, up to `depth` ties away.

        With a `test` of `obstat.ties.definitions`, also what listed owners hold of it, and what it holds of others.
        Raises `InvalidValue` when nobody knows the name.
        """
        from obstat.screening.kin import excerpt  # with arrays, which other questions do without

        day = (_date(on) or datetime.date.today()).toordinal()
        return excerpt(self.snapshot, self.party(name, day), day, test=test, depth=depth, most=most)

    def party(self, name: str, on: int | datetime.date) -> str:
        """The id of the party that a name certainly or probably means. Raises `InvalidValue` when nobody knows it."""
        if name in self.snapshot.parties:
            return name
        day = on if isinstance(on, int) else on.toordinal()
        leads = self.identifier.identify(subject_text(name), day).leads
        if not leads:
            raise InvalidValue(f"Nobody here knows '{name}'; try 'obstat resolve' with another spelling.")
        return leads[0].party

    def atlas(
        self, text: str, *, activity: str, on: str | datetime.date | None = None, **facts: str | None
    ) -> tuple[Place, ...]:
        """The answer in every jurisdiction that has a rule in the pack; `facts` are keywords of `check`.

        Raises `InvalidValue` when nobody knows the name and no class of equipment is given either.
        """
        who = self.identifier.identify(subject_text(text), (_date(on) or datetime.date.today()).toordinal())
        if not who.leads and not facts.get("equipment"):
            raise InvalidValue(f"Nobody here knows '{text}'; try 'obstat resolve' with another spelling.")
        rules: dict[str, int] = {}
        for rule in self.snapshot.rules.values():
            rules[rule.jurisdiction] = rules.get(rule.jurisdiction, 0) + 1
        places = []
        for code in sorted(rules):
            verdict = self.check(text, activity=activity, jurisdiction=code, on=on, **facts)  # type: ignore[arg-type]
            first = verdict.findings[0] if verdict.findings else None
            looked = first is not None and self.snapshot.rules[first.rule].kind == "absence_of_ban"
            basis = "none_reaches" if first is None else "no_ban_found" if looked else "finding"
            places.append(
                Place(
                    jurisdiction=code,
                    name=self.snapshot.vocabulary.place(code),
                    status=verdict.status,
                    basis=basis,
                    rule=first.rule if first else None,
                    title=first.title if first else None,
                    citation=first.citation if first else None,
                    rules=rules[code],
                    claims=verdict.claims,
                )
            )
        return tuple(places)

    def fit(self, product: str, network: str, on: str | datetime.date | None = None) -> Fit:
        """Whether the product's radio works on the network that day; beside it whether it was sold and may be used.

        Raises `InvalidValue` when the product or the network is not in the pack.
        """
        day = _date(on) or datetime.date.today()
        found = [match for match in self.identifier.lookup.find(subject_text(product)) if match.kind == "product"]
        if not found:
            known = sorted(p.label for p in self.snapshot.products.values() if p.radio)
            raise UnknownCode("product with radio bands", product, known)
        names = {n.id: n for n in self.snapshot.networks.values()} | {
            normal(name): n for n in self.snapshot.networks.values() for name in (n.name, *n.names)
        }
        chosen = names.get(network) or names.get(normal(network))
        if chosen is None:
            raise UnknownCode("network", network, self.snapshot.networks)
        answer = fit(self.snapshot.products[found[0].id], chosen, day.toordinal(), day.isoformat())
        law = self.check(product, activity="use", jurisdiction=chosen.country, on=day)
        operators = {decision: (decision.actor, *decision.actor.split(" and ")) for decision in law.market}
        sold = tuple(d for d, names in operators.items() if any(name in chosen.name for name in names))
        return replace(answer, sold=sold, use=Use(law.status, law.summary))

    def rule(self, rule_id: str) -> dict[str, Any]:
        """One rule with its effects, as plain data. Raises `UnknownCode` for an id that is not in the pack."""
        if rule_id not in self.snapshot.rules:
            raise UnknownCode("rule", rule_id, self.snapshot.rules)
        return rule_view(self.snapshot, rule_id)

    def _exemption(self, code: str | None) -> str | None:
        if code is None:
            return None
        known = {exemption.code for rule in self.snapshot.rules.values() for exemption in rule.exemptions}
        if code not in known:
            raise UnknownCode("exemption", code, known)
        return code

    def identify(self, question: Question) -> Identification:
        """Whom and what the question's subject names on its day."""
        known = question.as_known.toordinal() if question.as_known else None
        return self._identified_on(question.text, question.on.toordinal(), known, question.given)

    def _involved(self, who: Identification, evaluation: Evaluation) -> Iterator[Involved]:
        """The parties behind the thing, then the listed parties that a restriction reached it through."""
        parties = self.snapshot.parties
        seen = set()
        for lead in who.leads:
            product = self.snapshot.products[lead.made_by] if lead.made_by else None
            made = (
                (_making(product.id, lead.party, product.role, product.confidence, product.sources),) if product else ()
            )
            via = (*made, *(step(tie, self.snapshot.parties) for tie in lead.via))
            seen.add(lead.party)
            yield Involved(lead.party, parties[lead.party].name, lead.role, lead.score, via, lead.evidence)
        for hit in evaluation.hits:
            if hit.listed and hit.listed not in seen:
                seen.add(hit.listed)
                evidence = tuple(Evidence("tie", tie.id, tie.sources[0] if tie.sources else None) for tie in hit.path)
                via = tuple(step(tie, self.snapshot.parties) for tie in hit.path)
                yield Involved(hit.listed, parties[hit.listed].name, "listed_party", 1.0, via, evidence)

    def _claims(self, case: Case) -> tuple[Told, ...]:
        """What people accepted of stories that were known by the day, about the thing or its maker, near the place."""
        latest = min(case.on, case.on if case.as_known is None else case.as_known)
        about = concerned(self.snapshot, set(case.who.products), {lead.party for lead in case.who.leads})
        place = case.question.jurisdiction
        return tuple(told(self.snapshot, one) for one in about if one.known <= latest and near(one, place))

    def _market(self, case: Case) -> tuple[Withdrawal, ...]:
        """What firms had decided by the day, about the thing or such things of its maker, in the jurisdiction."""
        latest = min(case.on, case.on if case.as_known is None else case.as_known)
        parties = {lead.party for lead in case.who.leads}
        place = case.question.jurisdiction.partition("-")[0]
        found = []
        for decision in self.snapshot.market:
            about = concerns(decision, set(case.who.products), parties, case.classes, self.snapshot.vocabulary)
            near = decision.jurisdiction.partition("-")[0] == place
            if about and near and decision.date.earliest <= latest:
                found.append(decision)
        found.sort(key=lambda decision: decision.date.earliest)
        return tuple(
            Withdrawal(
                id=d.id,
                actor=d.actor,
                decision=d.decision,
                date=d.date.text,
                jurisdiction=d.jurisdiction,
                stance=d.stance,
                legal_ban=d.legal_ban,
                note=d.note,
                confidence=d.confidence,
                sources=d.sources,
            )
            for d in found
        )


def subject_text(text: str) -> str:
    """The text of a subject, cleaned. Raises `InvalidValue` when it is empty or far too long for a name."""
    cleaned = clean(text)
    if not cleaned:
        raise InvalidValue("The subject is empty; name a company, a product or a model.")
    if len(cleaned) > LONGEST_TEXT:
        raise InvalidValue(
            f"The subject has {len(cleaned)} characters; give a name or model of at most {LONGEST_TEXT}."
        )
    return cleaned


def _date(value: str | datetime.date | None) -> datetime.date | None:
    if isinstance(value, datetime.datetime):
        return value.date()
    return parse_day(value) if isinstance(value, str) else value


def _making(product: str, party: str, role: str, confidence: str, sources: tuple[str, ...]) -> Step:
    tie = {"made_by": "makes", "brand_of": "brand_of"}.get(role, role)
    return Step(tie, party, product, None, None, None, confidence, sources[0] if sources else None)
