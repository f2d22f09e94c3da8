"""Ties in arrays: who holds what of whom, from when to when.

Invariant: a row is one tie; nothing is dropped, ties that do not count have `counts` false. `Graph.on` gives what holds
on one day, where several ties of one owner in one company are stakes that add up.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from obstat.ties.shares import WHOLE

Ints = NDArray[np.signedinteger[Any]]
Flags = NDArray[np.bool_]
Numbers = Ints
"""Where 32 bits are meant: parties, days and waves."""
ALWAYS, NEVER = 0, 2**31 - 1
"""The days on which a tie begins that has no beginning, and ends that has no end."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Ties by row. Parties are numbers below `parties`; shares are in units; days are ordinals, half-open.

    A day that is not exactly known lies between its first and its last.
    """

    parties: int
    owner: Numbers
    owned: Numbers
    low: Ints
    high: Ints
    since_first: Numbers
    since_last: Numbers
    until_first: Numbers
    until_last: Numbers
    published: Numbers
    counts: Flags
    """Established, and of a kind that is ownership or control."""
    firm: Flags
    """Counts, and rests on more than memory."""
    control: Flags
    """Is control by its own kind, whatever the share."""

    def __len__(self) -> int:
        return len(self.owner)

    @classmethod
    def of_shares(cls, parties: int, owner: Numbers, owned: Numbers, low: Ints, high: Ints) -> Rows:
        """Established stakes without dates."""
        always, never = (np.full(len(owner), day, dtype=np.int32) for day in (ALWAYS, NEVER))
        yes, no = np.ones(len(owner), dtype=bool), np.zeros(len(owner), dtype=bool)
        return cls(parties, owner, owned, low, high, always, always, never, never, always, yes, yes, no)


class Graph:
    """The ties of `rows`, asked about by day."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self.on = functools.lru_cache(maxsize=8)(self._on)

    def _on(self, day: int, as_known: int | None = None) -> Stakes:
        """What holds on a day (ordinal), so far as was published by another."""
        rows = self.rows
        may = rows.counts & (rows.since_first <= day) & (day < rows.until_last) & (rows.owner != rows.owned)
        if as_known is not None:
            may &= rows.published <= as_known
        held = np.flatnonzero(may)
        sure = (rows.firm & (rows.since_last <= day) & (day < rows.until_first))[held]
        return Stakes.of(
            rows.parties,
            rows.owner[held],
            rows.owned[held],
            np.where(sure, rows.low[held], 0),
            rows.high[held],
            rows.control[held],
            sure & rows.control[held],
            held,
        )

    def own_holdings(self) -> Ints:
        """The rows in which a party holds itself: a fault of the data, or shares without rights; they never count."""
        return np.flatnonzero(self.rows.owner == self.rows.owned)


