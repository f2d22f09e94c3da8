"""A question with its subject identified: what is known of the thing before any rule is asked."""

from __future__ import annotations

from dataclasses import dataclass

from obstat.model.identification import Identification, Lead
from obstat.model.question import Question
from obstat.model.records import Provision, Tie
from obstat.model.status import Status
from obstat.model.vocabulary import Activity, Vocabulary


@dataclass(frozen=True, slots=True)
class Case:
    """A question with its subject identified and its day as an ordinal."""

    question: Question
    who: Identification
    activity: Activity
    on: int
    as_known: int | None
    classes: frozenset[str]
    """The equipment classes that the thing may be; empty: not known. A class named for a company, or the company's
    own, is taken apart into the narrowest ones inside it."""
    device_status: str | None
    made_in: str | None


def settle(question: Question, who: Identification, words: Vocabulary) -> Case:
    """Settle what the question, the product and the party say about the thing."""
    activity = words.activities[question.activity]
    classes = frozenset([question.equipment] if question.equipment else who.equipment)
    if who.product is None and who.leads:
        classes = frozenset(leaf for code in classes for leaf in words.narrowest(code))
        admitted = frozenset(leaf for code in activity.admits for leaf in words.narrowest(code))
        classes = classes & admitted or classes
    return Case(
        question,
        who,
        activity,
        question.on.toordinal(),
        question.as_known.toordinal() if question.as_known else None,
        classes,
        _device_status(question, activity, who),
        question.made_in or who.made_in,
    )


@dataclass(frozen=True, slots=True)
class Hit:
    """One provision on one lead: the status it gives under the condition `when`."""

    provision: Provision
    status: Status
    when: dict[str, frozenset[str]]
    lead: Lead | None
    path: tuple[Tie, ...]
    listed: str | None


def _device_status(question: Question, activity: Activity, who: Identification) -> str | None:
    if activity.device_statuses == ("in_use",):
        return "in_use"
    if question.device_status == "in_stock":
        return "previously_authorised"  # a unit in stock is of a model that was authorised
    parts = any(lead.role == "component_maker" for lead in who.leads)
    if question.device_status is None and parts and "host_with_covered_module" in activity.device_statuses:
        return "host_with_covered_module"
    return question.device_status
