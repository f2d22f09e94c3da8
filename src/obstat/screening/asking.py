"""What is asked of one line of an inventory, and what is kept of the answer.

Most lines of most inventories name nobody whom any rule knows; these are told apart by their words before anything is
looked up.

Invariant: the answer to a line is that of `Obstat.answer` to its question.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from obstat.devices.forms import identifier
from obstat.identity.quick import Quick
from obstat.intake.contents import several
from obstat.model.errors import InvalidValue
from obstat.model.places import country
from obstat.model.question import Question
from obstat.model.subject import FACTS, TEXTS, Given, Place, Subject
from obstat.model.verdict import Verdict
from obstat.names.normal import clean
from obstat.screening.check import LONGEST_TEXT, Obstat
from obstat.screening.rows import finding_told
from obstat.screening.warnings import of_signals

ASKED = ("activity", "purpose", "made_in", "equipment", "on")
"""Facts of a row that stand in place of those of the question put to all."""
Facts = tuple[tuple[str, str], ...]
PLURAL = ("rules", "findings", "parties", "products", "needs", "evidence", "notes")
"""Fields of an answer that hold several texts."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is put beside a row, by the names of `obstat.model.screened.COLUMNS`."""

    status: str | None = None
    because: str | None = None
    fault: str | None = None
    rules: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class Asking:
    """Asks about subjects."""

    def __init__(self, ob: Obstat, asked: Mapping[str, Any]) -> None:
        """`asked` are keywords of `Obstat.question`. Raises `InvalidValue` when one of them cannot be read."""
        self._ob, self._asked = ob, dict(asked)
        self._quick = Quick(ob.snapshot, ob.identifier.lookup)
        ob.identifier.signals.expect_many(self._quick.may_name)
        self._names = functools.lru_cache(maxsize=65536)(self._look)
        self._nobody = functools.lru_cache(maxsize=4096)(self._about_nobody)
        self._facts = functools.lru_cache(maxsize=4096)(self._read_facts)
        ob.question("anything", **asked)

    def answer(self, subject: Subject) -> Answer:
        """The answer about one subject; one with a fault where it cannot be read."""
        if subject.fault:
            return Answer(fault=subject.fault)
        text, given, own, unread = self._asked_of(subject)
        if not text and not given:
            return Answer(fault=" ".join(unread) or _NAMELESS)
        signals = [signal for one in given for signal in self._ob.identifier.signals.read(one)]
        try:
            if any(signal.party for signal in signals) or (text and self._quick.may_name(text)):
                found = self._told(self._ob.question(text, **{**self._asked, **dict(own)}, given=given))
            else:
                found = self._nobody(own)
                notes = tuple(told.text for told in of_signals(signals, self._ob.snapshot.parties))
                found = replace(found, notes=notes) if notes else found
        except InvalidValue as error:
            return Answer(fault=str(error))
        return replace(found, notes=(*found.notes, *unread)) if unread else found

    def verdict(self, subject: Subject) -> dict[str, Any]:
        """The whole verdict about a subject that can be read, by the keys of ``obstat check``."""
        text, given, own, _ = self._asked_of(subject)
        return self._ob.answer(self._ob.question(text, **{**self._asked, **dict(own)}, given=given)).to_dict()

    def _asked_of(self, subject: Subject) -> tuple[str, tuple[Given, ...], Facts, tuple[str, ...]]:
        """The text, the identifiers and the facts that a subject gives, and what of it could not be read."""
        text, given = asked_of(subject, self._names)
        facts = tuple((fact, subject.facts[fact]) for fact in ASKED if not _empty(subject.facts.get(fact)))
        own, unread = self._facts(facts)
        given, unread_too = self._identifiers(given)
        return text, given, own, (*unread, *unread_too)

    def _look(self, text: str) -> bool:
        """Whether a text names a party or a product, certain or probable."""
        if not self._quick.may_name(text):
            return False
        found = self._ob.identifier
        return any(match.match for match in found.lookup.find(text)) or bool(found.signals.marked(text))

    def _about_nobody(self, own: Facts) -> Answer:
        """The answer where nobody is known: rules on whole classes of equipment or places of production may reach."""
        return self._told(self._ob.question(_NOBODY, **{**self._asked, **dict(own)}), named=False)

    def _read_facts(self, facts: Facts) -> tuple[Facts, tuple[str, ...]]:
        """Those facts of a row that can be read, and a sentence for each of the others."""
        read, unread = [], []
        for fact, value in facts:
            if fact == "made_in":
                value = country(value) or value
            elif fact == "on":
                value = value[:10]  # a day with a time is that day
            try:
                self._ob.question(_NOBODY, **{**self._asked, fact: value})
                read.append((fact, value))
            except InvalidValue as error:
                unread.append(f"The {fact.replace('_', ' ')} '{value}' of the row is left out: {error}")
        return tuple(read), tuple(unread)

    def _identifiers(self, given: tuple[Given, ...]) -> tuple[tuple[Given, ...], tuple[str, ...]]:
        """Those identifiers of a row that can be read, and a sentence for each of the others."""
        read, unread = [], []
        for one in given:
            try:
                if not _empty(one.text):
                    self._ob.identifier.signals.read(one)
                    read.append(one)
            except InvalidValue as error:
                unread.append(f"An identifier is left out: {error}")
        return tuple(read), tuple(unread)

    def _told(self, question: Question, *, named: bool = True) -> Answer:
        verdict = self._ob.answer(question, later=False)
        because = verdict.summary
        if not named:
            because = because.replace(f"'{_NOBODY}'", "it").replace(_NOBODY, "it")
        return Answer(
            verdict.status.code,
            because,
            None,
            tuple(finding.rule for finding in verdict.findings),
            tuple(map(finding_told, verdict.findings)),
            tuple(party.id for party in verdict.parties),
            tuple(m.id for m in self._ob.identify(question).matches if m.kind == "product" and m.match),
            tuple(need.fact for need in verdict.needs),
            tuple(evidence(verdict)),
            tuple(w.text for w in verdict.warnings if w.kind in ("no_evidence", "signal", "part_inside")),
        )


