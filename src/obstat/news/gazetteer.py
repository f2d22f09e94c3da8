"""Finding the spellings of `obstat.news.named` in a text, by one pass of an Aho-Corasick automaton.

Invariant: a hit stands between boundaries of words, in a case in which its name may be written, and is the longest
there; whether it means what it names is judged in `obstat.news.sense`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from obstat.knowledge.snapshot import Snapshot
from obstat.model.errors import MissingExtra
from obstat.news.named import Spelling, spellings

if TYPE_CHECKING:
    from ahocorasick import Automaton

_SHORTEST_IN_SMALL = 5
"""Letters below which a name in small letters is taken for a word."""


@dataclass(frozen=True, slots=True)
class Hit:
    start: int
    end: int
    spelling: Spelling
    small: bool
    """It is written in small letters, as its name is not."""


class Gazetteer:
    """The spellings of a snapshot and the lists."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._automaton = _automaton(spellings(snapshot))

    def hits(self, text: str) -> list[Hit]:
        """The longest hits of a text, by place. `text` is as `even` gives it."""
        found: list[tuple[int, int, Spelling, bool]] = []
        for last, (length, spelling, small) in self._automaton.iter(text):
            start, end = last + 1 - length, last + 1
            if spelling.east or _bounded(text, start, end):
                found.append((start, end, spelling, small))
        return _longest(found)


def even(text: str) -> str:
    """A text of the same length with one kind of blank, apostrophe and hyphen."""
    for old, new in (("\n", " "), ("\t", " "), ("\r", " ")):
        text = text.replace(old, new)
    if not text.isascii():
        for old, new in (("\u00a0", " "), ("\u2019", "'"), ("\u2010", "-"), ("\u2011", "-"), ("\u202f", " ")):
            text = text.replace(old, new)
    return text


def _bounded(text: str, start: int, end: int) -> bool:
    if start and ((before := text[start - 1]).isalnum() or before in "_@#/"):
        return False
    if start > 1 and text[start - 1] == "." and text[start - 2].isalnum() and text[start].islower():
        return False  # inside an address
    if end < len(text):
        after = text[end]
        if after.isalnum() or after in "_@" or (after == "." and text[end + 1 : end + 2].islower()):
            return False
    return True


def _longest(found: list[tuple[int, int, Spelling, bool]]) -> list[Hit]:
    found.sort(key=lambda hit: (hit[0], -hit[1]))
    kept: list[Hit] = []
    for start, end, spelling, small in found:
        if kept and start < kept[-1].end:
            if end - start > kept[-1].end - kept[-1].start:
                kept[-1] = Hit(start, end, spelling, small)
            continue
        kept.append(Hit(start, end, spelling, small))
    return kept


def _automaton(known: list[Spelling]) -> Automaton:
    try:
        import ahocorasick
    except ImportError:
        raise MissingExtra("Finding names in stories", "news") from None
    automaton = ahocorasick.Automaton()
    written: dict[str, tuple[int, Spelling, bool]] = {}
    for spelling in known:
        written[even(spelling.text)] = (len(spelling.text), spelling, False)
    for spelling in known:
        for form, small in _forms(spelling):
            written.setdefault(form, (len(form), spelling, small))
    for form, value in written.items():
        automaton.add_word(form, value)
    automaton.make_automaton()
    return automaton


def _forms(spelling: Spelling) -> list[tuple[str, bool]]:
    """The other ways in which a name may be written: in capitals, with a capital, without any."""
    text = even(spelling.text)
    forms = []
    if len(text) > 3 and not text.isupper() and len(text.upper()) == len(text):
        forms.append((text.upper(), False))
    if text[0].islower():
        forms.append((text[0].upper() + text[1:], False))
    if text.isupper() and len(text) > 5 and text.isalpha():
        forms.append((text.title(), False))
    ours = spelling.named.kind in ("party", "organization", "product")
    if ours and not spelling.doubt and len(text) >= _SHORTEST_IN_SMALL and text.lower() != text:
        forms.append((text.lower(), True))
    return forms
