"""All ties of a snapshot at once, in arrays read from its columns: for registers of millions.

Invariant: a row of the arrays is a row of the table of ties; the answers are those of `obstat.ties.holdings`.
"""

from __future__ import annotations

import datetime
import functools
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from obstat.knowledge.columns import StringPool, Table
from obstat.knowledge.snapshot import Snapshot
from obstat.model.ownership import Stake
from obstat.model.records import Tie
from obstat.ties.answers import Reached
from obstat.ties.graph import ALWAYS, NEVER, Flags, Graph, Ints, Rows, listed_flags
from obstat.ties.relations import BELOW_HALF, CONTROL, INDIRECT, MINORITY, OWNED, stake_of
from obstat.ties.shares import UNIT, WHOLE


class Register:
    """The ties of a snapshot, asked for everybody whom listed parties reach."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._table: Table[Tie] = snapshot.table("ties")
        self._strings = snapshot.strings
        party, of = (np.asarray(self._table.column(name)) for name in ("party", "of"))
        named = np.zeros(len(self._strings), dtype=bool)
        named[party] = named[of] = True
        self.names = _Names(self._strings, np.flatnonzero(named))
        number = np.cumsum(named, dtype=np.int32) - 1
        self.graph = Graph(self._rows(number[party], number[of]))

    def reached(
        self, listed: Iterable[str], test: str, on: datetime.date, as_known: datetime.date | None = None
    ) -> Reached:
        """Whom these parties reach under a test of `obstat.ties.definitions` on a day; parties that no tie names are
        passed over."""
        flags = listed_flags(len(self.names), (self.names.number(name) for name in listed if name in self.names))
        days = on.toordinal(), as_known.toordinal() if as_known else None
        return Reached(self.names, _Told(self._table), self.graph, days, flags, test)

    def _rows(self, party: Ints, of: Ints) -> Rows:
        relations = self._kinds("relation")
        turned = np.isin(relations, self._codes([MINORITY]))
        indirect = np.isin(relations, self._codes(INDIRECT))
        stake = turned | indirect | np.isin(relations, self._codes(OWNED))
        counts = stake & np.isin(self._kinds("standing"), self._codes(["established"]))
        owner, owned = np.where(turned, party, of), np.where(turned, of, party)
        direct = np.zeros(len(self.names), dtype=bool)
        direct[owned[counts & ~indirect]] = True
        counts &= ~(indirect & direct[owned])
        firm = counts & ~np.asarray(self._table.column("recalled"), dtype=bool)
        low = self._units("low", np.floor, 0)
        high = self._units("high", np.ceil, WHOLE)
        unknown_minority = turned & np.isnan(np.asarray(self._table.column("high")))
        return Rows(
            len(self.names),
            owner.astype(np.int32),
            owned.astype(np.int32),
            low,
            np.where(unknown_minority, int(BELOW_HALF * UNIT), high),
            *self._days("since", ALWAYS),
            *self._days("until", NEVER),
            np.asarray(self._table.column("published"), dtype=np.int32),
            counts,
            firm,
            np.isin(relations, self._codes(CONTROL)),
        )

    def _kinds(self, name: str) -> Ints:
        return np.asarray(self._table.column(name), dtype=np.int64)

    def _codes(self, texts: Iterable[str]) -> list[int]:
        return [number for text in texts if (number := self._strings.find(text)) is not None]

    def _units(self, name: str, outwards: Any, missing: int) -> Ints:
        """Shares in units; a float stands for the decimal that is written, of which it is the nearest."""
        share: NDArray[np.float64] = np.asarray(self._table.column(name), dtype=np.float64) * UNIT
        nearest = np.rint(share)
        units = np.where(np.abs(share - nearest) < _ROUNDING, nearest, outwards(share))
        return np.where(np.isnan(share), missing, units).astype(np.int64)

    def _days(self, name: str, missing: int) -> tuple[Ints, Ints]:
        there: Flags = np.asarray(self._table.column(f"{name}?"), dtype=bool)
        found = []
        for end in ("earliest", "latest"):
            days = np.full(len(there), missing, dtype=np.int32)
            days[there] = np.asarray(self._table.column(f"{name}.{end}"))
            found.append(days)
        return found[0], found[1]


_ROUNDING = 1e-3
"""How far from a whole number of units a share may be for the float's own error."""


class _Names:
    """`Names` of the parties at the ends of ties, read from the snapshot when asked for. `texts` are the numbers of
    their ids among its strings, ascending."""

    def __init__(self, strings: StringPool, texts: Ints) -> None:
        self._strings, self.texts = strings, texts

    def __len__(self) -> int:
        return len(self.texts)

    def __getitem__(self, number: int) -> str:
        return self._strings[int(self.texts[number])] or ""

    def __iter__(self) -> Iterator[str]:
        return map(self.__getitem__, range(len(self)))

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self._at(name) is not None

    def number(self, name: str) -> int:
        """Raises `KeyError` for a party that no tie names."""
        at = self._at(name)
        if at is None:
            raise KeyError(name)
        return at

    def _at(self, name: str) -> int | None:
        text = self._strings.find(name)
        at = int(np.searchsorted(self.texts, text)) if text is not None else len(self)
        return at if at < len(self) and self.texts[at] == text else None


class _Told(Sequence[Stake]):
    """Ties as stakes by row, read when asked for."""

    def __init__(self, table: Table[Tie]) -> None:
        self._table = table
        self._read = functools.lru_cache(maxsize=4096)(lambda row: stake_of(table[row]))

    def __len__(self) -> int:
        return len(self._table)

    @overload
    def __getitem__(self, at: int) -> Stake: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Stake]: ...
    def __getitem__(self, at: int | slice) -> Stake | Sequence[Stake]:
        if isinstance(at, slice):
            return [self[row] for row in range(*at.indices(len(self)))]
        return self._read(at)
