"""Which box stands in which row, and the order in each row: a layered drawing after Sugiyama, Tagawa and Toda (1981).

Invariant: every stake runs downwards from rank to rank through one item of each, a label among them; items of a rank
are drawn side by side, so that no line crosses a box and no label lies on another. Box rows are the even ranks; in the
odd ranks between them stand labels. Lines of one owner drawn alike share the way to where they part.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

_ROW = 1250.0
"""Pixels of boxes in one row; a wider layer is broken into several rows."""
_SWEEPS = 12


@dataclass(frozen=True, slots=True)
class Edge:
    """A stake to be drawn: `style` sets apart what may share a line, `first` comes before others when a cycle is
    broken, `width` and `height` are those of its label in pixels."""

    owner: str
    owned: str
    style: str
    first: bool
    width: float
    height: float


@dataclass(eq=False, slots=True)
class Item:
    """What takes room in a rank: a box, a label, or a line that passes."""

    kind: Literal["box", "label", "line"]
    rank: int
    width: float
    height: float
    x: float = 0.0
    above: list[Item] = field(default_factory=list)
    below: list[Item] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Layers:
    """`ranks` from the top, each from the left. Each chain leads one stake from its upper box to its lower one;
    `turned` are the stakes whose owner is the lower one."""

    ranks: list[list[Item]]
    boxes: dict[str, Item]
    chains: dict[int, list[Item]]
    labels: dict[int, Item]
    nets: dict[int, object]
    turned: frozenset[int]


def layers(sizes: Mapping[str, tuple[float, float]], edges: Sequence[Edge]) -> Layers:
    """Rows, ranks and order for boxes of the widths and heights given; loops of a party with itself are left out."""
    straight = {number: edge for number, edge in enumerate(edges) if edge.owner != edge.owned}
    turned = _turned(straight)
    ends = {n: (e.owned, e.owner) if n in turned else (e.owner, e.owned) for n, e in straight.items()}
    row = _rows(sizes, list(ends.values()))
    boxes = {id: Item("box", 2 * row[id], *sizes[id]) for id in sizes}
    built = Layers([], boxes, {}, {}, {}, frozenset(turned))
    _thread(built, straight, ends)
    count = 2 * max(row.values(), default=0) + 1
    ranks: list[list[Item]] = [[] for _ in range(count)]
    for item in dict.fromkeys([*boxes.values(), *(item for chain in built.chains.values() for item in chain)]):
        ranks[item.rank].append(item)
    built.ranks.extend(_ordered(ranks))
    return built


def _turned(edges: Mapping[int, Edge]) -> set[int]:
    """The stakes that would close a cycle, those that count being laid first."""
    below: dict[str, set[str]] = {}
    turned = set()
    for number in sorted(edges, key=lambda number: (not edges[number].first, number)):
        owner, owned = edges[number].owner, edges[number].owned
        if _reaches(below, owned, owner):
            turned.add(number)
            owner, owned = owned, owner
        below.setdefault(owner, set()).add(owned)
    return turned


def _reaches(below: Mapping[str, set[str]], start: str, goal: str) -> bool:
    seen, waiting = {start}, [start]
    while waiting:
        here = waiting.pop()
        if here == goal:
            return True
        fresh = below.get(here, set()) - seen
        seen |= fresh
        waiting += fresh
    return False


def _rows(sizes: Mapping[str, tuple[float, float]], pairs: Sequence[tuple[str, str]]) -> dict[str, int]:
    """The row of each box: by the longest path from above, an owner without owners right above its first owned."""
    above: dict[str, list[str]] = {id: [] for id in sizes}
    below: dict[str, list[str]] = {id: [] for id in sizes}
    for upper, lower in pairs:
        above[lower].append(upper)
        below[upper].append(lower)
    depth = dict.fromkeys(sizes, 0)
    missing = {id: len(above[id]) for id in sizes}
    ready = [id for id in sizes if not above[id]]
    for id in ready:
        for lower in below[id]:
            depth[lower] = max(depth[lower], depth[id] + 1)
            missing[lower] -= 1
            if not missing[lower]:
                ready.append(lower)
    for id in sizes:
        if not above[id] and below[id]:
            depth[id] = min(depth[lower] for lower in below[id]) - 1
    row: dict[str, int] = {}
    start = 0
    for level in sorted(set(depth.values())):
        members = [id for id in ready if depth[id] == level]
        members.sort(key=lambda party: (bool(below[party]), not above[party]))
        wide = sum(sizes[id][0] + 24 for id in members)
        count = max(1, min(len(members), round(wide / _ROW + 0.3)))
        for number, id in enumerate(members):
            row[id] = start + number * count // len(members)
        start += count
    return row


def _thread(built: Layers, edges: Mapping[int, Edge], ends: Mapping[int, tuple[str, str]]) -> None:
    """Lay each stake through the ranks. Where an owner has several lines of a style they share a trunk, and each has
    its label right above the owned; a single line has it right below the owner.
    """
    shared: dict[tuple[str, str, bool], list[int]] = {}
    for number, (owner, _) in ends.items():
        shared.setdefault((owner, edges[number].style, number in built.turned), []).append(number)
    for net, numbers in shared.items():
        trunk: dict[int, Item] = {}
        for number in numbers:
            upper, lower = (built.boxes[id] for id in ends[number])
            place = upper.rank + 1 if len(numbers) == 1 else lower.rank - 1
            chain = [upper]
            for rank in range(upper.rank + 1, lower.rank):
                if rank == place:
                    item = Item("label", rank, edges[number].width, edges[number].height)
                    built.labels[number] = item
                elif rank < place:
                    item = trunk.setdefault(rank, Item("line", rank, 4, 0))
                else:
                    item = Item("line", rank, 4, 0)
                chain.append(item)
            chain.append(lower)
            built.chains[number] = chain
            built.nets[number] = net
            for one, other in pairwise(chain):
                if other not in one.below:
                    one.below.append(other)
                    other.above.append(one)


def _ordered(ranks: list[list[Item]]) -> list[list[Item]]:
    """The order with the fewest crossings that barycentre sweeps up and down come by."""
    best, fewest = ranks, _crossings(ranks)
    now = [list(rank) for rank in ranks]
    for sweep in range(_SWEEPS):
        down = sweep % 2 == 0
        place = {item: float(position) for rank in now for position, item in enumerate(rank)}
        for rank in now if down else reversed(now):
            wanted = {}
            for item in rank:
                near = item.above if down else item.below
                wanted[item] = sum(place[other] for other in near) / len(near) if near else place[item]
            rank.sort(key=wanted.__getitem__)
            place.update((item, float(position)) for position, item in enumerate(rank))
        crossings = _crossings(now)
        if crossings < fewest:
            best, fewest = [list(rank) for rank in now], crossings
    return best


def _crossings(ranks: Sequence[Sequence[Item]]) -> int:
    place = {item: position for rank in ranks for position, item in enumerate(rank)}
    total = 0
    for rank in ranks:
        lines = sorted((place[item], place[other]) for item in rank for other in item.below)
        total += sum(a[0] < b[0] and a[1] > b[1] for i, a in enumerate(lines) for b in lines[i + 1 :])
    return total
