"""Bars as inline SVG, which take the width that there is.

Invariant: every bar stands with its name and number in text; colours are classes of the page that holds the drawing.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from obstat.report.inventory.words import one_line, share

_STEP, _THICK, _BASE = 42, 11, 15
_LENGTH = 74
"""How far the longest bar goes, in hundredths of the width; its number stands after it."""
_LETTERS = 34
"""What fits above a bar on a phone; the page hides remarks there."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its name, its number, the class that colours it, and a remark after the name."""

    label: str
    rows: int
    style: str
    remark: str = ""


def bars(drawn: Sequence[Bar], whole: int, title: str) -> str:
    """A drawing of the bars, each as long as its part of the longest; the part of the `whole` is written."""
    longest = max((bar.rows for bar in drawn), default=0) or 1
    told = "; ".join(
        f"{one_line(bar.label)}{bar.remark and f', {one_line(bar.remark)}'}: {bar.rows:,}" for bar in drawn
    )
    inside = "".join(_bar(bar, place * _STEP, longest, whole) for place, bar in enumerate(drawn))
    return (
        f'<svg class="bars" role="img" aria-label="{escape(f"{title}. {told}")}" width="100%" '
        f'height="{len(drawn) * _STEP}" xmlns="http://www.w3.org/2000/svg">{inside}</svg>'
    )


def _names(bar: Bar) -> tuple[str, str]:
    return one_line(bar.label), one_line(bar.remark)


def _bar(bar: Bar, top: int, longest: int, whole: int) -> str:
    label, remark = _names(bar)
    shown = _cut(label)
    full = f"<title>{escape(label)}</title>" if shown != label else ""
    after = f'<tspan class="remark role" dx="8">{escape(remark)}</tspan>' if remark else ""
    length = max(0.5, _LENGTH * bar.rows / longest)
    y = top + _BASE
    return (
        f'<g>{full}<text x="0" y="{y}">{escape(shown)}{after}</text>'
        f'<rect class="rail" x="0" y="{y + 7}" width="{_LENGTH}%" height="{_THICK}" rx="3"/>'
        f'<rect class="{escape(bar.style)}" x="0" y="{y + 7}" width="{length:.2f}%" height="{_THICK}" rx="3"/>'
        f'<text x="100%" y="{y + 17}" text-anchor="end"><tspan class="number">{bar.rows:,}</tspan>'
        f'<tspan class="remark" dx="8">{escape(share(bar.rows, whole))}</tspan></text></g>'
    )


def _cut(label: str) -> str:
    """A name that fits; an ideograph takes the room of two."""
    width = 0
    for place, letter in enumerate(label):
        width += 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        if width > _LETTERS:
            return label[: max(place - 1, 1)].rstrip() + "…"
    return label
