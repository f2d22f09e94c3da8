"""Many things screened at once: rows that were given with the request, or a file of the user's own machine.

Invariant: rows are read as those of a file are, by the same guesses; rows in are rows out, and answers that are not
given are counted.
"""

from __future__ import annotations

import functools
import json
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from obstat.app.mcp import arguments
from obstat.model.errors import InvalidValue
from obstat.model.screened import COLUMNS

if TYPE_CHECKING:
    import polars

    from obstat.screening.check import Obstat
    from obstat.screening.inventory import Screening

_ROWS = "rows.json"
_HERE = (
    ("with --column COLUMN=ROLE", "with 'columns', as {COLUMN: ROLE}"),
    ("leave --column out", "leave 'columns' out"),
    (_ROWS, "the rows"),
)
"""Words of the command, and those of the tool."""


def screened(ob: Obstat, asked: arguments.Screen, question: Mapping[str, str | None], *, alone: bool) -> dict[str, Any]:
    """What ``obstat screen`` prints, with ``answers`` and ``answers_left_out`` beside it.

    `alone`: nobody else uses this process, so that others may help it. Raises `InvalidValue` for what cannot be read.
    """
    from obstat.model.plain import plain
    from obstat.names.processes import cores
    from obstat.screening.inventory import Screening
    from obstat.screening.reading import opened

    day = ob.question("anything", **question).on  # type: ignore[arg-type]
    asking = {**{name: value for name, value in question.items() if value is not None}, "on": day}
    answers: list[dict[str, Any]] = []
    with _plainly(), _file(asked, alone=alone) as (file, name, roles), opened(file, None, roles) as read:
        workers = cores() if alone else 1
        with Screening(_apart(ob.snapshot.folder), asking, read.roles, workers=workers) as screening:
            numbers = count(1)
            for block in read.blocks():
                answered = screening.block(block)
                for number, row in _answers(screening, answered, numbers, asked):
                    answers.append({"row": number, **row})
            about = screening.tally.summary(ob, name, asking, day.isoformat(), read.told)
    return {
        **plain(about),
        "rows_in": about.rows,
        "rows_out": about.rows,
        "exposure": [],
        "answers": answers,
        "answers_left_out": about.rows - len(answers),
    }


@contextmanager
def _file(asked: arguments.Screen, *, alone: bool) -> Iterator[tuple[Path, str, dict[str, str]]]:
    """The file that is meant, what it is called, and what is said of its columns; rows as a file that is there until
    the context ends."""
    if (asked.rows is None) == (asked.path is None):
        raise InvalidValue("Give either 'rows' or the 'path' of a file." if alone else "Give 'rows' to screen.")
    if asked.path is not None:
        file = arguments.file(asked.path)
        yield file, file.name, asked.columns or {}
        return
    if not asked.rows:
        raise InvalidValue("There are no rows; give at least one thing to screen.")
    own = dict.fromkeys(column for row in asked.rows if not isinstance(row, str) for column in row)
    text = next(name for name in map("thing {}".format, count(1)) if name not in own)
    rows = [{text: row} if isinstance(row, str) else row for row in asked.rows]
    columns = list(dict.fromkeys(column for row in rows for column in row))
    if not columns:
        raise InvalidValue("The rows are empty; give columns that name things, such as vendor, model or mac.")
    roles = {**({text: "name"} if text in columns else {}), **(asked.columns or {})}
    with tempfile.TemporaryDirectory(prefix="obstat-") as folder:
        file = Path(folder) / _ROWS
        whole = [{column: row.get(column) for column in columns} for row in rows]
        file.write_text(json.dumps(whole), encoding="utf-8")
        yield file, "rows", roles


@contextmanager
def _plainly() -> Iterator[None]:
    """Errors that name the fix as it is here: an argument, where the command has an option."""
    try:
        yield
    except InvalidValue as error:
        raise InvalidValue(functools.reduce(lambda told, pair: told.replace(*pair), _HERE, str(error))) from None


def _answers(
    screening: Screening, block: polars.DataFrame, numbers: Iterator[int], asked: arguments.Screen
) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The answers of a block's rows that are asked for, by the numbers of the rows."""
    numbered = [next(numbers) for _ in range(block.height)]
    wanted = [
        place for place, number in enumerate(numbered) if asked.offset < number <= asked.offset + asked.limit
    ]  # fmt: skip
    if asked.detail == "none" or not wanted:
        return
    part = block[wanted[0] : wanted[-1] + 1]
    if asked.detail == "full":
        told: Iterator[Mapping[str, Any]] = screening.lines(part)
    else:
        beside = part.select(f"obstat_{name}" for name in COLUMNS)
        told = (dict(zip(COLUMNS, row, strict=True)) for row in beside.iter_rows())
    yield from zip(numbered[wanted[0] : wanted[-1] + 1], told, strict=True)


@functools.lru_cache(maxsize=1)
def _apart(folder: Path) -> Obstat:
    """The snapshot opened once more: what a run over many rows learns is kept from single questions."""
    import obstat

    return obstat.open(folder)
