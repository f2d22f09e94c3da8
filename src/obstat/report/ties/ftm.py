"""An excerpt as FollowTheMoney entities (followthemoney.tech), one JSON object each.

Invariant: one entity for each party and one for each stake, parties first; ids are the SHA-1 of ours, as those of
that model may hold no blanks. A stake is an ``Ownership`` where it is a share and the owned is an asset in that model,
else an ``UnknownLink`` whose role says what it is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from typing import Any

from obstat.model.ownership import Excerpt, Member, Stake
from obstat.report.followthemoney import schema_of
from obstat.report.ties import words

_ASSETS = frozenset(["Company", "Asset", "Vessel", "Airplane"])
_OWNERS = frozenset(["Company", "Person", "PublicBody", "LegalEntity"])


def entity_id(kind: str, id: str) -> str:
    """The id in that model of a ``party`` or ``tie`` of ours."""
    return "obstat-" + hashlib.sha1(f"{kind}/{id}".encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()


def as_ftm(excerpt: Excerpt, name: Callable[[str, str], str] = entity_id) -> Iterator[dict[str, Any]]:
    """The entities in the order of the excerpt; write each as a line of JSON. `name` gives ids in place of ours."""
    schemata = {member.id: schema_of(member.kind) for member in words.everyone(excerpt)}
    for member in words.everyone(excerpt):
        yield _entity(name("party", member.id), schemata[member.id], _of_party(member))
    for stake in excerpt.stakes:
        yield _of_stake(stake, schemata[stake.owner], schemata[stake.owned], name)


def _of_party(member: Member) -> dict[str, list[str]]:
    return {
        "name": [member.name],
        "country": [member.country.lower()] if member.country else [],
        "program": list(member.listed),
        "notes": [found] if (found := words.reached(member.held)) else [],
    }


def _of_stake(stake: Stake, owner: str, owned: str, name: Callable[[str, str], str]) -> dict[str, Any]:
    is_share = stake.relation in words.SHARES and owner in _OWNERS and owned in _ASSETS
    owns, has = ("owner", "asset") if is_share else ("subject", "object")
    addresses = words.urls(stake.sources)
    properties = {
        owns: [name("party", stake.owner)],
        has: [name("party", stake.owned)],
        "role": [words.tie(stake)],
        "percentage": _percentage(stake) if is_share else [],
        "startDate": _date(stake.since),
        "endDate": _end(stake.until),
        "status": [stake.standing] + ([] if stake.counts else ["not counted"]),
        "recordId": [stake.id],
        "sourceUrl": addresses,
        "description": [text for text in (_inexact(stake), *stake.sources) if text and text not in addresses],
    }
    return _entity(name("tie", stake.id), "Ownership" if is_share else "UnknownLink", properties)


def _percentage(stake: Stake) -> list[str]:
    """``51``, or ``25-50`` where an interval is known."""
    if stake.low is None and stake.high is None:
        return []
    return [words.share(stake.low, stake.high).removesuffix(" %").replace("–", "-").removeprefix("about ")]


def _date(text: str | None) -> list[str]:
    """Dates may be cut after year or month; one that lies between two days is told in words."""
    return [text] if text and "/" not in text else []


def _end(until: str | None) -> list[str]:
    """The last day where it is known; a month or year says no more than that the tie ended in it."""
    return [day] if (day := words.last_day(until)) else _date(until)


def _inexact(stake: Stake) -> str:
    return words.span(stake) if any("/" in (day or "") for day in (stake.since, stake.until)) else ""


def _entity(id: str, schema: str, properties: dict[str, list[str]]) -> dict[str, Any]:
    return {"id": id, "schema": schema, "properties": {key: values for key, values in properties.items() if values}}
