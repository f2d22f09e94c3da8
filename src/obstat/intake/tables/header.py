"""Where the header of a table stands, or that it has none.

Invariant: a row is taken for the header only where a header word or the difference to the rows below it says so;
what stands above it is a title. In doubt the first row is a row like the others, so that none is lost.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from obstat.intake import contents, roles

_TOP: Final = 30
_FORMS: Final = (*contents.TELLING, "date", "money", "number")


def header_at(rows: Sequence[Sequence[str]]) -> int | None:
    """The index of the header among the first rows; None where there is none."""
    top = rows[:_TOP]
    width = usual_width(rows)
    best, score = None, 0.0
    for at, row in enumerate(top):
        held = [cell for cell in row if cell.strip()]
        if not held or ((len(held) < 2 <= width) and at + 1 < len(rows)):
            continue
        if any(_is_data(cell) for cell in held):
            continue
        found = [known for cell in held[: 20_000 // (at + 1)] if (known := roles.known(cell))]
        whole = sum(known.kind in ("whole", "weak") for known in found)
        told = whole + 0.5 * (len(found) - whole) if width > 1 or whole else 0.0
        if told > score and told >= min(1.0, len(held) / 4) and _short(held) and _repeats(rows, at) == 0:
            best, score = at, told
    if best is not None and (score >= 1 or _differs(rows, best)):
        return best
    first = next((at for at, row in enumerate(top) if _filled(row) >= max(2, width - 1)), None)
    return first if first is not None and _differs(rows, first) else None


def usual_width(rows: Sequence[Sequence[str]]) -> int:
    """The number of cells that most rows have, empty ones at the end not counted."""
    widths = Counter(last(row) for row in rows if last(row))
    return max(widths, key=lambda each: (widths[each], each)) if widths else 0


def width_of(header: Sequence[str], below: Sequence[Sequence[str]]) -> int:
    """The number of columns of a table: those of its header, unless most rows have more."""
    headed = last(header)
    wider = sum(last(row) > headed for row in below)
    return usual_width(below) if not headed or wider > len(below) / 2 else headed


def named(header: Sequence[str], width: int) -> list[str]:
    """The headers for `width` columns at least; what has none gets an empty one."""
    held = [" ".join(cell.split())[:200] for cell in header]
    while held and not held[-1] and len(held) > width:
        held.pop()
    return held + [""] * (width - len(held))


def _is_data(cell: str) -> bool:
    """Whether a cell is something that stands below headers only."""
    text = cell.strip()[:100]
    return any(contents.KINDS[form](text) for form in _FORMS) and not (text.isdigit() and len(text) == 4)


def _differs(rows: Sequence[Sequence[str]], at: int) -> bool:
    """Whether a column below is of a form of which the cell above it is not."""
    if any(_is_data(cell) for cell in rows[at] if cell.strip()):
        return False
    for column, cell in enumerate(rows[at][:200]):
        below = [row[column] for row in rows[at + 1 : at + 200] if column < len(row)]
        share, held = contents.shares(below, _FORMS)
        if cell.strip() and held >= 2 and max(share.values()) >= 0.8:
            return True
    return False


def _short(cells: Sequence[str]) -> bool:
    return sum(len(cell) <= 60 for cell in cells) >= 0.8 * len(cells)


def _repeats(rows: Sequence[Sequence[str]], at: int) -> int:
    """How many rows before are like this one: a header comes once, or first."""
    return sum(list(row) == list(rows[at]) for row in rows[:at])


def _filled(row: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for cell in row)


def last(row: Sequence[str]) -> int:
    """The number of cells up to the last that holds something."""
    return max((at + 1 for at, cell in enumerate(row) if cell.strip()), default=0)
