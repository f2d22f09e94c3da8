"""A large file screened by a server: ``python benchmarks/service/upload.py [--rows N] [--names N]``.

A ledger of made-up suppliers, one in a hundred a name of the pack, is sent to a server in a process of its own. Printed
are the seconds of the upload, of the job and of each question about its result, the peak memory of the server (before
the upload, after it, after the questions) and of the process of the job, and whether what was told of the progress
grew with the work.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import obstat

FORMS = ("Inc", "LLC", "Ltd", "GmbH", "SA", "Corp", "")
PLACES = ("US", "DE", "CN", "GB", "MX", "")


def ledger(path: Path, rows: int, names: int) -> None:
    """Write the file, a line at a time."""
    rng = random.Random(1)
    ours = [name.text for party in obstat.open().snapshot.parties.values() for name in party.names]
    words = ["".join(rng.choices("bdfgklmnprstvz", k=3)) + rng.choice("aeiou") for _ in range(9_000)]
    told = [
        rng.choice(ours) if rng.random() < 0.01 else f"{rng.choice(words)} {rng.choice(words)} {rng.choice(FORMS)}"
        for _ in range(names)
    ]
    suppliers = [f'"{name.title()}";{rng.choice(PLACES)}' for name in told]
    with path.open("w", encoding="utf-8") as file:
        file.write("Supplier;Country of origin;Order;Quantity;Amount\n")
        for row in range(rows):
            file.write(f"{rng.choice(suppliers)};PO-{row:08};{row % 90};{row % 7919 / 10}\n")


def memory(pid: int, what: str = "VmHWM") -> float:
    """MiB that a process holds, or held at most."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith(what)), 0.0)


def children(pid: int) -> list[int]:
    """The processes that a process began."""
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        found += [int(child) for child in task.read_text().split()]
    return [*found, *(deeper for child in found for deeper in children(child))]


class Watched:
    """The peak memory of what a server begins."""

    def __init__(self, pid: int) -> None:
        self.pid, self.peak = pid, 0.0
        threading.Thread(target=self._watch, daemon=True).start()

    def _watch(self) -> None:
        while Path(f"/proc/{self.pid}").exists():
            self.peak = max([self.peak, *(memory(child) for child in children(self.pid))])
            time.sleep(0.3)


def asked(address: str, **how: object) -> tuple[dict, float]:
    """What an address answers, and the seconds that it took."""
    started = time.perf_counter()
    with urllib.request.urlopen(urllib.request.Request(address, **how)) as answer:
        return json.loads(answer.read()), time.perf_counter() - started


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--names", type=int, default=20_000, help="different suppliers")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as room:
        source = Path(room) / "ledger.csv"
        ledger(source, given.rows, given.names)
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        here = f"http://127.0.0.1:{port}"
        command = [str(Path(sys.executable).with_name("obstat")), "serve", "--port", str(port)]
        environment = {**os.environ, "OBSTAT_STORE": str(Path(room) / "store")}
        server = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
        try:
            measure(server.pid, here, source)
        finally:
            server.terminate()
            server.wait(30)


def measure(pid: int, here: str, source: Path) -> None:
    """Send the file to a server, and print what it takes."""
    while True:
        try:
            asked(f"{here}/readyz")
            break
        except urllib.error.URLError:
            time.sleep(0.1)
    before, watched = memory(pid), Watched(pid)
    size = source.stat().st_size
    with source.open("rb") as file:
        head = {"Content-Length": str(size), "Content-Type": "text/csv"}
        options = "name=ledger.csv&activity=procure_public&on=2026-11-20&format=parquet"
        status, upload = asked(f"{here}/v1/screen?{options}", data=file, headers=head, method="POST")
    print(f"{size / (1 << 20):,.1f} MiB sent in {upload:.2f} s; the server held {before:.0f} MiB before it, "
          f"{memory(pid):.0f} MiB at most by its end")  # fmt: skip
    address = f"{here}{status['links']['self']}"
    started, seen, slowest = time.perf_counter(), [], 0.0
    while status["state"] not in ("done", "failed"):
        time.sleep(0.2)
        slowest = max(slowest, asked(f"{here}/healthz")[1])
        status = asked(address)[0]
        seen.append(status["rows"]["done"])
    took = time.perf_counter() - started
    rows = status["rows"]["done"]
    print(f"{rows:,} rows {status['state']} in {took:.1f} s ({rows / took:,.0f}/s): {status['statuses']}")
    order = "in" if seen == sorted(seen) else "NOT in"
    print(
        f"the process of the job held {watched.peak:.0f} MiB at most; {len(set(seen))} steps of progress, {order} order"
    )
    print(f"another question waited {slowest * 1000:.0f} ms at most meanwhile")
    for sought in ("limit=50", f"offset={max(rows - 50, 0)}", "status=prohibited,licence_required", "q=huawei",
                   "group=status", "group=parties", "group=Supplier"):  # fmt: skip
        told, seconds = asked(f"{address}/rows?{sought}")
        print(f"  rows?{sought:<38} {told['matching']:>10,} rows {seconds * 1000:>7.0f} ms")
    print(f"the server held {memory(pid):.0f} MiB at most after these, {memory(pid, 'VmRSS'):.0f} MiB now")


if __name__ == "__main__":
    main()
