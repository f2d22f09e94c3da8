"""What a sum is worth in another currency, roughly, in the year it was named.

Invariant: a figure here is a yearly average of the Federal Reserve's release G.5A
(https://www.federalreserve.gov/releases/g5a/); a currency or a year far from the table is not converted.
"""

from __future__ import annotations

from decimal import Decimal

_FIGURES = """
year  AUD    BRL    CAD    CNY    EUR    INR     JPY      SEK    GBP
2012  1.0359 1.9535 0.9995 6.3093 1.2859 53.37   79.82    6.7721 1.5853
2013  0.9683 2.1570 1.0300 6.1478 1.3281 58.51   97.60    6.5124 1.5642
2014  0.9034 2.3512 1.1043 6.1620 1.3297 61.00   105.74   6.8576 1.6484
2015  0.7522 3.3360 1.2791 6.2827 1.1096 64.11   121.05   8.4350 1.5284
2017  0.7671 3.1910 1.2984 6.7569 1.1301 65.0659 112.0986 8.5430 1.2890
2018  0.7481 3.6513 1.2957 6.6090 1.1817 68.3734 110.3974 8.6945 1.3363
2019  0.6952 3.9440 1.3269 6.9081 1.1194 70.3777 109.0188 9.4604 1.2768
2020  0.6899 5.1587 1.3422 6.9042 1.1410 74.1429 106.7754 9.2167 1.2829
2021  0.7515 5.3958 1.2533 6.4508 1.1830 73.9351 109.8429 8.5812 1.3764
2022  0.6951 5.1605 1.3014 6.7290 1.0534 78.5792 131.4589 10.1177 1.2371
2023  0.6644 4.9946 1.3494 7.0809 1.0817 82.5708 140.5001 10.6089 1.2440
"""
_IN_DOLLARS = frozenset(("AUD", "EUR", "GBP"))
"""Currencies for which the release gives US dollars for one unit; for the others, units for one US dollar."""
_NEAREST = 2
"""Years by which a rate may be off, where the table has none for the year."""
TOLERANCE = Decimal("0.25")
"""By how much of the larger sum two sums of different currencies may differ and still be one."""


def _read() -> dict[int, dict[str, Decimal]]:
    head, *lines = _FIGURES.strip().splitlines()
    codes = head.split()[1:]
    return {
        int(year): {
            "USD": Decimal(1),
            **{
                code: Decimal(rate) if code in _IN_DOLLARS else 1 / Decimal(rate)
                for code, rate in zip(codes, rates, strict=True)
            },
        }
        for year, *rates in (line.split() for line in lines)
    }


_RATES = _read()


def dollars(value: Decimal, currency: str, year: int) -> Decimal | None:
    """US dollars for a sum at the average rate of the year, or of the nearest year at most two away."""
    nearest = min(_RATES, key=lambda known: (abs(known - year), known))
    rate = _RATES[nearest].get(currency)
    return None if rate is None or abs(nearest - year) > _NEAREST else value * rate


def is_money(unit: str) -> bool:
    return len(unit) == 3 and unit.isascii() and unit.isupper()


def within(first: Decimal, second: Decimal, tolerance: Decimal) -> bool:
    return abs(first - second) <= tolerance * max(abs(first), abs(second))
