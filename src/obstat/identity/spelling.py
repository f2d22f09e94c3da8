"""Parties whose names are spelt like the text: by the names engine, with a band for each.

Invariant: a misspelt name is never certain, and a name with another's words in it is never a match. Certain are names
that differ in nothing but what the tables of the engine take for the same (legal form, spacing, abbreviation) and
where the party has its seat.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from obstat.knowledge.snapshot import Snapshot
from obstat.knowledge.spellings import is_home
from obstat.model.identification import BANDS, Match
from obstat.model.indexes import Spelling
from obstat.model.records import Party
from obstat.names.alignment import Alignment, align
from obstat.names.analysis import Analysis, Token, analyse
from obstat.names.comparison import MATCH, compare
from obstat.names.lexicon import Kind
from obstat.names.scripts import has_han

AFFILIATE = 0.6
"""The score of a name that is a party's with words of place or trade added."""
_CERTAIN = 0.95
_NOT_MISSPELT = frozenset(["same", "joined", "abbreviation", "synonym"])
_HINT = 0.2
_SAYS_LITTLE = 0.2
"""Above the weight of 'group' and 'holding', which come and go."""
_UNITS = frozenset(["international", "global", "group", "holding", "branch", "overseas", "headquarters"])
"""Words of structure for a unit of a group."""
_DOUBTFUL = 0.4
"""What a name scores at most that has another firm's words, or another trade's, in it."""
_SHORT_JOINED = 7
"""Letters of a name below which writing it in two words may make another name: Da Hua."""
_HITS = 12
_HELD = 512
"""Names that share one word with the text and are looked at; a word that more have says nothing."""
_KEPT = 50_000
"""Names that are kept taken apart."""
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
        "optical",
        "power",
        "vision",
        "sensor",
        "iot",
        "manufacturing",
        "logistics",
        "management",
        "distribution",
        "consulting",
        "training",
        "maintenance",
    ]
)
"""Words that units of a group in this field add to its name; any other trade is more likely another firm's."""


@dataclass(frozen=True, slots=True)
class _Named:
    """A name of a party, taken apart."""

    party: Party
    spelling: Spelling
    analysis: Analysis


class Spellings:
    """Finds parties by names that are spelt like theirs."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._read: dict[int, _Named] = {}

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
        index = self._snapshot.spelling_index
        for hit in index.search(text, _HITS):
            seen.add(int(hit.key))
            yield self._name(int(hit.key)), hit.score
        keys = set(query.keys)
        for number in (int(key) for key in index.holding(query, _HELD)):
            if number not in seen and _own_words(self._name(number).analysis) <= keys:
                seen.add(number)
                yield self._name(number), 0.0

    def _match(self, text: str, query: Analysis, named: _Named, score: float) -> Match | None:
        party, known = named.party, named.analysis
        if self._written_otherwise(query, known, party) or (named.spelling.brand and query.forms):
            return None
        alone = len(known.tokens) < _LEAST_COMMON
        if alone and not known.names and query.compact != known.compact:
            return None  # a name that is one common word
        alignment = align(query, known)
        if alone and named.spelling.shortened and any(pair.how == "typo" for pair in alignment.pairs):
            return None
        extra = [query.tokens[at] for at in alignment.left if not is_home(query.tokens[at], party)]
        missing = [known.tokens[at] for at in alignment.right]
        others = any(token.kind is Kind.NAME for token in extra) and _shared_names(known, alignment) < 2
        others = others or (not known.names and any(token.kind is Kind.SECTOR for token in extra))
        if others or not self._fits(extra, party):
            score = min(score, _DOUBTFUL)

        def match(score: float, band: str, why: str, role: str = "maker") -> Match:
            details = tuple(reason.says for reason in compare(text, named.spelling.name).reasons)
            return Match("party", party.id, named.spelling.name, round(score, 4), band, why, role, details)

        overlooked = {pair.how for pair in alignment.pairs} - _NOT_MISSPELT
        foreign = form_is_foreign(query, party)
        if not extra and not missing and not overlooked:
            short = any(pair.how == "joined" for pair in alignment.pairs) and len(known.compact) < _SHORT_JOINED
            reworded = not known.names and query.compact != known.compact
            unsure = foreign or short or reworded or (named.spelling.shortened and alone)
            role = "affiliate" if foreign else "maker"
            return match(max(score, _CERTAIN), "probable" if unsure else "certain", f"is '{named.spelling.name}'", role)
        more = any(token.kind is Kind.PLACE or token.weight >= _SAYS_LITTLE for token in extra)
        if self._of_the_group(known, alignment, extra, party) and (more or score < MATCH):
            words = " ".join(token.text for token in extra)
            why = f"is '{named.spelling.name}' with more words ({words}), perhaps a firm of its group"
            return match(max(AFFILIATE, min(score, 0.9)), "probable", why, "affiliate")
        if score >= MATCH and _credible(query, known, alignment, party):
            return match(score, "probable", f"is spelt like '{named.spelling.name}'")
        if score >= _HINT:
            return match(min(score, 0.49), "unlikely", f"is a little like '{named.spelling.name}'")
        return None

    def _fits(self, extra: list[Token], party: Party) -> bool:
        """Whether the trades that the text adds are the party's own, or common to its field."""
        trades = {token.key for token in extra if token.kind is Kind.SECTOR}
        return trades <= _COMMON_TRADE or trades <= _trades(party)

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
            return all(token.weight < _SAYS_LITTLE for token in missing)
        return not missing and any(token.kind is Kind.PLACE or token.key in _UNITS for token in extra)

    def _written_otherwise(self, query: Analysis, known: Analysis, party: Party) -> bool:
        """Whether the text is in a script in which we know the party's name to be another."""
        if any(token.foreign for token in known.tokens) and not any(token.foreign for token in query.tokens):
            return True
        han = {token.han for token in query.tokens if has_han(token.han)}
        own = _han(party)
        return bool(han and own) and not any(word in name or name in word for word in han for name in own)

    def _name(self, number: int) -> _Named:
        """The name in this row of the table of spellings."""
        if number not in self._read:
            if len(self._read) >= _KEPT:
                self._read.clear()
            row = self._snapshot.table("spellings")[number]
            self._read[number] = _Named(self._snapshot.parties[row.party], row, analyse(row.text))
        return self._read[number]


