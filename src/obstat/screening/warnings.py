"""What a reader must weigh beside the findings, and that decides nothing.

Invariant: every warning has a kind that `obstat.model.verdict.WARNINGS`, the relations or the roles describe.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence

from obstat.knowledge.snapshot import Snapshot
from obstat.model.dates import iso
from obstat.model.identification import SIGNAL_ROLES, Identification, Signal
from obstat.model.question import Question
from obstat.model.records import Party
from obstat.model.status import Status
from obstat.model.verdict import Warned
from obstat.rules.evaluate import Evaluation, Evaluator
from obstat.screening.list_warnings import ListWarnings


class Warnings:
    """The warnings of answers from one snapshot."""

    def __init__(self, snapshot: Snapshot, evaluator: Evaluator) -> None:
        self._snapshot, self._evaluator = snapshot, evaluator
        self._lists = ListWarnings(snapshot)

    def of(self, question: Question, who: Identification, evaluation: Evaluation) -> Iterator[Warned]:
        """The warnings of one answer, in their order."""
        parties, relations = self._snapshot.parties, self._snapshot.vocabulary.relations
        yield from (Warned("shared_name", remark) for remark in who.remarks)
        yield from self._lists.of((lead.party for lead in who.leads), question.on)
        for match in who.probable:
            if match.kind == "party":
                said = match.why if match.role in SIGNAL_ROLES else f"'{who.text}' {match.why}"
                text = f"{parties[match.id].name} is probably meant, but that is not certain: {said}."
                yield Warned("probable_name", text, match.id, parties[match.id].sources)
        yield from of_signals(who.signals, parties)
        for match in who.near:
            name = parties[match.id].name
            text = f"{name} may be meant: '{who.text}' {match.why}. If so, ask about '{name}'."
            yield Warned("near_name", text, match.id, parties[match.id].sources)
        for lead in who.leads:
            if not lead.decides and lead.made_by:
                product = self._snapshot.products[lead.made_by]
                yield Warned(
                    product.role,
                    _unowned(product.role, product.brand, parties[lead.party].name),
                    lead.party,
                    product.sources,
                )
            for tie in self._evaluator.reach.ties.warnings(lead.party, question.on.toordinal()):
                if question.as_known is None or tie.published <= question.as_known.toordinal():
                    said = f"{relations[tie.relation]} {parties[tie.of].name}"
                    said = said if tie.standing == "established" else f"{said} ({tie.standing})"
                    text = f"{parties[tie.party].name}: {said}; this decides nothing."
                    other = tie.of if tie.party == lead.party else tie.party
                    yield Warned(tie.relation, text, other, tie.sources)
        rules = self._snapshot.rules
        unfilled = self._evaluator.reach.unfilled(evaluation.case) if who.leads else ()
        for rule, category in dict.fromkeys((p.rule, p.values[0]) for p in unfilled):
            words = category.replace("_", " ")
            yield Warned("nobody_designated", f"{rules[rule].title}: reaches nobody yet (class: {words}).")
        # What the pack remarks has no date of its own, so it counts as known from the pack's day.
        remarked = question.as_known is None or question.as_known.toordinal() >= self._snapshot.pack_date
        if question.as_known is not None:
            yield from self._undated(question.as_known.toordinal(), who)
        if evaluation.status is Status.NO_RECORD and remarked:
            yield from self._searched_for(who)
        for finding in evaluation.findings:
            if (detail := rules[finding.rule].detail_recalled) and remarked:
                yield Warned("recalled_detail", f"{rules[finding.rule].title}: from memory only: {detail}.")
        if question.on.toordinal() > self._snapshot.pack_date:
            day = datetime.date.fromordinal(self._snapshot.pack_date)
            yield Warned("stale", f"The facts are those known on {day}; the day asked about is later.")

    def _undated(self, known: int, who: Identification) -> Iterator[Warned]:
        """Ties left out because nothing says when they became known; they count from the pack's own day."""
        for lead in who.leads:
            for tie in self._evaluator.reach.ties.direct(lead.party):
                if tie.published == self._snapshot.pack_date > known:
                    names = " and ".join(self._snapshot.parties[party].name for party in (tie.party, tie.of))
                    text = f"The tie between {names} has no date, so it counts as known only from {iso(tie.published)}."
                    yield Warned("undated_tie", text, tie.of if tie.party == lead.party else tie.party, tie.sources)

    def _searched_for(self, who: Identification) -> Iterator[Warned]:
        """Lists in which the firm was looked for and not found: the basis, with its date, for saying 'not listed'."""
        for lead in who.leads:
            party = self._snapshot.parties[lead.party]
            if party.checked_not_listed:
                lists = "; ".join(party.checked_not_listed)
                yield Warned("checked_not_listed", f"{party.name} was looked for and not found in: {lists}.", party.id)


def _unowned(role: str, brand: str, maker: str) -> str:
    if role == "contains_module_of":
        return f"It contains a part made by {maker}; the part's maker is not the maker of the product."
    built = "is reported to be" if role == "alleged_oem_of" else "is"
    return (
        f"It {built} built by {maker} and sold as {brand}. Such a tie decides nothing here; a rule on equipment "
        f"'produced by' {maker} may still reach it, so ask for the model's papers."
    )


def of_signals(signals: Sequence[Signal], parties: Mapping[str, Party]) -> Iterator[Warned]:
    """What identifiers tell beside the parties, and those that tell nothing: a miss is no clean result."""
    for signal in signals:
        for remark in signal.remarks:
            yield Warned("signal", f"{signal.value}: {remark.rstrip('.')}.", signal.party)
        if signal.role == "component_maker" and signal.party:
            name = parties[signal.party].name
            by = f"{signal.scheme.replace('_', ' ')} {signal.told}"
            text = f"It contains a part by {name} ({by}), who need not have made the whole."
            yield Warned("part_inside", text, signal.party, (signal.source,) if signal.source else ())
    misses = [f"{s.scheme.replace('_', ' ')} {s.told}" for s in signals if s.party is None and not s.beside]
    if misses:
        yield Warned("no_evidence", f"No evidence of a listed maker in: {', '.join(misses)}; that is no clean result.")
