"""A snapshot as one file, to carry it elsewhere: a gzipped tar archive of its folder.

Invariant: nothing of an archive is written outside the folder that is asked for, and what comes out of it has been
verified to the last byte. The same snapshot gives the same archive.
"""

from __future__ import annotations

import gzip
import tarfile
import zlib
from pathlib import Path

from obstat.knowledge import snapshot
from obstat.model.errors import SnapshotError

LARGEST = 64 * 1024**3
"""Bytes of a snapshot that is taken out of an archive; more is a bomb."""
_FILES = ("FACTS", "INDEXES")


def pack(folder: Path, target: Path) -> str:
    """Write the snapshot in `folder` as the archive `target`; its id. Raises `SnapshotError` when it is damaged."""
    identity, _ = snapshot.verify(folder)
    names = sorted({*_FILES, *snapshot.files_of()[0], *snapshot.files_of()[1]})
    beside = target.with_name(target.name + ".part")
    try:
        with (
            beside.open("wb") as file,
            gzip.GzipFile("", "wb", 6, file, mtime=0) as packed,
            tarfile.open(mode="w", fileobj=packed, format=tarfile.PAX_FORMAT) as archive,
        ):
            for name in names:
                _add(archive, folder / name, name)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
    return identity


def unpack(source: Path, folder: Path) -> str:
    """Take the snapshot out of the archive `source` into the new folder `folder`, and verify it; its id.

    Raises `SnapshotError` when it is no such archive, or holds anything but a whole snapshot.
    """
    known = {*_FILES, *snapshot.files_of()[0], *snapshot.files_of()[1]}
    folder.mkdir(parents=True)
    room = LARGEST
    try:
        with tarfile.open(source, "r:gz") as archive:
            for member in archive:
                room -= member.size
                if not member.isfile() or member.name not in known or room < 0:
                    raise _strange(source, f"holds '{member.name}', which no snapshot of this version of obstat has")
                _take(archive, member, folder / member.name)
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile):
        raise _strange(source, "is no archive of a snapshot, or is cut short") from None
    return snapshot.verify(folder)[0]


def _add(archive: tarfile.TarFile, path: Path, name: str) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode = path.stat().st_size, 0o644
    with path.open("rb") as file:
        archive.addfile(member, file)


def _take(archive: tarfile.TarFile, member: tarfile.TarInfo, path: Path) -> None:
    data = archive.extractfile(member)
    assert data is not None, "a regular file has data"
    with data, path.open("xb") as file:
        while chunk := data.read(1 << 20):
            file.write(chunk)


def _strange(source: Path, what: str) -> SnapshotError:
    return SnapshotError(f"{source.name} {what}; ask for it again, made with 'obstat snapshot export'.")
