"""Places of their own for clients that are not installed beside obstat: ``.conformance/NAME``.

From a shell: ``python conformance/environments.py python NAME REQUIREMENT…`` or ``… node NAME PACKAGE…`` prints the
folder of the commands. What is there already is not installed again.
"""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

NOT_THERE = 75
"""The exit code of a script that could not be run for want of a tool: nothing is tested, nothing failed."""
_PATIENCE = 300
"""Seconds that an installation may take."""
HOME = Path(__file__).resolve().parents[1] / ".conformance"


def python(name: str, *requirements: str) -> Path:
    """The folder of the commands of a Python environment with the requirements."""
    folder = HOME / name
    if not _is_there(folder, requirements):
        venv.create(folder, with_pip=False, clear=True)
        pip = [sys.executable, "-m", "pip", "--python", folder / "bin" / "python", "install", "-qq", "--no-compile"]
        _install([*pip, "--disable-pip-version-check", *requirements])
        _done(folder, requirements)
    return folder / "bin"


def node(name: str, *packages: str) -> Path:
    """The folder of the commands of an npm project with the packages."""
    folder = HOME / name
    if not _is_there(folder, packages):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "package.json").write_text('{"private": true}')
        npm = ["npm", "install", "--prefix", str(folder), "--no-audit", "--no-fund", "--loglevel", "error"]
        npm += ["--fetch-timeout", "60000", "--fetch-retries", "1"]
        _install([*npm, *packages])
        _done(folder, packages)
    return folder / "node_modules" / ".bin"


def not_there(what: str) -> NoReturn:
    """End a script that cannot be run here, and say why."""
    print(f"   NOT RUN: {what}.", flush=True)
    sys.exit(NOT_THERE)


def _install(command: Sequence[object]) -> None:
    try:
        subprocess.run(list(map(str, command)), check=True, stdout=sys.stderr, timeout=_PATIENCE)
    except (OSError, subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        not_there(f"what it needs cannot be installed ({error})")


def _is_there(folder: Path, wanted: tuple[str, ...]) -> bool:
    try:
        return json.loads((folder / "installed.json").read_text()) == list(wanted)
    except (OSError, ValueError):
        return False


def _done(folder: Path, wanted: tuple[str, ...]) -> None:
    (folder / "installed.json").write_text(json.dumps(list(wanted)))


if __name__ == "__main__":
    kind, name, *wanted = sys.argv[1:]
    print({"python": python, "node": node}[kind](name, *wanted))
