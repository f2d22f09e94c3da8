"""A story as one format gives it, before it becomes a document.

Invariant: `body` has line breaks of one kind; what the format does not tell is None.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Found:
    """One story of a file. `part` tells it from others of the file."""

    body: str
    title: str | None = None
    outlet: str | None = None
    published: datetime.date | None = None
    url: str | None = None
    notes: tuple[str, ...] = ()
    part: str | None = None
