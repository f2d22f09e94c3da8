"""Tables on a terminal: a line of titles, perhaps a rule of dashes, then rows.

Invariant: a cell stands under its title where the table is aligned; where it is not, words are counted from both ends.
"""

from __future__ import annotations

import re

from obstat.intake.labelled import cleaned, role_of

_TITLES = re.compile(
    r"serial number|serial num|serial no|part number|device[ -]id|neighbor device id|local intrfce|local intf|local port|port id|"
    r"neighbor port id|mfg date|mfg name|hw version|model number|model name|number of fans|system name|chassis id|remote id|"
    r"product id|ont model|[^\s|]+",
    re.IGNORECASE,
)
_COLUMN_ROLES = {
    "type": "model",
    "part number": "model",
    "version": None,
    "port": "place",
    "slot": "place",
    "module": "place",
}
_TELLING = {"model", "serial", "chassis", "brand"}
_WORDY = ("brand", "descr", "hostname")
_RULE = re.compile(r"[\s|+=-]*-{3}[\s|+=-]*")

Titles = list[tuple[str | None, int]]


def titles(text: str) -> Titles | None:
    """The columns of a line of titles: what each means and where it begins; None where the line is no such line."""
    if any(character in text for character in ':="') or len(text.split()) < 2:
        return None
    found = [(_meaning(title[0]), title.start()) for title in _TITLES.finditer(text)]
    roles = [role for role, _ in found if role]
    if len(set(roles)) < 2 or not _TELLING & set(roles) or 2 * len(roles) < len(found) - 2:
        return None
    return found


def _meaning(title: str) -> str | None:
    plain = " ".join(re.findall(r"[a-z0-9]+", title.lower()))
    return _COLUMN_ROLES[plain] if plain in _COLUMN_ROLES else role_of(title)


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
    words = text.split()
    extra = len(words) - len(columns)
    wordy = next((n for n, (role, _) in enumerate(columns) if role in _WORDY), None)
    if extra < 0 or (extra and wordy is None):
        return {}
    if extra and wordy is not None:
        words[wordy : wordy + extra + 1] = [" ".join(words[wordy : wordy + extra + 1])]
    for (role, _), word in zip(columns, words, strict=True):
        if role and (value := cleaned(word)):
            row.setdefault(role, value)
    return row
