"""Bytes that are no edition of any list: what every reader must refuse, or read without falling over."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from obstat.model.errors import SourceError
from obstat.sources.entry import Assignment, Entry
from obstat.sources.source import Format

PAGE = b"<!DOCTYPE html><html><head><title>503</title></head><body>Service unavailable</body></html>"
NO_EDITIONS = {"empty": b"", "page": PAGE, "image": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "text": b"No such list.\n"}


def refuses(form: Format, path: Path, data: bytes, list_code: str) -> bool:
    """Whether the reader says in one sentence that this is no edition."""
    path.write_bytes(data)
    try:
        list(form.read({"list": path}, list_code))
    except SourceError as error:
        sentence = str(error)
        return sentence.endswith(".") and "\n" not in sentence
    return False


def damaged(data: bytes, *, number: int = 60) -> Iterator[bytes]:
    """The bytes cut off, and with some of them changed."""
    chance = random.Random(744)
    for _ in range(number):
        yield data[: chance.randrange(len(data))]
        changed = bytearray(data)
        for _ in range(chance.randrange(1, 40)):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        yield bytes(changed)
    yield bytes(chance.randrange(256) for _ in range(2_000))


def survives(form: Format, path: Path, data: bytes, list_code: str) -> None:
    """Nothing but statements and `SourceError` comes out of damaged bytes."""
    for each in damaged(data):
        path.write_bytes(each)
        try:
            found = list(form.read({"list": path}, list_code))
        except SourceError:
            continue
        assert all(isinstance(statement, Entry | Assignment) for statement in found)
        entries = [statement for statement in found if isinstance(statement, Entry)]
        assert len({entry.id for entry in entries}) == len(entries)
