"""Products by their codes: ``Archer AX21``, ``PD785``, and models of a known maker that nobody knows.

Invariant: a code is a product's where its pattern says so, and, where the pattern alone proves nothing, the story names
its maker; a model that nobody knows is told by its words.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from obstat.knowledge.snapshot import Snapshot
from obstat.news.words import sections

_CODE = re.compile(r"[A-Za-z]{1,8}-?[A-Z0-9][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*|\d{1,3}[A-Z]{0,2}")
_DIGIT = re.compile(r"\d[\w-]*")
_WORD_BEFORE = re.compile(r"(?<![\w-])([A-Z][A-Za-z]+) $")
_SUFFIX = re.compile(r"(?: (?:Pro|Max|Plus|Ultra|Lite|Mini|Fold|SE|FE|XL))+")
_BESIDE = "_.$€£/-"
_TOLD = re.compile(r"(?:\b(?:[Tt]he|[Ii]ts|new|flagship|their|of)|'s|,|and) $")
_THING = re.compile(
    r" (?:series|model|phone|smartphone|router|camera|drone|radio|module|handset|recorder|switch|tablet)"
)
_GENERATIONS = frozenset(("2G", "3G", "4G", "5G", "6G"))
_SHORTEST = 4


@dataclass(frozen=True, slots=True)
class Model:
    """A product by its code, and where it stands. `maker` is None where nobody knows it."""

    id: str
    start: int
    end: int
    maker: str | None


class Models:
    """The patterns of a snapshot's products."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._products = [
            (product.id, product.maker, product.brand_needed, re.compile(product.pattern))
            for product in snapshot.products.values()
            if product.pattern and product.kind != "code_pattern"
        ]
        self.of = functools.lru_cache(maxsize=65_536)(self._of)

    def find(self, text: str, sure: set[str]) -> Iterator[Model]:
        """The products that a story names by a code; `sure` are the parties that it names."""
        for start, stop in _tokens(text):
            code, before = text[start:stop], _WORD_BEFORE.search(text, max(0, start - 24), start)
            word = before[1] if before and before[1] not in sections("models")["none"] else None
            spelt = [(before.start(1), f"{word} {code}")] if before and word else []
            spelt += [(start, code)] if len(code) >= _SHORTEST else []
            for begin, form in spelt:
                known = [(id, maker) for id, maker, needed in self.of(form) if not needed or maker in sure]
                if known:
                    yield Model(known[0][0], begin, stop, known[0][1])
                    break
            else:
                if before and word and sure and len(word) > 1 and code not in _GENERATIONS:
                    suffix = _SUFFIX.match(text, stop)
                    end = suffix.end() if suffix else stop
                    if (
                        suffix
                        or _TOLD.search(text, max(0, before.start(1) - 12), before.start(1))
                        or _THING.match(text, end)
                    ):
                        yield Model(text[before.start(1) : end], before.start(1), end, None)

    def _of(self, code: str) -> tuple[tuple[str, str, bool], ...]:
        return tuple((id, maker, needed) for id, maker, needed, pattern in self._products if pattern.fullmatch(code))


def _tokens(text: str) -> Iterator[tuple[int, int]]:
    """The words that hold a digit and have the shape of a code."""
    last = 0
    for digit in _DIGIT.finditer(text):
        start, end = digit.span()
        if start < last:
            continue
        while start > last and (text[start - 1].isalnum() or text[start - 1] == "-"):
            start -= 1
        last = end
        if not (start and text[start - 1] in _BESIDE) and _CODE.fullmatch(text, start, end):
            yield start, end
