"""The lines of a text file with their offsets, none longer than a limit.

Invariant: memory holds one line at a time; a longer line ends the reading with a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from obstat.intake.tables.encoding import decoded, encodings_of
from obstat.model.errors import SourceError

LONGEST: Final = 16 << 20
"""Bytes or characters of a line, and of a record of several lines."""
_HEAD: Final = 65_536
_RETURNS: Final = re.compile(rb"(?<=\r)(?!\n|\r|\Z)")
"""Behind an end of line of old Macs, which stands among others where files were put together."""


def lines(path: Path) -> Iterator[tuple[str, int | None]]:
    """Each line with its end, without NULs, and where it begins in bytes (None where that is not cheaply known).

    Raises `SourceError` when a line is longer than `LONGEST`.
    """
    with path.open("rb") as opened:
        head = opened.read(_HEAD)
    name, other = encodings_of(path)
    bare_returns = b"\r" in head and b"\n" not in head
    if name.startswith(("utf-16", "utf-32")) or bare_returns:
        yield from _wide(path, name)
        return
    with path.open("rb") as opened:
        offset = 0
        while raw := opened.readline(LONGEST + 1):
            if len(raw) > LONGEST:
                raise too_long(path)
            for piece in _RETURNS.split(raw) if b"\r" in raw[:-2] else (raw,):
                shown = piece[3:] if offset == 0 and piece.startswith(b"\xef\xbb\xbf") else piece
                text = decoded(shown, name, other)
                yield (text.replace("\0", "") if "\0" in text else text), offset
                offset += len(piece)


def too_long(path: Path) -> SourceError:
    """What is said of a line that is too long."""
    return SourceError(
        f"{path.name} has a line of more than {LONGEST >> 20} MiB, so it is no table of rows; save it as CSV with one "
        "record a line."
    )


def _wide(path: Path, name: str) -> Iterator[tuple[str, None]]:
    with path.open(encoding=name, errors="replace", newline="") as opened:
        first = True
        while text := opened.readline(LONGEST + 1):
            if len(text) > LONGEST:
                raise too_long(path)
            yield text.lstrip("\ufeff").replace("\0", "") if first else text.replace("\0", ""), None
            first = False