_NOBODY = "something nobody knows"
_NAMELESS = "The row names nothing; give a company, a product, a model or an identifier."
_NOTHING = frozenset(["", "-", "--", "?", "n/a", "na", "nil", "none", "null", "unknown", "not available", "tbd"])
"""What people write where there is nothing to write."""


def _empty(text: str | None) -> bool:
    return text is None or text.strip().lower() in _NOTHING


def asked_of(subject: Subject, names: Callable[[str], bool]) -> tuple[str, tuple[Given, ...]]:
    """The text to ask about, and everything else that the subject says, as identifiers.

    The brand with its model stand for the thing; where `names` says that these together name nobody, the brand alone
    or the model alone. Without a brand it is one of the firms named. Other firms beside them, and a description, are
    texts that may name somebody. A text that has the form of an identifier is one. Several texts of one role stand in
    lines.
    """
    texts = {
        role: [clean(line) for line in found.split("\n") if not _empty(line)] for role, found in subject.texts.items()
    }
    firms = texts.get("brand") or texts.get("name") or [""]
    maker = firms[0] if len(firms) == 1 else next(filter(names, firms), firms[0])
    model, description = (next(iter(texts.get(role, ())), "") for role in ("model", "description"))
    whole = model if maker.lower() in model.lower() else f"{maker} {model}".strip()
    if whole:
        tried = [whole, maker, model] if model and maker else [whole]
        text = next(filter(names, tried), whole) if len(tried) > 1 else whole
        used = {text, maker, model}
    else:
        text = description
        used = {text} if names(text) else set()
    if len(text) > LONGEST_TEXT:
        text, used = "", set()
    left = ((role, one) for role, found in texts.items() for one in found if one not in used)
    others = (identifier(one) or Given("banner", one, role) for role, one in left)
    if known := identifier(text):
        return "", (*subject.given, known, *others)
    return text, (*subject.given, *others)


def evidence(verdict: Verdict) -> Iterator[str]:
    """Whom each name and identifier speaks of, in which role, and where that is recorded."""
    for party in verdict.parties:
        for one in party.evidence:
            source = f" [{one.source}]" if one.source else ""
            yield f"{party.role.replace('_', ' ')} {party.name}: {one.signal.replace('_', ' ')} {one.value}{source}"


def subject_of(row: Mapping[str, Any], roles: Mapping[str, str]) -> Subject:
    """A row as a subject; several columns of one text are read as one, several of one identifier as several."""
    texts: dict[str, str] = {}
    facts: dict[str, str] = {}
    given: list[Given] = []
    fault = None
    for column, value in row.items():
        if not value:
            continue
        role = roles[column]
        if role == "given":
            given += [given_of(one) for one in value.split("\n")]
        elif role == "fault":
            fault = str(value)
        elif role in TEXTS:
            texts[role] = f"{texts[role]}\n{value}" if role in texts else str(value)
        elif role in FACTS:
            facts[role] = str(value)
        else:
            scheme, _, channel = role.partition("@")
            given += (Given(scheme, each, channel or None) for each in several(scheme, str(value)))
    return Subject(Place(""), texts, tuple(given), facts, fault)


def given_told(one: Given) -> str:
    """An identifier in one text: ``mac 00:11:…``, ``banner@ssh …``."""
    channel = f"@{one.channel.replace(' ', '_')}" if one.channel else ""
    return f"{one.scheme}{channel} {' '.join(one.text.split())}"


def given_of(told: str) -> Given:
    """The identifier that `given_told` wrote."""
    head, _, text = told.partition(" ")
    scheme, _, channel = head.partition("@")
    return Given(scheme, text, channel.replace("_", " ") or None)
