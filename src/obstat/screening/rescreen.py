"""Many subjects screened at once, and again when the facts or the day have changed: only those that it may concern.

A table of results has a row for each row of the input, its columns beside those of the input: `COLUMNS`.

Invariant: rows in are rows out, in order. What `again` gives is meant to equal, row by row, what `screen` gives from
the newer snapshot on the later day; see `obstat.screening.delta` and `obstat.names.relation` for how far that goes.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from obstat._version import __version__
from obstat.model.change import RowChange
from obstat.model.errors import InvalidValue
from obstat.names.bulk import needed
from obstat.names.normal import clean
from obstat.screening.affected import Affected
from obstat.screening.check import Obstat
from obstat.screening.delta import between
from obstat.screening.rows import Row, row, traces

if TYPE_CHECKING:
    import polars

COLUMNS = {
    "text": "the subject as it was read",
    "asked": "the question put to it, as JSON, without its day",
    "on": "the day asked about",
    "status": "the answer; empty where the row could not be read",
    "fault": "why the row could not be read",
    "rules": "the rules that reach it, the strictest first",
    "findings": "of each rule: rule, status, what it gives, party, since, until",
    "parties": "who stands behind it, and whom restrictions reached it through",
    "products": "the products that it names",
    "needs": "the facts on which the answer hangs",
    "snapshot": "the snapshot that answered",
    "engine": "the version of obstat that answered",
    "keys": "for screening again: the normal forms of the names in the text",
    "letters": "for screening again: the same as letters alone",
    "features": "for screening again: what of them is looked up",
    "sizes": "for screening again: how many features each of the names has",
}
"""What is put beside a subject, each under ``obstat_`` and its name."""
_STRETCH = 20_000
"""Rows that are laid out at once."""
_COMPARED = ("status", "findings", "parties", "products", "needs")


@dataclass(frozen=True, slots=True)
class Again:
    """The table of results as of now, the rows that changed, and how many were asked anew."""

    frame: polars.DataFrame
    changed: tuple[RowChange, ...]
    asked: int


def screen(
    ob: Obstat,
    frame: polars.DataFrame,
    column: str,
    asked: Mapping[str, str | None],
    on: datetime.date,
    progress: Callable[[int], None] = lambda done: None,
) -> polars.DataFrame:
    """`frame` with the answer about the subject in each row of `column` beside it.

    `asked` are keywords of `Obstat.question` but the day. Raises `InvalidValue` when one of them cannot be read.
    """
    ob.question("anything", on=on, **_given(asked))
    pl = needed("polars")
    texts = [clean(value) if value is not None else "" for value in frame[column].cast(str).to_list()]
    told = json.dumps(_given(asked), sort_keys=True)
    parts = [
        _stretch(ob, texts[first : first + _STRETCH], told, on.isoformat(), progress)
        for first in range(0, max(len(texts), 1), _STRETCH)
    ]
    result: polars.DataFrame = pl.concat([frame, pl.concat(parts)], how="horizontal")
    return result


def _stretch(
    ob: Obstat, texts: Sequence[str], asked: str, on: str, progress: Callable[[int], None]
) -> polars.DataFrame:
    """The columns of some rows."""
    pl = needed("polars")
    answers = _answers(ob, [(text, asked, on) for text in texts], progress)
    kept = {text: list(traces(text)) for text in dict.fromkeys(texts)}
    flat = [[f for trace in kept[text] for f in trace.features] for text in texts]
    sizes = [[len(trace.features) for trace in kept[text]] for text in texts]
    found: polars.DataFrame = pl.DataFrame(
        [
            pl.Series("obstat_text", texts, dtype=pl.String),
            pl.Series("obstat_asked", [asked] * len(texts), dtype=pl.String),
            pl.Series("obstat_on", [on] * len(texts), dtype=pl.String),
            *_columns(answers),
            pl.Series("obstat_snapshot", [ob.snapshot.id] * len(texts), dtype=pl.String),
            pl.Series("obstat_engine", [__version__] * len(texts), dtype=pl.String),
            pl.Series("obstat_keys", [[t.key for t in kept[text]] for text in texts], dtype=pl.List(pl.String)),
            pl.Series("obstat_letters", [[t.letters for t in kept[text]] for text in texts], dtype=pl.List(pl.String)),
            pl.Series("obstat_features", flat, dtype=pl.List(pl.UInt32)),
            pl.Series("obstat_sizes", sizes, dtype=pl.List(pl.UInt16)),
        ]
    )
    return found


def again(
    before: Obstat,
    after: Obstat,
    frame: polars.DataFrame,
    on: datetime.date | None,
    progress: Callable[[int], None] = lambda done: None,
) -> Again:
    """Screen again the rows of a table of results, which `before` gave, whose answer from `after` may be another.

    `on` is the day asked about now, by default that of each row. Raises `InvalidValue` when `frame` is no such table,
    or came from another snapshot.
    """
    _check(before, frame)
    pl = needed("polars")
    days = frame["obstat_on"].unique().to_list()
    now = on.isoformat() if on else None
    bounds = [datetime.date.fromisoformat(day).toordinal() for day in (*days, *([now] if now else ()))]
    moved = now is not None and days != [now]
    first, last = (min(bounds), max(bounds)) if moved and bounds else (0, 0)
    delta = between(before.snapshot, after.snapshot, (first, last))
    if frame["obstat_engine"].unique().to_list() not in ([__version__], []):
        delta.everything = "another version of obstat answered before"
    reasons = Affected(before, after, frame, delta).reasons()
    places = sorted(reasons)
    questions = [
        (text, asked, now or day)
        for text, asked, day in frame[places].select("obstat_text", "obstat_asked", "obstat_on").iter_rows()
    ]
    answers = pl.DataFrame(_columns(_answers(after, questions, progress)))
    old = frame[places].select(answers.columns)
    changed = [
        RowChange(place, question[0], was["obstat_status"], is_now["obstat_status"], tuple(was["obstat_rules"] or ()),
                tuple(is_now["obstat_rules"] or ()), reasons[place])
        for place, question, was, is_now in zip(
            places, questions, old.iter_rows(named=True), answers.iter_rows(named=True), strict=True
        )
        if any(was[f"obstat_{name}"] != is_now[f"obstat_{name}"] for name in _COMPARED)
    ]  # fmt: skip
    return Again(_replaced(frame, places, answers, now, after.snapshot.id), tuple(changed), len(places))


def _given(asked: Mapping[str, str | None]) -> dict[str, Any]:
    return {name: value for name, value in asked.items() if value is not None}


def _answers(ob: Obstat, questions: Sequence[tuple[str, str, str]], progress: Callable[[int], None]) -> list[Row | str]:
    """The row of each question (text, the rest as JSON, day), each distinct one asked once; a sentence where it cannot
    be read."""
    found: dict[tuple[str, str, str], Row | str] = {}
    for question in questions:
        if question not in found:
            text, asked, on = question
            try:
                found[question] = row(ob, ob.question(text, on=on, **json.loads(asked)))
            except InvalidValue as error:
                found[question] = str(error)
            progress(1)
    return [found[question] for question in questions]


def _columns(answers: Sequence[Row | str]) -> list[Any]:
    pl = needed("polars")
    rows = [answer if isinstance(answer, Row) else None for answer in answers]
    faults = [answer if isinstance(answer, str) else None for answer in answers]
    lists = pl.List(pl.String)
    return [
        pl.Series("obstat_status", [one and one.status for one in rows], dtype=pl.String),
        pl.Series("obstat_fault", faults, dtype=pl.String),
        *(
            pl.Series(f"obstat_{name}", [list(getattr(one, name)) if one else [] for one in rows], dtype=lists)
            for name in ("rules", "findings", "parties", "products", "needs")
        ),
    ]


def _check(before: Obstat, frame: polars.DataFrame) -> None:
    if missing := [name for name in COLUMNS if f"obstat_{name}" not in frame.columns]:
        raise InvalidValue(
            f"The file has no column 'obstat_{missing[0]}'; give one that 'obstat screen' wrote as .parquet."
        )
    if others := [name for name in frame["obstat_snapshot"].unique().to_list() if name != before.snapshot.id]:
        raise InvalidValue(f"The file was screened with snapshot {others[0]}; say --since {str(others[0])[:19]}.")


def _replaced(
    frame: polars.DataFrame, places: Sequence[int], answers: polars.DataFrame, now: str | None, snapshot: str
) -> polars.DataFrame:
    """The table with new answers in some places, and the day and snapshot of now in all."""
    pl = needed("polars")
    order = np.arange(frame.height)
    order[list(places)] = frame.height + np.arange(len(places))
    pooled = [pl.concat([frame[name], answers[name]])[order] for name in answers.columns] if places else []
    day = [pl.lit(now).alias("obstat_on")] if now else []
    result: polars.DataFrame = frame.with_columns(
        [*pooled, *day, pl.lit(snapshot).alias("obstat_snapshot"), pl.lit(__version__).alias("obstat_engine")]
    )
    return result
