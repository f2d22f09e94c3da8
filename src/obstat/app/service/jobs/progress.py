"""How far a job is, as it is told to whoever asks.

Invariant: the rows that are told as done have been answered; the revision grows with each change, so that whoever has
seen one knows whether there is a newer one. One process at a time writes it: the job's own while it runs, else the
server.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from obstat.app.service.jobs.job import put

FINAL = ("done", "failed")
_EVERY = 0.4
"""Seconds between two times that the rows done are told."""
_RECENT = 20.0
"""Seconds over which the rate is measured."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a job is. `state`: waiting, running, done, failed or stopped."""

    state: str = "waiting"
    stage: str | None = None
    """While it runs: reading, screening or writing."""
    message: str | None = None
    done: int = 0
    total: int | None = None
    """Rows of the file; about right while it runs, None where nobody knows."""
    rate: float | None = None
    """Rows a second, of late."""
    left: float | None = None
    """Seconds that are left at that rate."""
    counts: Mapping[str, int] = field(default_factory=dict)
    """Rows by status, of the blocks that are done."""
    begun: int = 0
    """How many times it was begun."""
    changed: float = 0.0
    revision: int = 0

    @classmethod
    def read(cls, folder: Path) -> Progress:
        """The progress of the job in a folder."""
        try:
            return cls(**json.loads((folder / "progress.json").read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return cls()

    def write(self, folder: Path) -> Progress:
        """Put it into the folder of a job, as the next revision. Raises `OSError` where there is no room."""
        new = replace(self, revision=self.revision + 1, changed=time.time())
        put(folder / "progress.json", json.dumps(dataclasses.asdict(new), ensure_ascii=False))
        return new


class Teller:
    """Tells of the progress of a job that runs, not more often than anybody wants to know."""

    def __init__(self, folder: Path) -> None:
        before = Progress.read(folder)
        self._folder = folder
        self._now = Progress(begun=before.begun, revision=before.revision, message=before.message)
        self._done = 0.0
        self._seen: deque[tuple[float, float]] = deque()
        self._told = 0.0

    def stage(self, stage: str, message: str | None = None) -> None:
        """Say what it is at now."""
        self._write(replace(self._now, state="running", stage=stage, message=message))

    def expect(self, total: int | None) -> None:
        """Say how many rows there are."""
        self._now = replace(self._now, total=total)

    def advance(self, rows: float) -> None:
        """Say that so many more rows are done."""
        self._done += rows
        if (now := time.monotonic()) - self._told > _EVERY:
            self._measure(now)

    def block(self, counts: Mapping[str, int]) -> None:
        """Say that a block is done, and the counts of all so far."""
        self._done = float(sum(counts.values()))
        self._now = replace(self._now, counts=dict(counts))
        self._measure(time.monotonic())

    def end(self, state: str, message: str | None = None) -> None:
        """Say how it ended."""
        now = replace(self._now, state=state, stage=None, message=message, rate=None, left=None)
        self._write(replace(now, total=now.done) if state == "done" else now)

    def _measure(self, now: float) -> None:
        self._told = now
        self._seen.append((now, self._done))
        while len(self._seen) > 2 and now - self._seen[0][0] > _RECENT:
            self._seen.popleft()
        (before, then), done = self._seen[0], int(self._done)
        rate = (self._done - then) / (now - before) if now - before > 0.2 else None
        total = None if self._now.total is None else max(self._now.total, done)
        left = None if total is None or not rate else (total - done) / rate
        rounded = rate and round(rate, 1), None if left is None else round(left, 1)
        self._write(replace(self._now, done=done, total=total, rate=rounded[0], left=rounded[1]))

    def _write(self, new: Progress) -> None:
        self._now = replace(new, revision=self._now.revision)
        with contextlib.suppress(OSError):  # a disk that is full stops the work itself with a sentence
            self._now = self._now.write(self._folder)
