"""The stakes in one party, its owners, their owners and so on, as the records of a snapshot tell them.

Invariant: which relations are ownership is said here alone; a tie that is alleged, disputed or of another kind is no
stake. A minority share that nobody gives is below 50 per cent, any other between 0 and 100.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from fractions import Fraction

from obstat.model.ownership import Held, Settling, Stake
from obstat.model.records import Tie
from obstat.ties.graph import Graph, listed_flags
from obstat.ties.laid_out import INDIRECT, Listing, rows_of
from obstat.ties.reached import Reached
from obstat.ties.shares import exact

OWNED = frozenset(["owned_by", "subsidiary_of", "controlled_by", "affiliate_of"])
"""Relations whose party is owned by the other one, or may be."""
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
        self.settling = functools.lru_cache(maxsize=64)(self._settling)

    @functools.cached_property
    def _graph(self) -> Graph:
        published, recalled = [tie.published for tie in self.ties], [tie.recalled for tie in self.ties]
        return Graph(rows_of(self._told, self._names, published, recalled))

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

    def _settling(
        self, party: str, listed: frozenset[str], test: str, on: int, as_known: int | None
    ) -> tuple[Settling, ...]:
        """The single shares of which knowing one exactly could settle the answer."""
        return self._over(listed, test, on, as_known).settling(party) if party in self._names else ()

    def _over(self, listed: frozenset[str], test: str, on: int, as_known: int | None) -> Reached:
        flags = listed_flags(len(self._names), (self._names.number(name) for name in listed if name in self._names))
        return Reached(self._names, self._told, self._graph, (on, as_known), flags, test)
