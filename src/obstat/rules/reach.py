"""Which provisions reach a question, and on which unknowns each of them hangs.

Invariant: every test of a provision answers no, yes, or yes on a condition; a `Hit` is a provision for which none
answered no. Nothing here decides: the hits are folded in `obstat.rules.completions`.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass

from obstat.identity.identify import Identification, Lead, unsure
from obstat.knowledge.snapshot import Snapshot
from obstat.model.dates import Day, Reached
from obstat.model.question import Question
from obstat.model.records import Provision, Rule, Tie
from obstat.model.status import Status
from obstat.model.vocabulary import Activity
from obstat.ties.links import BESIDE, OVER, UNDER, Ties, holds

_SURE: dict[str, frozenset[str]] = {}
_NO_OR_HOLDS = ("holds", "does_not_hold")
OTHER = "other"
"""Any country that no rule at hand names."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One provision on one lead: the status it gives under the condition `when`."""

    provision: Provision
    status: Status
    when: dict[str, frozenset[str]]
    lead: Lead | None
    path: tuple[Tie, ...]
    listed: str | None


@dataclass(frozen=True, slots=True)
class Case:
    """A question with its subject identified and its day as an ordinal."""

    question: Question
    who: Identification
    activity: Activity
    on: int
    as_known: int | None
    classes: frozenset[str]
    """The equipment classes that the thing may be; empty: not known. Those of a bare company are taken apart."""
    device_status: str | None
    made_in: str | None


@dataclass(frozen=True, slots=True)
class _Indexed:
    by_party: dict[str, list[Provision]]
    owned: dict[tuple[str, str], list[Provision]]
    others: list[Provision]


