"""Exact shares for ties whose shares are ranges: all that can be extreme, and some at random.

Invariant: every assignment given is admissible: each share within its range, and no company's more than 100 in all,
unless its lows alone are more.
"""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Collection, Iterator
from fractions import Fraction

import exact
from exact import HUNDRED, Holding, Test
from truth import Answer, Companies, Company, room

Point = tuple[Fraction, ...]
"""One share per stake of a company, in their order."""


def admissible(company: Company, point: Point) -> bool:
    within = all(stake.low <= share <= stake.high for stake, share in zip(company, point, strict=True))
    return within and (room(company) is None or sum(point) <= HUNDRED)


def corners(company: Company, threshold: Fraction | None) -> list[Point]:
    """Where a value of the company may be extreme.

    The points in which as many bounds meet as there are stakes, of these bounds: the ends of each range, 100 in all,
    and for tests of one owner alone that an owner's stakes come to exactly the threshold. Between such bounds who is
    reached does not change, and values are the greatest of sums of shares; these are extreme in such points.
    """
    choices = [sorted({stake.low, stake.high} | _at(company, index, threshold)) for index, stake in enumerate(company)]
    found = set(itertools.product(*choices))
    if room(company) is not None:
        for point, index in itertools.product(sorted(found), range(len(company))):
            found.add((*point[:index], HUNDRED - sum(point) + point[index], *point[index + 1 :]))
    return sorted(point for point in found if admissible(company, point))


def _at(company: Company, index: int, threshold: Fraction | None) -> set[Fraction]:
    """What the stake must be for its owner to come to the threshold, the owner's other stakes being at ends."""
    if threshold is None or company[index].low == company[index].high:
        return set()
    rest = [(s.low, s.high) for n, s in enumerate(company) if n != index and s.owner == company[index].owner]
    return {threshold - sum(ends) for ends in itertools.product(*rest)}


def exhaustive(companies: Companies, listed: Collection[str], test: Test, limit: int) -> dict[str, Answer] | None:
    """The answers of all combinations of corners, or None where there are more than ``limit`` of them."""
    threshold = test.threshold if test.way == "single" else None
    points = {name: corners(company, threshold) for name, company in companies.items()}
    if math.prod(len(several) for several in points.values()) > limit:
        return None
    every = itertools.product(*points.values())
    return summed_up(
        [valued(companies, dict(zip(points, chosen, strict=True)), listed, test) for chosen in every], test
    )


def draws(companies: Companies, seed: int, count: int) -> Iterator[dict[str, Point]]:
    """Random admissible assignments: within the ranges, and drawn back towards the lows where they come to too much."""
    rng = random.Random(seed)
    for _ in range(count):
        yield {name: _drawn(company, rng) for name, company in companies.items()}


def _drawn(company: Company, rng: random.Random) -> Point:
    parts = [Fraction(rng.choice((0, 1, 1, rng.randint(0, 1000) / Fraction(1000)))) for _ in company]
    more = [part * (stake.high - stake.low) for part, stake in zip(parts, company, strict=True)]
    left, wanted = room(company), sum(more)
    kept = Fraction(1) if left is None or wanted <= left else left / wanted
    return tuple(stake.low + kept * extra for stake, extra in zip(company, more, strict=True))


def valued(companies: Companies, points: dict[str, Point], listed: Collection[str], test: Test) -> dict[str, Fraction]:
    holdings: list[Holding] = [
        (stake.owner, name, share)
        for name, company in companies.items()
        for stake, share in zip(company, points[name], strict=True)
    ]
    return {**exact.values(holdings, listed, test), **dict.fromkeys(listed, HUNDRED)}


def summed_up(seen: list[dict[str, Fraction]], test: Test) -> dict[str, Answer]:
    """Least, greatest and status of every party over these assignments."""
    found = {}
    for party in set().union(*seen):
        several = [one.get(party, Fraction(0)) for one in seen]
        enough = [test.enough(value) for value in several]
        status = "certain" if all(enough) else "possible" if any(enough) else "no"
        found[party] = Answer(status, min(several), max(several))
    return found
