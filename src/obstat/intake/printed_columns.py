"""Tables on a terminal: a line of titles, perhaps a rule of dashes, then rows.

Invariant: a cell stands under its title where the table is aligned; where it is not, words are counted from both ends;
failing that, what two spaces part goes to the title it stands under most. A row that fits in no way is empty cells.
"""

from __future__ import annotations

import re
from itertools import pairwise

from obstat.intake.labelled import cleaned, role_of, spaced

_TITLES = re.compile(
    r"serial number|serial num|serial no|part number|device[ -]id|neighbor device id|local intrfce|local intf"
    r"|local port|port id|neighbor port id|mfg date|mfg name|hw version|model number|model name|number of fans"
    r"|system name|chassis id|remote id|product id|ont model|card[ -]type|board[ -]type|[^\s|]+",
    re.IGNORECASE,
)
_COLUMN_ROLES: dict[str, str | None] = {
    "type": "model",
    "part number": "model",
    "card type": "model",
    "board type": "model",
    "version": None,
    "module type": "descr",
    "mac address": "mac",
    "hardware address": "mac",
    "hardware addr": "mac",
    "hw addr": "mac",
    "address range": "mac",
    "port": "place",
    "slot card": "place",
    "capability": "capability",
    "capabilities": "capability",
    "slot": "place",
    "node": "place",
    "mod": "place",
    "module": "place",
}
_TELLING = {"model", "serial", "chassis", "brand", "device"}
_WORDY = ("brand", "descr", "capability", "hostname")
_RULE = re.compile(r"[\s|+=-]*(?:-{3}|={3})[\s|+=-]*")
_HEARD = re.compile(r"\s*(\S+)?\s+.*?(?<=\s)\d{1,5}\s+(?:[A-Za-z]\s+)*((?:IP )?[A-Za-z0-9][\w./+-]+)")
"""A row of CDP's table: who, on which interface, for how many seconds, able of what (a letter each), which platform."""

Titles = list[tuple[str | None, int]]
_CELL = re.compile(r"[^\s|]+(?: [^\s|]+)*")


def titles(text: str) -> Titles | None:
    """The columns of a line of titles: what each means and where it begins; None where the line is no such line."""
    words = text.split()
    if any(character in text for character in ':="') or ".." in text or not 2 <= len(words) <= 24:
        return None
    return _columns([part for cell in _CELL.finditer(text) for part in _parted(cell[0], cell.start())])


def titles_over(text: str, rule: str) -> Titles | None:
    """The columns of a line of titles by the pieces of the rule under it; None where the line is no such line."""
    starts = [piece.start() for piece in re.finditer(r"[-=]{2,}", rule)]
    if any(0 < start < len(text) and text[start - 1].isalnum() for start in starts):
        return titles(text)
    cut = [(text[start:end].strip(" |+"), start) for start, end in pairwise([*starts, max(len(text), starts[-1])])]
    return _columns([(title, start) for title, start in cut if title]) or titles(text)


def _columns(cut: list[tuple[str, int]]) -> Titles | None:
    fullest: dict[str | None, str] = {}
    for title, _ in cut:
        fullest[_meaning(title)] = max(fullest.get(_meaning(title), ""), title, key=len)
    found = [(_meaning(title) if title in fullest.values() else None, start) for title, start in cut]
    roles = {role for role, _ in found if role}
    titled = all(title[0].isupper() or not title[0].isalpha() for title, _ in cut)
    enough = len(roles) > 1 or ("serial" in roles and len(cut) > 1)
    return found if enough and _TELLING & roles and titled else None


def _parted(cell: str, start: int) -> list[tuple[str, int]]:
    """A title, or the several that only one space parts (``Capability Platform Port ID``)."""
    parts = [(title[0], start + title.start()) for title in _TITLES.finditer(cell)]
    several = sum(_meaning(title) is not None for title, _ in parts) > 1 or _meaning(parts[0][0]) is not None
    several = several or any(_meaning(title) in ("serial", "brand", "capability") for title, _ in parts)
    several = several or all(spaced(title) != title for title, _ in parts)  # PortDescr SysName
    return parts if _meaning(cell) is None and several else [(cell, start)]