def _trades(party: Party) -> frozenset[str]:
    return frozenset(token.key for name in _names(party) for token in name.tokens if token.kind is Kind.SECTOR)


def _han(party: Party) -> frozenset[str]:
    return frozenset(token.han for name in _names(party) for token in name.tokens if has_han(token.han))


def _names(party: Party) -> Iterator[Analysis]:
    return (analyse(name) for name in (party.name, *(name.text for name in party.names if not name.weak)))


def _own_words(name: Analysis) -> set[str]:
    """The words that a name cannot be without: those that say who it is, or all where there are none."""
    return {t.key for t in name.tokens if t.kind is Kind.NAME} or {
        t.key for t in name.tokens if t.kind is not Kind.STRUCTURE
    }


def form_is_foreign(name: Analysis, party: Party) -> bool:
    """Whether a name states a legal form that the party's country does not have: the GmbH of a Chinese firm."""
    reach = [form.countries for form in name.forms if form.countries and "EU" not in form.countries]
    return bool(party.country and reach) and not any(party.country in countries for countries in reach)


def rank(match: Match) -> tuple[int, float]:
    """The order of matches: by band, then by score."""
    return BANDS.index(match.band), -match.score


def _credible(query: Analysis, known: Analysis, alignment: Alignment, party: Party) -> bool:
    """Whether the text names the party rather than another firm whose name is nearly the same.

    Words of ours that are missing must not be those that tell it from others: the country that its name begins with,
    or its trade where the rest is one word. What is misspelt must be a slip: one letter doubled or dropped, one vowel
    changed, two letters swapped, in a word of six letters or more. Another consonant makes another word (Hivision is
    not Hikvision), unless words of trade beside it agree.
    """
    missing = [known.tokens[at] for at in alignment.right]
    if any(token.kind is Kind.PLACE and not is_home(token, party) for token in missing):
        return False
    agreeing = {
        known.tokens[pair.right[0]].key
        for pair in alignment.pairs
        if pair.how in _NOT_MISSPELT or known.tokens[pair.right[0]].kind is Kind.SECTOR
    }
    if any(token.kind is Kind.SECTOR for token in missing) and len(agreeing) < 2:
        return False
    trades = {t.key for t in known.tokens if t.kind is Kind.SECTOR and t.key in agreeing}
    home = {t.key for t in known.tokens if t.kind is Kind.PLACE and t.key in agreeing}
    borne_out = len(trades) > 1 or bool(trades - _EVERYWHERE) or bool(trades and home)
    for pair in alignment.pairs:
        x, y = query.tokens[pair.left[0]], known.tokens[pair.right[0]]
        misspelt = pair.how == "typo" and (y.kind is Kind.NAME or not known.names)
        if misspelt and (x.text[0] != y.text[0] or not (borne_out or _slip(x.text, y.text))):
            return False
        if pair.how == "misread" and len(y.text) < 5 and x.text.isalpha():
            return False
    return True


_SHORTEST_SLIP = 6
_EVERYWHERE = frozenset(
    ["technology", "electronic", "communication", "telecommunication", "system", "digital", "information", "network"]
)
"""Words of trade that bear no name out alone."""


def _slip(word: str, other: str) -> bool:
    """Whether one is the other with a slip of the finger: one edit that keeps the consonants and the first letter."""
    if word[0] != other[0] or min(len(word), len(other)) < _SHORTEST_SLIP:
        return False
    return OSA.distance(word, other) <= 1 and _consonants(word) == _consonants(other)


def _shared_names(known: Analysis, alignment: Alignment) -> int:
    return sum(known.tokens[pair.right[0]].kind is Kind.NAME for pair in alignment.pairs)


def _consonants(word: str) -> tuple[str, ...]:
    """The consonants of a word in any order, doubled ones once; swapped letters are the commonest slip."""
    bare = [c for c in word if c not in "aeiouy"]
    return tuple(sorted(c for at, c in enumerate(bare) if not at or c != bare[at - 1]))
