"""What the three workers share: reading the job, keeping to one core, timing, peak memory, writing the result.

Standard library only, and nothing of obstat: this is run by a peer's own python. A worker imports its peer inside the
task, after the core is chosen, so that numeric libraries start with one thread.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

Job = dict[str, Any]
Result = dict[str, Any]
Item = TypeVar("Item")

WARM_UP = 200


def main(tasks: Mapping[str, Callable[[Job], Result]]) -> None:
    """``worker_x.py JOB.json RESULT.json``: do the job's task and write its result with the peak memory added."""
    job_file, result_file = map(Path, sys.argv[1:3])
    job: Job = json.loads(job_file.read_text(encoding="utf-8"))
    if job["task"] not in tasks:
        sys.exit(f"{Path(sys.argv[0]).name} does {', '.join(tasks)}; it was asked for {job['task']}")
    if workers(job) == 1:
        keep_to_one_core()
    result = tasks[job["task"]](job)
    result_file.write_text(json.dumps({**result, "peak_mib": peak_mib()}), encoding="utf-8")


def workers(job: Job) -> int:
    """How many cores the job may use; one unless it says otherwise."""
    return int(job.get("workers", 1))


def keep_to_one_core() -> None:
    """Pin this process to the last core it may use, and numeric libraries to one thread."""
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = "1"
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def peak_mib() -> float:
    """Most memory this program held, in MiB.

    Linux hands a child the peak of the process that started it in ``getrusage``; ``VmHWM`` is of this program alone.
    """
    status = Path("/proc/self/status")
    if status.exists():
        for line in status.read_text(encoding="ascii", errors="replace").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def timed(work: Callable[[Item], Any], items: Iterable[Item]) -> tuple[list[Any], Result]:
    """What ``work`` gives for each item, and ``seconds`` for all, ``p50`` and ``p95`` for one (all in seconds)."""
    answers, laps = [], []
    start = time.perf_counter()
    for item in items:
        before = time.perf_counter()
        answers.append(work(item))
        laps.append(time.perf_counter() - before)
    seconds = time.perf_counter() - start
    return answers, {"seconds": seconds, "p50": percentile(laps, 50), "p95": percentile(laps, 95)}


def percentile(values: list[float], hundredth: int) -> float | None:
    """The value below which so many hundredths of the values lie; None when there are none."""
    if len(values) < 2:
        return values[0] if values else None
    return statistics.quantiles(values, n=100, method="inclusive")[hundredth - 1]


def made_up_pairs(*, people: bool, companies: bool) -> list[tuple[str, str, str]]:
    """Two hundred pairs (name, name, kind) in several scripts, none from a benchmark: they load a peer's data.

    The kinds are ``person`` and ``company``; ask for what the job holds, since the data of the other costs memory.
    """
    first = ("Arvella", "Brintora", "Кавелин", "Dorsanti", "艾瑞通", "Fennholm", "غالب", "Hestrid", "Ivanka", "Jorvek")
    last = {
        "person": ("Maria Ostrander", "Петров", "王", "bin Saleh"),
        "company": ("Trading Co., Ltd.", "Telekom GmbH", "Holding OAO", "电子有限公司"),
    }
    kinds = ["person"] * people + ["company"] * companies
    pairs = []
    for number in range(WARM_UP if kinds else 0):
        kind = kinds[number % len(kinds)]
        left, right = first[number % 10], first[(number // 10) % 10]
        ending = last[kind][(number // 3) % 4]
        pairs.append((f"{left} {ending} {number}", f"{right} {ending}", kind))
    return pairs
