"""Whom ``the company``, ``the Shenzhen-based firm``, ``the agency`` and ``it`` mean: the nearest that fits.

Invariant: a reference means somebody named before it, of the kind and with the attributes that its words ask for; where
nobody fits it means nobody. A reference swallows the place inside it.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from obstat.model.claim import Mention
from obstat.news.named import Named
from obstat.news.sense import NOUN_AFTER as _NOUN_AFTER
from obstat.news.story import Story
from obstat.news.words import sections

_BARE = re.compile(
    r"\b(It|it)(?= (?!(?:to|in|with|from|on|off|for|at|by|up|out|against|as|into|over|and|or|under|down|back|again)\b)"
    r"(?!(?:comes?|came|follows|followed|takes|took|seems|turns|emerged|remains|means|rains)\b)"
    r"(?!(?:is|was|has been|would be|will be|could be|may be) (?:(?:not )?(?:\w+ )?(?:that|to|true|clear|unclear|likely"
    r"|unlikely|possible|known|understood|said|thought|time|hard|difficult|not clear)|the|an?)\b)[a-z])"
    r"|\b([Ii]ts)(?= [a-z])|\b([Hh]e|[Ss]he)(?= [a-z])"
)
_NO_SUBJECT = re.compile(
    r"\b(?:to|of|on|for|with|from|in|at|by|about|against|make|made|makes|buy|take|use|see|call|let|help) $"
)
_SAID = re.compile(
    r"\s(?:also |has |had )?(?:said|says|say|adds?|added|announced|wrote|complain(?:s|ed)|noted|told|insist(?:s|ed))\b"
)
_VERB = re.compile(
    r"(?:'s (?:chief executive|chairman|chairwoman|chief|boss|CEO|founder|spokes\w+|managers?|head|parent)"
    r"(?:, [\w ]{1,16},)?)?"
    r"(?: on \w+day| last \w+| in \w+|, (?:in turn|meanwhile|too|however|for its part),)?"
    r" (?:also |now |still |already |never |reportedly )?"
    r"(?:says?|said|has|have|had|is|was|will|would|may|can|could|must|did|does|put|bought|sold|made|took|gave|told|found|held|paid|won|lost|sent|met|began|led|built|left|kept|wrote|saw|got"
    r"|brought|fell|rose|sought|chose|shut|cut|drew|\w{3,}ed|\w{2,}s)\b"
)
_CLAUSE = re.compile(r"[,;:]|\b(?:that|and|but|if|when|because|while|which|who|as|after|before)\b")
_COPULA = re.compile(r" (?:is|was|remains|became|has become|is now|is still|is also|has been) ")
_READS = re.compile(r" (?:had|has) (?:seen|obtained|reviewed)\b")
_OPENING = re.compile(
    r"[\s\"“(]*(?:(?:If|When|Should|But|And|While|Since|Because|Though|Yet|So|Could|Would|Will|Has|Had) )?"
)
_QUOTED = re.compile(r"\s*[\"“][^\"”]*[\"”],?\s*")
_NO_NOUNS = ("plain", "town")
_MOST = 40
"""Mentions behind which nobody is looked for."""
_FAR = 4
"""Sentences behind which nobody is meant any more."""
_BASED = re.compile(r"-(?:based|headquartered)$")
_COMPOUND = re.compile(
    r"[a-z]-(?:owned|backed|listed|based|making|run|controlled|linked|year-old)$|-(?:largest|biggest)$"
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A mention that a reference may mean, with what is known of who it is."""

    mention: Mention
    named: Named
    sentence: int
    subject: bool


def acts(story: Story, end: int) -> bool:
    """Whether a verb follows a name that ends there, so that whoever bears it is a subject."""
    verb = _VERB.match(story.text, end)
    return verb is not None and not _NOUN_AFTER.match(story.text, end)


