"""The snapshot that an address names, opened where it is still there.

Invariant: a name is a beginning of an id and nothing else, so that no address reaches a folder by its path.
"""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from pathlib import Path
from typing import TYPE_CHECKING

from obstat.app.service.problems import Problem
from obstat.app.service.served import Service
from obstat.model.errors import ObstatError

if TYPE_CHECKING:
    from obstat.screening.check import Obstat

_ID = re.compile(r"(?:sha256[:-])?([0-9a-f]{6,64})")
_KEPT = 3
"""Snapshots besides the one in use that are kept open."""
_LOCK = threading.Lock()


def answering(service: Service, named: str | None) -> Obstat:
    """What answers: the snapshot in use, or the one that is named. Raises `Problem` where that is not there."""
    ob = service.ob
    if not named:
        return ob
    found = _ID.fullmatch(named.strip().lower())
    if not found:
        raise Problem(422, "That is no id of a snapshot; leave 'snapshot' out to ask the one in use.")
    wanted = found[1]
    if ob.snapshot.id.removeprefix("sha256:").startswith(wanted):
        return ob
    kept: OrderedDict[str, Obstat] = service.kept.setdefault("snapshots", OrderedDict())
    with _LOCK:
        for id, other in kept.items():
            if id.removeprefix("sha256:").startswith(wanted):
                kept.move_to_end(id)
                return other
        return _opened(service, wanted, kept)


def known_snapshot(service: Service, named: str) -> tuple[Path, str]:
    """The folder and id of a snapshot that is kept, by the beginning of its id or ``embedded``.

    Raises `UnknownCode` for another, and `SnapshotError` where it cannot be opened.
    """
    from obstat.knowledge.snapshot import EMBEDDED, Snapshot
    from obstat.knowledge.store import Store

    shipped, used = Snapshot(EMBEDDED), service.ob.snapshot
    wanted = named.strip().lower().removeprefix("sha256:").removeprefix("sha256-")
    for held in (used, shipped):
        if (wanted == "embedded" and held is shipped) or (
            wanted and held.id.removeprefix("sha256:").startswith(wanted)
        ):
            return held.folder, held.id
    found = Snapshot(Store(service.configuration.store).find(wanted))
    return found.folder, found.id


def _opened(service: Service, wanted: str, kept: OrderedDict[str, Obstat]) -> Obstat:
    import obstat
    from obstat.knowledge.store import Store

    embedded = obstat.open()
    try:
        if embedded.snapshot.id.removeprefix("sha256:").startswith(wanted):
            ob = embedded
        else:
            ob = obstat.open(Store(service.configuration.store).find(wanted))
    except ObstatError:
        raise Problem(
            404,
            f"Snapshot {wanted[:12]} is no longer kept here, so this answer cannot be given again; "
            "leave 'snapshot' out to ask the one in use.",
            code="snapshot_gone",
        ) from None
    kept[ob.snapshot.id] = ob
    while len(kept) > _KEPT:
        kept.popitem(last=False)
    return ob
