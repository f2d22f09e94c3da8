"""The words of a sentence, names as one word each, and what every word is in it.

Invariant: tokens are in the order of the text and do not overlap; a name that is known is one token.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from obstat.model.claim import Mention, Span
from obstat.news.grammar.lexicon import Word, word

_WORD = re.compile(
    r"[$€£¥]?\d(?:[\d.,]*\d)?(?!\w)|\w+(?:[-&/.]\w+|['’](?![sS]\b)\w+)*|['’][sS]\b|['’](?=\s\w)|[“”\"„«»]|"
    r"[(),;:.!?%—–]|\s-\s|[<>{}\[\]|*#=~^\\]"
)
_TAIL = re.compile(r"\s?-(?:based|made|owned|backed|born|listed|run|controlled|linked|style)\b")
_CONTRACTED = frozenset(["won't", "won’t", "can't", "can’t", "cannot", "wouldn't", "wouldn’t"])
_OF_OWNERS = frozenset(["its", "their", "his", "her"])
OPEN = "verb or noun"
"""The tag of a word that can be a verb, before `obstat.news.grammar.tagging` says what it is."""


@dataclass(slots=True)
class Token:
    """One word. `tag` is a tag of ``words/grammar.txt`` or ``name``, ``noun``, ``verb``, ``num``, ``pos`` (``'s``),
    ``quote``, or the sign itself."""

    text: str
    span: Span
    tag: str
    word: Word
    lower: str
    mention: Mention | None = None


def tokens(text: str, span: Span, mentions: Sequence[Mention]) -> list[Token]:
    """The tokens of a sentence, not yet told whether verb or noun; `mentions` are those inside it, by place."""
    found: list[Token] = []
    at, end = span
    for mention in mentions:
        if mention.span[0] < at:
            continue
        found += _plain(text, at, mention.span[0])
        tail = _TAIL.match(text, mention.span[1], end)
        if tail:  # ``Washington-based`` tells of what follows
            span = (mention.span[0], tail.end())
            found.append(Token(text[slice(*span)], span, "noun", Word(adjective=True), text[slice(*span)].lower()))
        else:
            found.append(_named(mention, text))
        at = tail.end() if tail else mention.span[1]
    return found + _plain(text, at, end)


def _plain(text: str, start: int, end: int) -> list[Token]:
    return [_token(match[0], match.span()) for match in _WORD.finditer(text, start, end)]


def _named(mention: Mention, text: str) -> Token:
    """A mention as a token: ``its`` stands before a noun, whatever it means."""
    given = text[slice(*mention.span)]
    lower = given.lower()
    return Token(given, mention.span, "det" if lower in _OF_OWNERS else "name", Word(), lower, mention)


def _token(given: str, span: Span) -> Token:
    tag, known, lower = _kind(given)
    return Token(given, span, tag, known, lower)


@functools.lru_cache(maxsize=50_000)
def _kind(given: str) -> tuple[str, Word, str]:
    """The tag of a word that is no name, what else it can be, and the word in small letters."""
    lower = given.strip().lower()
    if lower in ("'s", "’s", "'", "’"):
        return "pos", Word(), lower
    if lower[0].isdigit() or lower[0] in "$€£¥" or lower == "%":
        return "num", Word(), lower
    if not lower[0].isalnum():
        return "quote" if lower in '"“”„«»' else lower, Word(), lower
    known = word(lower)
    if given == "May":
        known = Word("day")
    elif lower == "march" and given == lower:
        known = Word("", "march", frozenset("B"), "march")
    if lower in _CONTRACTED:
        return "modal", known, lower
    if known.small:
        return known.small, known, lower
    if known.verb:
        return OPEN, known, lower
    return "adv" if known.adverb and not known.noun and not known.adjective else "noun", known, lower
