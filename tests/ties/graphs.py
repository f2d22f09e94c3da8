"""Random holdings of up to twelve parties, the same for the same seed.

Each graph has one of the shapes of `SHAPES`, which says who owns whom. Then every tie is given a share, often one at
or beside a threshold, known exactly, within a range, or not at all; and among them stand ties that do not count.

Invariant: the lows of a company come to at most 100, but for the few that are at fault on purpose (``overfull``).
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

DAY = "2026-03-01"
BEFORE, AFTER = "2026-02-28", "2026-03-02"
Tie = dict[str, Any]
Pairs = list[tuple[str, str]]

HALF = (Fraction(50), Fraction("49.99"), Fraction("50.01"))
QUARTER = (Fraction(25), Fraction("24.99"), Fraction("25.01"))
WHOLE = (Fraction(100), Fraction("99.99"), Fraction(0), Fraction("0.01"))
PORTIONS = (
    *HALF,
    *HALF[:1] * 2,
    *QUARTER,
    *WHOLE,
    Fraction("33.333333"),
    *map(Fraction, (5, 10, 20, 30, 40, 51, 60, 75)),
)
"""Shares, in per cent; half of a company, and what lies beside it, most often."""
PERIODS: tuple[tuple[str | None, str | None], ...] = (
    (None, None),
    (DAY, None),
    (None, AFTER),
    ("2020-01-31", "2031-07-01"),
)
"""Since and until of ties that hold on the day."""
PAST_OR_FUTURE: tuple[tuple[str | None, str | None], ...] = ((None, DAY), (AFTER, None), ("2019-05-05", BEFORE))
"""Since and until of ties that do not."""


@dataclass(frozen=True, slots=True)
class Graph:
    """Ties as a caller gives them, the listed parties, the day, and how it was made."""

    ties: tuple[Tie, ...]
    listed: tuple[str, ...]
    on: str
    made: str


def graph(seed: int, most: int = 12, known: float = 0.6) -> Graph:
    """A graph of at most so many parties; ``known`` is the part of ties whose share is exact."""
    rng = random.Random(f"{seed} {most} {known}")
    parties = [f"p{number}" for number in range(rng.randint(2, most))]
    shape = rng.choice(list(SHAPES))
    pairs = SHAPES[shape](parties, rng)
    overfull = rng.random() < 0.05
    ties = [tie for company in sorted({owned for _, owned in pairs}) for tie in _held(company, pairs, known, rng)]
    if overfull and pairs:
        owner, owned = rng.choice(pairs)
        ties += [_tie(owner, owned, Fraction(60), Fraction(60), rng) for _ in range(2)]
    ties += [tie for tie in map(_uncounted, ties, [rng] * len(ties)) if tie is not None]
    rng.shuffle(ties)
    listed = rng.sample(parties, min(len(parties), rng.choice((1, 1, 1, 2, 2, 3))))
    return Graph(tuple(ties), tuple(listed), DAY, f"seed {seed}, {shape}{', overfull' * overfull}")


def _tree(parties: list[str], rng: random.Random) -> Pairs:
    return [(rng.choice(parties[:n]), parties[n]) for n in range(1, len(parties))]


def _layers(parties: list[str], rng: random.Random) -> Pairs:
    """Every company has some of the parties before it as owners."""
    return [
        (owner, parties[n])
        for n in range(1, len(parties))
        for owner in rng.sample(parties[:n], min(n, rng.choice((1, 2, 2, 3))))
    ]


def _ring(parties: list[str], rng: random.Random) -> Pairs:
    """A loop of some, which another may have a part in, and a tree of the rest."""
    size = rng.randint(2, len(parties))
    loop = parties[:size]
    pairs = [(loop[n - 1], loop[n]) for n in range(size)]
    outside = parties[size:]
    pairs += [(owner, rng.choice(loop)) for owner in outside if rng.random() < 0.5]
    return pairs + [(rng.choice(loop), owner) for owner in outside if rng.random() < 0.4]


def _crossed(parties: list[str], rng: random.Random) -> Pairs:
    """Layers of which some are held back by what they hold."""
    pairs = _layers(parties, rng)
    return pairs + [(owned, owner) for owner, owned in pairs if rng.random() < 0.3]


def _hub(parties: list[str], rng: random.Random) -> Pairs:
    """One party holds many, which all hold the last."""
    hub, *rest = parties
    last = rest[-1]
    return [(hub, owned) for owned in rest] + [(owner, last) for owner in rest[:-1] if rng.random() < 0.5]


def _any(parties: list[str], rng: random.Random) -> Pairs:
    pairs = [(owner, owned) for owner in parties for owned in parties if owner != owned]
    return rng.sample(pairs, min(len(pairs), 2 * len(parties)))


SHAPES: dict[str, Callable[[list[str], random.Random], Pairs]] = {
    "tree": _tree,
    "layers": _layers,
    "ring": _ring,
    "crossed": _crossed,
    "hub": _hub,
    "any": _any,
}


def _held(company: str, pairs: Pairs, known: float, rng: random.Random) -> list[Tie]:
    """Ties to all owners of a company, now and then two to one; none takes more than the others left."""
    owners = [owner for owner, owned in pairs if owned == company for _ in range(1 + (rng.random() < 0.08))]
    rng.shuffle(owners)
    left, ties = Fraction(100), []
    for n, owner in enumerate(owners):
        portion = min(left, rng.choice((*PORTIONS, left, left / (len(owners) - n))))
        if rng.random() < known:
            low = high = portion
        else:
            low = rng.choice((Fraction(0), portion, portion / 2, portion))
            high = rng.choice((Fraction(100), portion, min(Fraction(100), portion + rng.choice(PORTIONS))))
        left -= low
        ties.append(_tie(owner, company, low, high, rng))
    return ties


def _tie(owner: str, owned: str, low: Fraction, high: Fraction, rng: random.Random) -> Tie:
    since, until = rng.choice(PERIODS)
    tie: Tie = {"owner": owner, "owned": owned, "low": _written(low, rng), "high": _written(high, rng)}
    tie |= {"since": since, "until": until, "standing": "established"}
    if low == 0 and rng.random() < 0.5:
        tie["low"] = None
    if high == 100 and rng.random() < 0.5:
        tie["high"] = None
    for key in ("low", "high", "since", "until", "standing"):
        if (tie[key] is None or key == "standing") and rng.random() < 0.3:
            del tie[key]
    return tie


def _written(share: Fraction, rng: random.Random) -> Any:
    """The share in one of the forms a caller may give it in, without changing it."""
    hundredths = share * 1_000_000
    forms: list[Any] = [share]
    if share.denominator == 1:
        forms += [int(share), str(share)]
    if hundredths.denominator == 1:
        forms += [float(share), str(float(share))]
    return rng.choice(forms)


def _uncounted(tie: Tie, rng: random.Random) -> Tie | None:
    """Now and then, beside a tie, one that must change nothing: not established, not of the day, or in itself."""
    if rng.random() > 0.15:
        return None
    other = {**tie, "low": 100, "high": 100}
    match rng.choice(("standing", "period", "self")):
        case "standing":
            other["standing"] = rng.choice(("alleged", "disputed"))
        case "period":
            other["since"], other["until"] = rng.choice(PAST_OR_FUTURE)
        case "self":
            other["owner"] = other["owned"]
    return other
