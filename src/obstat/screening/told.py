"""Which accepted claims of stories concern a thing, and how they are told beside an answer.

Invariant: what is told here decides nothing; a claim that names products of the snapshot concerns only these.
"""

from __future__ import annotations

from collections.abc import Iterable, Set

from obstat.knowledge.snapshot import Snapshot
from obstat.model.claim_words import CLASSES, EVENTS, MODALITIES
from obstat.model.reviewed import AcceptedClaim, Told


def concerned(snapshot: Snapshot, products: Set[str], parties: Set[str]) -> list[AcceptedClaim]:
    """The accepted claims about one of `products`, or about one of `parties`, in order of their days."""
    return [claim for claim in snapshot.claims if _about(snapshot, claim, products, parties)]


def _about(snapshot: Snapshot, claim: AcceptedClaim, products: Set[str], parties: Set[str]) -> bool:
    named = {product for product in claim.products if product in snapshot.products}
    if named and products:
        return not named.isdisjoint(products)
    makers = {snapshot.products[product].maker for product in named}
    return not parties.isdisjoint(makers.union(claim.parties))


def near(claim: AcceptedClaim, place: str) -> bool:
    """Whether a claim is about a jurisdiction, one that holds it or lies in it, or about none."""
    return claim.place is None or claim.place.partition("-")[0] == place.partition("-")[0]


def told(snapshot: Snapshot, claim: AcceptedClaim) -> Told:
    """The claim as an answer shows it."""
    return Told(
        claim.id,
        claim.becomes,
        _sentence(snapshot, claim),
        claim.day.text,
        claim.event,
        claim.modality,
        claim.polarity,
        claim.actors,
        claim.targets,
        claim.products,
        claim.place,
        claim.attribution,
        claim.origin,
        claim.passage,
        claim.outlet,
        claim.address or claim.document,
        claim.extractor,
        claim.edited,
        claim.accepted_by,
        claim.accepted_at,
    )


def _sentence(snapshot: Snapshot, claim: AcceptedClaim) -> str:
    """Who does what to whom, how certain that is said to be, and who is said to say so."""
    actors, targets, products = (_called(snapshot, ids) for ids in (claim.actors, claim.targets, claim.products))
    verb = EVENTS.get(claim.event, claim.event.replace("_", " "))
    verb = f"not: {verb}" if claim.polarity == "negative" else verb
    head = f"{actors} {verb} {targets}" if actors else f"{verb}: {targets}" if targets else verb
    head = f"{head.strip()} ({products})" if products else head.strip()
    amount = f", {claim.amount}" if claim.amount else ""
    source = claim.attribution[-1] if claim.attribution else None
    if source is None or source.class_ == "none":
        says = f"says {claim.outlet or claim.document}"
    else:
        says = f"says {source.name} ({CLASSES.get(source.class_, source.class_)})"
    origin = f", through {claim.origin}" if claim.origin and claim.origin not in says else ""
    return f"{head}{amount}; {MODALITIES.get(claim.modality, claim.modality)}, {says}{origin}"


def _called(snapshot: Snapshot, ids: Iterable[str]) -> str:
    names = []
    for one in ids:
        product, party = snapshot.products.get(one), snapshot.parties.get(one)
        names.append(product.label if product else party.name if party else one)
    return ", ".join(names)