def ruled(text: str, columns: Titles) -> Titles:
    """The same columns, beginning where the rule of dashes under them says."""
    groups = [(dashes.start(), dashes.end()) for dashes in re.finditer(r"-+", text)]
    if len(groups) < 2:
        return columns
    begin = {start: first for _, start in columns for first, last in groups if first <= start <= last}
    moved = [(role, begin.get(start, start)) for role, start in columns]
    return moved if len({start for _, start in moved}) == len(moved) else columns


def _meaning(title: str) -> str | None:
    plain = " ".join(re.findall(r"[a-z0-9]+", spaced(title).lower()))
    return _COLUMN_ROLES[plain] if plain in _COLUMN_ROLES else role_of(title)


def is_titled(following: str) -> bool:
    """Whether a line that the line `following` stands under is a line of titles: a rule in several pieces."""
    return is_rule(following) and len(re.findall(r"[-=]{2,}", following)) > 1


def is_rule(text: str) -> bool:
    return _RULE.fullmatch(text) is not None


def cells(text: str, columns: Titles) -> dict[str, str]:
    """What `text` says under each column that means something."""
    starts = [start for _, start in columns]
    aligned = all(start >= len(text) or text[start - 1].isspace() for start in starts[1:])
    row: dict[str, str] = {}
    if aligned and any(start < len(text) and not text[start].isspace() for start in starts[1:]):
        for (role, start), end in zip(columns, [*starts[1:], len(text)], strict=True):
            if role and (value := cleaned(text[start:end].strip(" |"))):
                row.setdefault(role, value)
        return row
    if any(role == "capability" for role, _ in columns) and (heard := _HEARD.match(text)):
        return {
            "device": heard[1] or "",
            **({"model": heard[2]} if any(role == "model" for role, _ in columns) else {}),
        }
    if parts(text) > 2 and (beneath := _beneath(text, columns)):
        return beneath
    words = text.split()
    extra = len(words) - len(columns)
    wordy = next((n for n, (role, _) in enumerate(columns) if role in _WORDY), None)
    if extra < 0 or (extra and wordy is None):
        return _beneath(text, columns)
    if extra and wordy is not None:
        words[wordy : wordy + extra + 1] = [" ".join(words[wordy : wordy + extra + 1])]
    for (role, _), word in zip(columns, words, strict=True):
        if role and (value := cleaned(word)):
            row.setdefault(role, value)
    if "serial" in row and not any(character.isdecimal() for character in row["serial"]):
        return {}  # a sentence that happens to have as many words as there are titles
    return row


def parts(text: str) -> int:
    """How many cells a line has, where two spaces or a bar part them."""
    return sum(1 for _ in _CELL.finditer(text))


def _beneath(text: str, columns: Titles) -> dict[str, str]:
    """Each cell under the title that it shares most characters with, or, where there are as many cells as titles, each
    under its own; empty where two would share one."""
    found = list(_CELL.finditer(text))
    starts = [start for _, start in columns]
    spans = list(zip(starts, [*starts[1:], max(len(text), starts[-1] + 1)], strict=True))
    shared = [[min(cell.end(), end) - max(cell.start(), start) for start, end in spans] for cell in found]
    under = [one.index(max(one)) for one in shared]
    if len(found) < 2 or len(set(under)) < len(found) or under != sorted(under) or min(map(max, shared)) <= 0:
        if len(found) != len(columns):
            return {}
        under = list(range(len(columns)))
    row: dict[str, str] = {}
    for cell, column in zip(found, under, strict=True):
        if (role := columns[column][0]) and (value := cleaned(cell[0])):
            row.setdefault(role, value)
    return row
