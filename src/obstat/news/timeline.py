"""What stories tell of one party, in the order of the days on which it was so.

Invariant: a claim that several stories tell is one entry, with each that tells it; an entry without a date stands at
the appearance of its first story, and says so.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass

from obstat.model.claim import Claim, Document, Pair, Weighed


@dataclass(frozen=True, slots=True)
class Entry:
    """`day` is when it was so, or when it was first told (`dated` is false); `claims` are all that tell it, the first
    first; `pairs` are those, but for `same`, in which one of them stands."""

    day: datetime.date | None
    dated: bool
    claims: tuple[Claim, ...]
    origins: tuple[str, ...]
    pairs: tuple[Pair, ...]


def timeline(weighed: Weighed, party: str) -> list[Entry]:
    """The claims of which the party is an actor or a target; those of no known day come last."""
    documents = {document.id: document for document in weighed.documents}
    claims = {claim.id: claim for claim in weighed.claims if party in (*claim.actors, *claim.targets)}
    group = _groups(weighed, claims)
    beside: defaultdict[str, dict[Pair, None]] = defaultdict(dict)
    for pair in weighed.pairs:
        for id_ in (pair.first, pair.second):
            if pair.kind != "same" and id_ in group:
                beside[group[id_]][pair] = None
    told: defaultdict[str, list[Claim]] = defaultdict(list)
    for id_, claim in claims.items():
        told[group[id_]].append(claim)
    entries = [_entry(one, documents, tuple(beside[head])) for head, one in told.items()]
    return sorted(entries, key=lambda entry: (entry.day or datetime.date.max, entry.claims[0].id))


def _groups(weighed: Weighed, claims: dict[str, Claim]) -> dict[str, str]:
    """By claim, the first of those that are the same."""
    group = {id_: id_ for id_ in claims}

    def first(id_: str) -> str:
        while group[id_] != id_:
            id_ = group[id_]
        return id_

    for pair in weighed.pairs:
        if pair.kind == "same" and pair.first in group and pair.second in group:
            group[first(pair.second)] = first(pair.first)
    return {id_: first(id_) for id_ in claims}


def _entry(claims: list[Claim], documents: dict[str, Document], pairs: tuple[Pair, ...]) -> Entry:
    appeared = {claim.id: documents[claim.document].published for claim in claims}
    claims = sorted(claims, key=lambda claim: appeared[claim.id] or datetime.date.max)
    said = [day for claim in claims if claim.time and (day := claim.time.since or claim.time.until)]
    first = next((day for claim in claims if (day := appeared[claim.id])), None)
    return Entry(
        day=said[0] if said else first,
        dated=bool(said),
        claims=tuple(claims),
        origins=tuple(dict.fromkeys(claim.origin for claim in claims if claim.origin)),
        pairs=pairs,
    )
