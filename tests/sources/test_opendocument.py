"""Sheets of OpenDocument spreadsheets: rows keep their places, repetitions are written out, damage is refused."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from obstat.model.errors import SourceError
from obstat.sources import opendocument

_HEAD = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
)
_FOOT = "</office:spreadsheet></office:body></office:document-content>"


def spreadsheet(path: Path, tables: str) -> Path:
    """A spreadsheet with these tables, in a file with what others keep beside the content."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("meta.xml", "<office/>")
        archive.writestr("content.xml", _HEAD + tables + _FOOT)
    return path


def rows(path: Path) -> list[list[tuple[int, list[str]]]]:
    return [list(sheet) for sheet in opendocument.sheets(path)]


def cell(text: str, attributes: str = "") -> str:
    return f"<table:table-cell {attributes}><text:p>{text}</text:p></table:table-cell>"


def test_white_space_between_elements_says_nothing(tmp_path: Path) -> None:
    row = f"<table:table-row>\n   {cell('a')}\n   {cell('b c')}\n  </table:table-row>"
    table = f"\n <table:table>\n  {row}\n </table:table>\n"
    assert rows(spreadsheet(tmp_path / "a.ods", table)) == [[(1, ["a", "b c"])]]


def test_repeated_rows_and_cells_are_written_out_and_empty_ones_only_counted(tmp_path: Path) -> None:
    empty = '<table:table-cell table:number-columns-repeated="2"/>'
    three = cell("b", 'table:number-columns-repeated="3"')
    table = (
        f'<table:table><table:table-row table:number-rows-repeated="2">{cell("a")}</table:table-row>'
        '<table:table-row table:number-rows-repeated="5"><table:table-cell/></table:table-row>'
        f"<table:table-row>{empty}{three}"
        '<table:table-cell table:number-columns-repeated="16376"/></table:table-row>'
        '<table:table-row table:number-rows-repeated="1043268"><table:table-cell/></table:table-row></table:table>'
    )
    assert rows(spreadsheet(tmp_path / "a.ods", table)) == [[(1, ["a"]), (2, ["a"]), (8, ["", "", "b", "b", "b"])]]


def test_dates_are_iso_whatever_they_look_like_and_other_cells_as_they_are_seen(tmp_path: Path) -> None:
    date = cell("29/06/12", 'office:value-type="date" office:date-value="2012-06-29"')
    number = cell("12,703", 'office:value-type="float" office:value="12703"')
    table = f"<table:table><table:table-row>{date}{number}</table:table-row></table:table>"
    assert rows(spreadsheet(tmp_path / "a.ods", table)) == [[(1, ["2012-06-29", "12,703"])]]


def test_the_text_of_a_cell_is_whole_and_without_its_notes(tmp_path: Path) -> None:
    rich = (
        "<table:table-cell><office:annotation><text:p>a note</text:p></office:annotation>"
        "<text:p>A<text:s/>B <text:span>C</text:span></text:p><text:p>D</text:p></table:table-cell>"
    )
    table = f"<table:table><table:table-row>{rich}</table:table-row></table:table>"
    assert rows(spreadsheet(tmp_path / "a.ods", table)) == [[(1, ["A B C\nD"])]]


def test_every_sheet_is_given(tmp_path: Path) -> None:
    one, two = (f"<table:table><table:table-row>{cell(text)}</table:table-row></table:table>" for text in "ab")
    assert rows(spreadsheet(tmp_path / "a.ods", one + two)) == [[(1, ["a"])], [(1, ["b"])]]


@pytest.mark.parametrize(
    "attribute",
    [
        'number-rows-repeated="99999999"',
        'number-rows-repeated="-1"',
        'number-rows-repeated=""',
        'number-rows-repeated="1e3"',
    ],
)
def test_repetitions_beyond_any_sheet_are_refused(attribute: str, tmp_path: Path) -> None:
    table = f"<table:table><table:table-row table:{attribute}>{cell('a')}</table:table-row></table:table>"
    with pytest.raises(SourceError):
        rows(spreadsheet(tmp_path / "a.ods", table))


def test_an_archive_without_content_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("meta.xml", "<office/>")
    with pytest.raises(SourceError, match="archive without content\\.xml"):
        rows(path)
