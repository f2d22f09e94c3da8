"""Lists of every size: ``python benchmarks/sources/run.py [--million]``, or ``make bench-sources``.

Sections: importing each large list that is at hand in ../shared; building a snapshot of made-up parties, opening it,
the first answer, and comparing two that differ by a hundred records, at each size; screening many subjects, and again
after those hundred changes. Every piece of work is a process of
its own; its peak memory is its own and that of the process that takes names apart beside it. Nothing is asserted:
``unit`` is a fixed amount of work of the interpreter, timed before each section, by which runs on busy or other
machines can be compared.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import parties

HERE = Path(__file__).parent
DATA = HERE.parents[2] / "shared" / "data"
SIZES = (10_000, 100_000)
MILLION = 1_000_000
PARTS = ("imports", "snapshots", "screening")
RUNS = 5
"""Fresh processes of which the median is told, where one takes under a second."""
OFAC, MOOV, JSON = "lists_ofac_sdn_2022-01", "lists_ofac_moov", "lists_us_nsfreg_2026-07-09"
LISTS: tuple[tuple[str, str, str, str, dict[str, str]], ...] = (
    ("SDN list", "ofac-csv", "ofac-sdn", OFAC, {"names": "sdn.csv", "aliases": "alt.csv", "addresses": "add.csv"}),
    (
        "Consolidated (non-SDN) list",
        "ofac-csv",
        "ofac-other",
        MOOV,
        {"names": "cons_prim.csv", "aliases": "cons_alt.csv", "addresses": "cons_add.csv"},
    ),
    ("Consolidated Screening List", "csl-csv", "consolidated-screening-list", MOOV, {"list": "csl.csv"}),
    ("Denied Persons List", "bis-dpl", "bis-dpl", MOOV, {"list": "dpl.txt"}),
    ("Entity List", "entities-json", "bis-entity-list", JSON, {"list": "bis_entity_list.json"}),
    ("Statutory debarments", "entities-json", "state-itar-debarred", JSON, {"list": "state_debarred_statutory.json"}),
    ("Nonproliferation sanctions", "entities-json", "state-isn", JSON, {"list": "state_nonproliferation.json"}),
)
"""Name, format, code of the list, folder below that of the data, and the files there by part."""


def measured(task: str, job: dict[str, Any]) -> dict[str, Any]:
    """Have a process of its own do a task of `worker.py`."""
    with tempfile.TemporaryDirectory() as folder:
        asked, answered = Path(folder) / "job.json", Path(folder) / "result.json"
        asked.write_text(json.dumps(job), encoding="utf-8")
        subprocess.run([sys.executable, str(HERE / "worker.py"), task, str(asked), str(answered)], check=True)
        result: dict[str, Any] = json.loads(answered.read_text(encoding="utf-8"))
    return result


def unit() -> float:
    """Seconds that a fixed amount of work takes here and now."""
    started = time.perf_counter()
    sum(len(f"{number}") for number in range(1_000_000))
    return time.perf_counter() - started


def said(what: str, result: dict[str, Any], more: str = "") -> None:
    memory = f"peak {result['peak']:5.0f} MiB" + (f" + {result['helper']:.0f}" if result["helper"] else "")
    print(f"  {what:<36}{result['seconds']:9.2f} s   {memory}   {more}", flush=True)


def imports() -> None:
    """Every list that is at hand, each into a store of its own."""
    print(f"\nImporting lists (unit {unit():.2f} s)")
    for name, form, code, folder, files in LISTS:
        parts = {part: str(DATA / folder / file) for part, file in files.items()}
        if all(Path(path).exists() for path in parts.values()):
            result = measured("import", {"source": code, "format": form, "list": code, "parts": parts})
            said(name, result, f"{result['records']:,} records")
        else:
            print(f"  {name:<36}not at hand")


def snapshots(sizes: tuple[int, ...]) -> None:
    """Made-up lists of each size: build, open, first answer, compare."""
    for count in sizes:
        print(f"\nA list of {count:,} made-up parties (unit {unit():.2f} s)")
        with tempfile.TemporaryDirectory(prefix="obstat-bench-") as room:
            before, after = Path(room) / "before", Path(room) / "after"
            built = measured("build", {"count": count, "edition": 0, "folder": str(before)})
            said(
                "build", built, f"{built['worked']:.1f} s of work in the first process, {built['mib']:.0f} MiB on disk"
            )
            job = {"folder": str(before), "name": built["name"]}
            opened = [measured("open", job) for _ in range(RUNS)]
            middle = {key: statistics.median(one[key] for one in opened) for key in opened[0]}
            said("import obstat and open", middle)
            said("first answer after that", {**middle, "seconds": middle["answer"]})
            measured("build", {"count": count, "edition": 1, "folder": str(after)})
            changed = measured("diff", {"before": str(before), "after": str(after)})
            said(f"diff of {parties.CHANGED} records", changed, f"{changed['changes']} changes told")


def screening(count: int, subjects: int, *, whole: bool) -> None:
    """Many subjects screened from a list, and again after a hundred of its records changed; beside it, all of them.

    Without `whole` the second full run, which shows that nothing else differs, is left out.
    """
    print(f"\n{subjects:,} subjects against a list of {count:,} (unit {unit():.2f} s)")
    with tempfile.TemporaryDirectory(prefix="obstat-bench-") as room:
        before, after = f"{room}/before", f"{room}/after"
        for edition, folder in enumerate((before, after)):
            measured("build", {"count": count, "edition": edition, "folder": folder})
        job = {"subjects": subjects, "count": count}
        first = measured("screen", {**job, "folder": before, "output": f"{room}/first.parquet"})
        said("screen all", first, f"{subjects / first['seconds']:,.0f}/s, {first['reached']:,} reached")
        again = measured(
            "again",
            {"before": before, "after": after, "input": f"{room}/first.parquet", "output": f"{room}/again.parquet"},
        )
        ratio = first["seconds"] / again["seconds"]
        told = f"{again['asked']:,} asked, {again['changed']:,} others, {ratio:.0f} times faster"
        said(f"again after {parties.CHANGED} changes", again, told)
        if whole:
            measured("screen", {**job, "folder": after, "output": f"{room}/all.parquet"})
            same = measured("same", {"one": f"{room}/again.parquet", "two": f"{room}/all.parquet"})
            print(f"  rows that differ from screening all again: {same['differing']}", flush=True)


def main() -> None:
    """Each section is a function, named in `--part`."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--million", action="store_true", help="also a list of a million parties")
    parser.add_argument("--part", choices=PARTS, action="append", help="only this part")
    given = parser.parse_args()
    sizes = (*SIZES, MILLION) if given.million else SIZES
    for part in given.part or PARTS:
        match part:
            case "imports":
                imports()
            case "snapshots":
                snapshots(sizes)
            case "screening":
                screening(10_000, MILLION if given.million else 50_000, whole=not given.million)


if __name__ == "__main__":
    main()
