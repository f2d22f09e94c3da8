"""Made-up ownership of any size: four arrays, the same for the same size on every machine.

Most companies have one to three owners, and one in fifty has many. Owners are persons and companies; few of either hold
much of all there is (the number of holdings follows a power law). Companies own later ones, but for one tie in a
thousand, which is a company's holding in one of its own owners. One share in twenty is a range, and a fifth of these
are not known at all.

Invariant: the lows of a company come to at most 100.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

SEED = 20_260_301
CROSSED = 0.001
"""Of a million ties, this leaves one cycle of 3,800 of the 650,000 parties; that of the international ownership network
of 600,508 has 1,347 (Vitali, Glattfelder, Battiston: The network of global corporate control, PLoS ONE 6, 2011)."""
RANGES = 0.05
UNKNOWN = 0.01
PERSONS = 0.6
"""Persons for each company."""
LISTED = 0.002
"""Listed parties for each tie: owners drawn by their holdings, so that those who hold much are listed more often."""


def write(count: int, folder: Path) -> None:
    """Write ``owner_ids``, ``owned_ids``, ``low``, ``high`` and ``listed`` as .npy files."""
    for name, array in arrays(count).items():
        np.save(folder / f"{name}.npy", array)


def arrays(count: int) -> dict[str, Any]:
    rng = np.random.default_rng(SEED)
    owned = _companies(count, rng)
    companies = int(owned[-1]) + 1
    persons = max(2, int(companies * PERSONS))
    owner = np.where(
        (rng.random(count) < 0.6) & (owned > 0),
        (owned * rng.random(count) ** 2).astype(np.int64),
        companies + (persons * rng.random(count) ** 3).astype(np.int64),
    )
    owner, owned = _crossed(owner, owned, companies, rng)
    low, high = _shares(owned, companies, rng)
    listed = np.unique(owner[rng.choice(count, max(2, int(count * LISTED)), replace=False)])
    order = rng.permutation(count)
    ids = {"owner_ids": owner[order], "owned_ids": owned[order], "listed": listed}
    return {**{name: array.astype(np.int32) for name, array in ids.items()}, "low": low[order], "high": high[order]}


def _companies(count: int, rng: np.random.Generator) -> Any:
    """The company of each tie, in order: each company as often as it has owners."""
    few = rng.choice([1, 2, 3, 4, 5, 6, 8], size=count, p=[0.5, 0.22, 0.14, 0.06, 0.03, 0.03, 0.02])
    many = np.minimum(9 + rng.pareto(1.2, size=count) * 4, 500).astype(np.int64)
    owners = np.where(rng.random(count) < 0.02, many, few)
    return np.repeat(np.arange(count), owners)[:count]


def _crossed(owner: Any, owned: Any, companies: int, rng: np.random.Generator) -> tuple[Any, Any]:
    """Some ties are replaced by others turned round: what a company owned now owns a part of it."""
    between = np.flatnonzero(owner < companies)
    some = rng.choice(between, min(len(between) // 2, int(len(owner) * CROSSED)), replace=False)
    places = rng.choice(np.setdiff1d(np.arange(len(owner)), some), len(some), replace=False)
    owner, owned = owner.copy(), owned.copy()
    owner[places], owned[places] = owned[some], owner[some]
    return owner, owned


def _shares(owned: Any, companies: int, rng: np.random.Generator) -> tuple[Any, Any]:
    """Shares of two decimals, in per cent, of a total of 60 to 100 of each company, or all of it from one in two."""
    weight = rng.pareto(1.0, len(owned)) + 0.05
    total = np.where(rng.random(companies) < 0.5, 100.0, 60 + 40 * rng.random(companies))
    sums = np.bincount(owned, weight, companies)
    share = np.floor(weight / sums[owned] * total[owned] * 100) / 100
    drawn = rng.random(len(owned))
    low = np.where(drawn < RANGES, np.floor(share * 50) / 100, share)
    high = np.where(drawn < RANGES, np.minimum(100, share + 20), share)
    unknown = drawn < UNKNOWN
    return np.where(unknown, np.nan, low), np.where(unknown, np.nan, high)
