"""Ties between parties as they are shown and exported, and what follows from them.

Invariant: shares are exact, in per cent; an interval is never narrower than what is known. `until` is the first day on
which a tie holds no more.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, SupportsFloat

Standing = Literal["established", "alleged", "disputed"]
"""Only what is established counts; the rest is shown."""
Outcome = Literal["certain", "possible", "no"]


STEP = 1e-9
"""The least difference of two shares, in per cent: what is more than 50 is 50 and a step at least."""


def without_step(low: SupportsFloat | None, high: SupportsFloat | None) -> tuple[float, float, bool, bool]:
    """The ends of a share as they were written, a missing one 0 or 100, and whether each is itself excluded."""
    ends = float(low or 0), 100.0 if high is None else float(high)
    least, most = (round(end, _WRITTEN) for end in ends)
    beyond, below = (0 < abs(end - near) < 2 * STEP for end, near in zip(ends, (least, most), strict=True))
    beyond, below = beyond and ends[0] > least, below and ends[1] < most
    return least if beyond else ends[0], most if below else ends[1], beyond, below


_WRITTEN = 6
"""Decimals in which shares are written."""


def share_told(low: SupportsFloat | None, high: SupportsFloat | None) -> str:
    """A share in words: ``51 %``, ``25-50 %``, ``more than 25 %``; empty where nothing is known of it."""
    least, most, beyond, below = without_step(low, high)
    first, last = (f"{end:.12g}" for end in (least, most))
    if least == most:
        return f"{first} %"
    if high is None or most == 100:
        return f"{'more than' if beyond else 'at least'} {first} %" if low is not None else ""
    return f"{'less than' if below else 'at most'} {last} %" if least == 0 and not beyond else f"{first}-{last} %"


@dataclass(frozen=True, slots=True)
class Stake:
    """That `owner` holds between `low` and `high` per cent of `owned`, or is tied to it by another `relation`."""

    owner: str
    owned: str
    relation: str
    """``owned_by``, ``subsidiary_of``, ``controlled_by``, ``brand_of``, …: what `owned` is of `owner`."""
    low: Fraction | None
    high: Fraction | None
    """None where no source gives the share."""
    since: str | None
    until: str | None
    standing: Standing
    confidence: str
    sources: tuple[str, ...]
    id: str
    counts: bool = True
    """Whether it is walked by the test; what is alleged, disputed, ended or original-equipment only warns."""


@dataclass(frozen=True, slots=True)
class Held:
    """What reached owners hold of a party under a test, and the smallest set of paths that proves it.

    `low` and `high` are in per cent. Each path leads from a listed party down to this one.
    """

    status: Outcome
    low: Fraction
    high: Fraction
    paths: tuple[tuple[Stake, ...], ...]
    settles: tuple[Settling, ...] = ()
    """The single shares of which knowing one more exactly would settle what is possible."""


@dataclass(frozen=True, slots=True)
class Settling:
    """A share that is not exactly known: `certain_from` is the least that makes the answer certain, `no_below` that
    below which it is no; None where no value of this share alone does."""

    stake: Stake
    certain_from: Fraction | None
    no_below: Fraction | None


@dataclass(frozen=True, slots=True)
class Member:
    """A party of an excerpt. `kind` and `country` are as in `obstat.model.records.Party`."""

    id: str
    name: str
    kind: str
    country: str | None
    listed: tuple[str, ...] = ()
    """The lists on which it stands."""
    held: Held | None = None
    """What listed parties hold of it under the test of the excerpt."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The owners and the owned of one party on a day, so far as was asked."""

    about: str
    on: str
    test: str | None
    members: tuple[Member, ...]
    stakes: tuple[Stake, ...]
    left_out: int = 0
    """Parties that are further away than was asked, or more than are shown."""
