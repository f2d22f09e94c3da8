"""What changes later: the first days on which the answer becomes another, and what closes in beside it.

Invariant: between two days on which a provision, an exemption, a tie, a membership or a brand period starts or
ends, the answer cannot change; so only those days are asked.
"""

from __future__ import annotations

import datetime
import functools
from collections.abc import Callable
from dataclasses import replace

from obstat.knowledge.snapshot import Snapshot
from obstat.model.dates import Day, iso
from obstat.model.identification import Identification
from obstat.model.question import Question
from obstat.model.records import Provision
from obstat.model.status import Status
from obstat.model.things import Product
from obstat.model.verdict import Later
from obstat.rules.case import Hit
from obstat.rules.evaluate import Evaluation, Evaluator

RELATED = ("authorize_equipment", "import", "sell", "procure_public", "contract_while_using", "spend_public_funds")
"""Activities whose first later restriction is pointed out, whatever was asked."""


class Changes:
    """Scans the days after a question."""

    def __init__(
        self, snapshot: Snapshot, evaluator: Evaluator, identify: Callable[[Question], Identification]
    ) -> None:
        self._snapshot, self._evaluator, self._identify = snapshot, evaluator, identify
        self._steps = functools.lru_cache(maxsize=4096)(self._all_steps)
        self._related = functools.lru_cache(maxsize=4096)(self._first_restrictions)

    def after(self, question: Question, evaluation: Evaluation) -> tuple[Later, ...]:
        """First later day for each other status of the activity asked about, then the related activities."""
        if not evaluation.case.who.leads and not evaluation.case.classes:
            return ()
        found: dict[Status, Later] = {}
        timeless = replace(question, on=datetime.date.min)
        for day, status, change in self._steps(timeless):
            if day > question.on.toordinal() and status is not evaluation.status and change:
                found.setdefault(status, change)
        others = [
            later
            for activity, day, later in self._related(replace(timeless, activity="label_only"))
            if activity != question.activity and day > question.on.toordinal()
        ]
        return (*found.values(), *sorted(others, key=lambda later: later.date))

    def steps(self, question: Question) -> tuple[tuple[int, Status, Later | None], ...]:
        """The answer over all days: each status with the first day it holds on, and what made it so."""
        return self._steps(replace(question, on=datetime.date.min))

    def _all_steps(self, question: Question) -> tuple[tuple[int, Status, Later | None], ...]:
        """The step function of the answer over all days: (first day, status, how to tell it)."""
        steps: list[tuple[int, Status, Later | None]] = []
        before: tuple[Status, str | None] | None = None
        texts = self._change_days(question)
        for day in sorted(texts):
            asked = replace(question, on=datetime.date.fromordinal(day))
            status, rule = self._evaluator.status(asked, self._identify(asked))
            if before is None or status is not before[0]:
                behind = rule or (before[1] if before else None)  # a lapse is told by the rule that lapses
                told = Later(texts[day], status, behind, question.activity) if behind else None
                steps.append((day, status, told))
            before = status, rule
        return tuple(steps)

    def _change_days(self, question: Question) -> dict[int, str]:
        """Days on which something that could touch the question starts or ends, with their text in the source."""
        days: dict[int, str] = {}
        products, parties = self._behind(question)
        for provision in self._evaluator.reach.near(question.activity, question.jurisdiction, parties):
            _add(days, provision.since, provision.until, provision.until_at_first, provision.uncertain_from)
            for span in provision.suspended:
                _add(days, span.since, span.until)
            for rule in {provision.rule, provision.listing or provision.rule} if question.exemption else ():
                for exemption in self._snapshot.rules[rule].exemptions:
                    _add(days, exemption.since, exemption.until)
        _add(days, *self._snapshot.vocabulary.membership_days(question.jurisdiction))
        for party in parties:
            for link in self._evaluator.reach.ties.links(party):
                for tie in link.path:
                    _add(days, tie.since, tie.until)
            for tie in self._evaluator.reach.ties.stakes(party):
                _add(days, tie.since, tie.until)
        for product in products:
            _add(days, product.since, product.until)
        return days

    def _behind(self, question: Question) -> tuple[list[Product], set[str]]:
        """The products that the subject names, and every party that stands behind it on any day."""
        who = self._identify(question)
        products = [self._snapshot.products[match.id] for match in who.matches if match.kind == "product"]
        return products, {product.maker for product in products} | {lead.party for lead in who.leads}

    def _first_restrictions(self, question: Question) -> tuple[tuple[str, int, Later], ...]:
        """For each related activity, the first day on which a provision on it bars the thing for its ordinary actor."""
        found = []
        _, parties = self._behind(question)
        for activity in RELATED:
            barring: dict[Day, list[Provision]] = {}
            for provision in self._evaluator.reach.near(activity, question.jurisdiction, parties):
                if provision.since and provision.status >= Status.LICENCE_REQUIRED and provision.target == "party":
                    barring.setdefault(provision.since, []).append(provision)
            for day in sorted(barring, key=lambda day: day.earliest):
                asked = replace(question, activity=activity, actor=None, on=datetime.date.fromordinal(day.latest))
                _, hits, _ = self._evaluator.hits(asked, self._identify(asked))
                sure = [hit.provision for hit in hits if not _doubtful(hit)]
                if bars := next((provision for provision in barring[day] if provision in sure), None):
                    found.append((activity, day.earliest, Later(day.text, bars.status, bars.rule, activity)))
                    break
        return tuple(found)


def _doubtful(hit: Hit) -> bool:
    """Whether the hit hangs on something other than a fact that the asker could give."""
    return any(":" in name and not name.startswith("day:") for name in hit.when)


def _add(days: dict[int, str], *found: Day | None) -> None:
    for day in found:
        if day is not None:
            days[day.latest] = day.text
            days.setdefault(day.earliest, day.text if day.exact else iso(day.earliest))
