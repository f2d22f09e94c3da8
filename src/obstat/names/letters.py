"""Abbreviations said aloud and written down letter by letter in another script: ディージェイアイ is DJI.

Invariant: a word is read so only if all of it is names of letters of one script, at least three of them.
"""

from __future__ import annotations

import functools
import string
from importlib.resources import files

_FEWEST = 3


@functools.lru_cache(maxsize=8192)
def spelt_out(word: str) -> str:
    """The Latin letters that `word`, in lower case, names one after another; empty if it is no such word."""
    for names in _scripts():
        if word[:1] in names[0]:
            letters = _read(word.replace("-", ""), names[1])
            if len(letters) >= _FEWEST:
                return letters
    return ""


def _read(word: str, names: tuple[tuple[str, str], ...]) -> str:
    """The letters of `word` by the longest names first, trying shorter ones where that does not come out."""
    if not word:
        return ""
    for name, letter in names:
        if word.startswith(name):
            rest = word[len(name) :]
            if not rest or (found := _read(rest, names)):
                return letter + (found if rest else "")
    return ""


@functools.cache
def _scripts() -> tuple[tuple[frozenset[str], tuple[tuple[str, str], ...]], ...]:
    """By script: the characters its names of letters begin with, and the names, longest first, with their letters."""
    text = (files("obstat.names") / "tables" / "letters.txt").read_text(encoding="utf-8")
    scripts = []
    for line in text.splitlines():
        if line and not line.startswith("#"):
            names = [
                (name.replace("-", ""), letter)
                for spellings, letter in zip(line.split(), string.ascii_lowercase, strict=True)
                for name in spellings.split("|")
            ]
            names.sort(key=lambda pair: -len(pair[0]))
            scripts.append((frozenset(name[0] for name, _ in names), tuple(names)))
    return tuple(scripts)
