"""The bars: start-up, memory, and questions a second. ``make bench`` prints them; nothing here is asserted.

Times of whole processes are medians of several runs, with their ratio to a bare interpreter start in the same run.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import obstat

RUNS = 9
CHECK = [sys.executable, "-m", "obstat", "check", "Huawei Mate 10 Pro", "--on", "2018-01-30", "--format", "json"]


def process(command: list[str]) -> tuple[float, float]:
    """Median wall seconds and peak memory (MiB) of a whole process."""
    subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
    seconds, peak = [], 0.0
    for _ in range(RUNS):
        start = time.perf_counter()
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        _, _, usage = os.wait4(child.pid, 0)
        seconds.append(time.perf_counter() - start)
        peak = max(peak, usage.ru_maxrss / 1024)
    return statistics.median(seconds), peak


def rate(questions: list[obstat.Question], ob: obstat.Obstat) -> float:
    """Questions answered a second, one core, verdict objects built in full."""
    start = time.perf_counter()
    for question in questions:
        ob.answer(question)
    return len(questions) / (time.perf_counter() - start)


def main() -> None:
    bare, _ = process([sys.executable, "-c", "pass"])
    print(f"{'bare interpreter start':<34}{bare * 1000:7.0f} ms")
    for name, bar, command in (
        ("import obstat", 150, [sys.executable, "-c", "import obstat"]),
        ("obstat --help", 300, [sys.executable, "-m", "obstat", "--help"]),
        ("obstat check, cold", 600, CHECK),
    ):
        seconds, peak = process(command)
        print(
            f"{name:<34}{seconds * 1000:7.0f} ms  {seconds / bare:5.1f} x bare   peak {peak:4.0f} MiB   (bar {bar} ms)"
        )
    # Not before: a child's peak memory is at least that of the process that started it.
    import obstat
    from obstat.knowledge import pack_files
    from obstat.screening import situations

    found, _ = pack_files.read_situations()
    ob = obstat.open()
    questions = [situations.question(ob, situation) for _, situation in found]
    first = rate(questions, ob)
    warm = statistics.median(rate(questions, ob) for _ in range(3))
    print(f"{len(questions)} distinct questions, never asked before: {first:,.0f} a second, one core")
    print(f"the same questions again (warm): {warm:,.0f} a second, one core   (bar 2,000)")
    print(f"peak memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


if __name__ == "__main__":
    main()
