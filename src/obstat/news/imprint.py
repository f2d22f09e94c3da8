"""What a story says of itself: its outlet and the day on which it appeared.

It stands at the head (``HARBOUR WIRE, Shanghai, 22 May 2019 -``, ``By Jane Roe, Harbour Wire``, ``Published: 22 May
2019``) or at the foot (``© 2015 Leader Call. All Rights reserved.``).

Invariant: a year in a copyright line is never a day, and a day without a year is none.
"""

from __future__ import annotations

import datetime
import re
from typing import Final

_HEAD: Final = 1500
_FOOT: Final = 1200
_MONTHS: Final = {name: number for number, names in enumerate((
    "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
    "september sept sep", "october oct", "november nov", "december dec"), 1) for name in names.split()}  # fmt: skip
_MONTH: Final = "(" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?"
_DAY: Final = r"(\d{1,2})(?:st|nd|rd|th)?"
_DATES: Final = (
    re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})(?![\d-])"),
    re.compile(rf"\b{_DAY}(?: of)? {_MONTH},? (\d{{4}})\b", re.IGNORECASE),
    re.compile(rf"\b{_MONTH} {_DAY},? (\d{{4}})\b", re.IGNORECASE),
    re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日"),
)
_YEAR: Final = re.compile(r"\d{4}")
_ORDERS: Final = ((0, 1, 2), (2, 1, 0), (2, 0, 1), (0, 1, 2))
"""Where year, month and day stand in each."""
_DASH: Final = "(?:--|[-–—])"
_NAME: Final = r"[^\W\d_a-z][\w&.'’+ -]{1,50}?"
_SIGNED: Final = re.compile(r"©|\(c\)|copyright", re.IGNORECASE)
_COPYRIGHT: Final = re.compile(
    r"(?:^|[\s|])(?i:©|\(c\)|copyright)(?:\s*(?i:©|\(c\)))?\s*(?:\d{4}(?:\s*[-–]\s*\d{2,4})?)?,?\s*(?i:by\s+)?"
    rf"(?P<name>{_NAME})\s*(?=,? \d{{4}}|[.,;|\n]|$|[–—]|(?i: all rights)| - )"
)
_BEFORE: Final = re.compile(rf"(?:^|\n|[.|] )(?P<name>{_NAME}),?\s*(?i:©|\(c\)|copyright)\s*\d{{4}}\s*(?=[.,;|\n]|$)")
_NO_NAME: Final = re.compile(
    r"(?:all rights|the author|the copyright|reserved|material|notice|holder|policy|contact|privacy)\b", re.I
)
_WIRE: Final = re.compile(
    rf"^(?P<name>[A-Z][A-Z0-9&.'’+-]*(?: [A-Z0-9&.'’+-]+){{0,4}}), "
    rf"(?P<place>[A-Z][^,\n]{{1,40}}), (?P<day>[^\n]{{3,25}}?) ?{_DASH}\s",
    re.M,
)
_AGENCY: Final = re.compile(
    rf"^[A-Z][^\n()]{{1,70}}?(?:\((?P<name>[A-Z][\w .&'’-]{{1,30}})\)|/(?P<slashed>[A-Z][\w .-]{{2,30}})/) ?{_DASH}",
    re.M,
)
_PLACED: Final = re.compile(rf"^[A-Z][^\n–—]{{2,80}}? ?(?:{_DASH}|\([A-Z][\w ]+\)|/[A-Z])", re.M)
_BY: Final = re.compile(
    rf"^by [A-Z][^\n,|]{{2,60}}(?:, | \| | for | {_DASH} )(?P<name>[A-Z][\w&.'’+ -]{{1,40}})$", re.M | re.I
)
_LABELLED: Final = re.compile(r"^(?:source|outlet|publisher|publication)\s*:\s*(?P<name>[^\n]{2,60})$", re.M | re.I)
_DATED: Final = re.compile(
    r"^(?:(?:first )?(?:published|posted|date|dated|released|issued|publication date)(?: on| at)?\s*:?\s*|"
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,? )?(?P<day>[^\n]{6,40})$",
    re.M | re.I,
)  # fmt: skip


def outlet_of(text: str) -> str | None:
    """Who a text says tells it. Whoever signs the foot tells it, though a dateline names the agency it has it from."""
    foot, head = text[-_FOOT:], text[:_HEAD]
    signed = [line for line in reversed(foot.split("\n")) if _SIGNED.search(line)]
    for pattern in (_COPYRIGHT, _BEFORE):
        for line in signed:
            found = pattern.search(line[:400])
            name = _trimmed(found.group("name")) if found else ""
            if name and not _NO_NAME.match(name):
                return name
    for pattern in (_LABELLED, _WIRE, _BY, _AGENCY):
        found = pattern.search(head)
        if found:
            name = _trimmed(found.group("name") or found.group("slashed"))
            return name.title() if pattern is _WIRE and len(name) > 5 and " " in name else name
    return None


def published_in(text: str) -> datetime.date | None:
    """The day at the head of a text: in a dateline, or on a line of its own."""
    head = text[:_HEAD]
    if not _YEAR.search(head):
        return None
    cut = head.rfind("\n")
    head = head if len(text) <= _HEAD or cut < 0 else head[:cut]
    for pattern in (_WIRE, _PLACED):
        for found in pattern.finditer(head):
            day = day_in(found.group())
            if day:
                return day
    for found in _DATED.finditer(head):
        line = found.group()
        day = day_in(found.group("day"))
        if day and not re.search(r"©|\(c\)|copyright", line, re.I) and _alone(line):
            return day
    return None


def day_in(text: str | None) -> datetime.date | None:
    """The first whole day that a text names."""
    if not text:
        return None
    for pattern, order in zip(_DATES, _ORDERS, strict=True):
        for found in pattern.finditer(text):
            year, month, day = (found.group(place + 1) for place in order)
            try:
                return datetime.date(int(year), _MONTHS.get(month.lower()) or int(month), int(day))
            except ValueError:
                continue
    return None


def _alone(line: str) -> bool:
    """Whether a line holds a day and little else."""
    for pattern in _DATES:
        line = pattern.sub("", line)
    return sum(map(str.isalpha, line)) <= 30 and not line.rstrip().endswith((".", "?", "!"))


def _trimmed(name: str) -> str:
    name = " ".join(re.split(r"\ball rights\b", name, maxsplit=1, flags=re.I)[0].split())
    return name.strip(" ,;|–—-").removesuffix(".")
