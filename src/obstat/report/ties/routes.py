"""Where everything in a layered drawing stands, and the right-angled way of each line.

Invariant: items of a rank keep their order and a gap; between two ranks every line runs in a track of its own, so that
two lines of different owners meet only by crossing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from obstat.report.ties.layers import Edge, Item, Layers

Point = tuple[float, float]
_Ports = dict[tuple[Item, object], float]
"""Where a line touches a box: by its net from below, by its stake from above."""

_TRACK = 8.0
_STUB = 9.0
_ARROW = 9.0
_SWEEPS = 24


@dataclass(frozen=True, slots=True)
class Plan:
    """Pixels from the upper left corner: a box or label by its left, top, width and height; a line from its upper end
    to its lower one. `turned` are the lines whose owner is the lower end."""

    width: float
    height: float
    boxes: dict[str, tuple[float, float, float, float]]
    labels: dict[int, tuple[float, float, float, float]]
    lines: dict[int, list[Point]]
    turned: frozenset[int]


@dataclass(eq=False, slots=True)
class _Net:
    """What runs between two ranks as one line: the places where it comes from above and where it goes below."""

    tops: set[float] = field(default_factory=set)
    bottoms: set[float] = field(default_factory=set)
    level: int | None = None

    @property
    def left(self) -> float:
        return min(self.tops | self.bottoms)

    @property
    def right(self) -> float:
        return max(self.tops | self.bottoms)


def routes(built: Layers, edges: Sequence[Edge], widths: dict[str, float]) -> Plan:
    """Places and ways. `widths` are those of the boxes themselves, without the room kept beside them."""
    _place(built.ranks)
    for _ in range(3):
        _straighten(built, _ports(built, widths))
    left = min((math.floor(item.x - item.width / 2) for rank in built.ranks for item in rank), default=0.0)
    for item in (item for rank in built.ranks for item in rank):
        item.x -= left
    ports = _ports(built, widths)
    gaps = _gaps(built, ports)
    tops, bottoms, y = [], [], 0.0
    for rank, items in enumerate(built.ranks):
        tops.append(y)
        bottoms.append(y + max((item.height for item in items), default=0.0))
        levels = {net.level for net in gaps[rank].values() if net.level is not None}
        y = bottoms[-1] + _stub(rank) + _TRACK * max(0, len(levels) - 1) + _stub(rank + 1)
    lines = {}
    for number, chain in built.chains.items():
        points: list[Point] = []
        for upper, lower in pairwise(chain):
            x1, x2 = _ends(built, number, upper, lower, ports)
            points.append((x1, tops[upper.rank] + (upper.height if upper.kind == "box" else 0)))
            level = gaps[upper.rank][built.nets[number], upper].level
            if level is not None and x1 != x2:
                track = bottoms[upper.rank] + _stub(upper.rank) + _TRACK * level
                points += [(x1, track), (x2, track)]
            points.append((x2, tops[lower.rank]))
        lines[number] = _corners(points)
    return Plan(
        max((item.x + item.width / 2 for rank in built.ranks for item in rank), default=0.0),
        bottoms[-1] if bottoms else 0.0,
        {id: (b.x - widths[id] / 2, tops[b.rank], widths[id], b.height) for id, b in built.boxes.items()},
        {
            n: (i.x - i.width / 2, (tops[i.rank] + bottoms[i.rank] - i.height) / 2, i.width, i.height)
            for n, i in built.labels.items()
        },
        lines,
        built.turned,
    )


def _place(ranks: Sequence[Sequence[Item]]) -> None:
    """Each item near the middle of what it is tied to: sweeps of least squares under the order."""
    for rank in ranks:
        _spread(rank, [0.0] * len(rank), [1.0] * len(rank))
    for sweep in range(_SWEEPS):
        for rank in ranks if sweep % 2 == 0 else reversed(ranks):
            wanted, weights = [], []
            for item in rank:
                above = [(_pull(item, other, len(other.below)), other.x) for other in item.above]
                below = [(_pull(item, other, len(other.above)), other.x) for other in item.below]
                pulls = above + below if sweep > 3 else above if sweep % 2 == 0 else below
                total = sum(pull for pull, _ in pulls)
                wanted.append(sum(pull * x for pull, x in pulls) / total if pulls else item.x)
                weights.append(total or 0.1)
            _spread(rank, wanted, weights)


def _pull(item: Item, other: Item, shared: int) -> float:
    """How much an item follows another that it shares with others of its rank; lines want to run straight."""
    return shared**-0.5 if "box" in (item.kind, other.kind) else 8.0


def _spread(rank: Sequence[Item], wanted: Sequence[float], weights: Sequence[float]) -> None:
    """Move the items as little as possible from where they are wanted, in order and apart (pool adjacent violators)."""
    offsets = [0.0]
    for one, other in pairwise(rank):
        offsets.append(offsets[-1] + _apart(one, other))
    pools: list[tuple[float, float, int]] = []
    for offset, want, weight in zip(offsets, wanted, weights, strict=False):
        pool = (want - offset, weight, 1)
        while pools and pools[-1][0] >= pool[0]:
            before = pools.pop()
            both = before[1] + pool[1]
            pool = ((before[0] * before[1] + pool[0] * pool[1]) / both, both, before[2] + pool[2])
        pools.append(pool)
    position = 0
    for place, _, count in pools:
        for _ in range(count):
            rank[position].x = round(place + offsets[position])
            position += 1


def _apart(one: Item, other: Item) -> float:
    """The least distance of the middles of neighbours."""
    return math.ceil((one.width + other.width) / 2) + (24 if one.kind == other.kind == "box" else 14)


def _straighten(built: Layers, ports: _Ports) -> None:
    """Give lines that run through several ranks one place across, above all that of one of their ends."""
    room = {}
    for rank in built.ranks:
        for position, item in enumerate(rank):
            room[item] = (
                rank[position - 1] if position else None,
                rank[position + 1] if item is not rank[-1] else None,
            )
    for number, chain in built.chains.items():
        column: list[Item] = []
        low, high = -math.inf, math.inf
        before = ports[chain[0], built.nets[number]]
        for item in chain[1:]:
            one, other = room[item]
            least = one.x + _apart(one, item) if one else -math.inf
            most = other.x - _apart(item, other) if other else math.inf
            if column and (item.kind == "box" or max(low, least) > min(high, most)):
                _align(column, (ports.get((item, number), item.x), before), low, high)
                before, column, low, high = column[-1].x, [], -math.inf, math.inf
            column.append(item)
            low, high = max(low, least), min(high, most)


def _align(column: Sequence[Item], goals: Sequence[float], low: float, high: float) -> None:
    """One place for all, between the bounds: where the line goes on below or comes from above, else in the middle."""
    middle = sum(item.x for item in column) / len(column)
    x = next((goal for goal in goals if low <= goal <= high), min(max(round(middle), low), high))
    for item in column:
        item.x = x


def _ports(built: Layers, widths: dict[str, float]) -> _Ports:
    """Where lines touch a box: evenly spread in the order of what they lead to, straight where that is near."""
    touching: dict[tuple[Item, bool], dict[object, list[float]]] = {}
    for number, chain in built.chains.items():
        touching.setdefault((chain[0], True), {}).setdefault(built.nets[number], []).append(chain[1].x)
        touching.setdefault((chain[-1], False), {})[number] = [chain[-2].x]
    wide = {box: widths[name] for name, box in built.boxes.items()}
    ports: _Ports = {}
    for (box, _), goals in touching.items():
        ordered = sorted((sum(xs) / len(xs), position, key) for position, (key, xs) in enumerate(goals.items()))
        room = wide[box] - 20
        step = min(22.0, room / max(1, len(ordered) - 1))
        for position, (goal, _, key) in enumerate(ordered):
            x = box.x + (position - (len(ordered) - 1) / 2) * step
            near = room / 2 if len(ordered) == 1 else step / 2 - 4
            ports[box, key] = round(goal if abs(goal - x) <= near and len(goals[key]) == 1 else x)
    return ports


def _ends(built: Layers, number: int, upper: Item, lower: Item, ports: _Ports) -> Point:
    return ports.get((upper, built.nets[number]), upper.x), ports.get((lower, number), lower.x)


def _stub(rank: int) -> float:
    """What is kept free beside a rank; an arrowhead stands beside a row of boxes."""
    return _STUB if rank % 2 else _STUB + _ARROW


def _gaps(built: Layers, ports: _Ports) -> list[dict[object, _Net]]:
    """The nets between each rank and the next, each with its track from the top, or none where it runs straight."""
    gaps: list[dict[object, _Net]] = [{} for _ in built.ranks]
    for number, chain in built.chains.items():
        for upper, lower in pairwise(chain):
            net = gaps[upper.rank].setdefault((built.nets[number], upper), _Net())
            x1, x2 = _ends(built, number, upper, lower, ports)
            net.tops.add(x1)
            net.bottoms.add(x2)
    for gap in gaps:
        waiting = [net for net in gap.values() if net.right > net.left]
        laid: list[_Net] = []
        while waiting:
            net = min(waiting, key=lambda net: sum(_cost(net, other) - _cost(other, net) for other in waiting))
            waiting.remove(net)
            beside = [other.level for other in laid if other.left < net.right + 6 and net.left < other.right + 6]
            net.level = 1 + max((level for level in beside if level is not None), default=-1)
            laid.append(net)
    return gaps


def _cost(over: _Net, under: _Net) -> float:
    """What it costs to lay one track over another: crossings, and a hundred for lines that would lie on each other."""
    crossings = sum(under.left < x < under.right for x in over.bottoms) + sum(
        over.left < x < over.right for x in under.tops
    )
    return crossings + 100.0 * sum(abs(a - b) < 5 for a in over.bottoms for b in under.tops)


def _corners(points: Sequence[Point]) -> list[Point]:
    """The way without the points at which it goes straight on."""
    way: list[Point] = []
    for point in points:
        while len(way) > 1 and (way[-2][0] == way[-1][0] == point[0] or way[-2][1] == way[-1][1] == point[1]):
            way.pop()
        if not way or way[-1] != point:
            way.append(point)
    return way
