"""A server of this folder's scripts: started on a free port with a store of its own, stopped when they are done."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path

_SECONDS = 30
"""How long a server may take until it answers, and until it has stopped."""


@contextlib.contextmanager
def own_store() -> Iterator[dict[str, str]]:
    """An environment in which obstat has a store of its own, and no setting of whoever runs this."""
    with tempfile.TemporaryDirectory(prefix="obstat-conformance-") as folder:
        own = {"XDG_DATA_HOME": folder, "XDG_CONFIG_HOME": folder, "HOME": folder}
        yield {name: value for name, value in os.environ.items() if not name.startswith("OBSTAT_")} | own


@contextlib.contextmanager
def served(environment: Mapping[str, str], obstat: Path, *options: str) -> Iterator[str]:
    """The address of a server; ends the run where it does not answer."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen([obstat, "serve", "--port", str(port), *options], env=environment)
    try:
        yield _awaited(server, f"http://127.0.0.1:{port}")
    finally:
        server.terminate()
        try:
            server.wait(_SECONDS)
        except subprocess.TimeoutExpired:
            server.kill()
            raise


def answers(address: str) -> bool:
    """Whether a server lives."""
    try:
        with urllib.request.urlopen(f"{address}/healthz", timeout=5):
            return True
    except OSError:
        return False


def _awaited(server: subprocess.Popen[bytes], address: str) -> str:
    end = time.monotonic() + _SECONDS
    while time.monotonic() < end:
        if server.poll() is not None:
            sys.exit(f"The server stopped with {server.returncode} before it answered.")
        if answers(address):
            return address
        time.sleep(0.1)
    sys.exit(f"The server did not answer within {_SECONDS} seconds.")
