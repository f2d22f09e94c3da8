"""Cells of a sheet: texts that stay texts, links that go to the web alone, and their formats.

Invariant: a text is never read as a formula, a number or a mark of XlsxWriter's own; a text that is cut says so.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

from obstat.report.inventory.words import STATUSES, look, plain

LONGEST = 32_767
"""The most that a cell holds, in units of UTF-16."""
_CUT = " [cut: longer than a cell]"
_FORMULA = ("=", "+", "-", "@", "\t", "\n")
_URL = 2_000
_INK, _LINE = "#1c2330", "#d5dae2"


class Styles:
    """The formats of a workbook. Texts that look like a formula have a twin that stays text when it is edited."""

    def __init__(self, book: Any) -> None:
        self._book = book
        top = {"valign": "top", "font_color": _INK}
        self.cell = book.add_format(top)
        self.wrapped = book.add_format({**top, "text_wrap": True})
        self.whole = book.add_format({**top, "num_format": "0"})
        self.count = book.add_format({**top, "num_format": "#,##0"})
        self.part = book.add_format({**top, "num_format": "0.0%"})
        self.day = book.add_format({**top, "num_format": "yyyy-mm-dd", "align": "left"})
        self.moment = book.add_format({**top, "num_format": "yyyy-mm-dd hh:mm:ss", "align": "left"})
        self.link = book.add_format({**top, "font_color": "#0b57d0", "underline": 1})
        self.title = book.add_format({"bold": True, "font_size": 16, "font_color": _INK})
        self.section = book.add_format({"bold": True, "font_size": 12, "font_color": _INK, "bottom": 1})
        self.soft = book.add_format({**top, "font_color": "#5b6575"})
        self.strong = book.add_format({**top, "bold": True})
        head = {"bold": True, "valign": "vcenter", "bottom": 1, "bottom_color": _LINE, "text_wrap": True}
        self.heading = book.add_format({**head, "bg_color": "#eef1f6", "font_color": _INK})
        self.ours = book.add_format({**head, "bg_color": "#2f3b52", "font_color": "#ffffff"})
        self._statuses = {code: self._status(code) for code in STATUSES}
        self._guarded = {id(self.cell): self._guard(top), id(self.wrapped): self._guard({**top, "text_wrap": True})}

    def _guard(self, properties: Mapping[str, object]) -> Any:
        return self._book.add_format({**properties, "quote_prefix": True})

    def _status(self, code: str) -> Any:
        colours = look(code).day
        return self._book.add_format(
            {"bold": True, "valign": "top", "font_color": colours.ink, "bg_color": colours.tint}
        )

    def status(self, code: str | None) -> Any:
        """The format of a status; a code that is not known looks like no record."""
        return self._statuses.get(code or "not_read", self._statuses["no_record"])

    def guarded(self, style: Any) -> Any:
        """The format for a text that looks like a formula."""
        return self._guarded.get(id(style), style)


class Sheet:
    """A sheet that is written from the top down."""

    def __init__(self, sheet: Any, styles: Styles) -> None:
        self.sheet, self.styles = sheet, styles

    def text(self, row: int, column: int, text: str, style: Any = None) -> None:
        """Write a text as a text; nothing where it is empty."""
        style = self.styles.cell if style is None else style
        kept = fitted(text)
        if kept:
            style = self.styles.guarded(style) if kept.startswith(_FORMULA) else style
            self.sheet.write_string(row, column, kept, style)

    def link(self, row: int, column: int, address: str) -> None:
        """Write an address, as a link where it is one of the web that a cell can hold."""
        if address.lower().startswith(("http://", "https://")) and len(address) <= _URL and fitted(address) == address:
            self.sheet.write_url(row, column, address, self.styles.link, address[:255])
        else:
            self.text(row, column, address)

    def on_paper(self, *, repeated: bool = False) -> None:
        """Landscape, one page wide; the header on every page where it is `repeated`."""
        self.sheet.set_landscape()
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_footer("&L&8Not legal advice&R&8&P of &N")
        if repeated:
            self.sheet.repeat_rows(0)


def fitted(text: str) -> str:
    """A text as a cell can hold it."""
    text = plain(text)
    if 2 * len(text) > LONGEST and len(text.encode("utf-16-le")) > 2 * LONGEST:
        room = 2 * (LONGEST - len(_CUT))
        text = text.encode("utf-16-le")[:room].decode("utf-16-le", "ignore") + _CUT
    # XlsxWriter takes such a text for one with formats of its own, and writes it unescaped.
    return f" {text}" if text.startswith("<r>") and text.endswith("</r>") else text


def text_width(text: str) -> int:
    """How many columns of a typewriter a text takes; ideographs take two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text[:200])
