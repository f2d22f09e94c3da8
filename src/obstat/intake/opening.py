"""Files as they lie on the disk, from whatever a person names: a file, a compressed one, an archive, standard input.

Invariant: every part is a plain file that can be read twice; what had to be unpacked for it is gone afterwards, and
no name inside an archive is ever used as a path.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from obstat.intake import archives
from obstat.model.errors import SourceError

HEAD = 65_536
"""Bytes of the beginning that are looked at."""
STANDARD_INPUT = "-"


@dataclass(frozen=True, slots=True)
class Part:
    """One plain file. `name` is how people are told of it: ``inventory.zip/part.csv``."""

    path: Path
    name: str
    inside: bool = False
    """Whether it is one of several files of an archive."""
    fault: str | None = None
    """Why it cannot be read, though others of the archive can; None where it can."""


def parts(path: Path) -> Generator[Part, None, None]:
    """The plain files behind a path. Each exists until the next is asked for.

    Raises `SourceError` when there is nothing that can be read.
    """
    with on_disk(path) as (plain, name):
        packed = archives.kind(head_of(plain))
        if packed is None:
            yield Part(plain, name)
            return
        with _folder(name) as folder:
            readable, fault = False, f"{name} holds no file; give one that holds an inventory."
            for member in archives.unpacked(plain, name, packed, folder):
                readable = readable or member.fault is None
                if member.fault and not readable:
                    fault = member.fault
                yield Part(member.path, member.name, inside=packed == "zip", fault=member.fault)
            if not readable:
                raise SourceError(fault)


def head_of(path: Path) -> bytes:
    """The beginning of a file. Raises `SourceError` when it cannot be read."""
    try:
        with path.open("rb") as opened:
            return opened.read(HEAD)
    except OSError as error:
        raise SourceError(_cannot(path, error)) from None


@contextmanager
def on_disk(path: Path) -> Iterator[tuple[Path, str]]:
    """The path of a regular file with the same content, and the name for it."""
    if str(path) == STANDARD_INPUT:
        with _folder("standard input") as folder:
            target = folder / "standard input"
            with target.open("wb") as written:
                shutil.copyfileobj(sys.stdin.buffer, written, 1 << 20)
            yield target, "standard input"
        return
    try:
        if path.is_dir():
            raise SourceError(f"{path} is a folder; name one file in it.")
        if not path.exists():
            raise SourceError(f"{path} does not exist; check its name.")
        regular = path.is_file()
    except OSError as error:
        raise SourceError(_cannot(path, error)) from None
    if regular:
        yield path, path.name
        return
    with _folder(path.name) as folder:  # a pipe can be read only once
        target = folder / path.name
        try:
            with path.open("rb") as opened, target.open("wb") as written:
                shutil.copyfileobj(opened, written, 1 << 20)
        except OSError as error:
            raise SourceError(_cannot(path, error)) from None
        yield target, path.name


@contextmanager
def _folder(name: str) -> Iterator[Path]:
    try:
        with tempfile.TemporaryDirectory(prefix="obstat-") as folder:
            yield Path(folder)
    except OSError as error:
        raise SourceError(
            f"{name} cannot be put into a temporary file ({error.strerror}); make room for temporary files."
        ) from None


def _cannot(path: Path, error: OSError) -> str:
    return f"{path} cannot be opened ({error.strerror or error}); check its name and who may read it."
