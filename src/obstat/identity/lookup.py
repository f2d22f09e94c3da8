"""Finding the party or product that a text names, by exact normal forms, brands and code patterns.

Invariant: only this, nothing spelt otherwise, is tried first. A text matches when the whole of it is a known name or
code, or when it is a known brand followed by nothing but words that speak of a product; a known word among others'
words is no match. What is spelt otherwise is left to `spelling`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import replace
from fnmatch import fnmatchcase

from obstat.identity.bearers import Bearers
from obstat.identity.context import Context, host_label, named_by, weighed
from obstat.identity.product_words import speaks_of_product
from obstat.identity.spelling import Spellings, form_is_foreign, rank
from obstat.identity.wording import readings
from obstat.knowledge.snapshot import Snapshot
from obstat.model.identification import Match
from obstat.model.indexes import NameKey
from obstat.model.things import Product
from obstat.names.analysis import analyse
from obstat.names.normal import clean, normal, without_legal_form

_ORNAMENT = re.compile(r"^(?:the|an?)\s+|['\u2019]s(?=\s)", re.IGNORECASE)
"""An article before a name and the possessive after it: ``the Huawei phone``, ``Huawei's phone``."""
_SCHEMES = {"imo": "IMO", "lei": "LEI", "isin": "ISIN", "duns": "D-U-N-S", "bic": "BIC", "uscc": "credit code"}
"""Words before a number that say of which register it is, and what the register's name holds."""
_LETTER_GAP_DIGIT = re.compile(r"(?<=[A-Za-z])[- ](?=[0-9])")
_KIND_ORDER = {
    "model": 0,
    "component": 1,
    "family": 2,
    "brand_period": 3,
    "brand": 3,
    "firmware_family": 4,
    "code_pattern": 5,
}


