"""Segments of many names built in a process of their own, while this one does other things.

Invariant: the files are the same wherever they are built. Where no process can be started, or it fails, this one builds
them, and every process has ended when the block of a `Building` is left.
"""

from __future__ import annotations

import gc
import pickle
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

from obstat.names.processes import ALONE, begin, cores
from obstat.names.segment import Segment

Pairs = tuple[list[int], list[str]]
"""Keys, and as many names."""


class Building:
    """Names by the kind they are of, and for each kind the file in which its segment is written."""

    def __init__(self, files: Mapping[str, Path]) -> None:
        self._files = dict(files)
        self._pairs: dict[str, Pairs] = {kind: ([], []) for kind in files}
        self._folder = tempfile.TemporaryDirectory(prefix="obstat-")
        self._jobs = Path(self._folder.name) / "jobs"
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Building:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._process and self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        self._folder.cleanup()

    def add(self, kind: str, key: int, name: str) -> None:
        keys, names = self._pairs[kind]
        keys.append(key)
        names.append(name)

    def start(self) -> None:
        """Nothing more will be added: where the names are many and cores are free, begin in a process."""
        if cores() > 1 and sum(len(names) for _, names in self._pairs.values()) > ALONE:
            with self._jobs.open("wb") as file:
                for kind, path in self._files.items():
                    pickle.dump((kind, path, self._pairs.pop(kind)), file)
            self._process = begin("obstat.names.building", [str(self._jobs)])

    def finish(self) -> None:
        """Wait for the segments, or build them; then their files are there."""
        for kind, pairs in self._pairs.items():
            _build(kind, self._files[kind], pairs)
        if self._jobs.exists() and (self._process is None or self._process.wait() != 0):
            _work(self._jobs)


def _work(jobs: Path) -> None:
    """Build what is noted in a file: kinds, paths and pairs, one kind after another."""
    with jobs.open("rb") as file:
        while file.peek(1):
            kind, path, pairs = pickle.load(file)
            _build(kind, path, pairs)


def _build(kind: str, path: Path, pairs: Pairs) -> None:
    segment = Segment.build(zip(*pairs, strict=True), kind)
    with path.open("wb") as file:
        file.writelines(segment.parts())


if __name__ == "__main__":
    gc.disable()  # millions of records are made that have no cycles
    _work(Path(sys.argv[1]))
