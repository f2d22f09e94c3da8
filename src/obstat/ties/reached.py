"""Whom listed parties reach under a test: the question that `obstat.ties` exists for, asked of any ties.

Invariant: equal ties give equal answers in whatever order they come; what is faulty is told in `Reached.faults` and
changes nothing else.
"""

from __future__ import annotations

import datetime
import functools
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, Protocol, cast

import numpy as np

from obstat.model.dates import Day
from obstat.model.errors import InvalidValue
from obstat.model.ownership import Held, Outcome, Settling, Stake, Standing
from obstat.ties import proof
from obstat.ties.definitions import OwnershipTest
from obstat.ties.graph import ALWAYS, NEVER, Flags, Graph, Rows, listed_flags
from obstat.ties.interest import Interests, interests
from obstat.ties.shares import WHOLE, Number, interval, percent
from obstat.ties.waves import Spread, spread_over

CONTROL = frozenset(["subsidiary_of", "controlled_by"])
"""Relations that are control by their kind."""
_MOST = 200
"""Paths that are told at most."""
_TRIED = 16
"""Shares of which it is asked whether knowing one of them would settle a possible answer."""


def reached(
    ties: Iterable[Mapping[str, Any]],
    listed: Iterable[str],
    test: str = "aggregate-50",
    on: datetime.date | str | None = None,
) -> Reached:
    """What listed parties hold of every party that occurs, under `test`, on the day `on` (today unless given).

    Each tie has `owner` and `owned`, and may have `low` and `high` in per cent (missing: not known), `since` and
    `until` (ISO dates, months or years; `until` is the first day on which it holds no more), `standing` and `relation`.
    The tests are defined in `obstat.ties.definitions`. Raises `ValueError` for what is no test, share
    or day, naming the tie.
    """
    OwnershipTest.parse(test)
    listed = tuple(listed)
    stakes = [_stake(number, tie) for number, tie in enumerate(ties)]
    names = Listing([*(name for stake in stakes for name in (stake.owner, stake.owned)), *listed])
    day = Day.parse(on).earliest if isinstance(on, str) else (on or datetime.date.today()).toordinal()
    flags = listed_flags(len(names), map(names.number, listed))
    return Reached(names, stakes, Graph(_rows(stakes, names)), (day, None), flags, test)


class Names(Protocol):
    """The parties of a graph by number, and their numbers by name."""

    def __len__(self) -> int: ...

    def __getitem__(self, number: int, /) -> str: ...

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


class Reached(Mapping[str, Held]):
    """The answer for each party, by its id; made when asked for."""

    def __init__(
        self, names: Names, rows: Sequence[Stake], graph: Graph, days: tuple[int, int | None], listed: Flags, test: str
    ) -> None:
        """`rows` are the ties by row of the graph; `days` the day asked about and the last of publication."""
        self._names, self._rows, self._graph, self._listed = names, rows, graph, listed
        self._test = OwnershipTest.parse(test)
        self._stakes = graph.on(*days)

    def __iter__(self) -> Iterator[str]:
        return map(self._names.__getitem__, range(len(self._names)))

    def __len__(self) -> int:
        return len(self._names)

    def __getitem__(self, party: str) -> Held:
        number = self._names.number(party)
        low, high = self._interval(number)
        status = self._status(number, low, high)
        paths = (told for path in self._paths(number) for told in self._told(path))
        return Held(status, low, high, tuple(itertools.islice(paths, _MOST)))

    def settling(self, party: str) -> tuple[Settling, ...]:
        """The single shares of which knowing one exactly could settle what is possible, the nearest first."""
        return tuple(self._settling(self._names.number(party)))

    @property
    def faults(self) -> tuple[str, ...]:
        """What is wrong with the ties, in sentences."""
        own = [
            f"{self._rows[row].owner} is said to hold itself; such a stake counts for nothing."
            for row in self._graph.own_holdings().tolist()
        ]
        over = [
            f"The owners of {self._names[party]} together hold {float(percent(int(self._stakes.total[party]))):g} %, "
            "which is more than there is; look at their sources."
            for party in np.flatnonzero(self._stakes.total > WHOLE).tolist()
        ]
        return (*dict.fromkeys(own), *over)

    @functools.cached_property
    def _spread(self) -> Spread | None:
        return None if self._test.kind == "product" else spread_over(self._stakes, self._listed, self._test)

    @functools.cached_property
    def _interests(self) -> tuple[Interests, Interests]:
        return interests(self._stakes, self._listed)

    def _interval(self, number: int) -> tuple[Fraction, Fraction]:
        if self._spread is not None:
            return percent(int(self._spread.low[number])), percent(int(self._spread.high[number]))
        if self._listed[number]:
            return Fraction(100), Fraction(100)
        low, high = (found.get(number, Fraction(0)) * 100 for found in self._interests)
        return low, high

    def _status(self, number: int, low: Fraction, high: Fraction) -> Outcome:
        if self._spread is not None:
            sure, may = self._spread.sure[number] >= 0, self._spread.may[number] >= 0
        else:
            sure, may = low >= percent(self._test.least), high >= percent(self._test.least)
        return "certain" if sure else "possible" if may else "no"

    def _paths(self, number: int) -> tuple[proof.Path, ...]:
        return proof.paths(self._stakes, self._listed, self._test, self._spread, number)

    def _told(self, path: proof.Path) -> Iterator[tuple[Stake, ...]]:
        """A path of pairs in ties; several stakes of one owner are several paths."""
        stakes = [[self._rows[row] for row in self._stakes.rows_of(pair)] for pair in path]
        return itertools.product(*([s for s in pair if s.high != 0] or pair for pair in stakes))

    def _settling(self, number: int) -> Iterator[Settling]:
        above = self._stakes.above(number)
        if self._test.kind == "affiliate":
            return
        part, here = self._stakes.part(above), int(np.searchsorted(above, number))
        flags = self._listed[above]
        for pair, certain, below in proof.settling(part, flags, self._test, here, _TRIED):
            yield Settling(self._rows[part.rows_of(pair)[0]], certain, below)


