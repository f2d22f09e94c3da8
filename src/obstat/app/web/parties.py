"""The index of parties, and the page of each: who it is, what reaches it, whom it is tied to, and since when.

Invariant: what reaches a party is what `obstat timeline` tells of it; its ties are drawn as `obstat ties` draws them.
"""

from __future__ import annotations

import datetime
import operator
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from obstat.app.api.slow import aside
from obstat.app.service.problems import Problem
from obstat.app.service.served import Service
from obstat.app.web.paging import paged
from obstat.app.web.reaching import drawing, reaching
from obstat.app.web.rendering import page, words
from obstat.screening.sentences import placed

if TYPE_CHECKING:
    from obstat.knowledge.snapshot import Snapshot
    from obstat.model.identification import Match
    from obstat.model.records import Party
    from obstat.screening.check import Obstat
    from obstat.screening.timeline import Event

_DRAWN, _DEPTH = 40, 2
"""Parties that the drawing shows at most, and how many ties away."""
_FOUND = 50
"""Parties that a search shows at most."""
_LONGEST = 500


def routes(service: Service) -> list[BaseRoute]:
    def index(request: Request) -> Response:
        ob = service.ob
        asked = " ".join(request.query_params.get("q", "").split())
        kind, country = (request.query_params.get(name, "") for name in ("kind", "country"))
        if asked:
            found: Sequence[Any] = _searched(ob, asked, kind, country)
        else:
            found = _Rows(ob.snapshot, _ordered(service, ob.snapshot, kind, country))
        values: dict[str, Any] = {"title": "Parties", "asked": asked, "kind": kind, "country": country}
        choices = _choices(service, ob.snapshot)
        return page(request, service, "parties.html", found=paged(request, found), choices=choices, **values)

    async def one(request: Request) -> Response:
        return await aside(service, shown, request)

    def shown(request: Request) -> Response:
        ob, id_ = service.ob, request.path_params["id"]
        party = ob.snapshot.parties.get(id_)
        if party is None:
            raise Problem(404, f"No party has the id '{id_[:100]}' in this snapshot; search for its name at /parties.")
        return page(request, service, "party.html", title=party.name, **_told(ob, party))

    return [Route("/parties", index), Route("/parties/{id:path}", one)]


class _Rows(Sequence["Party"]):
    """Parties of a table by their rows, read when they are shown."""

    def __init__(self, snapshot: Snapshot, rows: Sequence[int]) -> None:
        self._table, self._rows = snapshot.table("parties"), rows

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, at: Any) -> Any:
        if isinstance(at, slice):
            return [self._table[row] for row in self._rows[at]]
        return self._table[self._rows[at]]


def _ordered(service: Service, snapshot: Snapshot, kind: str, country: str) -> Sequence[int]:
    """The rows of parties by name; the order is kept as long as the snapshot is in use."""
    table = snapshot.table("parties")
    kept = service.kept.get("order of parties")
    if kept is None or kept[0] != snapshot.id:
        names = [(name or "").casefold() for name in table.texts("name")]
        kept = service.kept["order of parties"] = (snapshot.id, sorted(range(len(names)), key=names.__getitem__))
    rows: Sequence[int] = kept[1]
    for column, wanted in (("kind", kind), ("country", country)):
        if wanted:
            values = list(table.texts(column))
            rows = [row for row in rows if values[row] == wanted]
    return rows


def _choices(service: Service, snapshot: Snapshot) -> dict[str, list[tuple[str, str]]]:
    """What the index can be narrowed to."""
    kept = service.kept.get("choices of parties")
    if kept is None or kept[0] != snapshot.id:
        table, place = snapshot.table("parties"), snapshot.vocabulary.place
        kinds, countries = ({text for text in table.texts(name) if text} for name in ("kind", "country"))
        found = {
            "kind": [(code, words(code)) for code in sorted(kinds)],
            "country": sorted(((code, place(code)) for code in countries), key=operator.itemgetter(1)),
        }
        kept = service.kept["choices of parties"] = (snapshot.id, found)
    return dict(kept[1])


def _searched(ob: Obstat, asked: str, kind: str, country: str) -> list[Any]:
    """Parties whose names the words may mean, the best first; a product stands for its maker."""
    if len(asked) > _LONGEST:
        raise Problem(422, f"The name has {len(asked)} characters; give one of at most {_LONGEST}.")
    parties = ob.snapshot.parties
    found: dict[str, tuple[Party, Match | None]] = {}
    if asked in parties:
        found[asked] = (parties[asked], None)
    for match in ob.resolve(asked, limit=_FOUND):
        product = ob.snapshot.products.get(match.id) if match.kind == "product" else None
        id_ = product.maker if product else match.id
        if id_ not in found:
            found[id_] = (parties[id_], match)
    return [pair for pair in found.values() if kind in ("", pair[0].kind) and country in ("", pair[0].country or "")]


def _told(ob: Obstat, party: Party) -> dict[str, Any]:
    """Everything that the page of a party shows."""
    from obstat.model.ownership import share_told
    from obstat.report.ties import as_svg
    from obstat.screening.kin import OnLists
    from obstat.screening.told import concerned, told

    snapshot, today = ob.snapshot, datetime.date.today()
    events, places = _events(ob, party), snapshot.vocabulary.jurisdictions
    decisions = tuple(event for event in events if event.event == "decision")
    drawn = ob.ties(party.id, depth=_DEPTH, most=_DRAWN)
    entries = list(snapshot.entries_of(party.id))
    return {
        "party": party,
        "identifiers": [one for one in snapshot.table("identifiers") if one.party == party.id],
        "lists": OnLists(snapshot, today.toordinal()).lists(party.id),
        "entries": entries,
        "numbers": list(dict.fromkeys(number for entry in entries for number in entry.numbers)),
        "reaching": (found := reaching(party.id, events, {id: rule.title for id, rule in snapshot.rules.items()})),
        "now": max((one.today for one in found if one.today is not None), default=None),
        "events": events,
        "decisions": decisions,
        "picture": drawing(party.name, events, decisions, places),
        "what": _what(party, places),
        "today": today.isoformat(),
        "ties": drawn,
        "names": {member.id: member.name for member in drawn.members},
        "share": lambda stake: share_told(stake.low, stake.high),
        "drawing": Markup(as_svg(drawn, places)) if drawn.stakes else None,
        "products": sorted((p for p in snapshot.products.values() if p.maker == party.id), key=lambda p: p.label),
        "claims": [told(snapshot, claim) for claim in concerned(snapshot, frozenset(), {party.id})],
        "called": {id_: snapshot.parties[id_].name for e in events if (id_ := e.party) and id_ in snapshot.parties},
    }


def _what(party: Party, places: Mapping[str, str]) -> str:
    """What it is and where: ``company in Shenzhen, Guangdong, China``."""
    country = places.get(party.country or "", party.country or "")
    seat = party.seat if party.seat and party.seat not in (party.country, country) else ""
    where = f"{seat}, {country}" if seat and country else seat or placed(country)
    return f"{party.kind.replace('_', ' ')} in {where}" if where else party.kind.replace("_", " ")


def _events(ob: Obstat, party: Party) -> tuple[Event, ...]:
    """The dated effects and decisions about the party itself, whatever else its name may name."""
    from obstat.model.identification import Identification
    from obstat.screening.timeline import timeline

    who = Identification(party.name, (), equipment=party.equipment)
    return timeline(ob.evaluator, who, {party.id}, set())
