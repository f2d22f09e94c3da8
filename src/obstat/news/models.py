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

_CODE = re.compile(
    r"(?<![\w.$€£/-])(?:([A-Z][A-Za-z]+) )?((?=[A-Za-z-]*\d)[A-Za-z]{1,8}-?[A-Z0-9][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*"
    r"|\d{1,3}[A-Z]{0,2})(?![\w-])((?: (?:Pro|Max|Plus|Ultra|Lite|Mini|Fold|SE|FE|XL))*)"
)
_TOLD = re.compile(r"(?:\b(?:[Tt]he|[Ii]ts|new|flagship|their|of)|'s|,|and) $")
_THING = re.compile(
    r" (?:series|model|phone|smartphone|router|camera|drone|radio|module|handset|recorder|switch|tablet)"
)
_NO_MODEL = frozenset(
    "January February March April May June July August September October November December Jan Feb Mar Apr Jun Jul Aug Sep"
    " Sept Oct Nov Dec Monday Tuesday Wednesday Thursday Friday Saturday Sunday Section Article Chapter Title Part Phase Page"
    " Figure Table Form Bill Act Room Level Category Release Version Windows Covid Group Number No Rule Order Docket Case"
    " Channel Boeing Airbus Route Highway The In By Since From Of At On And Until Before After About Some Over Nearly Only"
    " Around Than To With For As Its Or If Category Fortune Top World Band Wave Tier Class Step Day Week Year".split()
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
        for match in _CODE.finditer(text):
            word, code, more = match.groups()
            if word in _NO_MODEL:
                word = None
            end = match.end()
            for start, spelt in self._spelt(match, word, code):
                known = [(id, maker) for id, maker, needed in self.of(spelt) if not needed or maker in sure]
                if known:
                    yield Model(known[0][0], start, match.end(2), known[0][1])
                    break
            else:
                if word and sure and len(word) > 1 and code not in _GENERATIONS and self._told(text, match, bool(more)):
                    yield Model(text[match.start(1) : end], match.start(1), end, None)

    @staticmethod
    def _spelt(match: re.Match[str], word: str | None, code: str) -> Iterator[tuple[int, str]]:
        if word:
            yield match.start(1), f"{word} {code}"
        if len(code) >= _SHORTEST:
            yield match.start(2), code

    @staticmethod
    def _told(text: str, match: re.Match[str], more: bool) -> bool:
        before = text[max(0, match.start(1) - 12) : match.start(1)]
        return bool(_TOLD.search(before) or more or _THING.match(text, match.end()))

    def _of(self, code: str) -> tuple[tuple[str, str, bool], ...]:
        return tuple((id, maker, needed) for id, maker, needed, pattern in self._products if pattern.fullmatch(code))
