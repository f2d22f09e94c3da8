"""Questions with the answers that they must get."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from obstat.knowledge.schema.form import Code, DayText, Form, Id, Text


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
    needs: dict[str, dict[Any, Code]] = Field(default_factory=dict)
    ground: Text
