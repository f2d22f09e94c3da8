"""One mechanism for everything unknown: the verdict over all values that the unknown facts could have.

Invariant: an unknown is a name with a finite set of values. A hit applies under a condition, a set of admissible
values for each unknown it hangs on; within one completion (every unknown given a value) the status is the fold of
the hits that apply. Where all completions agree that is the status; where they differ it is `UNDECIDED`, and the
needs are exactly the unknowns that some completion turns on.

Values that no condition tells apart are evaluated once, so the work grows with the distinctions the law makes and not
with the number of countries.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from obstat.model.status import Status, fold

When = Mapping[str, frozenset[str]]
"""Admissible values by unknown; empty: always."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """`needs` gives, for each unknown that matters, the status under each of its values."""

    status: Status
    needs: Mapping[str, Mapping[str, Status]]


def decide(hits: Sequence[tuple[Status, When]], domains: Mapping[str, Sequence[str]]) -> Outcome:
    """The status over every completion of the unknowns that `hits` mention, and what it hangs on.

    `domains` has the values of at least each unknown mentioned in a condition.
    """
    unknowns = sorted({name for _, when in hits for name in when})
    if not unknowns:
        return Outcome(fold(status for status, _ in hits), {})
    classes = {name: _indistinct(name, hits, domains[name]) for name in unknowns}
    statuses = dict(_completions(hits, unknowns, classes))
    distinct = set(statuses.values())
    if len(distinct) == 1:
        return Outcome(distinct.pop(), {})
    needs = {}
    for position, name in enumerate(unknowns):
        if _turns_on(position, statuses):
            by_class = {key[position]: set[Status]() for key in statuses}
            for key, status in statuses.items():
                by_class[key[position]].add(status)
            needs[name] = {value: _agreed(by_class[members[0]]) for members in classes[name] for value in members}
            needs[name] = {value: needs[name][value] for value in domains[name]}
    return Outcome(Status.UNDECIDED, needs)


def possible(hits: Sequence[tuple[Status, When]], domains: Mapping[str, Sequence[str]]) -> frozenset[Status]:
    """Every status that some completion gives."""
    unknowns = sorted({name for _, when in hits for name in when})
    classes = {name: _indistinct(name, hits, domains[name]) for name in unknowns}
    return frozenset(status for _, status in _completions(hits, unknowns, classes))


def _indistinct(name: str, hits: Sequence[tuple[Status, When]], values: Sequence[str]) -> list[list[str]]:
    """The values of one unknown, grouped by the conditions that admit them."""
    groups: dict[tuple[bool, ...], list[str]] = {}
    tests = [when[name] for _, when in hits if name in when]
    for value in values:
        groups.setdefault(tuple(value in admitted for admitted in tests), []).append(value)
    return list(groups.values())


def _completions(
    hits: Sequence[tuple[Status, When]], unknowns: Sequence[str], classes: Mapping[str, list[list[str]]]
) -> Iterator[tuple[tuple[str, ...], Status]]:
    place = {name: position for position, name in enumerate(unknowns)}
    tests = [(status, [(place[name], admitted) for name, admitted in when.items()]) for status, when in hits]
    for values in itertools.product(*([members[0] for members in classes[name]] for name in unknowns)):
        worst = Status.NO_RECORD
        for status, test in tests:
            if status > worst and all(values[position] in admitted for position, admitted in test):
                worst = status
        yield values, worst


def _turns_on(position: int, statuses: Mapping[tuple[str, ...], Status]) -> bool:
    """Whether two completions that differ only at `position` differ in status."""
    seen: dict[tuple[str, ...], Status] = {}
    for values, status in statuses.items():
        others = values[:position] + values[position + 1 :]
        if seen.setdefault(others, status) != status:
            return True
    return False


def _agreed(statuses: set[Status]) -> Status:
    return next(iter(statuses)) if len(statuses) == 1 else Status.UNDECIDED
