"""Running situations: questions whose answers were written from the law, asked of the engine.

Invariant: a situation passes only when the status, the named rules and, where it is undecided for want of a fact,
exactly the stated needs agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from obstat.screening.check import Obstat

if TYPE_CHECKING:
    from obstat.knowledge.schema import Situation
    from obstat.model.question import Question
    from obstat.model.verdict import Verdict
    from obstat.rules.evaluate import Evaluation


@dataclass(frozen=True, slots=True)
class Outcome:
    """A situation, where it stands (``file:line``), and in what it failed; empty `faults`: it passed."""

    at: str
    situation: Situation
    faults: tuple[str, ...]


def run(ob: Obstat, situations: Iterable[tuple[str, Situation]]) -> Iterator[Outcome]:
    """Ask every situation."""
    for at, situation in situations:
        verdict = ob.answer(question(ob, situation))
        warned = {warning.party for warning in verdict.warnings}
        missing = (f"no warning names {party}" for party in situation.warns if party not in warned)
        yield Outcome(at, situation, (*faults(verdict, situation), *missing))


def question(ob: Obstat, situation: Situation) -> Question:
    """The situation's question."""
    asked = situation.ask.model_dump(exclude={"subject"})
    return ob.question(situation.ask.subject, **asked)


def faults(answer: Verdict | Evaluation, situation: Situation) -> Iterator[str]:
    """In what the status, the findings and the needs differ from the situation."""
    if answer.status.code != situation.answer:
        found = ", ".join(f"{f.rule} {f.gives.code}" for f in answer.findings) or "no finding"
        yield f"answered {answer.status.code} ({found}), not {situation.answer}"
    rules = {finding.rule for finding in answer.findings}
    yield from (f"{rule} is not among the findings" for rule in situation.by if rule not in rules)
    yield from (f"{rule} is among the findings" for rule in situation.without if rule in rules)
    also = {item.rule for item in answer.also}
    yield from (f"{rule} is not listed under also" for rule in situation.also if rule not in also)
    if situation.needs:
        needs = {need.fact: {value: status.code for value, status in need.values.items()} for need in answer.needs}
        wanted = {
            fact: {str(value): code for value, code in values.items()} for fact, values in situation.needs.items()
        }
        if needs != wanted:
            yield f"needs {needs}, not {wanted}"
