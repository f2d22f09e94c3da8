"""From the thing through its ties to the rules: the reasons of a verdict as a tree, before anything is drawn.

Invariant: the first finding's way is the first branch; every party stands once, beneath whatever first leads to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from obstat.model.ownership import share_told
from obstat.model.status import Status
from obstat.model.verdict import Finding, Involved, Step, Verdict
from obstat.report.pictures.canvas import in_words
from obstat.report.ties.words import is_or_does, relation

MOST = 6
"""Rules that are drawn; a list beside the picture has all."""
_TIES = {
    "makes": "made by",
    "brand_of": "brand of",
    "oem_of": "built for the brand by",
    "alleged_oem_of": "said to be built by",
    "contains_module_of": "with a part by",
}
"""A tie from a product to a party, read from the product."""


@dataclass(frozen=True, slots=True)
class Link:
    """How one leads to the next: in words, from which source; `doubtful` where it hangs on something not known."""

    words: str
    source: str | None = None
    doubtful: bool = False


@dataclass(slots=True)
class Node:
    """The thing, a party or a rule, and what it leads to. Written to only while the tree is built."""

    kind: str
    title: str
    notes: tuple[str, ...] = ()
    status: Status | None = None
    branches: list[tuple[Link, Node]] = field(default_factory=list)


def tree(verdict: Verdict) -> Node:
    """The reasons of the verdict."""
    kinds = sorted({one.scheme.upper().replace("_", " ") for one in verdict.question.given})
    root = Node("thing", verdict.question.thing, ("asked about", *kinds) if verdict.question.text else ("asked about",))
    at: dict[str, Node] = {}
    known = {party.id: party for party in verdict.parties}
    first = verdict.findings[0].path[0].party if verdict.findings and verdict.findings[0].path else None
    leads = [party for party in verdict.parties if party.role != "listed_party"]
    for party in sorted(leads, key=lambda one: one.id != first)[:MOST]:
        _lead(root, at, party, verdict)
    for finding in verdict.findings[:MOST]:
        _finding(root, at, finding, known)
    if not verdict.findings:
        told = "no rule found" if verdict.parties else "nobody known here, no rule found"
        (next(iter(at.values())) if at else root).branches.append(
            (Link("searched"), Node("none", f"{verdict.searched.get('rules', 0)} rules", (told,), verdict.status))
        )
    _first_way_first(root, verdict)
    return root


def left_out(verdict: Verdict) -> int:
    """How many rules are not drawn."""
    return max(0, len(verdict.findings) - MOST)


def _lead(root: Node, at: dict[str, Node], party: Involved, verdict: Verdict) -> None:
    """A party behind the thing, by what made it be found."""
    doubtful = any(warning.party == party.id and warning.kind == "probable_name" for warning in verdict.warnings)
    if party.via and party.via[0].id is None:
        making = party.via[0]
        maker, words, source = making.party, _TIES.get(making.tie, _plain(making.tie)), making.source
        ties = party.via[1:]
    else:
        maker = party.via[0].party if party.via and party.via[0].party != party.id else party.id
        by = " and ".join(dict.fromkeys(_plain(one.signal) for one in party.evidence))
        words = f"{_plain(party.role)}{f', by {by}' if by else ''}"
        source, ties = next((one.source for one in party.evidence if one.source), None), party.via
    if maker not in at:
        at[maker] = Node("party", party.name if maker == party.id else _name(maker, party.via))
        root.branches.append((Link(words, source, doubtful or party.score < 0.7), at[maker]))
    _walk(at, maker, ties, ())


def _finding(root: Node, at: dict[str, Node], finding: Finding, known: Mapping[str, Involved]) -> None:
    start = finding.path[0].party if finding.path else finding.party
    if start and start not in at and finding.path and finding.path[0].of in at:
        start = finding.path[0].of
    if start and start not in at:
        name = known[start].name if start in known else _name(start, finding.path)
        at[start] = Node("party", name)
        root.branches.append((Link("leads to"), at[start]))
    end = _walk(at, start, finding.path, finding.needs) if start else None
    under = at[end] if end else root
    days = f"since {in_words(finding.since)}" if finding.since else ""
    days += f" until {in_words(finding.until)}" if finding.until else ""
    gives = f"{_plain(finding.gives.code)} if it applies" if finding.gives is not finding.status else ""
    notes = tuple(note for note in (finding.citation.partition(";")[0], days.strip(), gives) if note)
    link = Link("reached by", finding.sources[0] if finding.sources else None, finding.status is Status.UNDECIDED)
    under.branches.append((link, Node("rule", finding.title, notes, finding.status)))


def _walk(at: dict[str, Node], start: str, path: tuple[Step, ...], needs: tuple[str, ...]) -> str:
    """Go along the ties from a party, adding those who are not there yet; where it ends."""
    here = start
    for step in path:
        other = step.of if step.party == here else step.party
        if other == here or (step.party != here and step.of != here):
            other = step.of
        if other not in at:
            forward = step.of == other
            name = (step.of_name if forward else step.party_name) or other
            words = relation(step.tie) if forward else f"which {is_or_does(step.tie)} it"
            more = (share_told(step.share_low, step.share_high), f"since {in_words(step.since)}" if step.since else "")
            told = ", ".join([words, *(part for part in more if part)])
            at[other] = Node("party", name)
            at[here].branches.append((Link(told, step.source, f"tie:{step.id}" in needs), at[other]))
        here = other
    return here


def _first_way_first(root: Node, verdict: Verdict) -> None:
    """Branches that lead to rules before those that do not, in the order of the findings."""
    order = {finding.title: number for number, finding in enumerate(verdict.findings)}

    def rank(node: Node) -> int:
        node.branches.sort(key=lambda branch: rank(branch[1]))
        own = order.get(node.title, len(order)) if node.kind == "rule" else len(order)
        return min([own, *(rank(child) for _, child in node.branches)])

    rank(root)


def _name(party: str, path: tuple[Step, ...]) -> str:
    names = {step.party: step.party_name for step in path} | {step.of: step.of_name for step in path}
    return names.get(party) or party


def _plain(code: str) -> str:
    return code.replace("_", " ")
