"""Company names in Chinese, Japanese and Korean characters, taken apart: place, name, trade, legal form.

Invariant: nothing is lost. The parts, in order, are the whole run; what no table knows is the distinctive name. For
it a romanised reading is given, so that 华为 meets Huawei.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

from obstat.names.lexicon import Form, Kind, Lexicon

_READINGS = {
    "长": "chang",
    "行": "hang",
    "都": "du",
    "厦": "xia",
    "藏": "zang",
    "柏": "bo",
    "乐": "le",
    "曾": "zeng",
    "重": "zhong",
}
"""Readings that company names use, where the commonest reading of the character is another."""
_PHRASES = {"重庆": "chongqing", "银行": "yinhang", "音乐": "yinyue", "厦门": "xiamen"}
_DISTRICTS = "省市县区州"
_KEEP = 2
"""A distinctive name has at least so many characters: 电信 in 中国电信 is a trade, 通 in 亨通 is not."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a run: `text` as written, `key` its reading or the word of the table."""

    text: str
    key: str
    kind: Kind


def take_apart(run: str, lexicon: Lexicon) -> tuple[list[Part], list[Form]]:
    """The parts of `run`, simplified characters without spaces, and its legal forms."""
    forms: list[Form] = []
    rest = _strip_forms(run, lexicon, forms)
    head: list[Part] = []
    while (place := _known(rest, lexicon, at_end=False)) and place.kind is Kind.PLACE:
        rest = rest[len(place.text) :]
        head.append(place)
        if len(rest) > _KEEP and rest[0] in _DISTRICTS:
            rest = rest[1:]
    tail: list[Part] = []
    while (word := _known(rest, lexicon, at_end=True)) and _leaves_a_name(rest, word, head, lexicon):
        rest = _strip_forms(rest.removesuffix(word.text), lexicon, forms)
        tail.insert(0, word)
    name = [Part(rest, reading(rest), Kind.NAME)] if rest else []
    return [*head, *name, *tail], forms


def _strip_forms(run: str, lexicon: Lexicon, forms: list[Form]) -> str:
    for _ in range(3):
        for size in range(min(len(run) - 1, 9), 0, -1):
            if (form := lexicon.cjk_forms.get(run[-size:])) and len(run) > size:
                forms.append(form)
                run = run[:-size]
                break
            if size > 1 and (form := lexicon.cjk_forms.get(run[:size])) and len(run) > size:
                forms.append(form)
                run = run[size:]
                break
        else:
            return run
    return run


def _known(text: str, lexicon: Lexicon, *, at_end: bool) -> Part | None:
    """The longest word of the tables at one end of `text`; of a place at the end also with its 省 or 市."""
    if at_end and len(text) > _KEEP and text[-1] in _DISTRICTS:
        place = _known(text[:-1], lexicon, at_end=True)
        return Part(place.text + text[-1], place.key, place.kind) if place and place.kind is Kind.PLACE else None
    for size in range(min(len(text), 8), 1, -1):
        piece = text[-size:] if at_end else text[:size]
        if found := lexicon.cjk_words.get(piece):
            return Part(piece, *found)
    return None


def _leaves_a_name(rest: str, word: Part, head: list[Part], lexicon: Lexicon) -> bool:
    """A trade is taken off while a name of two characters remains, or nothing but known words does."""
    left = rest.removesuffix(word.text)
    return len(left) >= _KEEP or (not left and bool(head)) or (not left and _known(rest, lexicon, at_end=True) == word)


@functools.lru_cache(maxsize=8192)
def reading(text: str) -> str:
    """`text` in Latin letters without spaces: pinyin for Chinese characters, romaja and romaji for the others."""
    from anyascii import anyascii

    for phrase, spoken in _PHRASES.items():
        text = text.replace(phrase, spoken)
    return "".join(_READINGS.get(c) or str(anyascii(c)) for c in text).lower().replace("-", "")
