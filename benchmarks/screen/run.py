"""Inventories screened from file to file: ``python benchmarks/screen/run.py [--rows N] [--names N] [--macs N]``.

A ledger (names of one to three made-up words with a legal form, one in a hundred a name of the pack) and, with
``--macs``, a Parquet file of that many MAC addresses (four in five of registered blocks, the others random local ones)
and ports are made up, screened with the command in a process of its own, and the wall-clock time and the peak memory
are printed beside those of bare Polars joins: of the same file with the holders of blocks, and of the same file with
the columns that the command wrote, from a table by block.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import polars as pl

import obstat
from obstat.devices.mac_registry import default_registry

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


def addresses(path: Path, rows: int) -> None:
    """Write a file of addresses, a million at a time."""
    rng = np.random.default_rng(1)
    blocks = np.array([int(p, 16) << 24 for p in default_registry().prefixes if len(p) == 6], dtype=np.uint64)
    hexadecimal = np.frombuffer(b"0123456789abcdef", dtype=np.uint8)
    parts = []
    for first in range(0, rows, 1_000_000):
        count = min(1_000_000, rows - first)
        numbers = blocks[rng.integers(0, len(blocks), count)] | rng.integers(0, 1 << 24, count, dtype=np.uint64)
        local = rng.integers(0, 1 << 48, count, dtype=np.uint64) & np.uint64(0xFEFFFFFFFFFF) | np.uint64(2 << 40)
        numbers = np.where(rng.random(count) < 0.2, local, numbers)
        text = np.full((count, 17), ord(":"), dtype=np.uint8)
        for digit in range(12):
            text[:, digit + digit // 2] = hexadecimal[(numbers >> np.uint64(44 - 4 * digit)).astype(np.int64) & 15]
        raw = text.tobytes().decode()
        shown = [raw[at : at + 17] for at in range(0, len(raw), 17)]
        parts.append(path.with_name(f"part{len(parts)}.parquet"))
        pl.DataFrame({"MAC": shown, "Port": rng.integers(1, 49, count)}).write_parquet(parts[-1])
    pl.scan_parquet(parts).sink_parquet(path)
    for part in parts:
        part.unlink()


def joined(source: Path, table: pl.DataFrame, target: Path) -> float:
    """Seconds of a bare join by the first three octets, read and written."""
    started = time.perf_counter()
    block = pl.col("MAC").str.replace_all(":", "", literal=True).str.slice(0, 6).alias("block")
    whole = pl.scan_parquet(source).with_columns(block)
    whole.join(table.lazy(), on="block", how="left", maintain_order="left").drop("block").sink_parquet(target)
    return time.perf_counter() - started


def of_addresses(room: Path, rows: int) -> None:
    """Screen a file of addresses, and join it."""
    source, target, other = room / "macs.parquet", room / "out.parquet", room / "joined.parquet"
    addresses(source, rows)
    registry = default_registry()
    holders = {p.lower(): h for p, h in zip(registry.prefixes, registry.holders, strict=True) if len(p) == 6}
    thin = joined(source, pl.DataFrame({"block": list(holders), "holder": list(holders.values())}), other)
    spent, peak = screened(source, target)
    written = pl.scan_parquet(target)
    told = written.with_columns(pl.col("MAC").str.replace_all(":", "", literal=True).str.slice(0, 6).alias("block"))
    table = told.drop("MAC", "Port").unique("block", keep="any").collect()
    wide = joined(source, table, other)
    count = written.select(pl.len()).collect().item()
    print(f"{rows:,} MAC addresses: {spent:.1f} s, peak {peak:,.0f} MiB; rows out: {count:,}")
    print(f"bare join with the holders: {thin:.1f} s ({spent / thin:.1f} x); with the columns written: {wide:.1f} s "
          f"({spent / wide:.1f} x)")  # fmt: skip


def screened(source: Path, target: Path) -> tuple[float, float]:
    """Seconds and the peak of memory in MiB, of the largest of its processes."""
    started = time.perf_counter()
    command = [sys.executable, "-m", "obstat", "screen", str(source), "--activity", "procure_public"]
    running = subprocess.Popen([*command, "--on", "2026-11-20", "-o", str(target), "--format", "json"],
                               stdout=subprocess.DEVNULL)  # fmt: skip
    _, code, used = os.wait4(running.pid, 0)
    if code:
        raise SystemExit(f"The command ended with {os.waitstatus_to_exitcode(code)}.")
    return time.perf_counter() - started, used.ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--names", type=int, default=300_000)
    parser.add_argument("--macs", type=int, default=0)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="obstat-bench-") as room:
        source, target = Path(room) / "ledger.csv", Path(room) / "out.parquet"
        ledger(source, given.rows, given.names)
        started = time.perf_counter()
        frame = pl.read_csv(source)
        frame.join(frame.select("Supplier").unique().with_row_index(), on="Supplier").write_parquet(target)
        bare = time.perf_counter() - started
        spent, peak = screened(source, target)
        written = pl.read_parquet(target)
    statuses = dict(written.group_by("obstat_status").len().iter_rows())
    print(
        f"{given.rows:,} rows, {given.names:,} distinct names: {spent:.1f} s, {given.rows / spent:,.0f} rows a second"
    )
    print(f"peak {peak:,.0f} MiB; a bare join of the same columns, read and written: {bare:.2f} s")
    print(f"rows out: {written.height:,}; {statuses}")
    if given.macs:
        with tempfile.TemporaryDirectory(prefix="obstat-bench-") as room:
            of_addresses(Path(room), given.macs)


if __name__ == "__main__":
    main()