def _stake(number: int, tie: Mapping[str, Any]) -> Stake:
    try:
        low, high = interval(cast(Number | None, tie.get("low")), cast(Number | None, tie.get("high")))
        return Stake(
            str(tie["owner"]),
            str(tie["owned"]),
            tie.get("relation") or "owned_by",
            percent(low) if tie.get("low") is not None else None,
            percent(high) if tie.get("high") is not None else None,
            _text(tie.get("since")),
            _text(tie.get("until")),
            _standing(tie.get("standing")),
            tie.get("confidence") or "high",
            tuple(tie.get("sources") or ()),
            str(tie.get("id") or f"tie {number + 1}"),
        )
    except KeyError as missing:
        raise InvalidValue(f"Tie {number + 1} has no {missing}; give the owner and the owned.") from None
    except InvalidValue as error:
        raise InvalidValue(f"Tie {number + 1} ({tie.get('owner')} in {tie.get('owned')}): {error}") from None


def _standing(given: object) -> Standing:
    standings: dict[object, Standing] = {s: s for s in ("established", "alleged", "disputed")}
    if given and given not in standings:
        raise InvalidValue(f"'{given}' is no standing of a tie; use {', '.join(map(str, standings))}.")
    return standings.get(given, "established")


def _text(day: object) -> str | None:
    return (day.isoformat() if isinstance(day, datetime.date) else str(day)) if day else None


def _rows(stakes: list[Stake], names: Names) -> Rows:
    shares = [interval(stake.low, stake.high) for stake in stakes]
    since = [Day.parse(stake.since) if stake.since else None for stake in stakes]
    until = [Day.parse(stake.until) if stake.until else None for stake in stakes]
    counts = np.array([stake.standing == "established" for stake in stakes], dtype=bool)

    def days(values: list[int]) -> Any:
        return np.array(values, dtype=np.int32)

    return Rows(
        len(names),
        days([names.number(stake.owner) for stake in stakes]),
        days([names.number(stake.owned) for stake in stakes]),
        np.array([low for low, _ in shares], dtype=np.int64),
        np.array([high for _, high in shares], dtype=np.int64),
        days([day.earliest if day else ALWAYS for day in since]),
        days([day.latest if day else ALWAYS for day in since]),
        days([day.earliest if day else NEVER for day in until]),
        days([day.latest if day else NEVER for day in until]),
        days([ALWAYS] * len(stakes)),
        counts,
        counts,
        np.array([stake.relation in CONTROL for stake in stakes], dtype=bool),
    )
