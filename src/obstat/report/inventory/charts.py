"""Bars as inline SVG, which take the width that there is.

Invariant: every bar stands with its name and number in text; colours are classes of the page that holds the drawing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from obstat.report.inventory.words import one_line, share

_STEP, _THICK, _BASE = 40, 10, 15
_LETTERS = 40


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
    told = "; ".join(f"{one_line(bar.label)}: {bar.rows:,}" for bar in drawn)
    inside = "".join(_bar(bar, place * _STEP, longest, whole) for place, bar in enumerate(drawn))
    return (
        f'<svg class="bars" role="img" aria-label="{escape(f"{title}. {told}")}" width="100%" '
        f'height="{len(drawn) * _STEP}" xmlns="http://www.w3.org/2000/svg">{inside}</svg>'
    )


def _bar(bar: Bar, top: int, longest: int, whole: int) -> str:
    label = one_line(bar.label)
    full = f"<title>{escape(label)}</title>" if len(label) > _LETTERS else ""
    remark = f'<tspan class="remark" dx="8">{escape(one_line(bar.remark))}</tspan>' if bar.remark else ""
    length = max(0.5, 100 * bar.rows / longest)
    y = top + _BASE
    return (
        f'<g>{full}<text x="0" y="{y}">{escape(_cut(label))}{remark}</text>'
        f'<text x="100%" y="{y}" text-anchor="end"><tspan class="number">{bar.rows:,}</tspan>'
        f'<tspan class="remark" dx="8">{escape(share(bar.rows, whole))}</tspan></text>'
        f'<rect class="rail" x="0" y="{y + 7}" width="100%" height="{_THICK}" rx="3"/>'
        f'<rect class="{escape(bar.style)}" x="0" y="{y + 7}" width="{length:.2f}%" height="{_THICK}" rx="3"/></g>'
    )


def _cut(label: str) -> str:
    return label if len(label) <= _LETTERS else label[: _LETTERS - 1].rstrip() + "…"
