"""Stakes that are held as records, laid out in the arrays of a graph.

Invariant: row by row, a stake stands in the arrays where it stands in the sequence.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

import numpy as np

from obstat.model.dates import partial
from obstat.model.ownership import Stake
from obstat.ties.graph import ALWAYS, NEVER, Ints, Rows
from obstat.ties.relations import CONTROL, INDIRECT
from obstat.ties.shares import interval


class Names(Protocol):
    """The parties of a graph by number, and their numbers by name."""

    def __len__(self) -> int: ...

    def __getitem__(self, number: int, /) -> str: ...

    def __contains__(self, name: object, /) -> bool: ...

    def number(self, name: str) -> int:
        """Raises `KeyError` for a party that the graph has not."""
        ...


class Listing(list[str]):
    """`Names` of a graph that is held in memory: each once, in order."""

    def __init__(self, names: Iterable[str]) -> None:
        super().__init__(sorted(set(names)))
        self._numbers = {name: number for number, name in enumerate(self)}

    def __contains__(self, name: object) -> bool:
        return name in self._numbers

    def number(self, name: str) -> int:
        return self._numbers[name]


def rows_of(
    stakes: Sequence[Stake], names: Names, published: Sequence[int] = (), recalled: Sequence[bool] = ()
) -> Rows:
    """Stakes in arrays. `published` are the days (ordinals) from which they are known, `recalled` whether they rest on
    memory; without these, they have always been known and do not.
    """
    direct = {stake.owned for stake in stakes if stake.counts and stake.relation not in INDIRECT}
    counts = np.array([s.counts and (s.relation not in INDIRECT or s.owned not in direct) for s in stakes], dtype=bool)
    shares = np.array([interval(s.low, s.high) for s in stakes], dtype=np.int64).reshape(-1, 2)
    since, until = [partial(s.since) for s in stakes], [partial(s.until) for s in stakes]
    return Rows(
        len(names),
        _small([names.number(stake.owner) for stake in stakes]),
        _small([names.number(stake.owned) for stake in stakes]),
        shares[:, 0],
        shares[:, 1],
        _small([day.earliest if day else ALWAYS for day in since]),
        _small([day.latest if day else ALWAYS for day in since]),
        _small([day.earliest if day else NEVER for day in until]),
        _small([day.latest if day else NEVER for day in until]),
        _small(published or [ALWAYS] * len(stakes)),
        counts,
        counts & ~np.array(recalled or [False] * len(stakes), dtype=bool),
        np.array([stake.relation in CONTROL for stake in stakes], dtype=bool),
    )


def _small(values: Sequence[int]) -> Ints:
    return np.array(values, dtype=np.int32)
