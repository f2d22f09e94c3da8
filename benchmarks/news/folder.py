"""A folder of made-up stories, weighed by matter: ``python benchmarks/news/folder.py [--stories 1000] [--workers 1]``.

Prints the tokens a second over all that is done (reading, finding claims, weighing, writing JSON), the memory of the
largest process, and B-cubed of the matters. The matters are those of the generator (see ``made_up.py``), whose stories
are alike but for names, days and numbers, so that they are harder to tell apart than news are.
"""

from __future__ import annotations

import argparse
import re
import resource
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

import made_up

import obstat
from obstat.report.news.json import as_lines
from obstat.screening.stories import stories

TOKEN = re.compile(r"\w+|[^\w\s]")
_UNIT = 1 << 20 if sys.platform == "darwin" else 1 << 10
"""What of the system's figure for memory makes a megabyte."""


def b_cubed(found: list[list[str]], true: dict[str, str]) -> tuple[float, float]:
    """Precision and recall of groups of stories."""
    gold: defaultdict[str, set[str]] = defaultdict(set)
    for name, matter in true.items():
        gold[matter].add(name)
    precision = recall = 0.0
    for group in found:
        for name in group:
            met = len(gold[true[name]].intersection(group))
            precision += met / len(group)
            recall += met / len(gold[true[name]])
    return precision / len(true), recall / len(true)


def main() -> int:
    options = argparse.ArgumentParser(description="A folder of stories, weighed by matter.")
    options.add_argument("--stories", type=int, default=1000)
    options.add_argument("--workers", type=int, default=1)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        true = made_up.write_apart(folder, asked.stories)
        tokens = sum(len(TOKEN.findall(file.read_text("utf-8"))) for file in folder.iterdir())
        ob = obstat.open()
        found: list[list[str]] = []
        begun, spent, written = time.perf_counter(), time.process_time(), 0

        def noted():
            for weighed in stories(ob, folder, workers=asked.workers):
                found.append([document.id for document in weighed.documents])
                yield weighed

        written = sum(map(len, as_lines(noted())))
        seconds, spent = time.perf_counter() - begun, time.process_time() - spent
    told = sorted(name for group in found for name in group)
    if told != sorted(true):
        raise SystemExit(f"{len(true):,} stories went in and {len(told):,} came out: correct the weighing.")
    precision, recall = b_cubed(found, true)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _UNIT
    print(f"{asked.stories:,} stories in and out, {tokens:,} tokens, {written:,} characters of JSON")
    print(f"{'tokens a second':<42}{tokens / seconds:>12,.0f}")
    print(f"{'  of processor time of this process':<42}{tokens / spent:>12,.0f}")
    print(f"{'memory at most, MB':<42}{memory:>12,.0f}")
    print(f"{'parts weighed together':<42}{len(found):>12,}   of {len(set(true.values())):,} made-up matters")
    print(f"{'matters, B-cubed precision and recall':<42}{precision:>12.3f}{recall:>8.3f}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
