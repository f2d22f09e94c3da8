"""Rows of delimited text: which character sets cells apart, and the rows with the numbers a spreadsheet gives them.

Invariant: a quote that is never closed spoils one row, not the rows below it.
"""

from __future__ import annotations

import csv
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from obstat.intake import roles
from obstat.intake.tables.lines import LONGEST, lines

csv.field_size_limit(LONGEST)

DELIMITERS: Final = (",", ";", "\t", "|")
_OPEN, _ATE = -1, -2
_TALL: Final = 500
"""Lines of one record; a quoted cell with more was not meant to be quoted."""


@dataclass(frozen=True, slots=True)
class Record:
    """A row: its number from 1, its cells, where it begins; `fault` for one whose quotes do not match."""

    row: int
    cells: list[str]
    offset: int | None = None
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a text file is a table."""

    delimiter: str
    told: bool
    """Whether its first line says so (``sep=;``)."""


def dialect(text: str) -> Dialect:
    """The delimiter of a table, by its beginning: the one that gives most rows the same number of cells."""
    first = text[:100].split("\n", 1)[0].strip("\r\"' ")
    if len(first) <= 5 and first[:4].lower() == "sep=":
        return Dialect(first[4:] or "\t", True)
    return Dialect(max(DELIMITERS, key=lambda each: _fit(text, each)), False)


def shape(text: str, delimiter: str) -> tuple[int, float]:
    """The usual number of cells of the rows of a sample, and the share of the rows that have it, empty ones counted."""
    rows = _sample(text, delimiter)
    if not rows:
        return 0, 0.0
    wide = Counter(len(row) for row in rows if sum(bool(cell.strip()) for cell in row) > 1)
    if not wide:
        return 1, 1.0
    width = max(wide, key=lambda each: (wide[each], each))
    return width, sum(len(row) == width for row in rows) / len(rows)


def records(path: Path, given: Dialect) -> Iterator[Record]:
    """The rows that hold anything. Blank rows are counted and left out, as is the line that names the delimiter."""
    source = _Source(lines(path))
    row = 0
    while (gathered := source.record(given.delimiter)) is not None:
        row += 1
        cells, offset, fault = gathered
        if given.told and row == 1:
            continue
        if fault or any(cell.strip(" \t\r\n\x1a") for cell in cells):
            yield Record(row, cells, offset, fault)


def _sample(text: str, delimiter: str) -> list[list[str]]:
    cut = text[: text.rfind("\n") + 1] if text.count("\n") > 1 else text
    try:
        rows = [
            row
            for row, _ in zip(csv.reader(cut.splitlines(keepends=True), delimiter=delimiter), range(200), strict=False)
        ]
    except csv.Error:
        rows = [line.split(delimiter) for line in cut.splitlines()[:200]]
    return [row for row in rows if any(cell.strip() for cell in row)]


def _fit(text: str, delimiter: str) -> tuple[bool, float, int]:
    """How well a delimiter fits: two headers that are known say most, then how many rows are alike."""
    width, share = shape(text, delimiter)
    if width < 2:
        return False, 0.0, 0
    headers = max(sum(roles.known(cell) is not None for cell in row[:200]) for row in _sample(text, delimiter)[:20])
    return headers > 1, share * (1 + min(headers, 10)), width


class _Source:
    """Gathers the lines of one record after the other."""

    def __init__(self, given: Iterable[tuple[str, int | None]]) -> None:
        self._lines = iter(given)
        self._back: deque[tuple[str, int | None]] = deque()

    def _next(self) -> tuple[str, int | None] | None:
        return self._back.popleft() if self._back else next(self._lines, None)

    def record(self, delimiter: str) -> tuple[list[str], int | None, str | None] | None:
        """The cells, the offset and the fault of the next record; None at the end."""
        begun = self._next()
        if begun is None:
            return None
        line, offset = begun
        if '"' not in line:
            return line.rstrip("\r\n").split(delimiter), offset, None
        if line.count('"') % 2 == 0:  # most often the record ends with the line, and the library is quick
            cells = next(csv.reader([line], delimiter=delimiter), [])
            if cells and not cells[-1].endswith(("\n", "\r")):
                return cells, offset, None
        gathered, size = [begun], len(line)
        while not (parsed := _parsed([text for text, _ in gathered], delimiter)):
            more = self._next() if parsed is None and len(gathered) < _TALL and size < LONGEST else None
            if more is None:
                self._back.extendleft(reversed(gathered[1:]))
                fault = "A quotation mark in this row is never closed, so its cells cannot be told; close or remove it."
                return line.rstrip("\r\n").split(delimiter), offset, fault
            gathered.append(more)
            size += len(more[0])
        return parsed, offset, None


def _parsed(gathered: list[str], delimiter: str) -> list[str] | None:
    """The cells of a record; None where its last cell is still open, none where it ate the beginning of another."""
    if len(gathered) > 1 and '"' not in gathered[-1]:
        return None
    cells: list[str] = []
    text, at = "".join(gathered).rstrip("\r\n"), 0
    while True:
        if text[at : at + 1] == '"':
            cell, at = _quoted(text, at + 1, delimiter)
            if at < 0:
                return None if at == _OPEN else []
        else:
            end = text.find(delimiter, at)
            end = len(text) if end < 0 else end
            cell, at = text[at:end], end
        cells.append(cell)
        if at >= len(text):
            return cells
        at += 1


def _quoted(text: str, at: int, delimiter: str) -> tuple[str, int]:
    """A quoted cell and where it ends, or why it does not; what stands behind its closing mark belongs to it.

    A cell of several lines whose closing mark has text behind it was closed by the opening mark of another cell.
    """
    held: list[str] = []
    while True:
        end = text.find('"', at)
        if end < 0:
            return "", _OPEN
        held.append(text[at:end])
        if text[end + 1 : end + 2] == '"':
            held.append('"')
            at = end + 2
            continue
        stop = text.find(delimiter, end + 1)
        stop = len(text) if stop < 0 else stop
        behind = text[end + 1 : stop].strip(" ")
        if behind and any("\n" in piece or "\r" in piece for piece in held):
            return "", _ATE
        held.append(behind)
        return "".join(held), stop
