"""The words of a paragraph as the network sees them: a row of whole numbers for each.

Invariant: names are seen by their kind alone, never by their letters, so that nothing is learned about anybody; a word
that the training texts do not have is 0, and is told by its ending, its beginning, its place in the sentence and what
it is like by the texts of others (``meaning``).
"""

from __future__ import annotations

import functools
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from obstat.model.claim import EVENTS, Mention
from obstat.news.frames import frames_in
from obstat.news.grammar.reading import Reading, read
from obstat.news.grammar.tokens import Token
from obstat.news.learned.relations import NOWHERE, Place, places
from obstat.news.sentences import Sentence
from obstat.news.things import speaks_as

BUCKETS = 4000
"""How many endings and beginnings are told apart, by their CRC."""
TABLES = (
    "low",
    "lemma",
    "tag",
    "kind",
    "speaks",
    "letters",
    "letters",
    "meaning",
    "frame",
    "part",
    "link",
    "modal",
    "shape",
    "above",
)
"""The table that each of the first columns of a row is looked up in; the columns behind them are 0 or 1."""
LISTED = ("low", "lemma", "tag", "kind", "speaks", "part", "link", "modal", "shape")
"""The tables whose words are listed in a vocabulary, as those of ``meaning`` are; ``above`` has those of ``lemma``."""
FLAGS = 13
_KEPT = 50_000
"""How many words and places are kept at most."""
LONG = 400
"""How many words a paragraph has before its next sentence begins another one."""
_EVENT = {event: at for at, event in enumerate(EVENTS, 1)}
Numbers = npt.NDArray[np.int32]
Vocabulary = Mapping[str, Mapping[str, int]]


@dataclass(slots=True, eq=False)
class Word:
    """A token in its paragraph, equal to itself alone."""

    token: Token
    low: str
    lemma: str
    sentence: int
    heading: bool
    quoted: bool
    opens: bool
    """It is the first of a sentence that is not the first of the paragraph."""
    frame: str
    """The event of which a frame stands there."""
    place: Place
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
        words += _words(text, sentence, number, inside, later=bool(words))
    if words:
        yield words


def _words(
    text: str, sentence: Sentence, number: int, mentions: Sequence[Mention], *, later: bool
) -> Iterator[Word]:  # fmt: skip
    """The words of a sentence; `later` is whether it is not the first of its paragraph."""
    reading = read(text, sentence.span, mentions)
    where, frames = places(reading), frames_in(text, sentence.span)
    for order, token in enumerate(reading.tokens):
        begin = token.span[0]
        yield Word(
            token,
            *_spelt(token),
            number,
            sentence.heading,
            any(first <= begin < last for first, last in sentence.quotes),
            later and not order,
            next((event for first, last, event in frames if first <= begin < last), ""),
            where.get(begin, NOWHERE),
            reading,
        )


def _spelt(token: Token) -> tuple[str, str]:
    """A token in small letters and as a dictionary has it; a name as its kind."""
    if token.mention is None:
        return token.lower, token.word.verb or token.word.noun or token.lower
    if token.mention.refers:
        last = token.lower.split()[-1]
        return last, last
    return f"<{token.mention.kind}>", f"<{token.mention.kind}>"


def listed(word: Word) -> dict[str, str]:
    """What stands in the columns whose words a vocabulary lists."""
    place = word.place
    own = (word.low, word.lemma, word.token.tag, word.kind, _speaks(word.token))
    return dict(zip(LISTED, (*own, place.part, place.link, place.modal, place.shape), strict=True))


def _speaks(token: Token) -> str:
    return "" if token.mention is not None else speaks_as(token.text)


class Rows:
    """The rows of words by a vocabulary. What was told of a word and of a place once is kept."""

    def __init__(self, known: Vocabulary) -> None:
        self._known = known
        self._by_word: dict[tuple[str, str, str, str, str], tuple[list[int], list[bool]]] = {}
        self._by_place: dict[Place, tuple[list[int], list[bool]]] = {}

    def of(self, words: Sequence[Word]) -> Numbers:
        """Rows of `TABLES` and `FLAGS`: (words, 27)."""
        rows = [self._row(word) for word in words]
        return np.array(rows, dtype=np.int32).reshape(len(rows), len(TABLES) + FLAGS)

    def _row(self, word: Word) -> list[int]:
        token = word.token
        key = (token.text, word.low, word.lemma, token.tag, word.kind)
        own = self._by_word.get(key)
        if own is None:
            if len(self._by_word) > _KEPT:
                self._by_word.clear()
            own = self._by_word[key] = self._of_word(word)
        place = self._by_place.get(word.place)
        if place is None:
            if len(self._by_place) > _KEPT:
                self._by_place.clear()
            place = self._by_place[word.place] = self._of_place(word.place)
        refers = token.mention is not None and token.mention.refers
        signs = (*own[1][:2], word.quoted, word.heading, refers, *own[1][2:], word.opens, *place[1])
        return [*own[0], _EVENT.get(word.frame, 0), *place[0], *signs]

    def _of_word(self, word: Word) -> tuple[list[int], list[bool]]:
        token, known = word.token, self._known
        forms = token.word.forms
        own = (word.low, word.lemma, token.tag, word.kind, _speaks(token))
        columns = [known[name].get(value, 0) for name, value in zip(LISTED[: len(own)], own, strict=True)]
        letters = [_bucket(f"s{word.low[-3:]}"), _bucket(f"p{word.lemma[:5]}")]
        meanings = known["meaning"]
        meaning = 0 if word.kind else meanings.get(word.low) or meanings.get(word.lemma, 0)
        capitals = [token.text[:1].isupper(), token.text.isupper() and len(token.text) > 1]
        return [*columns, *letters, meaning], [*capitals, *(form in forms for form in "DNGSB")]

    def _of_place(self, place: Place) -> tuple[list[int], list[bool]]:
        given = (("part", place.part), ("link", place.link), ("modal", place.modal), ("shape", place.shape))
        columns = [self._known[name].get(value, 0) for name, value in given]
        return [*columns, self._known["lemma"].get(place.above, 0)], [place.passive, place.negative]


@functools.lru_cache(maxsize=65_536)
def _bucket(letters: str) -> int:
    return zlib.crc32(letters.encode()) % BUCKETS
