"""Run as a script: an operation on a store is ended at one moment after another, and after each the store must stand.

``python killed.py OPERATION BASE FOLDER RANDOM``, where OPERATION is ``import``, ``update`` or ``gc``, forks a child
for every operation on files that it makes, which ends there at once, without a chance to tidy up; then RANDOM more that
are killed from outside at any time. After each the store must still have the old snapshot whole, or already the new
one, and the next run must succeed. Prints how many moments were tried.
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

from obstat.identity.lookup import Lookup
from obstat.knowledge.snapshot import Snapshot, verify
from obstat.knowledge.store import Store
from obstat.knowledge.update import Wish, update
from obstat.sources.publishers import Got, Publishers
from obstat.sources.source import Expectations, Source

WATCHED = ("open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.truncate", "shutil.rmtree", "tempfile.mkdtemp")
KILLED = 9
SOURCE = Source(
    "test-list", "ofac-sdn", "An invented list", "Nobody", {}, "none", "ofac-csv", 7, Expectations(1, 9), "Invented."
)


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
    """A store with two editions taken one after the other, and what is done to it."""

    def __init__(self, operation: str, base: Snapshot, folder: Path) -> None:
        self.base, self.folder = base, folder
        self.act = {"import": self.take, "update": self.update, "gc": self.collect}[operation]
        self.new = edition(folder / "new" / SOURCE.code, row(1, "Nordlicht Kabel GmbH"), row(2, "Sudwind Draht AG"))
        self.clean = folder / "clean"
        for number in (2, 1):
            old = edition(folder / f"old {number}", row(number, "Nordlicht Kabel GmbH"))
            self.before = taken(Store(self.clean), base, old).snapshot
        started = time.perf_counter()
        whole = Store(shutil.copytree(self.clean, folder / "whole"))
        self.act(whole)
        self.lasts = time.perf_counter() - started
        self.after, self.left = self.held(whole)

    def take(self, store: Store) -> None:
        taken(store, self.base, self.new)

    def update(self, store: Store) -> None:
        copies = Publishers(unreachable, mirror=str(self.folder / "new"))
        update(
            store, self.base, Lookup(self.base).find, [SOURCE], copies, lambda: "2026-11-27T08:00:00+00:00", Wish({})
        )

    def collect(self, store: Store) -> None:
        store.collect(0)

    def held(self, store: Store) -> tuple[str, int]:
        """The id of the snapshot in use, verified, and how many are there."""
        current = store.current()
        assert current is not None
        Snapshot(current)
        return verify(current)[0], len(store.snapshots())

    def run(self, name: str, prepare: Callable[[Path], None], hasten: Callable[[int], None]) -> bool:
        """Act in a child that is ended somehow; check the store. Whether the child was ended before it was done."""
        store = Store(shutil.copytree(self.clean, self.folder / "store"))
        child = os.fork()
        if child == 0:
            prepare(store.folder)
            self.act(store)
            os._exit(0)
        hasten(child)
        _, status = os.waitpid(child, 0)
        assert self.held(store)[0] in (self.before, self.after), f"{name}: another snapshot is in use"
        self.act(store)
        assert self.held(store) == (self.after, self.left), f"{name}: the next run did not heal"
        assert not list((store.folder / "tmp").iterdir()), f"{name}: something is left behind"
        shutil.rmtree(store.folder)
        return status != 0


def unreachable(*asked: object) -> Got:
    raise AssertionError(f"nothing is fetched from a network: {asked}")


def main(operation: str, base_folder: Path, folder: Path, at_random: int) -> None:
    trial = Trial(operation, Snapshot(base_folder), folder)
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
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]))
