"""The examples of README and docs: list them, run them, write their output anew.

``python docs/examples.py`` runs every example and says which ones differ; ``--write`` puts the true output in.

Invariant: a fence of kind ``console`` is executable. Each of its lines ``$ obstat ...`` (settings such as
``OBSTAT_JURISDICTION=DE`` may stand before the word obstat) is a command, the lines after it are what a terminal of
80 columns shows, and ``$ echo $?`` shows the exit code of the command before it. ``<!-- first 12 lines -->`` above a
fence cuts each output there. A blank line stands between two commands.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

ROOT = Path(__file__).parents[1]
FILES = (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))
ANSWERS = (0, 3, 4)
"""Exit codes that are answers."""
CUT = "[...]"

_FENCE = re.compile(
    r"(?:<!-- first (?P<first>\d+) lines -->\n+)?^(?P<indent> *)```console\n(?P<body>.*?)^ *```$", re.M | re.S
)
_SNAPSHOT = re.compile(r"sha256:[0-9a-f]{6,}|\b\d+ rules searched")


@dataclass(frozen=True, slots=True)
class Block:
    """One executable fence: where it stands, its text as written and as it should be, and the exit codes met."""

    file: Path
    line: int
    written: str
    true: str
    codes: tuple[int, ...]

    @property
    def stale(self) -> bool:
        """Whether the shown output differs; white space and the snapshot's name are not compared."""
        return _comparable(self.written) != _comparable(self.true)


def blocks(file: Path) -> Iterator[Block]:
    """Run the executable fences of a file."""
    text = file.read_text(encoding="utf-8")
    for match in _FENCE.finditer(text):
        line = text.count("\n", 0, match.start("body"))
        first = int(match["first"]) if match["first"] else None
        true, codes = _executed(match["body"], match["indent"], first)
        yield Block(file, line, match["body"], true, codes)


def run(command: str) -> tuple[int, str]:
    """Run ``obstat ...`` in this process as a plain terminal of 80 columns would show it."""
    from obstat.app.cli.main import main

    words = shlex.split(command)
    start = words.index("obstat")
    settings = dict(word.split("=", 1) for word in words[:start])
    plain = {"TERM": "dumb", "COLUMNS": "80", "XDG_CONFIG_HOME": os.devnull, "XDG_DATA_HOME": os.devnull, **settings}
    kept = {k: v for k, v in os.environ.items() if not k.startswith("OBSTAT_") and k not in ("FORCE_COLOR", "LINES")}
    screen = _Screen()
    with (
        mock.patch.dict(os.environ, kept | plain, clear=True),
        mock.patch.object(sys, "argv", words[start:]),
        contextlib.redirect_stdout(screen),
        contextlib.redirect_stderr(screen),
    ):
        try:
            main()
            code = 0
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else 1
    return code, "\n".join(line.rstrip() for line in screen.getvalue().strip("\n").splitlines())


class _Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def _executed(body: str, indent: str, first: int | None) -> tuple[str, tuple[int, ...]]:
    shown: list[str] = []
    codes: list[int] = []
    for line in body.splitlines():
        line = line.removeprefix(indent)
        if line == "$ echo $?":
            shown += [line, str(codes[-1])]
        elif line.startswith("$ "):
            code, output = run(line[2:])
            shown += [""] if codes else []
            codes.append(code)
            lines = output.splitlines()
            if first is not None and len(lines) > first:
                lines = [*lines[:first], CUT]
            shown += [line, *lines]
    return "".join(f"{indent}{line}".rstrip() + "\n" for line in shown), tuple(codes)


def _comparable(text: str) -> list[str]:
    return _SNAPSHOT.sub("", text).split()


def main(arguments: list[str]) -> int:
    """Say which examples are stale, or with ``--write`` mend them."""
    stale = 0
    for file in FILES:
        text = file.read_text(encoding="utf-8")
        for block in blocks(file):
            name = f"{file.relative_to(ROOT)}:{block.line}"
            if bad := [code for code in block.codes if code not in ANSWERS]:
                print(f"{name}: exit code {bad[0]}\n{block.true}")
                stale += 1
            elif block.written != block.true and "--write" in arguments:
                text = text.replace(block.written, block.true)
            elif block.stale:
                print(f"{name}: the output shown is not the output; run 'python docs/examples.py --write'.")
                stale += 1
        if "--write" in arguments:
            file.write_text(text, encoding="utf-8")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
