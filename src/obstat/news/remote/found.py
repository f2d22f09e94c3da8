"""Where words that a model quotes stand in a story, and whom of the story they name.

Invariant: words are found only as they stand, but for the width of white space (and, for names, capitals); they begin
and end where words do. Nobody is linked but to whom the story's mentions link the same words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from obstat.model.claim import Mention, Span
from obstat.news.things import names_of

_EAST = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_ARTICLE = re.compile(r"^(?:the|a|an) (?=\S)", re.IGNORECASE)
_POSSESSIVE = re.compile(r"(?<=\w)['’]s?$")
_FIRMS = ("party", "body", "organization", "outlet", "person", "place", "programme")


class Folded:
    """A text whose white space is single, with where each of its characters stands in the story."""

    def __init__(self, text: str, part: Span) -> None:
        signs: list[str] = []
        self._places: list[int] = []
        blank = True
        for place in range(*part):
            sign = text[place]
            if not sign.isspace():
                blank = False
            elif blank:
                continue
            else:
                sign, blank = " ", True
            signs.append(sign)
            self._places.append(place)
        self._text = "".join(signs)

    def find(self, words: str, after: int = -1) -> Span | None:
        """Where words stand, first behind the place `after` of the story, else anywhere."""
        wanted = " ".join(words.split())
        if not wanted:
            return None
        first = None
        at = self._text.find(wanted)
        while at >= 0:
            end = at + len(wanted)
            if self._whole(at, end):
                span = self._places[at], self._places[end - 1] + 1
                if span[0] > after:
                    return span
                first = first or span
            at = self._text.find(wanted, at + 1)
        return first

    def holds(self, name: str) -> bool:
        """Whether a name stands in the text, in whatever capitals."""
        wanted = " ".join(name.split())
        pattern = re.escape(wanted)
        return bool(wanted) and any(
            self._whole(*match.span()) for match in re.finditer(pattern, self._text, re.IGNORECASE)
        )

    def _whole(self, at: int, end: int) -> bool:
        return not (_within_word(self._text, at) or _within_word(self._text, end))


def _within_word(text: str, at: int) -> bool:
    """Whether a place parts the letters of a word."""
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    return before.isalnum() and after.isalnum() and not (_EAST.match(before) or _EAST.match(after))


def tells(words: str) -> bool:
    """Whether words can be a passage: more than one of them, or of a script that parts none."""
    return len(re.findall(r"\w+", words)) > 1 or len(_EAST.findall(words)) > 3


class Linked:
    """The mentions of a story by their words."""

    def __init__(self, mentions: Sequence[Mention], made_by: Mapping[str, str | None]) -> None:
        self._names, self._made_by = names_of(mentions), made_by
        self._by_words: dict[str, list[Mention]] = {}
        for mention in mentions:
            self._by_words.setdefault(_plain(mention.text), []).append(mention)

    def party(self, words: str, near: Sequence[Span]) -> str:
        """The id of the party that the words name, the name of whom they refer to, else the words themselves."""
        bare = _ARTICLE.sub("", " ".join(words.split()))
        found = self._mentions(words, near, _FIRMS)
        if found is not None:
            if found.kind == "party":
                return found.id
            return self._names.get(found.id, found.id) if found.refers else bare
        product = self._product(words, near)
        return (self._made_by.get(product.id) if product else None) or bare

    def product(self, words: str, near: Sequence[Span]) -> str:
        """The id of the product that the words name, else the words."""
        found = self._product(words, near)
        return found.id if found else _ARTICLE.sub("", " ".join(words.split()))

    def _product(self, words: str, near: Sequence[Span]) -> Mention | None:
        """The product of these words, or of those behind its maker's name."""
        each = words.split()
        for at in range(len(each)):
            maker = " ".join(each[:at])
            if not at or self._mentions(maker, near, _FIRMS):
                found = self._mentions(" ".join(each[at:]), near, ("product",))
                if found is not None:
                    return found
        return None

    def place(self, words: str, near: Sequence[Span]) -> str | None:
        """The code of the place that the words name, None where nobody knows it."""
        found = self._mentions(words, near, ("place",))
        return found.id if found and re.fullmatch(r"[A-Z]{2}(?:-[A-Z0-9]{1,3})?", found.id) else None

    def _mentions(self, words: str, near: Sequence[Span], kinds: Sequence[str]) -> Mention | None:
        """The mention with these words: in the passages, else by a name, else the last reference before them."""
        alike = [m for m in self._by_words.get(_plain(words), ()) if m.kind in kinds]
        inside = [m for m in alike if any(s <= m.span[0] < e for s, e in near)]
        named = [m for m in alike if not m.refers]
        before = [m for m in alike if near and m.span[0] < near[0][0]]
        return next(iter(inside or named or before[-1:] or alike), None)


def _plain(words: str) -> str:
    return _POSSESSIVE.sub("", _ARTICLE.sub("", " ".join(words.split()))).casefold()
