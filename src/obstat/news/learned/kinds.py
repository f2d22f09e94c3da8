"""What a name that nobody knows is the name of: told by the words around it at its first places in a story.

Invariant: of a name its shape, the two and three letters in which longer words end and those of its words that an
English dictionary has are seen, never all letters of another, so that little is learned about anybody. The weights of
what is seen (`features`) are those of a logistic regression, learned by ``training/news/kinds.py``.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from obstat.model.claim import Span
from obstat.news.grammar import lexicon
from obstat.news.story import Story

LETTERS = {
    "o": "organization",
    "b": "body",
    "p": "person",
    "l": "place",
    "m": "outlet",
    "t": "thing",
    "g": "programme",
    "x": "else",
}
"""The kinds by the letters of ``training/news/names.txt``."""
_SOMEBODY = frozenset(["organization", "body", "person", "place", "outlet"])
_WEIGHTS = Path(__file__).parent / "kinds.npz"
_FAR = 60
"""How many signs before and behind a name are seen."""
_NEAR = 5
"""How many words are seen wherever they stand."""
_MOST = 12
"""How many places of a name are seen."""
_TOKEN = re.compile(r"\w[\w&'’.-]*\w|\w|[^\w\s]")
_POSSESSIVE = re.compile(r"['’]s?(?!\w)")
_APPOSED = re.compile(r"(?:, |\s[(–—-] ?)(?:an?|the|its|his|her|one of|another|who|which|where)\b([^,.;()–—]{0,70})")
_SPEAKS = re.compile(r"(?:['’]s)? (?:said|says|declined|told|did not|would not|added|sold|sells|denied)\b")
_PLACED = re.compile(r"\b(in|at|near|from|to|of|outside|around|across) $")
_PLACED_BEFORE = 8


class Kinds:
    """The weights of what is seen, by kind."""

    def __init__(self, words: Sequence[str], weights: np.ndarray) -> None:
        self._weights = weights
        self._numbers = {word: number for number, word in enumerate(words)}

    def of(self, story: Story, places: Sequence[Span]) -> str:
        """The kind that a name most likely is by its `places` in a story, of many the first; empty where it
        names nobody."""
        total = np.zeros(len(LETTERS), np.float32)
        for found in features(story, places):
            seen = [self._numbers[one] for one in found if one in self._numbers]
            scores = self._weights[seen].sum(0)
            total += scores - np.logaddexp.reduce(scores)
        kind = [*LETTERS.values()][int(total.argmax())]
        return kind if kind in _SOMEBODY else ""


@functools.cache
def kinds() -> Kinds:
    """The kinds that obstat comes with."""
    with np.load(_WEIGHTS) as kept:
        return Kinds(bytes(kept["words"]).decode().split("\n"), kept["weights"].astype(np.float32))


@functools.lru_cache(maxsize=50_000)
def is_word(lower: str) -> bool:
    """Whether a dictionary has a word, given in small letters."""
    known = lexicon.word(lower)
    return bool(known.small) or known.listed


def features(story: Story, places: Sequence[Span]) -> Iterator[list[str]]:
    """What is seen of a name at each of its places, of many the first."""
    name = story.text[slice(*places[0])]
    always = ["always", *_shape(name.split()), *_elsewhere(story, name, places[:_MOST])]
    yield from ([*always, *_around(story, start, end)] for start, end in places[:_MOST])


def _around(story: Story, start: int, end: int) -> Iterator[str]:
    text = story.text
    first, last = story.spans[story.sentence_at(start)]
    possessive = _POSSESSIVE.match(text, end)
    before = _TOKEN.findall(text, max(first, start - _FAR), start)
    behind = _TOKEN.findall(text, possessive.end() if possessive else end, min(last, end + _FAR))
    left = [*map(_seen, reversed(before)), "^", "^"]
    right = [*map(_seen, behind), "$", "$"]
    yield f"-1 {left[0]}"
    yield f"-2 {left[1]}"
    yield f"-2-1 {left[1]} {left[0]}"
    yield f"+1 {right[0]}"
    yield f"+2 {right[1]}"
    yield f"+1+2 {right[0]} {right[1]}"
    yield f"-1+1 {left[0]} {right[0]}"
    yield from (f"before {word}" for word in left[:_NEAR] if word.isalpha())
    yield from (f"behind {word}" for word in right[:_NEAR] if word.isalpha())
    if possessive:
        yield f"'s {right[0]}"
    if story.opens(start):
        yield "opens"
    if before and before[-1][0].isupper() and not (len(before) == 1 and story.opens(start)):
        yield "-1 large"
    if behind and (behind[0][0].isupper() or behind[0][0].isdigit()):
        yield "+1 digit" if behind[0][0].isdigit() else "+1 large"
    if apposed := _APPOSED.match(text, end):
        yield from (f", {_seen(token)}" for token in _TOKEN.findall(apposed[1])[:_NEAR])


def _shape(words: Sequence[str]) -> Iterator[str]:
    yield f"words {min(len(words), 4)}"
    yield from (f"has {word.lower()}" for word in words if is_word(word.lower()))
    for where, word in (("first", words[0]), ("last", words[-1])):
        lower = word.lower()
        yield f"{where} {lower}" if is_word(lower) else f"{where} strange"
        yield from (f"{where} ..{lower[-size:]}" for size in (2, 3) if len(lower) > size + 1)
        case = "all" if word.isupper() else "first" if word[1:].islower() else "inside"
        marks = ("-" if "-" in word else "") + ("0" if any(sign.isdigit() for sign in word) else "")
        yield f"{where} {case} {marks} {min(len(word), 8) // 2}"


def _elsewhere(story: Story, name: str, places: Sequence[Span]) -> Iterator[str]:
    """What the places of a name tell together, and the story of the same word in small letters."""
    yield f"times {min(len(places), 4)}"
    if name.lower() in story.small:
        yield "small elsewhere"
    if " " not in name and all(story.opens(start) for start, _ in places):
        yield "only opens"
    if any(_SPEAKS.match(story.text, end) for _, end in places):
        yield "speaks"
    befores = (_PLACED.search(story.text, max(0, start - _PLACED_BEFORE), start) for start, _ in places)
    yield from {f"anywhere {found[1]}" for found in befores if found}


def _seen(token: str) -> str:
    """A word around a name: its letters if a dictionary has it, else what it is made of."""
    lower = token.lower()
    if not token[0].isalpha():
        return "0" if any(sign.isdigit() for sign in token) else token
    return "<name>" if token[0].isupper() and len(token) > 1 and not is_word(lower) else lower
