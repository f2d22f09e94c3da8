"""An inventory screened: blocks of rows in, the same blocks with the answer beside each row out.

Rows that ask the same are asked once, and MAC addresses of which the same is known ask the same. What was answered is
remembered from block to block, as far as it stays small; a long run shares its questions out among processes.

Invariant: rows in are rows out, in order; the answer of a row is that of `Asking.answer` to its subject, in which a MAC
address may stand for its block.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from obstat.knowledge.write import uncollected
from obstat.model.errors import InvalidValue
from obstat.model.screened import COLUMNS
from obstat.model.subject import FACTS
from obstat.names.bulk import needed
from obstat.screening.addresses import Addresses
from obstat.screening.asking import ASKED, PLURAL, Answer, Asking, subject_of
from obstat.screening.check import Obstat
from obstat.screening.kept import Kept
from obstat.screening.tally import Tally
from obstat.screening.workers import Workers

if TYPE_CHECKING:
    import polars

_MOST_ANSWERS, _MOST_SUBJECTS = 200_000, 500_000
"""What is remembered; beyond it everything is forgotten and asked anew."""
_SHARED = 2_000
"""New subjects of one block, from which on they are shared out."""
_MARK = "\x1f"
"""Between the texts of a list; no text of ours holds it."""
_NUMBER = f"{_MARK}number"
"""The column by which answers are joined; no header of a file is like it."""
Texts = tuple[str | None, ...]
"""What a row says, in the order of the columns that tell something."""
Key = tuple[str | int | None, ...]
"""The same, in which a number stands for a class of addresses."""


class Screening:
    """A run over an inventory.

    `roles` gives, for the columns that say something, a role: one of `TEXTS`, of `FACTS`, the scheme of an identifier,
    ``given`` (lines as `given_told` writes them) or ``fault``.
    """

    def __init__(
        self,
        ob: Obstat,
        asked: Mapping[str, Any],
        roles: Mapping[str, str],
        *,
        workers: int = 1,
        kept: Kept | None = None,
    ) -> None:
        """`asked` are keywords of `Obstat.question`. Raises `InvalidValue` when one cannot be read, or no column tells
        what a row is about."""
        self.asking = Asking(ob, asked)
        self._roles = roles
        self._used = telling(roles)
        self._addresses = Addresses(ob.identifier.signals.mac_prefixes)
        self._workers = Workers(ob.snapshot.folder, asked, self._used, roles, workers)
        self._kept = kept
        self._tally = Tally()
        self._answers: dict[Answer, int] = {}
        self._numbers: dict[Key, int] = {}
        self._counts = np.zeros(0, dtype=np.int64)
        self._beside = _table(())

    def __enter__(self) -> Screening:
        return self

    def __exit__(self, *_: object) -> None:
        self._workers.close()

    def block(self, frame: polars.DataFrame, progress: Callable[[float], None] = lambda rows: None) -> polars.DataFrame:
        """`frame` with the answer beside each row, as the columns of `obstat.model.screened.COLUMNS`.

        `progress` is told of rows as they are done.
        """
        pl = needed("polars")
        used = [name for name in self._used if name in frame.columns]
        keyed = frame.select(pl.col(name).cast(pl.String, strict=False) for name in used)
        keyed = keyed.with_columns(
            self._addresses.shortened(keyed[name], self._roles[name])
            for name in used
            if self._roles[name] in ("mac", "given")
        )
        missing = [pl.lit(None, pl.String).alias(name) for name in self._used if name not in used]
        keyed = keyed.with_columns(missing).select(self._used)
        if len(self._answers) > _MOST_ANSWERS or len(self._numbers) > _MOST_SUBJECTS:
            self._forget()
        distinct = keyed.unique(maintain_order=True)
        with uncollected():
            self._learn(list(distinct.iter_rows()), frame.height, progress)
        numbers = list(map(self._numbers.__getitem__, distinct.iter_rows()))
        numbered = distinct.with_columns(pl.Series(_NUMBER, numbers, dtype=pl.UInt32))
        joined = keyed.join(numbered, on=self._used, how="left", nulls_equal=True, maintain_order="left")
        places = joined[_NUMBER]
        counts = np.bincount(places.to_numpy(), minlength=len(self._answers))
        self._counts = counts + np.pad(self._counts, (0, len(counts) - len(self._counts)))
        found: polars.DataFrame = pl.concat([frame, self._beside[places]], how="horizontal")
        return found

    @property
    def tally(self) -> Tally:
        """What the blocks came to so far."""
        for answer, rows in zip(self._answers, self._counts.tolist(), strict=True):
            if rows:
                self._tally.add(answer, rows)
        self._counts = np.zeros(len(self._answers), dtype=np.int64)
        return self._tally

    def lines(self, block: polars.DataFrame) -> Iterator[dict[str, Any]]:
        """Of each row of an answered block the whole verdict, by the keys of ``obstat check``; of one that could not be
        read, ``fault``."""
        used = [name for name in self._used if name in block.columns]
        verdict = functools.lru_cache(maxsize=4096)(
            lambda values: self.asking.verdict(subject_of(dict(zip(used, values, strict=True)), self._roles))
        )
        for fault, values in zip(block["obstat_fault"].to_list(), block.select(used).iter_rows(), strict=True):
            yield {"fault": fault} if fault else verdict(values)

    def _forget(self) -> None:
        """Forget every answer, once it is counted."""
        self._tally = self.tally
        self._answers, self._numbers = {}, {}
        self._counts, self._beside = np.zeros(0, dtype=np.int64), _table(())

    def _learn(self, subjects: Sequence[Key], rows: int, progress: Callable[[float], None]) -> None:
        """Make sure that each subject has an answer."""
        new = [key for key in subjects if key not in self._numbers]
        share = rows / max(len(new), 1)
        known = len(self._answers)
        texts = {self._texts(key): key for key in new}
        for values, answer in self._answered(list(texts)):
            self._numbers[texts[values]] = self._answers.setdefault(answer, len(self._answers))
            progress(share)
        if not new:
            progress(rows)
        if len(self._answers) > known:
            self._beside = needed("polars").concat([self._beside, _table(list(self._answers)[known:])], rechunk=True)

    def _answered(self, new: Sequence[Texts]) -> Iterator[tuple[Texts, Answer]]:
        """The answers to subjects, those that were kept first."""
        if self._kept and self._kept.found:
            found = [(values, self._kept.get(values)) for values in new]
            yield from ((values, answer) for values, answer in found if answer)
            new = [values for values, answer in found if answer is None]
        asked = self._workers.answers(new) if len(new) >= _SHARED else None
        for values, answer in zip(new, asked or map(self._answer, new), strict=True):
            told = self._told(values, answer)
            if self._kept:
                self._kept.put(values, told)
            yield values, told

    def _texts(self, key: Key) -> Texts:
        return tuple(self._addresses.example(value) if isinstance(value, int) else value for value in key)

    def _answer(self, values: Texts) -> Answer:
        return self.asking.answer(subject_of(dict(zip(self._used, values, strict=True)), self._roles))

    def _told(self, values: Texts, answer: Answer) -> Answer:
        """An answer in which the addresses that stand for their block are told as such."""
        examples = [value for name, value in zip(self._used, values, strict=True) if value and
                    self._roles[name] in ("mac", "given")]  # fmt: skip
        if not examples:
            return answer
        told = functools.partial(self._addresses.told, examples)
        return replace(
            answer,
            because=answer.because and told(answer.because),
            evidence=tuple(map(told, answer.evidence)),
            notes=tuple(map(told, answer.notes)),
        )


def telling(roles: Mapping[str, str]) -> list[str]:
    """The columns on which a row's answer hangs. Raises `InvalidValue` when there is none."""
    idle = set(FACTS) - set(ASKED)
    found = [name for name, role in roles.items() if role not in idle]
    if not found:
        raise InvalidValue("No column is known to say what a row is about; say which does with --column COLUMN=ROLE.")
    return found


def _table(answers: Sequence[Answer]) -> polars.DataFrame:
    """Answers as the columns that are put beside rows."""
    pl = needed("polars")
    columns = []
    for name in COLUMNS:
        told = [getattr(one, name) for one in answers]
        if name in PLURAL:  # texts are cut up sooner than lists are made
            joined = pl.Series([_MARK.join(each) or None for each in told], dtype=pl.String)
            column = joined.str.split(_MARK).fill_null([])
        else:
            column = pl.Series(told, dtype=pl.String)
        columns.append(column.alias(f"obstat_{name}"))
    table: polars.DataFrame = pl.DataFrame(columns)
    return table
