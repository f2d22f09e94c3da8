"""What each ownership test must answer where shares are only partly known: the truth that `obstat.ties` is held to.

Aggregate: 31 CFR 587.406 and OFAC FAQs 399 and 401 (stakes of all blocked persons add up, and only those of blocked
owners count). Affiliate: the definition of 47 U.S.C. 153(2), "owns or controls, is owned or controlled by, or is under
common ownership or control with", with control taken as more than half.

The extremes are taken over all shares within their ranges of which no company's come to more than 100. More of a share
never lowers a value, so the least value is that of all lows. The greatest is not always that of a corner (where every
share but one is at an end of its range): `single-20` of a company of which L has 0-60 and a company D of its own
0-100 is 80, with 20 for L, without which D would not count. So it is derived per test, as each function says, and
`test_truth.py` holds the derivations to exhaustive search.

Invariant: nothing of obstat is imported and nothing is rounded.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import exact
from exact import HUNDRED, Test

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Stake:
    """A tie that counts: between ``low`` and ``high`` per cent of ``owned`` is the owner's."""

    owner: str
    owned: str
    low: Fraction
    high: Fraction


@dataclass(frozen=True, slots=True)
class Answer:
    """``status`` is certain, possible or no; ``low`` and ``high`` are per cent, and None for affiliates."""

    status: str
    low: Fraction | None
    high: Fraction | None


Company = list[Stake]
Companies = dict[str, Company]


def answers(
    ties: Iterable[Mapping[str, Any]], listed: Collection[str], test: str, on: datetime.date | str | None = None
) -> dict[str, Answer]:
    """The answer for every party that occurs in the ties, counted or not, and for the listed."""
    ties, asked = list(ties), Test(test)
    companies = by_company(counted(ties, on))
    low = least(companies, listed, asked)
    high = MOST[asked.way](companies, listed, asked)
    parties = {party for tie in ties for party in (tie["owner"], tie["owned"])}
    return {
        party: _answer(party in listed, low.get(party, ZERO), high.get(party, ZERO), asked)
        for party in parties | set(listed)
    }


def _answer(is_listed: bool, low: Fraction, high: Fraction, test: Test) -> Answer:
    if is_listed:
        low = high = HUNDRED
    status = "certain" if is_listed or test.enough(low) else "possible" if test.enough(high) else "no"
    return Answer(status, *((None, None) if test.way == "affiliate" else (low, high)))


def counted(ties: Iterable[Mapping[str, Any]], on: datetime.date | str | None) -> list[Stake]:
    """The ties that count on the day: established, holding then, and not of a company in itself.

    Without a day every date holds.
    """
    return [
        Stake(tie["owner"], tie["owned"], share(tie.get("low"), ZERO), share(tie.get("high"), HUNDRED))
        for tie in ties
        if tie.get("standing", "established") == "established" and _holds(tie, on) and tie["owner"] != tie["owned"]
    ]


def share(given: Any, missing: Fraction) -> Fraction:
    """A share in per cent; a float is the decimal number that is written for it, not the binary one."""
    return missing if given is None else Fraction(repr(given) if isinstance(given, float) else given)


def _holds(tie: Mapping[str, Any], on: datetime.date | str | None) -> bool:
    day, since, until = (None if moment is None else str(moment) for moment in (on, tie.get("since"), tie.get("until")))
    return day is None or ((since is None or since <= day) and (until is None or day < until))


def by_company(stakes: Iterable[Stake]) -> Companies:
    companies: Companies = defaultdict(list)
    for stake in stakes:
        companies[stake.owned].append(stake)
    return dict(companies)


def room(company: Company) -> Fraction | None:
    """What the lows leave of 100; None where they come to more, so that the data are at fault and nothing is capped."""
    left = HUNDRED - sum(stake.low for stake in company)
    return None if left < 0 else left


def capped(company: Company, some: Collection[str]) -> Fraction:
    """The most that these owners can hold together: their highs, but no more than the others' lows leave."""
    lows = sum((stake.low for stake in company if stake.owner in some), ZERO)
    highs = sum((stake.high for stake in company if stake.owner in some), ZERO)
    left = room(company)
    return highs if left is None else min(highs, lows + left)


def least(companies: Companies, listed: Collection[str], test: Test) -> dict[str, Fraction]:
    """All lows at once are admissible, and no other assignment gives less."""
    holdings = [(stake.owner, stake.owned, stake.low) for company in companies.values() for stake in company]
    return exact.values(holdings, listed, test)


