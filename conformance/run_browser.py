"""The pages in a real browser: every screen's main path, with scripts and without, and what axe finds in each.

It uses the system's Chromium (``CHROMIUM`` names another). Where there is none, or no Node, this is told and nothing
tested. A request to another host, a complaint in the console and a violation of WCAG 2.2 AA are failures.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path

from environments import node, not_there

BROWSER = Path(__file__).resolve().parent / "browser"
PACKAGES = ("playwright-core@1.57.0", "axe-core@4.11.0")
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def tools() -> dict[str, str]:
    """The variables that tell the scripts where Chromium and their packages are; ends the run where one is missing."""
    named = os.environ.get("CHROMIUM")
    chromium = shutil.which(named) if named else next(filter(None, map(shutil.which, _NAMES)), None)
    if chromium is None:
        not_there(
            f"there is no Chromium ({named or 'none of ' + ', '.join(_NAMES)}); install it, or name one in CHROMIUM"
        )
    if shutil.which("node") is None or shutil.which("npm") is None:
        not_there("there is no Node with npm; install both")
    return {"CHROMIUM": str(chromium), "OBSTAT_NODE": str(node("browser", *PACKAGES))}


@contextlib.contextmanager
def guarded(commands: Path) -> Iterator[Mapping[str, str]]:
    """A server that others can reach, so that it wants a token; its address here and the token."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="obstat-browser-") as folder:
        own = {"XDG_DATA_HOME": folder, "XDG_CONFIG_HOME": folder, "HOME": folder}
        environment = {name: value for name, value in os.environ.items() if not name.startswith("OBSTAT_")} | own
        create = [commands / "obstat", "token", "create", "browser", "--role", "admin", "--format", "json"]
        made = subprocess.run(create, env=environment, capture_output=True, text=True, check=True).stdout
        command = [commands / "obstat", "serve", "--host", "0.0.0.0", "--port", str(port), "--names", "127.0.0.1"]
        server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            address = f"http://127.0.0.1:{port}"
            _await(server, address)
            yield {"OBSTAT_GUARDED_URL": address, "OBSTAT_TOKEN": json.loads(made)["token"]}
        finally:
            server.terminate()
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()


def _await(server: subprocess.Popen[bytes], address: str) -> None:
    for _ in range(300):
        if server.poll() is not None:
            sys.exit(f"The server with a token stopped with {server.returncode} before it answered.")
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{address}/healthz", timeout=5):
            return
        time.sleep(0.1)
    sys.exit("The server with a token did not answer within 30 seconds.")


def main() -> int:
    told = os.environ | tools()
    with guarded(Path(os.environ["OBSTAT_BIN"])) as access:
        return subprocess.run(["node", BROWSER / "run.mjs", *sys.argv[1:]], env=told | access, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
