"""Where snapshots and the editions they were built from are kept, and which of them is in use.

Invariant: `current.json` names a whole snapshot, and is replaced in one step after that snapshot is on the disk; so a
process that dies at any moment leaves the one before in use. Snapshots and editions are named by their content and
never changed. What an interrupted process leaves stands in `tmp`, and the next one that writes clears it away.

Layout: ``current.json``, ``lock``, ``snapshots/sha256-…/``, ``editions/<source>/<sha256>/<part>``, ``tmp/``.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import IO, Any

from obstat.knowledge.judged import Judged
from obstat.knowledge.snapshot import CONFIRMED, verify
from obstat.model.errors import SnapshotError, StoreError, UnknownCode

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NO_LEAVE = {errno.EROFS, errno.EACCES, errno.EPERM}
_FOLDERS = ("snapshots", "editions", "tmp")


@dataclass(frozen=True, slots=True)
class Validator:
    """What a publisher's server calls one version of a file (RFC 9110, section 8.8), to ask whether it still holds."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """An edition in the store: whose, which bytes, and how they came here. Times are ISO, in UTC."""

    source: str
    sha256: str
    format: str
    list: str
    retrieved: str
    address: str
    records: int
    persons: bool = True
    """Whether private persons were kept."""
    checked: str = ""
    """When the publisher last said that this is the edition."""
    files: Mapping[str, str] = field(default_factory=dict)
    """By part, the name of the file in the edition's folder."""
    validators: Mapping[str, Validator] = field(default_factory=dict)
    """By part."""

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Kept:
        """Raises `TypeError` when a field is missing or not known."""
        validators = {part: Validator(**found) for part, found in data.get("validators", {}).items()}
        return cls(**{**data, "validators": validators})


@dataclass(frozen=True, slots=True)
class State:
    """What is in use: the snapshot's folder name, None for the embedded one, and an edition for each source."""

    snapshot: str | None = None
    sources: Mapping[str, Kept] = field(default_factory=dict)
    pack: str | None = None
    """The folder name of a newer edition of the pack than the one that came with obstat."""
    decisions: Mapping[str, str] = field(default_factory=dict)
    """By record (`source:id`), the party of the pack that somebody decided it to be; empty: none of them."""
    judged: Mapping[str, Judged] = field(default_factory=dict)
    """By id, the claims of stories that somebody accepted or rejected."""


