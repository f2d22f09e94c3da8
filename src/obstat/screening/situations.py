"""Running situations: questions whose answers were written from the law, asked of the engine.

Invariant: a situation passes only when the status, the named rules and, where it is undecided for want of a fact, exactly the stated
needs agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from obstat.screening.check import Obstat

if TYPE_CHECKING:
    from obstat.knowledge.schema import Situation
    from obstat.model.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Outcome:
    """A situation, where it stands (``file:line``), and in what it failed; empty `faults`: it passed."""

    at: str
    situation: Situation
    faults: tuple[str, ...]


def run(ob: Obstat, situations: Iterable[tuple[str, Situation]]) -> Iterator[Outcome]:
    """Ask every situation."""
    for at, situation in situations:
        yield Outcome(at, situation, tuple(faults(ask(ob, situation), situation)))


def ask(ob: Obstat, situation: Situation) -> Verdict:
    """The verdict on the situation's question."""
    asked = situation.ask
    return ob.check(
        asked.subject,
        activity=asked.activity,
        jurisdiction=asked.jurisdiction,
        on=asked.on,
        actor=asked.actor,
        as_known=asked.as_known,
        purpose=asked.purpose,
        made_in=asked.made_in,
        equipment=asked.equipment,
        device_status=asked.device_status,
        subject_to_ear=asked.subject_to_ear,
        exemption=asked.exemption,
    )


def faults(verdict: Verdict, situation: Situation) -> Iterator[str]:
    """In what the verdict differs from the situation."""
    if verdict.status.code != situation.answer:
        found = ", ".join(f"{f.rule} {f.gives.code}" for f in verdict.findings) or "no finding"
        yield f"answered {verdict.status.code} ({found}), not {situation.answer}"
    rules = {finding.rule for finding in verdict.findings}
    yield from (f"{rule} is not among the findings" for rule in situation.by if rule not in rules)
    yield from (f"{rule} is among the findings" for rule in situation.without if rule in rules)
    also = {item.rule for item in verdict.also}
    yield from (f"{rule} is not listed under also" for rule in situation.also if rule not in also)
    warned = {warning.party for warning in verdict.warnings}
    yield from (f"no warning names {party}" for party in situation.warns if party not in warned)
    if situation.needs:
        needs = {need.fact: {value: status.code for value, status in need.values.items()} for need in verdict.needs}
        wanted = {fact: {str(value): code for value, code in values.items()} for fact, values in situation.needs.items()}
        if needs != wanted:
            yield f"needs {needs}, not {wanted}"
