"""Compressed files and zip archives, unpacked with limits.

Invariant: what is unpacked never grows beyond `LIMIT` bytes, nor beyond `RATIO` times what it was packed in once it is
larger than `SMALL`; archives inside archives stay closed; names inside an archive are text, never paths.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from obstat.model.errors import MissingExtra, SourceError

LIMIT: Final = 16 << 30
RATIO: Final = 200
SMALL: Final = 64 << 20
MEMBERS: Final = 10_000
_CHUNK: Final = 1 << 20
_FED: Final = 2_048
_MAGIC: Final = {
    b"\x1f\x8b": "gz",
    b"BZh": "bz2",
    b"\x28\xb5\x2f\xfd": "zst",
    b"PK\x03\x04": "zip",
    b"PK\x05\x06": "zip",
    b"\xfd7zXZ\x00": "xz",
    b"7z\xbc\xaf\x27\x1c": "7z",
    b"Rar!\x1a\x07": "rar",
}
_OFFICE: Final = (
    "[Content_Types].xml",
    "mimetype",
    "_rels/",
    "xl/",
    "docProps/",
    "META-INF/manifest.xml",
    "content.xml",
)
"""What stands in a workbook or document, which is a zip but not an archive to people."""
_HEAD: Final = 65_536
_SIZES: Final = ((18, 22), (26, 28), (28, 30))
"""Where a local header tells the lengths of what is packed, of its name, and of what stands between."""
_CANNOT: Final = {"7z": "a 7z archive", "rar": "a RAR archive"}


@dataclass(frozen=True, slots=True)
class Member:
    """A file that was unpacked, or why it was not."""

    path: Path
    name: str
    fault: str | None = None


def kind(head: bytes) -> str | None:
    """How a file is packed, by its beginning; None for a plain file and for a workbook."""
    packed = next((packed for magic, packed in _MAGIC.items() if head.startswith(magic)), None)
    return None if packed == "zip" and is_office(head) else packed


def is_office(head: bytes) -> bool:
    """Whether a file is a workbook or document, by the names of the first files packed in it."""
    return any(name.startswith(_OFFICE) for name in _names(head))


def _names(head: bytes) -> Iterator[str]:
    """The names in the local headers of a zip (PKWARE's APPNOTE, 4.3.7), as far as the beginning of a file has them."""
    at = 0
    while head.startswith(b"PK\x03\x04", at) and at + 30 <= len(head):
        size, named, more = (int.from_bytes(head[at + low : at + high], "little") for low, high in _SIZES)
        yield head[at + 30 : at + 30 + named].decode("utf-8", "replace")
        unknown = head[at + 6] & 8 and not size  # it stands behind what is packed
        at += 30 + named + more + size
        if unknown:
            at = head.find(b"PK\x03\x04", at)
            if at < 0:
                return


def unpacked(path: Path, name: str, packed: str, folder: Path) -> Iterator[Member]:
    """The files in a packed file, each gone when the next is asked for. Raises `SourceError` for a refused one."""
    if packed in _CANNOT:
        raise SourceError(f"{name} is {_CANNOT[packed]}; unpack it, and give a file from it.")
    if packed == "zip":
        yield from _zip(path, name, folder)
        return
    target = folder / "unpacked"
    try:
        with path.open("rb") as opened:
            _copy(_chunks(opened, packed), target, name, path.stat().st_size)
    except _damages() as error:
        raise SourceError(f"{name} is cut off or damaged ({error}); copy it again.") from None
    member = Member(target, name)
    with target.open("rb") as checked:
        nested = kind(checked.read(_HEAD))
    yield Member(target, name, _nested(name, nested)) if nested else member


def check_zip(path: Path, name: str) -> None:
    """Raises `SourceError` when a workbook is damaged, locked, or would unpack to more than the limits."""
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise SourceError(f"{name} is cut off or damaged ({error}); copy or save it again.") from None
    if any(info.flag_bits & 1 for info in infos):
        raise SourceError(f"{name} is locked with a password; save it without one.")
    _check(sum(info.file_size for info in infos), path.stat().st_size, name)


def _zip(path: Path, name: str, folder: Path) -> Iterator[Member]:
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise SourceError(f"{name} is cut off or damaged ({error}); copy it again.") from None
    with archive:
        infos = [info for info in archive.infolist() if not info.is_dir() and not _litter(info.filename)]
        if len(infos) > MEMBERS:
            raise SourceError(f"{name} holds {len(infos)} files, more than {MEMBERS}; give them in several archives.")
        _check(sum(info.file_size for info in infos), path.stat().st_size, name)
        written = 0
        for info in infos:
            target, told = folder / "member", f"{name}/{_shown(info.filename)}"
            target.unlink(missing_ok=True)
            if info.flag_bits & 1:
                yield Member(target, told, f"{told} is locked with a password; unpack it, and give the file itself.")
                continue
            try:
                with archive.open(info) as stream:
                    written += _copy(_read(stream), target, told, info.compress_size, already=written)
            except _damages() as error:
                yield Member(target, told, f"{told} is damaged or packed in an unknown way ({error}); pack it again.")
                continue
            with target.open("rb") as checked:
                nested = kind(checked.read(_HEAD))
            yield Member(target, told, _nested(told, nested) if nested else None)


def _copy(chunks: Iterator[bytes], target: Path, name: str, packed: int, *, already: int = 0) -> int:
    size = 0
    with target.open("wb") as written:
        for chunk in chunks:
            size += len(chunk)
            _check(size, packed, name)
            _check(size + already, 0, name)
            written.write(chunk)
    return size


def _check(size: int, packed: int, name: str) -> None:
    if size > LIMIT:
        raise SourceError(f"{name} unpacks to more than {LIMIT >> 30} GiB, which is refused; give it in smaller files.")
    if packed and size > SMALL and size > RATIO * packed:
        raise SourceError(
            f"{name} unpacks to more than {RATIO} times its size, which is refused; if it is meant so, unpack it first."
        )


def _read(stream: IO[bytes]) -> Iterator[bytes]:
    while chunk := stream.read(_CHUNK):
        yield chunk


def _chunks(opened: IO[bytes], packed: str) -> Iterator[bytes]:
    """What is unpacked, piece by piece."""
    if packed == "zst":
        yield from _zst(opened)
        return
    streams: dict[str, Any] = {"gz": gzip.open, "bz2": bz2.open, "xz": lzma.open}
    yield from _read(streams[packed](opened))


def _zst(opened: IO[bytes]) -> Iterator[bytes]:
    """Little is fed at a time, since a few bytes may stand for many."""
    try:
        import zstandard
    except ImportError:
        raise MissingExtra("Reading .zst files", "intake") from None
    frame: Any = None
    while data := opened.read(_FED):
        while data:
            frame = frame or zstandard.ZstdDecompressor(max_window_size=1 << 27).decompressobj()
            yield frame.decompress(data)
            data = frame.unused_data if frame.eof else b""
            frame = None if frame.eof else frame
    if frame is not None:
        raise EOFError("it ends in the middle")


def _damages() -> tuple[type[Exception], ...]:
    """What the libraries raise for damaged data; a full disk raises them too, and says so."""
    found: tuple[type[Exception], ...] = (
        OSError, EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, NotImplementedError, RuntimeError,
        ValueError,
    )  # fmt: skip
    try:
        import zstandard
    except ImportError:
        return found
    return (*found, zstandard.ZstdError)


def _nested(name: str, packed: str) -> str:
    return f"{name} is itself packed ({packed}), and archives in archives are not opened; unpack it first."


def _litter(name: str) -> bool:
    """What a desktop puts into archives by itself."""
    return name.startswith("__MACOSX/") or name.rsplit("/", 1)[-1] in (".DS_Store", "Thumbs.db", "desktop.ini")


def _shown(name: str) -> str:
    """A name inside an archive, to be shown and nothing else."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in name)[:300]
