"""Tables of a screened inventory as plain cells, and what would change as text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from obstat.model.screened import Became, Sum

if TYPE_CHECKING:
    import polars

_FORMULA = r"=+\-@\t\r"
"""What a cell must not begin with that a spreadsheet is not to take for a formula."""


def flat(frame: polars.DataFrame) -> polars.DataFrame:
    """Lists as one text each, and no cell that a spreadsheet would take for a formula."""
    import polars as pl

    lists = [name for name, kind in frame.schema.items() if kind == pl.List(pl.String)]
    frame = frame.with_columns(pl.col(name).list.join("; ") for name in lists)
    texts = [name for name, kind in frame.schema.items() if kind == pl.String]
    formula = rf"^([{_FORMULA}])"
    number = r"^[+-]?[\d.,\s]+$"
    return frame.with_columns(
        pl.when(pl.col(name).str.contains(number))
        .then(pl.col(name))
        .otherwise(pl.col(name).str.replace(formula, "'${1}"))
        .alias(name)
        for name in texts
    )


def exposure_text(role: str, sums: Sequence[Sum]) -> RenderableType:
    """What the rows come to by party, rule and first day, as a table."""
    if not sums:
        return Text(f"No rule reaches a row, so no {role} is exposed.")
    table = Table(title=f"Exposure: {role}", box=None, header_style="bold", pad_edge=False, title_justify="left")
    for name in (role, "rows", "party", "rule", "status", "since"):
        table.add_column(name, justify="right" if name in (role, "rows") else "left")
    for one in sums:
        missing = f" (+{one.unreadable:,} without)" if one.unreadable else ""
        status = one.status.replace("_", " ")
        table.add_row(f"{one.total:,.12g}", f"{one.rows:,}{missing}", one.name, one.title, status, one.since or "")
    return table


def supposed_text(head: str, rows: int, found: Sequence[Became]) -> RenderableType:
    """What would change, as a table."""
    if not found:
        return Group(Text(head, "bold"), Text(f"none of {rows:,} rows would get another answer."))
    table = Table(box=None, header_style="bold", pad_edge=False)
    columns = ["rows", "quantity", "spend", "now", "then", "through"]
    for name in columns:
        table.add_column(name, justify="right" if name in ("rows", "quantity", "spend") else "left")
    for one in found:
        sums = ["" if value is None else f"{value:,.12g}" for value in (one.quantity, one.spend)]
        through = f"{one.through}: {one.path}" if one.path else one.through
        table.add_row(f"{one.rows:,}", *sums, one.before.replace("_", " "), one.after.replace("_", " "), through)
    changed = sum(one.rows for one in found)
    return Group(Text(head, "bold"), Text(f"{changed:,} of {rows:,} rows would get another answer."), Text(""), table)
