"""Workbooks: XLSX, XLSM, XLSB, XLS and ODS. The values stand as they were saved; formulas are never evaluated.

Invariant: every sheet is read, hidden ones too; a row keeps the number that the spreadsheet shows.
"""

from __future__ import annotations

import datetime
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from obstat.intake import archives
from obstat.intake.tables import opendocument
from obstat.intake.tables.delimited import Record
from obstat.model.errors import MissingExtra, SourceError

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CELLS: Final = 100_000_000
"""Cells of a sheet, empty ones between filled ones included; they are all held in memory."""
_REFERENCE: Final = re.compile(rb'<(?:\w+:)?c [^>]*?r="([A-Z]{1,3})(\d{1,7})"')


def signs(head: bytes) -> bool:
    """Whether a file is a workbook, by its beginning."""
    return head.startswith(_OLE) or archives.is_office(head)


def sheets(path: Path) -> Iterator[tuple[str, Iterator[Record]]]:
    """Each sheet with its rows. Raises `SourceError` for a workbook that is cut off, locked or too large."""
    try:
        import python_calamine as calamine
    except ImportError:
        raise MissingExtra("Reading workbooks", "intake") from None
    with path.open("rb") as opened:
        packed = opened.read(4) == b"PK\x03\x04"
    if packed:
        archives.check_zip(path, path.name)
        kind = _kind(path)
        if kind is None:
            raise SourceError(f"{path.name} is a document without sheets; save it as PDF or as text.")
        if kind == "ods":
            yield from opendocument.sheets(path)
            return
        _check_size(path)
    try:
        book = calamine.CalamineWorkbook.from_path(str(path))
    except BaseException as error:  # the library panics on some damaged files, which is no Exception
        raise _damaged(path, error) from None
    with book:
        for meta in book.sheets_metadata:
            if meta.typ != calamine.SheetTypeEnum.WorkSheet:
                continue
            try:
                read = book.get_sheet_by_name(meta.name)
            except BaseException as error:  # as above
                raise _damaged(path, error) from None
            if read.total_height * read.total_width > _CELLS:
                raise _too_wide(path)
            yield meta.name, _records(read)


def _kind(path: Path) -> str | None:
    """Whose workbook an archive is: ``ods``, ``xl``, or None for a document of another kind."""
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        if any(name.lower().lstrip("/").startswith("xl/") for name in names):
            return "xl"
        if "mimetype" not in names:
            return "ods" if "content.xml" in names else None
        with archive.open("mimetype") as opened:
            return "ods" if opened.read(200).startswith(opendocument.TYPE) else None


def _records(read: Any) -> Iterator[Record]:
    above = read.start[0] if read.start else 0
    left = [""] * (read.start[1] if read.start else 0)
    for at, values in enumerate(read.to_python(skip_empty_area=True), above + 1):
        cells = [_text(value) for value in values]
        if any(cell.strip() for cell in cells):
            yield Record(at, left + cells)


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e18 else repr(value)
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    return "" if value is None else str(value)


def _check_size(path: Path) -> None:
    """A sheet with a cell in its last corner would be held as billions of empty cells."""
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            if not re.fullmatch(r"/?xl/worksheets/[^/]+\.xml", info.filename, re.IGNORECASE):
                continue
            rows = columns = 0
            try:
                with archive.open(info) as stream:
                    kept = b""
                    while chunk := stream.read(1 << 20):
                        for letters, digits in _REFERENCE.findall(kept + chunk):
                            rows = max(rows, int(digits))
                            columns = max(columns, _column(letters))
                        kept = chunk[-200:]
            except Exception as error:  # whatever the archive's libraries raise, the file is damaged
                raise _damaged(path, error) from None
            if rows * columns > _CELLS:
                raise _too_wide(path)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _damaged(path: Path, error: BaseException) -> SourceError:
    if isinstance(error, (KeyboardInterrupt, SystemExit)):
        raise error
    told = " ".join(str(error).split())[:200].rstrip(".")
    if "assword" in told or "ncrypted" in told:
        return SourceError(f"{path.name} is locked with a password; save it without one.")
    return SourceError(f"{path.name} is no workbook that can be read ({told}); open it, and save it again.")


def _too_wide(path: Path) -> SourceError:
    return SourceError(
        f"{path.name} has a sheet of more than {_CELLS // 1_000_000} million cells; save it as CSV, which streams."
    )
