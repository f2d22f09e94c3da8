"""A screened inventory as a workbook: a summary with a chart, every row, and every rule with its citation.

Invariant: no cell holds a formula, whatever the file that was read says; every row stands on a sheet.
"""

from __future__ import annotations

import contextlib
import datetime
import decimal
import functools
import importlib
import math
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from obstat.model.errors import InvalidValue, MissingExtra
from obstat.model.screened import Screened
from obstat.report.inventory import words
from obstat.report.inventory.cells import LONGEST, Sheet, Styles, text_width
from obstat.report.inventory.rows import Names, items, our_columns, own_columns, shown
from obstat.report.inventory.summary_sheet import write_summary

if TYPE_CHECKING:
    import polars

ROWS = 1_048_575
"""What a sheet holds below its header."""
_COLUMNS = 16_384
_SAMPLE = 500
_NARROW, _WIDE, _SENTENCE = 9.0, 42.0, 64.0
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_MERGED = frozenset({"because", "fault", "status"})


def write(path: Path, frame: polars.DataFrame, about: Screened) -> None:
    """Write the workbook, whole or not at all.

    Raises `InvalidValue` for a table too wide for a sheet, or a file that cannot be written.
    """
    try:
        xlsxwriter = importlib.import_module("xlsxwriter")
    except ImportError:
        raise MissingExtra("Writing a workbook", "bulk") from None
    columns = _columns(frame)
    if len(columns) > _COLUMNS:
        raise InvalidValue(
            f"The table has {len(columns):,} columns and a sheet holds {_COLUMNS:,}; write a .csv or .parquet file."
        )
    part = path.with_name(f".{path.name}.part")
    try:
        with tempfile.TemporaryDirectory(prefix="obstat-") as scratch, part.open("wb", buffering=0) as file:
            stream = _Stream(file)
            book = xlsxwriter.Workbook(stream, {**_OPTIONS, "tmpdir": scratch})
            _fill(book, frame, about, columns)
            book.close()
            if stream.failed:
                raise stream.failed
        part.replace(path)
    except (xlsxwriter.exceptions.XlsxWriterException, OSError) as error:
        reason = words.one_line(str(getattr(error, "strerror", None) or error))
        raise InvalidValue(
            f"{path.name} cannot be written ({reason}); close it where it is open, or name another file."
        ) from None
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def _fill(book: Any, frame: polars.DataFrame, about: Screened, columns: list[_Column]) -> None:
    book.set_properties({"title": f"Screened: {words.one_line(about.file)[:200]}", "comments": words.NOT_ADVICE})
    if frame.height > ROWS:
        book.use_zip64()
    styles = Styles(book)
    write_summary(book, styles, about)
    _write_rows(book, styles, frame, about, columns)
    _write_reasons(book, styles, about)


class _Stream:
    """A file in which an archive is written; after a write that failed it takes whatever comes, so that the archive
    can be closed, and the failure told once."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._at = file, 0
        self.failed: OSError | None = None

    def write(self, data: bytes) -> int:
        view = memoryview(data)
        try:
            while self.failed is None and len(view):  # a disk that is nearly full takes a part
                view = view[self._file.write(view) :]
        except OSError as error:
            self.failed = error
        self._at += len(data)
        return len(data)

    def seek(self, at: int, whence: int = 0) -> int:
        if self.failed is None:
            self._at = self._file.seek(at, whence)
        return self._at

    def tell(self) -> int:
        return self._at

    def flush(self) -> None:
        pass

    def seekable(self) -> bool:
        return True


_Told = Callable[[dict[str, Any], str], str]
"""From a row and the name of a column of ours to the words."""


class _Column:
    """A column of the sheet of rows: where it comes from, and what stands over it."""

    __slots__ = ("heading", "ours", "source")

    def __init__(self, source: str, heading: str, *, ours: bool) -> None:
        self.source, self.heading, self.ours = source, heading, ours


def _columns(frame: polars.DataFrame) -> list[_Column]:
    """The status and the sentence, the user's own, then what else is ours."""
    own = own_columns(frame)
    taken = {name.casefold() for name in own}

    def ours(name: str) -> _Column:
        heading = words.HEADINGS[name]
        return _Column(name, f"{heading} (obstat)" if heading.casefold() in taken else heading, ours=True)

    rest = [ours(name) for name in our_columns(frame) if name not in _MERGED]
    return [ours("status"), ours("because"), *(_Column(name, name, ours=False) for name in own), *rest]


def _write_rows(book: Any, styles: Styles, frame: polars.DataFrame, about: Screened, columns: list[_Column]) -> None:
    told = _teller(Names.of(about))
    widths = _widths(frame, columns, told)
    for number, start in enumerate(range(0, max(frame.height, 1), ROWS)):
        part = frame.slice(start, ROWS)
        sheet = Sheet(book.add_worksheet("Rows" if number == 0 else f"Rows {number + 1}"), styles)
        for place, (column, width) in enumerate(zip(columns, widths, strict=True)):
            sheet.sheet.set_column(place, place, width)
            sheet.text(0, place, column.heading, styles.ours if column.ours else styles.heading)
        sheet.sheet.freeze_panes(1, 1)
        sheet.sheet.autofilter(0, 0, part.height, len(columns) - 1)
        sheet.on_paper(repeated=True)
        for row, record in enumerate(part.iter_rows(named=True), start=1):
            _write_row(sheet, row, record, columns, told)


