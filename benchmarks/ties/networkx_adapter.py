"""The same as `adapter.py` over a networkx graph, as one would write it first: the peer that times are told beside.

Floats are compared to nine places. Aggregate, single and control chain follow successors from reached owners; effective
shares are carried on until they stand still; affiliates are ancestors and their descendants.

Invariant: every function gives what the one of the same name in `adapter.py` must give.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection
from typing import Any

import networkx as nx  # type: ignore[import-not-found,import-untyped,unused-ignore]

NEAR = 1e-9
ROUNDS = 2_000
"""Steps after which effective shares are taken as they are."""


def build(owner_ids: Any, owned_ids: Any, low: Any, high: Any) -> Any:
    """Stakes of one owner in one company are one edge; a node knows the lows of all its owners."""
    graph = nx.DiGraph()
    for owner, owned, least, most in zip(
        owner_ids.tolist(), owned_ids.tolist(), low.tolist(), high.tolist(), strict=True
    ):
        least, most = 0.0 if math.isnan(least) else least, 100.0 if math.isnan(most) else most
        if graph.has_edge(owner, owned):
            edge = graph.edges[owner, owned]
            edge["low"], edge["high"] = edge["low"] + least, edge["high"] + most
        else:
            graph.add_edge(owner, owned, low=least, high=most)
    for party in graph:
        graph.nodes[party]["lows"] = sum(edge["low"] for *_, edge in graph.in_edges(party, data=True))
    return graph


def all_reached(graph: Any, listed: Any, test: str) -> tuple[set[int], set[int]]:
    start = {int(party) for party in listed}
    way, _, share = test.partition("-")
    threshold = float(share) - NEAR if share.replace(".", "").isdigit() else 50 + NEAR
    certain, possible = (WAYS[way](graph, start, threshold, bound) for bound in (lows, capped))
    return certain - start, possible - certain - start


def one(graph: Any, party: int, listed: Any, test: str) -> tuple[str, None, None]:
    """The status, from what is above the party; affiliates need what is below their ancestors as well."""
    if party not in graph:
        return "no", None, None
    above = nx.ancestors(graph, party) | {party}
    if test == "affiliate":
        above = set(graph)
    part = graph.subgraph(above)
    certain, possible = all_reached(part, [int(other) for other in listed if int(other) in above], test)
    return "certain" if party in certain else "possible" if party in possible else "no", None, None


Bound = Callable[[Any, int, Collection[int]], float]


def lows(graph: Any, company: int, some: Collection[int]) -> float:
    return sum(graph.edges[owner, company]["low"] for owner in graph.predecessors(company) if owner in some)


def capped(graph: Any, company: int, some: Collection[int]) -> float:
    edges = [graph.edges[owner, company] for owner in graph.predecessors(company) if owner in some]
    high, all_lows = sum(edge["high"] for edge in edges), graph.nodes[company]["lows"]
    if all_lows > 100 + NEAR:
        return float(high)
    return float(min(high, 100 - all_lows + sum(edge["low"] for edge in edges)))


def added_up(graph: Any, listed: set[int], threshold: float, bound: Bound) -> set[int]:
    reached, queue = set(listed), [party for party in listed if party in graph]
    for owner in queue:
        for company in graph.successors(owner):
            if company not in reached and bound(graph, company, reached) >= threshold:
                reached.add(company)
                queue.append(company)
    return reached


def alone(graph: Any, listed: set[int], threshold: float, bound: Bound) -> set[int]:
    reached, queue = set(listed), [party for party in listed if party in graph]
    for owner in queue:
        for company in graph.successors(owner):
            if company not in reached and bound(graph, company, {owner}) >= threshold:
                reached.add(company)
                queue.append(company)
    return reached


def affiliates(graph: Any, listed: set[int], threshold: float, bound: Bound) -> set[int]:
    links = graph.edge_subgraph(
        [(owner, company) for owner, company in graph.edges if bound(graph, company, {owner}) >= threshold]
    )
    above = {party for start in listed if start in links for party in nx.ancestors(links, start)} | listed
    below = {party for start in above if start in links for party in nx.descendants(links, start)}
    return above | below


def looked_through(graph: Any, listed: set[int], threshold: float, bound: Bound) -> set[int]:
    value = dict.fromkeys(listed, 100.0)
    touched = {party for start in listed if start in graph for party in nx.descendants(graph, start)} - listed
    for _ in range(ROUNDS):
        new = {party: effective(graph, party, value, bound) for party in touched}
        moved = max((abs(share - value.get(party, 0.0)) for party, share in new.items()), default=0.0)
        value.update(new)
        if moved < NEAR / 100:
            break
    return {party for party, share in value.items() if share >= threshold}


def effective(graph: Any, company: int, value: dict[int, float], bound: Bound) -> float:
    """A company's share by its owners' shares; of the room that lows leave, owners of more are given first."""
    room = 0.0 if bound is lows else 100 - graph.nodes[company]["lows"]
    room = math.inf if room < -NEAR else room
    total = 0.0
    for owner in sorted(graph.predecessors(company), key=lambda party: -value.get(party, 0.0)):
        edge = graph.edges[owner, company]
        more = min(room, edge["high"] - edge["low"])
        room -= more
        total += (edge["low"] + more) * value.get(owner, 0.0) / 100
    return min(100.0, total)


WAYS = {"aggregate": added_up, "single": alone, "control": alone, "product": looked_through, "affiliate": affiliates}
