"""The package `reconciler`, unchanged, in an environment with the numpy that it needs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from environments import python

BIN = python("reconciler", "reconciler==0.2.2", "numpy<2", "pandas<3", "requests", "tqdm")
script = Path(__file__).resolve().parent / "clients" / "reconciler_package.py"
sys.exit(subprocess.run([BIN / "python", script], timeout=120).returncode)
