"""What may be done at which address: the one table of roles and sizes.

Invariant: the first row that fits an address decides; what no row names can be read by who may read, and changed by
an `admin` alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

READING = frozenset({"GET", "HEAD", "OPTIONS"})
"""Methods that change nothing."""


@dataclass(frozen=True, slots=True)
class Door:
    """Addresses that are guarded alike."""

    path: re.Pattern[str]
    """The whole path fits it."""
    methods: frozenset[str] | None
    """None: any."""
    role: str | None
    """What a token must hold; None: anybody may come in."""
    body: str = "body"
    """The field of `Limits` that says how large a body may be."""
    foreign: bool = False
    """Whether pages of other hosts may send to it; only where nothing is changed."""


def _door(path: str, role: str | None, methods: str = "", body: str = "body", foreign: bool = False) -> Door:
    return Door(re.compile(path), frozenset(methods.split()) or None, role, body, foreign)


DOORS = (
    _door(r"/healthz|/readyz|/favicon\.ico|/robots\.txt|/static/.*", None, "GET HEAD"),
    _door(r"/login|/logout", None, "GET HEAD POST"),
    _door(r"/v1/screen(/.*)?|/screen(/.*)?", "screen", body="upload"),
    _door(r"/story/(.*/)?(accept|reject|decide|decision|decisions|review)", "admin", "POST"),
    _door(r"/v1/news|/story(/.*)?", "read", body="story"),
    _door(r"/reconcile(/.*)?", "read", foreign=True),
    _door(r"/v1/(check|resolve)|/answer|/match/.*|/mcp(/.*)?", "read"),
    _door(r".*", "read", "GET HEAD OPTIONS"),
    _door(r".*", "admin"),
)


def door(method: str, path: str) -> Door:
    """The row for a request."""
    for one in DOORS:
        if (one.methods is None or method in one.methods) and one.path.fullmatch(path):
            return one
    raise AssertionError("the last row fits everything")
