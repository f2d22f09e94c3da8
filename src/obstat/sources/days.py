"""The ways in which publishers write days, months and years, as ISO 8601."""

from __future__ import annotations

import functools
import re

from obstat.model.dates import Day
from obstat.model.errors import InvalidValue

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
            "september sept sep", "october oct", "november nov", "december dec",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:[T ][0-9:.]+(?:Z|[+-][0-9:]+)?|Z|[+-]\d\d:\d\d)?")
"""The time of day and the zone, which dates of XML may have too (``2015-07-01-04:00``), say nothing of the day."""
_NUMBERS = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})")
_DAY_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ -]+([A-Za-z]+)\.?,?[ -]+(\d{4})")
_MONTH_DAY = re.compile(r"([A-Za-z]+)\.? +(\d{1,2})(?:st|nd|rd|th)?,? +(\d{4})")
_MONTH_YEAR = re.compile(r"([A-Za-z]+)\.?,? +(\d{4})")


@functools.lru_cache(maxsize=16384)
def iso(text: str | None, *, day_first: bool = False) -> str | None:
    """`text` as YYYY, YYYY-MM or YYYY-MM-DD; None where it is no date of the calendar.

    Of three numbers the first is the month, as in the United States, unless `day_first`. A zero for the day or the
    month means that it is not known. Two-digit years are read as 1970 to 2069.
    """
    plain = " ".join((text or "").split())
    if match := _ISO.fullmatch(plain):
        return _checked(*(int(part or 0) for part in match.groups()))
    if match := _NUMBERS.fullmatch(plain):
        first, second, year = (int(part) for part in match.groups())
        year += 0 if year > 99 else 1900 if year >= 70 else 2000
        return _checked(year, second, first) if day_first else _checked(year, first, second)
    if match := _DAY_MONTH.fullmatch(plain):
        return _checked(int(match[3]), _MONTHS.get(match[2].lower(), 13), int(match[1]))
    if match := _MONTH_DAY.fullmatch(plain):
        return _checked(int(match[3]), _MONTHS.get(match[1].lower(), 13), int(match[2]))
    if match := _MONTH_YEAR.fullmatch(plain):
        return _checked(int(match[2]), _MONTHS.get(match[1].lower(), 13), 0)
    return None


def _checked(year: int, month: int, day: int) -> str | None:
    written = f"{year:04}" + (f"-{month:02}" + (f"-{day:02}" if day else "") if month else "")
    try:
        Day.parse(written)
    except InvalidValue:
        return None
    return written
