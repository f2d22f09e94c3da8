"""The sheets of an OpenDocument spreadsheet (``.ods``; OASIS OpenDocument 1.3, part 3, chapter 9), row by row.

The common readers of spreadsheets refuse a file that is indented, as publishers write it, and hold a sheet in memory;
here white space between elements says nothing, and one row is held.

Invariant: a row keeps its number, however often the rows above it are repeated; a number, date or truth is what was
saved, not how it looks; no document type is accepted, so nothing expands.
"""

from __future__ import annotations

import datetime
import itertools
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from xml.parsers import expat

from obstat.intake.tables.delimited import Record
from obstat.model.errors import SourceError

TYPE: Final = b"application/vnd.oasis.opendocument.spreadsheet"
CELLS: Final = 100_000_000
"""Cells of a sheet, repeated ones included."""
_CHARACTERS: Final = 1 << 30
"""Characters of a sheet, repeated ones included."""
_LONGEST: Final = 1 << 20
"""Characters of a cell that are kept; the programs themselves allow fewer."""
_WIDEST: Final = 1 << 14
_CHUNK: Final = 1 << 16
_TABLE: Final = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
_OFFICE: Final = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "
_TEXT: Final = "urn:oasis:names:tc:opendocument:xmlns:text:1.0 "
_CELL: Final = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_UNSAID: Final = (f"{_OFFICE}annotation", f"{_TEXT}note", f"{_TEXT}ruby-text")
"""What hangs on a cell and is no part of what it holds."""

_Event = tuple[int, str, Record | None]


def sheets(path: Path) -> Iterator[tuple[str, Iterator[Record]]]:
    """Each sheet, hidden ones too, with the rows that hold anything.

    Raises `SourceError` for a file that is locked, damaged, or declares more cells than can be taken.
    """
    with zipfile.ZipFile(path) as archive:
        if "META-INF/manifest.xml" in archive.namelist() and b"encryption-data" in archive.read(
            "META-INF/manifest.xml"
        ):
            raise SourceError(f"{path.name} is locked with a password; save it without one.")
    for (_, name), events in itertools.groupby(_events(path), key=lambda event: event[:2]):
        yield name, (record for _, _, record in events if record is not None)


def _events(path: Path) -> Iterator[_Event]:
    """Each row, with the number and name of its sheet; a sheet begins with an event without row."""
    reader = _Reader(path.name)
    try:
        with zipfile.ZipFile(path) as archive, archive.open("content.xml") as stream:
            while chunk := stream.read(_CHUNK):
                reader.parser.Parse(chunk, False)
                for sheet, name, number, cells, times in reader.done:
                    if not times:
                        yield sheet, name, None
                    for at in range(times):
                        yield sheet, name, Record(number + at, cells)
                reader.done.clear()
            reader.parser.Parse(b"", True)
    except SourceError:
        raise
    except Exception as error:  # whatever the libraries raise, the file is damaged
        told = " ".join(str(error).split())[:200].rstrip(".")
        raise SourceError(
            f"{path.name} is no workbook that can be read ({told}); open it, and save it again."
        ) from None


