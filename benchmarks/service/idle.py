"""Connections that say nothing, held open at once: ``python benchmarks/service/idle.py [--connections N]``.

The server and this client are two processes, and each needs a descriptor for every connection: both get as many as
they need where the system allows it. Printed are how many were opened and in what time, how many the server itself
held, its memory before and meanwhile, the time of questions that others ask meanwhile, and how many it had closed once
the time for silence was over.
"""

from __future__ import annotations

import argparse
import contextlib
import resource
import select
import socket
import statistics
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from run import HOST, server

ASKED = b"GET /v1/check?text=Huawei+P30&on=2023-05-01 HTTP/1.1\r\nHost: 127.0.0.1\r\n%sConnection: close\r\n\r\n"
FRESH = b"Cache-Control: no-cache\r\n"
QUESTIONS = 50
SPARE = 200
"""Connections beside the silent ones that the server may keep."""


def descriptors(wanted: int) -> None:
    """Let this process, and the server that it begins, open so many files."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < wanted:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, max(wanted, hard)))
        except (ValueError, OSError):
            sys.exit(f"At most {hard:,} files may be open here and {wanted:,} are needed; see ulimit -Hn.")


def held(process: int) -> int:
    """Sockets that a process has open, as the system counts them."""
    count = 0
    for one in Path(f"/proc/{process}/fd").iterdir():
        with contextlib.suppress(OSError):
            count += str(one.readlink()).startswith("socket:")
    return count


def resident(process: int) -> float:
    """MiB of a process that are in memory."""
    return (
        int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize() / (1 << 20)
    )


def question(port: int) -> float:
    """Seconds of one question on a connection of its own."""
    begun = time.perf_counter()
    with socket.create_connection((HOST, port), 30) as sock:
        sock.sendall(ASKED % FRESH)
        told = b""
        while piece := sock.recv(65536):
            told += piece
    if not told.startswith(b"HTTP/1.1 200"):
        sys.exit(f"A question was answered with {told[:60]!r}.")
    return time.perf_counter() - begun


def questions(port: int) -> str:
    """The times of some, in words."""
    seconds = [question(port) for _ in range(QUESTIONS)]
    return (
        f"p50 {statistics.median(seconds) * 1000:.1f} ms, at most {max(seconds) * 1000:.1f} ms ({QUESTIONS} questions)"
    )


def opened(port: int, count: int) -> list[socket.socket]:
    """Connections on which nothing is said."""
    return [socket.create_connection((HOST, port), 30) for _ in range(count)]


def closed(socks: list[socket.socket], until: float) -> int:
    """How many of the connections the other side has closed by then."""
    poll = select.poll()
    left = {sock.fileno(): sock for sock in socks}
    for number in left:
        poll.register(number, select.POLLIN)
    while left and (rest := until - time.monotonic()) > 0:
        for number, _ in poll.poll(rest * 1000):
            gone = b""
            with contextlib.suppress(ConnectionResetError):
                gone = left[number].recv(1)
            if not gone:
                poll.unregister(number)
                del left[number]
    return len(socks) - len(left)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--connections", type=int, default=10_000)
    parser.add_argument("--silence", type=float, default=40.0, help="seconds that a client may be silent")
    given = parser.parse_args()
    count = given.connections
    descriptors(count + SPARE + 4096 + 100)  # of which the server keeps 4,096 for other things than connections
    options = ("--connections", str(count + SPARE), "--idle-seconds", str(given.silence))
    with TemporaryDirectory() as store, server(None, store, *options) as (process, port, _):
        print(f"questions before:            {questions(port)}")
        before, own = resident(process), held(process)
        begun = time.monotonic()
        socks = opened(port, count)
        took = time.monotonic() - begun
        while held(process) - own < count and time.monotonic() - begun < given.silence / 2:
            time.sleep(0.05)
        print(f"opened:                      {len(socks):,} in {took:.1f} s; the server holds {held(process) - own:,}")
        now = resident(process)
        print(f"memory of the server:        {before:.0f} MiB before, {now:.0f} MiB with them "
              f"({(now - before) * 1024 / count:.1f} KiB each)")  # fmt: skip
        print(f"questions meanwhile:         {questions(port)}")
        still = closed(socks, time.monotonic())
        print(f"still open after these:      {held(process) - own:,} ({still:,} were closed early)")
        done = closed(socks, begun + given.silence + took + 20)
        print(f"closed after {given.silence:g} s of silence: {done:,}, the last {time.monotonic() - begun:.1f} s after "
              f"the first was opened; the server holds {held(process) - own:,}")  # fmt: skip
        for sock in socks:
            sock.close()
        print(f"questions after:             {questions(port)}; {resident(process):.0f} MiB")


if __name__ == "__main__":
    main()
