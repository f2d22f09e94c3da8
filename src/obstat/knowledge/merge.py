"""Which records of imported lists are one party, and which of them are a party of the pack.

Invariant: records are taken for the same party only on an identifier that names one, on the number under which the
same list refers to both, on the same full name in the same country on lists of different publishers, or, for a party of
the pack, on a match that the identity engine calls certain. Everything less is kept apart and told (`Undecided`). A
person is never merged by name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from obstat.knowledge.own_words import OwnWords
from obstat.knowledge.snapshot import Snapshot
from obstat.model.identification import Match
from obstat.model.listed import Undecided
from obstat.names.analysis import has_name
from obstat.names.normal import normal, without_legal_form
from obstat.names.scripts import has_han
from obstat.sources.entry import Entry

Find = Callable[[str], tuple[Match, ...]]
"""The identity engine over the pack alone: what a name means, best first."""
STRONG = ("uscc", "lei", "isin", "imo", "duns")
"""Schemes whose values name one legal person or one vessel."""
_CHINA = {"CN", "HK", "MO"}
"""Places that lists and registers give in turn for one firm."""
APART = ""
"""The decision that a record is none of ours."""
_SHORTEST = 2
"""Words that a name has at least to be merged by."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A record with its source, and the party it was taken for: of the pack, or named after its first record."""

    source: str
    entry: Entry
    party: str


class Merger:
    """Finds the party of each record, against the pack in `base`."""

    def __init__(self, base: Snapshot, find: Find, decisions: Mapping[str, str] | None = None) -> None:
        self._base, self._find, self._decisions = base, find, decisions or {}
        self._own = OwnWords(row.name for row in base.table("spellings"))
        self.undecided: list[Undecided] = []

    def place(self, records: Sequence[tuple[str, Entry]]) -> list[Placed]:
        """The records in their order, each with its party."""
        groups = _Groups(len(records))
        first: dict[tuple[str, ...], int] = {}
        by_name: dict[tuple[str, ...], int] = {}
        packs = [self._pack_party(source, entry) for source, entry in records]
        for number, (source, entry) in enumerate(records):
            for key in _same(entry):
                other = first.setdefault(key, number)
                if records[other][0] != source or key[0] == "number":
                    groups.join(other, number)
            if packs[number] is None and (name := _named(entry)):
                other = by_name.setdefault(name, number)
                if other != number and not _distinct(records[other][1]):
                    by_name[name] = number  # what tells nobody from others is kept only until something does
                elif records[other][0] != source and _distinct(entry):
                    groups.join(other, number)
        of_group: dict[int, set[str]] = {}
        for number, party in enumerate(packs):
            if party:
                of_group.setdefault(groups.root(number), set()).add(party)
        placed = []
        for number, (source, entry) in enumerate(records):
            root = groups.root(number)
            owners = of_group.get(root, set())
            origin = records[root]
            own = f"{source}:{entry.id}"
            party = packs[number] or (next(iter(owners)) if len(owners) == 1 else f"{origin[0]}:{origin[1].id}")
            if self._decisions.get(own) == APART:
                party = own
            placed.append(Placed(source, entry, party if entry.kind != "category" else ""))
        return placed

    def _pack_party(self, source: str, entry: Entry) -> str | None:
        """The party of the pack that a record certainly means, or was decided to; what it probably means is noted."""
        decided = self._decisions.get(f"{source}:{entry.id}")
        if decided == APART:
            return None
        if decided and decided in self._base.parties:
            return decided
        if entry.kind not in ("company", "body", "unknown"):
            return None
        numbered = {
            found.party
            for number in entry.numbers
            if number.scheme in STRONG
            for found in self._base.numbered(normal(number.value))
        }
        if len(numbered) == 1:
            return numbered.pop()
        certain, probable = self._by_name(entry)
        if len(certain) == 1 and not numbered:
            return next(iter(certain))
        for party, match in {**probable, **certain}.items():
            told = Undecided(f"{source}:{entry.id}", party, match.role, match.score, f"'{match.name}' {match.why}")
            self.undecided.append(told)
        return None

    def _by_name(self, entry: Entry) -> tuple[dict[str, Match], dict[str, Match]]:
        """Whom the record's names certainly mean, and probably; the first name that means anybody for certain decides.

        What an earlier name probably means, a later one may confirm but not overrule.
        """
        probable: dict[str, Match] = {}
        for number, name in enumerate(entry.names):
            if name.weak or not self._own.may_mean(name.text):
                continue
            found = [match for match in self._find(name.text) if match.kind == "party" and match.match]
            sure = [match for match in found if match.sure and _equal(name.text, match.name, primary=number == 0)]
            certain = {match.id: match for match in sure if self._agrees(entry, name.text, match)}
            if certain and probable.keys() <= certain.keys():
                return _closest(name.text, certain), {}
            for match in found:
                probable.setdefault(match.id, match)
        return {}, probable

    def _agrees(self, entry: Entry, name: str, match: Match) -> bool:
        """Whether the record sits where the party does; a name of two words or more may leave that open."""
        country = self._base.parties[match.id].country
        places = {*entry.countries, *(address.country for address in entry.addresses if address.country)}
        if country is None or not places:
            return len(normal(name).split()) >= _SHORTEST
        return bool(places & (_CHINA if country in _CHINA else {country}))


