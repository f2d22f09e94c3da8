"""Amounts as stories write them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from obstat.news import amounts


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("a fine of 1.19 billion dollars", "1190000000", "USD"),
        ("for $74.3 million", "74300000", "USD"),
        ("awarded $549,637 in October", "549637", "USD"),
        ("at a cost of €200m", "200000000", "EUR"),
        ("cost two billion, or £2bn", "2000000000", "GBP"),
        ("about 65 percent of the market", "65", "percent"),
        ("holds 10 per cent", "10", "percent"),
        ("the third largest maker of smartphones", "3", "rank"),
        ("China's largest maker of equipment", "1", "rank"),
    ],
)
def test_an_amount_has_its_unit(text, value, unit):
    found = amounts.first(text)
    assert (found.value, found.unit) == (Decimal(value), unit)


@pytest.mark.parametrize("text", ["5G networks", "in 2019", "the Mate 10 Pro", "the largest ban yet", ""])
def test_a_number_without_a_unit_is_no_amount(text):
    assert amounts.first(text) is None
