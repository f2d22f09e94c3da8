"""Conditional Approvals: devices that the FCC's Covered List would cover, and that a department has cleared for a time.

The FCC publishes them as tables behind the Covered List, one for a kind of equipment, and in the appendices of public
notices: producer, device, and from when to when the approval holds. The order and the wording of the columns differ,
so a column is known by words in its header.

Invariant: a row is one entry, named after the producer. An approval ends with the day that is stated, so the first day
without it is the next one; only after "until" the stated day is itself the first without.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from obstat.model.errors import SourceError
from obstat.sources import days, tables
from obstat.sources.editions import by_column, columns, slug
from obstat.sources.entry import Detail, Entry, EntryListing, EntryName, EntryNumber
from obstat.sources.fields import Fields, folded
from obstat.sources.source import Parts, single

_COLUMNS: Final = (
    ("fcc id", r"fcc id"),
    ("granted by", r"\bby\b|agency|department|determination"),
    ("until", r"expir|\bends?\b|until|through|valid|sunset"),
    ("period", r"period|duration|\bterm\b"),
    ("category", r"category|type|class"),
    ("since", r"date|start|effective"),
    ("producer", r"producer|company|manufacturer|maker|applicant|entity|grantee|vendor|provider"),
    ("model", r"model|series|part number"),
    ("device", r"device|product|equipment|system|router|component"),
    ("since", r"granted|approved|issued"),
    ("conditions", r"conditions|limitation|restriction|scope"),
    ("document", r"document|public notice|citation|reference"),
    ("notes", r"notes?\b|remarks?\b"),
)
"""What a column holds, by the first of these patterns that its header has; each is given to one column."""
_KINDS: Final = (
    ("routers", r"\brouters?\b"),
    ("uncrewed aircraft systems", r"\buncrewed aircraft|\bUAS\b"),
    ("power inverters", r"\binverters?\b"),
    ("advanced robotic devices", r"\brobotic\b"),
)
_DAY = re.compile(
    r"[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4}|\d{1,2}/\d{1,2}/\d{4}|\d{4}-\d{2}-\d{2}|\d{1,2} [A-Z][a-z]{2,8} \d{4}"
    r"|[A-Z][a-z]{2,8} \d{4}"
)


def read_html(parts: Parts, list_code: str) -> Iterator[Entry]:
    path = single(parts)
    found: list[Entry] = []
    for number, (before, table) in enumerate(tables.html_tables(path), 1):
        names = _roles(table[0]) if table else []
        if _is_approvals(names):
            rows = [(f"table {number}, row {place}", row) for place, row in enumerate(table[1:], 2)]
            found += (_entry(at, names, row, list_code, _kind(before)) for at, row in rows if any(map(folded, row)))
    if not found:
        raise SourceError(f"{path.name} has no table of producers, devices and dates; fetch the page of the FCC again.")
    yield from _numbered(found)


def read_csv(parts: Parts, list_code: str) -> Iterator[Entry]:
    path = single(parts)
    lines = tables.rows(path)
    _, header = next(lines, (1, []))
    names = _roles(header)
    if not _is_approvals(names):
        raise SourceError(
            f"{path.name} lacks columns for the producer, the device and a date; name them in the header."
        )
    yield from _numbered(_entry(f"line {line}", names, row, list_code, None) for line, row in lines)


def _roles(header: Sequence[str]) -> list[str]:
    """What each column holds; a column that is none of these keeps its name."""
    names = columns(header)
    for role, pattern in _COLUMNS:
        if role not in names:
            names = _given(names, role, pattern)
    return names


def _given(names: list[str], role: str, pattern: str) -> list[str]:
    known = {role for role, _ in _COLUMNS}
    for at, name in enumerate(names):
        if name not in known and re.search(pattern, name):
            return [*names[:at], role, *names[at + 1 :]]
    return names


def _is_approvals(names: list[str]) -> bool:
    return (
        "producer" in names
        and bool({"device", "model"} & set(names))
        and bool({"since", "until", "period"} & set(names))
    )


def _kind(before: str) -> str | None:
    """The kind of equipment that the text before a table speaks of last."""
    last = {kind: [match.end() for match in re.finditer(pattern, before, re.I)][-1:] for kind, pattern in _KINDS}
    return max(last, key=lambda kind: last[kind] or [-1]) if any(last.values()) else None


def _entry(at: str, names: list[str], row: list[str], list_code: str, kind: str | None) -> Entry:
    fields = by_column(names, row)
    if len(row) < len(names):  # cells are missing: which ones cannot be told
        return Entry(id=slug(at), kind="unknown", names=(), at=at, left=fields.left())
    producer = fields.take("producer")
    category = fields.take("category") or kind
    details = [Detail("category", category)] if category else []
    since, until = _held(fields, details)
    codes = [code for code in re.split(r"[,;\s]+", fields.take("fcc id") or "") if code]
    listing = EntryListing(
        list_code,
        since=since,
        until=until,
        programme="Conditional Approval",
        citation=fields.take("document"),
        measures=fields.take("conditions"),
    )
    details += fields.detail("device", "model", "granted by", "notes")
    return Entry(
        id=slug(f"{producer or at} {since or ''}"),
        kind="company" if producer else "unknown",
        names=(EntryName(producer),) if producer else (),
        at=at,
        numbers=tuple(EntryNumber("fcc id", code) for code in codes),
        listings=(listing,),
        details=tuple(details),
        left=fields.left(),
    )


def _held(fields: Fields, details: list[Detail]) -> tuple[str | None, str | None]:
    """From when to when an approval holds; what a cell says besides its days is added to `details`."""
    texts = {label: fields.take(label) or "" for label in ("since", "period", "until")}
    days_of = {label: [day for text in _DAY.findall(cell) if (day := days.iso(text))] for label, cell in texts.items()}
    details += (Detail(label, cell) for label, cell in texts.items() if cell and not days.iso(cell))
    starts, ends = days_of["since"], days_of["until"]
    for label in ("since", "period"):  # one cell may hold both days, or only an end: "through December 31, 2026"
        only_end = re.match(r"(?:valid |expires )?(?:through|until|to|on)\b", texts[label], re.I)
        if len(days_of[label]) == 2 or (days_of[label] and only_end):
            starts, ends = (days_of[label][:-1] or [] if only_end else days_of[label][:1]), ends or days_of[label][-1:]
    exclusive = re.search(r"\buntil\b", f"{texts['until']} {texts['period']} {texts['since']}", re.I)
    until = (ends[-1] if exclusive else _next(ends[-1])) if ends else None
    return (starts[0] if starts else None), until


def _next(day: str) -> str:
    """The first day, month or year without, of a last one with; the end of the calendar has none."""
    if day.startswith("9999"):
        return day
    year, *rest = (int(number) for number in day.split("-"))
    if len(rest) == 2:
        return str(datetime.date(year, *rest) + datetime.timedelta(days=1))
    following = year * 12 + rest[0] if rest else (year + 1) * 12
    return f"{following // 12:04}-{following % 12 + 1:02}" if rest else f"{following // 12:04}"


def _numbered(entries: Iterable[Entry]) -> Iterator[Entry]:
    """The same entries; a second approval of a producer on one day has a number behind its id."""
    seen = Counter[str]()
    for entry in entries:
        seen[entry.id] += 1
        yield entry if seen[entry.id] == 1 else replace(entry, id=f"{entry.id}-{seen[entry.id]}")
