"""Whom listed parties reach under a test: the question that `obstat.ties` exists for, asked of any ties.

Invariant: equal ties give equal answers in whatever order they come; what is faulty is told in `Reached.faults` and
changes nothing else.
"""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, cast

import numpy as np

from obstat.model.dates import Day
from obstat.model.errors import InvalidValue
from obstat.model.ownership import Held, Settling, Stake, Standing
from obstat.ties import proof
from obstat.ties.definitions import OwnershipTest
from obstat.ties.graph import Flags, Graph, listed_flags
from obstat.ties.laid_out import Listing, Names, rows_of
from obstat.ties.outcomes import Outcomes
from obstat.ties.shares import WHOLE, Number, interval, percent
from obstat.ties.waves import alone

_MOST = 200
"""Paths that are told at most."""
_TRIED = 8
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
    return Reached(names, stakes, Graph(rows_of(stakes, names)), (day, None), flags, test)


class Reached(Mapping[str, Held]):
    """The answer for each party, by its id; made when asked for."""

    def __init__(
        self, names: Names, rows: Sequence[Stake], graph: Graph, days: tuple[int, int | None], listed: Flags, test: str
    ) -> None:
        """`rows` are the ties by row of the graph; `days` the day asked about and the last of publication."""
        self._names, self._rows, self._graph = names, rows, graph
        self._stakes = graph.on(*days)
        self._outcomes = Outcomes(self._stakes, listed, OwnershipTest.parse(test))

    def __iter__(self) -> Iterator[str]:
        return map(self._names.__getitem__, range(len(self._names)))

    def __len__(self) -> int:
        return len(self._names)

    def __getitem__(self, party: str) -> Held:
        number = self._names.number(party)
        paths = (told for path in proof.paths(self._outcomes, number) for told in self._told(path))
        return Held(
            self._outcomes.status(number), *self._outcomes.interval(number), tuple(itertools.islice(paths, _MOST))
        )

    def settling(self, party: str) -> tuple[Settling, ...]:
        """The single shares of which knowing one exactly could settle what is possible, the nearest first."""
        number = self._names.number(party)
        return tuple(self._settling(number)) if self._outcomes.status(number) == "possible" else ()

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

    def _told(self, path: proof.Path) -> Iterator[tuple[Stake, ...]]:
        """A path of pairs in ties; several stakes of one owner are several paths."""
        stakes = [[self._rows[row] for row in self._stakes.rows_of(pair)] for pair in path]
        return itertools.product(*([s for s in pair if s.high != 0] or pair for pair in stakes))

    def _settling(self, number: int) -> Iterator[Settling]:
        part, flags, here = alone(self._stakes, self._outcomes.listed, self._outcomes.test, number)
        for pair, certain, below in proof.settling(Outcomes(part, flags, self._outcomes.test), here, _TRIED):
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
            _standing(tie.get("standing")) == "established",
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
