"""What every drawing is put on: an SVG root with a title and a description, and text of known width.

Invariant: a text is placed by the widths of `obstat.report.ties.measure`, which are on the wide side, so that it stays
in its room whatever font the reader has.
"""

from __future__ import annotations

import datetime
import re
from xml.etree.ElementTree import Element, SubElement, tostring

from obstat.report.pictures import look
from obstat.report.ties.measure import width, wrap

SVG = "http://www.w3.org/2000/svg"
_UNFIT = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 does not allow in a document."""


class Canvas:
    """A drawing in the making; its height is given when it is done."""

    def __init__(self, kind: str, wide: float) -> None:
        self.wide = wide
        self.root = Element("svg", {"xmlns": SVG, "class": f"picture-svg picture-{kind}", "role": "img"})
        self._title, self._desc = SubElement(self.root, "title"), SubElement(self.root, "desc")

    def done(self, high: float, title: str, told: str) -> str:
        """The SVG text. `title` and `told` are for those who do not see it."""
        across, down = number(self.wide), number(high)
        self.root.attrib |= {"viewBox": f"0 0 {across} {down}", "width": across, "height": down}
        self.root.attrib |= {"font-family": look.FONT, "aria-label": clean(title)}
        self._title.text, self._desc.text = clean(title), clean(told)
        return tostring(self.root, encoding="unicode")

    def group(self, parent: Element | None = None, attributes: dict[str, str] | None = None) -> Element:
        return SubElement(self.root if parent is None else parent, "g", attributes or {})

    def rect(
        self, left: float, top: float, wide: float, high: float, drawn: dict[str, str], *,
        parent: Element | None = None, rounded: float = 0,
    ) -> Element:  # fmt: skip
        place = {"x": number(left), "y": number(top), "width": number(wide), "height": number(high)}
        corner = {"rx": number(rounded)} if rounded else {}
        return SubElement(self.root if parent is None else parent, "rect", place | corner | drawn)

    def path(self, d: str, drawn: dict[str, str], parent: Element | None = None) -> Element:
        return SubElement(self.root if parent is None else parent, "path", {"d": d, **drawn})

    def text(
        self, x: float, y: float, words: str, size: float, colour: str = "ink", *,
        bold: bool = False, anchor: str = "start", parent: Element | None = None,
    ) -> None:  # fmt: skip
        """One line of text, `y` its base line."""
        place = {"x": number(x), "y": number(y), "font-size": number(size)}
        more = ({"text-anchor": anchor} if anchor != "start" else {}) | ({"font-weight": "600"} if bold else {})
        drawn = SubElement(self.root if parent is None else parent, "text", place | more | look.fill(colour))
        drawn.text = clean(words)


def clean(text: str) -> str:
    """A text as XML can hold it, on one line."""
    return " ".join(_UNFIT.sub("\ufffd", text).split())


def shortened(text: str, size: float, room: float, *, bold: bool = False, lines: int = 2) -> list[str]:
    """At most so many lines of the text; what does not fit ends in an ellipsis, as the list beside tells it whole."""
    broken = wrap(clean(text), size, room, bold=bold)
    if len(broken) <= lines:
        return broken
    last = broken[lines - 1]
    while last and width(last + "…", size, bold=bold) > room:
        last = last[:-1]
    return [*broken[: lines - 1], last.rstrip(" ,;:-") + "…"]


def in_words(day: object) -> str:
    """A day as people write it, as far as it is known: ``26 Jun 2026``, ``Jun 2026``, ``2026``."""
    text = str(day)
    if "/" in text:
        first, _, last = text.partition("/")
        return f"between {in_words(first)} and {in_words(last)}"
    try:
        if len(text) == len("2026-06"):
            return f"{datetime.date.fromisoformat(f'{text}-01'):%b %Y}"
        found = datetime.date.fromisoformat(text)
    except ValueError:
        return text
    return f"{found.day} {found:%b} {found.year}"


def number(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")