def _equal(name: str, ours: str, *, primary: bool) -> bool:
    """Whether two names are one but for the legal form.

    The engine takes more for certain (a brand before a number, a place where the party sits); a list means by its
    records one legal person each, and units of a group have records of their own. A single word is the name of a group
    as well, so only the name under which a record stands may be one, to the letter.
    """
    mine, other = normal(name), normal(ours)
    bare = without_legal_form(mine)
    if has_han(bare) or len(bare.split()) >= _SHORTEST:
        return bare == without_legal_form(other)
    return mine == other and (primary or len(mine.split()) >= _SHORTEST)


def _closest(name: str, certain: dict[str, Match]) -> dict[str, Match]:
    """Of several parties, those whose name the text begins or is; all of them where that tells nothing apart."""
    key = normal(name)
    begun = {party: match for party, match in certain.items() if normal(match.name).startswith(key)}
    equal = {party: match for party, match in begun.items() if normal(match.name) == key}
    return equal or begun or certain


def _same(entry: Entry) -> Iterator[tuple[str, ...]]:
    """What tells that two records are one party, whatever they are called."""
    for number in entry.numbers:
        if number.scheme in STRONG:
            yield "number", number.scheme, normal(number.value)
    for listing in entry.listings:
        if listing.reference:
            yield "reference", listing.list, listing.reference


def _named(entry: Entry) -> tuple[str, ...] | None:
    """The full name and country of an organisation; None without one, and for a name of one word."""
    if entry.kind not in ("company", "body") or not entry.names or not entry.countries:
        return None
    key = normal(entry.names[0].text)
    return (key, *sorted(entry.countries)) if " " in key else None


def _distinct(entry: Entry) -> bool:
    """Whether the full name holds a word that tells it from others. Asked only of names that two records share."""
    return has_name(entry.names[0].text)


class _Groups:
    """Numbers joined into groups, each known by its least member."""

    def __init__(self, count: int) -> None:
        self._above = list(range(count))

    def root(self, number: int) -> int:
        while self._above[number] != number:
            self._above[number] = number = self._above[self._above[number]]
        return number

    def join(self, one: int, other: int) -> None:
        a, b = sorted((self.root(one), self.root(other)))
        self._above[b] = a


def by_party(placed: Iterable[Placed]) -> dict[str, list[Placed]]:
    """The records of each party, in their order."""
    found: dict[str, list[Placed]] = {}
    for one in placed:
        if one.party:
            found.setdefault(one.party, []).append(one)
    return found
