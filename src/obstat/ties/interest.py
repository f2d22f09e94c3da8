"""Economic interest: shares multiplied along every path and added up (the test ``product``).

The interest of the listed parties in a company is the sum, over its owners, of the owner's share times 1 where the
owner is listed and times the interest in the owner where it is not: a system of linear equations, of which the least
solution without negative numbers is meant, and never more than the whole.

Invariant: both ends are exact, or in chains and cycles of hundreds of companies wrong in the three hundredth decimal
and then too wide. Companies are taken in the order in which interest flows, so that only those in a cycle are solved
together; with ranges the greatest interest is found by choosing, company by company, who of its owners has how much of
what is not settled, until no choice can be bettered.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

import numpy as np

from obstat.ties.graph import Flags, Ints, Outward, Stakes
from obstat.ties.shares import WHOLE

Interests = dict[int, Fraction]
"""By party, a share of 1; parties in which nobody listed has an interest are absent."""
_ONE, _NONE = Fraction(1), Fraction(0)
_LONGEST, _KEPT = 2048, 1024
"""Bits that a fraction's denominator may have, and that are kept of a longer one, rounded outwards."""
Shares = list[tuple[int, Fraction]]
"""Owners of a company and the share of 1 that each has."""


def interests(stakes: Stakes, listed: Flags) -> tuple[Interests, Interests]:
    """The least and the greatest interest of listed parties in each party in which they may have any."""
    order = _in_order(stakes, listed)
    return _solved(stakes, listed, order, _least, math.floor), _solved(stakes, listed, order, _most, math.ceil)


Choose = Callable[[Stakes, int, Callable[[int], Fraction], frozenset[int]], Shares]
"""From the interest in each owner, the shares that a company's owners have; those in the set are solved together."""


def _least(stakes: Stakes, party: int, interest: Callable[[int], Fraction], among: frozenset[int]) -> Shares:
    pairs = stakes.pairs_into(party)
    return [(int(stakes.owner[pair]), Fraction(int(stakes.low[pair]), WHOLE)) for pair in pairs]


def _most(stakes: Stakes, party: int, interest: Callable[[int], Fraction], among: frozenset[int]) -> Shares:
    """Everybody's least, and the rest of the whole to those in whom the interest is greatest; those outside first."""
    pairs = list(stakes.pairs_into(party))
    owners = {pair: int(stakes.owner[pair]) for pair in pairs}
    pairs.sort(key=lambda pair: (-interest(owners[pair]), owners[pair] in among, owners[pair]))
    total = int(stakes.total[party])
    left = WHOLE - total
    found = []
    for pair in pairs:
        low, high = int(stakes.low[pair]), int(stakes.high[pair])
        more = high - low if total > WHOLE else min(high - low, left)
        left -= more
        found.append((owners[pair], Fraction(low + more, WHOLE)))
    return found


Rounded = Callable[[Fraction], int]
"""Towards which whole number a fraction that grew too long is rounded."""


def _solved(
    stakes: Stakes, listed: Flags, order: Sequence[Sequence[int]], choose: Choose, rounded: Rounded
) -> Interests:
    found: Interests = {}

    def interest(owner: int) -> Fraction:
        return _ONE if listed[owner] else found.get(owner, _NONE)

    for group in order:
        among = frozenset(group)
        alone = len(group) == 1
        while True:
            shares = {party: choose(stakes, party, interest, among) for party in group}
            solved = _equations(shares, interest, among, rounded)
            better = any(value > found.get(party, _NONE) for party, value in solved.items())
            if better or not found.keys() & among:
                found |= {party: max(value, found.get(party, _NONE)) for party, value in solved.items()}
            if alone or choose is _least or not better:
                break
    return {party: value for party, value in found.items() if value}


def _equations(
    shares: Mapping[int, Shares], interest: Callable[[int], Fraction], among: frozenset[int], rounded: Rounded
) -> Interests:
    """The least solution of the interests in some companies that may own each other."""
    fed = {
        party: sum((share * interest(owner) for owner, share in of if owner not in among), _NONE)
        for party, of in shares.items()
    }
    inner = {party: [(o, share) for o, share in of if o in among and share] for party, of in shares.items()}
    alive = _fed_at_all(fed, inner)
    rows = {p: ({o: s for o, s in _added(inner[p]) if o in alive}, fed[p]) for p in shares if p in alive}
    return dict.fromkeys(shares, _NONE) | _within_the_whole(rows, rounded)


Equations = dict[int, tuple[dict[int, Fraction], Fraction]]
"""By company, the shares of owners that are solved together with it, and what the others bring."""


def _within_the_whole(rows: Equations, rounded: Rounded) -> Interests:
    """Solve ``x = min(1, shares · x + fed)``: what would come to more than the whole is the whole, and is so for those
    it owns. Found by turns, each with a guess of which companies these are; the values fall from turn to turn.
    """
    full: set[int] = set()
    for _ in range(len(rows) + 1):
        open_rows = {}
        for party, (shares, fed) in rows.items():
            if party not in full:
                whole = sum((share for owner, share in shares.items() if owner in full), _NONE)
                open_rows[party] = {o: s for o, s in shares.items() if o not in full}, fed + whole
        found = dict.fromkeys(full, _ONE) | _eliminated(open_rows, rounded)
        if not full and all(value <= 1 for value in found.values()):
            return found
        flows = {p: fed + sum((s * found[o] for o, s in shares.items()), _NONE) for p, (shares, fed) in rows.items()}
        before, full = full, {party for party, flow in flows.items() if flow > 1}
        if full == before:
            break
    return {party: min(value, _ONE) for party, value in found.items()}


