"""Lines of a text file in whatever encoding and packing people have it: UTF-8, UTF-16, Windows-1252; gzip, bzip2.

Invariant: no more than one line is held, and of that no more than a limit; every line is given once, with its number
from 1, and what could not be read of it is said in `fault`.
"""

from __future__ import annotations

import bz2
import codecs
import gzip
import lzma
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from obstat.intake.tables.encoding import decoded, encoding
from obstat.model.errors import SourceError
from obstat.model.subject import Place, Subject

LONGEST = 1 << 16
DAMAGED = (EOFError, zlib.error, lzma.LZMAError, OSError)
"""What unpacking a damaged or cut file raises."""
_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Line:
    number: int
    text: str
    fault: str | None = None
    """Set where the line is longer than the limit (then `text` is its beginning), or the file ends in the midst."""


def opened(path: Path) -> IO[bytes]:
    """The bytes of `path`, unpacked where it is gzip or bzip2; SourceError where it cannot be opened."""
    try:
        with path.open("rb") as file:
            magic = file.read(3)
        if magic[:2] == b"\x1f\x8b":
            return gzip.open(path, "rb")  # type: ignore[return-value]
        return bz2.open(path, "rb") if magic == b"BZh" else path.open("rb")
    except OSError as error:
        raise SourceError(f"{path} cannot be opened ({error.strerror}); check its name and permissions.") from error


def unpacked(head: bytes) -> bytes:
    """The beginning of a file, unpacked as far as it goes."""
    try:
        if head[:2] == b"\x1f\x8b":
            return zlib.decompressobj(31).decompress(head, _CHUNK)
        if head[:3] == b"BZh":
            return bz2.BZ2Decompressor().decompress(head, _CHUNK)
    except DAMAGED:
        return b""
    return head


def text_of(head: bytes) -> str:
    """The text of a file's beginning, for a look at what it is."""
    plain = unpacked(head)
    wide = wide_encoding(plain)
    return plain.decode(wide, "replace") if wide else decoded(plain, encoding(plain))


def wide_encoding(head: bytes) -> str | None:
    """``utf-16-le`` or ``utf-16-be`` where the bytes are of it, by their mark or by where the zeros are."""
    if head.startswith(codecs.BOM_UTF16_LE):
        return "utf-16-le"
    if head.startswith(codecs.BOM_UTF16_BE):
        return "utf-16-be"
    sample = head[:1024]
    pairs = len(sample) // 2
    if pairs >= 4:
        high, low = sample[0::2].count(0), sample[1::2].count(0)
        if low > 0.8 * pairs and high < 0.1 * pairs:
            return "utf-16-le"
        if high > 0.8 * pairs and low < 0.1 * pairs:
            return "utf-16-be"
    return None


def lines(path: Path, limit: int = LONGEST) -> Iterator[Line]:
    """Each line of `path` without its end; of a line longer than `limit` the beginning, with a fault."""
    number = 0
    try:
        with opened(path) as file:
            for number, (raw, whole) in enumerate(_raw_lines(file, limit), 1):
                text = raw.replace("\x00", "").rstrip("\r\n").removeprefix("\ufeff")
                yield Line(number, text, None if whole else _too_long(number, limit))
    except DAMAGED as error:
        yield Line(number + 1, "", f"The file is damaged or cut after line {number} ({error}); fetch it again.")


def _too_long(number: int, limit: int) -> str:
    return f"Line {number} is longer than {limit} characters and was read only up to there; break it into lines."


def faulty(path: Path, line: Line) -> Subject:
    """The subject of a line that could not be read whole."""
    return Subject(Place(str(path), row=line.number), fault=line.fault)


def nothing(path: Path, what: str) -> Subject:
    """The subject of a file in which nothing was found: silence would look like an empty inventory."""
    return Subject(Place(str(path), row=1), fault=f"No {what} was found in this file; check that it is the right one.")


def _raw_lines(file: IO[bytes], limit: int) -> Iterator[tuple[str, bool]]:
    head = file.read(_CHUNK)
    wide = wide_encoding(head[:1024])
    name = "utf-8-sig" if wide else encoding(head)
    decode = codecs.getincrementaldecoder(wide)("replace").decode if wide else None

    def text(piece: str | bytes) -> str:
        return piece if isinstance(piece, str) else decoded(piece, name)

    end = "\n" if wide else b"\n"
    rest: str | bytes = "" if wide else b""
    skipping = False
    chunk = head
    while chunk:
        rest = rest + (decode(chunk) if decode else chunk)  # type: ignore[operator]
        *complete, rest = rest.split(end)  # type: ignore[arg-type]
        for piece in complete:
            if not skipping:
                yield text(piece[:limit]), len(piece) <= limit
            skipping = False
        if len(rest) > limit:
            if not skipping:
                yield text(rest[:limit]), False
            skipping, rest = True, rest[:0]
        chunk = file.read(_CHUNK)
    if rest and not skipping:
        yield text(rest), True
