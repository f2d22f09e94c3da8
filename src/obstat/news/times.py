"""Times as stories say them, and the days they come to.

Invariant: an end that nothing tells is None; days are counted from the day of whoever speaks.
"""

from __future__ import annotations

import calendar
import datetime
import re

from obstat.model.claim import When

_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}
_DAYS = {name.lower(): number for number, name in enumerate(calendar.day_name)}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_TIME = re.compile(
    rf"(?P<full>(?:on |by |since |until |before |from )?(?:(?P<m1>{_MONTH})\.? (?P<d1>\d{{1,2}})(?:st|nd|rd|th)?|"
    rf"(?P<d2>\d{{1,2}})(?:st|nd|rd|th)? (?P<m2>{_MONTH})\.?)(?:,? (?P<y1>(?:19|20)\d\d))?)\b|"
    r"(?P<month>(?:in|since|by|until|from|last|next|this|early|late|mid-?) ?"
    rf"(?P<m3>{_MONTH})\.?(?:,? (?P<y2>(?:19|20)\d\d))?)\b|"
    rf"(?P<myear>(?P<m4>{_MONTH})\.? (?P<y4>(?:19|20)\d\d))\b|"
    r"(?P<year>(?:in|since|by|until|from|by the end of|the end of) (?P<y3>(?:19|20)\d\d))\b|"
    rf"(?P<day>(?:on |last |next )?(?P<w>{'|'.join(_DAYS)}))\b|"
    r"(?P<ago>(?P<n>\d+|one|two|three|four|five|six|ten|a) (?P<u>day|week|month|year)s? ago)\b|"
    r"(?P<span>(?:last|this|next|earlier this|later this) (?P<su>week|month|year|spring|summer|autumn|fall|winter))\b|"
    r"(?P<word>today|yesterday|tomorrow)\b",
    re.IGNORECASE,
)
_HINTS = frozenset(
    sign
    for word in (*_MONTHS, *_DAYS, "day", "days", "week", "weeks", "month", "months", "year", "years", "spring",
                 "summer", "autumn", "fall", "winter", "today", "yesterday", "tomorrow")
    for sign in (word, f"{word}.", f"{word},", f"{word};", f"{word}'s", f"{word}’s", f'{word}"', f"{word}”")
)  # fmt: skip
"""Words without which, or a number, a stretch tells no time."""
_NUMBERS = {"one": 1, "a": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10}


def first(text: str, start: int, end: int, told: datetime.date | None) -> tuple[When, tuple[int, int]] | None:
    """The first time in a stretch of a text, with where it stands."""
    if not any(sign.isdigit() for sign in text[start:end]) and _HINTS.isdisjoint(text[start:end].lower().split()):
        return None
    for match in _TIME.finditer(text, start, end):
        found = _days(match, told)
        if found is not None:
            return When(match[0].strip(), *_ends(match[0].lower(), found), "said"), match.span()
    return None


Days = tuple[datetime.date | None, datetime.date | None]


def _ends(said: str, days: Days) -> Days:
    if said.startswith(("by ", "until ", "before ")):
        return None, days[1]
    if said.startswith("since "):
        return days[0], None
    return days


def _days(match: re.Match[str], told: datetime.date | None) -> Days | None:
    got = match.groupdict()
    try:
        if got["full"]:
            month, day = _MONTHS[(got["m1"] or got["m2"]).lower()], int(got["d1"] or got["d2"])
            year = int(got["y1"]) if got["y1"] else _year_of(month, told, ahead=match[0].lower().startswith("by "))
            when = datetime.date(year, month, day) if year else None
            return (when, when) if when else (None, None)
        if got["month"] or got["myear"]:
            month = _MONTHS[(got["m3"] or got["m4"]).lower()]
            given = got["y2"] or got["y4"]
            year = int(given) if given else _year_of(month, told, ahead=match[0].lower().startswith(("by ", "next ")))
            return _month(year, month) if year else (None, None)
        if got["year"]:
            year = int(got["y3"])
            return datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    except ValueError:
        return None
    if told is None:
        return None, None
    if got["day"]:
        ahead = match[0].lower().startswith("next ")
        back = (told.weekday() - _DAYS[got["w"].lower()]) % 7
        when = told + datetime.timedelta(days=(7 - back) if ahead else -back)
        return when, when
    if got["ago"]:
        number = int(got["n"]) if got["n"].isdigit() else _NUMBERS[got["n"].lower()]
        return _ago(told, number, got["u"].lower())
    if got["word"]:
        when = told + datetime.timedelta(days={"today": 0, "yesterday": -1, "tomorrow": 1}[got["word"].lower()])
        return when, when
    return _of_unit(told, match[0].lower(), got["su"].lower())


def _year_of(month: int, told: datetime.date | None, *, ahead: bool) -> int | None:
    """The year of a month without one: the last such month, or the next where it lies ahead."""
    if told is None:
        return None
    if ahead:
        return told.year + (month < told.month)
    return told.year - (month > told.month)


def _month(year: int, month: int) -> Days:
    return datetime.date(year, month, 1), datetime.date(year, month, calendar.monthrange(year, month)[1])


def _ago(told: datetime.date, number: int, unit: str) -> Days:
    if unit == "year":
        return datetime.date(told.year - number, 1, 1), datetime.date(told.year - number, 12, 31)
    if unit == "month":
        months = told.year * 12 + told.month - 1 - number
        return _month(months // 12, months % 12 + 1)
    when = told - datetime.timedelta(days=number * (7 if unit == "week" else 1))
    return (when, when) if unit == "day" else _week(when)


def _week(when: datetime.date) -> Days:
    monday = when - datetime.timedelta(days=when.weekday())
    return monday, monday + datetime.timedelta(days=6)


_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 2)}


def _of_unit(told: datetime.date, said: str, unit: str) -> Days:
    step = -1 if said.startswith("last") else 1 if said.startswith("next") else 0
    if unit == "week":
        return _week(told + datetime.timedelta(days=7 * step))
    if unit == "month":
        months = told.year * 12 + told.month - 1 + step
        return _month(months // 12, months % 12 + 1)
    if unit == "year":
        return datetime.date(told.year + step, 1, 1), datetime.date(told.year + step, 12, 31)
    first_month, last_month = _SEASONS[unit]
    year = told.year + step
    return datetime.date(year, first_month, 1), _month(year + (last_month < first_month), last_month)[1]
