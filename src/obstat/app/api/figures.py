"""The figures of each worker of a server, in a file of its own, so that whichever is asked can add all up.

Invariant: what only grows never falls from one answer to the next, whichever worker gives it: all figures come from
the files, those of the worker that is asked among them, and the file of a worker that has ended still counts.
"""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import json
import multiprocessing
import os
import shutil
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from obstat.app.service.jobs.job import private_folder, put

_EVERY = 1.0
"""Seconds between two times that a worker tells its figures."""
_ALIVE = 10.0
"""Seconds after which a worker that tells nothing has ended."""
_LEFT = 3600.0
"""Seconds after which no server can be at work that tells nothing."""


@dataclass(slots=True)
class Figures:
    """What one process tells of itself, or several together."""

    requests: dict[str, int] = field(default_factory=dict)
    """How many, by ``METHOD STATUS ROUTE``."""
    seconds: dict[str, list[int]] = field(default_factory=dict)
    """By route, how many took no longer than each of the bounds, and how many longer than all."""
    total: dict[str, float] = field(default_factory=dict)
    """By route, the seconds of all."""
    kept_found: int = 0
    kept_bytes: int = 0
    under_way: int = 0
    memory: int = 0
    started: float = 0.0
    refused: bool = False
    snapshots: dict[str, str] = field(default_factory=dict)
    """The snapshot that answers, by process."""


def added(of: Iterable[tuple[Figures, bool]]) -> Figures:
    """The figures of several processes as those of one. Of those that have ended, only what they counted is added."""
    requests: Counter[str] = Counter()
    total: Counter[str] = Counter()
    seconds: dict[str, list[int]] = {}
    whole = Figures()
    starts = []
    for one, alive in of:
        requests.update(one.requests)
        total.update(one.total)
        for route, steps in one.seconds.items():
            before = seconds.get(route, [0] * len(steps))
            seconds[route] = [first + second for first, second in zip(before, steps, strict=True)]
        whole.kept_found += one.kept_found
        if alive:
            whole.kept_bytes += one.kept_bytes
            whole.under_way += one.under_way
            whole.memory += one.memory
            whole.refused |= one.refused
            whole.snapshots |= one.snapshots
            starts.append(one.started)
    whole.requests, whole.total, whole.seconds = dict(requests), dict(total), seconds
    whole.started = min(starts, default=0.0)
    return whole


class Shared:
    """The files of the workers of one server."""

    def __init__(self, folder: Path, server: int | None = None) -> None:
        """Those in the private `folder`, of the server whose first process is `server`, by default our parent."""
        parent = multiprocessing.parent_process()
        self._folder = folder / "figures" / str(server or (parent.pid if parent else os.getpid()))
        self._own = self._folder / f"{os.getpid()}-{time.time_ns()}.json"
        self._told: Figures | None = None

    def tell(self, own: Figures) -> None:
        """Put our figures where the others find them."""
        same = self._told is not None and dataclasses.replace(own, memory=self._told.memory) == self._told
        with contextlib.suppress(OSError):  # a disk that is full: the figures of a while ago stand
            if same and self._own.exists():
                os.utime(self._own)
                return
            private_folder(self._folder)
            put(self._own, json.dumps(dataclasses.asdict(own)))
            self._told = own

    def all(self) -> list[tuple[Figures, bool]]:
        """The figures of every worker that there was, and whether it is still there."""
        found = []
        for path in self._folder.glob("*.json"):
            with contextlib.suppress(OSError, ValueError, TypeError):
                alive = path == self._own or time.time() - path.stat().st_mtime < _ALIVE
                found.append((Figures(**json.loads(path.read_text(encoding="utf-8"))), alive))
        return found

    def removed(self) -> None:
        """Remove the files; the server has ended."""
        shutil.rmtree(self._folder, ignore_errors=True)


@asynccontextmanager
async def telling(shared: Shared, own: Callable[[], Figures]) -> AsyncIterator[None]:
    """Tell what `own` gives for as long as the context lasts, and once more at its end."""

    async def tell() -> None:
        while True:
            shared.tell(own())
            await asyncio.sleep(_EVERY)

    task = asyncio.create_task(tell())
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        shared.tell(own())


@contextlib.contextmanager
def shared_by_workers(folder: Path) -> Iterator[None]:
    """What workers tell in the private `folder` while the context lasts is gone afterwards, and what servers left
    that were killed."""
    own = Shared(folder, os.getpid())
    own.removed()
    for left in (folder / "figures").glob("*"):
        last = max((file.stat().st_mtime for file in left.glob("*.json")), default=0.0)
        if time.time() - last > _LEFT:
            shutil.rmtree(left, ignore_errors=True)
    try:
        yield
    finally:
        own.removed()
