"""What the stories of one matter tell together: from how many independent origins, and what was so of each party, when.

Invariant: no story is an origin of what an earlier one told in almost the same words, nor of what it has from another
outlet; every claim about a party of the pack stands in that party's timeline once.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import replace

from obstat.model.claim import Claim, Document, Matter, Moment, Weighed
from obstat.news.alike import Told, likeness
from obstat.news.naming import Naming
from obstat.news.origins import origin
from obstat.news.timeline import timeline

_COPIED = 0.8
"""Share of common words, without names, from which a passage is taken from the story that had it before."""
_TIMELINES = 12
"""Parties whose timelines are drawn, those of which most is told."""


def together(weighed: Weighed, naming: Naming, notes: Sequence[str] = ()) -> Weighed:
    """The same, with what the stories tell together; `notes` say what of the matter is not here."""
    origins = _origins(weighed)
    distinct: list[str] = []
    for name in dict.fromkeys(origins.values()):
        if not any(naming.origin(name, known) for known in distinct):
            distinct.append(name)
    timelines = tuple((party, _moments(weighed, party, origins)) for party in _parties(weighed, naming))
    return replace(weighed, matter=Matter(weighed.documents[0].id, tuple(distinct), timelines, tuple(notes)))


def _origins(weighed: Weighed) -> dict[str, str]:
    """By claim, its origin; that of the claim of which it is a copy, where its story names none itself."""
    documents = {document.id: document for document in weighed.documents}
    claims = {claim.id: claim for claim in weighed.claims}
    found = {id_: origin(claim, documents[claim.document]) for id_, claim in claims.items()}
    own = {id_ for id_, claim in claims.items() if found[id_] == _outlet(documents[claim.document])}
    for pair in sorted(weighed.pairs, key=lambda pair: _order(claims[pair.first], documents)):
        first, second = claims[pair.first], claims[pair.second]
        if pair.kind == "same" and second.id in own and _copied(first, second, documents):
            found[second.id] = found[first.id]
            own.discard(second.id)
    return found


def _outlet(document: Document) -> str:
    return document.outlet or document.id


def _order(claim: Claim, documents: Mapping[str, Document]) -> tuple[datetime.date, str]:
    return documents[claim.document].published or datetime.date.max, claim.id


def _copied(first: Claim, second: Claim, documents: Mapping[str, Document]) -> bool:
    before, after = (Told(claim, documents[claim.document]) for claim in (first, second))
    return likeness(before, after, names=False) >= _COPIED


def _parties(weighed: Weighed, naming: Naming) -> list[str]:
    told: dict[str, int] = {}
    for claim in weighed.claims:
        for name in dict.fromkeys((*claim.actors, *claim.targets)):
            if naming.is_id(name):
                told[name] = told.get(name, 0) + 1
    return sorted(told, key=lambda party: (-told[party], party))[:_TIMELINES]


def _moments(weighed: Weighed, party: str, origins: Mapping[str, str]) -> tuple[Moment, ...]:
    return tuple(
        Moment(
            entry.day,
            entry.dated,
            tuple(claim.id for claim in entry.claims),
            tuple(dict.fromkeys(origins[claim.id] for claim in entry.claims)),
        )
        for entry in timeline(weighed, party)
    )
