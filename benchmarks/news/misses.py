"""Where what is told of a cluster differs from its gold claims, in lines for people.

Invariant: every gold claim that is not found and every told one that is not gold has a line with its passage; one that
stands where another does is shown beneath it, with the slots in which they differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import scoring
from gold import Cluster

from obstat.model.claim import Amount, Claim, Flag, Pair


def misses(
    cluster: Cluster,
    told: Sequence[Claim],
    pairs: Sequence[Pair],
    flags: Iterable[Flag],
    origins: Mapping[str, int],
    same: scoring.Same,
) -> Iterator[str]:
    texts = {document.id: document.text for document in cluster.documents}
    found = scoring.found(cluster.claims, told, same)
    missed, extra = scoring.left(cluster.claims, told, found)
    stand_in = {one.id: other for one, other in scoring.aligned(missed, extra, same, any_event=True)}
    yield f"\n== {cluster.id}: {len(missed)} of {len(cluster.claims)} not found, {len(extra)} of {len(told)} not gold"
    for claim in missed:
        yield f"not found {_line(claim, texts)}"
        if other := stand_in.get(claim.id):
            yield f"   but    {_line(other, texts)}"
            for name in scoring.differing(claim, other, same):
                yield f"          {name}: {_shown(name, claim)} told as {_shown(name, other)}"
    placed = {claim.id for claim in stand_in.values()}
    for claim in extra:
        if claim.id not in placed:
            yield f"not gold  {_line(claim, texts)}"
    for one, other in found:
        if differing := scoring.differing(one, other, same):
            slots = "; ".join(f"{name}: {_shown(name, one)} told as {_shown(name, other)}" for name in differing)
            yield f"found     {one.id}, but {slots}"
    yield from _relations(cluster, told, pairs, same)
    gold_flags = {(flag.document, flag.kind) for flag in cluster.flags}
    told_flags = {(flag.document, flag.kind): flag.why for flag in flags}
    yield from (f"flag      {story} {kind}: missed" for story, kind in sorted(gold_flags - set(told_flags)))
    for flag in sorted(set(told_flags) - gold_flags):
        yield f"flag      {' '.join(flag)}: not gold ({told_flags[flag]})"
    for story, number in cluster.origins:
        if origins.get(story) != number:
            yield f"origins   {story}: {number} told as {origins.get(story)}"


def _relations(cluster: Cluster, told: Sequence[Claim], pairs: Sequence[Pair], same: scoring.Same) -> Iterator[str]:
    """Pairs by their own ends; one that follows from others by `same` may be listed although it is counted as right."""
    names = scoring.partners(cluster.claims, told, same)
    ours = {scoring.key(pair): pair.why for pair in scoring.renamed(pairs, names)}
    gold = {scoring.key(pair) for pair in cluster.pairs}
    told_at_all = set(names.values())
    for kind, ends in sorted(gold - set(ours)):
        untold = [end for end in ends if end not in told_at_all]
        yield f"pair      {kind} {' '.join(ends)}: missed" + (f" ({' and '.join(untold)} not told)" if untold else "")
    for kind, ends in sorted(set(ours) - gold):
        yield f"pair      {kind} {' '.join(ends)}: not gold ({ours[kind, ends]})"


def _line(claim: Claim, texts: Mapping[str, str]) -> str:
    passages = " | ".join(texts[claim.document][start:end] for start, end in claim.spans)
    names = f"{', '.join(claim.actors) or '–'} > {', '.join(claim.targets) or '–'}"
    codes = f"{claim.event}/{claim.modality}/{claim.polarity}/{scoring.class_of(claim)}"
    return f"{claim.id} {codes} [{names}] «{passages}»"


def _shown(name: str, claim: Claim) -> str:
    value = scoring.value(name, claim)
    if name == "time":
        return f"{claim.time.said!r} ({claim.time.since} to {claim.time.until})" if claim.time else "none"
    if isinstance(value, tuple):
        return "[" + ", ".join(map(str, value)) + "]"
    return f"{value.value} {value.unit}" if isinstance(value, Amount) else str(value)
