"""Whether a text can name or show anybody at all, decided fast, so that the many texts that cannot are not looked up.

Invariant: a text that is answered no is one for which `Lookup.find` finds no match, certain or probable; the tests hold
it to that.
"""

from __future__ import annotations

import functools
import re

from obstat.identity.lookup import Lookup
from obstat.knowledge.own_words import OwnWords
from obstat.knowledge.snapshot import Snapshot
from obstat.names.normal import clean, normal

_WORD = re.compile(r"\w+")


class Quick:
    """The words and codes of a snapshot."""

    def __init__(self, snapshot: Snapshot, lookup: Lookup) -> None:
        self._snapshot, self._lookup = snapshot, lookup

    def may_name(self, text: str) -> bool:
        """Whether the text may name a party or a product."""
        if self._words.may_mean(text) or self._shows_a_mark(text.lower()):
            return True
        if any(map(str.isdigit, text)):
            return any(match.match for match in self._lookup.known(clean(text)))
        first = _WORD.search(text.lower() if text.isascii() else normal(text))
        return first is not None and first[0] in self._first_words

    def _shows_a_mark(self, low: str) -> bool:
        return any(stem in low for stem in self._stems)

    @functools.cached_property
    def _stems(self) -> tuple[str, ...]:
        """The marks of firmware by which a text alone names a party."""
        marks = self._snapshot.table("identifiers")
        strong = (mark for mark in marks if mark.scheme == "banner" and mark.confidence == "high")
        return tuple(mark.value.lower().removesuffix("*") for mark in strong)

    @functools.cached_property
    def _words(self) -> OwnWords:
        brands = (product.brand for product in self._snapshot.products.values())
        return OwnWords({*(row.name for row in self._snapshot.table("spellings")), *brands})

    @functools.cached_property
    def _first_words(self) -> frozenset[str]:
        """What the names of products begin with."""
        products = self._snapshot.products.values()
        names = (name for p in products for name in (p.name, p.label, *p.names, *(code.code for code in p.codes)))
        return frozenset(first[0] for name in names if (first := _WORD.search(normal(name))))
