"""The words of a paragraph as the network sees them, and the numbers of the pieces that they are made of.

Invariant: names are seen by their kind alone, never by their letters, so that nothing is learned about anybody.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from obstat.model.claim import Mention
from obstat.news.grammar.reading import Reading, read
from obstat.news.grammar.tokens import Token
from obstat.news.sentences import Sentence

LONG = 400
"""How many words a paragraph has before its next sentence begins another one."""
KINDS = ("party", "organization", "body", "outlet", "place", "person", "product", "programme")
"""The kinds of names, each with a piece of its own: ``<party>``."""
UNKNOWN, BEGIN, END = "[UNK]", "[CLS]", "[SEP]"
"""The pieces that stand for what no pieces spell, before the first word and behind the last."""
_INSIDE = "##"
"""What a piece that does not begin a word begins with."""
_MOST = 6
"""How many pieces of a word are seen."""
_KEPT = 50_000
"""How many words are kept with their pieces at most."""
_PLAIN = str.maketrans("’‘“”–—", "''\"\"--")


@dataclass(slots=True, eq=False)
class Word:
    """A token in its paragraph, equal to itself alone; `low` is what the network sees of it."""

    token: Token
    low: str
    sentence: int
    quoted: bool
    reading: Reading

    @property
    def mention(self) -> Mention | None:
        return self.token.mention

    @property
    def kind(self) -> str:
        return self.token.mention.kind if self.token.mention is not None else ""


def paragraphs(text: str, split: Sequence[Sentence], mentions: Sequence[Mention]) -> Iterator[list[Word]]:
    """The words of each paragraph, a very long one in parts; `split` are the sentences of the text, `mentions` its
    mentions, both by place."""
    words: list[Word] = []
    at, paragraph = 0, -1
    for number, sentence in enumerate(split):
        start, end = sentence.span
        inside: list[Mention] = []
        while at < len(mentions) and mentions[at].span[0] < end:
            inside += [mentions[at]] if mentions[at].span[0] >= start else []
            at += 1
        if words and (sentence.paragraph != paragraph or len(words) > LONG):
            yield words
            words = []
        paragraph = sentence.paragraph
        reading = read(text, sentence.span, inside)
        words += [Word(token, _seen(token), number, _quoted(token, sentence), reading) for token in reading.tokens]
    if words:
        yield words


def _quoted(token: Token, sentence: Sentence) -> bool:
    return any(first <= token.span[0] < last for first, last in sentence.quotes)


def _seen(token: Token) -> str:
    """A token in small letters, of several words that refer to a name the last; a name as its kind."""
    if token.mention is None:
        return token.lower
    return token.lower.split()[-1] if token.mention.refers else f"<{token.mention.kind}>"


class Pieces:
    """Words as the numbers of WordPieces (Schuster and Nakajima 2012), the longest first, as the vocabulary of BERT
    (Devlin et al. 2019) without capitals has them."""

    def __init__(self, listed: Sequence[str]) -> None:
        self._numbers = {piece: number for number, piece in enumerate(listed)}
        self._known: dict[str, tuple[int, ...]] = {}
        self.begin, self.end = self._numbers[BEGIN], self._numbers[END]

    def of(self, word: str) -> tuple[int, ...]:
        """The pieces of a word as `Word.low` has it: one to six."""
        found = self._known.get(word)
        if found is None:
            if len(self._known) > _KEPT:
                self._known.clear()
            kind = self._numbers.get(word) if word.startswith("<") else None
            found = self._known[word] = (kind,) if kind is not None else self._spelt(word)
        return found

    def _spelt(self, word: str) -> tuple[int, ...]:
        plain = unicodedata.normalize("NFD", word.translate(_PLAIN))
        letters = [sign for sign in plain if unicodedata.category(sign) != "Mn" and not sign.isspace()]
        runs = ("".join(run) if alike else run for alike, run in groupby(letters, str.isalnum))
        parts = [part for run in runs for part in ([run] if isinstance(run, str) else run)]
        return tuple(piece for part in parts for piece in self._cut(part))[:_MOST] or (self._numbers[UNKNOWN],)

    def _cut(self, part: str) -> list[int]:
        """The pieces of letters and digits, or of one sign."""
        found: list[int] = []
        at = 0
        while at < len(part):
            before = _INSIDE if at else ""
            ends = range(len(part), at, -1)
            end = next((end for end in ends if before + part[at:end] in self._numbers), None)
            if end is None:
                return [self._numbers[UNKNOWN]]
            found.append(self._numbers[before + part[at:end]])
            at = end
        return found
