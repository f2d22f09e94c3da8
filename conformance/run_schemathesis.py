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
SECONDS = float(os.environ.get("SCHEMATHESIS_SECONDS", "45"))
"""Of requests, in all."""
WALKS = (
    ("--phases=examples,coverage,fuzzing", f"--max-time={SECONDS * 2 / 3:g}"),
    ("--phases=stateful", "--include-tag=screen", f"--max-time={SECONDS / 3:g}"),
)
"""First examples and the edges of every schema, then others at random until the time is over; then from upload to
upload what can be done with a job, which the ids that are made up never reach."""
HOW = (
    "--no-color",
    "--config-file",
    str(EXCEPT),
    "run",
    f"{ADDRESS}/openapi.json",
    "--workers=1",  # hypothesis reads the source of its functions, which threads do to one another's harm
    "--seed=1",
    "--no-shrink",
    "--continue-on-failure",
    "--generation-database=none",
)

with tempfile.TemporaryDirectory() as folder:  # it keeps what failed where it stands
    runs = [subprocess.run([BIN / "st", *HOW, *walk], cwd=folder, stdin=subprocess.DEVNULL) for walk in WALKS]
    sys.exit(max(run.returncode for run in runs))
