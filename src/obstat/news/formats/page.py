"""HTML pages: the main text, title, site and day.

Invariant: what stands in scripts, styles and templates is never in the text; paragraphs are parted by an empty line.
"""

from __future__ import annotations

import datetime
import logging
import re
from html.parser import HTMLParser
from typing import Any, Final

from obstat.news.extra import needed
from obstat.news.formats.decoding import decoded, shown
from obstat.news.formats.found import Found

_LARGEST: Final = 4_000_000
"""Characters of a page that are looked at as a tree; a longer one is read as it streams by."""
_CHARSET: Final = re.compile(
    rb"""<meta[^>]{0,200}charset\s*=\s*["']?([\w.:-]+)|<\?xml[^>]{0,100}encoding=["']([\w.-]+)""", re.I
)
_DECLARED: Final = re.compile(r"^\s*<\?xml[^>]*\?>")
_LINES: Final = re.compile(r"[ \t]*\n\s*")
_ITEMS: Final = re.compile(r"^- +", re.MULTILINE)
_BLANKS: Final = re.compile(r"\s+")
_UNSAID: Final = frozenset((
    "script", "style", "noscript", "template", "head", "nav", "svg", "iframe", "object", "select", "button",
    "form", "title",
))  # fmt: skip
_APART: Final = frozenset((
    "p", "div", "br", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "table", "section", "article",
    "header", "footer", "blockquote", "pre", "dd", "dt", "figcaption", "hr", "main", "aside", "td", "th", "body",
))  # fmt: skip


def page(data: bytes) -> Found:
    """A story from the bytes of a page."""
    said = _CHARSET.search(data[:4096])
    text, notes = decoded(data, (said.group(1) or said.group(2)).decode("ascii", "replace") if said else None)
    found = story(text)
    return Found(found.body, found.title, found.outlet, found.published, found.url, (*notes, *found.notes))


def story(markup: str) -> Found:
    """A story from a page as text. Raises `MissingExtra`."""
    markup = _DECLARED.sub("", markup)
    if len(markup) > _LARGEST:
        return Found(
            fragment(markup), notes=("The page is too long to tell its story from the rest; all its text was read.",)
        )
    trafilatura = needed("trafilatura")
    for name in ("trafilatura", "htmldate"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # they tell of pages that they cannot read, as we do
    try:
        told: Any = trafilatura.bare_extraction(
            markup,
            include_comments=False,
            with_metadata=True,
            date_extraction_params={"original_date": True, "extensive_search": False},  # else copyright years are days
        )
    except Exception:  # the library raises many kinds for damaged pages
        told = None
    body = _ITEMS.sub("• ", shown(told.text)) if told is not None and told.text else ""
    if not body.strip():
        return Found(fragment(markup), title=told.title if told is not None else heading(markup))
    return Found(
        _LINES.sub("\n\n", body.strip()),
        title=_one_line(told.title),
        outlet=_one_line(told.sitename),
        published=day(told.date),
        url=told.url or None,
    )


def fragment(markup: str) -> str:
    """All text of a piece of HTML."""
    reader = _Reader()
    try:
        reader.feed(markup)
        reader.close()
    except AssertionError:  # the parser's word for a declaration that it cannot read; what stood before is kept
        pass
    blocks = (_BLANKS.sub(" ", block).strip() for block in "".join(reader.parts).split("\0"))
    return shown("\n\n".join(block for block in blocks if block))


def heading(markup: str) -> str | None:
    """The title that the head of a page gives."""
    found = re.search(r"<title[^>]*>([^<]{1,500})<", markup[:100_000], re.IGNORECASE)
    return _one_line(fragment(found.group(1))) if found else None


def day(text: str | None) -> datetime.date | None:
    """An ISO day, or the beginning of an ISO time."""
    try:
        return datetime.date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None


def _one_line(text: str | None) -> str | None:
    return _BLANKS.sub(" ", shown(text)).strip() or None if text else None


class _Reader(HTMLParser):
    """Gathers text; a NUL stands where a block begins or ends."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._within: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSAID:
            self._within.append(tag)
        elif tag in _APART:
            self.parts.append("\0")
            if tag in ("body", "p", "article"):
                self._within = [
                    one for one in self._within if one not in ("head", "title", "nav", "form")
                ]  # never closed

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSAID and tag in self._within:
            while self._within.pop() != tag:
                pass
        elif tag in _APART:
            self.parts.append("\0")

    def handle_data(self, data: str) -> None:
        if not self._within:
            self.parts.append(data.replace("\0", " "))
