"""Sums of money, shares and ranks as stories write them.

Invariant: a number without a unit is no amount.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from obstat.model.claim import Amount

_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_SCALES = {"thousand": 3, "k": 3, "million": 6, "m": 6, "billion": 9, "bn": 9, "b": 9, "trillion": 12}
_SIGNS = {"us$": "USD", "c$": "CAD", "a$": "AUD", "$": "USD", "£": "GBP", "€": "EUR", "¥": "CNY", "₹": "INR"}
_WORDS = {"dollar": "USD", "pound": "GBP", "euro": "EUR", "yuan": "CNY", "renminbi": "CNY", "rupee": "INR",
          "yen": "JPY", "krona": "SEK", "kronor": "SEK", "real": "BRL", "reais": "BRL"}  # fmt: skip
_SCALE = "|".join(sorted(_SCALES, key=len, reverse=True))
_MONEY = re.compile(
    rf"(?P<sign>US\$|C\$|A\$|[$£€¥₹])\s?(?P<n1>{_NUMBER})(?:[ -]?(?P<s1>{_SCALE})\b)?|"
    rf"(?P<n2>{_NUMBER})(?: (?P<s2>{_SCALE}))? (?P<word>{'|'.join(_WORDS)})s?\b",
    re.IGNORECASE,
)
_SHARE = re.compile(rf"(?P<n>{_NUMBER}) ?(?:percent\b|per cent\b|%)", re.IGNORECASE)
_RANKS = {"second": 2, "third": 3, "fourth": 4, "fifth": 5}
_RANK = re.compile(
    rf"\b(?P<rank>{'|'.join(_RANKS)})?[- ]?(?:largest|biggest|leading|top)\b"
    r"(?=.{0,40}\b(?:maker|seller|supplier|manufacturer|vendor|provider|producer))",
    re.IGNORECASE,
)


def first(text: str) -> Amount | None:
    """The first amount of a passage: money before shares before ranks."""
    if match := _MONEY.search(text):
        unit = _SIGNS[match["sign"].lower()] if match["sign"] else _WORDS[match["word"].lower()]
        scale = (match["s1"] or match["s2"] or "").lower()
        value = _value(match["n1"] or match["n2"], _SCALES.get(scale, 0))
        return Amount(value, unit) if value is not None else None
    if match := _SHARE.search(text):
        value = _value(match["n"], 0)
        return Amount(value, "percent") if value is not None else None
    if match := _RANK.search(text):
        return Amount(Decimal(_RANKS.get((match["rank"] or "").lower(), 1)), "rank")
    return None


def _value(number: str, scale: int) -> Decimal | None:
    try:
        return Decimal(number.replace(",", "")).scaleb(scale)
    except InvalidOperation:
        return None
