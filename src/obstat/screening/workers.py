"""Questions shared out among processes that each have the snapshot open.

Invariant: answers come in the order of the subjects, and are those that one process would give.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

from obstat.knowledge.write import uncollected
from obstat.screening.asking import Answer, Asking, subject_of
from obstat.screening.check import Obstat

_CHUNK = 250


class Workers:
    """Processes that are begun when there is work for them. With a count of one there are none."""

    def __init__(
        self, folder: Path, asked: Mapping[str, Any], used: Sequence[str], roles: Mapping[str, str], count: int
    ) -> None:
        self._begun_with = (folder, dict(asked), list(used), dict(roles))
        self._count = count
        self._pool: ProcessPoolExecutor | None = None

    def answers(self, subjects: Sequence[tuple[str | None, ...]]) -> Iterator[Answer] | None:
        """The answers to subjects, given by the values of the columns used; None where there are no processes."""
        if self._count < 2:
            return None
        return self._shared(subjects)

    def _shared(self, subjects: Sequence[tuple[str | None, ...]]) -> Iterator[Answer]:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(
                self._count, multiprocessing.get_context("spawn"), _begin, self._begun_with
            )
        chunks = [subjects[at : at + _CHUNK] for at in range(0, len(subjects), _CHUNK)]
        try:
            for answers in self._pool.map(_answer, chunks):
                yield from answers
        except BrokenProcessPool:
            raise RuntimeError("A process that shared the work ended early; there may be too little memory.") from None

    def close(self) -> None:
        """End the processes."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None


_of_this_process: dict[str, Any] = {}
"""What a process of ours answers with."""


def end_with_parent() -> None:
    """Wait for the process that began this one, and end when it has ended, however that came."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _begin(folder: Path, asked: Mapping[str, Any], used: Sequence[str], roles: Mapping[str, str]) -> None:
    threading.Thread(target=end_with_parent, daemon=True).start()
    _of_this_process.update(asking=Asking(Obstat(folder), asked), used=used, roles=roles)


def _answer(subjects: Sequence[tuple[str | None, ...]]) -> list[Answer]:
    asking, used, roles = (_of_this_process[name] for name in ("asking", "used", "roles"))
    with uncollected():
        return [asking.answer(subject_of(dict(zip(used, values, strict=True)), roles)) for values in subjects]
