"""A ledger screened from file to file: ``python benchmarks/screen/run.py [--rows 1000000] [--names 300000]``.

Makes up a ledger (names of one to three made-up words with a legal form, one in a hundred a name of the pack), screens
it with the command in a process of its own, and prints the wall-clock time and the peak memory, beside those of a bare
Polars join of the same columns.
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import polars as pl

import obstat

SYLLABLES = ("ka", "lo", "mi", "ren", "tor", "vas", "del", "ber", "gun", "nor", "sta", "pi", "ra", "mo", "tex", "san")
FORMS = ("Inc", "LLC", "Ltd", "GmbH", "SA", "Corp", "")


def ledger(path: Path, rows: int, names: int) -> None:
    """Write the ledger."""
    rng = random.Random(1)
    words = sorted({"".join(rng.choices(SYLLABLES, k=rng.randint(2, 4))).title() for _ in range(20_000)})
    ours = [name.text for party in obstat.open().snapshot.parties.values() for name in party.names]
    distinct: dict[str, None] = {}
    while len(distinct) < names:
        name = rng.choice(ours) if rng.random() < 0.01 else " ".join(rng.choices(words, k=rng.randint(1, 3)))
        distinct[f"{name} {rng.choice(FORMS)}".strip()] = None
    told = list(distinct)
    suppliers = [told[at] if at < names else rng.choice(told) for at in range(rows)]
    amounts = [round(rng.random() * 1000, 2) for _ in range(rows)]
    pl.DataFrame({"Supplier": suppliers, "Amount": amounts}).write_csv(path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--names", type=int, default=300_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="obstat-bench-") as room:
        source, target = Path(room) / "ledger.csv", Path(room) / "out.parquet"
        ledger(source, given.rows, given.names)
        started = time.perf_counter()
        frame = pl.read_csv(source)
        frame.join(frame.select("Supplier").unique().with_row_index(), on="Supplier").write_parquet(target)
        bare = time.perf_counter() - started
        started = time.perf_counter()
        command = [sys.executable, "-m", "obstat", "screen", str(source), "--activity", "procure_public"]
        subprocess.run([*command, "--on", "2026-11-20", "-o", str(target), "--format", "json"], check=True,
                       stdout=subprocess.DEVNULL)  # fmt: skip
        spent = time.perf_counter() - started
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        written = pl.read_parquet(target)
    statuses = dict(written.group_by("obstat_status").len().iter_rows())
    print(
        f"{given.rows:,} rows, {given.names:,} distinct names: {spent:.1f} s, {given.rows / spent:,.0f} rows a second"
    )
    print(f"peak {peak:,.0f} MiB; a bare join of the same columns, read and written: {bare:.2f} s")
    print(f"rows out: {written.height:,}; {statuses}")


if __name__ == "__main__":
    main()
