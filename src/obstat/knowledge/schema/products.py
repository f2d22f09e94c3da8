"""Products and mobile networks."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from obstat.knowledge.schema.form import Code, Confidence, DayText, Fact, Form, Id, Text


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
    bands_incomplete: bool = False
    """The source lists fewer LTE and NR bands than the phone has; a band not listed may be there."""
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
    dates: dict[str, DayText] = Field(default_factory=dict)
    made_in: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] | None = None
    radio: Radio | None = None
    voice_on: tuple[Id, ...] = ()
    """Networks known to have sold it or to carry its voice over LTE."""


class NetworkTechnology(Form):
    technology: Literal["GSM", "CDMA", "UMTS", "LTE", "NR"]
    bands: tuple[Text, ...] = ()
    frequencies_mhz: tuple[int, ...] = ()
    later_bands: dict[str, DayText] = Field(default_factory=dict)
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
    volte_required: bool = False
    """Phones without voice over LTE are not activated."""
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
