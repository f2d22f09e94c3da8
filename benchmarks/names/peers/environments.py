"""One virtual environment per family of peers, made once below a cache folder and used again.

Peers stay out of obstat's own environment because they exclude one another: emm holds scikit-learn and rapidfuzz at
versions nomenklatura refuses. An environment is finished when it holds the file ``READY``; anything else is made anew.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

REQUIREMENTS: dict[str, tuple[str, ...]] = {
    "rapidfuzz": ("rapidfuzz==3.14.6", "numpy==2.4.6"),
    "nomenklatura": (
        "nomenklatura==4.17.4",
        "followthemoney==4.11.2",
        "rigour==2.6.1",
        "duckdb==1.5.6",
        "pyicu==2.17",
    ),
    "emm": ("emm==2.1.11", "scikit-learn==1.5.2", "pandas==2.3.3", "numpy==2.4.6", "sparse-dot-topn==1.2.0"),
}
"""What each family installs: the peer, and the packages whose version decides its scores or its speed."""

READY = "READY"
LINES_SHOWN = 8


class PeerNotInstalled(Exception):
    """A family's environment could not be made. ``output`` holds the last lines the installer wrote."""

    def __init__(self, family: str, output: str) -> None:
        super().__init__(f"the environment of {family} could not be made:\n{output}")
        self.family = family
        self.output = output


def python_of(family: str, cache: Path) -> Path:
    """The python of a family's environment below ``cache``, which is made first if need be.

    Raises ``PeerNotInstalled``, and leaves nothing behind, when it cannot be made.
    """
    folder = folder_of(family, cache)
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    if not (folder / READY).exists():
        shutil.rmtree(folder, ignore_errors=True)
        try:
            _make(family, folder, python)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
    return python


def folder_of(family: str, cache: Path) -> Path:
    """Where a family's environment lives. Another pin or another Python is another folder."""
    wanted = " ".join((f"{sys.version_info.major}.{sys.version_info.minor}", *REQUIREMENTS[family]))
    return cache.resolve() / f"{family}-{hashlib.sha256(wanted.encode()).hexdigest()[:10]}"


def _make(family: str, folder: Path, python: Path) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    _do(family, [sys.executable, "-m", "venv", str(folder)])
    _do(family, [str(python), "-m", "pip", "install", "--disable-pip-version-check", "-q", *REQUIREMENTS[family]])
    (folder / READY).write_text("\n".join(REQUIREMENTS[family]) + "\n", encoding="utf-8")


def _do(family: str, command: list[str]) -> None:
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode:
        raise PeerNotInstalled(family, "\n".join(done.stdout.splitlines()[-LINES_SHOWN:]))
