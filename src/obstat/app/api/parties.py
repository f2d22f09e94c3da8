"""Parties: what the snapshot holds of one, and what the commands tell of it."""

from __future__ import annotations

import datetime
from typing import Any

from obstat.app.api.operations import CODE, DAY, Asked, Example, Operation, Parameter, count
from obstat.app.api.printing import printed
from obstat.app.api.shapes import open_object, reference
from obstat.app.api.slow import aside
from obstat.app.service.problems import Problem
from obstat.model.plain import plain
from obstat.model.records import Party
from obstat.screening.check import Obstat


async def party(asked: Asked) -> bytes:
    """One party."""
    return printed(told(asked.ob, _party(asked)))


def told(ob: Obstat, party: Party) -> dict[str, Any]:
    """What the snapshot holds of a party: names, countries, identifiers, and the records of lists about it."""
    entries = list(ob.snapshot.entries_of(party.id))
    own = [one for one in ob.snapshot.table("identifiers") if one.party == party.id]
    countries = [party.country, *(country for entry in entries for country in entry.countries)]
    return {
        "id": party.id,
        "name": party.name,
        "kind": party.kind,
        "countries": list(dict.fromkeys(filter(None, countries))),
        "seat": party.seat,
        "names": plain([*party.names, *(name for entry in entries for name in entry.names)]),
        "equipment": list(party.equipment),
        "products": [
            {"id": one.id, "label": one.label} for one in ob.snapshot.products.values() if one.maker == party.id
        ],
        "identifiers": [
            *({"scheme": one.scheme, "value": one.value, "note": one.note, "source": one.source} for one in own),
            *(
                {"scheme": one.scheme, "value": one.value, "note": one.note, "source": entry.key}
                for entry in entries
                for one in entry.numbers
            ),
        ],
        "listings": [{"entry": entry.key, **plain(one)} for entry in entries for one in entry.listings],
        "checked_not_listed": list(party.checked_not_listed),
        "note": party.note,
        "confidence": party.confidence,
        "sources": list(party.sources),
        "snapshot": ob.snapshot.id,
    }


async def ties(asked: Asked) -> bytes:
    """Its ties, as ``obstat ties --format json`` prints them."""
    party, facts = _party(asked), dict(asked.values)
    return await aside(asked.service, _ties, asked.ob, party.id, facts)


def _ties(ob: Obstat, party: str, facts: dict[str, Any]) -> bytes:
    from obstat.app.cli.ties import LISTED
    from obstat.report.ties import as_json

    return printed(as_json(ob.ties(party, most=LISTED, **facts)))


async def timeline(asked: Asked) -> bytes:
    """Its events, as ``obstat timeline --format json`` prints them for the name under ``subject``."""
    return await aside(asked.service, _timeline, asked.ob, _party(asked), asked.values.get("jurisdiction"))


def _timeline(ob: Obstat, party: Party, jurisdiction: str | None) -> bytes:
    code = ob.snapshot.vocabulary.jurisdiction(jurisdiction) if jurisdiction else None
    name = _named(ob, party)
    events = ob.timeline(name)
    if code:
        events = tuple(event for event in events if event.jurisdiction in (code, None))
    return printed({"subject": name, "events": events})


async def atlas(asked: Asked) -> bytes:
    """The answer about it everywhere, as ``obstat atlas --format json`` prints it for the name under ``subject``."""
    return await aside(asked.service, _atlas, asked.ob, _party(asked), dict(asked.values))


def _atlas(ob: Obstat, party: Party, facts: dict[str, Any]) -> bytes:
    activity, on = facts.pop("activity"), facts.pop("on", None) or datetime.date.today().isoformat()
    name = _named(ob, party)
    places = ob.atlas(name, activity=activity, on=on, **facts)
    return printed({"subject": name, "activity": activity, "on": on, "places": places})


def _party(asked: Asked) -> Party:
    name = asked.request.path_params["id"]
    found = asked.ob.snapshot.parties.get(name)
    if found is None:
        raise Problem(
            404, f"No party has the id '{name[:100]}'; GET /v1/resolve?name=... finds it.", code="unknown_party"
        )
    return found


def _named(ob: Obstat, party: Party) -> str:
    """The first name of a party by which a command finds it: its own, its id, another that is no everyday word."""
    day = datetime.date.today().toordinal()
    for name in (party.name, party.id, *(name.text for name in party.names if not name.weak)):
        if any(lead.party == party.id for lead in ob.identifier.identify(name, day).leads):
            return name
    return party.name


_ID = "/v1/parties/{id}"
_PLACE = Parameter("jurisdiction", CODE, "Only events of this jurisdiction.", words="jurisdictions", called=("in",))
_TEST = {
    "type": "string",
    "pattern": "^((aggregate|single|product)-(100|[1-9][0-9]?)|control-chain|affiliate)$",
    "description": "one of aggregate-50, single-50, product-50 (or another percentage), control-chain, affiliate",
}
OPERATIONS = (
    Operation(
        name="party",
        path=_ID,
        summary="A party: names, countries, identifiers, records of lists.",
        answer=party,
        returns=reference("Party"),
        problems=(404,),
        tag="parties",
        examples=(
            Example("Huawei", {"id": "huawei"}),
            Example("an id that nobody has", {"id": "nobody-at-all"}, status=404),
        ),
    ),
    Operation(
        name="ties",
        path=f"{_ID}/ties",
        summary="Who owns and controls it, and whom it owns and controls.",
        answer=ties,
        returns=open_object("about", "on", "test", "members", "stakes", "left_out"),
        problems=(404, 503),
        tag="parties",
        query=(
            Parameter("on", DAY, "The day asked about; not given: today."),
            Parameter("test", _TEST, "Also who is reached under this test."),
            Parameter("depth", count(50, 3), "Ties away from the party."),
        ),
        examples=(Example("tested", {"id": "hikvision"}, {"on": "2025-10-15", "test": "aggregate-50", "depth": 2}),),
    ),
    Operation(
        name="timeline",
        path=f"{_ID}/timeline",
        summary="Every effect, market decision and court case about it, in order of date.",
        answer=timeline,
        returns=reference("Timeline"),
        problems=(404, 503),
        tag="parties",
        query=(_PLACE,),
        examples=(Example("in one country", {"id": "hikvision"}, {"jurisdiction": "US"}),),
    ),
    Operation(
        name="atlas",
        path=f"{_ID}/atlas",
        summary="The same question about it in every jurisdiction of the pack.",
        answer=atlas,
        returns=reference("Atlas"),
        problems=(404, 503),
        tag="parties",
        query=(
            Parameter("activity", CODE, "What is to be done.", required=True, words="activities"),
            Parameter("on", DAY, "The day asked about; not given: today."),
            Parameter("actor", CODE, "Who does it.", words="actors"),
            Parameter("equipment", CODE, "The class of equipment.", words="equipment"),
            Parameter("device_status", CODE, "Whether the device is a new model, in use, ...", words="device_statuses"),
            Parameter("purpose", CODE, "What it is for.", words="purposes"),
            Parameter("made_in", CODE, "The country of production.", words="countries"),
        ),
        examples=(
            Example(
                "in networks",
                {"id": "huawei"},
                {"activity": "operate_in_network", "equipment": "5g_core", "on": "2026-11-22"},
            ),
        ),
    ),
)
