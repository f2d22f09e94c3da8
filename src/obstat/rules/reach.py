"""Which provisions reach a question, and on which unknowns each of them hangs.

Invariant: every test of a provision answers no, yes, or yes on a condition; a `Hit` is a provision for which none
answered no. Nothing here decides: the hits are folded in `obstat.rules.completions`.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from obstat.knowledge.snapshot import Snapshot
from obstat.model.dates import Reached
from obstat.model.identification import Condition, Lead
from obstat.model.ownership import Settling
from obstat.model.records import Provision, Tie
from obstat.model.status import Status
from obstat.rules.case import Case, Hit
from obstat.rules.conditions import Conditions
from obstat.rules.on_lists import adds, on_list
from obstat.ties.links import Link, Ties
from obstat.ties.relations import BESIDE, OVER, UNDER

ANOTHER = "another_firm"
"""None of the parties that a text probably names."""
OTHER = "other"
"""Any country that no rule at hand names."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A provision that names the thing, before its conditions are tested."""

    provision: Provision
    status: Status
    lead: Lead | None
    path: tuple[Tie, ...]
    listed: str | None
    unknowns: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class _Indexed:
    by_party: dict[str, list[Provision]]
    by_list: dict[str, list[Provision]]
    others: list[Provision]


class Reach:
    """Finds the hits of a case among the provisions of a snapshot."""

    def __init__(self, snapshot: Snapshot, ties: Ties | None = None) -> None:
        self._snapshot = snapshot
        self._words = snapshot.vocabulary
        self._conditions = Conditions(snapshot.vocabulary)
        self.ties = ties or Ties(snapshot)
        self._index = functools.cache(self._indexed)
        self._naming = functools.lru_cache(maxsize=65536)(self._all_naming)
        self._extended = functools.lru_cache(maxsize=65536)(self._extending)

    def hits(self, case: Case) -> tuple[list[Hit], list[Hit]]:
        """Hits that touch the status, and those that would for an actor who was not asked about."""
        now, also = [], []
        for found in self._candidates(case):
            when = self._conditions.of(case, found.provision, found.unknowns)
            if when is None:
                continue
            addressed = self._conditions.addressed(case, found.provision)
            hit = Hit(found.provision, found.status, when | (addressed or {}), found.lead, found.path, found.listed)
            if addressed is not None:
                now.append(hit)
            elif hit.status > Status.NOT_RESTRICTED:
                also.append(hit)
        return _without_weaker(now), also

    def domains(self, case: Case, hits: list[Hit]) -> dict[str, tuple[str, ...]]:
        """The values of every unknown that the hits mention."""
        names = {name for hit in hits for name in hit.when}
        return {name: self._domain(case, name, hits) for name in names}

    def near(self, activity: str, jurisdiction: str, parties: set[str]) -> Iterator[Provision]:
        """The provisions on an activity that could reach something of these parties there on some day."""
        yield from self._index(activity, jurisdiction).others
        tied = {link.party for start in parties for link in self.ties.links(start)}
        owners = {
            tie.party if tie.relation == "shareholder_of" else tie.of for p in parties for tie in self.ties.stakes(p)
        }
        for party in tied | owners:
            yield from self.naming(activity, jurisdiction, party)

    def naming(self, activity: str, jurisdiction: str, party: str) -> tuple[Provision, ...]:
        """The provisions that name a party: one by one, or as a party on a list."""
        return self._naming(activity, jurisdiction, party)

    def unfilled(self, case: Case) -> Iterator[Provision]:
        """Provisions on a class of parties into which nobody has been put, that would otherwise reach the case."""
        for provision in self._index(case.question.activity, case.question.jurisdiction).others:
            reached = provision.target == "category" and self._conditions.of(case, provision, ()) is not None
            if reached and self._conditions.addressed(case, provision) is not None:
                yield provision

    # --- candidates: provisions that name the thing, through its parties or its class -----------------------------

    def _candidates(self, case: Case) -> Iterator[_Candidate]:
        index = self._index(case.question.activity, case.question.jurisdiction)
        for lead in case.who.leads:
            if lead.decides:
                yield from self._through_ties(case, lead)
                yield from self._owned(case, lead)
            elif lead.role == "component_maker":
                yield from self._as_component(case, lead)
        deciding = [lead for lead in case.who.leads if lead.decides]
        for provision in index.others:
            if provision.target == "nationality":
                for lead in (lead for lead in deciding if lead.role != "affiliate"):
                    if self._snapshot.parties[lead.party].country in provision.values:
                        yield _Candidate(provision, provision.status, lead, lead.via, None, lead.when)
            elif provision.target != "category" and case.classes:
                yield _Candidate(provision, provision.status, deciding[0] if deciding else None, (), None, ())

    def _through_ties(self, case: Case, lead: Lead) -> Iterator[_Candidate]:
        for link, provisions in self._linked(case, lead):
            unknowns = (*lead.when, *_unknowns(link.path, case.on))
            path = (*lead.via, *link.path)
            for provision in provisions:
                if lead.role == "affiliate" and provision.extent not in _BEYOND_THE_NAMED:
                    continue  # the text names some firm of the group, which such a rule does not reach
                yield _Candidate(provision, provision.status, lead, path, link.party, unknowns)

    def _owned(self, case: Case, lead: Lead) -> Iterator[_Candidate]:
        """Ownership tests: what listed parties hold in aggregate, against the threshold."""
        if lead.role == "affiliate":
            yield from self._perhaps_owned(case, lead)
        for first, listed in self._ownership_tests(case, lead):
            if lead.party in listed:
                yield _Candidate(listed[lead.party], first.status, lead, lead.via, lead.party, lead.when)
                continue
            test = f"aggregate-{first.threshold}"
            held = self.ties.ownership(lead.party, frozenset(listed), test, case.on, case.as_known)
            if held.status == "no":
                continue
            unknowns = lead.when if held.status == "certain" else (*lead.when, (f"share:{first.rule}", "holds"))
            upwards = dict.fromkeys(stake.id for path in held.paths for stake in reversed(path))
            path = tuple(self._snapshot.ties[tie] for tie in upwards)
            owner = held.paths[0][0].owner
            yield _Candidate(listed[owner], first.status, lead, path, owner, unknowns)

    def settling(self, case: Case, hit: Hit) -> tuple[Settling, ...]:
        """The single shares of which knowing one exactly could settle whether an ownership test reaches a thing."""
        lead = hit.lead
        for first, listed in self._ownership_tests(case, lead) if lead else ():
            if lead and hit.provision in listed.values():
                test = f"aggregate-{first.threshold}"
                return self.ties.settling(lead.party, frozenset(listed), test, case.on, case.as_known)
        return ()

    def _ownership_tests(self, case: Case, lead: Lead) -> Iterator[tuple[Provision, dict[str, Provision]]]:
        """One provision of each test that may reach a party through its owners, and by listed party what names it."""
        owners = self.ties.owners(lead.party, case.on, case.as_known)
        for provisions in self._tests(case, {lead.party, *owners}).values():
            if self._snapshot.parties[lead.party].country not in provisions[0].not_nationality:
                standing = (p for p in provisions if self._conditions.of(case, p, ()) is not None)
                if listed := {p.values[0]: p for p in standing}:
                    yield provisions[0], listed

    def _tests(self, case: Case, parties: Iterable[str]) -> dict[tuple[object, ...], list[Provision]]:
        """Provisions whose listed parties' shares add up: of one rule, one test and one effect, in a settled order."""
        tests: dict[tuple[object, ...], list[Provision]] = {}
        for party in sorted(parties):
            for p in self.naming(case.question.activity, case.question.jurisdiction, party):
                if p.extent == "owned":
                    test = (p.rule, p.threshold, p.not_nationality)
                    effect = (p.status, p.device_statuses, p.purposes, p.equipment)
                    tests.setdefault((*test, *effect), []).append(p)
        return tests

    def _perhaps_owned(self, case: Case, lead: Lead) -> Iterator[_Candidate]:
        """What some firm of a listed party's group may be reached by: nothing says how much of it the party owns."""
        for provisions in self._tests(case, [lead.party]).values():
            for provision in provisions:
                if self._conditions.of(case, provision, ()) is not None:
                    unknowns = (*lead.when, (f"share:{provision.rule}", "holds"))
                    yield _Candidate(provision, provision.status, lead, (), lead.party, unknowns)

    def _as_component(self, case: Case, lead: Lead) -> Iterator[_Candidate]:
        """A part inside another's product: only provisions that look at parts."""
        for link, provisions in self._linked(case, lead):
            unknowns = (*lead.when, *_unknowns(link.path, case.on))
            for provision in provisions:
                host = "host_with_covered_module" in provision.device_statuses or provision.components == "restricted"
                if host or provision.components == "conditional":
                    status = provision.status if host else min(provision.status, Status.CONDITIONAL)
                    yield _Candidate(provision, status, lead, link.path, link.party, unknowns)

    def _linked(self, case: Case, lead: Lead) -> Iterator[tuple[Link, list[Provision]]]:
        """The links that stand on the day, with the provisions that name the party at their end and extend to this."""
        for link, provisions in self._extended(case.question.activity, case.question.jurisdiction, lead.party):
            if self._stands(link.path, case):
                yield link, provisions

    def _extending(self, activity: str, jurisdiction: str, party: str) -> list[tuple[Link, list[Provision]]]:
        found = []
        for link in self.ties.links(party):
            named = self.naming(activity, jurisdiction, link.party)
            provisions = [p for p in named if p.extent != "owned" and extends(p, link.place, link.path)]
            if provisions:
                found.append((link, provisions))
        return found

    def _all_naming(self, activity: str, jurisdiction: str, party: str) -> tuple[Provision, ...]:
        index = self._index(activity, jurisdiction)
        own = index.by_party.get(party, [])
        if not index.by_list:
            return tuple(own)
        programmes = {self._snapshot.rules[p.rule].programme: p for p in own}
        listed = [
            found
            for provisions in index.by_list.values()
            for provision in provisions
            for found in on_list(self._snapshot, provision, party)
            if adds(found, programmes.get(self._snapshot.rules[provision.rule].programme))
        ]
        return (*own, *dict.fromkeys(listed))

    def _stands(self, path: tuple[Tie, ...], case: Case) -> bool:
        return all(
            tie.holds(case.on) is not Reached.NO and (case.as_known is None or tie.published <= case.as_known)
            for tie in path
        )

    # --- parts ----------------------------------------------------------------------------------------------------

    def _indexed(self, activity: str, jurisdiction: str) -> _Indexed:
        index = _Indexed({}, {}, [])
        for provision in self._snapshot.provisions_of(activity):
            follows = provision.abroad_item or provision.abroad_actor
            if not follows and not self._words.can_apply_in(provision.jurisdiction, jurisdiction):
                continue
            if provision.target == "party":
                index.by_party.setdefault(provision.values[0], []).append(provision)
            elif provision.target == "list":
                index.by_list.setdefault(provision.values[0], []).append(provision)
            else:
                index.others.append(provision)
        return index

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
            firms = tuple(lead.party for lead in case.who.leads)
            return (*firms, ANOTHER) if case.who.probable else firms
        return {"subject_to_ear": ("yes", "no"), "day": ("come", "not_come")}.get(kind, ("holds", "does_not_hold"))

    def _classes_treated(self, case: Case, hits: list[Hit]) -> tuple[str, ...]:
        """The classes between which the answer is open.

        Of a bare company, those that some rule speaks of: one that covers any of its classes reaches it. Of a class
        that the asker named, all that it holds.
        """
        if case.question.equipment:
            return tuple(code for code in self._words.equipment_classes if code in case.classes)
        limited = [hit.when["equipment"] for hit in hits if "equipment" in hit.when]
        treated = case.classes if len(limited) < len(hits) else frozenset().union(*limited)
        return tuple(code for code in self._words.equipment_classes if code in treated)


_BEYOND_THE_NAMED = ("affiliates", "controlled")


def _unknowns(path: tuple[Tie, ...], on: int) -> tuple[Condition, ...]:
    return tuple(unknown for tie in path for unknown in tie.unknowns(on))


def extends(provision: Provision, place: str, path: tuple[Tie, ...]) -> bool:
    """Whether the extent of the provision goes from its listed party to one standing at `place` along `path`."""
    if not path:
        return True
    if provision.extent == "affiliates":
        return place in (UNDER, BESIDE) or (place == OVER and provision.owners_too)
    return provision.extent == "controlled" and place == UNDER


def _without_weaker(hits: list[Hit]) -> list[Hit]:
    """Drop a hit when the same provision reaches the same lead on fewer unknowns."""
    best: dict[tuple[int, str | None], list[Hit]] = {}
    for hit in hits:
        key = (id(hit.provision), hit.lead.party if hit.lead else None)
        others = best.setdefault(key, [])
        if not any(other.when.items() <= hit.when.items() for other in others):
            best[key] = [other for other in others if not hit.when.items() <= other.when.items()] + [hit]
    return [hit for group in best.values() for hit in group]
