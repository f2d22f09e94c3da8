"""A programme: what it is, the effects its entries share, and its rules."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from obstat.knowledge.schema.form import Code, DayText, Fact, Form, Id, Jurisdiction, Text


class Suspension(Form):
    """Days on which an effect sleeps, half-open."""

    since: DayText = Field(alias="from")
    until: DayText
    published: DayText | None = None


class Condition(Form):
    """Facts of the thing on which an effect turns."""

    device_status: Code | tuple[Code, ...] | None = None


class Effect(Form):
    """What becomes of activities, from when until when.

    `restricts` takes its status from the rule's kind and state (the table in `obstat.model.instruments`);
    the other verbs state one: `needs_permission` (licence required), `conditions` (conditional),
    `advises` (advisory), `permits` (not restricted).
    """

    restricts: tuple[Code, ...] = ()
    conditions: tuple[Code, ...] = ()
    advises: tuple[Code, ...] = ()
    needs_permission: tuple[Code, ...] = ()
    permits: tuple[Code, ...] = ()
    since: DayText | None = Field(default=None, alias="from")
    until: DayText | None = None
    published: DayText | None = None
    """From when the effect was known, where that is later than the rule's own publication."""
    ended_by: Id | DayText | None = None
    """The rule, or the day, that made the end known; without it the end was known from the start."""
    until_at_first: DayText | None = None
    """The end that was stated before `ended_by` brought another."""
    suspended: tuple[Suspension, ...] = ()
    uncertain_from: DayText | None = None
    when: Condition = Condition()
    equipment: tuple[Code, ...] | None = None
    addressees: tuple[Id | Code, ...] | None = None
    reaches: tuple[Id, ...] | None = None
    """Labels of the rule's reaches that this effect is confined to."""
    asked_as: Literal["company", "product"] | None = None
    for_purposes: Literal["named", "other", "any"] = "named"
    instrument: Id | None = None
    citation: Text | None = None
    note: Text | None = None


class Reach(Form):
    """Whom or what a rule reaches; each reach names exactly one of the first eight keys."""

    parties: tuple[Id, ...] = ()
    any_supplier: bool = False
    made_in: tuple[str, ...] = ()
    made_outside: tuple[str, ...] = ()
    nationality: tuple[str, ...] = ()
    listed_under: tuple[Id, ...] = ()
    on_list: Id | None = None
    """Every party on an official list (`obstat.sources.lists`), since the day of its listing."""
    measures: tuple[Text, ...] = ()
    """Of those on the list, only the ones on whom the publisher says that one of these measures is imposed.

    A programme's tag, such as `SDGT`, serves as well; `unstated` stands for those of whom no measure is stated.
    """
    unless: tuple[Text, ...] = ()
    """Of those on the list, not the ones on whom the publisher says that one of these measures is imposed."""
    category: Code | None = None
    extent: Literal["named", "affiliates", "controlled", "owned"] = "named"
    threshold: int | None = None
    owners_too: bool = False
    """The rule's text counts owners of the listed party as affiliates."""
    not_nationality: tuple[str, ...] = ()
    """Parties of these countries are outside the reach."""
    components: Literal["none", "conditional", "restricted"] = "none"
    """What a part made by the listed party, inside another's product, amounts to."""
    equipment: tuple[Code, ...] = ()
    purposes: tuple[Code, ...] = ()
    label: Id | None = None
    since: DayText | None = Field(default=None, alias="from")
    until: DayText | None = None
    published: DayText | None = None
    """From when the entry was known; without it, from the reach's own start."""
    note: Text | None = None


class Exemption(Form):
    """A carve-out the asker may claim; while it runs, a claim turns the prohibition into a condition."""

    code: Code
    text: Text
    since: DayText | None = Field(default=None, alias="from")
    until: DayText | None = None
    reaches: tuple[Id, ...] = ()
    """Labels of the reaches it is confined to."""


class Milestone(Form):
    """A dated or planned event of an instrument that changes no answer by itself."""

    date: DayText | None = None
    after: Text | None = None
    months: int | None = None
    event: Text


class Abroad(Form):
    """How a rule reaches beyond its own jurisdiction."""

    item: Literal["subject_to_ear", "defence_article"] | None = None
    """What the rule follows: it binds everybody who handles such an item, wherever they are.

    A question states of an item only whether it is subject to the EAR, which no defence article is (15 CFR
    734.3(b)(1)(i)); what a rule on defence articles does is therefore a condition.
    """
    actor: Code | None = None


class Rule(Fact):
    """One instrument's operative part."""

    id: Id
    title: Text
    kind: Code
    state: Code = "in_force"
    state_note: Text | None = None
    authority: Text | None = None
    citation: Text | None = None
    jurisdiction: Jurisdiction | None = None
    addressees: tuple[Id | Code, ...] = ()
    reaches: tuple[Reach, ...] = ()
    effects: tuple[Effect, ...] = ()
    since: DayText | None = Field(default=None, alias="from")
    """The day a listing entry was made; a shared effect bites from the later of the two days."""
    shares: tuple[Code, ...] = ()
    """Names of the programme's shared effects that this rule has."""
    exemptions: tuple[Exemption, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    abroad: Abroad | None = None
    scope: Text | None = None
    detail_recalled: Text | None = None
    """Which detail rests on memory; its date, where it is one, is written as an interval."""


class RuleFile(Form):
    """One programme: what it is, the effects its entries share, and its rules."""

    programme: Text
    jurisdiction: Jurisdiction
    authority: Text
    citation: Text | None = None
    about: Text | None = None
    shared_effects: dict[str, tuple[Effect, ...]] = Field(default_factory=dict)
    rules: tuple[Rule, ...]
