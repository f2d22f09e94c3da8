"""A snapshot as one file, to carry it elsewhere: a ZIP archive of its folder.

Invariant: nothing of an archive is written outside the folder that is asked for, no more than it says of itself is
taken out of it, and what comes out has been verified to the last byte. The same snapshot gives the same archive.
"""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path

from obstat.knowledge import snapshot
from obstat.model.errors import SnapshotError

LARGEST = 32 * 1024**3
"""Bytes of a snapshot that is taken out of an archive; more is a bomb."""
_LEVEL = 6
_FILES = ("FACTS", "INDEXES")
_CHUNK = 1 << 20


def pack(folder: Path, target: Path) -> str:
    """Write the snapshot in `folder` as the archive `target`; its id. Raises `SnapshotError` when it is damaged."""
    identity, _ = snapshot.verify(folder)
    beside = target.with_name(target.name + ".part")
    try:
        with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
            for name in sorted(_names()):
                _add(archive, folder / name, name)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
    return identity


def unpack(source: Path, folder: Path) -> str:
    """Take the snapshot out of the archive `source` into the new folder `folder`, and verify it; its id.

    Raises `SnapshotError` when it is no such archive, or holds anything but a whole snapshot.
    """
    folder.mkdir(parents=True)
    try:
        with zipfile.ZipFile(source) as archive:
            _check(source, archive.infolist())
            for member in archive.infolist():
                _take(archive, member, folder / member.filename)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError):
        raise _strange(source, "is no archive of a snapshot, or is cut short") from None
    return snapshot.verify(folder)[0]


def _names() -> set[str]:
    return {*_FILES, *snapshot.files_of()[0], *snapshot.files_of()[1]}


def _check(source: Path, members: list[zipfile.ZipInfo]) -> None:
    known = _names()
    for member in members:
        if member.filename not in known:
            raise _strange(source, f"holds '{member.filename}', which no snapshot of this version of obstat has")
        known.discard(member.filename)
    if sum(member.file_size for member in members) > LARGEST:
        raise _strange(source, "is larger than any snapshot")


def _add(archive: zipfile.ZipFile, path: Path, name: str) -> None:
    member = zipfile.ZipInfo(name)  # of no day, so that equal snapshots give equal archives
    member.compress_type, member.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
    member.file_size = path.stat().st_size
    with path.open("rb") as file, archive.open(member, "w") as packed:
        while chunk := file.read(_CHUNK):
            packed.write(chunk)


def _take(archive: zipfile.ZipFile, member: zipfile.ZipInfo, path: Path) -> None:
    """Write a file of the archive, at most as many bytes as it says that it has."""
    left = member.file_size
    with archive.open(member) as data, path.open("xb") as file:
        while left > 0 and (chunk := data.read(min(_CHUNK, left))):
            left -= len(chunk)
            file.write(chunk)


def _strange(source: Path, what: str) -> SnapshotError:
    return SnapshotError(f"{source.name} {what}; ask for it again, made with 'obstat snapshot export'.")