class _Reader:
    """Takes the content in pieces; `done` holds the rows that are complete: sheet, its name, number, cells, times."""

    def __init__(self, name: str) -> None:
        self.done: list[tuple[int, str, int, list[str], int]] = []
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._data
        self.parser.StartDoctypeDeclHandler = self._declared
        self._file = name
        self._sheet, self._name, self._number = 0, "", 1
        self._cells: list[str] = []
        self._empty = self._filled = self._size = self._depth = self._silent = self._held = 0
        self._times = self._across = 1
        self._value: str | None = None
        self._said: list[str] = []
        self._above: list[str] = []
        self._linked = False

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        inside, above = bool(self._above), self._above[-1] if self._above else ""
        self._above.append(tag)
        if tag in _UNSAID:
            self._silent += 1
        elif tag == f"{_TABLE}table":
            self._depth += 1
            if self._depth == 1:
                self._sheet, self._name, self._number = self._sheet + 1, attributes.get(f"{_TABLE}name", ""), 1
                self._filled = self._size = 0
                self._linked = False
                self.done.append((self._sheet, self._name, 0, [], 0))
        elif self._depth > 1 or not inside:
            return
        elif tag == f"{_TABLE}table-source":
            self._linked = True  # the copy of another file's sheet, which nobody sees
        elif tag == f"{_TABLE}table-row":
            self._cells, self._empty, self._times = [], 0, self._repeated(attributes, "rows")
        elif tag in _CELL:
            self._said, self._held = [], 0
            self._value, self._across = _value(attributes), self._repeated(attributes, "columns")
        elif tag == f"{_TEXT}p" and above in _CELL and self._said:
            self._said.append("\n")
        elif tag in (f"{_TEXT}s", f"{_TEXT}tab", f"{_TEXT}line-break"):
            self._data("\n" if tag.endswith("line-break") else " ")

    def _end(self, tag: str) -> None:
        self._above.pop()
        if tag in _UNSAID:
            self._silent -= 1
        elif tag == f"{_TABLE}table":
            self._depth -= 1
        elif self._depth == 1 and tag in _CELL:
            self._cell()
        elif self._depth == 1 and tag == f"{_TABLE}table-row":
            self._row()

    def _data(self, text: str) -> None:
        if not self._silent and f"{_TEXT}p" in self._above and self._held < _LONGEST:
            self._said.append(text[: _LONGEST - self._held])
            self._held += len(text)

    def _cell(self) -> None:
        text = self._value if self._value is not None else "".join(self._said)
        if not text.strip():
            self._empty += self._across
            return
        if len(self._cells) + self._empty + self._across > _WIDEST:
            raise self._too_large()
        self._cells += [""] * self._empty + [text] * self._across
        self._empty = 0

    def _row(self) -> None:
        if self._cells and not self._linked:
            self._filled += len(self._cells) * self._times
            self._size += sum(map(len, self._cells)) * self._times
            if self._filled > CELLS or self._size > _CHARACTERS:
                raise self._too_large()
            self.done.append((self._sheet, self._name, self._number, self._cells, self._times))
        self._number += self._times

    def _repeated(self, attributes: dict[str, str], what: str) -> int:
        """How often a row or cell stands there."""
        text = attributes.get(f"{_TABLE}number-{what}-repeated", "1")
        if not (text.isascii() and text.isdigit() and 0 < len(text) < 9 and int(text)):
            raise SourceError(f"{self._file} repeats {what} '{text[:20]}' times; open it, and save it again.")
        return int(text)

    def _too_large(self) -> SourceError:
        return SourceError(
            f"{self._file} has a sheet of more than {CELLS // 1_000_000} million cells; save it as CSV, which streams."
        )

    def _declared(self, *_: object) -> None:
        raise SourceError(f"{self._file} declares a document type, which no spreadsheet does; save it as CSV.")


def _value(attributes: dict[str, str]) -> str | None:
    """What was saved in a cell, as text; None where that is the text that is shown."""
    match attributes.get(f"{_OFFICE}value-type"):
        case "float" | "currency" | "percentage":
            return _number(attributes.get(f"{_OFFICE}value"))
        case "date":
            return _day(attributes.get(f"{_OFFICE}date-value"))
        case "boolean":
            return (attributes.get(f"{_OFFICE}boolean-value") or "").upper() or None
        case _:
            return None


def _number(text: str | None) -> str | None:
    if text and ("e" in text.lower() or "." in text):
        try:
            value = float(text)
        except ValueError:
            return text
        return str(int(value)) if value.is_integer() and abs(value) < 1e18 else repr(value)
    return text


def _day(text: str | None) -> str | None:
    try:
        moment = datetime.datetime.fromisoformat(text or "")
    except ValueError:
        return text
    return moment.date().isoformat() if moment.time() == datetime.time() else moment.isoformat()
