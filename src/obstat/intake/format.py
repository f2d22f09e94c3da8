"""What a file format of this room is: a code, a phrase for people, its signs and its reader.

Invariant: `read` streams and keeps every record; one that it cannot read is a subject with a fault.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from obstat.model.subject import Subject


@dataclass(frozen=True, slots=True)
class Format:
    """A way in which people's inventories are written.

    `read` streams; what it cannot read is a subject with a fault.
    """

    code: str
    text: str
    signs: Callable[[bytes], bool]
    """Takes the first 64 KiB: whether the file is of this format."""
    read: Callable[[Path], Iterator[Subject]]
