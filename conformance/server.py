"""Other people's clients, run against one started server: every ``run_*.py`` and ``run_*.sh`` of this folder.

A script is told the server's address in ``OBSTAT_URL`` and the folder of obstat's commands in ``OBSTAT_BIN``; it has
failed where its exit code is not 0. ``python conformance/server.py NAME…`` runs only those whose names hold a NAME.
"""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from environments import NOT_THERE

HERE = Path(__file__).resolve().parent
_AT_ONCE = 2
_LONG = ("browser", "mcp")
_LONGEST = 600
"""Seconds that one script may take, its installation included: a guard against one that hangs, no target."""


@contextlib.contextmanager
def started() -> Iterator[str]:
    """A server of the default snapshot, with a store of its own; its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="obstat-conformance-") as folder:
        own = {"XDG_DATA_HOME": folder, "XDG_CONFIG_HOME": folder, "HOME": folder}
        environment = {name: value for name, value in os.environ.items() if not name.startswith("OBSTAT_")} | own
        command = [Path(sys.executable).with_name("obstat"), "serve", "--port", str(port)]
        server = subprocess.Popen(command, env=environment)
        try:
            yield _awaited(server, f"http://127.0.0.1:{port}")
        finally:
            server.terminate()
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()
                raise


def _awaited(server: subprocess.Popen[bytes], address: str) -> str:
    for _ in range(200):
        if server.poll() is not None:
            sys.exit(f"The server stopped with {server.returncode} before it answered.")
        if _answers(address):
            return address
        time.sleep(0.1)
    sys.exit("The server did not answer within 20 seconds.")


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/readyz", timeout=5):
            return True
    except OSError:
        return False


def _run(script: Path, environment: dict[str, str]) -> str:
    """Run a script and print what it said when it is done: ``ok``, ``failed``, or ``not run`` for want of a tool."""
    begun = time.monotonic()
    command = [sys.executable if script.suffix == ".py" else "bash", script]
    try:
        told = subprocess.run(
            command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            timeout=_LONGEST, check=False,
        )  # fmt: skip
        result = {0: "ok", NOT_THERE: "not run"}.get(told.returncode, "failed")
        said = told.stdout
    except subprocess.TimeoutExpired as late:
        result, said = "failed", (late.stdout or b"") + f"It took more than {_LONGEST} seconds.\n".encode()
    words = said.decode(errors="replace").rstrip()
    print(f"== {script.name}\n{words}\n   {result} in {time.monotonic() - begun:.1f} s", flush=True)
    return result


def main() -> int:
    """How many scripts failed. Two run at a time, those that take longest first."""
    wanted = sys.argv[1:]
    scripts = [*HERE.glob("run_*.py"), *HERE.glob("run_*.sh")]
    scripts.sort(key=lambda script: (not any(name in script.name for name in _LONG), script.name))
    chosen = [script for script in scripts if not wanted or any(name in script.name for name in wanted)]
    with started() as address:
        told = os.environ | {"OBSTAT_URL": address, "OBSTAT_BIN": str(Path(sys.executable).parent)}
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            results = dict(zip(chosen, pool.map(lambda script: _run(script, told), chosen), strict=True))
        failed = [script.name for script, result in results.items() if result == "failed"]
        if not _answers(address):
            print("The server answers no more.")
            failed.append("the server")
    counts = Counter(results.values())
    words = f"{counts['ok']} passed, {counts['not run']} could not be run here, {len(failed)} failed"
    print(f"conformance: {words} {' '.join(failed)}".rstrip())
    return len(failed)


if __name__ == "__main__":
    sys.exit(min(main(), 1))
