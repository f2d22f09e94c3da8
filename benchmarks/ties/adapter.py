"""Where obstat's ownership graph is plugged into the benchmark: three functions, over whole numbers and arrays.

Parties are numbered from 0. Shares are per cent as 64-bit floats; NaN is a share that is not known.

Invariant: nothing else of the benchmark knows how a graph is held.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from obstat.ties.definitions import OwnershipTest
from obstat.ties.graph import Graph, Rows, Stakes, listed_flags
from obstat.ties.interest import interests
from obstat.ties.shares import UNIT, WHOLE
from obstat.ties.waves import alone, spread_over

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
    wanted, flags = OwnershipTest.parse(test), listed_flags(graph.parties, listed.tolist())
    if wanted.kind == "product":
        least = Fraction(wanted.least, WHOLE)
        low, high = interests(graph, flags)
        certain = {party for party, share in low.items() if share >= least}
        return certain, {party for party, share in high.items() if share >= least} - certain
    spread = spread_over(graph, flags, wanted)
    return np.flatnonzero((spread.sure >= 0) & ~flags), np.flatnonzero((spread.may >= 0) & (spread.sure < 0))


def one(graph: Stakes, party: int, listed: Any, test: str) -> tuple[str, float, float]:
    """Status, low and high of one party."""
    wanted = OwnershipTest.parse(test)
    part, flags, here = alone(graph, _flags(graph, listed), wanted, party)
    if wanted.kind == "product":
        low, high = (float(found.get(here, Fraction(0)) * 100) for found in interests(part, flags))
        sure, may = low >= wanted.least / UNIT, high >= wanted.least / UNIT
    else:
        spread = spread_over(part, flags, wanted)
        low, high = float(spread.low[here]) / UNIT, float(spread.high[here]) / UNIT
        sure, may = spread.sure[here] >= 0, spread.may[here] >= 0
    return "certain" if sure else "possible" if may else "no", low, high


def _flags(graph: Stakes, listed: Any) -> Any:
    """The flags of these listed, made once."""
    known = _KNOWN.get(id(listed))
    if known is None:
        known = _KNOWN[id(listed)] = listed_flags(graph.parties, listed.tolist())
    return known


_KNOWN: dict[int, Any] = {}
