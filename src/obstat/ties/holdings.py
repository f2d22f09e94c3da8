"""The stakes in one party, its owners, their owners and so on, as the records of a snapshot tell them.

Invariant: the answer hangs on which of the ties hold, surely or perhaps, and not on the day itself; it is worked
out once for all days that see the same ties.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from obstat.model.ownership import Held, Settling
from obstat.model.records import Tie
from obstat.ties.answers import Reached
from obstat.ties.graph import Graph, listed_flags
from obstat.ties.laid_out import Listing, rows_of
from obstat.ties.relations import stake_of

Days = tuple[int, int | None]
"""The day asked about, and the last on which what counts was published."""
_NOBODY = Held("no", Fraction(0), Fraction(0), ())


class Holdings:
    """Ties that are stakes, asked about by day and test."""

    def __init__(self, ties: Sequence[Tie]) -> None:
        self._ties = ties
        self._told = [stake_of(tie) for tie in ties]
        self._names = Listing(name for stake in self._told for name in (stake.owner, stake.owned))
        published, recalled = [tie.published for tie in ties], [tie.recalled for tie in ties]
        self._graph = Graph(rows_of(self._told, self._names, published, recalled))
        self._asked: dict[tuple[object, ...], Reached] = {}
        self._answers: dict[tuple[object, ...], Held] = {}
        self._settling: dict[tuple[object, ...], tuple[Settling, ...]] = {}

    def reached(self, party: str, listed: frozenset[str], test: str, days: Days) -> Held:
        """What listed parties hold of `party` under a test."""
        if party not in self._names:
            return _NOBODY
        key = self._key(listed, test, days)
        if (party, *key) not in self._answers:
            self._answers[party, *key] = self._over(key, listed, test, days)[party]
        return self._answers[party, *key]

    def settling(self, party: str, listed: frozenset[str], test: str, days: Days) -> tuple[Settling, ...]:
        """The single shares of which knowing one exactly could settle the answer."""
        key = self._key(listed, test, days)
        if (party, *key) not in self._settling:
            self._settling[party, *key] = self._over(key, listed, test, days).settling(party)
        return self._settling[party, *key]

    def _key(self, listed: frozenset[str], test: str, days: Days) -> tuple[object, ...]:
        on, as_known = days
        holding = tuple((as_known is None or tie.published <= as_known) and tie.holds(on) for tie in self._ties)
        return listed, test, holding

    def _over(self, key: tuple[object, ...], listed: frozenset[str], test: str, days: Days) -> Reached:
        if key not in self._asked:
            flags = listed_flags(len(self._names), (self._names.number(n) for n in listed if n in self._names))
            self._asked[key] = Reached(self._names, self._told, self._graph, days, flags, test)
        return self._asked[key]
