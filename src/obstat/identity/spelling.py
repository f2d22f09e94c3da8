"""Parties whose names are spelt like the text: by the names engine, with a band for each.

Invariant: a misspelt name is never certain, and a name with another's words in it is never a match. Certain are names
that differ in nothing but what the tables of the engine take for the same (legal form, spacing, abbreviation) and
where the party has its seat.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass

from obstat.knowledge.snapshot import Snapshot
from obstat.model.identification import BANDS, Match
from obstat.model.records import Party
from obstat.names.alignment import Alignment, align
from obstat.names.analysis import Analysis, Token, analyse
from obstat.names.compare import MATCH, compare
from obstat.names.index import NameIndex
from obstat.names.lexicon import Kind
from obstat.names.scripts import has_han

AFFILIATE = 0.6
"""The score of a name that is a party's with words of place or trade added."""
_CERTAIN = 0.95
_NOT_MISSPELT = frozenset(["same", "joined", "abbreviation", "synonym"])
_HINT = 0.2
_DOUBTFUL = 0.4
"""What a name scores at most that has another firm's words, or another trade's, in it."""
_HITS = 12
_LEAST_COMMON = 2
"""Words that a name of nothing but common words has at least."""
_COMMON_TRADE = frozenset(
    [
        "technology",
        "technological",
        "communication",
        "telecommunication",
        "digital",
        "information",
        "network",
        "system",
        "service",
        "solution",
        "equipment",
        "device",
        "wireless",
        "mobile",
        "cloud",
        "data",
        "internet",
        "computer",
        "intelligent",
        "innovation",
        "security",
        "surveillance",
        "video",
        "trading",
        "sales",
        "marketing",
        "research",
        "development",
        "investment",
        "enterprise",
        "business",
        "import",
        "export",
        "importexport",
        "center",
        "office",
        "institute",
        "laboratory",
    ]
)
"""Words that units of a group in this field add to its name; any other trade is more likely another firm's."""


@dataclass(frozen=True, slots=True)
class _Named:
    """A name of a party: as it is, and as a buyer may shorten it by the party's own seat."""

    party: Party
    name: str
    analysis: Analysis
    brand: bool
    """A brand of the party's; with a legal form behind it, it is some company's name."""