class Reach:
    """Finds the hits of a case among the provisions of a snapshot."""

    def __init__(self, snapshot: Snapshot, ties: Ties | None = None) -> None:
        self._snapshot = snapshot
        self._words = snapshot.vocabulary
        self.ties = ties or Ties(snapshot)

    def case(self, question: Question, who: Identification) -> Case:
        """Settle what the question, the product and the party say about the thing."""
        activity = self._words.activities[question.activity]
        classes = frozenset([question.equipment] if question.equipment else who.equipment)
        if not question.equipment and who.product is None:
            classes = frozenset(leaf for code in classes for leaf in self._words.narrowest(code))
            admitted = frozenset(leaf for code in activity.admits for leaf in self._words.narrowest(code))
            classes = classes & admitted or classes
        return Case(
            question,
            who,
            activity,
            question.on.toordinal(),
            question.as_known.toordinal() if question.as_known else None,
            classes,
            self._device_status(question, activity, who),
            question.made_in or who.made_in,
        )

    def hits(self, case: Case) -> tuple[list[Hit], list[Hit]]:
        """Hits that touch the status, and those that would for an actor who was not asked about."""
        now, also = [], []
        for provision, lead, path, listed, conditions, status in self._candidates(case):
            when = self._when(case, provision, lead, conditions)
            if when is None:
                continue
            addressed = self._addressed(case, provision)
            hit = Hit(provision, status, when, lead, path, listed)
            if addressed is None:
                if self._touches(hit):
                    also.append(hit)
                continue
            when.update(addressed)
            now.append(hit)
        return _without_weaker(now), also

    def domains(self, case: Case, hits: list[Hit]) -> dict[str, tuple[str, ...]]:
        """The values of every unknown that the hits mention."""
        names = {name for hit in hits for name in hit.when}
        return {name: self._domain(case, name, hits) for name in names}

    def near(self, activity: str, jurisdiction: str, parties: set[str]) -> Iterator[Provision]:
        """The provisions on an activity that could reach something of these parties there on some day."""
        index = self._index(activity, jurisdiction)
        yield from index.others
        for provisions in index.owned.values():
            yield from provisions
        for party in {link.party for start in parties for link in self.ties.links(start)}:
            yield from index.by_party.get(party, ())

    # --- candidates: provisions that name the thing, through its parties or its class -----------------------------

    def _candidates(
        self, case: Case
    ) -> Iterator[tuple[Provision, Lead | None, tuple[Tie, ...], str | None, tuple[tuple[str, str], ...], Status]]:
        index = self._index(case.question.activity, case.question.jurisdiction)
        for lead in case.who.leads:
            if lead.decides:
                yield from self._through_ties(case, index, lead)
                yield from self._owned(case, index, lead)
            elif lead.role == "component_maker":
                yield from self._as_component(case, index, lead)
        deciding = [lead for lead in case.who.leads if lead.decides]
        for provision in index.others:
            if provision.target == "nationality":
                for lead in deciding:
                    if self._snapshot.parties[lead.party].country in provision.values:
                        yield provision, lead, lead.via, None, lead.when, provision.status
            elif provision.target != "category" and case.classes:
                yield provision, deciding[0] if deciding else None, (), None, (), provision.status

    def _through_ties(
        self, case: Case, index: _Indexed, lead: Lead
    ) -> Iterator[tuple[Provision, Lead, tuple[Tie, ...], str, tuple[tuple[str, str], ...], Status]]:
        for link in self.ties.links(lead.party):
            provisions = index.by_party.get(link.party)
            if not provisions or not self._stands(link.path, case):
                continue
            conditions = (*lead.when, *unsure(link.path, case.on))
            for provision in provisions:
                if extends(provision, link.place, link.path):
                    yield provision, lead, (*lead.via, *link.path), link.party, conditions, provision.status

    def _owned(
        self, case: Case, index: _Indexed, lead: Lead
    ) -> Iterator[tuple[Provision, Lead, tuple[Tie, ...], str | None, tuple[tuple[str, str], ...], Status]]:
        for (rule, _), provisions in index.owned.items():
            first = provisions[0]
            if self._snapshot.parties[lead.party].country in first.not_nationality:
                continue
            listed = frozenset(p.values[0] for p in provisions if _begun(p.since, case.on) is not Reached.NO)
            low, high = self.ties.ownership(lead.party, listed, first.threshold, case.on)
            if high >= first.threshold:
                conditions = lead.when if low >= first.threshold else (*lead.when, (f"share:{rule}", "holds"))
                owner = next(
                    (p.values[0] for p in provisions if p.values[0] in _owners(self.ties, lead.party, case.on)), None
                )
                path = next((link.path for link in self.ties.links(lead.party) if link.party == owner), ())
                yield (
                    next(p for p in provisions if owner is None or p.values[0] == owner),
                    lead,
                    path,
                    owner,
                    conditions,
                    first.status,
                )

    def _as_component(
        self, case: Case, index: _Indexed, lead: Lead
    ) -> Iterator[tuple[Provision, Lead, tuple[Tie, ...], str, tuple[tuple[str, str], ...], Status]]:
        """A part inside another's product: only provisions that look at parts."""
        for link in self.ties.links(lead.party):
            if not self._stands(link.path, case):
                continue
            conditions = (*lead.when, *unsure(link.path, case.on))
            for provision in index.by_party.get(link.party, ()):
                if not extends(provision, link.place, link.path):
                    continue
                if "host_with_covered_module" in provision.device_statuses or provision.components == "restricted":
                    yield provision, lead, link.path, link.party, conditions, provision.status
                elif provision.components == "conditional":
                    yield provision, lead, link.path, link.party, conditions, min(provision.status, Status.CONDITIONAL)

    def _stands(self, path: tuple[Tie, ...], case: Case) -> bool:
        return all(
            holds(tie, case.on) is not Reached.NO and (case.as_known is None or tie.published <= case.as_known)
            for tie in path
        )

    # --- conditions -----------------------------------------------------------------------------------------------

    def _when(
        self, case: Case, provision: Provision, lead: Lead | None, conditions: tuple[tuple[str, str], ...]
    ) -> dict[str, frozenset[str]] | None:
        """On what the provision hangs in this case; ``None`` when it does not reach it."""
        when: dict[str, frozenset[str]] = {}
        for name, value in conditions:
            when[name] = when.get(name, frozenset([value])) & {value}
        tests = (self._in_place, self._in_time, self._of_class, self._of_status, self._of_purpose, self._of_origin)
        for test in tests:
            found = test(case, provision)
            if found is None:
                return None
            when.update(found)
        if provision.asked_as and provision.asked_as != ("product" if case.who.product else "company"):
            return None
        return when

    def _in_place(self, case: Case, provision: Provision) -> dict[str, frozenset[str]] | None:
        asked = case.question
        if self._words.applies_in(provision.jurisdiction, asked.jurisdiction, case.on):
            return None if provision.abroad_item and asked.subject_to_ear == "no" else _SURE
        if provision.abroad_item:
            if asked.subject_to_ear is None:
                return {provision.abroad_item: frozenset(["yes"])}
            return _SURE if asked.subject_to_ear == "yes" else None
        return _SURE if provision.abroad_actor else None

    def _in_time(self, case: Case, provision: Provision) -> dict[str, frozenset[str]] | None:
        if case.as_known is not None and provision.published > case.as_known:
            return None
        when: dict[str, frozenset[str]] = {}
        begun = _begun(provision.since, case.on)
        if begun is Reached.NO:
            return None
        if begun is Reached.MAYBE and provision.since:
            when[f"day:{provision.since.text}"] = frozenset(["come"])
        if provision.until and _known(provision.end_published, case):
            ended = provision.until.reached(case.on)
            if ended is Reached.YES:
                return None
            if ended is Reached.MAYBE:
                when[f"day:{provision.until.text}"] = frozenset(["not_come"])
        spans = [span for span in provision.suspended if _known(span.published, case)]
        for span in spans:
            if span.since.reached(case.on) is Reached.YES and span.until.reached(case.on) is Reached.NO:
                return None
        doubtful = provision.uncertain_from and provision.uncertain_from.reached(case.on) is not Reached.NO
        if (doubtful and len(spans) == len(provision.suspended)) or (
            not provision.firm and provision.status > Status.UNDECIDED
        ):
            when[f"in_force:{provision.rule}"] = frozenset(["holds"])
        return when

    def _of_class(self, case: Case, provision: Provision) -> dict[str, frozenset[str]] | None:
        if case.activity.about == "party" or not provision.equipment:
            return _SURE
        covered = frozenset(
            leaf for leaf in case.classes if not self._words.wider(leaf).isdisjoint(provision.equipment)
        )
        if not covered:
            return None
        return _SURE if covered == case.classes else {"equipment": covered}

    def _of_status(self, case: Case, provision: Provision) -> dict[str, frozenset[str]] | None:
        if not provision.device_statuses:
            return _SURE
        if case.device_status is not None:
            return _SURE if case.device_status in provision.device_statuses else None
        admitted = frozenset(provision.device_statuses) & frozenset(case.activity.device_statuses)
        return {"device_status": admitted} if admitted else None

    def _of_purpose(self, case: Case, provision: Provision) -> dict[str, frozenset[str]] | None:
        if not provision.purposes:
            return _SURE
        if case.question.purpose is not None:
            return _SURE if case.question.purpose in provision.purposes else None
        return {"purpose": frozenset(provision.purposes)}

    def _of_origin(self, case: Case, provision: Provision) -> dict[str, frozenset[str]] | None:
        if provision.target not in ("made_in", "made_outside"):
            return _SURE
        inside = provision.target == "made_in"
        if case.made_in is not None:
            return _SURE if (case.made_in in provision.values) == inside else None
        return {"made_in": frozenset(provision.values) if inside else _Outside(provision.values)}

    def _addressed(self, case: Case, provision: Provision) -> dict[str, frozenset[str]] | None:
        """Whether the provision binds the asker; ``None`` when only somebody else."""
        abroad = not self._words.applies_in(provision.jurisdiction, case.question.jurisdiction, case.on)
        addressees = frozenset([provision.abroad_actor] if abroad and provision.abroad_actor else provision.addressees)
        if abroad and provision.abroad_actor and case.question.actor is None:
            return None
        if not addressees:
            return _SURE
        asked, activity = case.question.actor, case.activity
        if asked is None:
            if activity.buyers:
                buyers = frozenset(b for b in activity.buyers if self._words.actor_and_wider(b) & addressees)
                if buyers:
                    return _SURE if len(buyers) == len(activity.buyers) else {"actor": buyers}
            return _SURE if addressees.intersection(activity.ordinary_actors) else None
        roles = self._words.actor_and_wider(asked)
        if asked != "consumer" and not roles.intersection(activity.ordinary_actors):
            roles |= self._words.actor_and_wider(activity.ordinary_actors[0])
        return _SURE if roles & addressees else None

    # --- parts ----------------------------------------------------------------------------------------------------

    @functools.cache  # noqa: B019 - one index per snapshot, alive as long as the process
    def _index(self, activity: str, jurisdiction: str) -> _Indexed:
        index = _Indexed({}, {}, [])
        for provision in self._snapshot.provisions_of(activity):
            follows = provision.abroad_item or provision.abroad_actor
            if not follows and not self._words.can_apply_in(provision.jurisdiction, jurisdiction):
                continue
            if provision.target != "party":
                index.others.append(provision)
            elif provision.extent == "owned":
                index.owned.setdefault((provision.rule, provision.activity), []).append(provision)
            else:
                index.by_party.setdefault(provision.values[0], []).append(provision)
        return index

    @staticmethod
    def _device_status(question: Question, activity: Activity, who: Identification) -> str | None:
        if activity.device_statuses == ("in_use",):
            return "in_use"
        if question.device_status == "in_stock":
            return "previously_authorised"  # a unit in stock is of a model that was authorised
        parts = any(lead.role == "component_maker" for lead in who.leads)
        if question.device_status is None and parts and "host_with_covered_module" in activity.device_statuses:
            return "host_with_covered_module"
        return question.device_status

    @staticmethod
    def _touches(hit: Hit) -> bool:
        return hit.status > Status.NOT_RESTRICTED

    def _domain(self, case: Case, name: str, hits: list[Hit]) -> tuple[str, ...]:
        kind = name.partition(":")[0]
        if kind == "device_status":
            return case.activity.device_statuses
        if kind == "purpose":
            return tuple(self._words.purposes)
        if kind == "actor":
            return case.activity.buyers
        if kind == "equipment":
            return self._classes_treated(case, hits)
        if kind == "made_in":
            named = {
                value
                for hit in hits
                if hit.provision.target in ("made_in", "made_outside")
                for value in hit.provision.values
            }
            return (*sorted(named), OTHER)
        if kind == "party":
            return tuple(lead.party for lead in case.who.leads)
        return {"subject_to_ear": ("yes", "no"), "day": ("come", "not_come")}.get(kind, _NO_OR_HOLDS)

    def _classes_treated(self, case: Case, hits: list[Hit]) -> tuple[str, ...]:
        """The classes that some rule speaks of: one that covers any of a company's classes reaches the company."""
        limited = [hit.when["equipment"] for hit in hits if "equipment" in hit.when]
        treated = case.classes if len(limited) < len(hits) else frozenset().union(*limited)
        return tuple(code for code in self._words.equipment_classes if code in treated)


