"""Tables of the Code of Federal Regulations, as rows of cells, read from any of its XML editions.

The editions: the eCFR of the versioner (``DIV5``/``DIV9``, HTML-like ``TABLE``, ``TR``, ``TD``), the bulk eCFR of title
15 on govinfo.gov (the same within ``DLPSTEXTCLASS``), and the annual edition (``APPENDIX``, ``GPOTABLE``, ``ROW``,
``ENT``). See https://github.com/usgpo/bulk-data/blob/main/ECFR-XML-User-Guide.md and the guide to the CFR beside it.

Invariant: all text of a cell is kept, a line break or list item as a new line, a raised figure as such (¹). A cell that
spans rows stands in each of them. Document type declarations are refused, so no entity is ever expanded.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.parsers import expat

from obstat.model.errors import SourceError

_SUPPLEMENT = re.compile(r"Supplement No\. ?(\d+) to Part (\d+)", re.I)
_ROWS, _CELLS, _HEADS = ("TR", "ROW"), ("TD", "TH", "ENT", "CHED"), ("TH", "CHED")
_LINES = ("BR", "LI", "P", "FP", "DIV")
"""Elements within a cell that begin a line."""
_INLINE = ("SU", "SUP", "E")
"""Elements that may raise their text; of the emphases of GPO, number 51 does."""
_TITLES = ("HEAD", "HD", "EAR")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_MOST_ROWS = 500
"""A cell that claims to span more rows than this is taken to span the rest of nothing."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table in a supplement to a part."""

    supplement: str
    """Its number: ``4``."""
    line: int
    cells: tuple[str, ...]
    """Text with white space folded; lines apart."""
    header: bool


def table_rows(path: Path, part: str) -> list[TableRow]:
    """The rows of all tables in the supplements to a part. Raises `SourceError` when the file is no sound XML."""
    reader = _Reader(part)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, attributes: reader.start(name, attributes, parser.CurrentLineNumber)
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = _declared
    try:
        with path.open("rb") as file:
            parser.ParseFile(file)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise SourceError(f"{path.name} is no whole XML file ({error}); fetch it again.") from None
    return reader.rows


def _declared(*_: object) -> None:
    raise ValueError("it declares a document type, as web pages do")


class _Reader:
    """Collects rows from the events of the parser."""

    def __init__(self, part: str) -> None:
        self.rows: list[TableRow] = []
        self._part = part
        self._supplement = ""
        self._title: list[str] | None = None
        self._tables = 0
        self._line = 0
        self._row: list[str] | None = None
        self._header = False
        self._cell: list[str] | None = None
        self._span = 1
        self._spans: dict[int, tuple[int, str]] = {}
        """By column, for how many more rows a cell above stands."""
        self._raised: list[bool] = []

    def start(self, name: str, attributes: Mapping[str, str], line: int) -> None:
        tag = name.upper()
        if tag in ("DIV8", "SECTION"):
            self._supplement = ""
        elif tag == "DIV9" and "N" in attributes:
            self._enter(attributes["N"])
        elif tag in ("TABLE", "GPOTABLE"):
            self._tables += 1
            self._spans = {}
        elif not self._supplement and tag not in _TITLES:
            return
        elif tag in _TITLES and not self._tables:
            self._title = []
        elif tag in (*_ROWS, "BOXHD"):
            self._row, self._header, self._line = [], tag == "BOXHD", line
        elif tag in _CELLS and self._row is not None:
            self._cell, self._header = [], self._header or tag in _HEADS
            self._span = _whole(attributes.get("rowspan"))
        elif self._cell is not None:
            self._within(tag, attributes)

    def _within(self, tag: str, attributes: Mapping[str, str]) -> None:
        assert self._cell is not None
        if tag in _LINES:
            self._cell.append("\n")
        elif tag in _INLINE:
            self._raised.append(tag != "E" or attributes.get("T") == "51")

    def end(self, name: str) -> None:
        tag = name.upper()
        if tag in ("DIV9", "APPENDIX"):
            self._supplement = ""
        elif tag in ("TABLE", "GPOTABLE"):
            self._tables = max(0, self._tables - 1)
        elif tag in _TITLES and self._title is not None:
            self._enter("".join(self._title), keep=True)
            self._title = None
        elif tag in _CELLS and self._cell is not None and self._row is not None:
            self._put()
        elif tag in (*_ROWS, "BOXHD") and self._row is not None:
            self._spanned()
            if any(self._row):
                self.rows.append(TableRow(self._supplement, self._line, tuple(self._row), self._header))
            self._row = self._cell = None
        elif tag in _INLINE and self._raised:
            self._raised.pop()

    def text(self, data: str) -> None:
        if self._cell is not None:
            data = data.replace("\n", " ")
            self._cell.append(data.translate(_RAISED) if any(self._raised) else data)
        elif self._title is not None:
            self._title.append(data)

    def _enter(self, title: str, *, keep: bool = False) -> None:
        """Where the reader is now, by the title; with `keep`, a title that says nothing of it changes nothing."""
        match = _SUPPLEMENT.match(title.strip())
        if match and match[2] == self._part:
            self._supplement = match[1]
        elif match or not keep:
            self._supplement = ""

    def _put(self) -> None:
        """The cell that ends here, behind those that reach down from rows above."""
        assert self._cell is not None and self._row is not None
        lines = (" ".join(line.split()) for line in "".join(self._cell).split("\n"))
        value = "\n".join(line for line in lines if line)
        self._spanned()
        if self._span > 1:
            self._spans[len(self._row)] = (self._span - 1, value)
        self._row.append(value)
        self._cell, self._raised = None, []

    def _spanned(self) -> None:
        """Add the cells of rows above that stand at this place of the row."""
        assert self._row is not None
        while len(self._row) in self._spans:
            left, value = self._spans.pop(len(self._row))
            if left > 1:
                self._spans[len(self._row)] = (left - 1, value)
            self._row.append(value)


def _whole(text: str | None) -> int:
    number = int(text) if text and text.isdecimal() else 1
    return number if 1 <= number <= _MOST_ROWS else 1
