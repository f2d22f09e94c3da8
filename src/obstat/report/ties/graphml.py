"""An excerpt as GraphML (graphml.graphdrawing.org, 1.0) for Gephi, yEd and networkx.

Invariant: one ``node`` for each party and one ``edge`` for each stake, from owner to owned, with typed keys; a value
that is not known is left out and not written as zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from obstat.model.ownership import Excerpt, Member, Stake
from obstat.report.ties import words

_NODE = {
    "name": "string",
    "kind": "string",
    "country": "string",
    "listed": "string",
    "reached": "string",
    "held_low": "double",
    "held_high": "double",
    "about": "boolean",
}
_EDGE = {
    "relation": "string",
    "low": "double",
    "high": "double",
    "since": "string",
    "until": "string",
    "standing": "string",
    "counts": "boolean",
    "confidence": "string",
    "sources": "string",
    "label": "string",
}
_GRAPH = {"on": "string", "test": "string", "left_out": "int"}

_Value = str | float | bool | None


def as_graphml(excerpt: Excerpt) -> str:
    """The graph as XML text; nodes are ``n0`` …, edges ``e0`` …, and our ids the keys ``party`` and ``stake``."""
    root = Element("graphml", {"xmlns": "http://graphml.graphdrawing.org/xmlns"})
    kinds = (("graph", _GRAPH), ("node", {"party": "string", **_NODE}), ("edge", {"stake": "string", **_EDGE}))
    for kind, keys in kinds:
        for name, type in keys.items():
            SubElement(root, "key", {"id": f"{kind}_{name}", "for": kind, "attr.name": name, "attr.type": type})
    graph = SubElement(root, "graph", {"id": "ties", "edgedefault": "directed"})
    _data(graph, "graph", {"on": excerpt.on, "test": excerpt.test, "left_out": excerpt.left_out})
    members = words.everyone(excerpt)
    ids = {member.id: f"n{position}" for position, member in enumerate(members)}
    for member in members:
        node = SubElement(graph, "node", {"id": ids[member.id]})
        _data(node, "node", _of_party(member, about=member.id == excerpt.about))
    for position, stake in enumerate(excerpt.stakes):
        ends = {"id": f"e{position}", "source": ids[stake.owner], "target": ids[stake.owned]}
        _data(SubElement(graph, "edge", ends), "edge", _of_stake(stake))
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _of_party(member: Member, *, about: bool) -> dict[str, _Value]:
    held = member.held
    return {
        "party": member.id,
        "name": member.name,
        "kind": member.kind,
        "country": member.country,
        "listed": "; ".join(member.listed) or None,
        "reached": held.status if held else None,
        "held_low": float(held.low) if held else None,
        "held_high": float(held.high) if held else None,
        "about": about,
    }


def _of_stake(stake: Stake) -> dict[str, _Value]:
    return {
        "stake": stake.id,
        "relation": stake.relation,
        "low": None if stake.low is None else float(stake.low),
        "high": None if stake.high is None else float(stake.high),
        "since": stake.since,
        "until": stake.until,
        "standing": stake.standing,
        "counts": stake.counts,
        "confidence": stake.confidence,
        "sources": "; ".join(stake.sources) or None,
        "label": words.said(stake),
    }


def _data(parent: Element, kind: str, values: Mapping[str, _Value]) -> None:
    for name, value in values.items():
        if value is not None:
            text = str(value).lower() if isinstance(value, bool) else words.clean(str(value))
            SubElement(parent, "data", {"key": f"{kind}_{name}"}).text = text
