"""Where obstat's ownership graph is plugged into the benchmark: three functions, over whole numbers and arrays.

Parties are numbered from 0. Shares are per cent as 64-bit floats; NaN is a share that is not known.

Invariant: nothing else of the benchmark knows how a graph is held.
"""

from __future__ import annotations

from typing import Any, NoReturn

NOT_YET = "benchmarks/ties/adapter.py has no graph to measure yet: write {} with that of obstat.ties"


def build(owner_ids: Any, owned_ids: Any, low: Any, high: Any) -> NoReturn:
    """The graph of four numpy arrays of one length, a tie at each index: int32, int32, float64, float64."""
    raise NotImplementedError(NOT_YET.format("build"))


def all_reached(graph: Any, listed: Any, test: str) -> NoReturn:
    """Who is reached from the listed ids (an int32 array): ids that are ``certain``, and ids that are ``possible``.

    Two collections that share nothing; the listed are in neither.
    """
    raise NotImplementedError(NOT_YET.format("all_reached"))


def one(graph: Any, party: int, listed: Any, test: str) -> NoReturn:
    """Status, low and high of one party."""
    raise NotImplementedError(NOT_YET.format("one"))
