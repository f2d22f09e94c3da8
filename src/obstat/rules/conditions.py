"""The tests of a provision: does it reach the case, and on which unknowns does that hang?

Invariant: each test answers ``None`` (no), an empty condition (yes) or a condition (yes, if); none of them decides.
"""

from __future__ import annotations

from obstat.model.dates import Day, Reached
from obstat.model.identification import Condition
from obstat.model.records import Exemption, Provision, Rule
from obstat.model.status import Status
from obstat.model.vocabulary import Vocabulary
from obstat.rules.case import Case, Hit

When = dict[str, frozenset[str]]
"""Admissible values by unknown."""

_SURE: When = {}


class Conditions:
    """Tests provisions with the words of a snapshot."""

    def __init__(self, words: Vocabulary) -> None:
        self._words = words
        self._tests = (
            self._in_time,
            self._in_place,
            self._of_class,
            self._of_status,
            self._of_purpose,
            self._of_origin,
        )

    def of(self, case: Case, provision: Provision, unknowns: tuple[Condition, ...]) -> When | None:
        """On what the provision hangs in this case; ``None`` when it does not reach it."""
        when: When = {}
        for test in self._tests:
            found = test(case, provision)
            if found is None:
                return None
            when |= found
        if provision.asked_as and provision.asked_as != ("product" if case.who.product else "company"):
            return None
        for name, value in unknowns:
            when[name] = when.get(name, frozenset([value])) & {value}
        return when

    def _in_place(self, case: Case, provision: Provision) -> When | None:
        asked = case.question
        if provision.abroad_item == "defence_article":
            return None if asked.subject_to_ear == "yes" else _SURE
        if self._words.applies_in(provision.jurisdiction, asked.jurisdiction, case.on):
            return None if provision.abroad_item and asked.subject_to_ear == "no" else _SURE
        if provision.abroad_item:
            if asked.subject_to_ear is None:
                return {provision.abroad_item: frozenset(["yes"])}
            return _SURE if asked.subject_to_ear == "yes" else None
        return _SURE if provision.abroad_actor else None

    def _in_time(self, case: Case, provision: Provision) -> When | None:
        started = begun(provision.since, case.on)
        if started is Reached.NO or (case.as_known is not None and provision.published > case.as_known):
            return None
        when: When = {}
        if started is Reached.MAYBE and provision.since:
            when[f"day:{provision.since.text}"] = frozenset(["come"])
        if until := provision.ends(case.as_known):
            ended = until.reached(case.on)
            if ended is Reached.YES:
                return None
            if ended is Reached.MAYBE:
                when[f"day:{until.text}"] = frozenset(["not_come"])
        spans = [span for span in provision.suspended if _known(span.published, case)]
        for span in spans:
            slept, woken = span.since.reached(case.on), span.until.reached(case.on)
            if slept is Reached.NO or woken is Reached.YES:
                continue
            if slept is Reached.YES and woken is Reached.NO:
                return None
            if slept is Reached.YES:
                when[f"day:{span.until.text}"] = frozenset(["come"])
            elif woken is Reached.NO:
                when[f"day:{span.since.text}"] = frozenset(["not_come"])
            else:
                when[f"in_force:{provision.rule}"] = frozenset(["holds"])
        doubtful = provision.uncertain_from and provision.uncertain_from.reached(case.on) is not Reached.NO
        if (doubtful and len(spans) == len(provision.suspended)) or (
            not provision.firm and provision.status > Status.UNDECIDED
        ):
            when[f"in_force:{provision.rule}"] = frozenset(["holds"])
        return when

    def _of_class(self, case: Case, provision: Provision) -> When | None:
        if case.activity.about == "party" or not provision.equipment:
            return _SURE
        covered = self._words.covered(case.classes, provision.equipment)
        if not covered:
            return None
        return _SURE if covered == case.classes else {"equipment": covered}

    def _of_status(self, case: Case, provision: Provision) -> When | None:
        if not provision.device_statuses:
            return _SURE
        if case.device_status is not None:
            return _SURE if case.device_status in provision.device_statuses else None
        admitted = frozenset(provision.device_statuses) & frozenset(case.activity.device_statuses)
        return {"device_status": admitted} if admitted else None

    def _of_purpose(self, case: Case, provision: Provision) -> When | None:
        if not provision.purposes:
            return _SURE
        if case.question.purpose is not None:
            return _SURE if case.question.purpose in provision.purposes else None
        return {"purpose": frozenset(provision.purposes)}

    def _of_origin(self, case: Case, provision: Provision) -> When | None:
        if provision.target not in ("made_in", "made_outside"):
            return _SURE
        inside = provision.target == "made_in"
        if case.made_in is not None:
            return _SURE if (case.made_in in provision.values) == inside else None
        return {"made_in": frozenset(provision.values) if inside else _Outside(provision.values)}

    def addressed(self, case: Case, provision: Provision) -> When | None:
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


class _Outside(frozenset[str]):
    """All countries but some: membership is turned round, so that `OTHER` and every unnamed country belong."""

    def __contains__(self, country: object) -> bool:
        return not frozenset.__contains__(self, country)


def begun(since: Day | None, on: int) -> Reached:
    return since.reached(on) if since else Reached.YES


def _known(published: int, case: Case) -> bool:
    return case.as_known is None or published <= case.as_known


def running(case: Case, hit: Hit, rules: dict[str, Rule]) -> tuple[Exemption, ...]:
    """The exemptions that could be claimed on the day, for the reach that was hit."""
    entry, listing = rules[hit.provision.rule], rules[hit.provision.listing or hit.provision.rule]
    return tuple(
        exemption
        for exemption in dict.fromkeys((*entry.exemptions, *listing.exemptions))
        if begun(exemption.since, case.on) is Reached.YES
        and (exemption.until is None or exemption.until.reached(case.on) is Reached.NO)
        and (not exemption.reaches or hit.provision.label in exemption.reaches)
    )