class _Outside(frozenset[str]):
    """All countries but some: membership is turned round, so that `OTHER` and every unnamed country belong."""

    def __contains__(self, country: object) -> bool:
        return not frozenset.__contains__(self, country)


def _begun(since: Day | None, on: int) -> Reached:
    return since.reached(on) if since else Reached.YES


def _known(published: int, case: Case) -> bool:
    return case.as_known is None or published <= case.as_known


def extends(provision: Provision, place: str, path: tuple[Tie, ...]) -> bool:
    """Whether the extent of the provision goes from its listed party to one standing at `place` along `path`."""
    if not path:
        return True
    if provision.extent == "affiliates":
        return place in (UNDER, BESIDE) or (place == OVER and provision.owners_too)
    return provision.extent == "controlled" and place == UNDER


def _owners(ties: Ties, party: str, on: int) -> set[str]:
    return {
        link.party
        for link in ties.links(party)
        if link.path and all(holds(tie, on) is not Reached.NO for tie in link.path)
    }


def _without_weaker(hits: list[Hit]) -> list[Hit]:
    """Drop a hit when the same provision reaches the same lead on fewer unknowns."""
    best: dict[tuple[int, str | None], list[Hit]] = {}
    for hit in hits:
        key = (id(hit.provision), hit.lead.party if hit.lead else None)
        others = best.setdefault(key, [])
        if not any(other.when.items() <= hit.when.items() for other in others):
            best[key] = [other for other in others if not hit.when.items() <= other.when.items()] + [hit]
    return [hit for group in best.values() for hit in group]


def exempted(case: Case, hit: Hit, rules: dict[str, Rule]) -> bool:
    """Whether the exemption that the asker claims runs on the day, for the reach that was hit."""
    code = case.question.exemption
    rule = rules[hit.provision.listing or hit.provision.rule]
    for exemption in (*rule.exemptions, *rules[hit.provision.rule].exemptions):
        begun = _begun(exemption.since, case.on) is Reached.YES
        ended = exemption.until is not None and exemption.until.reached(case.on) is not Reached.NO
        if exemption.code == code and begun and not ended:
            return not exemption.reaches or hit.provision.label in exemption.reaches
    return False
