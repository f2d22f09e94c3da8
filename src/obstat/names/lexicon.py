"""The words that names share: legal forms, words of trade, places, numbers, titles.

Invariant: the tables under `tables/` are the only place where such a word is written down; nothing here names a
company. Every spelling is folded by the same function as the names that are looked up in it.
"""

from __future__ import annotations

import enum
import functools
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

from obstat.names.scripts import fold, has_cjk, simplified, words_of


class Kind(enum.IntEnum):
    """What a word of a name does."""

    NAME = 0
    """Says who it is."""
    SECTOR = 1
    """Says what it does: technology, bank, shipping."""
    STRUCTURE = 2
    """Says how it is built: group, holding, international."""
    PLACE = 3
    NUMBER = 4
    INITIAL = 5
    PARTICLE = 6
    """A part of family names that comes and goes: al, bin, von."""
    TITLE = 7
    STOP = 8


@dataclass(frozen=True, slots=True)
class Form:
    """A legal form: `kind` as in the table; `countries` empty for those used the world over."""

    kind: str
    countries: frozenset[str]
    tail_only: bool
    """Also an ordinary word, so that it counts only at the end or the beginning of a name."""


Words = dict[str, tuple[str, Kind]]
Phrases = dict[str, list[tuple[tuple[str, ...], str, Kind]]]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The tables, ready for look-up by folded word."""

    words: Words
    phrases: Phrases
    """By first word, the longest first."""
    forms: dict[str, Form]
    form_phrases: dict[str, list[tuple[tuple[str, ...], Form]]]
    cjk_words: dict[str, tuple[str, Kind]]
    cjk_forms: dict[str, Form]
    endings: frozenset[str] = frozenset()
    """Words that may be written on to the word before them: ``TECHNOLOGYCO``."""
    sizes: tuple[int, ...] = ()
    """Their lengths, the longest first."""

    def ending(self, word: str) -> str:
        """The longest of the endings that `word` ends with; empty without one."""
        return next((word[-size:] for size in self.sizes if word[-size:] in self.endings), "")


_ORGANIZATION = {"sector": Kind.SECTOR, "structure": Kind.STRUCTURE, "stop": Kind.STOP, "number": Kind.NUMBER}
_PERSON = {"title": Kind.TITLE, "particle": Kind.PARTICLE, "nickname": Kind.NAME}


@functools.cache
def organizations() -> Lexicon:
    """The words of the names of organisations."""
    words: Words = {}
    phrases: Phrases = {}
    cjk: dict[str, tuple[str, Kind]] = {}
    for kind, key, spellings in (*_entries("words.txt", _ORGANIZATION), *_entries("places.txt", {"": Kind.PLACE})):
        _enter(key, kind, spellings, words, phrases, cjk)
    forms, form_phrases, cjk_forms = _forms()
    long = (word for word, (_, kind) in words.items() if kind in (Kind.SECTOR, Kind.STRUCTURE) and len(word) > 6)
    endings = frozenset([*long, *(form for form in forms if len(form) > 4)])
    sizes = tuple(sorted({len(word) for word in endings}, reverse=True))
    return Lexicon(words, _longest_first(phrases), forms, form_phrases, cjk, cjk_forms, endings, sizes)


@functools.cache
def persons() -> Lexicon:
    """The words of the names of persons."""
    words: Words = {}
    phrases: Phrases = {}
    for kind, key, spellings in _entries("words.txt", _PERSON):
        _enter(key, kind, spellings, words, phrases, {})
    return Lexicon(words, _longest_first(phrases), {}, {}, {}, {})


def _enter(
    key: str, kind: Kind, spellings: list[str], words: Words, phrases: Phrases, cjk: dict[str, tuple[str, Kind]]
) -> None:
    for spelling in (key, *spellings):
        if has_cjk(spelling):
            cjk.setdefault(simplified(spelling), (key, kind))
            continue
        parts = words_of(fold(spelling))
        if len(parts) == 1:
            words.setdefault(parts[0], (key, kind))
        elif parts:
            phrases.setdefault(parts[0], []).append((tuple(parts), key, kind))


def _longest_first(phrases: Phrases) -> Phrases:
    return {first: sorted(found, key=lambda phrase: -len(phrase[0])) for first, found in phrases.items()}


def _forms() -> tuple[dict[str, Form], dict[str, list[tuple[tuple[str, ...], Form]]], dict[str, Form]]:
    single: dict[str, list[Form]] = {}
    phrases: dict[tuple[str, ...], list[Form]] = {}
    cjk: dict[str, Form] = {}
    for line in _lines("legal_forms.txt"):
        kind, countries, spellings = line.split(None, 2)
        reach = frozenset() if countries == "*" else frozenset(countries.split(","))
        for spelling in (item.strip() for item in spellings.split(",")):
            tail_only = spelling.startswith("[")
            form = Form(kind, reach, tail_only)
            if has_cjk(spelling):
                cjk.setdefault(simplified(spelling), form)
                continue
            parts = words_of(fold(spelling.strip("[]")))
            if len(parts) == 1:
                single.setdefault(parts[0], []).append(form)
            elif parts:
                phrases.setdefault(tuple(parts), []).append(form)
    by_first: dict[str, list[tuple[tuple[str, ...], Form]]] = {}
    for words in sorted(phrases, key=len, reverse=True):
        by_first.setdefault(words[0], []).append((words, _merged(phrases[words])))
    return {word: _merged(forms) for word, forms in single.items()}, by_first, cjk


def _merged(forms: list[Form]) -> Form:
    """One form for a spelling that several laws use; of different kinds it says little."""
    kinds = {form.kind for form in forms}
    reach = frozenset[str]().union(*(form.countries for form in forms))
    everywhere = any(not form.countries for form in forms)
    kind = forms[0].kind if len(kinds) == 1 else "open"
    return Form(kind, frozenset() if everywhere else reach, any(form.tail_only for form in forms))


def _entries(table: str, sections: dict[str, Kind]) -> Iterator[tuple[Kind, str, list[str]]]:
    section = ""
    for line in _lines(table):
        if line.startswith("["):
            section = line.strip("[]")
        elif section in sections:
            key, _, spellings = line.partition("=")
            yield sections[section], key.strip(), [item.strip() for item in spellings.split(",") if item.strip()]


def _lines(table: str) -> Iterator[str]:
    text = (files("obstat.names") / "tables" / table).read_text(encoding="utf-8")
    return (line for line in text.splitlines() if line.strip() and not line.startswith("#"))
