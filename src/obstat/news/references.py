"""Whom ``the company``, ``the Shenzhen-based firm``, ``the agency`` and ``it`` mean: the nearest that fits.

Invariant: a reference means somebody named before it, of the kind and with the attributes that its words ask for; where
nobody fits it means nobody. A reference swallows the place inside it.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass

from obstat.model.claim import Mention
from obstat.news.named import Named
from obstat.news.story import Story
from obstat.news.words import sections

_BARE = re.compile(
    r"\b(It|it)(?= (?!(?:comes?|came|follows|followed|takes|took|seems|turns|emerged|remains|means|rains)\b)"
    r"(?!(?:is|was|has been|would be|will be|could be|may be) (?:not )?(?:\w+ )?(?:that|to|true|clear|unclear|likely"
    r"|unlikely|possible|known|understood|said|thought|time|an? honor|hard|difficult|not clear)\b)[a-z])"
    r"|\b([Ii]ts)(?= [a-z])|\b([Hh]e|[Ss]he)(?= [a-z])"
)
_NO_SUBJECT = re.compile(r"\b(?:to|of|on|for|with|from|in|at|by|about|against|make|made|makes|buy|take|use|see|call|for) $")
_FAR = 4
"""Sentences behind which nobody is meant any more."""
_BASED = re.compile(r"-based$")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A mention that a reference may mean, with what is known of who it is."""

    mention: Mention
    named: Named
    sentence: int
    subject: bool


class References:
    """The references of one story."""

    def __init__(self, story: Story, candidates: list[Candidate], places: list[Mention]) -> None:
        self._story, self._candidates = story, candidates
        self._starts = [candidate.mention.span[0] for candidate in candidates]
        self._places = {place.span[0]: place for place in places}
        self._nouns = {noun: kind for kind, nouns in sections("references").items() for noun in nouns if kind != "plain"}
        self._plain = sections("references")["plain"]
        self._times: dict[str, int] = {}
        for candidate in candidates:
            self._times[candidate.mention.id] = self._times.get(candidate.mention.id, 0) + 1

    def find(self) -> Iterator[Mention]:
        """The references that mean somebody, by no order."""
        yield from self._described()
        yield from self._bare()

    def _described(self) -> Iterator[Mention]:
        for match in _pattern().finditer(self._story.text):
            words, noun = (match[1] or "").split(), match[2].lower()
            kind = self._nouns[noun]
            limits = self._limits(words, match.start(1))
            if limits is None:
                continue
            fits = [c for c in self._before(match.start()) if _fits(c.named, noun, kind) and _within(c.named, limits)]
            meant = self._apposed(match.start(), fits) or self._nearest(match.start(), fits, described=bool(limits))
            if meant:
                yield self._mention(meant, match.start(), match.end(2))

    def _bare(self) -> Iterator[Mention]:
        for match in _BARE.finditer(self._story.text):
            it, _, person = match.groups()
            before = self._story.text[max(0, match.start() - 12) : match.start()]
            if it and _NO_SUBJECT.search(before):
                continue
            kinds = ("person",) if person else ("party", "organization", "body")
            fits = [c for c in self._before(match.start()) if c.mention.kind in kinds]
            if meant := self._nearest(match.start(), fits, described=False, bare=True):
                yield self._mention(meant, *match.span())

    def _limits(self, words: list[str], start: int) -> list[str] | None:
        """The places that the words before the noun name; None where they say something else."""
        limits: list[str] = []
        for word in words:
            bare = _BASED.sub("", word)
            at = self._story.text.find(bare, start)
            if place := self._places.get(at):
                limits.append(place.text if place.text != bare or "-" not in place.id else place.text)
                limits.append(place.id)
            elif word.lower() not in self._plain and word not in self._plain and not word.endswith("-based"):
                if word[0].isupper():
                    return None
            start = at + len(bare) if at >= 0 else start
        return limits

    def _before(self, place: int) -> list[Candidate]:
        at = bisect.bisect_left(self._starts, place)
        number = self._story.sentence_at(place)
        first = at
        while first > 0 and number - self._candidates[first - 1].sentence <= _FAR:
            first -= 1
        return self._candidates[first:at]

    def _apposed(self, place: int, fits: list[Candidate]) -> Candidate | None:
        """Whoever stands before the comma before the reference: ``Sepura, the Cambridge maker``."""
        if fits and self._story.text[fits[-1].mention.span[1] : place].strip() == ",":
            return fits[-1]
        return None

    def _nearest(
        self, place: int, fits: list[Candidate], *, described: bool, bare: bool = False
    ) -> Candidate | None:
        number = self._story.sentence_at(place)
        best: tuple[float, int, Candidate] | None = None
        for candidate in fits:
            away = number - candidate.sentence
            weight = -1.5 * away + (2.0 if candidate.subject else 0.0)
            if away == 0 and not candidate.subject and not bare:
                weight -= 1.0  # a name and a reference to it seldom stand in one clause
            if candidate.mention.kind == "party" and not bare:
                weight += 1.0
            weight += 0.25 * min(self._times[candidate.mention.id], 6)
            key = (weight, candidate.mention.span[0], candidate)
            if best is None or key[:2] > best[:2]:
                best = key
        return best[2] if best else None

    def _mention(self, meant: Candidate, start: int, end: int) -> Mention:
        return Mention(meant.mention.kind, meant.mention.id, self._story.given[start:end], (start, end), refers=True)


def _fits(named: Named, noun: str, kind: str) -> bool:
    """Whether somebody may be called by a noun."""
    if kind == "body":
        return noun in named.nouns and named.kind in ("body", "outlet", "organization")
    if kind == "outlet":
        return named.kind == "outlet" and (noun in named.nouns or not named.nouns or noun in ("outlet", "website"))
    if kind == "company":
        return named.kind in ("party", "organization") and (noun in named.nouns or not named.nouns or noun in _ANYBODY)
    return kind in named.nouns or noun in named.nouns


_ANYBODY = ("company", "firm", "group", "giant", "corporation", "business")


def _within(named: Named, limits: list[str]) -> bool:
    """Whether somebody is of all the places: of the country, or of the town where that is known."""
    return all(_of(named, limit) for limit in limits)


def _of(named: Named, limit: str) -> bool:
    if limit.partition("-")[0].isupper() and len(limit.partition("-")[0]) == 2:
        return named.country is None or named.country == limit.partition("-")[0]
    if named.seat and not limit[0].islower():
        town = named.seat.partition(",")[0].strip()
        return limit == town or limit not in _towns() or limit in named.seat
    return True


def _towns() -> frozenset[str]:
    return frozenset(
        "Shenzhen Shanghai Hangzhou Beijing Guangzhou Nanjing Chengdu Wuhan Tianjin Dongguan Suzhou Hefei Chongqing Xiamen"
        " Zhuhai Ningbo Moscow London Irvine".split()
    )


_COMPILED: list[re.Pattern[str]] = []


def _pattern() -> re.Pattern[str]:
    if not _COMPILED:
        nouns = sorted({noun for kind, words in sections("references").items() if kind != "plain" for noun in words})
        _COMPILED.append(re.compile(rf"\b[Tt]he ((?:[\w.'-]+ ){{0,3}}?)({'|'.join(nouns)})\b(?![-'\w]*s\b(?<!'s))(?! [A-Z])"))
    return _COMPILED[0]
