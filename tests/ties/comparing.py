"""Whether an implementation of ``reached`` answers as the truth does, and where not.

A value is held to nine places, for a share such as a third is counted in billionths of a per cent and rounded outwards.
Statuses are held to exactly.

Invariant: every party that occurs is looked at; what differs is told, never raised.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from fractions import Fraction
from typing import Any

import truth
from exact import Test
from graphs import Graph

TESTS = (
    "aggregate-50",
    "aggregate-25",
    "single-50",
    "single-20",
    "control-chain",
    "product-50",
    "product-25",
    "affiliate",
)
NEAR = Fraction(1, 10**9)
Reached = Callable[..., Any]


def differences(graph: Graph, test: str, reached: Reached) -> list[str]:
    """A sentence per difference; none where all is as it must be."""
    expected = truth.answers(graph.ties, graph.listed, test, graph.on)
    answered = reached([dict(tie) for tie in graph.ties], list(graph.listed), test=test, on=graph.on)
    found = []
    for party, wanted in sorted(expected.items()):
        try:
            given = answered[party]
        except KeyError:
            found.append(f"{party} is not answered for; it is {wanted.status}")
            continue
        for name in ("status", "low", "high"):
            one, other = getattr(given, name), getattr(wanted, name)
            if not (other is None or same(one, other)):
                found.append(f"{name} of {party} is {one}, not {other}")
        if party not in graph.listed:
            found += [f"path {n} of {party} {fault}" for n, fault in _faults(party, given.paths, expected, graph, test)]
    return found


def same(given: Any, wanted: Any) -> bool:
    if isinstance(wanted, Fraction):
        return abs(Fraction(given) - wanted) <= NEAR
    return bool(given == wanted)


def told(graph: Graph, test: str) -> str:
    """The graph in a form to look at and to run again."""
    lines = [f"{test}, {graph.made}, on {graph.on}, listed {', '.join(graph.listed)}"]
    return "\n".join([*lines, *(f"  {tie}" for tie in graph.ties)])


def _faults(
    party: str, paths: Sequence[Sequence[Any]], expected: Mapping[str, truth.Answer], graph: Graph, test: str
) -> list[tuple[int, str]]:
    """What is wrong with the paths to a party: by number, or 0 where there should be one and is none."""
    if not paths and expected[party].status != "no":
        return [(0, f"is missing, and {party} is {expected[party].status}")]
    pairs = {(stake.owner, stake.owned) for stake in truth.counted(graph.ties, graph.on)}
    passing = {name for name, answer in expected.items() if answer.status != "no"} | {party}
    if Test(test).way == "product":
        passing = set(expected)
    faults = []
    for n, path in enumerate(paths, 1):
        ties = [(_end(tie, "owner"), _end(tie, "owned")) for tie in path]
        if not set(ties) <= pairs:
            faults.append((n, "has a tie that does not count"))
        elif not leads(ties, party, graph.listed, passing, up_first=Test(test).way == "affiliate"):
            faults.append((n, f"does not lead from a listed party to {party}: {ties}"))
    return faults


def _end(tie: Any, name: str) -> str:
    return str(tie[name] if isinstance(tie, Mapping) else getattr(tie, name))


def leads(
    ties: Sequence[tuple[str, str]], party: str, listed: Collection[str], passing: Collection[str], *, up_first: bool
) -> bool:
    """Whether the ties, one after another, go from a listed party down to this one, through passing parties only.

    With ``up_first`` the way goes up any number of ties, against them, before it goes down.
    """
    if not ties:
        return False

    def walked(at: str, rest: Sequence[tuple[str, str]], rising: bool) -> bool:
        if not rest:
            return at == party
        if at not in passing:
            return False
        (owner, owned), *more = rest
        return (owner == at and walked(owned, more, False)) or (rising and owned == at and walked(owner, more, True))

    return any(walked(start, ties, up_first) for start in listed if start in ties[0])
