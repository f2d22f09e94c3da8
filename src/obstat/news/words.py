"""The word lists of the room: who news of the field names, and the words around names.

Invariant: a word stands in a list of ``words/`` and nowhere in the code; a list is read once.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from pathlib import Path

_FOLDER = Path(__file__).parent / "words"


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of a list: an id, its names with how far each proves anything, and what the one named is."""

    id: str
    names: tuple[tuple[str, int], ...]
    """Each with 0 (means nobody else), 1 (is also a word: needs a capital inside a sentence or better) or 2 (needs
    words beside it, or a sure name in the same story)."""
    country: str | None = None
    nouns: frozenset[str] = frozenset()
    """What it may be called instead of its name: ``agency``, ``carrier``."""


@functools.cache
def listed(name: str) -> tuple[Listed, ...]:
    """The lines of ``words/<name>.txt``."""
    return tuple(map(_line, _lines(name)))


@functools.cache
def sections(name: str) -> dict[str, frozenset[str]]:
    """The words of ``words/<name>.txt`` by section."""
    found: dict[str, set[str]] = {}
    section = ""
    for line in _lines(name):
        if line.startswith("[") and line.endswith("]"):
            section = line[1:-1]
        else:
            found.setdefault(section, set()).update(line.split())
    return {section: frozenset(words) for section, words in found.items()}


@functools.cache
def everyday() -> dict[str, int]:
    """How far a name of the snapshot that is also an everyday word proves anything, by the name folded."""
    cells = (cell for line in _lines("everyday") for cell in line.split(";"))
    return {name.casefold(): doubt for name, doubt in map(graded, filter(str.strip, cells))}


@functools.cache
def pattern(key: str) -> re.Pattern[str]:
    """The whole words of a key of ``words/speech.txt``, in small letters and capitals."""
    return re.compile(rf"\b(?:{alternatives(key)})\b", re.IGNORECASE)


def alternatives(key: str) -> str:
    """The regular expression of a key of ``words/speech.txt``."""
    pairs = (line.partition(" = ") for line in _lines("speech"))
    words = "|".join(found for name, _, found in pairs if name == key)
    return re.sub(r"\{([a-z_]+)\}", lambda match: alternatives(match[1]), words)


def graded(cell: str) -> tuple[str, int]:
    """A name as the lists write it, and its doubt: ``Three??`` is ``Three``, 2."""
    name = cell.strip()
    bare = name.rstrip("?")
    return bare, len(name) - len(bare)


def _line(line: str) -> Listed:
    head, _, names = line.partition(" = ")
    id, *marks = head.split()
    country = next((mark[1:] for mark in marks if mark.startswith("@")), None)
    nouns = frozenset(mark[1:] for mark in marks if mark.startswith("#"))
    return Listed(id, tuple(graded(cell) for cell in names.split(";")), country, nouns)


@functools.cache
def _lines(name: str) -> tuple[str, ...]:
    lines = (_FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))
