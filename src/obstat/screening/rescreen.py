"""Many subjects screened at once, and again when the facts or the day have changed: only those that it may concern.

A table of results has a row for each row of the input, its columns beside those of the input: `COLUMNS`.

Invariant: rows in are rows out, in order, and what `again` gives equals, row by row, what `screen` gives from the newer
snapshot on the later day.
"""

from __future__ import annotations

import datetime
import itertools
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from obstat.identity.wording import readings
from obstat.model.change import RowChange
from obstat.model.errors import InvalidValue
from obstat.model.records import Provision
from obstat.names.bulk import needed
from obstat.names.normal import clean
from obstat.names.relation import Traces, could_be, related
from obstat.screening.check import Obstat
from obstat.screening.delta import Delta, between
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
    "letters": "for screening again: the names in the text, as letters",
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
    reasons = _Affected(before, after, frame, delta).reasons()
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
    result: polars.DataFrame = frame.with_columns([*pooled, *day, pl.lit(snapshot).alias("obstat_snapshot")])
    return result


class _Affected:
    """Finds the rows whose answer may be another, with the reason."""

    def __init__(self, before: Obstat, after: Obstat, frame: polars.DataFrame, delta: Delta) -> None:
        self._before, self._after, self._frame, self._delta = before, after, frame, delta

    def reasons(self) -> dict[int, str]:
        """By place in the table, why the answer may be another."""
        if self._delta.everything:
            return dict.fromkeys(range(self._frame.height), self._delta.everything)
        found: dict[int, str] = {}
        for place, reason in itertools.chain(
            self._holding("parties", self._delta.parties),
            self._holding("products", {**self._delta.products, **self._brands()}),
            self._widely(),
            self._named(),
        ):
            found.setdefault(place, reason)
        return found

    def _holding(self, column: str, wanted: Mapping[str, str]) -> list[tuple[int, str]]:
        """The rows with one of these ids in a column."""
        if not wanted:
            return []
        pl = needed("polars")
        frame = self._frame.select(pl.col(f"obstat_{column}").alias("id")).with_row_index("place")
        frame = frame.filter(pl.col("id").list.len() > 0).explode("id").filter(pl.col("id").is_in(list(wanted)))
        return [(place, wanted[identity]) for place, identity in frame.iter_rows()]

    def _brands(self) -> dict[str, str]:
        """Products whose brand names others than before."""
        brands = sorted({product.brand for product in self._after.snapshot.products.values() if product.brand})
        found = self._pairs(brands)
        changed = {
            brand: reason
            for brand, reason in ((brands[place], reason) for place, reason in found)
            if _ids(self._before, brand) != _ids(self._after, brand)
        }
        products = self._after.snapshot.products.values()
        return {product.id: changed[product.brand] for product in products if product.brand in changed}

    def _widely(self) -> list[tuple[int, str]]:
        """The rows that a rule on a class or an origin may reach: of its activity and place, with a class of thing."""
        pl = needed("polars")
        if not self._delta.wide:
            return []
        asked = {text: json.loads(text) for text in self._frame["obstat_asked"].unique().to_list()}
        reached = {}
        for text, question in asked.items():
            reason = next((why for p, why in self._delta.wide if self._may_reach(p, question)), None)
            if reason:
                reached[text] = reason
        classed = [text for text in reached if asked[text].get("equipment")]
        frame = self._frame.with_row_index("place").filter(
            pl.col("obstat_asked").is_in(list(reached))
            & ((pl.col("obstat_parties").list.len() > 0) | pl.col("obstat_asked").is_in(classed))
        )
        return [(place, reached[text]) for place, text in frame.select("place", "obstat_asked").iter_rows()]

    def _may_reach(self, provision: Provision, question: Mapping[str, str]) -> bool:
        words = self._after.snapshot.vocabulary
        place = words.jurisdiction(question.get("jurisdiction", "US"))
        everywhere = bool(provision.abroad_item or provision.abroad_actor)
        same = provision.activity == words.activity(question.get("activity", "sell")).code
        return same and (everywhere or words.can_apply_in(provision.jurisdiction, place))

    def _named(self) -> list[tuple[int, str]]:
        """The rows whose text may be taken for one of the names that changed."""
        names = list(self._delta.names)
        if not names:
            return []
        frame = self._frame
        letters = frame["obstat_letters"].explode().drop_nulls().to_list()
        sizes = frame["obstat_sizes"].explode().drop_nulls().to_numpy().astype(np.int64)
        counts = frame["obstat_letters"].list.len().to_numpy()
        flat = frame["obstat_features"].explode().drop_nulls().to_numpy()
        kept = Traces(letters, flat, np.concatenate(([0], np.cumsum(sizes))).astype(np.int64))
        owners = np.repeat(np.arange(frame.height), counts)
        firsts = np.concatenate(([0], np.cumsum(counts)))
        found, texts = [], frame["obstat_text"]
        for at, number in zip(*(column.tolist() for column in related(kept, names)), strict=True):
            place = int(owners[at])
            reading = next(itertools.islice(readings(texts[place]), int(at - firsts[place]), None))
            name = names[number]
            kind = "person" if name in self._delta.persons else "organization"
            if could_be(reading.text, name, kind):
                found.append((place, self._delta.names[name]))
        return found

    def _pairs(self, texts: Sequence[str]) -> list[tuple[int, str]]:
        """Of a few texts, the places of those that may be taken for one of the names that changed."""
        names = list(self._delta.names)
        owners = [place for place, text in enumerate(texts) for _ in traces(text)]
        kept = Traces.of([trace for text in texts for trace in traces(text)])
        pairs = zip(*(column.tolist() for column in related(kept, names)), strict=True)
        return [(owners[at], self._delta.names[names[number]]) for at, number in pairs]


def _ids(ob: Obstat, brand: str) -> list[tuple[str, str]]:
    return [(match.id, match.band) for match in ob.identifier.lookup.find(brand)]