class Spellings:
    """Finds parties by names that are spelt like theirs."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    def find(self, text: str) -> Iterator[Match]:
        """The parties whose names are like `text`, best first, each once."""
        query = analyse(text)
        if not query.names and len(query.tokens) < _LEAST_COMMON:
            return iter(())
        best: dict[str, Match] = {}
        for named, score in self._near(text, query):
            match = self._match(text, query, named, score)
            if match and (match.id not in best or rank(match) < rank(best[match.id])):
                best[match.id] = match
        return iter(sorted(best.values(), key=rank))

    def _near(self, text: str, query: Analysis) -> Iterator[tuple[_Named, float]]:
        """Names that score at all, and names all of whose own words the text holds."""
        seen = set()
        for hit in self._index.search(text, _HITS):
            seen.add(hit.key)
            yield self._names[hit.key], hit.score
        keys = set(query.keys)
        for word in {token.text for token in query.tokens}:
            for number in self._by_word.get(word, ()):
                if number not in seen and self._own_words(number) <= keys:
                    seen.add(number)
                    yield self._names[number], 0.0

    def _match(self, text: str, query: Analysis, named: _Named, score: float) -> Match | None:
        party, known = named.party, named.analysis
        if self._written_otherwise(query, party) or (named.brand and query.forms):
            return None
        alignment = align(query, known)
        extra = [query.tokens[at] for at in alignment.left if not _is_home(query.tokens[at], party)]
        missing = [known.tokens[at] for at in alignment.right]
        others = any(token.kind is Kind.NAME for token in extra) and _shared_names(known, alignment) < 2
        if others or not self._fits(extra, party):
            score = min(score, _DOUBTFUL)
        details = tuple(reason.says for reason in compare(text, named.name).reasons)

        def match(score: float, band: str, why: str, role: str = "maker") -> Match:
            return Match("party", party.id, named.name, round(score, 4), band, why, role, details)

        overlooked = {pair.how for pair in alignment.pairs} - _NOT_MISSPELT
        if not extra and not missing and not overlooked:
            return match(max(score, _CERTAIN), "certain", f"is '{named.name}'")
        elsewhere = any(token.kind is Kind.PLACE for token in extra)
        if self._of_the_group(known, alignment, extra, party) and (elsewhere or score < MATCH):
            words = " ".join(token.text for token in extra)
            why = f"is '{named.name}' with more words ({words}), perhaps a firm of its group"
            return match(max(AFFILIATE, min(score, 0.9)), "probable", why, "affiliate")
        if score >= MATCH and _credible(query, known, alignment):
            return match(score, "probable", f"is spelt like '{named.name}'")
        if score >= _HINT:
            return match(min(score, 0.49), "unlikely", f"is a little like '{named.name}'")
        return None

    def _fits(self, extra: list[Token], party: Party) -> bool:
        """Whether the trades that the text adds are the party's own, or common to its field."""
        trades = {token.key for token in extra if token.kind is Kind.SECTOR}
        return trades <= _COMMON_TRADE or trades <= self._trades(party.id)

    def _of_the_group(self, known: Analysis, alignment: Alignment, extra: list[Token], party: Party) -> bool:
        """Whether the text is the name with words of place, trade or structure added, and nobody else's."""
        if not extra or any(token.kind not in (Kind.PLACE, Kind.SECTOR, Kind.STRUCTURE) for token in extra):
            return False
        if not self._fits(extra, party):
            return False
        for pair in alignment.pairs:
            if known.tokens[pair.right[0]].kind is Kind.NAME and pair.how not in _NOT_MISSPELT:
                return False
        missing = [known.tokens[at] for at in alignment.right]
        if known.names:
            return not any(token.kind is Kind.NAME for token in missing)
        kinds = {token.kind for token in extra}
        return not missing and (Kind.PLACE in kinds or kinds == {Kind.STRUCTURE})

    def _written_otherwise(self, query: Analysis, party: Party) -> bool:
        """Whether the text is in characters in which we know the party's name to be another."""
        han = {token.han for token in query.tokens if has_han(token.han)}
        own = self._han(party.id)
        return bool(han and own) and not any(word in name or name in word for word in han for name in own)

    @functools.cached_property
    def _names(self) -> list[_Named]:
        """Every name that alone means a party, and those without the words that say where it sits."""
        found: dict[tuple[str, str], _Named] = {}
        for party in self._snapshot.parties.values():
            named = [(party.name, False), *((n.text, n.kind == "brand") for n in party.names if not n.weak)]
            for text, brand in named:
                whole = analyse(text)
                found.setdefault((party.id, whole.text), _Named(party, text, whole, brand))
                words = [token.text for token in whole.tokens if not _is_home(token, party)]
                if whole.names and len(words) < len(whole.tokens):
                    short = analyse(" ".join(words))
                    found.setdefault((party.id, short.text), _Named(party, text, short, brand))
        return list(found.values())

    @functools.cached_property
    def _index(self) -> NameIndex:
        return NameIndex((number, named.analysis.text) for number, named in enumerate(self._names))

    @functools.cached_property
    def _by_word(self) -> dict[str, list[int]]:
        """Names by each of their words, in their spelling."""
        words: dict[str, list[int]] = {}
        for number, named in enumerate(self._names):
            for word in {token.text for token in named.analysis.tokens if len(token.text) > 2}:
                words.setdefault(word, []).append(number)
        return words

    def _own_words(self, number: int) -> set[str]:
        """The words that a name cannot be without: those that say who it is, or all where there are none."""
        tokens = self._names[number].analysis.tokens
        return {t.key for t in tokens if t.kind is Kind.NAME} or {t.key for t in tokens if t.kind is not Kind.STRUCTURE}

    @functools.cache  # noqa: B019 - lives as long as the snapshot
    def _trades(self, party: str) -> frozenset[str]:
        names = (named.analysis for named in self._names if named.party.id == party)
        return frozenset(token.key for name in names for token in name.tokens if token.kind is Kind.SECTOR)

    @functools.cache  # noqa: B019
    def _han(self, party: str) -> frozenset[str]:
        names = (named.analysis for named in self._names if named.party.id == party)
        return frozenset(token.han for name in names for token in name.tokens if has_han(token.han))


def rank(match: Match) -> tuple[int, float]:
    """The order of matches: by band, then by score."""
    return BANDS.index(match.band), -match.score


def _is_home(token: Token, party: Party) -> bool:
    """Whether a place is where the party sits, so that naming it adds nothing."""
    if token.kind is not Kind.PLACE:
        return False
    return token.key in _places(party.seat or "") or (token.key == "china" and party.country == "CN" and token.weight < 0.5)


@functools.lru_cache(maxsize=1024)
def _places(seat: str) -> frozenset[str]:
    return frozenset(analyse(seat).keys)


def _credible(query: Analysis, known: Analysis, alignment: Alignment) -> bool:
    """Whether what is misspelt is a slip, or what is not misspelt bears the name out.

    A slip keeps the consonants: letters doubled, swapped, or vowels changed. Another consonant makes another word
    (Hivision is not Hikvision), unless a word of trade or place beside it agrees too.
    """
    borne_out = False
    slips = True
    for pair in alignment.pairs:
        x, y = query.tokens[pair.left[0]], known.tokens[pair.right[0]]
        if pair.how in _NOT_MISSPELT:
            borne_out |= y.kind in (Kind.SECTOR, Kind.PLACE, Kind.NAME)
        elif pair.how == "typo":
            slips &= _consonants(x.text) == _consonants(y.text) and len(y.text) > 4
    return slips or borne_out


def _shared_names(known: Analysis, alignment: Alignment) -> int:
    return sum(known.tokens[pair.right[0]].kind is Kind.NAME for pair in alignment.pairs)


def _consonants(word: str) -> tuple[str, ...]:
    """The consonants of a word in any order, doubled ones once; swapped letters are the commonest slip."""
    bare = [c for c in word if c not in "aeiouy"]
    return tuple(sorted(c for at, c in enumerate(bare) if not at or c != bare[at - 1]))
