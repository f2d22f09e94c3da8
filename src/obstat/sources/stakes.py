"""Shares and periods of ties, as people and publishers write them.

Invariant: bounds are in per cent, between 0 and 100, the lower first; None is a share that is not known.
"""

from __future__ import annotations

import re
from typing import Final

from obstat.model.errors import InvalidValue
from obstat.model.ownership import STEP

Bounds = tuple[float | None, float | None]
UNKNOWN: Final[Bounds] = (None, None)

_NOTHING: Final = frozenset(["", "unknown", "not known", "n/a", "na", "?", "-", "--", "none"])
_BEYOND: Final = ("more than", "greater than", "over", "above", ">")
_LEAST: Final = ("at least", "not less than", "no less than", "minimum", "from", "min.", "min", ">=", "=>", "≥")
_BELOW: Final = ("less than", "smaller than", "under", "below", "<")
_MOST: Final = ("at most", "not more than", "no more than", "maximum", "up to", "max.", "max", "<=", "=<", "≤")
_BETWEEN: Final = ("but", "and", "to", "...", "..", "-", "–", "—", "−", "‑")


def _any(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(word) for word in words)


def _number(name: str) -> str:
    return rf"(?P<{name}>-?\d+(?:[.,]\d+)?|[.,]\d+)\s*(?:%|per ?cent|pct\.?)?"


_SHARE: Final = re.compile(
    rf"(?:between\s+)?(?:(?P<least>{_any(_LEAST)})|(?P<beyond>{_any(_BEYOND)})|(?P<most>{_any(_MOST)})|"
    rf"(?P<below>{_any(_BELOW)})|=)?\s*{_number('first')}\s*"
    rf"(?:(?P<more>\+|or more|and more)|(?:(?:{_any(_BETWEEN)})\s*(?:{_any(_MOST)}|(?P<under>{_any(_BELOW)}))?|"
    rf"{_any(_MOST)}|(?P<less>{_any(_BELOW)}))\s*{_number('second')})?"
)


def share(text: str | None) -> Bounds:
    """``50``, ``50 %``, ``50,5``, ``25-50``, ``>50``, ``<5``, ``at least 25``, ``more than 25 but at most 50``.

    A share is in per cent whether or not it says so. Nothing, or a word for it, is an unknown share; what is more or
    less than a value is so by a `STEP` at least. Raises `InvalidValue` when the text is no share, or one outside of 0
    to 100.
    """
    plain = " ".join((text or "").lower().split())
    if plain in _NOTHING:
        return UNKNOWN
    match = _SHARE.fullmatch(plain)
    if match is None:
        raise InvalidValue(f"The share '{text}' cannot be read; write it as 50, 25-50, >50 or <5.")
    first, second = _value(match["first"]) or 0.0, _value(match["second"])
    if second is not None and (match["most"] or match["below"]):
        raise InvalidValue(f"The share '{text}' has two upper bounds; write it as 25-50.")
    bounds(first, second)
    if match["most"] or match["below"]:
        return bounds(0.0, below(first) if match["below"] else first)
    least = beyond(first) if match["beyond"] else first
    if second is not None:
        return bounds(least, below(second) if match["under"] or match["less"] else second)
    return bounds(least, 100.0 if match["least"] or match["beyond"] or match["more"] else first)


def beyond(share: float) -> float:
    """The least share that is more than this one."""
    return share + STEP


def below(share: float) -> float:
    """The greatest share that is less than this one."""
    return share - STEP


def bounds(low: float | None, high: float | None) -> Bounds:
    """These bounds. Raises `InvalidValue` when they are no share: outside of 0 to 100, or the lower above the upper."""
    for value in (low, high):
        if value is not None and not 0 <= value <= 100:
            raise InvalidValue(f"The share of {value:g} per cent is outside of 0 to 100; correct it.")
    if low is not None and high is not None and low > high:
        raise InvalidValue(f"The share is {low:g} per cent at least and {high:g} at most; exchange the bounds.")
    return low, high


def period(since: str | None, until: str | None) -> tuple[str | None, str | None]:
    """The first day and the first day after the end, each an ISO day, month or year.

    Raises `InvalidValue` when the end lies before the start, as far as both are known.
    """
    if since and until:
        known = min(len(since), len(until))
        if since[:known] > until[:known]:
            raise InvalidValue(f"The tie ends on {until}, before it has begun on {since}; correct the dates.")
    return since, until


def _value(text: str | None) -> float | None:
    return float(text.replace(",", ".")) if text else None