@dataclass(frozen=True, slots=True)
class Stakes:
    """What owners hold of what on one day: one pair of owner and owned after another, sorted by owned, then owner.

    `low` and `high` add up the stakes of the pair. `most` is `high`, but never more than the other owners leave of the
    whole.
    """

    parties: int
    owner: Numbers
    owned: Numbers
    low: Ints
    high: Ints
    most: Ints
    control: Flags
    """Control by its own kind, perhaps."""
    sure_control: Flags
    rows: Ints
    """Rows of the graph, pair after pair."""
    row_starts: Ints
    into: Ints
    """Where the pairs of each owned party begin; one longer than there are parties."""
    total: Ints
    """Of each party, what its owners hold at least."""

    @classmethod
    def of(
        cls,
        parties: int,
        owner: Numbers,
        owned: Numbers,
        low: Ints,
        high: Ints,
        control: Flags,
        sure_control: Flags,
        rows: Ints,
    ) -> Stakes:
        """Stakes from rows in any order."""
        order = np.lexsort((owner, owned))
        owner, owned, low, high = owner[order], owned[order], low[order], high[order]
        first = np.flatnonzero(np.concatenate(([True], (owner[1:] != owner[:-1]) | (owned[1:] != owned[:-1]))))
        first = first[: len(owner)]
        low, high = (np.add.reduceat(column, first) if len(first) else column for column in (low, high))
        perhaps, surely = (
            np.logical_or.reduceat(column[order], first) if len(first) else column for column in (control, sure_control)
        )
        owner, owned = owner[first], owned[first]
        into = np.searchsorted(owned, np.arange(parties + 1)).astype(np.int64)
        total = _sums(low, into)
        most = _left(owned, low, high, total)
        row_starts = np.append(first, len(order)).astype(np.int64)
        return cls(parties, owner, owned, low, high, most, perhaps, surely, rows[order], row_starts, into, total)

    def with_share(self, pair: int, share: int) -> Stakes:
        """The same, with the share of one pair exactly known."""
        low, high = self.low.copy(), self.high.copy()
        low[pair] = high[pair] = share
        total = self.total.copy()
        total[self.owned[pair]] += share - self.low[pair]
        return replace(self, low=low, high=high, total=total, most=_left(self.owned, low, high, total))

    def pairs_into(self, party: int) -> range:
        """The pairs by which a party is owned."""
        return range(int(self.into[party]), int(self.into[party + 1]))

    def rows_of(self, pair: int) -> Sequence[int]:
        """The rows of the graph that a pair adds up."""
        found: list[int] = self.rows[self.row_starts[pair] : self.row_starts[pair + 1]].tolist()
        return found

    def above(self, party: int) -> Ints:
        """The party and everyone who holds anything of it, directly or through others; ascending."""
        seen = np.zeros(self.parties, dtype=bool)
        seen[party] = True
        wave: Ints = np.array([party])
        while len(wave):
            owners = np.unique(self.owner[spread(self.into[wave], self.into[wave + 1])])
            wave = owners[~seen[owners]]
            seen[wave] = True
        return np.flatnonzero(seen)

    def part(self, parties: Ints) -> Stakes:
        """The stakes in some parties, renumbered by their place in `parties`, which holds all their owners too."""
        pairs = spread(self.into[parties], self.into[parties + 1])
        sizes = self.row_starts[pairs + 1] - self.row_starts[pairs]
        into = np.concatenate(([0], np.cumsum(self.into[parties + 1] - self.into[parties])))
        return Stakes(
            len(parties),
            np.searchsorted(parties, self.owner[pairs]).astype(np.int32),
            np.searchsorted(parties, self.owned[pairs]).astype(np.int32),
            self.low[pairs],
            self.high[pairs],
            self.most[pairs],
            self.control[pairs],
            self.sure_control[pairs],
            self.rows[spread(self.row_starts[pairs], self.row_starts[pairs + 1])],
            np.concatenate(([0], np.cumsum(sizes))),
            into,
            self.total[parties],
        )

    def over_the_whole(self) -> Ints:
        """The parties whose owners together hold more than 100 per cent at least: a fault of the data."""
        return np.flatnonzero(self.total > WHOLE)


class Outward:
    """From owners to what they hold: the pairs of each owner."""

    def __init__(self, stakes: Stakes) -> None:
        self.pairs = np.argsort(stakes.owner, kind="stable")
        self.starts = np.searchsorted(stakes.owner[self.pairs], np.arange(stakes.parties + 1))

    def of(self, parties: Ints) -> Ints:
        """The pairs in which one of these parties is the owner."""
        return self.pairs[spread(self.starts[parties], self.starts[parties + 1])]


def spread(starts: Ints, ends: Ints) -> Ints:
    """The numbers of several ranges, one range after another."""
    sizes = ends - starts
    before = np.cumsum(sizes) - sizes
    numbers: Ints = np.arange(sizes.sum()) + np.repeat(starts - before, sizes)
    return numbers


def listed_flags(parties: int, numbers: Iterable[int]) -> Flags:
    """A flag for each party: whether it is one of those that are listed."""
    flags = np.zeros(parties, dtype=bool)
    flags[list(numbers)] = True
    return flags


def _left(owned: Numbers, low: Ints, high: Ints, total: Ints) -> Ints:
    """The most that each pair may hold: no more than the others leave, unless these together exceed the whole."""
    left: Ints = np.where(total[owned] > WHOLE, high, np.minimum(high, WHOLE - (total[owned] - low)))
    return left


def _sums(values: Ints, starts: Ints) -> Ints:
    """The sum of each range of values."""
    running = np.concatenate(([0], np.cumsum(values)))
    sums: Ints = running[starts[1:]] - running[starts[:-1]]
    return sums
