"""The shape of every file of the curated pack, as pydantic models.

Invariant: these models know the form of a file and nothing of its meaning; what refers to what is checked in
`obstat.knowledge.validate`. The JSON Schemas for editors are generated from them (``make schemas``).
"""

from __future__ import annotations

from obstat.knowledge.schema.form import Fact, Form
from obstat.knowledge.schema.market import CaseFile, CourtCase, MarketDecision, OpenQuestion, RefutedReport
from obstat.knowledge.schema.parties import Identifier, IdentifierFile, Party, PartyName, Tie, Trap
from obstat.knowledge.schema.products import (
    CompatibilityRule,
    ModelCode,
    Network,
    NetworkFile,
    NetworkPolicy,
    NetworkTechnology,
    Product,
    Radio,
    WorkedExample,
)
from obstat.knowledge.schema.rules import (
    Abroad,
    Condition,
    Effect,
    Exemption,
    Milestone,
    Reach,
    Rule,
    RuleFile,
    Suspension,
)
from obstat.knowledge.schema.situations import Ask, Situation
from obstat.knowledge.schema.vocabulary import Activity, ActorType, List, Region, Vocabulary

__all__ = [
    "Abroad",
    "Activity",
    "ActorType",
    "Ask",
    "CaseFile",
    "CompatibilityRule",
    "Condition",
    "CourtCase",
    "Effect",
    "Exemption",
    "Fact",
    "Form",
    "Identifier",
    "IdentifierFile",
    "List",
    "MarketDecision",
    "Milestone",
    "ModelCode",
    "Network",
    "NetworkFile",
    "NetworkPolicy",
    "NetworkTechnology",
    "OpenQuestion",
    "Party",
    "PartyName",
    "Product",
    "Radio",
    "Reach",
    "RefutedReport",
    "Region",
    "Rule",
    "RuleFile",
    "Situation",
    "Suspension",
    "Tie",
    "Trap",
    "Vocabulary",
    "WorkedExample",
]