class Store:
    """A folder of snapshots and editions. Raises `StoreError` where it cannot be used."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def state(self) -> State:
        """What is in use now; of an empty store, nothing."""
        path = self.folder / "current.json"
        try:
            data = json.loads(path.read_bytes())
            kept = {code: Kept.from_json(edition) for code, edition in data["sources"].items()}
            judged = {key: Judged.from_json(one) for key, one in data.get("judged", {}).items()}
            return State(data["snapshot"], kept, data.get("pack"), data.get("decisions", {}), judged)
        except FileNotFoundError:
            return State()
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise StoreError(f"{path} cannot be read ({error}); remove it, then import or update anew.") from None

    def current(self) -> Path | None:
        """The folder of the snapshot in use; None for the embedded one."""
        name = self.state.snapshot
        return self.folder / "snapshots" / name if name else None

    def snapshots(self) -> list[Path]:
        """The folders of every snapshot here, by name."""
        return sorted((self.folder / "snapshots").glob("sha256-*"))

    def find(self, name: str) -> Path:
        """The snapshot whose id begins like this. Raises `UnknownCode` when none or several do."""
        wanted = name.removeprefix("sha256:").removeprefix("sha256-")
        found = [path for path in self.snapshots() if path.name.removeprefix("sha256-").startswith(wanted)]
        if len(found) != 1 or not wanted:
            raise UnknownCode("snapshot", name, [path.name.replace("-", ":", 1)[:19] for path in self.snapshots()])
        return found[0]

    @contextlib.contextmanager
    def writing(self) -> Iterator[Path]:
        """Alone in the store until the end of the block, which gets an empty folder to write in.

        A full disk, a folder that may not be written and another writer are `StoreError`s; nothing in use is lost.
        """
        with self._told():
            for name in _FOLDERS:
                (self.folder / name).mkdir(parents=True, exist_ok=True)
            with (self.folder / "lock").open("ab") as lock:
                _take(lock, self.folder)
                for left in (self.folder / "tmp").iterdir():
                    shutil.rmtree(left, ignore_errors=True)
                room = Path(tempfile.mkdtemp(dir=self.folder / "tmp"))
                try:
                    yield room
                finally:
                    shutil.rmtree(room, ignore_errors=True)

    def keep(self, parts: Mapping[str, Path], source: str, room: Path) -> tuple[str, dict[str, Path]]:
        """Copy the files of an edition into the store; their common SHA-256 and where they are now, by part."""
        beside = Path(tempfile.mkdtemp(dir=room))
        names = {part: f"{part}{path.suffix.lower()}" for part, path in parts.items()}
        for part, path in parts.items():
            with path.open("rb") as file, (beside / names[part]).open("wb") as copy:
                shutil.copyfileobj(file, copy)
                copy.flush()
                os.fsync(copy.fileno())
        identity = digest({part: beside / name for part, name in names.items()})
        folder = self.folder / "editions" / source / identity
        folder.parent.mkdir(exist_ok=True)
        _settle(beside, folder, sound=lambda there: _edition_sound(there, names, identity))
        return identity, {part: folder / name for part, name in names.items()}

    def files(self, kept: Kept) -> dict[str, Path]:
        """The files of an edition that is kept, by part."""
        folder = self.folder / "editions" / kept.source / kept.sha256
        return {part: folder / name for part, name in kept.files.items()}

    def switch(
        self, written: Path, identity: str, sources: Mapping[str, Kept], room: Path, *, pack: str | None = None
    ) -> Path:
        """Put a snapshot that was written in `room` into use, with the editions it was built from; its folder.

        `pack` is the folder name of a new edition of the pack; without it the one in use stays.
        """
        folder = self.settle(written, identity)
        state = self.state
        self.note(replace(state, snapshot=folder.name, sources=sources, pack=pack or state.pack), room)
        return folder

    def settle(self, written: Path, identity: str) -> Path:
        """Move a snapshot that was written in `tmp` to its place, without putting it into use; its folder."""
        folder = self.folder / "snapshots" / identity.replace(":", "-")
        _settle(written, folder, sound=_sound)
        return folder

    def note(self, state: State, room: Path) -> None:
        """Make `state` the one in use, in one step, and tell its snapshot when its editions were last confirmed."""
        data: dict[str, Any] = {
            "snapshot": state.snapshot,
            "pack": state.pack,
            "decisions": dict(state.decisions),
            "judged": {key: one.to_json() for key, one in state.judged.items()},
            "sources": {code: asdict(kept) for code, kept in state.sources.items()},
        }
        _replace(self.folder / "current.json", data, room)
        if state.snapshot:
            folder = self.folder / "snapshots" / state.snapshot
            _replace(folder / CONFIRMED, {code: kept.checked for code, kept in state.sources.items()}, room)

    def collect(self, keep: int) -> list[Path]:
        """Remove all snapshots but those in use and the `keep` newest others, and editions that are not in use.

        Returns what was removed.
        """
        with self.writing() as room:
            state = self.state
            others = [path for path in self.snapshots() if path.name not in (state.snapshot, state.pack)]
            others.sort(key=lambda path: path.stat().st_mtime, reverse=True)
            used = {(kept.source, kept.sha256) for kept in state.sources.values()}
            editions = [
                path for path in (self.folder / "editions").glob("*/*") if (path.parent.name, path.name) not in used
            ]
            gone = [*others[keep:], *editions]
            for number, path in enumerate(gone):
                path.rename(room / str(number))  # whole or not at all, whatever happens while its files go
            return gone

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            where = error.filename or self.folder
            if error.errno in _NO_ROOM:
                raise StoreError(
                    f"The disk of {self.folder} is full; make room and run it again: the snapshot in use is unchanged."
                ) from None
            if error.errno in _NO_LEAVE:
                raise StoreError(
                    f"{where} may not be written ({error.strerror}); set OBSTAT_STORE to a folder of yours: "
                    "the snapshot in use is unchanged."
                ) from None
            raise StoreError(f"{where}: {error.strerror}; the snapshot in use is unchanged.") from None


def digest(parts: Mapping[str, Path]) -> str:
    """The SHA-256 by which an edition is known: of a line with the name and SHA-256 of each part, in their order."""
    whole = hashlib.sha256()
    for part, path in sorted(parts.items()):
        with path.open("rb") as file:
            whole.update(f"{part} {hashlib.file_digest(file, 'sha256').hexdigest()}\n".encode())
    return whole.hexdigest()


def _edition_sound(folder: Path, names: Mapping[str, str], identity: str) -> bool:
    try:
        return digest({part: folder / name for part, name in names.items()}) == identity
    except OSError:
        return False


def _take(lock: IO[bytes], folder: Path) -> None:
    """Take the lock, which the system gives back when the process ends, however it ends."""
    try:
        import fcntl
    except ImportError:  # no such locks on Windows
        import msvcrt

        try:
            msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined, unused-ignore]
        except OSError:
            raise _busy(folder) from None
        return
    try:
        fcntl.flock(lock.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise _busy(folder) from None


def _busy(folder: Path) -> StoreError:
    return StoreError(f"Another update or import is writing to {folder}; run this again when it has ended.")


def _replace(path: Path, data: Any, room: Path) -> None:
    """Write JSON as `path` in one step, down to the disk."""
    beside = room / path.name
    with beside.open("w", encoding="utf-8") as file:
        json.dump(data, file, ensure_ascii=False, indent=1)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    _down(path.parent)


def _settle(beside: Path, folder: Path, sound: Callable[[Path], bool]) -> None:
    """Move a finished folder into its place, unless the same is there already, whole."""
    if folder.exists():
        if sound(folder):
            return
        folder.rename(beside.with_name(beside.name + "-replaced"))
    _down(beside)
    beside.rename(folder)
    _down(folder.parent)


def _sound(folder: Path) -> bool:
    try:
        return bool(verify(folder))
    except SnapshotError:
        return False


def _down(folder: Path) -> None:
    """Make sure that the names in a folder are on the disk."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
