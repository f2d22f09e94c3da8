"""The jobs of a server run one after another, each in a process of its own.

Invariant: one process of the server runs jobs, however many serve; a job is begun only by it, and not more than
`_MOST_BEGUN` times: one that ends with its server each time is told as failed.
"""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import logging
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import IO

from obstat.app.service.jobs import arriving
from obstat.app.service.jobs.job import is_id, private_folder, queued
from obstat.app.service.jobs.progress import FINAL, Progress
from obstat.app.service.jobs.screened import AT_ONCE
from obstat.app.service.jobs.working import INTERRUPTED

_LOG = logging.getLogger("obstat.service")
_LOOK_EVERY = 0.5
_SWEEP_EVERY = 300.0
_ABANDONED = 3600.0
"""Seconds after which an upload that does not grow is removed."""
_MOST_BEGUN = 4
_PATIENCE = 8.0
"""Seconds that processes have to stop."""


class Runner:
    """What begins, watches and stops the processes of jobs."""

    def __init__(self, folder: Path, keep_hours: float) -> None:
        self._folder, self._keep = folder, keep_hours * 3600
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._aside: dict[tuple[str, ...], subprocess.Popen[bytes]] = {}
        self._woken = asyncio.Event()
        self._mine: IO[bytes] | None = None
        self._swept = 0.0
        self.stopping = False

    def wake(self) -> None:
        """Look for jobs now."""
        self._woken.set()

    def at_work(self, folder: Path) -> bool:
        """Whether a process of ours works on a job."""
        return folder.name in self._running or any(key[0] == folder.name for key in self._aside)

    @contextlib.asynccontextmanager
    async def serving(self) -> AsyncIterator[None]:
        """Run jobs as long as the context lasts."""
        self._woken, self.stopping = asyncio.Event(), False
        task = asyncio.create_task(self._run())
        try:
            yield
        finally:
            self.stopping = True
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
            await asyncio.to_thread(self._stop)

    async def aside(self, folder: Path, task: str, patience: float, *more: str) -> None:
        """Do a small task on a job beside the queue, and wait for it as long as that is worth it."""
        key = (folder.name, task, *more)
        end = time.monotonic() + patience
        process = None
        while time.monotonic() < end and not self.stopping:
            if process is None:
                self._let_go()
            if (folder / "gone").exists():
                self.stop_aside(folder)
                return
            process = process or self._aside.get(key)
            if process is None and len(self._aside) < AT_ONCE:
                process = self._aside[key] = self._begin(folder, task, *more)
            if process is not None and _has_ended(process):
                if self._aside.get(key) is process:
                    del self._aside[key]
                return
            await asyncio.sleep(0.05)

    def stop_aside(self, folder: Path) -> None:
        """Tell the small tasks on a job that nobody wants them any more."""
        for key, process in self._aside.items():
            if key[0] == folder.name:
                _tell(process)

    def _let_go(self) -> None:
        """Forget the small tasks that have ended."""
        for key, process in list(self._aside.items()):
            if _has_ended(process):
                self._aside.pop(key, None)

    async def _run(self) -> None:
        while True:
            try:
                if self._is_mine():
                    await asyncio.to_thread(self._look)
                    if time.time() - self._swept > _SWEEP_EVERY:
                        self._swept = time.time()
                        await asyncio.to_thread(self._sweep)
                        await arriving.swept(self._folder, _ABANDONED)
            except Exception:  # a disk that is full or away for a while; the jobs go on when it is back
                _LOG.exception("Jobs cannot be run.")
            self._woken.clear()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._woken.wait(), _LOOK_EVERY)

    def _is_mine(self) -> bool:
        """Whether this process is the one that runs jobs; held until it ends, however that comes."""
        if self._mine is None:
            held = (private_folder(self._folder) / ".runner.lock").open("ab")
            try:
                import fcntl

                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except ImportError:
                pass
            except OSError:
                held.close()
                return False
            self._mine = held
        return True

    def _look(self) -> None:
        self._let_go()
        for id, process in list(self._running.items()):
            if (self._folder / id / "gone").exists() and process.poll() is None:
                _tell(process)
            if _has_ended(process):
                del self._running[id]
                self._ended(self._folder / id, process.returncode)
        for folder in self._folder.iterdir():
            if is_id(folder.name) and (folder / "gone").exists() and not self.at_work(folder):
                shutil.rmtree(folder, ignore_errors=True)
        for _, id in queued(self._folder):
            if len(self._running) >= AT_ONCE:
                break
            if id not in self._running and is_id(id):
                self._begin_job(self._folder / id)

    def _begin_job(self, folder: Path) -> None:
        at = Progress.read(folder)
        if at.state in FINAL:  # the server ended before it could say so
            (folder / "queued").unlink(missing_ok=True)
            return
        if at.begun >= _MOST_BEGUN:
            told = f"It was begun {at.begun} times and ended with the server each time; split the file and try again."
            dataclasses.replace(at, state="failed", stage=None, message=told).write(folder)
            (folder / "queued").unlink(missing_ok=True)
            return
        again = "The server was started anew; it goes on from what was kept." if at.begun else None
        dataclasses.replace(at, begun=at.begun + 1, state="running", stage="reading", message=again).write(folder)
        self._running[folder.name] = self._begin(folder, "screen")

    def _begin(self, folder: Path, task: str, *more: str) -> subprocess.Popen[bytes]:
        scratch = private_folder(folder / "scratch")
        command = [sys.executable, "-P", "-m", "obstat.app.service.jobs.working", task, str(folder), *more]
        environment = {**os.environ, "TMPDIR": str(scratch), "POLARS_MAX_THREADS": "2"}
        return subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, env=environment, cwd=tempfile.gettempdir(),
            start_new_session=os.name == "posix",
        )  # fmt: skip

    def _ended(self, folder: Path, code: int) -> None:
        """Say how a process ended that could not say it itself."""
        at = Progress.read(folder)
        if not folder.is_dir() or (folder / "gone").exists() or at.state == "waiting":
            return  # or it is to be run once more
        if at.state in FINAL:
            (folder / "queued").unlink(missing_ok=True)
            return
        if code == INTERRUPTED:
            told = "The server was stopped; the job goes on from what was kept when it is started again."
            dataclasses.replace(at, state="stopped", stage=None, rate=None, left=None, message=told).write(folder)
            return
        _LOG.error("The process of a job ended with %s.", code)
        told = "The process that worked on it was ended, most likely for want of memory; split the file and try again."
        dataclasses.replace(at, state="failed", stage=None, rate=None, left=None, message=told).write(folder)
        (folder / "queued").unlink(missing_ok=True)

    def _stop(self) -> None:
        """Let every process keep what it has, and end."""
        for process in (*self._running.values(), *self._aside.values()):
            _tell(process)
        end = time.monotonic() + _PATIENCE
        for id, process in self._running.items():
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(max(0.1, end - time.monotonic()))
            if process.poll() is None:
                process.kill()
                process.wait()
            with contextlib.suppress(OSError):
                self._ended(self._folder / id, INTERRUPTED)
        for process in self._aside.values():
            process.kill()
            process.wait()
        self._running.clear()
        self._aside.clear()
        if self._mine is not None:
            self._mine.close()
            self._mine = None

    def _sweep(self) -> None:
        """Remove jobs whose time is over, but for one that runs."""
        before = time.time() - self._keep
        for folder in self._folder.iterdir():
            if is_id(folder.name) and folder.name not in self._running:
                last = max((each.stat().st_mtime for each in _dated(folder)), default=folder.stat().st_mtime)
                if last < before:
                    shutil.rmtree(folder, ignore_errors=True)


def _dated(folder: Path) -> list[Path]:
    return [each for name in ("job.json", "progress.json") if (each := folder / name).exists()]


def _tell(process: subprocess.Popen[bytes]) -> None:
    """Tell a process to stop; it does when its standard input ends."""
    if process.stdin is not None:
        with contextlib.suppress(OSError):
            process.stdin.close()


def _has_ended(process: subprocess.Popen[bytes]) -> bool:
    """Whether a process has ended; if so, its pipe is closed."""
    if process.poll() is None:
        return False
    _tell(process)
    return True
