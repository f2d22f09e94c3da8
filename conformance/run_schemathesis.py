"""Schemathesis: requests made from the OpenAPI document, right ones and wrong ones, and answers laid beside it."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from environments import python

ADDRESS = os.environ["OBSTAT_URL"]
BIN = python("schemathesis", "schemathesis==4.32.0")
EXCEPT = Path(__file__).with_name("schemathesis.toml")
SECONDS = os.environ.get("SCHEMATHESIS_SECONDS", "45")
"""Of requests: first examples and the edges of every schema, then others at random until the time is over."""
HOW = (
    "--no-color",
    "--config-file",
    str(EXCEPT),
    "run",
    f"{ADDRESS}/openapi.json",
    f"--max-time={SECONDS}",
    "--workers=2",
    "--seed=1",
    "--no-shrink",
    "--continue-on-failure",
    "--generation-database=none",
)

with tempfile.TemporaryDirectory() as folder:  # it keeps what failed where it stands
    sys.exit(subprocess.run([BIN / "st", *HOW], cwd=folder, stdin=subprocess.DEVNULL).returncode)
