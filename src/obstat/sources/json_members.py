"""The members of one long list in a JSON file, one after another.

Invariant: of the list only one member is held in memory as objects at a time.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from obstat.model.errors import SourceError
from obstat.sources.tables import text_of

_BETWEEN = re.compile(r"[\s,]*")


def members(path: Path, key: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of the list under `key` (or of a file that is a list), numbered from 1.

    Raises `SourceError` when there is no such list, when it holds anything else, or when the file is cut off.
    """
    text = text_of(path)
    start = re.match(r"\s*\[", text) or re.search(rf'"{re.escape(key)}"\s*:\s*\[', text)
    if start is None:
        raise SourceError(f"{path.name} has no list of '{key}'; it is another format, or the format changed.")
    decoder = json.JSONDecoder()
    place, number = start.end(), 0
    while True:
        place = _BETWEEN.match(text, place).end()  # type: ignore[union-attr]  # it matches nothing, too
        if text.startswith("]", place):
            return
        number += 1
        try:
            member, place = decoder.raw_decode(text, place)
        except (ValueError, RecursionError):
            raise SourceError(f"{path.name} is cut off or no JSON at member {number}; fetch it again.") from None
        if not isinstance(member, dict):
            raise SourceError(f"{path.name} holds no objects under '{key}'; it is another format.")
        yield number, member
