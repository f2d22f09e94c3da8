"""Why a party is reached: the fewest paths that prove it, and which single share would settle what is only possible.

Invariant: every path leads from a listed party down to the one asked about along pairs of owner and owned, and meets no
party twice.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

import numpy as np

from obstat.model.ownership import Outcome
from obstat.ties.graph import Flags, Ints, Numbers, Stakes
from obstat.ties.outcomes import Outcomes
from obstat.ties.shares import WHOLE, percent
from obstat.ties.waves import links

Path = tuple[int, ...]
"""Pairs, from a listed owner down."""
_COMBINED = 12
"""Owners of whom every combination is tried; of more, the greatest are taken first."""
_MOST_PATHS = 200


def paths(outcomes: Outcomes, party: int) -> tuple[Path, ...]:
    """The fewest paths that prove that a party is reached, certainly or else possibly; none where it is not."""
    stakes, test = outcomes.stakes, outcomes.test
    status = outcomes.status(party)
    if outcomes.listed[party]:
        return ((),)
    if status == "no":
        return ()
    sure = status == "certain"
    shares = stakes.low if sure else stakes.most
    if test.kind == "product":
        return _greatest_products(stakes, outcomes.listed, shares, Fraction(test.least, WHOLE), party)
    wave = outcomes.spread.sure if sure else outcomes.spread.may
    if test.kind == "aggregate":
        return tuple(sorted(_Adding(stakes, wave, shares, test.least).of(party), key=lambda path: (len(path), path)))
    flags = links(stakes, test)[0 if sure else 1]
    return (_back(stakes, wave, flags, party, sideways=test.kind == "affiliate"),)


class _Adding:
    """Paths whose shares add up, from the waves in which parties were reached."""

    def __init__(self, stakes: Stakes, wave: Numbers, shares: Ints, least: int) -> None:
        self._stakes, self._wave, self._shares, self._least = stakes, wave, shares, least
        self._known: dict[int, tuple[Path, ...]] = {}

    def of(self, party: int) -> tuple[Path, ...]:
        """The fewest paths that prove a party, from those of its owners that were reached before it."""
        waiting = [party]
        while waiting:
            at = waiting[-1]
            owners = [
                pair
                for pair in self._stakes.pairs_into(at)
                if 0 <= self._wave[self._stakes.owner[pair]] < self._wave[at]
            ]
            unknown = [o for pair in owners if (o := int(self._stakes.owner[pair])) not in self._known]
            if self._wave[at] == 0:
                self._known[at] = ((),)
            elif unknown:
                waiting += unknown
                continue
            else:
                chosen = self._fewest(owners)
                self._known[at] = tuple(
                    (*path, pair) for pair in chosen for path in self._known[int(self._stakes.owner[pair])]
                )[:_MOST_PATHS]
            waiting.pop()
        return self._known[party]

    def _fewest(self, pairs: Sequence[int]) -> Sequence[int]:
        """The pairs with enough between them that take the fewest paths to prove."""
        cost = {pair: len(self._known[int(self._stakes.owner[pair])]) for pair in pairs}
        ranked = sorted(pairs, key=lambda pair: (-int(self._shares[pair]), cost[pair], pair))
        if len(ranked) <= _COMBINED:
            enough = (
                chosen
                for size in range(1, len(ranked) + 1)
                for chosen in itertools.combinations(ranked, size)
                if sum(int(self._shares[pair]) for pair in chosen) >= self._least
            )
            best = min(enough, key=lambda chosen: sum(cost[pair] for pair in chosen), default=None)
            if best is not None:
                return best
        chosen, held = [], 0
        for pair in ranked:
            if held < self._least:
                chosen.append(pair)
                held += int(self._shares[pair])
        return chosen


def _back(stakes: Stakes, wave: Numbers, flags: Flags, party: int, *, sideways: bool) -> Path:
    """One path along marked pairs, from wave to wave back to a listed party. Where control is common the way goes up
    from the listed party first, so that a pair may be walked from owned to owner."""
    path: list[int] = []
    rising = False
    while wave[party] > 0:
        steps = [] if rising else [(int(stakes.owner[pair]), pair) for pair in stakes.pairs_into(party) if flags[pair]]
        steps = [step for step in steps if 0 <= wave[step[0]] < wave[party]]
        if not steps and sideways:
            rising = True  # what comes before a step upwards is a step upwards
            held = np.flatnonzero(flags & (stakes.owner == party)).tolist()
            steps = [(o, pair) for pair in held if 0 <= wave[o := int(stakes.owned[pair])] < wave[party]]
        party, pair = min(steps, key=lambda step: (wave[step[0]], step))
        path.append(pair)
    return tuple(reversed(path))


def _greatest_products(
    stakes: Stakes, listed: Flags, shares: Ints, threshold: Fraction, party: int
) -> tuple[Path, ...]:
    """The paths of the greatest products, until they add up to the threshold."""
    found: list[Path] = []
    held = Fraction(0)
    for share, path in itertools.islice(_by_product(stakes, listed, shares, party), _MOST_PATHS):
        found.append(path)
        held += share
        if held >= threshold:
            break
    return tuple(found)


def _by_product(stakes: Stakes, listed: Flags, shares: Ints, party: int) -> Iterator[tuple[Fraction, Path]]:
    """Paths from listed parties, the greatest product of shares first."""
    heap: list[tuple[Fraction, int, Path, int]] = [(Fraction(-1), 0, (), party)]
    count = itertools.count(1)
    while heap:
        product, _, path, at = heapq.heappop(heap)
        if listed[at]:
            yield -product, path
            continue
        met = {int(stakes.owned[pair]) for pair in path}
        for pair in stakes.pairs_into(at):
            owner = int(stakes.owner[pair])
            if shares[pair] and owner not in met:
                share = Fraction(int(shares[pair]), WHOLE)
                heapq.heappush(heap, (product * share, next(count), (pair, *path), owner))


def settling(outcomes: Outcomes, party: int, most: int) -> Iterator[tuple[int, Fraction | None, Fraction | None]]:
    """The pairs whose share, known exactly, could alone settle a possible answer about a party.

    For each: the least share (per cent) that makes it certain, and the share below which it is no; None where no value
    does. At most `most` pairs are tried, those nearest the party first.
    """
    for pair in _open_pairs(outcomes.stakes, party, most):
        certain_from = _turns(outcomes, party, pair, lambda status: status == "certain")
        no_below = _turns(outcomes, party, pair, lambda status: status != "no")
        if no_below == outcomes.stakes.low[pair]:
            no_below = None  # even the least that it may be leaves the answer open
        if certain_from is not None or no_below is not None:
            told = [None if end is None else percent(end) for end in (certain_from, no_below)]
            yield pair, told[0], told[1]


def _open_pairs(stakes: Stakes, party: int, most: int) -> list[int]:
    """Pairs above a party whose share is not exactly known, the nearest first."""
    found: list[int] = []
    seen, wave = {party}, [party]
    while wave and len(found) < most:
        pairs = [pair for at in wave for pair in stakes.pairs_into(at)]
        found += [pair for pair in pairs if stakes.low[pair] < stakes.most[pair]]
        wave = list({int(stakes.owner[pair]) for pair in pairs} - seen)
        seen.update(wave)
    return found[:most]


def _turns(outcomes: Outcomes, party: int, pair: int, met: Callable[[Outcome], bool]) -> int | None:
    """The least share of a pair from which on the answer is as wanted; None where it never is.

    The answer only rises with the share, so that the place is found by halving.
    """

    def holds(share: int) -> bool:
        known = outcomes.stakes.with_share(pair, share)
        return met(Outcomes(known, outcomes.listed, outcomes.test).status(party))

    low, high = int(outcomes.stakes.low[pair]), int(outcomes.stakes.most[pair])
    if not holds(high):
        return None
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle + 1, high)
    return low
