"""The truth in the shape of ``reached``, with one shortest path to each party.

It shows that the comparison passes what is right, and by being spoilt that it finds what is wrong.

Invariant: a path uses only ties that count, and leads through no party that is not reached itself.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import truth
from exact import Test

Link = tuple[str, str]


@dataclass
class Shown:
    """An answer of which single fields can be spoilt."""

    status: str
    low: Fraction | None
    high: Fraction | None
    paths: list[list[dict[str, str]]]


def reached(ties: Sequence[Mapping[str, Any]], listed: Collection[str], test: str, on: Any = None) -> dict[str, Shown]:
    answers, asked = truth.answers(ties, listed, test, on), Test(test)
    links = [
        (owner, name)
        for name, company in truth.by_company(truth.counted(ties, on)).items()
        for owner in {stake.owner for stake in company}
        if asked.way in ("aggregate", "product") or asked.enough(truth.capped(company, {owner}))
    ]
    passing = {party for party, answer in answers.items() if answer.status != "no" or asked.way == "product"}
    ways = _ways(links, listed, passing, asked.way == "affiliate")
    shown = {}
    for party, answer in answers.items():
        found = [ways[state] for state in ((party, True), (party, False)) if ways.get(state)]
        path = [{"owner": owner, "owned": owned} for owner, owned in min(found, key=len, default=[])]
        wanted = answer.status != "no" and party not in listed
        shown[party] = Shown(answer.status, answer.low, answer.high, [path] if wanted else [])
    return shown


def _ways(
    links: Collection[Link], listed: Collection[str], passing: Collection[str], rising: bool
) -> dict[tuple[str, bool], list[Link]]:
    """The links from a listed party to every passing one. The key's second part says that the way may still go up."""
    ways: dict[tuple[str, bool], list[Link]] = {(start, rising): [] for start in listed}
    queue = list(ways)
    for at, up in queue:
        down = [((owned, False), (owner, owned)) for owner, owned in links if owner == at]
        upwards = [((owner, True), (owner, owned)) for owner, owned in links if up and owned == at]
        for state, link in down + upwards:
            if state not in ways and state[0] in passing:
                ways[state] = [*ways[at, up], link]
                queue.append(state)
    return ways