def _write_row(sheet: Sheet, row: int, record: dict[str, Any], columns: list[_Column], told: _Told) -> None:
    styles = sheet.styles
    for place, column in enumerate(columns):
        if not column.ours:
            _write_own(sheet, row, place, record[column.source])
        elif column.source == "status":
            status = record.get("obstat_status")
            sheet.text(row, place, words.look(status).word, styles.status(status))
        else:
            text = told(record, column.source)
            if text:
                sheet.text(row, place, text, styles.wrapped if column.source == "because" else styles.cell)


def _teller(names: Names) -> _Told:
    """What gives a cell of ours in words; most rows say what a row before them said, so that it is kept."""

    @functools.lru_cache(maxsize=65_536)
    def words_of(column: str, parts: tuple[str, ...]) -> str:
        return "; ".join(names.told(column, part) for part in parts)

    def told(record: dict[str, Any], column: str) -> str:
        parts = items(record.get(f"obstat_{column}"))
        if column == "because":
            # A fault stands with the sentence, as one of the two is always empty.
            parts += items(record.get("obstat_fault"))
        return words_of(column, tuple(parts)) if parts else ""

    return told


def _write_own(sheet: Sheet, row: int, place: int, value: object) -> None:
    """A cell of a user's: numbers and days as such where a sheet can hold them whole, everything else as text."""
    styles = sheet.styles
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.sheet.write_boolean(row, place, value, styles.cell)
    elif isinstance(value, int) and abs(value) < 10**15:
        sheet.sheet.write_number(row, place, value, styles.whole if abs(value) >= 10**9 else styles.cell)
    elif isinstance(value, float) and math.isfinite(value):
        sheet.sheet.write_number(row, place, value, styles.cell)
    elif isinstance(value, decimal.Decimal) and value.is_finite() and len(value.as_tuple().digits) <= 15:
        sheet.sheet.write_number(row, place, float(value), styles.cell)
    elif isinstance(value, datetime.datetime) and value.tzinfo is None and value.year > 1900:
        sheet.sheet.write_datetime(row, place, value, styles.moment)
    elif isinstance(value, datetime.date) and not isinstance(value, datetime.datetime) and value.year > 1900:
        sheet.sheet.write_datetime(row, place, value, styles.day)
    else:
        sheet.text(row, place, shown(value), styles.cell)


def _widths(frame: polars.DataFrame, columns: list[_Column], told: _Told) -> list[float]:
    """By the longest text of the first rows, between narrow and wide."""
    widest = [text_width(column.heading) + 3.0 for column in columns]
    for record in frame.head(_SAMPLE).iter_rows(named=True):
        for place, column in enumerate(columns):
            if column.source == "status" and column.ours:
                text = words.look(record.get("obstat_status")).word
            else:
                text = told(record, column.source) if column.ours else shown(record[column.source])
            longest = max((text_width(line) for line in text[:LONGEST].split("\n")), default=0)
            widest[place] = max(widest[place], longest + 1.5)
    limits = [_SENTENCE if column.ours and column.source == "because" else _WIDE for column in columns]
    return [max(_NARROW, min(width, limit)) for width, limit in zip(widest, limits, strict=True)]


def _write_reasons(book: Any, styles: Styles, about: Screened) -> None:
    sheet = Sheet(book.add_worksheet("Reasons"), styles)
    headings = ("Title", "Status", "Authority", "Citation", "Since", "Rows", "Link", "More links", "Rule")
    for place, (heading, width) in enumerate(zip(headings, (52, 22, 34, 34, 12, 9, 48, 30, 34), strict=True)):
        sheet.sheet.set_column(place, place, width)
        sheet.text(0, place, heading, styles.ours)
    sheet.sheet.freeze_panes(1, 1)
    sheet.sheet.autofilter(0, 0, len(about.reasons), len(headings) - 1)
    sheet.on_paper(repeated=True)
    for row, reason in enumerate(about.reasons, start=1):
        sheet.text(row, 0, reason.title, styles.wrapped)
        sheet.text(row, 1, words.look(reason.status).word, styles.status(reason.status))
        sheet.text(row, 2, reason.authority, styles.wrapped)
        sheet.text(row, 3, reason.citation, styles.wrapped)
        sheet.text(row, 4, reason.since or "", styles.cell)
        sheet.sheet.write_number(row, 5, reason.rows, styles.count)
        first, *more = reason.sources or ("",)
        sheet.link(row, 6, first)
        sheet.text(row, 7, "; ".join(more), styles.cell)
        sheet.text(row, 8, reason.rule, styles.cell)
