"""What every request asks for: the snapshot in use, the configuration, and what parts keep.

Invariant: an answer comes from one snapshot from beginning to end; a new one that is put into use is taken up by the
next request, and the server goes on with the last good one where it cannot be opened.
"""

from __future__ import annotations

import logging
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from obstat.app.service.configuration import Configuration
from obstat.app.service.primary import Primary
from obstat.app.service.private import hide
from obstat.model.errors import ObstatError

if TYPE_CHECKING:
    from obstat.screening.check import Obstat

_LOG = logging.getLogger("obstat.service")
_LOOK_EVERY = 1.0
"""Seconds between looks for a new snapshot."""


class Service:
    """One process of a server. `kept` is where parts put what they keep between requests, by their name."""

    def __init__(self, configuration: Configuration) -> None:
        """Open the snapshot. Raises `ObstatError` where it cannot be used."""
        self.configuration = configuration
        hide(configuration.store)
        self.started = time.time()
        self.kept: dict[str, Any] = {}
        self.primary = Primary(configuration.folder)
        """True in the one process, of those that share the folder, that does what must be done once."""
        self.stopping = False
        self.refused: str | None = None
        """Why the newest snapshot is not used, where it is not."""
        self._lock = threading.Lock()
        self._folder = self._chosen()
        self._ob = _opened(self._folder)
        self._looked = time.monotonic()

    @property
    def ob(self) -> Obstat:
        """What answers: take it once for each request."""
        now = time.monotonic()
        if now - self._looked > _LOOK_EVERY:
            self._looked = now
            with self._lock:
                self._take_up()
        return self._ob

    def stop(self) -> None:
        """Let what waits for something to happen wait no longer: the server is about to end."""
        self.stopping = True
        if jobs := self.kept.get("jobs"):
            jobs.runner.stopping = True

    def _take_up(self) -> None:
        try:
            folder = self._chosen()
            if folder != self._folder:
                self._ob, self._folder = _opened(folder), folder
                _LOG.info("The snapshot %s is taken up.", self._ob.snapshot.id)
            self.refused = None
        except (ObstatError, OSError) as error:
            if self.refused != str(error):  # it is tried again every second, and told once
                _LOG.error("The newest snapshot is not used, and the last good one goes on to answer: %s", error)
            self.refused = str(error)

    def _chosen(self) -> Path | None:
        from obstat.app.cli.options import snapshot_folder

        return snapshot_folder(self.configuration.snapshot, self.configuration.store)


def _opened(folder: Path | None) -> Obstat:
    import obstat

    return obstat.open(folder)
