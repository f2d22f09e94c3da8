"""Stories that somebody gave to be read, each in a folder of its own for as long as uploads are kept.

Invariant: an id cannot be guessed, and opens a story only to who gave it; what a file is called on the disk is made of
letters that mean nothing to a file system.
"""

from __future__ import annotations

import json
import re
import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from obstat.app.service.configuration import Configuration
from obstat.app.service.jobs.job import is_id, new_id, private_folder, put
from obstat.app.service.problems import Problem

_OTHER = re.compile(r"[^A-Za-z0-9._]+", re.ASCII)
_LONGEST = 60
_GONE = "This story is not here (any more); paste or upload it again at /story."


@dataclass(frozen=True, slots=True)
class Story:
    """A file that is read as a story, or as several."""

    id: str
    file: Path


class Stories:
    """The folder of the stories of a server."""

    def __init__(self, configuration: Configuration) -> None:
        self._folder = configuration.folder / "stories"
        self._seconds = configuration.keep_hours * 3600

    def keep(self, caller: str | None, name: str, content: BinaryIO | bytes) -> Story:
        """Keep a story that somebody gave under a name. Raises `Problem` where there is no room."""
        self.sweep()
        id_ = new_id()
        folder = self._folder / id_
        try:
            private_folder(self._folder)
            file = private_folder(folder) / _plain(name)
            with file.open("xb") as out:
                if isinstance(content, bytes):
                    out.write(content)
                else:
                    shutil.copyfileobj(content, out, 1 << 20)
            put(folder / ".given.json", json.dumps({"caller": caller, "file": file.name}))
        except OSError:
            shutil.rmtree(folder, ignore_errors=True)
            raise Problem(507, "The server has no room for this story; ask its keeper to make some.") from None
        return Story(id_, file)

    def find(self, caller: str | None, id_: str) -> Story:
        """The story of an id. Raises `Problem` where there is none, or it is somebody else's."""
        folder = self._folder / id_
        try:
            given = json.loads((folder / ".given.json").read_bytes()) if is_id(id_) else {"caller": ""}
        except (OSError, ValueError):
            raise Problem(404, _GONE) from None
        if given["caller"] != caller:
            raise Problem(404, _GONE)
        return Story(id_, folder / given["file"])

    def remove(self, story: Story) -> None:
        """Forget a story that cannot be read."""
        shutil.rmtree(story.file.parent, ignore_errors=True)

    def sweep(self) -> None:
        """Remove what was kept long enough."""
        before = time.time() - self._seconds
        for folder in self._folder.glob("*"):
            try:
                old = folder.stat().st_mtime < before
            except OSError:
                continue
            if old:
                shutil.rmtree(folder, ignore_errors=True)


def _plain(name: str) -> str:
    """A name in letters, digits, stops and hyphens; what a story is called in what is kept of its claims."""
    last = re.split(r"[/\\]", name)[-1]
    return _OTHER.sub("-", last).strip(".-_")[:_LONGEST].rstrip(".-_") or "story"
