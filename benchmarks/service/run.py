"""Questions a second over HTTP, of a real server. ``make bench-service`` prints them; nothing here is asserted.

The server is a process of its own on one core, where the system lets us choose; 8 clients in this process, on the other
cores, each with one connection that is kept, ask 200 situations of the pack over and over. Answers are kept by the
server, by snapshot and question; so the figures are given without that first (``Cache-Control: no-cache``), then with.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import random
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Coroutine, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlencode

CLIENTS, SITUATIONS = 8, 200
HOST = "127.0.0.1"
STARTS = 5
_FACTS = ("activity", "jurisdiction", "actor", "purpose", "made_in", "equipment", "device_status", "exemption",
          "subject_to_ear")  # fmt: skip


@dataclass(frozen=True)
class Round:
    """What one round of asking gave: seconds of each answer, and of all of it."""

    seconds: list[float]
    lasted: float
    octets: int

    def __str__(self) -> str:
        steps = statistics.quantiles(self.seconds, n=100)
        return (
            f"{len(self.seconds) / self.lasted:7,.0f} requests/s   p50 {steps[49] * 1000:5.2f} ms   "
            f"p95 {steps[94] * 1000:5.2f} ms   p99 {steps[98] * 1000:5.2f} ms   ({len(self.seconds):,} answers)"
        )


def addresses() -> list[str]:
    """Questions of the pack's situation files, as addresses."""
    from obstat.knowledge import pack_files

    found, _ = pack_files.read_situations()
    asked = []
    for _, situation in random.Random(8).sample(found, SITUATIONS):
        ask = situation.ask
        facts = {name: getattr(ask, name) for name in _FACTS}
        days = {"on": ask.on, "as_known": ask.as_known}
        told = {"text": ask.subject, **facts, **days}
        asked.append("/v1/check?" + urlencode({name: str(value) for name, value in told.items() if value is not None}))
    return asked


def core_seconds(process: int) -> float:
    """Seconds of a core that a process has had; 0 where the system does not tell."""
    try:
        told = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def measured(name: str, process: int, asking: Coroutine[Any, Any, Round]) -> None:
    """Print a round, with the time of a core that the server had for each answer and how much of the core that was.

    Where others take the rest of the core, the first says what the server alone would need.
    """
    before = core_seconds(process)
    found = asyncio.run(asking)
    had = core_seconds(process) - before
    print(f"{name:<26}{found}")
    print(
        f"{'':<26}the core for {had / len(found.seconds) * 1000:.2f} ms an answer, {had / found.lasted:.0%} of it had"
    )


@contextlib.contextmanager
def server(core: int | None, store: str, *options: str) -> Iterator[tuple[int, int, float]]:
    """A server that is ready: its process id, port and seconds until the first answer of /readyz."""
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    begun = time.perf_counter()
    child = subprocess.Popen(
        [sys.executable, "-m", "obstat", "serve", "--port", str(port), *options],
        stderr=subprocess.DEVNULL,
        env={**os.environ, "OBSTAT_STORE": store},
        preexec_fn=(lambda: os.sched_setaffinity(0, {core})) if core is not None else None,
    )
    try:
        yield child.pid, port, _ready(child, port) - begun
    finally:
        child.terminate()
        child.wait(20)


def _ready(child: subprocess.Popen[bytes], port: int) -> float:
    for _ in range(3000):
        if child.poll() is not None:
            raise SystemExit(f"The server ended with code {child.returncode}; start it by hand to see why.")
        with contextlib.suppress(OSError), socket.create_connection((HOST, port), 1) as one:
            one.sendall(b"GET /readyz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
            if one.recv(64).startswith(b"HTTP/1.1 200"):
                return time.perf_counter()
        time.sleep(0.01)
    raise SystemExit("The server was not ready in 30 seconds.")


async def client(
    port: int,
    asked: list[str],
    header: str,
    until: float,
    seconds: list[float],
    *,
    first: int | None = None,
    most: float = float("inf"),
) -> int:
    """Ask in turn, from `first` or a random place on, until the time is up or all are asked; the bytes that came."""
    reader, writer = await asyncio.open_connection(HOST, port)
    requests = [f"GET {one} HTTP/1.1\r\nHost: {HOST}:{port}\r\n{header}\r\n".encode() for one in asked]
    at, octets = random.randrange(len(requests)) if first is None else first, 0
    while (begun := time.perf_counter()) < until and len(seconds) < most:
        writer.write(requests[at % len(requests)])
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise SystemExit(f"{asked[at % len(requests)]} was answered with {head.splitlines()[0].decode()}.")
        length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
        octets += len(await reader.readexactly(length))
        seconds.append(time.perf_counter() - begun)
        at += 1
    writer.close()
    return octets


async def asking(port: int, asked: list[str], header: str, lasting: float) -> Round:
    """All clients at once."""
    seconds: list[float] = []
    begun = time.perf_counter()
    octets = await asyncio.gather(*(client(port, asked, header, begun + lasting, seconds) for _ in range(CLIENTS)))
    return Round(seconds, time.perf_counter() - begun, sum(octets))


async def once(port: int, asked: list[str]) -> Round:
    """Each question once, by one client, of a server that was never asked anything."""
    seconds: list[float] = []
    begun = time.perf_counter()
    octets = await client(port, asked, "", float("inf"), seconds, first=0, most=len(asked))
    return Round(seconds, time.perf_counter() - begun, octets)


def memory(process: int) -> str:
    """Resident memory now and at its peak."""
    try:
        told = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    except OSError:
        return "not told by this system"
    figures = {line.split(":")[0]: int(line.split()[1]) / 1024 for line in told.splitlines() if line.startswith("Vm")}
    return f"{figures['VmRSS']:.0f} MiB, at most {figures['VmHWM']:.0f} MiB"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=5.0, help="how long each round lasts")
    lasting = parser.parse_args().seconds
    asked = addresses()
    core = _apart()
    print(f"server on {'one core' if core is not None else 'any core'}, {CLIENTS} clients on "
          f"{'others' if core is not None else 'any'}, {SITUATIONS} situations")  # fmt: skip
    with TemporaryDirectory() as store:
        starts = []
        for _ in range(STARTS - 1):
            with server(core, store) as (_, _, seconds):
                starts.append(seconds)
        with server(core, store) as (process, port, seconds):
            starts.append(seconds)
            print(f"start until ready: {statistics.median(starts):.2f} s, median of {STARTS}   (bar 1.5 s)")
            print(f"memory before the first question: {memory(process)}")
            measured("first asked, one client", process, once(port, asked))
            measured("no kept answers", process, asking(port, asked, _FRESH, lasting))
            measured("answers kept by question", process, asking(port, asked, "", lasting))
            print("bar: 500 requests/s, p95 < 10 ms")
            print(f"memory after it: {memory(process)}   (bar 200 MiB)")


_FRESH = "Cache-Control: no-cache\r\n"


def _apart() -> int | None:
    """A core for the server, after this process has left it; None where that cannot be."""
    if not hasattr(os, "sched_getaffinity") or len(cores := sorted(os.sched_getaffinity(0))) < 2:
        return None
    os.sched_setaffinity(0, cores[:-1])
    return cores[-1]


if __name__ == "__main__":
    main()
