"""How many of what a passage speaks of, so that a number which a copy changed is seen whatever the claim is about.

Invariant: only numbers of the same things are compared; years, days of a month and ranks are no numbers of things.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from decimal import Decimal

from obstat.news import wording

Quantities = dict[str, frozenset[Decimal]]
"""By the stem of the word that is counted."""
_ONES = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
_NUMBERS = {word: Decimal(at) for at, word in enumerate(f"{_ONES} eighteen nineteen twenty".split(), 1)}
_TENS = "thirty forty fifty sixty seventy eighty ninety"
_NUMBERS |= {word: Decimal(10 * at) for at, word in enumerate(_TENS.split(), 3)}
_SCALE = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_SHARES: dict[str, int | Decimal] = {"half": 50, "third": Decimal("33.3"), "quarter": 25, "fifth": 20, "tenth": 10}
_MONTH = "january february march april may june july august september october november december"
_MONTHS = frozenset(_MONTH.split())
_COUNT = re.compile(
    rf"(?<![\w.,-])(?P<number>\d[\d,]*(?:\.\d+)?|{'|'.join(_NUMBERS)})(?:[\s-](?P<scale>{'|'.join(_SCALE)}))?"
    r"(?P<percent>\s?%|\s+per\s?cent\b)?(?:[\s-]+(?P<thing>[^\W\d_]+))?"
)
_SHARE = re.compile(
    rf"\b(?:(?:an?|one)[\s-](?P<share>{'|'.join(_SHARES)})|(?P<half>half))\b"
    r"(?=\s+(?:of|in|on|at|than|from|over|more|less|and|to|by|all|the|its|their)\b|[^\w\s]|\s*$)"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_PERCENT = "percent"


@functools.lru_cache(maxsize=16384)
def quantities(passage: str) -> Quantities:
    found: dict[str, set[Decimal]] = {}
    plain = passage.casefold()
    for match in _SHARE.finditer(plain):
        found.setdefault(_PERCENT, set()).add(Decimal(_SHARES[match["share"] or match["half"]]))
    for match in _COUNT.finditer(plain):
        number, thing = match["number"], match["thing"]
        if _YEAR.fullmatch(number) or thing in _MONTHS or (not match["percent"] and thing is None):
            continue
        if thing in _SHARES or (not match["percent"] and thing in wording.EMPTY):
            continue
        value = _NUMBERS[number] if number in _NUMBERS else Decimal(number.replace(",", ""))
        value *= _SCALE.get(match["scale"] or "", 1)
        found.setdefault(_PERCENT if match["percent"] or not thing else wording.stem(thing), set()).add(value)
    return {thing: frozenset(values) for thing, values in found.items()}


def differing(first: Iterable[str], second: Iterable[str]) -> str | None:
    """A thing of which both speak in numbers that have none in common."""
    left, right = _all(first), _all(second)
    return next((thing for thing in left if thing in right and not _meet(left[thing], right[thing])), None)


def _all(passages: Iterable[str]) -> Quantities:
    found: dict[str, frozenset[Decimal]] = {}
    for passage in passages:
        for thing, values in quantities(passage).items():
            found[thing] = found.get(thing, frozenset()) | values
    return found


def _meet(left: frozenset[Decimal], right: frozenset[Decimal]) -> bool:
    return any(abs(a - b) <= _CLOSE * max(a, b) for a in left for b in right)


_CLOSE = Decimal("0.05")
