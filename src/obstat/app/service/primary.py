"""Which of a server's processes does what must be done once.

Invariant: at most one process that shares a folder is the primary one; where it dies, another becomes it by asking.
"""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import IO

from obstat.app.service.tokens import alone, private

_ASK_EVERY = 1.0


class Primary:
    """A lock that the primary process holds for as long as it lives."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "primary.lock"
        self._held: IO[bytes] | None = None
        self._asked = -_ASK_EVERY
        self._lock = threading.Lock()

    def __bool__(self) -> bool:
        """Whether this process is it; cheap enough to be asked before every piece of work."""
        if self._held is not None:
            return True
        with self._lock:
            now = time.monotonic()
            if self._held is None and now - self._asked >= _ASK_EVERY:
                self._asked = now
                self._held = self._take()
        return self._held is not None

    def _take(self) -> IO[bytes] | None:
        private(self._path.parent)
        file = self._path.open("ab")
        if alone(file, wait=False):
            return file
        file.close()
        return None

    def leave(self) -> None:
        """Let another process be it."""
        if self._held is not None:
            self._held.close()
            self._held = None
