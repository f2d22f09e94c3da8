"""Free text: labels, quotes, invoices, as plain text, HTML or PDF.

Invariant: each line that holds anything is one subject with all of its text; identifiers are those that a label names.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Final

from obstat.devices.labels import find_labels
from obstat.intake.format import Format
from obstat.intake.tables.encoding import is_binary, text_of
from obstat.intake.tables.lines import lines
from obstat.model.errors import MissingExtra, SourceError
from obstat.model.subject import Given, Place, Subject

_LONGEST: Final = 20_000
_PAINTED: Final = re.compile(rb"(?:^|\s)(?:Do|f\*?|F|S|s|B\*?|b\*?|sh|EI)(?:\s|$)")
"""The operators of PDF that paint anything but text (ISO 32000-2, annex A)."""
_TAGS: Final = re.compile(r"<(?:!doctype\s+html|html|head|body|table|div|p|meta)\b", re.IGNORECASE)
_BLOCKS: Final = frozenset(
    ("p", "div", "br", "tr", "li", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "dl", "dt", "dd", "section",
     "article", "header", "footer", "hr", "pre", "title")
)  # fmt: skip


def labelled(text: str) -> tuple[Given, ...]:
    """The identifiers that a text names as such: ``FCC ID: XMR...``, ``IMEI``, ``MAC``, ``S/N``."""
    return tuple(dict.fromkeys(found.given for found in find_labels(text)))


def read_text(path: Path) -> Iterator[Subject]:
    """Plain text."""
    for row, (line, offset) in enumerate(lines(path), 1):
        yield from _line(line, Place(path.name, row, offset=offset))


def read_html(path: Path) -> Iterator[Subject]:
    """A page: the lines that a person sees, with the number of the line in the file."""
    page = _Page()
    waiting: list[tuple[int, str]] = page.told
    for line, _ in lines(path):
        try:
            page.feed(line)
        except AssertionError:  # how the parser gives up on a broken declaration
            raise SourceError(f"{path.name} is no page that can be read; save it as text.") from None
        for row, text in waiting:
            yield from _line(text, Place(path.name, row))
        waiting.clear()
    page.close()
    page.end_line()
    for row, text in waiting:
        yield from _line(text, Place(path.name, row))


def read_pdf(path: Path) -> Iterator[Subject]:
    """The text of a PDF, by page."""
    try:
        import pypdf
    except ImportError:
        raise MissingExtra("Reading PDF", "pdf") from None
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells of faults that it mends
    try:
        document = pypdf.PdfReader(path)
        if document.is_encrypted and not document.decrypt(""):
            raise SourceError(f"{path.name} is locked with a password; save it without one.")
        count = len(document.pages)
    except SourceError:
        raise
    except pypdf.errors.DependencyError:
        raise MissingExtra("Reading a PDF that is encrypted", "signed") from None
    except Exception as error:  # the library raises many kinds for damaged files
        raise SourceError(f"{path.name} is no PDF that can be read ({error}); save its text.") from None
    row, held = 0, False
    for number in range(1, count + 1):
        found, fault = _of_page(document, number)
        for line in found:
            row += 1
            yield from _line(line, Place(path.name, row, sheet=f"page {number}"))
            held = held or bool(line.strip())
        if fault:
            row += 1
            yield Subject(Place(path.name, row, sheet=f"page {number}"), fault=fault)
    if not held:
        raise SourceError(f"{path.name} holds pictures and no text; read its text with a text recogniser first.")


def _of_page(document: Any, number: int) -> tuple[list[str], str | None]:
    """The lines of a page, and why there are none though it is not blank; None where that is not so."""
    try:
        page = document.pages[number - 1]
        found = page.extract_text().splitlines()
        if any(map(str.strip, found)):
            return found, None
        painted = page.get_contents()
        if painted is None or not _PAINTED.search(painted.get_data()):
            return [], None
    except Exception as error:  # as above, and the other pages can be whole
        told = " ".join(str(error).split())[:200].rstrip(".")
        return [], f"Page {number} cannot be read ({told or type(error).__name__}); save its text."
    return [], f"Page {number} is a picture without text; read its text with a text recogniser first."


def _line(line: str, place: Place) -> Iterator[Subject]:
    text = " ".join(line[:_LONGEST].split())
    if text:
        yield Subject(place, {"description": text}, labelled(text))


class _Page(HTMLParser):
    """Collects the lines of a page as they are shown; cells of a row stand in one line."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.told: list[tuple[int, str]] = []
        self._words: list[str] = []
        self._begun = 1
        self._silent = 0
        self._in_row = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style", "template"):
            self._silent += 1
        elif tag == "tr":
            self.end_line()
            self._in_row += 1
        elif tag in _BLOCKS and not self._in_row:
            self.end_line()
        else:
            self._words.append(" " if tag in _BLOCKS or tag in ("td", "th") else "")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style", "template"):
            self._silent = max(0, self._silent - 1)
        elif tag in ("tr", "table"):
            self._in_row = max(0, self._in_row - 1) if tag == "tr" else 0
            self.end_line()
        elif tag in _BLOCKS and not self._in_row:
            self.end_line()

    def handle_data(self, data: str) -> None:
        if not self._silent and data:
            if not any(word.strip() for word in self._words):
                self._begun = self.getpos()[0]
            self._words.append(data)

    def end_line(self) -> None:
        """What was gathered is a line."""
        if text := " ".join("".join(self._words).split()):
            self.told.append((self._begun, text))
        self._words = []


def _signs_html(head: bytes) -> bool:
    return not is_binary(head) and text_of(head).lstrip()[:1] == "<" and _TAGS.search(text_of(head)) is not None


def _signs_text(head: bytes) -> bool:
    return not is_binary(head) and text_of(head).lstrip()[:5] != "<?xml"


FORMATS = (
    Format("pdf", "a PDF", lambda head: head.lstrip()[:5] == b"%PDF-", read_pdf),
    Format("html", "a web page", _signs_html, read_html),
    Format("text", "free text: labels, quotes, invoices", _signs_text, read_text),
)
