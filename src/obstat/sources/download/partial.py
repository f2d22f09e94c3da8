"""A file that is either there whole, under its name, or not at all.

Invariant: until `keep`, the bytes are in a hidden file of the same folder, which is gone however the context is left.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from obstat.model.errors import StoreError


class Partial:
    """A file being written, with its size and SHA-256 so far."""

    def __init__(self, file: BinaryIO, path: Path) -> None:
        self._file, self._path, self._digest = file, path, hashlib.sha256()
        self.size = 0

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()

    def write(self, block: bytes) -> None:
        """Raises `StoreError` when the disk does not take it."""
        with _told(self._path.parent):
            self._file.write(block)
        self._digest.update(block)
        self.size += len(block)

    def keep(self, name: str) -> Path:
        """Put the file on the disk under its name, in place of one that is there. Raises `StoreError`."""
        target = self._path.with_name(name)
        with _told(self._path.parent):
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            self._path.replace(target)
            _sync(self._path.parent)
        return target


@contextlib.contextmanager
def partial(folder: Path) -> Iterator[Partial]:
    """A new file in `folder`, which is made where it is missing. Raises `StoreError`."""
    path = folder / f".{secrets.token_hex(8)}.part"
    file: BinaryIO | None = None
    try:
        with _told(folder):
            folder.mkdir(parents=True, exist_ok=True)
            file = path.open("xb")
        yield Partial(file, path)
    finally:
        with contextlib.suppress(OSError):  # what could not be flushed is thrown away
            if file:
                file.close()
        with contextlib.suppress(OSError):  # it was kept, or never made
            path.unlink()


def _sync(folder: Path) -> None:
    """Let a renamed file survive a power cut; not every system lets a folder be opened."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextlib.contextmanager
def _told(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        why = error.strerror or str(error)
        raise StoreError(f"{folder} cannot be written to ({why}); make room or name another folder.") from None
