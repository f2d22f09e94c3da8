"""The summary of a screened inventory on a terminal.

Invariant: it fits 80 columns, says how many rows went in and came out, and says what it does not show.
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

from obstat.model.screened import Screened
from obstat.report.inventory import words
from obstat.report.inventory.words import one_line

_REASONS, _PARTIES, _COLUMNS = 5, 5, 12
_EIGHTHS = "▏▎▍▌▋▊▉█"


class Share:
    """A bar as long as a part of the width that there is; of plain letters where the output knows no others."""

    def __init__(self, part: float, style: str) -> None:
        self.part, self.style = min(max(part, 0.0), 1.0), style

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        eighths = round(self.part * options.max_width * 8)
        if self.part:
            eighths = max(eighths, 1)
        full, rest = divmod(eighths, 8)
        if options.ascii_only:
            yield Text("#" * max(full, 1 if eighths else 0), self.style)
        else:
            yield Text("█" * full + (_EIGHTHS[rest - 1] if rest else ""), self.style)

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        return Measurement(8, min(40, options.max_width))


def as_text(about: Screened) -> RenderableType:
    """Counts by status, the rules and parties behind them, and what the columns were taken for."""
    head = Text.assemble((one_line(about.file), "bold"), f"  {words.sentence(about)}")
    parts: list[RenderableType] = [head, Text(""), _statuses(about)]
    for title, table in (("Reasons", _reasons(about)), ("Parties", _parties(about)), ("Columns", _columns(about))):
        if table.row_count:
            parts += [Text(""), Text(title, "bold"), table]
    foot = f"Asked of {one_line(about.on)} from {one_line(about.snapshot)[:19]}. {words.NOT_ADVICE}"
    return Group(*parts, Text(""), Text(words.in_and_out(about)), Text(foot, "dim"))


def _grid(*columns: tuple[str, str]) -> Table:
    """A table without lines; of each column where it is aligned, and whether it is kept on one line."""
    grid = Table.grid(padding=(0, 2))
    for justify, wrap in columns:
        grid.add_column(justify="right" if justify == "right" else "left", no_wrap=wrap == "whole", overflow="fold")
    return grid


def _statuses(about: Screened) -> Table:
    grid = _grid(("left", "whole"), ("right", "whole"), ("right", "whole"), ("left", "whole"))
    most = max(about.statuses.values(), default=0) or 1
    for code, rows in about.statuses.items():
        if rows:
            look = words.look(code)
            grid.add_row(
                Text(look.word, look.style),
                f"{rows:,}",
                Text(words.share(rows, about.rows), "dim"),
                Share(rows / most, look.style),
            )
    return grid


def _reasons(about: Screened) -> Table:
    grid = _grid(("right", "whole"), ("left", "whole"), ("left", "fold"))
    for reason in about.reasons[:_REASONS]:
        look = words.look(reason.status)
        told = Text(one_line(reason.title))
        since = f"; since {reason.since}" if reason.since else ""
        told.append(f"\n{one_line(reason.citation)}{since}", "dim")
        grid.add_row(f"{reason.rows:,}", Text(look.word, look.style), told)
    return _more(grid, about.reasons, _REASONS)


def _parties(about: Screened) -> Table:
    grid = _grid(("right", "whole"), ("left", "fold"), ("left", "fold"))
    for behind in about.parties[:_PARTIES]:
        grid.add_row(f"{behind.rows:,}", Text(one_line(behind.name)), Text(words.spoken(behind.role), "dim"))
    return _more(grid, about.parties, _PARTIES)


def _columns(about: Screened) -> Table:
    grid = _grid(("left", "fold"), ("left", "fold"))
    for name, taken in list(about.columns.items())[:_COLUMNS]:
        grid.add_row(Text(one_line(name)), Text(one_line(taken), "dim"))
    return _more(grid, list(about.columns), _COLUMNS)


def _more(grid: Table, all_of_them: Sequence[object], most: int) -> Table:
    if len(all_of_them) > most:
        blank = [""] * (len(grid.columns) - 1)
        grid.add_row(*blank, Text(f"and {len(all_of_them) - most:,} more", "dim"))
    return grid
