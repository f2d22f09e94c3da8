"""The shape of every file of the curated pack, as pydantic models.

Invariant: these models know the form of a file and nothing of its meaning; what refers to what is checked in
`obstat.knowledge.validate`. The JSON Schemas for editors are generated from them (``make schemas``).
"""

from __future__ import annotations

import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field


def _as_text(value: Any) -> Any:
    """YAML reads 2023-02-06 as a date, 2023 as a number and `on` as true; the pack means text."""
    if isinstance(value, (datetime.date, int, float)) and not isinstance(value, bool):
        return str(value)
    return value


Text = Annotated[str, BeforeValidator(_as_text), Field(min_length=1)]
DayText = Annotated[
    str, BeforeValidator(_as_text), Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?(/\d{4}(-\d{2}(-\d{2})?)?)?$")
]
Code = Annotated[str, BeforeValidator(_as_text), Field(pattern=r"^[a-z0-9][a-z0-9_-]*$")]
Id = Annotated[str, BeforeValidator(_as_text), Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9.-]*$")]
Jurisdiction = Annotated[str, Field(pattern=r"^[A-Z]{2}(-[A-Z0-9]{1,3})?$")]
Confidence = Literal["high", "medium", "low"]


class Form(BaseModel):
    """Base of all pack forms: an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Fact(Form):
    """What every fact carries. `recalled`: no source was found; such a fact has low confidence."""

    confidence: Confidence
    sources: tuple[str, ...] = ()
    published: DayText | None = None
    recalled: bool = False
    note: Text | None = None


# --- rules -----------------------------------------------------------------------------------------------------


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

    `restricts` takes its status from the rule's kind and state (the table in `obstat.rules.statuses`);
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
    ended_by: Id | DayText | None = None
    """The rule, or the day, that made the end known; without it the end was known from the start."""
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
    """Whom or what a rule reaches; each reach names exactly one of the first seven keys."""

    parties: tuple[Id, ...] = ()
    any_supplier: bool = False
    made_in: tuple[str, ...] = ()
    made_outside: tuple[str, ...] = ()
    nationality: tuple[str, ...] = ()
    listed_under: tuple[Id, ...] = ()
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

    item: Literal["subject_to_ear"] | None = None
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
    shared_effects: dict[str, tuple[Effect, ...]] = {}
    rules: tuple[Rule, ...]


# --- parties, ties, identifiers ---------------------------------------------------------------------------------


class PartyName(Form):
    """A name of a party, with the years in which it was used."""

    name: Text
    kind: Literal["legal", "alias", "former", "brand"]
    since: DayText | None = Field(default=None, alias="from")
    until: DayText | None = None
    weak: bool = False
    """An everyday word that proves nothing alone."""
    basis: Literal["source", "seen", "recalled"] | None = None
    source: str | None = None
    note: Text | None = None


class NotListed(Form):
    """A list in which the name was searched for and not found."""

    list: Text
    rules: tuple[Id, ...] = ()


class Party(Fact):
    """A company, a brand that is not itself a legal person, or a public body."""

    id: Id
    name: Text
    kind: Literal["company", "brand", "body"] = "company"
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] | None = None
    seat: Text | None = None
    names: tuple[PartyName, ...] = ()
    equipment: tuple[Code, ...] = ()
    """Classes of what it makes or provides; what a question about the bare company stands for."""
    checked_not_listed: tuple[Text, ...] = ()


class Tie(Fact):
    """`party` is <relation> `of`, for example {party: ezviz, relation: affiliate_of, of: hikvision}."""

    id: Id
    party: Id
    relation: Code
    of: Id
    share: float | None = None
    since: DayText | None = Field(default=None, alias="from")
    until: DayText | None = None


class Identifier(Form):
    """A registered number, a pattern of a registrant's name, or a text that a device shows."""

    party: Id
    scheme: Code
    value: Text
    channel: Text | None = None
    source: str | None = None
    confidence: Confidence
    note: Text | None = None


class Trap(Form):
    """A reason why a signal may name the wrong party."""

    id: Id
    text: Text
    sources: tuple[str, ...] = ()


class IdentifierFile(Form):
    identifiers: tuple[Identifier, ...] = ()
    traps: tuple[Trap, ...] = ()


# --- products and networks ---------------------------------------------------------------------------------------


class ModelCode(Form):
    code: Text
    note: Text | None = None


class Radio(Form):
    """Radio of one handset variant: 3GPP band numbers, UMTS in MHz."""

    technologies: tuple[Text, ...]
    cdma: bool | Literal["some_variants"]
    umts_mhz: tuple[int, ...] = ()
    lte_bands: tuple[int, ...] = ()
    nr_bands: tuple[int, ...] = ()
    note: Text | None = None


class Product(Fact):
    """A model, family, brand line or component, and who makes it."""

    id: Id
    brand: Text
    kind: Literal["model", "family", "brand", "brand_period", "component", "code_pattern", "firmware_family"]
    name: Text
    names: tuple[Text, ...] = ()
    """Other words people use for it, without the brand."""
    maker: Id
    role: Literal["made_by", "brand_of", "oem_of", "alleged_oem_of", "contains_module_of"]
    equipment: Code
    pattern: Text | None = None
    brand_needed: bool = False
    """The name and the pattern prove nothing unless the brand is named too."""
    codes: tuple[ModelCode, ...] = ()
    ambiguous_with: tuple[Id, ...] = ()
    since: DayText | None = Field(default=None, alias="from")
    until: DayText | None = None
    dates: dict[str, DayText] = {}
    made_in: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] | None = None
    radio: Radio | None = None
    voice_on: tuple[Id, ...] = ()
    """Networks known to have sold it or to carry its voice over LTE."""


