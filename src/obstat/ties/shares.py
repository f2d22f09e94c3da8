"""Shares as whole numbers, so that sums are exact and 49.99 % is never 50 %.

Invariant: a share is counted in ninths of a billionth of a per cent, so that thirds are exact as well as decimals; what
is finer is rounded outwards, the low end of an interval down and the high end up, so that an interval is never narrower
than the truth.
"""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction

from obstat.model.errors import InvalidValue

UNIT = 9 * 10**9
"""One per cent."""
WHOLE = 100 * UNIT
Number = int | float | str | Fraction | Decimal


def interval(low: Number | None, high: Number | None) -> tuple[int, int]:
    """The ends of a share in units; a missing end is 0 or 100 per cent.

    Raises `InvalidValue` for what is no number from 0 to 100, and for a low end above the high one.
    """
    least, most = math.floor(_units(low, 0)), math.ceil(_units(high, WHOLE))
    if least > most:
        raise InvalidValue(f"A share of {low} to {high} % ends below where it begins; write the smaller one first.")
    return least, most


def percent(units: int) -> Fraction:
    """A share in per cent."""
    return Fraction(units, UNIT)


def exact(value: Number) -> Fraction:
    """A number as it is written: 33.3 is 333/10, whatever the machine makes of it. Raises `InvalidValue`."""
    try:
        return Fraction(str(value)) if isinstance(value, float) else Fraction(value)
    except (ValueError, ZeroDivisionError, OverflowError):
        raise InvalidValue(f"'{value}' is no share; give per cent as a number from 0 to 100.") from None


def _units(value: Number | None, missing: int) -> Fraction:
    if value is None:
        return Fraction(missing)
    share = exact(value)
    if not 0 <= share <= 100:
        raise InvalidValue(f"A share of {value} % is not possible; give per cent from 0 to 100.")
    return share * UNIT
