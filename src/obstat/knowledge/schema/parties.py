"""Parties, their names, ties and identifiers."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from obstat.knowledge.schema.form import Code, Confidence, DayText, Fact, Form, Id, Text


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
    share: float | tuple[float, float] | None = None
    """In per cent: exact, or between two numbers."""
    standing: Literal["established", "alleged", "disputed"] = "established"
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
