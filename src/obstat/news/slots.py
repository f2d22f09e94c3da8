"""Whether the slots of two claims can be those of one.

Invariant: what is not said is compatible with anything; a verdict hangs on what both claims say.
"""

from __future__ import annotations

import datetime
import re
from decimal import Decimal

from obstat.model.claim import Amount, Claim, When
from obstat.news import exchange

Days = tuple[int | None, int | None]
"""First and last day as ordinals; None where open."""
NEAR = 60
"""Days around its appearance in which a story tells what happened without giving a date."""
_SLACK = 3
_CLOSE = Decimal("0.02")
_BOUND = re.compile(
    r"\b(?:less|more|fewer|greater|higher|lower) than\b|\b(?:at least|at most|up to)\b|"
    r"\b(?:over|under|above|below)\s+(?:[$£€¥]|\d|an?\s+(?:half|third|quarter|fifth|tenth|\w*illion|dozen|hundred)\b|half\b)"
)
"""Words that make a figure a bound; ``over`` and ``under`` before a figure alone (``fined over its phones``)."""
_WITHIN = re.compile(
    r"(?:within|by|until|before|no later than|not later than|in (?:the )?next)\b|in \w+ (?:days|weeks|months)"
)
_PHONES = frozenset(("phone", "smartphone", "handset", "mobile phone", "device"))
_ANY_PRODUCT_TEXT = """
equipment gear product technology part component model device thing kit hardware software program
"""
_ANY_PRODUCT = frozenset(_ANY_PRODUCT_TEXT.split())
_DIGITS = re.compile(r"\d")


def days(time: When | None) -> Days | None:
    if time is None or (time.since is None and time.until is None):
        return None
    return (
        time.since.toordinal() if time.since is not None else None,
        time.until.toordinal() if time.until is not None else None,
    )


def told(claim: Claim, published: datetime.date | None) -> Days | None:
    """The days that a claim is of: what it says, or those around its story's appearance; None where nothing tells."""
    said = days(claim.time)
    if said is not None or published is None:
        return said
    day = published.toordinal()
    return (day - NEAR, day + _SLACK) if claim.modality == "done" else (day - NEAR, None)


def deadline(time: When | None) -> int | None:
    """The last day of a span within which something is to be done; None where the time is no such span."""
    if time is None or time.until is None or not (time.since is None or _WITHIN.match(time.said.casefold().strip())):
        return None
    return time.until.toordinal()


def gap(first: Days | None, second: Days | None) -> int:
    """Days between two spans of days, 0 where they meet or one is not known."""
    if first is None or second is None:
        return 0
    (a, b), (c, d) = first, second
    return max(0, (c - b) if c is not None and b is not None else 0, (a - d) if a is not None and d is not None else 0)


def amounts(first: Amount | None, second: Amount | None, year: int | None) -> bool | None:
    """Whether two amounts are one; None where they cannot be compared."""
    if first is None or second is None:
        return None
    if first.unit == second.unit:
        if first.unit == "rank":
            return first.value == second.value
        return exchange.within(first.value, second.value, _CLOSE)
    if exchange.is_money(first.unit) and exchange.is_money(second.unit):
        if year is None:
            return None
        left, right = (exchange.dollars(one.value, one.unit, year) for one in (first, second))
        return None if left is None or right is None else exchange.within(left, right, exchange.TOLERANCE)
    if "percent" in (first.unit, second.unit) or "rank" in (first.unit, second.unit):
        return None
    return True if first.value == second.value else None


def bounded(passage: str) -> bool:
    """Whether a passage gives a bound (``up to 60 million``), which another figure need not contradict."""
    return bool(_BOUND.search(passage.casefold()))


def places(first: str | None, second: str | None) -> bool:
    if first is None or second is None or first == second:
        return True
    return first.startswith(f"{second}-") or second.startswith(f"{first}-")


def products(first: tuple[str, ...], second: tuple[str, ...]) -> bool:
    return not first or not second or any(_product(a, b) for a in first for b in second)


def _product(first: str, second: str) -> bool:
    left, right = _product_words(first), _product_words(second)
    numbers = {word for word in left if _DIGITS.search(word)}, {word for word in right if _DIGITS.search(word)}
    if numbers[0] and numbers[1]:
        return bool(numbers[0] & numbers[1])
    if left & right or left & _ANY_PRODUCT or right & _ANY_PRODUCT:
        return True
    # an id stands for a thing whose kind its words need not say
    return bool(left & _PHONES and right & _PHONES) or "-" in first or "-" in second


def _product_words(name: str) -> frozenset[str]:
    words = re.findall(r"[^\W_]+", name.casefold())
    return frozenset(word[:-1] if len(word) > 3 and word.endswith("s") else word for word in words)
