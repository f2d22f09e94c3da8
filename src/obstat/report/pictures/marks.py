"""How a status is marked in a drawing: a letter, a pattern, a shape and a colour, so that any one of them is enough.

Invariant: no two statuses share a letter, nor a shape.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

from obstat.model.status import Status
from obstat.report.pictures.canvas import Canvas, number
from obstat.report.pictures.look import both, fill, stroke

WORDS = {status: status.code.replace("_", " ").capitalize() for status in Status}
LETTERS = {
    Status.PROHIBITED: "P",
    Status.LICENCE_REQUIRED: "L",
    Status.UNDECIDED: "?",
    Status.CONDITIONAL: "C",
    Status.ADVISORY: "A",
    Status.NOT_RESTRICTED: "N",
    Status.NO_RECORD: "–",
}
SOLID = (Status.PROHIBITED, Status.LICENCE_REQUIRED)
"""Drawn on a full ground, with light letters."""


def ink(status: Status) -> str:
    """The colour of text on the ground of a status."""
    return "on-status" if status in SOLID else status.code


def ground(
    canvas: Canvas, status: Status, place: tuple[float, float, float, float], *,
    parent: Element | None = None, rounded: float = 3, sure: bool = True,
) -> None:  # fmt: skip
    """The ground of a status: its colour and pattern in a rectangle (left, top, width, height); not `sure`: a broken
    edge."""
    left, top, wide, high = place
    code = status.code
    inside = code if status in SOLID else f"{code}-soft"
    broken = {"stroke_dasharray": "3 3"} if status is Status.NO_RECORD or not sure else {}
    canvas.rect(left, top, wide, high, both(inside, code, 1.5, **broken), parent=parent, rounded=rounded)
    band = min(6.0, high)
    foot = top + high - band
    if status is Status.LICENCE_REQUIRED:
        _lines(
            canvas,
            [(x, foot + band, x + band, foot) for x in _steps(left + 2, left + wide - band - 1, 6)],
            "on-status",
            parent,
        )
    elif status is Status.UNDECIDED:
        for x in _steps(left + 4, left + wide - 3, 6):
            dot = {"cx": number(x), "cy": number(foot + 2.5), "r": "1.3", **fill(code)}
            SubElement(canvas.root if parent is None else parent, "circle", dot)
    elif status is Status.CONDITIONAL:
        canvas.rect(left + 1, foot + 2.5, max(0.0, wide / 2 - 1), 3, fill(code), parent=parent)
    elif status is Status.ADVISORY:
        _lines(canvas, [(left + 3, foot + 3, left + wide - 3, foot + 3)], code, parent)


def sign(canvas: Canvas, status: Status, x: float, y: float, size: float, parent: Element | None = None) -> None:
    """The shape of a status in a square whose corner is at (x, y)."""
    k = size / 20
    at = f"translate({number(x)} {number(y)}) scale({k:.3f})"
    group = canvas.group(parent, {"transform": at})
    code = status.code
    if status is Status.PROHIBITED:
        canvas.path("M6.3 1h7.4L19 6.3v7.4L13.7 19H6.3L1 13.7V6.3z", fill(code), group)
        canvas.path("M5 8.6h10v2.8H5z", fill("on-status"), group)
    elif status is Status.LICENCE_REQUIRED:
        canvas.path("M2 2h16v16H2z", fill(code), group)
        canvas.path("M7 5h2.4v7.6H14V15H7z", fill("on-status"), group)
    elif status is Status.UNDECIDED:
        canvas.path("M5.4 2h9.2l4.4 8-4.4 8H5.4L1 10z", stroke(code, 2, stroke_linejoin="round"), group)
        canvas.path("M7.4 8.2c0-3.5 5.2-3.4 5.1-.2 0 2-2.5 1.9-2.5 3.7", stroke(code, 1.9), group)
        canvas.path("M9 13.4h2v2H9z", fill(code), group)
    elif status is Status.CONDITIONAL:
        canvas.path("M10 1.8a8.2 8.2 0 1 0 0 16.4a8.2 8.2 0 1 0 0-16.4z", stroke(code, 2), group)
        canvas.path("M10 1.8a8.2 8.2 0 0 1 0 16.4z", fill(code), group)
    elif status is Status.ADVISORY:
        canvas.path("M10 1.5L19 18H1z", stroke(code, 2, stroke_linejoin="round"), group)
        canvas.path("M10 7v5.2M10 13.8v2.2", stroke(code, 2), group)
    elif status is Status.NOT_RESTRICTED:
        canvas.path("M10 1a9 9 0 1 0 0 18a9 9 0 1 0 0-18z", fill(code), group)
        canvas.path("M5.6 10.3l3 3 5.8-6.6", stroke("on-status", 2.2), group)
    else:
        canvas.path(
            "M10 1.8a8.2 8.2 0 1 0 0 16.4a8.2 8.2 0 1 0 0-16.4z", stroke(code, 2, stroke_dasharray="3 2.2"), group
        )


def _steps(first: float, last: float, by: float) -> list[float]:
    return [first + by * n for n in range(int((last - first) // by) + 1)] if last >= first else []


def _lines(canvas: Canvas, ends: list[tuple[float, float, float, float]], colour: str, parent: Element | None) -> None:
    if ends:
        d = "".join(f"M{number(a)} {number(b)}L{number(c)} {number(e)}" for a, b, c, e in ends)
        canvas.path(d, stroke(colour, 1.5), parent)
