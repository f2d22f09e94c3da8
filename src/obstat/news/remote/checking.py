"""What a model gives as a claim, checked against the contract and the story.

Invariant: a claim comes out only if every code of it is known, every passage it quotes stands in the part that was
sent, and everybody it names is named in the story; days and amounts are read from the words where our rules can.
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from obstat.model.claim import (
    BASES,
    EVENTS,
    MODALITIES,
    POLARITIES,
    Amount,
    Claim,
    Document,
    Source,
    Span,
    When,
)
from obstat.news import amounts, times
from obstat.news.remote.found import Folded, Linked, tells
from obstat.news.remote.question import CLASSES

FORM = "is not of the form that was asked for"
CODE = "has a code that is not known"
WORDS = "quotes words that are not in the text"
NAME = "names somebody or something that is not in the text"
MANY = "is one too many"
MOST = 200
"""Claims of one part."""
_MOST_NAMES, _LONGEST_NAME, _LONGEST_PASSAGE = 30, 200, 2000
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_OWN = ("company_statement", "official_record", "named_official", "analyst")
"""Sources that are the origin of their own words."""


class Rejected(Exception):
    """A claim that does not hold: `why` is one of the reasons above, `words` what is wrong."""

    def __init__(self, why: str, words: object) -> None:
        super().__init__(why)
        self.why, self.words = why, words if isinstance(words, str) else repr(words)


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the claims of one part of a story. `names` is all of the story that was sent, `here` the part."""

    document: Document
    here: Folded
    names: Folded
    linked: Linked
    quotes: Sequence[Span]
    extractor: str

    def claims(self, given: Any) -> Iterator[Claim]:
        """The claim, without an id; of each who is silent one of its own. Raises `Rejected`."""
        if not isinstance(given, dict):
            raise Rejected(FORM, given)
        spans = self._passages(given)
        event = _code(given, "event", EVENTS)
        sources = self._sources(given)
        said = _text(given, "attribution")
        attribution = self._quoted(said, spans[0][0] - 1000) if said else None
        time, when = self._time(given, spans[0][0])
        amount, sum_ = self._amount(given, spans[0][0])
        chain = self._chain(sources)
        words = _text(given, "place")
        place = self.linked.place(self._named(words), spans) if words else None
        where = self.here.find(words, spans[0][0] - 1) if words else None
        claim = Claim(
            "",
            self.document.id,
            event,
            self._all(given, "actors", lambda one: self.linked.party(one, spans)),
            self._all(given, "targets", lambda one: self.linked.party(one, spans)),
            self._all(given, "products", lambda one: self.linked.product(one, spans)),
            place=place,
            time=time,
            amount=amount,
            modality=_code(given, "modality", MODALITIES),
            polarity=_code(given, "polarity", POLARITIES, "positive"),
            quotation=given.get("quotation") is True
            and any(s < e2 and s2 < e for s, e in spans for s2, e2 in self.quotes),
            attribution=chain,
            origin=self._origin(given, chain),
            spans=spans,
            slots=tuple(
                (slot, span)
                for slot, span in (("place", where), ("time", when), ("amount", sum_), ("attribution", attribution))
                if span is not None
            ),
            extractor=self.extractor,
        )
        if event == "no_comment" and len(claim.actors) > 1:
            yield from (replace(claim, actors=(actor,)) for actor in claim.actors)
        else:
            yield claim

    def _passages(self, given: dict[str, Any]) -> tuple[Span, ...]:
        """Where the claim stands; words that are quoted twice stand in two places."""
        passages = _texts(given, "passages", _LONGEST_PASSAGE)
        if not passages:
            raise Rejected(FORM, "no passage")
        found: list[Span] = []
        last: dict[str, int] = {}
        for words in passages:
            span = self._quoted(words, last.get(words, -1))
            if not tells(words):
                raise Rejected(FORM, words)
            last[words] = span[0]
            found.append(span)
        return tuple(sorted(set(found)))

    def _quoted(self, words: str, after: int = -1) -> Span:
        span = self.here.find(words, after)
        if span is None:
            raise Rejected(WORDS, words)
        return span

    def _named(self, name: str) -> str:
        about = (self.document.outlet or "", self.document.title or "")
        if not self.names.holds(name) and not any(name.casefold() == known.casefold() for known in about):
            raise Rejected(NAME, name)
        return name

    def _all(self, given: dict[str, Any], key: str, link: Callable[[str], str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(link(self._named(name)) for name in _texts(given, key, _LONGEST_NAME)))

    def _sources(self, given: dict[str, Any]) -> list[Source]:
        sources = given.get("sources")
        if sources is None:
            return []
        if not isinstance(sources, list) or len(sources) > _MOST_NAMES:
            raise Rejected(FORM, sources)
        found = []
        for one in sources:
            if not isinstance(one, dict) or not (name := _text(one, "name")) or len(name) > _LONGEST_NAME:
                raise Rejected(FORM, one)
            found.append(Source(self._named(name), _code(one, "class", CLASSES)))
        return found

    def _chain(self, sources: list[Source]) -> tuple[Source, ...]:
        """From the outlet at hand, which is told once."""
        outlet = self.document.outlet or "this outlet"
        if not sources:
            return (Source(outlet, "none"),)
        first, at_hand = sources[0].name.casefold(), outlet.casefold()
        release = sources[0].class_ == "company_statement" and at_hand.startswith(f"{first} ")
        if first == at_hand or release:
            only = len(sources) == 1 and sources[0].class_ == "other_outlet"
            return (Source(outlet, "none"),) if only else tuple(sources)
        return (Source(outlet, "other_outlet"), *sources)

    def _origin(self, given: dict[str, Any], chain: tuple[Source, ...]) -> str:
        """The outlet that is quoted, a body or firm for its own words, else the outlet at hand."""
        quoted = next((source.name for source in chain[1:] if source.class_ == "other_outlet"), None)
        if quoted:
            return quoted
        if "origin" in given:
            origin = _text(given, "origin")
            return self._named(origin) if origin else chain[0].name
        return chain[-1].name if chain[-1].class_ in _OWN else chain[0].name

    def _time(self, given: dict[str, Any], near: int) -> tuple[When | None, Span | None]:
        told = given.get("time")
        if told is None:
            return None, None
        if not isinstance(told, dict) or not (said := _text(told, "said")):
            raise Rejected(FORM, told)
        span = self._quoted(said, near - 1)
        basis = _code(told, "basis", BASES, "said")
        own = times.first(self.document.text, *span, self.document.published)
        since, until = _day(told, "from"), _day(told, "to")
        if since and until and until < since:
            raise Rejected(FORM, f"{since}…{until}")
        if own and (own[0].since or own[0].until) and not _agree(own[0], (since, until)):
            since, until = own[0].since, own[0].until
        return When(" ".join(said.split()), since, until, basis), span

    def _amount(self, given: dict[str, Any], near: int) -> tuple[Amount | None, Span | None]:
        told = given.get("amount")
        if told is None:
            return None, None
        if not isinstance(told, dict) or not (said := _text(told, "said")):
            raise Rejected(FORM, told)
        span = self._quoted(said, near - 1)
        if own := amounts.first(said):
            return own, span
        value, unit = told.get("value"), _text(told, "unit")
        if isinstance(value, bool) or not isinstance(value, int | float) or not unit or len(unit) > _LONGEST_NAME:
            raise Rejected(FORM, told)
        if abs(value) > 1e18 or not math.isfinite(value):
            raise Rejected(FORM, value)
        return Amount(Decimal(str(value)), " ".join(unit.split())), span


def listed(given: Any) -> list[Any] | None:
    """What an answer gives as claims, None where it is no such answer."""
    held = given.get("claims") if isinstance(given, dict) else given
    return held if isinstance(held, list) else None


def _agree(own: When, told: tuple[datetime.date | None, datetime.date | None]) -> bool:
    """Whether days are those of our rules but for an end left open, or a year that the words do not tell."""
    if _YEAR.search(own.said) and any(day and str(day.year) not in own.said for day in told):
        return False
    given = [(day, mine) for day, mine in zip(told, (own.since, own.until), strict=True) if day]
    return bool(given) and all(
        mine is not None and (day.month, day.day) == (mine.month, mine.day) and abs(day.year - mine.year) <= 1
        for day, mine in given
    )


def _code(given: dict[str, Any], key: str, known: Sequence[str], default: str | None = None) -> str:
    code = given.get(key, default)
    if not isinstance(code, str) or code not in known:
        raise Rejected(CODE, f"{key} {code if isinstance(code, str) else repr(code)}")
    return code


def _text(given: dict[str, Any], key: str) -> str | None:
    text = given.get(key)
    if text is None:
        return None
    if not isinstance(text, str) or len(text) > _LONGEST_PASSAGE:
        raise Rejected(FORM, text)
    return text.strip() or None


def _texts(given: dict[str, Any], key: str, longest: int) -> list[str]:
    texts = given.get(key)
    if texts is None:
        return []
    if not isinstance(texts, list) or len(texts) > _MOST_NAMES:
        raise Rejected(FORM, texts)
    for text in texts:
        if not isinstance(text, str) or not text.strip() or len(text) > longest:
            raise Rejected(FORM, text)
    return [text.strip() for text in texts]


def _day(told: dict[str, Any], key: str) -> datetime.date | None:
    text = _text(told, key)
    try:
        return datetime.date.fromisoformat(text) if text else None
    except ValueError:
        raise Rejected(FORM, text) from None
