"""Where obstat's ownership graph is plugged into the benchmark: three functions, over whole numbers and arrays.

Parties are numbered from 0. Shares are per cent as 64-bit floats; NaN is a share that is not known.

Invariant: nothing else of the benchmark knows how a graph is held. One party is asked about apart from all others, on
the part of the graph above it, with nothing kept from one question to the next.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from obstat.ties.definitions import OwnershipTest
from obstat.ties.graph import Graph, Rows, Stakes
from obstat.ties.outcomes import Outcomes
from obstat.ties.shares import UNIT
from obstat.ties.waves import alone

DAY = 740_000


def build(owner_ids: Any, owned_ids: Any, low: Any, high: Any) -> Stakes:
    """The stakes of one day of four numpy arrays of one length, a tie at each index: int32, int32, float64, float64."""
    parties = int(max(owner_ids.max(), owned_ids.max())) + 1
    least = np.rint(np.nan_to_num(low, nan=0.0) * UNIT).astype(np.int64)
    most = np.rint(np.nan_to_num(high, nan=100.0) * UNIT).astype(np.int64)
    return Graph(Rows.of_shares(parties, owner_ids, owned_ids, least, most)).on(DAY)


def all_reached(graph: Stakes, listed: Any, test: str) -> tuple[Any, Any]:
    """Who is reached from the listed ids (an int32 array): ids that are ``certain``, and ids that are ``possible``.

    Two collections that share nothing; the listed are in neither.
    """
    outcomes = Outcomes(graph, _flags(graph, listed), OwnershipTest.parse(test))
    if outcomes.test.kind == "product":
        found = {party: outcomes.status(party) for party in outcomes.interests[1]}
        return tuple([p for p, status in found.items() if status == wanted] for wanted in ("certain", "possible"))
    spread = outcomes.spread
    return np.flatnonzero((spread.sure >= 0) & ~outcomes.listed), np.flatnonzero((spread.may >= 0) & (spread.sure < 0))


def one(graph: Stakes, party: int, listed: Any, test: str) -> tuple[str, float, float]:
    """Status, low and high of one party."""
    wanted = OwnershipTest.parse(test)
    part, flags, here = alone(graph, _flags(graph, listed), wanted, party)
    outcomes = Outcomes(part, flags, wanted)
    low, high = outcomes.interval(here)
    return outcomes.status(here), float(low), float(high)


def _flags(graph: Stakes, listed: Any) -> Any:
    flags = np.zeros(graph.parties, dtype=bool)
    flags[listed] = True
    return flags