class Lookup:
    """The names, brands and code patterns of a snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._spellings = Spellings(snapshot)
        self._bearers = Bearers(snapshot)
        self.find = functools.lru_cache(maxsize=4096)(self._find)

    def _find(self, text: str) -> tuple[Match, ...]:
        """Everything that `text` names, best first. Several sure matches of kind party mean that the name is shared."""
        text = clean(text)
        if matches := self.known(text):
            return matches
        found = sorted([*self._spelt(text), *self._bearers.find(text)], key=rank)
        likely = [match for match in found if match.match]
        return tuple(likely or found) or tuple(self._hints(normal(text)))

    def find_in(self, text: str, context: Context) -> tuple[Match, ...]:
        """As `find`, with what else is known of the firm."""
        found = {match.id: match for match in self.find(text)}
        parties = self._snapshot.parties
        for match in self.find(label) if (label := host_label(context.website or "")) else ():
            if match.kind == "party" and match.id not in found and named_by(label, parties[match.id]):
                party = parties[match.id]
                found[party.id] = Match("party", party.id, party.name, 0.5, "probable", "is known by its website")
        matches = [weighed(m, parties[m.id], context) if m.kind == "party" else m for m in found.values()]
        return tuple(sorted(matches, key=rank))

    def known(self, text: str) -> tuple[Match, ...]:
        """What the text names to the letter."""
        for spelling in dict.fromkeys((text, _ORNAMENT.sub("", text))):
            key = normal(spelling)
            attempts = (self._registered, self._exact, self._brand_and_product, self._product_alone)
            for attempt in attempts if key else ():
                if matches := tuple(attempt(spelling, key)):
                    return matches
        return ()

    def _spelt(self, text: str) -> list[Match]:
        """What the text, or a name inside it, is spelt like; hints only where there is nothing better."""
        found: dict[str, Match] = {}
        for reading in readings(text):
            matches = [m for m in self.known(reading.text) if m.kind == "party"] if reading.why else []
            for match in matches or self._spellings.find(reading.text):
                if not reading.same and not match.sure:
                    continue
                if reading.why and match.match:
                    band = "probable" if match.sure else match.band
                    match = replace(match, band=band, why=f"{match.why}, {reading.why}")
                if match.id not in found or rank(match) < rank(found[match.id]):
                    found[match.id] = match
        ranked = sorted(found.values(), key=rank)
        taken = [match for match in ranked if match.band == ranked[0].band]
        return taken if taken and taken[0].match else ranked

    # --- the attempts, in order ---------------------------------------------------------------------------------

    def _registered(self, text: str, key: str) -> Iterator[Match]:
        """A number under which a party stands in a register: a credit code, an ISIN, a listing."""
        scheme, _, rest = key.partition(" ")
        named = self._snapshot.numbered(rest) if rest and scheme in _SCHEMES else ()
        for number in (*self._snapshot.numbered(key), *(found for found in named if _SCHEMES[scheme] in found.scheme)):
            yield Match("party", number.party, text, 1.0, "certain", f"its number in a register ({number.scheme})")

    def _exact(self, text: str, key: str) -> Iterator[Match]:
        spellings = (
            [e for e in self._named(k) if e.short is short and e.needs in needs]
            for k, needs in ((key, ("nothing", "no_form")), (without_legal_form(key), ("nothing",)))
            for short in (False, True)
        )
        entries = next(filter(None, spellings), [])
        parties = _unique(e for e in entries if e.kind == "party")
        products = [self._snapshot.products[e.id] for e in _unique(e for e in entries if e.kind == "product")]
        models = [p for p in products if p.kind in ("model", "component", "family")]
        periods = [p for p in products if p.kind == "brand_period" and p.role == "made_by"]
        if periods or (models and not parties):
            yield from self._products(periods or models, text, 1.0, "the name of the product")
        elif parties:
            for e in parties:
                yield self._itself(text, e)
            yield from self._also_called(key, {e.id for e in parties})
        else:
            yield from self._products(products, text, 1.0, "the name of the product line")

    def _brand_and_product(self, text: str, key: str) -> Iterator[Match]:
        """A brand and one of its models; failing that, a brand before words that speak of a product."""
        splits = [(brand, rest, *self._of_brand(normal(brand))) for brand, rest in _splits(text)]
        splits = [split for split in splits if split[2] or split[3]]
        for brand, rest, _, own in splits:
            if named := _by_name(own, normal(rest)) or self._by_code(own, rest):
                yield from self._products(named, text, 1.0, f"brand '{brand}' and model '{rest}'", branded=True)
                return
        if without_legal_form(key) != key:
            return  # the name of a company
        splits.sort(key=lambda split: all(entry.short for entry in split[2]))
        for brand, rest, owners, own in splits:
            if brand.endswith("&"):
                continue
            weak = all(e.needs == "more" for e in owners)
            if not speaks_of_product(rest, digits_only=weak):
                continue
            brand_key, named_parties = normal(brand), {e.id for e in owners}
            lines = [
                p
                for p in own
                if p.kind in ("brand", "brand_period")
                and (brand_key in self._brands[p.id] or named_parties & self._brand_parties[p.id])
            ]
            if lines and (not owners or any(p.role == "made_by" and p.kind == "brand_period" for p in lines)):
                yield from self._products(lines, text, 0.9, f"brand '{brand}'", branded=True)
            else:
                why = f"brand '{brand}' before '{rest}'"
                yield from (Match("party", e.id, e.name, 0.9, "certain", why) for e in _unique(owners))
            return

    def _of_brand(self, key: str) -> tuple[list[NameKey], list[Product]]:
        """The parties that a brand names, and the products that are theirs or carry it.

        A firm that is known from a list alone is nobody's brand, whatever its name.
        """
        owners = [e for e in self._named(key) if e.kind == "party" and not self._snapshot.parties[e.id].listed]
        makers = {e.id for e in owners}
        own = [
            p
            for p in self._snapshot.products.values()
            if p.maker in makers or key in self._brands[p.id] or makers & self._brand_parties[p.id]
        ]
        return owners, own

    def _product_alone(self, text: str, key: str) -> Iterator[Match]:
        if without_legal_form(key) != key:
            return  # the name of a company
        free = [p for p in self._snapshot.products.values() if not p.brand_needed]
        if named := _by_name([p for p in free if p.kind == "model"], key):
            yield from self._products(named, text, 1.0, "the name of the model")
            return
        pieces = [text, *(w for w in text.split() if len(w) >= 4 and any(c.isdigit() for c in w))]
        for piece in pieces:
            if coded := self._by_code(free, piece):
                yield from self._products(coded, text, 0.95, f"the model code '{piece}'")
                return

    def _also_called(self, key: str, taken: set[str]) -> Iterator[Match]:
        """Companies that the name does not mean unless more is said."""
        for e in self._keys(key):
            company = e.kind == "party" and self._snapshot.parties[e.id].kind == "company"
            if company and e.needs == "more" and e.id not in taken:
                why = "is also one of its names, which alone does not mean it"
                yield Match("party", e.id, e.name, 0.4, "unlikely", why, also=True)

    def _hints(self, key: str) -> Iterator[Match]:
        yield from self._also_called(key, set())
        words = key.split()
        for size in range(len(words) - 1, 0, -1):
            found = [
                e for e in self._keys(" ".join(words[:size])) if e.kind == "party" and e.needs in ("nothing", "no_form")
            ]
            if found:
                why = "begins with the name, but the other words are not known to belong to it"
                yield from (Match("party", e.id, e.name, 0.3, "unlikely", why) for e in _unique(found))
                return

    # --- parts ----------------------------------------------------------------------------------------------------

    def _keys(self, key: str) -> list[NameKey]:
        """The entries of a normal form, itself."""
        return self._snapshot.named(key)

    def _itself(self, text: str, entry: NameKey) -> Match:
        """The name of a party; with a legal form of another country it is probably that of a firm of its group."""
        details = self._borne(entry.id, entry.name)
        party = self._snapshot.parties[entry.id]
        if form_is_foreign(analyse(text), party) and normal(text) != normal(entry.name):
            why = "the name with a legal form of another country, perhaps a firm of its group"
            return Match("party", entry.id, entry.name, 0.9, "probable", why, "affiliate", details)
        same = normal(text) == normal(entry.name)
        if party.listed and not same and len(without_legal_form(normal(text)).split()) == 1:
            why = "the name but for the legal form, of one word, which others may bear"
            return Match("party", entry.id, entry.name, 0.9, "probable", why, details=details)
        return Match("party", entry.id, entry.name, 1.0, "certain", "the name itself", details=details)

    def _borne(self, party: str, name: str) -> tuple[str, ...]:
        """When the party bore the name, where that is not always."""
        found = next((n for n in self._snapshot.parties[party].names if n.text == name), None)
        if found is None or not (found.since or found.until or found.kind == "former"):
            return ()
        span = " ".join(
            f"{word} {day.text}" for word, day in (("from", found.since), ("until", found.until)) if day is not None
        )
        return (f"a name it bore {span}" if span else "a name it bore before",)

    def _named(self, key: str) -> list[NameKey]:
        """The entries of a normal form; failing that, of a name written in one word: ``tplink`` is ``tp link``."""
        return self._keys(key) or self._snapshot.named(key, joined=True)

    @functools.cached_property
    def _brands(self) -> dict[str, frozenset[str]]:
        """By product, the normal forms of the brands it is sold under."""
        return {
            p.id: frozenset(normal(part) for part in re.split(r"\s*/\s*|\s+or\s+", p.brand))
            for p in self._snapshot.products.values()
        }

    @functools.cached_property
    def _brand_parties(self) -> dict[str, set[str]]:
        """By product, the parties that its brand names."""
        return {
            p.id: {e.id for brand in self._brands[p.id] for e in self._keys(brand) if e.kind == "party"}
            for p in self._snapshot.products.values()
        }

    @functools.cached_property
    def _patterns(self) -> dict[str, re.Pattern[str]]:
        return {p.id: re.compile(p.pattern) for p in self._snapshot.products.values() if p.pattern}

    def _by_code(self, products: list[Product], text: str) -> list[Product]:
        """The products whose code or pattern the text, or its first word, is; the most specific kind only."""
        first = text.split()[0]
        joined = _LETTER_GAP_DIGIT.sub("", text).split()[0]
        pieces = [text, text.upper()]
        if any(c.isdigit() for c in first + joined) or speaks_of_product(text.removeprefix(first), digits_only=False):
            pieces += [first, first.upper(), joined, joined.upper()]
        for piece in dict.fromkeys(pieces):
            key = normal(piece)
            found = [
                p
                for p in products
                if ((pattern := self._patterns.get(p.id)) and pattern.fullmatch(piece))
                or any(normal(c.code) == key or ("*" in c.code and fnmatchcase(piece, c.code)) for c in p.codes)
            ]
            if found:
                best = min(_KIND_ORDER[p.kind] for p in found)
                return [p for p in found if _KIND_ORDER[p.kind] == best]
        return []

    @staticmethod
    def _products(
        products: list[Product], text: str, score: float, why: str, *, branded: bool = False
    ) -> Iterator[Match]:
        return (Match("product", p.id, p.label, score, "certain", why, branded=branded) for p in products)


def _unique(entries: Iterator[NameKey] | list[NameKey]) -> list[NameKey]:
    return list({e.id: e for e in entries}.values())


def _splits(text: str) -> Iterator[tuple[str, str]]:
    """Ways to take a brand off the front, longest first: words of Latin text, characters of Chinese."""
    words = text.split()
    for size in range(min(len(words) - 1, 6), 0, -1):
        yield " ".join(words[:size]), " ".join(words[size:])
    head = words[0]
    if any("\u3400" <= c <= "\u9fff" for c in head):
        for size in range(min(len(head) - 1, 8), 1, -1):
            yield head[:size], " ".join([head[size:], *words[1:]])
    elif "-" in head and len(words) == 1:
        first, _, rest = text.partition("-")
        if first and rest:
            yield first, rest


def _by_name(products: list[Product], rest: str) -> list[Product]:
    """The products whose name is `rest`, or begins it; the longest name wins."""
    best: list[Product] = []
    length = 0
    for product in products:
        for name in (product.name, *product.names):
            key = normal(name)
            whole = key.replace(" ", "") == rest.replace(" ", "")
            if key and (whole or rest.startswith(key + " ")) and len(key) >= length:
                best = [product] if len(key) > length else [*best, product]
                length = len(key)
    kinds = min((_KIND_ORDER[p.kind] for p in best), default=0)
    return list({p.id: p for p in best if _KIND_ORDER[p.kind] == kinds}.values())
