"""One subject of many, screened: what is kept of its verdict, and whom its text might have meant.

Invariant: a row depends on the question and the facts of the snapshot alone; hints that decide nothing (near names,
old editions, what changes later) are no part of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from obstat.identity.wording import readings
from obstat.model.question import Question
from obstat.model.verdict import Finding
from obstat.names.normal import clean
from obstat.names.relation import Trace
from obstat.screening.check import Obstat


@dataclass(frozen=True, slots=True)
class Row:
    """What is kept of the answer to one question."""

    status: str
    rules: tuple[str, ...]
    """The rules that reach it, the strictest first."""
    findings: tuple[str, ...]
    """Of each rule: ``rule status gives party since until``, `-` for what is not known."""
    parties: tuple[str, ...]
    """Who stands behind the subject, and whom restrictions reached it through."""
    products: tuple[str, ...]
    needs: tuple[str, ...]
    """The facts on which the answer hangs."""


def row(ob: Obstat, question: Question) -> Row:
    """The answer to a question, as a row."""
    who = ob.identify(question)
    evaluation = ob.evaluator.evaluate(question, who)
    reached = (hit.listed for hit in evaluation.hits if hit.listed)
    return Row(
        evaluation.status.code,
        tuple(finding.rule for finding in evaluation.findings),
        tuple(finding_told(finding) for finding in evaluation.findings),
        tuple(sorted({*(lead.party for lead in who.leads), *reached})),
        tuple(match.id for match in who.matches if match.kind == "product" and match.match),
        tuple(need.fact for need in evaluation.needs),
    )


def traces(text: str) -> Iterator[Trace]:
    """The names that a text may hold, the text itself first."""
    return (Trace.of(reading.text) for reading in readings(clean(text)))


def finding_told(finding: Finding) -> str:
    """A finding in one text: rule, status, what it gives, party, since, until; `-` for what is not known."""
    fields = (finding.rule, finding.status.code, finding.gives.code, finding.party, finding.since, finding.until)
    return " ".join(field or "-" for field in fields)
