"""Rows of the sheets of an OpenDocument spreadsheet (``.ods``; OASIS OpenDocument 1.3, part 3, chapter 9).

The cells stand in ``content.xml``: ``table:table`` holds ``table:table-row`` holds ``table:table-cell``, whose text is
in ``text:p``. Runs of equal rows and cells are written once with a number of repetitions. Publishers indent the file,
which the common readers of spreadsheets take for content and refuse; here white space between elements says nothing.

Invariant: a row keeps its place in its sheet. A date is given as ISO 8601, whatever its looks; every other cell as the
text that is seen.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element

from obstat.model.errors import SourceError
from obstat.sources.ofac_elements import trees

_TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE: Final = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_CELLS: Final = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_MOST_ROWS: Final = 2**20
_MOST_COLUMNS: Final = 2**14
"""The size of the largest sheets there are."""


def is_spreadsheet(path: Path) -> bool:
    """Whether a file is an archive, as spreadsheets are and delimited files are not."""
    return zipfile.is_zipfile(path)


def sheets(path: Path) -> Iterator[Iterator[tuple[int, list[str]]]]:
    """The rows of each sheet with their numbers from 1; empty rows are left out, empty cells at the end of a row too.

    Raises `SourceError` where the file is no such spreadsheet, or declares more rows or columns than sheets have.
    """
    for table in trees(path, "document-content", frozenset(["table"]), member="content.xml"):
        yield _rows(table, path)


def _rows(table: Element, path: Path) -> Iterator[tuple[int, list[str]]]:
    number = 1
    for row in table.iter(f"{_TABLE}table-row"):
        times = _times(row, "rows", path)
        cells = _row(row, path)
        if number + (times if cells else 0) > _MOST_ROWS + 1:
            raise _too_large(path)
        if cells:
            yield from ((number + at, cells) for at in range(times))
        number += times


def _row(row: Element, path: Path) -> list[str]:
    cells: list[str] = []
    empty = 0
    for cell in row:
        if cell.tag not in _CELLS:
            continue
        times, text = _times(cell, "columns", path), _cell(cell)
        if not text.strip():
            empty += times
            continue
        if len(cells) + empty + times > _MOST_COLUMNS:
            raise _too_large(path)
        cells += [""] * empty + [text] * times
        empty = 0
    return cells


def _cell(cell: Element) -> str:
    if date := cell.get(f"{_OFFICE}date-value"):
        return date
    return "\n".join("".join(_said(paragraph)) for paragraph in cell.findall(f"{_TEXT}p"))


def _said(element: Element) -> Iterator[str]:
    """The text of a paragraph; runs of spaces, tabs and breaks are elements, and notes are not part of it."""
    yield element.text or ""
    for child in element:
        if child.tag == f"{_TEXT}s":
            yield " "
        elif child.tag in (f"{_TEXT}tab", f"{_TEXT}line-break"):
            yield "\n"
        elif child.tag not in (f"{_TEXT}note", f"{_OFFICE}annotation"):
            yield from _said(child)
        yield child.tail or ""


def _times(element: Element, what: str, path: Path) -> int:
    """How often a row or cell stands there."""
    text = element.get(f"{_TABLE}number-{what}-repeated", "1")
    if not (text.isascii() and text.isdigit() and 0 < len(text) < 9):
        raise SourceError(f"{path.name} repeats {what} '{text[:20]}' times, which is no number; fetch it again.")
    return int(text)


def _too_large(path: Path) -> SourceError:
    return SourceError(f"{path.name} declares more cells than a sheet has; fetch it again.")