def most_added_up(companies: Companies, listed: Collection[str], test: Test) -> dict[str, Fraction]:
    """Companies are added while the reached can hold enough of them.

    One assignment serves all: each company gives what it can first to the owners by whom it was added, then to those
    reached later. That is as much as they can hold together, so the last set's sums are the greatest there are.
    """
    reached = exact.fixed_point(
        lambda some: {name for name, company in companies.items() if test.enough(capped(company, some))}, listed
    )
    return {name: capped(company, reached) for name, company in companies.items()}


def most_alone(companies: Companies, listed: Collection[str], test: Test) -> dict[str, Fraction]:
    """The greatest stake of one reached owner.

    Owners reached without the company may take all they can. Owners reached only through it count only while one of
    the others keeps enough for it to be reached; their chains cross no other company, or they were not needed. With a
    strict threshold this is the least upper bound; it is at most half then, so that the other's stake is the greater.
    """
    links = [
        (owner, name)
        for name, company in companies.items()
        for owner in {stake.owner for stake in company}
        if test.enough(capped(company, {owner}))
    ]
    reached = _down(links, listed)
    found = {}
    for name, company in companies.items():
        without = _down([link for link in links if link[1] != name], listed)
        holders = {owner: capped(company, {owner}) for owner in {stake.owner for stake in company} & without}
        keepers = [owner for owner, stake in holders.items() if test.enough(stake)]
        through = {stake.owner for stake in company if stake.owner in reached - without}
        others = [_beside(company, owner, keeper, test.threshold) for owner in through for keeper in keepers]
        found[name] = max([*holders.values(), *others], default=ZERO)
    return found


def _down(links: Collection[tuple[str, str]], start: Iterable[str]) -> set[str]:
    return exact.fixed_point(lambda some: {owned for owner, owned in links if owner in some}, start)


def _beside(company: Company, owner: str, keeper: str, kept: Fraction) -> Fraction:
    """The most that the owner can hold while the keeper holds at least so much."""
    high = sum(stake.high for stake in company if stake.owner == owner)
    if room(company) is None:
        return Fraction(high)
    others = sum(stake.low for stake in company if stake.owner not in (owner, keeper))
    lowest = sum(stake.low for stake in company if stake.owner == keeper)
    return min(Fraction(high), HUNDRED - others - max(kept, lowest))


def most_looked_through(companies: Companies, listed: Collection[str], test: Test) -> dict[str, Fraction]:
    """Each company gives what room it has to its owners in the order of their own shares, until nothing improves.

    This is policy iteration of the chance to come upon a listed party going up: companies choose among the vertices of
    what they may give. A choice is left only for a better one; where none is better, the values solve the equations
    of the greatest, and being those of one choice, they are the least solution.
    """
    given = {name: {index: stake.low for index, stake in enumerate(company)} for name, company in companies.items()}
    while True:
        holdings = [
            (companies[name][index].owner, name, portion)
            for name, portions in given.items()
            for index, portion in portions.items()
        ]
        value = exact.effective_shares(exact.added_up(holdings), listed)
        better = False
        for name, company in companies.items():
            best = _filled(company, value)
            if _worth(company, best, value) > _worth(company, given[name], value):
                given[name], better = best, True
        if not better:
            return {name: value.get(name, ZERO) for name in companies}


def _filled(company: Company, value: Mapping[str, Fraction]) -> dict[int, Fraction]:
    left = room(company)
    portions = {}
    for index, stake in sorted(enumerate(company), key=lambda item: -value.get(item[1].owner, ZERO)):
        more = stake.high - stake.low if left is None else min(left, stake.high - stake.low)
        portions[index] = stake.low + more
        left = None if left is None else left - more
    return portions


def _worth(company: Company, portions: Mapping[int, Fraction], value: Mapping[str, Fraction]) -> Fraction:
    return sum((portion * value.get(company[index].owner, ZERO) for index, portion in portions.items()), ZERO)


def most_affiliated(companies: Companies, listed: Collection[str], test: Test) -> dict[str, Fraction]:
    """All links that may be there at once.

    Two owners cannot both control a company of which the whole is known to be 100, but the way up from a listed party
    and down to another need not use both: where they meet in a company, the part above it can be left out.
    """
    links = [
        (owner, name)
        for name, company in companies.items()
        for owner in {stake.owner for stake in company}
        if test.enough(capped(company, {owner}))
    ]
    return dict.fromkeys(exact.affiliates(links, listed), HUNDRED)


MOST = {
    "aggregate": most_added_up,
    "single": most_alone,
    "product": most_looked_through,
    "affiliate": most_affiliated,
}
"""The greatest value of every company, by the way a test counts."""
