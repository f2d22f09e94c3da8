"""A real server in a process of its own, and a client that says exactly what it is told to."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

_RUN = "from obstat.app.cli.main import main; main()"
_WITH = """
import sys; sys.path.insert(0, {folder!r})
from obstat.app.service import application
application.PARTS = (*application.PARTS, {part!r})
from obstat.app.cli.main import main; main()
"""


class Answered:
    """What came back, read until the server closed or the stated length was there."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        head, _, self.body = raw.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        self.status = int(lines[0].split()[1]) if lines[0] else None
        self.headers = {k.lower(): v.strip() for k, _, v in (line.partition(":") for line in lines[1:])}

    @property
    def problem(self) -> dict:
        assert self.headers["content-type"] == "application/problem+json", self.raw
        return json.loads(self.body)


class Started:
    """A server that listens."""

    def __init__(self, process: subprocess.Popen, host: str, port: int, log: Path) -> None:
        self.process, self.host, self.port, self._log = process, host, port, log

    def connect(self, timeout: float = 10) -> socket.socket:
        return socket.create_connection((self.host, self.port), timeout)

    def say(self, data: bytes, timeout: float = 10) -> Answered:
        with self.connect(timeout) as sock:
            sock.sendall(data)
            return heard(sock)

    def get(
        self, path: str, *headers: str, host: str | None = None, method: str = "GET", body: bytes = b""
    ) -> Answered:
        lines = [f"{method} {path} HTTP/1.1", f"Host: {host or f'{self.host}:{self.port}'}", *headers]
        if body or method == "POST":
            lines.append(f"Content-Length: {len(body)}")
        return self.say("\r\n".join([*lines, "", ""]).encode("utf-8") + body)

    def alive(self) -> bool:
        return self.get("/healthz").status == 200

    @property
    def log(self) -> str:
        return self._log.read_text(encoding="utf-8")

    def workers(self) -> list[int]:
        """The processes that answer."""
        return [pid for pid in children(self.process.pid) if "spawn_main" in command_line(pid)] or [self.process.pid]

    def memory(self) -> int:
        """MiB that the answering processes hold in RAM."""
        kib = 0
        for pid in self.workers():
            status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
            kib += int(re.search(r"VmRSS:\s+(\d+)", status)[1])
        return kib // 1024

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(30)


def heard(sock: socket.socket) -> Answered:
    """Read one answer."""
    raw = b""
    with contextlib.suppress(ConnectionResetError):
        while piece := sock.recv(65536):
            raw += piece
            head, there, body = raw.partition(b"\r\n\r\n")
            length = re.search(rb"content-length: (\d+)", head, re.I)
            if there and length and len(body) >= int(length[1]):
                break
    return Answered(raw)


def children(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8").split()]


def command_line(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_bytes().decode()


def running(pid: int) -> bool:
    """Whether a worker is there and has not ended."""
    try:
        return "spawn_main" in command_line(pid)
    except OSError:
        return False


def environment(store: Path) -> dict[str, str]:
    clean = {k: v for k, v in os.environ.items() if not k.startswith("OBSTAT_")}
    return {**clean, "OBSTAT_STORE": str(store), "XDG_CONFIG_HOME": str(store / "none")}


def call(store: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run ``obstat`` to its end."""
    return subprocess.run(
        [sys.executable, "-c", _RUN, *arguments], env=environment(store), capture_output=True, text=True, timeout=60
    )


@contextlib.contextmanager
def started(store: Path, *options: str, part: str = "") -> Iterator[Started]:
    """``obstat serve`` on a free port, stopped at the end; `part` is a module of the tests that gives more routes."""
    log = store / "log"
    code = _WITH.format(folder=str(Path(__file__).parent), part=part) if part else _RUN
    store.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, "-c", code, "serve", "--port", "0", *options],
            env=environment(store),
            stderr=file,
        )
    try:
        found = None
        until = time.monotonic() + 60
        while found is None and process.poll() is None and time.monotonic() < until:
            time.sleep(0.05)
            found = re.search(r"on port (\d+)", log.read_text(encoding="utf-8"))
        assert found, log.read_text(encoding="utf-8")
        server = Started(process, "127.0.0.1", int(found[1]), log)
        while time.monotonic() < until:
            with contextlib.suppress(OSError):
                if server.get("/healthz", "Connection: close").status == 200:
                    break
            time.sleep(0.05)
        yield server
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
