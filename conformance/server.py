"""Other people's clients, run against one started server: every ``run_*.py`` and ``run_*.sh`` of this folder.

A script is told the server's address in ``OBSTAT_URL`` and the folder of obstat's commands in ``OBSTAT_BIN``; it has
failed where its exit code is not 0. ``python conformance/server.py NAME…`` runs only those whose names hold a NAME.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from environments import NOT_THERE
from serving import answers, own_store, served

HERE = Path(__file__).resolve().parent
_AT_ONCE = 2
_LONG = ("browser", "mcp")
_LONGEST = 2400
"""Seconds that one script may take, its installation included: a guard against one that hangs, no target."""


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
    with own_store() as environment, served(environment, Path(sys.executable).with_name("obstat")) as address:
        told = os.environ | {"OBSTAT_URL": address, "OBSTAT_BIN": str(Path(sys.executable).parent)}
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            results = dict(zip(chosen, pool.map(lambda script: _run(script, told), chosen), strict=True))
        failed = [script.name for script, result in results.items() if result == "failed"]
        if not answers(address):
            print("The server answers no more.")
            failed.append("the server")
    counts = Counter(results.values())
    words = f"{counts['ok']} passed, {counts['not run']} could not be run here, {len(failed)} failed"
    print(f"conformance: {words} {' '.join(failed)}".rstrip())
    return len(failed)


if __name__ == "__main__":
    sys.exit(min(main(), 1))