class References:
    """The references of one story."""

    def __init__(self, story: Story, candidates: list[Candidate], places: list[Mention]) -> None:
        self._story, self._named = story, candidates
        self._seen: list[Candidate] = []
        self._places = {place.span[0]: place for place in places}
        self._nouns = _nouns()
        self._plain = sections("references")["plain"]
        self._times: dict[str, int] = {}
        for candidate in candidates:
            self._times[candidate.mention.id] = self._times.get(candidate.mention.id, 0) + 1

    def find(self) -> list[Mention]:
        """The references that mean somebody, by place. One that has been told may be meant by the next."""
        told: list[Mention] = []
        described = ((match, True) for match in _pattern().finditer(self._story.text))
        bare = ((match, False) for match in _BARE.finditer(self._story.text))
        at = 0
        for match, by_noun in sorted([*described, *bare], key=lambda found: found[0].start()):
            while at < len(self._named) and self._named[at].mention.span[0] < match.start():
                self._seen.append(self._named[at])
                at += 1
            meant = self._by_noun(match) if by_noun else self._by_pronoun(match)
            if meant is None:
                continue
            start, end = match.start(), match.end(2) if by_noun else match.end()
            mention = Mention(meant.mention.kind, meant.mention.id, self._story.given[start:end], (start, end), True)
            told.append(mention)
            number = self._story.sentence_at(start)
            subject = self._story.opens(start) or self._seen[-1].sentence != number
            self._seen.append(Candidate(mention, meant.named, number, subject))
        return told

    def _by_noun(self, match: re.Match[str]) -> Candidate | None:
        words, noun = (match[1] or "").split(), match[2].lower()
        limits = self._limits(words, match.start(1))
        if limits is None:
            return None
        kind = self._nouns[noun]
        fits = [c for c in self._before(match.start()) if _fits(c.named, noun, kind) and _within(c.named, limits)]
        return self._apposed(match.start(), fits) or self._described_by(match, fits)

    def _by_pronoun(self, match: re.Match[str]) -> Candidate | None:
        it, _, person = match.groups()
        before = self._story.text[max(0, match.start() - 12) : match.start()]
        if it and _NO_SUBJECT.search(before):
            return None
        kinds: tuple[str, ...] = ("person",) if person else ("party", "organization", "body")
        if it and _READS.match(self._story.text, match.end()):
            kinds = ("outlet",)
        fits = [c for c in self._before(match.start()) if c.mention.kind in kinds or self._beside(c, match.start())]
        return self._bare_one(match.start(), fits)

    def _limits(self, words: list[str], start: int) -> list[str] | None:
        """The places that the words before the noun name; None where they say something else."""
        limits: list[str] = []
        for word in words:
            bare = _BASED.sub("", word)
            at = self._story.text.find(bare, start)
            start = at + len(bare)
            if place := self._places.get(at):
                limits += (place.text, place.id)
            elif word not in self._plain and word.lower() not in self._plain and not _COMPOUND.search(word):
                return None
        return limits

    def _before(self, place: int) -> list[Candidate]:
        """Who was named in the sentences before a place, by place."""
        number = self._story.sentence_at(place)
        return [c for c in self._seen[-_MOST:] if number - c.sentence <= _FAR]

    def _apposed(self, place: int, fits: list[Candidate]) -> Candidate | None:
        """Whoever stands before the comma before the reference: ``Sepura, the Cambridge maker``."""
        between = self._story.text[fits[-1].mention.span[1] : place] if fits else ""
        return fits[-1] if between == ", " or _COPULA.fullmatch(between) else None

    def _beside(self, candidate: Candidate, place: int) -> bool:
        """Whether an outlet stands right before: ``Reuters, for its part``."""
        between = self._story.text[candidate.mention.span[1] : place]
        return candidate.mention.kind == "outlet" and between == ", for "

    def _described_by(self, match: re.Match[str], fits: list[Candidate]) -> Candidate | None:
        """The best of those whom a noun may mean.

        The subject of a sentence is meant before others. A name and a description of it seldom stand in one clause,
        but for ``the company said``, which means the subject of its own sentence.
        """
        number, text, noun = self._story.sentence_at(match.start()), self._story.text, match[2].lower()
        says = bool(_SAID.match(text, match.end()))

        def weight(candidate: Candidate) -> tuple[float, int]:
            away = number - candidate.sentence
            value = (
                -1.5 * away + (2.0 if candidate.subject else 0.0) + (1.0 if candidate.mention.kind == "party" else 0.0)
            )
            if away == 0 and says and candidate.subject:
                value += 1.5
            elif away == 0 and not _CLAUSE.search(text, candidate.mention.span[1], match.start()):
                value -= 2.5
            elif away == 0 and not candidate.subject:
                value -= 1.0
            if noun in _ANYBODY and not candidate.named.nouns.isdisjoint(_NARROWER):
                value -= 0.75  # a carrier would be called one
            return value + 0.4 * min(self._times[candidate.mention.id], 6), candidate.mention.span[0]

        return max(fits, key=weight, default=None)

    def _bare_one(self, place: int, fits: list[Candidate]) -> Candidate | None:
        """Whom ``it`` and ``its`` mean: the last subject of the sentence, or that of the one before where it
        opens, or stands behind a quotation that does."""
        number = self._story.sentence_at(place)
        here = [c for c in fits if c.sentence == number]
        acting = [c for c in here if acts(self._story, c.mention.span[1])] or [c for c in here[:1] if c.subject]
        if acting:
            return acting[-1]
        before = self._story.text[self._story.spans[number][0] : place]
        if not (_OPENING.fullmatch(before) or _QUOTED.fullmatch(before)):
            return None
        return next((c for c in fits if c.sentence == number - 1 and c.subject), None)


def _fits(named: Named, noun: str, kind: str) -> bool:
    """Whether somebody may be called by a noun."""
    if kind == "body":
        return noun in named.nouns and named.kind in ("body", "outlet", "organization")
    if kind == "outlet":
        return named.kind == "outlet" and (noun in named.nouns or not named.nouns or noun in ("outlet", "website"))
    if kind == "company":
        return named.kind in ("party", "organization") and (noun in named.nouns or not named.nouns or noun in _ANYBODY)
    return kind in named.nouns or noun in named.nouns


_NARROWER = ("carrier", "retailer", "bank")
_ANYBODY = ("company", "firm", "group", "giant", "corporation", "business")


def _within(named: Named, limits: list[str]) -> bool:
    """Whether somebody is of all the places: of the country, or of the town where that is known."""
    return all(_of(named, limit) for limit in limits)


def _of(named: Named, limit: str) -> bool:
    if limit.partition("-")[0].isupper() and len(limit.partition("-")[0]) == 2:
        return named.country is None or named.country == limit.partition("-")[0]
    if named.seat and not limit[0].islower():
        return limit in named.seat or limit not in sections("references")["town"]
    return True


@functools.cache
def _nouns() -> dict[str, str]:
    words = sections("references")
    return {noun: kind for kind, nouns in words.items() for noun in nouns if kind not in _NO_NOUNS}


@functools.cache
def _pattern() -> re.Pattern[str]:
    nouns = "|".join(sorted(_nouns()))
    return re.compile(rf"\b[Tt]he ((?:(?!the )[\w.'-]+ ){{0,3}}?)({nouns})\b(?![-\w])(?! [A-Z])")
