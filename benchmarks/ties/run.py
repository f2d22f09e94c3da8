"""Ownership tests, right and fast: ``python benchmarks/ties/run.py``, or ``make bench-ties``.

Parts: ``compare`` asks about random graphs of up to twelve parties and counts what differs from the truth of
`tests/ties`; ``scale`` builds graphs of 10 k, 100 k, 1 M and, with ``--ten-million``, 10 M ties from arrays, and asks
who is reached, and about one party on nothing but the part above it; ``register`` writes the million as a snapshot,
loads it, and asks for everybody and then for parties one at a time. Beside the first two stands networkx, where this
python has it or ``--peer PYTHON`` names one that has. Every line is a process of its own on one core; ``unit`` is a
fixed amount of work of the interpreter, timed before each part, by which machines can be compared. Ends with 1 where
obstat differs from the truth.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
COMPARED = (
    "aggregate-50",
    "aggregate-25",
    "single-50",
    "single-20",
    "control-chain",
    "product-50",
    "product-25",
    "affiliate",
)
# `product-50` is left out at ten million: fractions of a cycle of tens of thousands take a quarter of an hour.
SCALED = ("aggregate-50", "single-50", "control-chain", "product-50", "affiliate")
SIZES = (10_000, 100_000, 1_000_000)
TEN_MILLION = 10_000_000
PEER_SIZES = (10_000, 100_000)
"""Sizes at which networkx is measured as well: beyond them it takes minutes and gigabytes."""
PEER_TESTS = ("aggregate-50", "control-chain")
ASKED, PEER_ASKED = 200, 20
"""Parties asked about one at a time."""


def measured(job: dict[str, Any], python: str = sys.executable) -> dict[str, Any]:
    """The result of a job of `worker.py`; ``lacking`` says in it what is not there to be measured."""
    with tempfile.TemporaryDirectory() as folder:
        asked, answered = Path(folder) / "job.json", Path(folder) / "result.json"
        asked.write_text(json.dumps(job), encoding="utf-8")
        subprocess.run([python, str(HERE / "worker.py"), str(asked), str(answered)], check=True)
        result: dict[str, Any] = json.loads(answered.read_text(encoding="utf-8"))
    return result


def unit() -> float:
    """Seconds that a fixed amount of work takes here and now."""
    started = time.perf_counter()
    sum(len(f"{number}") for number in range(1_000_000))
    return time.perf_counter() - started


def compare(graphs: int, peer: str) -> int:
    """Differences of obstat from the truth in random graphs, and the time of each; how many there are."""
    print(f"\n{graphs:,} random graphs per test (unit {unit():.2f} s)")
    wrong = 0
    for test in COMPARED:
        for who, python in (("truth", sys.executable), ("obstat", sys.executable), ("networkx", peer)):
            result = measured({"task": "compare", "who": who, "test": test, "graphs": graphs}, python)
            if "lacking" in result:
                print(f"  {test:<15}{who:<10}not compared: {result['lacking']}", flush=True)
                continue
            told = "" if who == "truth" else f"{result['differences']:7,} differences"
            speed = f"{result['seconds']:8.2f} s  {result['seconds'] / graphs * 1e6:8.0f} us a graph"
            print(f"  {test:<15}{who:<10}{speed}  {result['parties']:9,} parties {told}", flush=True)
            if who == "obstat":
                wrong += result["differences"]
                print(*result["shown"], sep="\n", end="\n" if result["shown"] else "")
    print(f"  differences of obstat in all: {wrong}", flush=True)
    return wrong


def scale(sizes: tuple[int, ...], peer: str) -> None:
    """Time and memory of each size, and how they grow from one to the next."""
    before: dict[str, Any] = {}
    for size in sizes:
        print(f"\n{size:,} ties (unit {unit():.2f} s)")
        with tempfile.TemporaryDirectory(prefix="obstat-bench-") as folder:
            measured({"task": "make", "count": size, "folder": folder})
            job = {"task": "scale", "folder": folder, "runs": 3 if size <= 100_000 else 1}
            for who, python in (("obstat", sys.executable), ("networkx", peer)):
                mine = who == "obstat"
                if not mine and size not in PEER_SIZES:
                    continue
                tests = [t for t in SCALED if size < TEN_MILLION or not t.startswith("product")]
                more = {"tests": tests, "asked": ASKED} if mine else {"tests": PEER_TESTS, "asked": PEER_ASKED}
                result = measured({**job, **more, "who": who}, python)
                if "lacking" in result:
                    print(f"  {who} is not measured: {result['lacking']}", flush=True)
                    continue
                said(who, result, before.get(who))
                before[who] = result


def register(size: int, test: str = "aggregate-50") -> None:
    """Time and memory to load ties from a snapshot, and to answer from them."""
    print(f"\n{size:,} ties of a snapshot (unit {unit():.2f} s)")
    with tempfile.TemporaryDirectory(prefix="obstat-bench-") as folder:
        measured({"task": "make", "count": size, "folder": folder})
        measured({"task": "snapshot", "folder": folder})
        found = measured({"task": "register", "folder": folder, "test": test, "asked": 2_000})
    reached = f"all reached under {test} {found['all']:.3f} s"
    print(f"  load {found['loaded']:.3f} s, {reached}, peak {found['peak_mib']:.0f} MiB")
    print(f"  then one party with its paths: p50 {found['p50'] * 1e3:.3f} ms, p95 {found['p95'] * 1e3:.3f} ms")


def said(who: str, now: dict[str, Any], before: dict[str, Any] | None) -> None:
    """What was measured, with the ratio to the size before in brackets."""

    def grown(new: float, old: float | None) -> str:
        return f"(x{new / old:.1f})" if old else ""

    held = now["built_mib"] - now["start_mib"]
    old = before or {"build": None, "peak_mib": None, "tests": {}}
    memory = f"{held:.0f} MiB more, peak {now['peak_mib']:.0f} MiB {grown(now['peak_mib'], old['peak_mib'])}"
    print(f"  {who:<10}{'build':<15}{now['build']:9.3f} s {grown(now['build'], old['build']):<8} {memory}")
    for test, found in now["tests"].items():
        past = old["tests"].get(test, {})
        whole = f"{found['seconds']:9.3f} s {grown(found['seconds'], past.get('seconds')):<8}"
        single = f"one p50 {found['p50'] * 1e3:.3f} ms, p95 {found['p95'] * 1e3:.3f} ms"
        single += f" {grown(found['p95'], past.get('p95'))}"
        reached = f"{found['certain']:,} certain, {found['possible']:,} possible"
        print(f"  {who:<10}{test:<15}{whole} {single:<48} {reached}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--graphs", type=int, default=5_000, help="random graphs compared per test (5000)")
    parser.add_argument("--ten-million", action="store_true", help="also ten million ties")
    parser.add_argument("--peer", default=sys.executable, metavar="PYTHON", help="a python that has networkx and numpy")
    parser.add_argument("--part", choices=("compare", "scale", "register"), action="append", help="only this part")
    given = parser.parse_args()
    parts = given.part or ["compare", "scale", "register"]
    wrong = compare(given.graphs, given.peer) if "compare" in parts else 0
    if "scale" in parts:
        scale((*SIZES, TEN_MILLION) if given.ten_million else SIZES, given.peer)
    if "register" in parts:
        register(SIZES[-1])
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
