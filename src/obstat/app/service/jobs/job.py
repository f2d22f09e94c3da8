"""One job: what is asked about which file, by whom, and where it lies.

Invariant: an id cannot be guessed, is checked before it becomes part of a path, and opens a job only to who made it.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import re
import secrets
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

UPLOAD = "the-uploaded-file"
"""The name of every upload on disk; where a sentence or a cell holds it, the user's name for the file is put."""
_ID = re.compile(r"[A-Za-z0-9_-]{22}", re.ASCII)
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Job:
    """A file and a question. `asked` are keywords of `Obstat.question`, with the day."""

    id: str
    caller: str | None
    """Who made it, where tokens are used."""
    name: str
    """What the user calls the file; for people to read, never a path."""
    form: str
    """The form of result that was asked for."""
    asked: Mapping[str, str]
    columns: Mapping[str, str]
    """What a person says of columns: role by header."""
    input_format: str | None
    snapshot: str
    """The folder of the snapshot that answers."""
    snapshot_id: str
    most_rows: int
    created: float
    exposure: str | None = None
    """The role of the column that is summed."""
    since: str | None = None
    """The folder of the snapshot that a result came from, which is screened again."""
    since_id: str | None = None

    def write(self, folder: Path) -> None:
        """Put it into the folder of the job."""
        put(folder / "job.json", json.dumps(dataclasses.asdict(self), ensure_ascii=False))

    @classmethod
    def read(cls, folder: Path) -> Job | None:
        """The job of a folder; None where there is none (any more)."""
        try:
            return cls(**json.loads((folder / "job.json").read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None


def new_id() -> str:
    """An id that nobody can guess: 128 random bits."""
    return secrets.token_urlsafe(16)


def is_id(text: str) -> bool:
    """Whether a text has the form of an id, so that it may be part of a path."""
    return _ID.fullmatch(text) is not None


def shown_name(given: str) -> str:
    """What people are shown of a name that a client gave: its last part, in one line."""
    last = re.split(r"[/\\]", _UNSEEN.sub("", given))[-1].strip()
    return last[:_LONGEST_NAME] if last.strip(". ") else "upload"


def private_folder(path: Path) -> Path:
    """A folder that none but this user can look into."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.chmod(0o700)
    return path


def put(path: Path, text: str) -> None:
    """Write a file whole or not at all; only this user can read it."""
    part = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    try:
        part.touch(mode=0o600, exist_ok=False)
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise


def queue(folder: Path) -> None:
    """Say that a job is to be run, after those that were queued before it."""
    put(folder / "queued", str(time.time_ns()))


def queued(jobs: Path) -> list[tuple[int, str]]:
    """When each job that is to be run was queued, and its id, the first first."""
    return sorted(_queued(jobs))


def _queued(jobs: Path) -> Iterator[tuple[int, str]]:
    for folder in jobs.iterdir() if jobs.is_dir() else ():
        with contextlib.suppress(OSError, ValueError):
            yield int((folder / "queued").read_text()), folder.name
