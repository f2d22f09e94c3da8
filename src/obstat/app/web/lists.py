"""The official lists: which editions answers rest on, how old they are, and what changed between snapshots.

Invariant: only snapshots of the server's own store are opened, by their ids; an age is told from the day on which the
publisher last said that the edition is the newest.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from obstat.app.service.problems import Problem
from obstat.app.service.served import Service
from obstat.app.web.paging import paged
from obstat.app.web.rendering import page

if TYPE_CHECKING:
    from obstat.knowledge.snapshot import Snapshot

_EMBEDDED = "embedded"
_CHANGES = 200
"""Changes on a page."""


@dataclass(frozen=True, slots=True)
class Edition:
    """A source, and its edition in the snapshot, where one is."""

    code: str
    name: str
    publisher: str
    records: int | None
    retrieved: str | None
    checked: str | None
    age: int | None
    stale: bool
    address: str | None


@dataclass(frozen=True, slots=True)
class Kept:
    """A snapshot that can be compared; `name` is how the address calls it."""

    name: str
    id: str
    written: str
    in_use: bool


def routes(service: Service) -> list[BaseRoute]:
    def index(request: Request) -> Response:
        snapshot = service.ob.snapshot
        values: dict[str, Any] = {
            "title": "Lists",
            "pack": snapshot.vocabulary.lists,
            "known_to": datetime.date.fromordinal(snapshot.pack_date).isoformat(),
            "editions": list(_editions(snapshot)),
            "undecided": len(snapshot.table("undecided")),
            "snapshots": _snapshots(service),
            "counts": {name: len(snapshot.table(name)) for name in ("rules", "parties", "ties", "products", "entries")},
        }
        return page(request, service, "lists.html", **values)

    def changes(request: Request) -> Response:
        from obstat.knowledge.diff import diff
        from obstat.knowledge.snapshot import Snapshot
        from obstat.model.change import CHANGES

        known = _snapshots(service)
        before, after = (_named(service, known, request.query_params.get(name, "")) for name in ("before", "after"))
        if before is None or after is None:
            raise Problem(422, "Name two snapshots to compare, one as 'before' and one as 'after'; /lists has them.")
        order = list(CHANGES)
        found = diff(Snapshot(before), Snapshot(after))
        found.sort(key=lambda change: (order.index(change.kind), change.name))
        shown = paged(request, found, _CHANGES)
        groups = [(kind, list(group)) for kind, group in groupby(shown.items, key=lambda change: change.kind)]
        counts = {kind: len(list(group)) for kind, group in groupby(found, key=lambda change: change.kind)}
        asked = {name: request.query_params[name] for name in ("before", "after")}
        values: dict[str, Any] = {
            "found": shown,
            "groups": groups,
            "counts": counts,
            "kinds": CHANGES,
            "snapshots": known,
            **asked,
        }
        return page(request, service, "lists_changes.html", title="What changed", **values)

    return [Route("/lists", index), Route("/lists/changes", changes)]


def _editions(snapshot: Snapshot) -> Iterator[Edition]:
    """The sources of which the snapshot has an edition, then the others that can be imported."""
    from obstat.sources import registry

    today = datetime.datetime.now(datetime.UTC).date()
    used, known = snapshot.editions, registry.sources()
    for code in (*used, *(code for code in known if code not in used)):
        source, edition = known.get(code), used.get(code)
        checked = edition["checked"] if edition else None
        age = (today - datetime.date.fromisoformat(checked[:10])).days if checked else None
        address: Any = (
            edition.get("address") if edition else next(iter(source.addresses.values() if source else ()), None)
        )
        yield Edition(
            code,
            source.name if source else code,
            source.publisher if source else "a source of your own",
            edition["records"] if edition else None,
            edition["retrieved"] if edition else None,
            checked,
            age,
            bool(source and age is not None and age > source.cadence),
            address,
        )


def _snapshots(service: Service) -> list[Kept]:
    """The snapshots that are kept, the newest first, and the one that came with obstat."""
    from obstat.knowledge.snapshot import EMBEDDED
    from obstat.knowledge.store import Store

    used = service.ob.snapshot
    folders = sorted(Store(service.configuration.store).snapshots(), key=_written, reverse=True)
    kept = [Kept(f.name, f.name.replace("-", ":", 1), _day(f), f.name == used.id.replace(":", "-")) for f in folders]
    own = used.id if used.folder == EMBEDDED else "the one that came with obstat"
    return [*kept, Kept(_EMBEDDED, own, _day(EMBEDDED), used.folder == EMBEDDED)]


def _named(service: Service, known: Sequence[Kept], name: str) -> Path | None:
    """The folder of one of the known snapshots. Raises `Problem` for any other name."""
    from obstat.knowledge.snapshot import EMBEDDED

    if not name:
        return None
    if name not in (one.name for one in known):
        raise Problem(422, "No snapshot of that name is kept here; choose two of those at /lists.")
    return EMBEDDED if name == _EMBEDDED else service.configuration.store / "snapshots" / name


def _written(folder: Path) -> float:
    try:
        return folder.stat().st_mtime
    except OSError:  # cleared away since it was listed
        return 0.0


def _day(folder: Path) -> str:
    moment = datetime.datetime.fromtimestamp(_written(folder), datetime.UTC)
    return moment.strftime("%Y-%m-%d %H:%M")
