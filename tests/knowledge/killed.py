"""Run as a script: an import is ended at one moment after another, and after each the store must stand.

``python killed.py BASE FOLDER RANDOM`` forks a child for every operation on files that an import makes, which ends
there at once, without a chance to tidy up; then RANDOM more that are killed from outside at any time. After each the
store must still have the old snapshot whole, or already the new one, and the next import must succeed. Prints how
many moments were tried.
"""

from __future__ import annotations

import functools
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from lists import edition, row, taken

from obstat.knowledge.snapshot import Snapshot, verify
from obstat.knowledge.store import Store

WATCHED = ("open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.truncate", "shutil.rmtree", "tempfile.mkdtemp")
KILLED = 9


def end_at(moment: int, within: Path) -> None:
    """From now on, end this process at the given operation on a path inside `within`."""
    done = 0

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal done
        if event in WATCHED and arguments and str(arguments[0]).startswith(str(within)):
            done += 1
            if done == moment:
                os._exit(KILLED)

    sys.addaudithook(hook)


class Trial:
    """A store with one edition in use, into which another is about to be taken."""

    def __init__(self, base: Snapshot, folder: Path) -> None:
        self.base, self.folder = base, folder
        old = edition(folder / "old", row(1, "Nordlicht Kabel GmbH"))
        self.new = edition(folder / "new", row(1, "Nordlicht Kabel GmbH"), row(2, "Sudwind Draht AG"))
        self.clean = folder / "clean"
        self.before = taken(Store(self.clean), base, old).snapshot
        started = time.perf_counter()
        self.after = taken(Store(shutil.copytree(self.clean, folder / "whole")), base, self.new).snapshot
        self.lasts = time.perf_counter() - started

    def run(self, name: str, prepare: Callable[[Path], None], hasten: Callable[[int], None]) -> bool:
        """Import in a child that is ended somehow; check the store. Whether the child was ended before it was done."""
        store = Store(shutil.copytree(self.clean, self.folder / "store"))
        child = os.fork()
        if child == 0:
            prepare(store.folder)
            taken(store, self.base, self.new)
            os._exit(0)
        hasten(child)
        _, status = os.waitpid(child, 0)
        current = store.current()
        assert current is not None
        assert verify(current)[0] in (self.before, self.after), f"{name}: another snapshot is in use"
        Snapshot(current)
        assert taken(store, self.base, self.new).snapshot == self.after, f"{name}: the next import did not heal"
        assert not list((store.folder / "tmp").iterdir()), f"{name}: something is left behind"
        shutil.rmtree(store.folder)
        return status != 0


def main(base_folder: Path, folder: Path, at_random: int) -> None:
    trial = Trial(Snapshot(base_folder), folder)
    tried = 0
    while True:
        tried += 1
        if not trial.run(f"operation {tried}", functools.partial(end_at, tried), lambda child: None):
            break
    chance = random.Random(7)
    for number in range(at_random):
        seconds = chance.uniform(0, trial.lasts)
        trial.run(f"kill {number} after {seconds} s", lambda within: None, functools.partial(kill_after, seconds))
        tried += 1
    print(tried)


def kill_after(seconds: float, child: int) -> None:
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