class NetworkTechnology(Form):
    technology: Literal["GSM", "CDMA", "UMTS", "LTE", "NR"]
    bands: tuple[Text, ...] = ()
    frequencies_mhz: tuple[int, ...] = ()
    later_bands: dict[str, DayText] = {}
    """Bands that came after the start, with the day."""
    start: DayText | None = None
    until: DayText | None = None
    """First day without service."""
    confidence: Confidence
    recalled_fields: tuple[Text, ...] = ()
    sources: tuple[str, ...] = ()
    note: Text | None = None


class NetworkPolicy(Form):
    id: Id
    kind: Literal["activation", "voice_whitelist"]
    since: DayText
    announced: DayText | None = None
    rule: Text
    effect: Text
    confidence: Confidence
    recalled_fields: tuple[Text, ...] = ()
    sources: tuple[str, ...] = ()
    note: Text | None = None


class Network(Form):
    id: Id
    name: Text
    names: tuple[Text, ...] = ()
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
    mcc_mnc: tuple[Text, ...] = ()
    coverage_bands: tuple[int, ...] = ()
    """LTE bands without which service is poor."""
    volte_only_if_listed: bool = False
    """Voice over LTE only for models the carrier certified or listed."""
    technologies: tuple[NetworkTechnology, ...]
    policies: tuple[NetworkPolicy, ...] = ()


class WorkedExample(Form):
    id: Id
    product: Id
    network: Id
    on: DayText
    works: Code
    sold_by_carrier: Literal["yes", "no", "unknown"]
    forbidden_by_law: Literal["yes", "no"]
    reason: Text
    confidence: Confidence
    sources: tuple[str, ...] = ()


class CompatibilityRule(Form):
    id: Id
    rule: Text


class NetworkFile(Form):
    networks: tuple[Network, ...]
    compatibility_rules: tuple[CompatibilityRule, ...] = ()
    worked_examples: tuple[WorkedExample, ...] = ()


# --- market, cases, what is not known -----------------------------------------------------------------------------


class MarketDecision(Fact):
    """A private or carrier decision; `legal_ban` false means that no law demanded it."""

    id: Id
    actor: Text
    actor_type: Code
    decision: Text
    parties: tuple[Id, ...]
    products: tuple[Id, ...] = ()
    """The decision is about these products only; empty means anything of the parties."""
    product_text: Text | None = None
    jurisdiction: Jurisdiction
    date: DayText
    legal_ban: bool


class CourtCase(Fact):
    id: Id
    court: Text
    docket: Text | None = None
    filed: DayText | None = None
    decided: DayText | None = None
    status: Code
    outcome: Text
    affects: tuple[Id, ...]


class RefutedReport(Form):
    id: Id
    claim: Text
    verdict: Text
    reason: Text
    sources: tuple[str, ...] = ()


class OpenQuestion(Form):
    id: Id
    question: Text
    rules: tuple[Id, ...] = ()
    parties: tuple[Id, ...] = ()


class CaseFile(Form):
    court_cases: tuple[CourtCase, ...] = ()
    reports_not_confirmed: tuple[RefutedReport, ...] = ()
    open_questions: tuple[OpenQuestion, ...] = ()


# --- vocabulary ---------------------------------------------------------------------------------------------------


class Activity(Form):
    """`ordinary_actors`: who does this when a question names no actor. `device_statuses`: values admitted."""

    text: Text
    ordinary_actors: tuple[Code, ...]
    device_statuses: tuple[Code, ...] = ()
    buyers: tuple[Code, ...] = ()
    """Actors ranged over when none is given."""
    about: Literal["thing", "party"] = "thing"
    """Whether the party's product classes matter (`thing`) or the dealing is with the party itself."""
    admits: tuple[Code, ...] = ()
    """Equipment classes that the activity can concern; empty means all."""


class ActorType(Form):
    text: Text
    kind_of: Code | None = None
    """The wider type: what binds it binds this one too."""


class List(Form):
    id: Id
    name: Text
    edition: Text
    rules: tuple[Id, ...] = ()


class Region(Form):
    name: Text
    members: dict[str, tuple[DayText | None, DayText | None]]


class Vocabulary(Form):
    state_of_knowledge: DayText
    lists: tuple[List, ...]
    activities: dict[Code, Activity]
    actors: dict[Code, ActorType]
    purposes: dict[Code, Text]
    device_statuses: dict[Code, Text]
    relations: dict[Code, Text]
    kinds: dict[Code, Text]
    states: dict[Code, Text]
    equipment: dict[Code, Any]
    """A tree: a mapping of class to its narrower classes."""
    jurisdictions: dict[str, Text]
    regions: dict[str, Region]


# --- situations ---------------------------------------------------------------------------------------------------


class Ask(Form):
    subject: Text
    activity: Text
    jurisdiction: Text = Field(alias="in")
    on: DayText
    actor: Text | None = None
    purpose: Text | None = None
    made_in: Text | None = None
    equipment: Text | None = None
    device_status: Text | None = None
    as_known: DayText | None = None
    subject_to_ear: (
        Annotated[Literal["yes", "no"], BeforeValidator(lambda v: {True: "yes", False: "no"}.get(v, v))] | None
    ) = None
    exemption: Text | None = None


class Situation(Form):
    """A question, the answer it must get, and the legal ground on which we say so."""

    ask: Ask
    answer: Code
    by: tuple[Id, ...] = ()
    without: tuple[Id, ...] = ()
    also: tuple[Id, ...] = ()
    warns: tuple[Id, ...] = ()
    needs: dict[str, dict[Any, Code]] = {}
    ground: Text
