"""Answers of a run kept in a file beside its output, so that a run that was interrupted goes on where it was.

Invariant: an answer is found again only by a run that asks the same of the same snapshot with the same version; what
was kept by another run is thrown away. Whatever moment a run ends at, the file is whole.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import json
import sqlite3
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from obstat._version import __version__
from obstat.model.errors import InvalidValue
from obstat.screening.asking import PLURAL, Answer

_EVERY = 2.0
"""Seconds between two times that answers are made safe."""
_SAFE = "pragma journal_mode=wal; pragma synchronous=normal; pragma locking_mode=exclusive;"
_TABLES = """
create table if not exists run (told text not null);
create table if not exists answers (digest blob primary key, told text not null) without rowid;
create table if not exists subjects (key blob primary key, digest blob not null) without rowid;
"""


_FIELDS = tuple(field.name for field in dataclasses.fields(Answer))


class Kept:
    """The answers of one run. Nothing is written before the first `_EVERY` seconds have gone by."""

    def __init__(self, output: Path, run: Mapping[str, Any]) -> None:
        """`run` says what is asked, of which snapshot, in terms that can be written as JSON.

        Raises `InvalidValue` when another run is at work on the same output.
        """
        self._path = output.with_name(f".{output.name}.unfinished")
        self._run = json.dumps({**run, "engine": __version__}, sort_keys=True)
        self._new: dict[bytes, Answer] = {}
        self._base: sqlite3.Connection | None = None
        self._saved = time.monotonic()
        self.found = 0
        """Subjects whose answers an earlier run has left."""
        if self._path.exists():
            self._go_on()

    def get(self, values: Sequence[str | None]) -> Answer | None:
        """The answer kept for a subject."""
        if self._base is None:
            return None
        row = self._base.execute(
            "select told from subjects join answers using (digest) where key = ?", (_key(values),)
        ).fetchone()
        return _read(row[0]) if row else None

    def put(self, values: Sequence[str | None], answer: Answer) -> None:
        """Keep an answer."""
        self._new[_key(values)] = answer
        if not len(self._new) % 256 and time.monotonic() - self._saved > _EVERY:
            self.save()

    def save(self) -> None:
        """Make safe what was answered. Raises `InvalidValue` where there is no room for it."""
        self._saved = time.monotonic()
        try:
            base = self._opened()
            with base:
                told = {answer: _written(answer) for answer in set(self._new.values())}
                digests = {answer: _digest(text) for answer, text in told.items()}
                rows = ((digests[answer], text) for answer, text in told.items())
                base.executemany("insert or ignore into answers values (?, ?)", rows)
                subjects = ((key, digests[answer]) for key, answer in self._new.items())
                base.executemany("insert or replace into subjects values (?, ?)", subjects)
        except sqlite3.Error as error:
            raise InvalidValue(
                f"What was answered cannot be kept in {self._path.name} ({error}); make room beside the output."
            ) from None
        self._new.clear()

    def close(self, *, finished: bool) -> None:
        """End the run; what was kept goes when it is finished."""
        if not finished and self._base is not None:
            with contextlib.suppress(InvalidValue):
                self.save()
        if self._base is not None:
            self._base.close()
        if finished:
            for end in ("", "-wal", "-shm"):
                self._path.with_name(self._path.name + end).unlink(missing_ok=True)

    def _go_on(self) -> None:
        try:
            base = self._opened()
            if base.execute("select told from run").fetchone() == (self._run,):
                self.found = base.execute("select count(*) from subjects").fetchone()[0]
                return
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise InvalidValue(
                    f"Another run is at work on {self._path.name}; wait for it, or name another file with -o."
                ) from None
        except sqlite3.DatabaseError:
            pass  # no file of ours, or a damaged one
        self.close(finished=True)
        self._base = None

    def _opened(self) -> sqlite3.Connection:
        if self._base is None:
            self._base = sqlite3.connect(self._path, timeout=1)
            self._base.executescript(_SAFE)
            self._base.executescript(_TABLES)
            with self._base:
                if self._base.execute("select count(*) from run").fetchone() == (0,):
                    self._base.execute("insert into run values (?)", (self._run,))
        return self._base


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "backslashreplace"), digest_size=16).digest()


def _key(values: Sequence[str | None]) -> bytes:
    return _digest(repr(values))


def _written(answer: Answer) -> str:
    return json.dumps([getattr(answer, name) for name in _FIELDS], ensure_ascii=False)


def _read(told: str) -> Answer:
    held: dict[str, Any] = dict(zip(_FIELDS, json.loads(told), strict=True))
    return Answer(**held | {name: tuple(held[name]) for name in PLURAL})
