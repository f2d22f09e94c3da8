"""The first sheet of the workbook: the question, the counts with a chart, the rules and parties, the columns.

Invariant: the counts are those of the summary, and a number is a number.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from obstat.model.screened import Screened
from obstat.report.inventory import words
from obstat.report.inventory.cells import Sheet, Styles

_MOST = 15
_NAME = "Summary"


def write_summary(book: Any, styles: Styles, about: Screened) -> None:
    """Write the sheet; it is the first that a reader sees."""
    writer = _Down(Sheet(book.add_worksheet(_NAME), styles))
    sheet = writer.sheet.sheet
    sheet.hide_gridlines(2)
    for place, width in enumerate((44, 34, 14, 3)):
        sheet.set_column(place, place, width)
    writer.sheet.on_paper()
    writer.line([f"Screened: {words.one_line(about.file)}"], [styles.title])
    writer.line([words.NOT_ADVICE], [styles.soft])
    writer.section("The question put to every row")
    for label, value in words.asked(about):
        writer.line([label.capitalize() if label != "on" else "Day", value], [styles.soft, styles.wrapped])
    writer.section("The run")
    for label, value in (("Rows", words.in_and_out(about)), ("Snapshot", about.snapshot), ("Engine", about.engine)):
        writer.line([label, value], [styles.soft, styles.wrapped])
    first, counts = _counts(writer, about)
    if counts:
        _chart(book, sheet, about, first, counts)
    writer.table(
        "Rules that reach most rows",
        ("Rule", "Status", "Rows"),
        [(reason.title, reason.status, reason.rows) for reason in about.reasons[:_MOST]],
        len(about.reasons),
        statuses=True,
    )
    writer.table(
        "Who stands behind the rows",
        ("Party", "Role", "Rows"),
        [(behind.name, words.spoken(behind.role), behind.rows) for behind in about.parties[:_MOST]],
        len(about.parties),
    )
    writer.section("What each column was taken for")
    for column, taken in about.columns.items():
        writer.line([column, taken], [styles.strong, styles.wrapped])


def _counts(writer: _Down, about: Screened) -> tuple[int, list[tuple[str, int]]]:
    """Write the counts; gives the row where they begin, and the counts."""
    styles = writer.sheet.styles
    counts = [(code, rows) for code, rows in about.statuses.items() if rows]
    writer.section("Answers")
    writer.line(["Status", "Share", "Rows"], [styles.heading] * 3)
    first = writer.row
    for code, rows in counts:
        part = rows / about.rows if about.rows else 0.0
        writer.line([words.look(code).word, part, rows], [styles.status(code), styles.part, styles.count])
    return first, counts


def _chart(book: Any, sheet: Any, about: Screened, first: int, counts: Sequence[tuple[str, int]]) -> None:
    last = first + len(counts) - 1
    chart = book.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": "Rows",
            "categories": [_NAME, first, 0, last, 0],
            "values": [_NAME, first, 2, last, 2],
            "categories_data": [words.look(code).word for code, _ in counts],
            "values_data": [rows for _, rows in counts],
            "points": [{"fill": {"color": words.look(code).day.bar}} for code, _ in counts],
            "data_labels": {"value": True, "num_format": "#,##0"},
            "gap": 45,
        }
    )
    chart.set_title({"name": "Rows by status", "name_font": {"size": 12}})
    chart.set_legend({"none": True})
    chart.set_y_axis({"reverse": True, "line": {"none": True}, "major_tick_mark": "none"})
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}, "min": 0})
    chart.set_size({"width": 620, "height": 70 + 34 * len(counts)})
    described = "; ".join(f"{words.look(code).word} {rows:,}" for code, rows in counts)
    sheet.insert_chart(3, 4, chart, {"description": f"Rows by status of {about.rows:,}: {described}"})


class _Down:
    """Writes line under line."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet, self.row = sheet, 0

    def line(self, cells: Iterable[str | int | float], styles: Sequence[Any]) -> None:
        for place, (cell, style) in enumerate(zip(cells, styles, strict=True)):
            if isinstance(cell, str):
                self.sheet.text(self.row, place, cell, style)
            else:
                self.sheet.sheet.write_number(self.row, place, cell, style)
        self.row += 1

    def section(self, title: str) -> None:
        self.row += 1
        self.line([title], [self.sheet.styles.section])

    def table(
        self,
        title: str,
        headings: Sequence[str],
        rows: Sequence[tuple[str, str, int]],
        whole: int,
        *,
        statuses: bool = False,
    ) -> None:
        """A table of a name, a word and a number; says how many of the `whole` are not in it."""
        styles = self.sheet.styles
        self.section(title)
        if not rows:
            self.line(["none"], [styles.soft])
            return
        self.line(headings, [styles.heading] * 3)
        for name, word, number in rows:
            middle = (words.look(word).word, styles.status(word)) if statuses else (word, styles.cell)
            self.line([name, middle[0], number], [styles.wrapped, middle[1], styles.count])
        if whole > len(rows):
            self.line([f"and {whole - len(rows):,} more"], [styles.soft])
