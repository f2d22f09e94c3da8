"""Work shared among processes of our own, without a guard in the caller's script.

Invariant: every process has ended when `share` returns; one that `begin` began is its caller's to end. What they work
on and what they find goes through files.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Callable, Sequence

ALONE = 20_000
"""Distinct names up to which one process does it all; more of them pay for starting others."""


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def share(module: str, arguments: Sequence[str], count: int, progress: Callable[[int], None]) -> None:
    """Run ``python -m module *arguments number count`` for each number below `count`.

    Each prints how many more pieces it has done, a number a line, which `progress` is told. Raises `RuntimeError`
    when one of them fails.
    """
    with contextlib.ExitStack() as stack:
        running = [
            stack.enter_context(
                subprocess.Popen(
                    [sys.executable, "-P", "-m", module, *arguments, str(number), str(count)],
                    stdout=subprocess.PIPE,
                    text=True,
                )
            )
            for number in range(count)
        ]
        for process in running:
            for line in process.stdout or ():
                progress(int(line))
        ended = [process.wait() for process in running]
    if any(ended):
        raise RuntimeError("A process that shared the work ended early: try again with workers=1.")


def begin(module: str, arguments: Sequence[str]) -> subprocess.Popen[bytes] | None:
    """Begin ``python -m module *arguments`` and do not wait; None where no process can be begun."""
    try:
        return subprocess.Popen([sys.executable, "-m", module, *arguments], stdout=subprocess.DEVNULL)
    except OSError:
        return None
