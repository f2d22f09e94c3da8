"""The data that answers rest on: the snapshot in use, the others that are kept, and what differs between two."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

from obstat.app.api.operations import Asked, Example, Operation, Parameter
from obstat.app.api.printing import printed
from obstat.app.api.shapes import reference
from obstat.app.api.slow import aside
from obstat.app.service.problems import Problem
from obstat.app.service.served import Service
from obstat.knowledge.snapshot import EMBEDDED, Snapshot
from obstat.knowledge.store import Store
from obstat.model.dates import iso
from obstat.model.errors import SnapshotError, UnknownCode
from obstat.model.records import TABLES

CURRENT = "current"
_ID = {
    "type": "string",
    "pattern": "^(current|embedded|(sha256[:-])?[0-9a-f]{6,64})$",
    "description": "the beginning of an id, 'current' or 'embedded'",
}


async def snapshots(asked: Asked) -> bytes:
    """Those that are kept, the newest first, and the one that answers."""
    used = asked.ob.snapshot.id
    rows = []
    for folder in sorted(Store(asked.service.configuration.store).snapshots(), key=_written, reverse=True):
        written = datetime.datetime.fromtimestamp(_written(folder), datetime.UTC).isoformat(timespec="seconds")
        name = folder.name.replace("-", ":", 1)
        rows.append({"snapshot": name, "written": written, "in_use": name == used})
    return printed({"in_use": told(asked.ob.snapshot), "refused": bool(asked.service.refused), "snapshots": rows})


async def snapshot(asked: Asked) -> bytes:
    """One of them, as ``obstat snapshot show --format json`` prints it, without its folder."""
    name = asked.request.path_params["id"]
    if name == CURRENT:
        return printed(told(asked.ob.snapshot))
    return await aside(asked.service, lambda: printed(told(_opened(asked, name))))


def told(held: Snapshot) -> dict[str, Any]:
    """What a snapshot is."""
    return {
        "snapshot": held.id,
        "known_to": iso(held.pack_date),
        "tables": {name: len(held.table(name)) for name in TABLES},
        "lists": [f"{item['name']}: {item['edition']}" for item in held.vocabulary.lists],
    }


async def diff(asked: Asked) -> bytes:
    """What differs between two, as ``obstat snapshot diff --format json`` prints it."""
    return await aside(asked.service, _diff, asked)


def _diff(asked: Asked) -> bytes:
    from obstat.knowledge.diff import diff

    before, after = (_opened(asked, asked.values[name]) for name in ("before", "after"))
    return printed({"before": before.id, "after": after.id, "changes": diff(before, after)})


def _opened(asked: Asked, name: str) -> Snapshot:
    """A snapshot by its name; the one in use may be the shipped one, which no store keeps."""
    if name in (CURRENT, asked.ob.snapshot.id):
        return asked.ob.snapshot
    try:
        return Snapshot(_folder(asked.service, name))
    except SnapshotError:  # its sentence names a folder of the server
        sentence = f"The snapshot '{name[:80]}' is damaged or of another version; choose another of GET /v1/snapshots."
        raise Problem(503, sentence, code="unusable_snapshot") from None


def _folder(service: Service, name: str) -> Path:
    """The folder of a snapshot that is kept; never any other folder."""
    if name == "embedded":
        return EMBEDDED
    try:
        return Store(service.configuration.store).find(name)
    except UnknownCode:
        sentence = f"No single snapshot here has an id that begins with '{name[:80]}'; GET /v1/snapshots lists them."
        raise Problem(404, sentence, code="unknown_snapshot") from None


def _written(folder: Path) -> float:
    return folder.stat().st_mtime


OPERATIONS = (
    Operation(
        name="snapshots",
        path="/v1/snapshots",
        summary="The snapshot that answers, and those that are kept.",
        answer=snapshots,
        returns=reference("Snapshots"),
        problems=(503,),
        tag="snapshots",
        tagged=False,
        examples=(Example("all"),),
    ),
    Operation(
        name="diff",
        path="/v1/snapshots/diff",
        summary="What changed from one snapshot to another, in the terms of the law.",
        answer=diff,
        returns=reference("Difference"),
        problems=(404, 503),
        tag="snapshots",
        tagged=False,
        query=(
            Parameter("before", _ID, "The older one.", required=True),
            Parameter("after", {**_ID, "default": CURRENT}, "The newer one."),
        ),
        examples=(Example("with the shipped one", query={"before": "embedded", "after": "current"}),),
    ),
    Operation(
        name="snapshot",
        path="/v1/snapshots/{id}",
        summary="One snapshot: its day, tables and editions of lists.",
        answer=snapshot,
        returns=reference("Snapshot"),
        problems=(404, 503),
        tag="snapshots",
        tagged=False,
        examples=(
            Example("the one in use", {"id": "current"}),
            Example("one that is not here", {"id": "sha256:0000000000"}, status=404),
        ),
    ),
)
