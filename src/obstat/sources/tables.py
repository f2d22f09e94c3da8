"""Rows of the tables that publishers write: CSV and TSV, HTML pages.

Invariant: a row keeps its place (`line`); a row with more cells than the header has still gives them all.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from pathlib import Path

from obstat.model.errors import SourceError
from obstat.sources.fields import Fields

csv.field_size_limit(16 * 1024 * 1024)

_CONTROLS = {at: char for at in range(0x80, 0xA0) if (char := bytes([at]).decode("cp1252", "ignore"))}
"""Windows-1252's characters by the C1 control in their place."""


def text_of(path: Path) -> str:
    """A text file as publishers write them: UTF-8 with or without mark, UTF-16 with one, or else Windows-1252.

    The quotes and dashes of Windows-1252 that a publisher took for Latin-1 on the way to UTF-8 stand there as control
    characters; they are what they were meant to be.
    """
    return _decoded(path.read_bytes()).translate(_CONTROLS)


def _decoded(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def rows(path: Path, *, delimiter: str = ",") -> Iterator[tuple[int, list[str]]]:
    """The rows of a delimited file with the number of their first line; empty rows and a closing Ctrl-Z are none."""
    reader = csv.reader(io.StringIO(text_of(path), newline=""), delimiter=delimiter)
    line = 1
    try:
        for row in reader:
            if any(cell.strip(" \t\r\n\x1a") for cell in row):
                yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        raise SourceError(f"{path.name} is no table from line {line} on ({error}); fetch it again.") from None


def records(path: Path, *, columns: Sequence[str], delimiter: str = ",", skip: int = 0) -> Iterator[tuple[int, Fields]]:
    """The rows below the header, by column. Cells beyond the header are called ``column 31`` and so on.

    The header is the row after `skip` rows. Raises `SourceError` when it lacks one of `columns`.
    """
    numbered = rows(path, delimiter=delimiter)
    for _ in range(skip):
        next(numbered, None)
    _, header = next(numbered, (1, []))
    names = [" ".join(cell.split()) for cell in header]
    if missing := [column for column in columns if column not in names]:
        raise SourceError(f"{path.name} lacks the column '{missing[0]}'; it is another format, or the format changed.")
    for line, row in numbered:
        columns_of_row = (*names, *(f"column {at + 1}" for at in range(len(names), len(row))))
        yield (
            line,
            Fields(
                (name or f"column {at + 1}", cell)
                for at, (name, cell) in enumerate(zip(columns_of_row, row, strict=False))
            ),
        )


class _Tables(HTMLParser):
    """Collects the tables of a page: rows of cells of text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[str]]] = []
        self.before: list[str] = []
        """For each table, the text that stood before it since the table before."""
        self._open: list[list[list[str]]] = []
        self._leads: list[str] = []
        self._cell: list[str] | None = None
        self._loose: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style"):
            self._silent += 1
        elif tag == "table":
            self._open.append([])
            self._leads.append(" ".join("".join(self._loose).split()))
            self._loose = []
        elif tag == "tr" and self._open:
            self._end_cell()
            self._open[-1].append([])
        elif tag in ("td", "th") and self._open:
            self._end_cell()
            if not self._open[-1]:
                self._open[-1].append([])
            self._cell = []
        elif tag in ("br", "p", "div", "li") and self._cell is not None:
            self._cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self._silent = max(0, self._silent - 1)
        elif tag in ("td", "th", "tr"):
            self._end_cell()
        elif tag == "table" and self._open:
            self._end_cell()
            self.tables.append(self._open.pop())
            self.before.append(self._leads.pop())

    def handle_data(self, data: str) -> None:
        if not self._silent:
            (self._loose if self._cell is None else self._cell).append(data)

    def _end_cell(self) -> None:
        if self._cell is not None and self._open and self._open[-1]:
            lines = (" ".join(line.split()) for line in "".join(self._cell).split("\n"))
            self._open[-1][-1].append("\n".join(line for line in lines if line))
        self._cell = None


def html_tables(path: Path) -> list[tuple[str, list[list[str]]]]:
    """The tables of a page, each with the text that stands before it; lines inside a cell are kept apart."""
    page = _Tables()
    try:
        page.feed(text_of(path))
        page.close()
    except AssertionError:  # how the parser gives up on a broken declaration
        raise SourceError(f"{path.name} is no page that can be read; fetch it again.") from None
    page.tables += reversed(page._open)  # a page cut off in the middle still gives its rows
    page.before += reversed(page._leads)
    return list(zip(page.before, page.tables, strict=True))
