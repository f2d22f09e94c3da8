"""The words and colours of the answers, and the words of a summary, for every form of an inventory.

Invariant: a status is never told by its colour alone, and no control character of a file is passed on.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from obstat.model.screened import Screened
from obstat.model.status import Status
from obstat.report.pictures.look import COLOURS
from obstat.report.text import DISCLAIMER, STYLES

NOT_ADVICE = DISCLAIMER
NOT_READ = "not_read"


@dataclass(frozen=True, slots=True)
class Colours:
    """Three colours as ``#rrggbb``. `ink` on `tint` has a contrast of 4.5 or more, `bar` on the paper of 3."""

    ink: str
    tint: str
    bar: str


@dataclass(frozen=True, slots=True)
class Look:
    """How a status is shown: on paper or a light screen, on a dark one, and in the style of a terminal."""

    word: str
    day: Colours
    night: Colours
    style: str


def _of(status: Status, word: str) -> Look:
    """The look of a status, in the colours that drawings and pages have."""
    day, night = (
        Colours(tone, soft, tone)
        for tone, soft in zip(COLOURS[status.code], COLOURS[f"{status.code}-soft"], strict=True)
    )
    return Look(word, day, night, STYLES[status])


STATUSES: Mapping[str, Look] = MappingProxyType(
    {
        "prohibited": _of(Status.PROHIBITED, "prohibited"),
        "licence_required": _of(Status.LICENCE_REQUIRED, "permission required"),
        "undecided": _of(Status.UNDECIDED, "undecided"),
        "conditional": _of(Status.CONDITIONAL, "conditional"),
        "advisory": _of(Status.ADVISORY, "advisory"),
        "not_restricted": _of(Status.NOT_RESTRICTED, "not restricted"),
        "no_record": _of(Status.NO_RECORD, "no record (not a permission)"),
        NOT_READ: Look(
            "could not be read",
            Colours("#2b313b", "#dfe2e8", "#3c4350"),
            Colours("#e6e9ef", "#474f5e", "#b4bccb"),
            "bold",
        ),
    }
)
"""By code, the most severe first, then the rows that could not be read."""
REASONED = ("prohibited", "licence_required", "undecided", "conditional", NOT_READ)
"""What somebody must look at, in the order of need."""

HEADINGS = MappingProxyType(
    {
        "status": "Status",
        "because": "Why",
        "fault": "Why it could not be read",
        "rules": "Rules",
        "findings": "What each rule gives",
        "parties": "Parties",
        "products": "Products",
        "needs": "Facts needed",
        "evidence": "Evidence",
        "notes": "Notes",
    }
)
"""What the columns of `obstat.model.screened.COLUMNS` are called to a reader."""

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_LINES = re.compile("\r\n?")


def look(code: str | None) -> Look:
    """How a status is shown; none at all is that of a row that could not be read."""
    code = code or NOT_READ
    known = STATUSES.get(code)
    return known or Look(plain(code.replace("_", " ")), STATUSES["no_record"].day, STATUSES["no_record"].night, "bold")


def plain(text: str) -> str:
    """A text without what is no character: a mark stands in its place. Lines end in a line feed."""
    if text.isprintable():
        return text
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", _LINES.sub("\n", text))


def one_line(text: str) -> str:
    """A text on one line, its white space single."""
    return " ".join(plain(text).split())


def spoken(code: str) -> str:
    """A code of a vocabulary as words."""
    return one_line(code.replace("_", " "))


def asked(about: Screened) -> list[tuple[str, str]]:
    """The question by its parts, each with its label; those that were not given are left out. The day is the last."""
    parts = [
        (spoken(label), value if label in _VERBATIM else spoken(value))
        for label, value in about.asked.items()
        if value and label != "on"
    ]
    return [*parts, ("on", about.on)]


_VERBATIM = ("jurisdiction", "made_in", "as_known", "subject")
_PREPOSITIONS = MappingProxyType({"activity": "", "jurisdiction": "in ", "on": "on "})


def sentence(about: Screened) -> str:
    """The question in one line."""
    return ", ".join(f"{_PREPOSITIONS.get(label, label + ' ')}{one_line(value)}" for label, value in asked(about))


def counted(number: int, thing: str = "row") -> str:
    """A number of things, with the plural."""
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"


def in_and_out(about: Screened) -> str:
    """That no row is lost, in numbers."""
    return f"{counted(about.rows)} in, {counted(sum(about.statuses.values()))} out"


def share(rows: int, whole: int) -> str:
    """A part of all rows, in per cent; less than one of a hundred is not written as none."""
    part = 100 * rows / whole if whole else 0.0
    if 0 < part < 1:
        return "<1%"
    return ">99%" if 99 < part < 100 else f"{part:.0f}%"
