"""Which rows of a result are sought, and the process that looks for them.

Invariant: the library that reads tables is never loaded into the server, whose memory stays small: a process beside it
looks, is kept a while for the next question, and ends with the server.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from obstat.app.service.problems import Problem
from obstat.model.errors import InvalidValue, UnknownCode
from obstat.model.status import Status

MOST = 1000
"""Rows of a page."""
_LONGEST_TEXT = 200
_AT_ONCE = 2
"""Processes that look, at most; who comes then waits."""
_PATIENCE = 60.0
"""Seconds that a look may take."""
_NAMES = ("offset", "limit", "status", "q", "group")


@dataclass(frozen=True, slots=True)
class Sought:
    """Which rows are wanted, and by which column they are counted."""

    offset: int = 0
    limit: int = 50
    statuses: tuple[str, ...] = ()
    text: str = ""
    """What a cell or an answer of the row holds, in any case of letters."""
    group: str | None = None
    equal: tuple[tuple[str, str], ...] = ()
    """Columns and the value that each must have, or hold where it is a list."""

    @classmethod
    def of(cls, fields: list[tuple[str, str]]) -> Sought:
        """What the fields of a request say: ``status`` and ``where=COLUMN=VALUE`` as often as wanted."""
        given: dict[str, str] = {}
        statuses: list[str] = []
        equal: list[tuple[str, str]] = []
        codes = [*(status.code for status in Status), "not_read"]
        for name, value in fields:
            if name == "status":
                statuses += [code for code in value.split(",") if code]
            elif name == "where":
                column, equals, wanted = value.partition("=")
                if not equals:
                    raise InvalidValue(f"Say which value the column has, as 'where={value or 'column'}=value'.")
                equal.append((column, wanted))
            elif name not in _NAMES:
                raise UnknownCode("field", name, (*_NAMES, "where"))
            else:
                given[name] = value
        if unknown := [code for code in statuses if code not in codes]:
            raise UnknownCode("status", unknown[0], codes)
        return cls(
            _whole("offset", given.get("offset"), 0, 10**12),
            _whole("limit", given.get("limit"), 50, MOST),
            tuple(statuses),
            given.get("q", "").strip()[:_LONGEST_TEXT],
            given.get("group") or None,
            tuple(equal),
        )


def _whole(name: str, text: str | None, otherwise: int, most: int) -> int:
    if not text:
        return otherwise
    if not (text.isascii() and text.isdigit() and len(text) <= 13 and int(text) <= most):
        raise InvalidValue(f"'{text}' cannot be the {name}; give a whole number up to {most:,}.")
    return int(text)


def explore(rows: Path, sought: Sought) -> dict[str, Any]:
    """The page, how many rows there are and how many of them are sought, and their groups.

    Raises `UnknownCode` for a column that is not there, `Problem` where it takes too long.
    """
    line = json.dumps({"rows": str(rows), **dataclasses.asdict(sought)}) + "\n"
    with _SEATS:
        told = _looked(line)
    if "unknown" in told:  # it may be a column without a name
        raise UnknownCode("column", told["unknown"], told["columns"])
    if "page" not in told:
        raise Problem(503, "The result cannot be looked through now; try again, or download it.", code="unavailable")
    page: dict[str, Any] = told["page"]
    return page


_SEATS = threading.BoundedSemaphore(_AT_ONCE)
_IDLE: list[subprocess.Popen[bytes]] = []
"""Processes with nothing to do; they end by themselves after a while."""


def _looked(line: str) -> dict[str, Any]:
    """What a process answers; a new one is begun where the one that was kept has ended."""
    with contextlib.suppress(IndexError):
        kept = _IDLE.pop()
        if kept.poll() is not None:
            _ended(kept)
        elif (told := _asked(kept, line)) or kept.returncode != 0:
            return told  # nothing where it ended otherwise than for want of questions: this one was too much for it
    return _asked(_begun(), line)


def _asked(process: subprocess.Popen[bytes], line: str) -> dict[str, Any]:
    """The answer of a process; nothing where it has ended instead."""
    assert process.stdin is not None
    assert process.stdout is not None
    with _killed_after(process, _PATIENCE):
        try:
            process.stdin.write(line.encode())
            process.stdin.flush()
            answer = process.stdout.readline()
        except OSError:
            answer = b""
    if not answer.endswith(b"\n"):
        _ended(process)
        return {}
    _IDLE.append(process)
    told: dict[str, Any] = json.loads(answer)
    return told


@contextlib.contextmanager
def _killed_after(process: subprocess.Popen[bytes], seconds: float) -> Iterator[None]:
    timer = threading.Timer(seconds, process.kill)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _begun() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "obstat.app.service.jobs.looking"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "POLARS_MAX_THREADS": "2"},  # the other cores are for other people's answers
        cwd=tempfile.gettempdir(),
        start_new_session=os.name == "posix",
    )


def _ended(process: subprocess.Popen[bytes]) -> None:
    for pipe in (process.stdin, process.stdout):
        with contextlib.suppress(OSError):
            if pipe:
                pipe.close()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(5)


def let_go() -> None:
    """End the processes that are kept."""
    while _IDLE:
        _ended(_IDLE.pop())
