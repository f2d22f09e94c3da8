"""Entity tags, and answers kept by them.

Invariant: a tag is made of everything that an answer hangs on: the snapshot, the days on which its lists were last
confirmed, the engine, the day and the request; so what is kept under one is the answer, and a new snapshot or day makes
all of it unreachable.
"""

from __future__ import annotations

import datetime
import functools
import hashlib
import json
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

from obstat._version import __version__
from obstat.knowledge.snapshot import Snapshot

MOST_BYTES = 16 << 20


class Kept:
    """Answers by tag, the latest asked for, up to a number of bytes."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        self._most, self.held, self.found = most, 0, 0
        self._answers: OrderedDict[str, bytes] = OrderedDict()

    def get(self, tag: str) -> bytes | None:
        """The answer of this tag, where it is kept."""
        answer = self._answers.get(tag)
        if answer is not None:
            self._answers.move_to_end(tag)
            self.found += 1
        return answer

    def keep(self, tag: str, answer: bytes) -> None:
        """Keep an answer, and let go of those that were not asked for longest."""
        self.held += len(answer) - len(self._answers.pop(tag, b""))
        self._answers[tag] = answer
        while self.held > self._most:
            self.held -= len(self._answers.popitem(last=False)[1])


def tag(snapshot: Snapshot, path: str, values: Mapping[str, Any]) -> str:
    """The entity tag of the answer to a request."""
    request = json.dumps([path, datetime.date.today().isoformat(), values], sort_keys=True)
    return f'"{hashlib.sha256(_ground(snapshot) + request.encode()).hexdigest()[:40]}"'


@functools.lru_cache(maxsize=4)
def _ground(snapshot: Snapshot) -> bytes:
    """What answers rest on besides the request."""
    confirmed = {code: edition["checked"] for code, edition in snapshot.editions.items()}
    return json.dumps([snapshot.id, __version__, confirmed], sort_keys=True).encode()
