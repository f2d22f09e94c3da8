"""From entities of FollowTheMoney to entries.

A thing is an entry. What is said of it elsewhere comes to it: a `Sanction` or `Risk` is a listing, a link between two
things a relation of both, a `Passport` or `Identification` a number, an `Address` an address, a `Security` a number of
its issuer and a `CryptoWallet` one of its holder. What belongs to no thing of the file, and a security or wallet to
which others refer, is an entry of its own.

Invariant: every property of every entity is in an entry; one that the tables do not know is left. An end is taken for
the last day, so that no listing ends too early.
"""

from __future__ import annotations

from collections.abc import Iterator

from obstat.sources import ftm_satellites
from obstat.sources.entry import Entry, EntryListing
from obstat.sources.ftm_draft import Draft
from obstat.sources.ftm_entity import Entities, Entity
from obstat.sources.ftm_properties import EDGES, HOLDERS, KINDS, links
from obstat.sources.opensanctions_datasets import list_of

_LISTED = ("sanction", "debarment", "export.control")
"""Topics of entities that are listed, where no dataset says who is a target."""

_SOMETIMES = ("Security", "CryptoWallet", "Address")
"""Schemas of what may be an entry or part of one."""


def entries(store: Entities, list_code: str) -> Iterator[Entry]:
    """The entries of a store that is finished; `list_code` is the list of entities that name no dataset."""
    for entity in store:
        if _stands_alone(entity, store):
            yield _entry(entity, store, list_code)


def _stands_alone(entity: Entity, store: Entities) -> bool:
    """Whether an entity is an entry of its own, and not a part of another."""
    if entity.schema == "Address":
        return not any(_is_thing(other) and "addressEntity" in by for other, by in store.referring(entity.id))
    if entity.schema in ("Security", "CryptoWallet"):
        return any(store.referring(entity.id)) or not any(map(_is_thing, _ends(entity, store)))
    return _is_thing(entity) or not any(_holds(other, store) for other in _ends(entity, store))


def _is_thing(entity: Entity) -> bool:
    return entity.schema not in EDGES and entity.schema not in HOLDERS and entity.schema != "Address"


def _holds(entity: Entity, store: Entities) -> bool:
    """Whether an entity to which another refers is an entry, to which the other can come."""
    return _is_thing(entity) or (entity.schema in _SOMETIMES and _stands_alone(entity, store))


def _ends(entity: Entity, store: Entities) -> Iterator[Entity]:
    """The entities in the file to which a part or link refers."""
    for name in links(entity.schema):
        for value in entity.properties.get(name, ()):
            if other := store.get(value):
                yield other


def _entry(entity: Entity, store: Entities, list_code: str) -> Entry:
    draft = Draft(entity, store)
    draft.own()
    for other, by in store.referring(entity.id):
        if other.number != entity.number and by & set(links(other.schema)):
            ftm_satellites.add(draft, other, list_code)
    if entity.schema in ("Sanction", "Risk"):  # of somebody who is not in the file
        ftm_satellites.add(draft, entity, list_code)
    if not draft.listings and _listed(entity):
        draft.listings += (EntryListing(list_of(dataset)) for dataset in entity.datasets or (list_code,))
    repeats = store.repeats(entity)
    return draft.entry(entity.id if not repeats else f"{entity.id}-{repeats + 1}", KINDS.get(entity.schema, "unknown"))


def _listed(entity: Entity) -> bool:
    if entity.target is not None:
        return entity.target
    topics = entity.properties.get("topics", ())
    return any(topic in _LISTED for topic in topics)