def _added(shares: Shares) -> list[tuple[int, Fraction]]:
    found: dict[int, Fraction] = {}
    for owner, share in shares:
        found[owner] = found.get(owner, _NONE) + share
    return list(found.items())


def _fed_at_all(fed: Interests, inner: Mapping[int, Shares]) -> set[int]:
    """The companies into which any interest flows; the others of a loop own each other and are nobody's."""
    into: dict[int, list[int]] = {}
    for party, of in inner.items():
        for owner, _ in of:
            into.setdefault(owner, []).append(party)
    alive = {party for party, value in fed.items() if value}
    wave = list(alive)
    while wave:
        wave = [party for owner in wave for party in into.get(owner, ()) if party not in alive]
        alive.update(wave)
    return alive


def _eliminated(rows: Equations, rounded: Rounded) -> Interests:
    """Solve ``x = shares · x + fed`` by eliminating one company after another, next always the one that leaves least to
    be written anew (Markowitz 1957).

    Where owners together have more than the whole, so that interest would grow without end, it is the whole.
    """

    def short(value: Fraction) -> Fraction:
        long = value.denominator.bit_length() > _LONGEST
        return Fraction(rounded(value * (1 << _KEPT)), 1 << _KEPT) if long else value

    users: dict[int, set[int]] = {party: set() for party in rows}
    for party, (shares, _) in rows.items():
        for owner in shares:
            users[owner].add(party)
    done: list[tuple[int, dict[int, Fraction], Fraction]] = []
    waiting = [(len(shares) * len(users[party]), party) for party, (shares, _) in rows.items()]
    heapq.heapify(waiting)
    while waiting:
        cost, party = heapq.heappop(waiting)
        if party not in rows:
            continue
        if (now := len(rows[party][0]) * len(users[party])) > cost:
            heapq.heappush(waiting, (now, party))
            continue
        shares, fed = rows.pop(party)
        own = shares.pop(party, _NONE)
        users[party].discard(party)
        for owner in shares:
            users[owner].discard(party)
        if own >= 1:
            shares, fed = {}, _ONE  # more than the whole: a fault of the data, told elsewhere
        elif own:
            shares, fed = {o: short(s / (1 - own)) for o, s in shares.items()}, short(fed / (1 - own))
        done.append((party, shares, fed))
        for user in users.pop(party):
            theirs, their_fed = rows[user]
            share = theirs.pop(party)
            for owner, more in shares.items():
                theirs[owner] = short(theirs.get(owner, _NONE) + share * more)
                users[owner].add(user)
            rows[user] = theirs, short(their_fed + share * fed)
            heapq.heappush(waiting, (len(theirs) * len(users[user]), user))
    found: Interests = {}
    for party, shares, fed in reversed(done):
        value = fed + sum((share * found[owner] for owner, share in shares.items()), _NONE)
        found[party] = short(value)
    return found


def _in_order(stakes: Stakes, listed: Flags) -> list[list[int]]:
    """The parties below listed ones, owners first; those that own each other together (Tarjan's components)."""
    outward = Outward(stakes)
    below = _below(stakes, outward, listed)
    owners = {
        p: [o for o in stakes.owner[stakes.into[p] : stakes.into[p + 1]].tolist() if below[o]]
        for p in np.flatnonzero(below).tolist()
    }
    return list(components(owners))


def _below(stakes: Stakes, outward: Outward, listed: Flags) -> Flags:
    below = np.zeros(stakes.parties, dtype=bool)
    wave: Ints = np.flatnonzero(listed)
    while len(wave):
        owned = np.unique(stakes.owned[outward.of(wave)])
        wave = owned[~below[owned] & ~listed[owned]]
        below[wave] = True
    return below


def components(owners: Mapping[int, Sequence[int]]) -> list[list[int]]:
    """The strongly connected components of a graph, owners before what they own (Tarjan 1972), without recursion."""
    number: dict[int, int] = {}
    least: dict[int, int] = {}
    stack: list[int] = []
    on_stack: set[int] = set()
    found: list[list[int]] = []
    for start in owners:
        if start in number:
            continue
        work = [(start, iter(owners[start]))]
        number[start] = least[start] = len(number)
        stack.append(start)
        on_stack.add(start)
        while work:
            party, rest = work[-1]
            other = next(rest, None)
            if other is None:
                work.pop()
                if work:
                    least[work[-1][0]] = min(least[work[-1][0]], least[party])
                if least[party] == number[party]:
                    found.append(_taken_off(stack, party))
                    on_stack.difference_update(found[-1])
            elif other not in number:
                number[other] = least[other] = len(number)
                stack.append(other)
                on_stack.add(other)
                work.append((other, iter(owners[other])))
            elif other in on_stack:
                least[party] = min(least[party], number[other])
    return found


def _taken_off(stack: list[int], party: int) -> list[int]:
    """What lies on the stack down to a party, which is taken off with it."""
    taken = [stack.pop()]
    while taken[-1] != party:
        taken.append(stack.pop())
    return taken
