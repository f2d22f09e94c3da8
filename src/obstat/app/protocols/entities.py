"""Parties and products of a snapshot as FollowTheMoney entities, in the form in which yente gives them.

Invariant: an entity holds what the snapshot says on one day: the lists on which it stands are its datasets, its topics
come from the rules in force that reach it. The id of a party is ours; that of a product is ours after ``product:``.
"""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Iterator
from typing import Any

from obstat.app.service.served import Service
from obstat.model.errors import InvalidValue
from obstat.model.identification import Match
from obstat.model.records import Party
from obstat.model.things import Product
from obstat.report import followthemoney as ftm
from obstat.report.ties import as_ftm
from obstat.screening.check import Obstat
from obstat.screening.in_force import InForce
from obstat.screening.kin import OnLists

Entity = dict[str, Any]
OWN, ALL = "obstat", "default"
"""The dataset of the pack, and the name under which clients ask for everything."""
_PRODUCT = "product:"
_REVERSED = {
    "owner": "ownershipOwner",
    "asset": "ownershipAsset",
    "subject": "unknownLinkTo",
    "object": "unknownLinkFrom",
}
"""By the property of a tie that holds the asked party, the property of the party that holds the tie."""


class Entities:
    """The entities of one snapshot on one day."""

    def __init__(self, ob: Obstat, day: datetime.date) -> None:
        self.ob, self.day = ob, day
        self._lists = OnLists(ob.snapshot, day.toordinal())
        self._in_force = InForce(ob.evaluator, day.toordinal())
        self.party = functools.lru_cache(maxsize=4096)(self._party)

    @functools.cached_property
    def datasets(self) -> dict[str, str]:
        """The title of each dataset: the pack, then every list."""
        titles = {item["id"]: item["name"] for item in self.ob.snapshot.vocabulary.lists}
        named = {dataset(name): titles.get(name, name) for name in (*titles, *self._lists.names())}
        return {OWN: "obstat's pack", **dict(sorted(named.items()))}

    @functools.cached_property
    def seen(self) -> str:
        """The second from which the snapshot's facts are, without a zone."""
        days = [one["retrieved"] for one in self.ob.snapshot.about["sources"] if one.get("retrieved")]
        return f"{max(days)[:10]}T00:00:00" if days else f"{self.day.isoformat()}T00:00:00"

    def find(self, id: str) -> Entity | None:
        """The entity with an id; None where there is none."""
        if id.startswith(_PRODUCT):
            product = self.ob.snapshot.products.get(id.removeprefix(_PRODUCT))
            return self._product(product) if product else None
        return self.party(id) if id in self.ob.snapshot.parties else None

    def of(self, match: Match) -> Entity:
        """The entity of a match of `resolve`."""
        if match.kind == "party":
            return self.party(match.id)
        return self._product(self.ob.snapshot.products[match.id])

    def standing(self, party: str) -> tuple[str, ...]:
        """The codes or names of the lists on which a party stands."""
        return self._lists.lists(party)

    def numbers(self, party: str) -> list[tuple[str, str]]:
        """The registered numbers of a party of the pack, by scheme."""
        return self._numbers.get(party, [])

    def everything(self) -> Iterator[Entity]:
        """Every party in the order of the snapshot, then every product."""
        for id in self.ob.snapshot.table("parties").texts("id"):
            yield self.party(id or "")
        for product in self.ob.snapshot.products.values():
            yield self._product(product)

    def merged(self, id: str) -> str | None:
        """The id of the entity into which a record of a list was taken; None where no record has that id."""
        source, _, record = id.partition(":")
        table = self.ob.snapshot.table("entries")
        for one, at, party in zip(table.texts("source"), table.texts("id"), table.texts("party"), strict=True):
            if at == record and one == source:
                return party
        return None

    def adjacent(self, id: str, depth: int = 1) -> dict[str, list[Entity]]:
        """The ties of a party, by the property of the party that holds them, each with the party at its other end."""
        if id not in self.ob.snapshot.parties:
            return {}
        excerpt = self.ob.ties(id, on=self.day, depth=depth, most=400)
        found: dict[str, list[Entity]] = {}
        for tie in as_ftm(excerpt, name=lambda kind, own: own if kind == "party" else f"tie:{own}"):
            for property, other in _ENDS:
                if id in tie["properties"].get(property, ()):
                    ends = {other: [self.party(end) for end in tie["properties"][other]]}
                    whole = self._entity(tie["id"], tie["schema"], tie["schema"], tie["properties"] | ends)
                    found.setdefault(_REVERSED[property], []).append(whole)
        return found

    @functools.cached_property
    def _numbers(self) -> dict[str, list[tuple[str, str]]]:
        found: dict[str, list[tuple[str, str]]] = {}
        for one in self.ob.snapshot.table("identifiers"):
            if one.scheme in ftm.NUMBERS:
                found.setdefault(one.party, []).append((one.scheme, one.value))
        return found

    def _party(self, id: str) -> Entity:
        snapshot = self.ob.snapshot
        party: Party = snapshot.parties[id]
        entries = list(snapshot.entries_of(id))
        properties: dict[str, list[Any]] = dict(ftm.properties(party, entries, self.numbers(id)))
        lists = self.standing(id)
        properties["topics"] = ftm.topics(self._in_force.reaching(id), id)
        properties["program"] = [self.datasets.get(dataset(name), name) for name in lists]
        datasets = ([] if party.listed else [OWN]) + [dataset(name) for name in lists]
        referents = [entry.key for entry in entries if entry.key != id]
        return self._entity(id, ftm.schema_of(party.kind), party.name, properties, datasets or [OWN], referents)

    def _product(self, product: Product) -> Entity:
        maker = self.ob.snapshot.parties[product.maker]
        properties = {
            "name": [product.label],
            "alias": [name for name in (product.name, *product.names) if name != product.label],
            "country": [maker.country.lower()] if maker.country else [],
            "topics": self.party(maker.id)["properties"].get("topics", []),
            "description": [f"{product.kind} of {maker.name}"],
            "notes": [product.note] if product.note else [],
            "sourceUrl": [source for source in product.sources if source.startswith("http")],
        }
        return self._entity(_PRODUCT + product.id, ftm.PRODUCT, product.label, properties)

    def _entity(
        self,
        id: str,
        schema: str,
        caption: str,
        properties: dict[str, list[Any]],
        datasets: list[str] | None = None,
        referents: list[str] | None = None,
    ) -> Entity:
        kept = {property: values for property, values in properties.items() if values}
        return {
            "id": id,
            "caption": caption,
            "schema": schema,
            "properties": kept,
            "datasets": list(dict.fromkeys(datasets or [OWN])),
            "referents": referents or [],
            "target": bool(ftm.RISKS.intersection(kept.get("topics", ()))),
            "first_seen": self.seen,
            "last_seen": self.seen,
            "last_change": self.seen,
        }


_ENDS = (("owner", "asset"), ("asset", "owner"), ("subject", "object"), ("object", "subject"))


def dataset(name: str) -> str:
    """The name of a list as that of a dataset: small letters, digits and ``_``."""
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_") or OWN


def entities(service: Service) -> Entities:
    """The entities of the snapshot in use, today."""
    ob, day = service.ob, datetime.date.today()
    kept: Entities | None = service.kept.get("entities")
    if kept is None or kept.ob is not ob or kept.day != day:
        kept = service.kept["entities"] = Entities(ob, day)
    return kept


def named(ob: Obstat, name: str, limit: int, **context: str | None) -> tuple[Match, ...]:
    """What `resolve` finds; nothing for a text that is no name."""
    try:
        return ob.resolve(name, limit, **context)
    except InvalidValue:
        return ()
