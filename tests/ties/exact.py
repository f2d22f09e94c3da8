"""Who is reached when every share is known: plain, slow algorithms in exact fractions.

A holding is ``(owner, owned, share)`` with the share in per cent; several holdings of one owner in one company add up.
The sources of the tests are named in `truth.py`.

Invariant: nothing of obstat is imported and nothing is rounded, so that a difference from it is a finding.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from fractions import Fraction

Holding = tuple[str, str, Fraction]
Shares = Mapping[str, Mapping[str, Fraction]]
"""Of each company, what each of its owners holds in all, in per cent."""
HUNDRED = Fraction(100)


class Test:
    """A test by its name: how what reached owners hold is counted, and how much of it is enough.

    ``way`` is aggregate, single, product or affiliate. Affiliates are tied by the control links of ``control-chain``,
    which is ``single`` with strictly more than half.
    """

    __test__ = False

    def __init__(self, name: str) -> None:
        way, _, share = name.partition("-")
        self.name = name
        self.strict = way in ("control", "affiliate")
        self.way = "single" if way == "control" else way
        self.threshold = Fraction(50) if self.strict else Fraction(share)

    def enough(self, share: Fraction) -> bool:
        return share > self.threshold if self.strict else share >= self.threshold


def added_up(holdings: Iterable[Holding]) -> dict[str, dict[str, Fraction]]:
    """The holdings as `Shares`; those of nothing are left out."""
    shares: dict[str, dict[str, Fraction]] = defaultdict(dict)
    for owner, owned, share in holdings:
        if share:
            shares[owned][owner] = shares[owned].get(owner, Fraction(0)) + share
    return dict(shares)


def values(holdings: Sequence[Holding], listed: Collection[str], test: Test) -> dict[str, Fraction]:
    """What reached owners hold of every company that has an owner, in per cent; for affiliates 100 of each of them."""
    shares = added_up(holdings)
    if test.way == "product":
        effective = effective_shares(shares, listed)
        return {company: effective.get(company, Fraction(0)) for company in shares}
    if test.way == "affiliate":
        found = affiliates(
            ((o, c) for c, owners in shares.items() for o, s in owners.items() if test.enough(s)), listed
        )
        return dict.fromkeys(found, HUNDRED)
    held = {"aggregate": total, "single": greatest}[test.way]
    reached = fixed_point(lambda some: {c for c, owners in shares.items() if test.enough(held(owners, some))}, listed)
    return {company: held(owners, reached) for company, owners in shares.items()}


def total(owners: Mapping[str, Fraction], some: Collection[str]) -> Fraction:
    return sum((share for owner, share in owners.items() if owner in some), Fraction(0))


def greatest(owners: Mapping[str, Fraction], some: Collection[str]) -> Fraction:
    return max((share for owner, share in owners.items() if owner in some), default=Fraction(0))


def fixed_point(step: Callable[[set[str]], set[str]], start: Iterable[str]) -> set[str]:
    """The least set that holds ``start`` and all that ``step`` makes of it; ``step`` only ever adds."""
    found = set(start)
    while not (more := step(found)) <= found:
        found |= more
    return found


def affiliates(links: Iterable[tuple[str, str]], listed: Iterable[str]) -> set[str]:
    """The listed, whoever controls them at any height, and all that any of these control at any depth."""
    pairs = set(links)
    above = fixed_point(lambda some: {owner for owner, owned in pairs if owned in some}, listed)
    return fixed_point(lambda some: {owned for owner, owned in pairs if owner in some}, above)


def effective_shares(shares: Shares, listed: Collection[str]) -> dict[str, Fraction]:
    """The least solution of x = min(100, Ax + b) in per cent, of the parties that any share of a listed party comes to.

    All others have none, even where the equations would allow it (a loop of companies that hold all of each other).
    On those left over the solution is the only one above nothing: the right-hand side is concave and every one of
    them draws on b. It is found from above: begin with 100 for all, and let go whoever has less by the others' values.
    What is let go is a system with one solution, because it has less than it would need to keep itself up.
    """
    known = set(listed)
    touched = fixed_point(
        lambda some: {c for c, owners in shares.items() if any(owner in some for owner in owners)}, known
    )
    value = dict.fromkeys(touched, HUNDRED)
    free: list[str] = []
    held = touched - known
    while lower := {company for company in held if _looked_through(shares[company], value) < HUNDRED}:
        held -= lower
        free += sorted(lower)
        value.update(_solved(free, shares, {party: HUNDRED for party in touched if party not in free}))
    return value


def _looked_through(owners: Mapping[str, Fraction], value: Mapping[str, Fraction]) -> Fraction:
    return sum((share * value.get(owner, Fraction(0)) / HUNDRED for owner, share in owners.items()), Fraction(0))


def _solved(free: Sequence[str], shares: Shares, fixed: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """The values of the free companies, given the fixed ones, by Gauss-Jordan elimination."""
    rows = []
    for company in free:
        owners = shares[company]
        row = [Fraction(company == other) - owners.get(other, Fraction(0)) / HUNDRED for other in free]
        rows.append([*row, _looked_through(owners, fixed)])
    for column in range(len(free)):
        pivot = next(r for r in range(column, len(free)) if rows[r][column])
        rows[column], rows[pivot] = rows[pivot], rows[column]
        rows[column] = [number / rows[column][column] for number in rows[column]]
        for r, row in enumerate(rows):
            if r != column and row[column]:
                rows[r] = [a - row[column] * b for a, b in zip(row, rows[column], strict=True)]
    return {company: row[-1] for company, row in zip(free, rows, strict=True)}
