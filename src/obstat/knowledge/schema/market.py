"""Market decisions, court cases, and what is not known."""

from __future__ import annotations

from typing import Literal

from obstat.knowledge.schema.form import Code, DayText, Fact, Form, Id, Jurisdiction, Text


class MarketDecision(Fact):
    """A private or carrier decision; `legal_ban` false means that no law demanded it."""

    id: Id
    actor: Text
    actor_type: Code
    decision: Text
    parties: tuple[Id, ...]
    products: tuple[Id, ...] = ()
    """The decision is about these products only; empty means anything of the parties."""
    equipment: tuple[Code, ...] = ()
    """Classes of thing that it is about; empty means anything."""
    stance: Literal["withheld", "offered", "other"]
    """Whether the actor kept the thing out, took it in, or neither."""
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
