"""The stakes in one party, its owners, their owners and so on, as the records of a snapshot tell them.

Invariant: which relations are ownership is said here alone; a tie that is alleged, disputed or of another kind is no
stake. A minority share that nobody gives is below 50 per cent, any other between 0 and 100.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from obstat.model.ownership import Held, Settling, Stake
from obstat.model.records import Tie
from obstat.ties.graph import ALWAYS, NEVER, Graph, Ints, Rows, listed_flags
from obstat.ties.reached import Listing, Names, Reached
from obstat.ties.shares import exact, interval

OWNED = frozenset(["owned_by", "subsidiary_of", "controlled_by", "affiliate_of"])
"""Relations whose party is owned by the other one, or may be."""
INDIRECT = frozenset(["indirectly_owned_by", "ultimately_subsidiary_of"])
"""The same through others; these count where nobody says who owns the party directly."""
CONTROL = frozenset(["subsidiary_of", "controlled_by"])
"""Relations that are control by their kind."""
MINORITY = "shareholder_of"
_BELOW_HALF = Fraction(4999, 100)


def ends_of(tie: Tie) -> tuple[str, str] | None:
    """Owner and owned; None for a tie that is no stake."""
    if tie.standing != "established":
        return None
    if tie.relation in OWNED or tie.relation in INDIRECT:
        return tie.of, tie.party
    return (tie.party, tie.of) if tie.relation == MINORITY else None


def stake_of(tie: Tie) -> Stake:
    """A tie as a stake; for one that is none, its party is what is owned."""
    owner, owned = (tie.party, tie.of) if tie.relation == MINORITY else (tie.of, tie.party)
    low, high = (None if end is None else exact(end) for end in (tie.low, tie.high))
    return Stake(
        owner,
        owned,
        tie.relation,
        low,
        _BELOW_HALF if high is None and tie.relation == MINORITY else high,
        tie.since.text if tie.since else None,
        tie.until.text if tie.until else None,
        "alleged" if tie.standing == "alleged" else "disputed" if tie.standing == "disputed" else "established",
        tie.confidence,
        tie.sources,
        tie.id,
        ends_of(tie) is not None,
    )


class Holdings:
    """Ties that are stakes, asked about by day and test."""

    def __init__(self, ties: Sequence[Tie]) -> None:
        self.ties = ties
        self._told = [stake_of(tie) for tie in ties]
        self._names = Listing(name for stake in self._told for name in (stake.owner, stake.owned))
        self.reached = functools.lru_cache(maxsize=256)(self._reached)

    @functools.cached_property
    def _graph(self) -> Graph:
        return Graph(rows_of(self.ties, self._told, self._names))

    def owners(self, party: str, on: int, as_known: int | None) -> frozenset[str]:
        """Everyone who may hold a share of `party` on the day, directly or through others."""
        if party not in self._names:
            return frozenset()
        number = self._names.number(party)
        above = self._graph.on(on, as_known).above(number).tolist()
        return frozenset(self._names[at] for at in above if at != number)

    def _reached(self, party: str, listed: frozenset[str], test: str, on: int, as_known: int | None) -> Held:
        """What listed parties hold of `party` under a test."""
        if party not in self._names:
            return Held("no", Fraction(0), Fraction(0), ())
        return self._over(listed, test, on, as_known)[party]

    def settling(
        self, party: str, listed: frozenset[str], test: str, on: int, as_known: int | None
    ) -> tuple[Settling, ...]:
        """The single shares of which knowing one exactly could settle the answer."""
        return self._over(listed, test, on, as_known).settling(party) if party in self._names else ()

    def _over(self, listed: frozenset[str], test: str, on: int, as_known: int | None) -> Reached:
        flags = listed_flags(len(self._names), (self._names.number(name) for name in listed if name in self._names))
        return Reached(self._names, self._told, self._graph, (on, as_known), flags, test)


def rows_of(ties: Sequence[Tie], stakes: Sequence[Stake], names: Names) -> Rows:
    """Ties in arrays. What is owned indirectly counts only where no tie says who owns it directly."""
    direct = {stake.owned for stake in stakes if stake.counts and stake.relation not in INDIRECT}
    shares = [interval(stake.low, stake.high) for stake in stakes]
    counts = np.array([s.counts and (s.relation not in INDIRECT or s.owned not in direct) for s in stakes], dtype=bool)
    firm = counts & np.array([not tie.recalled for tie in ties], dtype=bool)
    since, until = [tie.since for tie in ties], [tie.until for tie in ties]
    return Rows(
        len(names),
        _small([names.number(stake.owner) for stake in stakes]),
        _small([names.number(stake.owned) for stake in stakes]),
        np.array([low for low, _ in shares], dtype=np.int64),
        np.array([high for _, high in shares], dtype=np.int64),
        _small([day.earliest if day else ALWAYS for day in since]),
        _small([day.latest if day else ALWAYS for day in since]),
        _small([day.earliest if day else NEVER for day in until]),
        _small([day.latest if day else NEVER for day in until]),
        _small([tie.published for tie in ties]),
        counts,
        firm,
        np.array([tie.relation in CONTROL for tie in ties], dtype=bool),
    )


def _small(values: list[int]) -> Ints:
    return np.array(values, dtype=np.int32)
