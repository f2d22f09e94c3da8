"""Days that are known exactly, to the month, to the year, or only to lie between two days.

Invariant: a `Day` is a closed interval ``[earliest, latest]`` of calendar days, both held as proleptic
Gregorian ordinals. A full ISO date has ``earliest == latest``; a shorter one is never padded.
"""

from __future__ import annotations

import calendar
import datetime
import enum
import functools
import re
from dataclasses import dataclass

from obstat.model.errors import InvalidValue

_PARTIAL = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")

_EXACT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Reached(enum.Enum):
    """Has a day come? `MAYBE` while the day asked about lies inside an interval that is not resolved."""

    NO = "no"
    MAYBE = "maybe"
    YES = "yes"


@dataclass(frozen=True, slots=True)
class Day:
    """One date as a source gives it: ``2018-01-30``, ``2026-07``, ``2023`` or ``2023-03-02/2023-03-06``."""

    earliest: int
    latest: int
    text: str

    @classmethod
    def parse(cls, text: str) -> Day:
        """Read an ISO date, month, year, or two of them joined by ``/`` (some day between them).

        Raises `InvalidValue` for anything else, impossible days included.
        """
        first, joined, second = text.partition("/")
        start = _bounds(first)
        end = _bounds(second) if joined else start
        if end[1] < start[0]:
            raise InvalidValue(f"'{text}' ends before it starts; write the earlier date first.")
        return cls(start[0], end[1], text)

    @property
    def exact(self) -> bool:
        """True when only one day is possible."""
        return self.earliest == self.latest

    def reached(self, on: int) -> Reached:
        """Whether this day has come on the day with ordinal `on`."""
        if on < self.earliest:
            return Reached.NO
        return Reached.YES if on >= self.latest else Reached.MAYBE

    def __str__(self) -> str:
        return self.text


def later(a: Day | None, b: Day | None) -> Day | None:
    """The later of two starts; one that is not given was always."""
    return max((day for day in (a, b) if day), key=lambda day: (day.earliest, day.latest), default=None)


def sooner(a: Day | None, b: Day | None) -> Day | None:
    """The earlier of two ends; one that is not given never comes."""
    return min((day for day in (a, b) if day), key=lambda day: (day.earliest, day.latest), default=None)


def parse_day(text: str) -> datetime.date:
    """Read one exact ISO day, as a question needs it. Raises `InvalidValue` with the form expected."""
    try:
        if not _EXACT.fullmatch(text.strip()):
            raise ValueError
        return datetime.date.fromisoformat(text.strip())
    except ValueError:
        raise InvalidValue(f"'{text}' is not a day of the calendar; write it as YYYY-MM-DD.") from None


def iso(ordinal: int) -> str:
    """The ISO text of the day with this ordinal."""
    return datetime.date.fromordinal(ordinal).isoformat()


def _bounds(text: str) -> tuple[int, int]:
    match = _PARTIAL.fullmatch(text)
    try:
        if match is None:
            raise ValueError
        year, month, day = (int(part) if part else None for part in match.groups())
        if month is None or year is None:
            return datetime.date(int(text), 1, 1).toordinal(), datetime.date(int(text), 12, 31).toordinal()
        if day is None:
            last = calendar.monthrange(year, month)[1] if 1 <= month <= 12 else 0
            return datetime.date(year, month, 1).toordinal(), datetime.date(year, month, last).toordinal()
        return (exact := datetime.date(year, month, day).toordinal()), exact
    except ValueError:
        raise InvalidValue(f"'{text}' is not a date; write YYYY, YYYY-MM or YYYY-MM-DD.") from None


@functools.lru_cache(maxsize=16384)
def partial(text: str | None) -> Day | None:
    """`Day.parse` of a text that may be missing."""
    return Day.parse(text) if text else None
