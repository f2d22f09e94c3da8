"""Whom the listed parties reach: wave after wave over the stakes of one day.

Invariant: `sure` and `may` are the smallest sets that satisfy the test with every share at its least and at its most,
so that what is `sure` is reached whatever the true shares are, and what is not `may` is not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from obstat.ties.definitions import OwnershipTest
from obstat.ties.graph import Flags, Ints, Numbers, Outward, Stakes
from obstat.ties.shares import WHOLE


@dataclass(frozen=True, slots=True)
class Spread:
    """By party: the wave in which it was reached (0: listed; -1: not at all), and what reached owners hold of it.

    `low` and `high` are in units: added up, or of one owner, as the test has it. For common control they are all or
    nothing.
    """

    sure: Numbers
    may: Numbers
    low: Ints
    high: Ints


def spread_over(stakes: Stakes, listed: Flags, test: OwnershipTest) -> Spread:
    """Apply a test to every party; `product` is in `obstat.ties.interest`."""
    outward = Outward(stakes)
    if test.kind == "aggregate":
        return _aggregate(stakes, outward, listed, test.least)
    sure, may = links(stakes, test)
    if test.kind == "affiliate":
        first, second = (_common_control(stakes, outward, listed, flags) for flags in (sure, may))
        return Spread(first, second, np.where(first >= 0, WHOLE, 0), np.where(second >= 0, WHOLE, 0))
    first, second = (_along(stakes, outward, listed, flags) for flags in (sure, may))
    low = _greatest(stakes, first >= 0, stakes.low)
    high = _greatest(stakes, second >= 0, stakes.most)
    _without_help_of_its_own(stakes, listed, test, second, high)
    low[listed] = high[listed] = WHOLE
    return Spread(first, second, low, high)


def links(stakes: Stakes, test: OwnershipTest) -> tuple[Flags, Flags]:
    """The pairs that meet a test of one owner alone: surely, and perhaps."""
    by_kind = test.kind in ("control-chain", "affiliate")
    sure, may = stakes.low >= test.least, stakes.most >= test.least
    return (sure | stakes.sure_control, may | stakes.control) if by_kind else (sure, may)


def _aggregate(stakes: Stakes, outward: Outward, listed: Flags, least: int) -> Spread:
    at_least = np.zeros(stakes.parties, dtype=np.int64)

    def surely(pairs: Ints, owned: Ints) -> Flags:
        np.add.at(at_least, stakes.owned[pairs], stakes.low[pairs])
        return at_least[owned] >= least

    sure = _waves(stakes, outward, listed, surely)
    high, low_of_may = np.zeros_like(at_least), np.zeros_like(at_least)

    def perhaps(pairs: Ints, owned: Ints) -> Flags:
        np.add.at(high, stakes.owned[pairs], stakes.high[pairs])
        np.add.at(low_of_may, stakes.owned[pairs], stakes.low[pairs])
        return _at_most(stakes.total[owned], high[owned], low_of_may[owned]) >= least

    may = _waves(stakes, outward, listed, perhaps)
    at_most = _at_most(stakes.total, high, low_of_may)
    at_least[listed] = at_most[listed] = WHOLE
    return Spread(sure, may, at_least, at_most)


def _at_most(total: Ints, high: Ints, low: Ints) -> Ints:
    """What some owners hold at most: their own most, or what the others leave; what exceeds the whole is not capped."""
    return np.where(total > WHOLE, high, np.minimum(high, WHOLE - (total - low)))


def _waves(stakes: Stakes, outward: Outward, listed: Flags, meets: Callable[[Ints, Ints], Flags]) -> Numbers:
    """The wave of each party; `meets` enters new pairs and tells which of the parties owned by them meet the test."""
    found = np.where(listed, 0, -1).astype(np.int32)
    wave: Ints = np.flatnonzero(listed)
    number = 0
    while len(wave):
        number += 1
        pairs = outward.of(wave)
        owned = np.unique(stakes.owned[pairs])
        wave = owned[meets(pairs, owned) & (found[owned] < 0)]
        found[wave] = number
    return found


def _along(stakes: Stakes, outward: Outward, listed: Flags, flags: Flags) -> Numbers:
    """The wave of each party that is reached along marked pairs."""

    def meets(pairs: Ints, owned: Ints) -> Flags:
        return np.isin(owned, stakes.owned[pairs[flags[pairs]]])

    return _waves(stakes, outward, listed, meets)


def _common_control(stakes: Stakes, outward: Outward, listed: Flags, flags: Flags) -> Numbers:
    """The controllers of listed parties at any height, and from them everything below."""
    found = np.where(listed, 0, -1).astype(np.int32)
    wave: Ints = np.flatnonzero(listed)
    number = 0
    while len(wave):
        number += 1
        pairs = np.concatenate([np.arange(stakes.into[p], stakes.into[p + 1]) for p in wave.tolist()]).astype(np.int64)
        above = np.unique(stakes.owner[pairs[flags[pairs]]])
        wave = above[found[above] < 0]
        found[wave] = number
    below = _along(stakes, outward, found >= 0, flags)
    return np.where((found < 0) & (below > 0), below + number, found).astype(np.int32)


def _greatest(stakes: Stakes, reached: Flags, shares: Ints) -> Ints:
    """The greatest share that one reached owner holds of each party."""
    greatest = np.zeros(stakes.parties, dtype=np.int64)
    of_reached = reached[stakes.owner]
    np.maximum.at(greatest, stakes.owned[of_reached], shares[of_reached])
    return greatest


def _without_help_of_its_own(stakes: Stakes, listed: Flags, test: OwnershipTest, wave: Numbers, greatest: Ints) -> None:
    """Correct what one owner alone holds at most where that owner is reached only through what it owns.

    Such a party must first be reached by another owner, whose stake then leaves less to this one.
    """
    later = (wave[stakes.owner] >= wave[stakes.owned]) & (wave[stakes.owned] > 0)
    for party in np.unique(stakes.owned[later & (stakes.most >= greatest[stakes.owned])]).tolist():
        above = stakes.above(party)
        part, here = stakes.part(above), int(np.searchsorted(above, party))
        _, may = links(part, test)
        apart = _along(part, Outward(part), listed[above], may & (part.owner != here)) >= 0
        pairs = list(part.pairs_into(here))
        firsts = [pair for pair in pairs if apart[part.owner[pair]]]
        best = [int(part.most[pair]) for pair in firsts]
        entries = [pair for pair in firsts if may[pair]]
        for pair in set(pairs) - set(firsts):
            if wave[above[part.owner[pair]]] >= 0:
                best += [_beside(part, pair, entry, test.least) for entry in entries]
        greatest[party] = max(best)


def _beside(part: Stakes, pair: int, entry: int, least: int) -> int:
    """What the owner of `pair` holds at most while that of `entry` holds enough to reach the party."""
    total = int(part.total[part.owned[pair]])
    if total > WHOLE:
        return int(part.high[pair])
    needed = max(least - int(part.low[entry]), 0)
    return int(min(part.high[pair], WHOLE - (total - int(part.low[pair])) - needed))


def alone(stakes: Stakes, listed: Flags, test: OwnershipTest, party: int) -> tuple[Stakes, Flags, int]:
    """The part of the stakes on which the answer about one party hangs: what is above it, and for common control also
    what is beside; with who is listed there, and the party's number in it."""
    if test.kind == "affiliate":
        return stakes, listed, party
    above = stakes.above(party)
    return stakes.part(above), listed[above], int(np.searchsorted(above, party))
