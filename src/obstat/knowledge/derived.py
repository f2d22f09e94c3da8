"""The derived tables of a snapshot: from names, numbers and ids to the records that have them.

Invariant: what is derived depends on the facts alone, so that equal facts give equal bytes. It is laid out in columns
as the facts are gone through, and never held as records.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from obstat.knowledge.encoding import Columns, Strings
from obstat.knowledge.indexes import hashed
from obstat.model import indexes
from obstat.model.listed import ListEntry
from obstat.model.records import Identifier, Party
from obstat.model.things import Product
from obstat.names.analysis import has_name, says_who
from obstat.names.normal import normal, without_generic_words, without_legal_form

REGISTERS = {
    "uscc": "unified social credit code",
    "isin": "ISIN",
    "lei": "LEI",
    "stock_exchange": "stock exchange",
    "wikidata": "Wikidata",
    "ror": "ROR",
    "duns": "D-U-N-S number",
    "imo": "IMO number",
    "bic": "BIC",
}
"""Schemes whose values name a legal person or a vessel, in words."""
_JOINED = 3
"""Words of a listed party's name up to which it is also looked up written in one word."""

Row = tuple[Any, ...]
"""The values of a record of `indexes.INDEXES` in the order of its fields."""


class Derived:
    """The tables of `indexes.INDEXES`, filled from stretches of the tables of facts."""

    def __init__(self) -> None:
        self.strings = Strings()
        self.tables = {name: Columns(kind, self.strings) for name, kind in indexes.INDEXES.items()}

    def add(self, table: str, facts: Sequence[Any]) -> None:
        """Derive what is to be derived from the next rows of a table of facts."""
        for name, make in _MADE_OF.get(table, ()):
            self.tables[name].add_values(make(facts))
        for name, key in _KEYS.get(table, ()):
            rows = self.tables[name]
            rows.add_values([(hashed(key(fact)), row) for row, fact in enumerate(facts, rows.rows)])

    def encoded(self) -> Iterator[tuple[str, Iterator[bytes]]]:
        """The files of the tables and of their strings, by name, in pieces."""
        places, pool = self.strings.settled()
        yield "index_strings.col", pool
        for name, table in self.tables.items():
            if name != "spellings":
                table.sort(places)
            yield f"{name}.col", table.encoded(places)


def _names_of_parties(parties: Iterable[Party]) -> Iterator[Row]:
    for party in (party for party in parties if party.kind != "person"):  # those are found by the index of names
        craft = party.kind in ("vessel", "aircraft")
        names = [(party.name, _needs(party.kind, weak=False, brand=party.kind == "brand"))]
        names += [(n.text, _needs(party.kind, weak=n.weak, brand=n.kind == "brand")) for n in party.names]
        for text, needs in names:
            full = normal(text)
            keys = {full}
            if not craft:
                keys.add(formless := without_legal_form(full))
                if (bare := without_generic_words(formless)) not in keys and _tells_apart(bare, text):
                    keys.add(bare)  # of nothing but common words, fewer are anybody's
            for key in keys:
                yield _name_key(key, "party", party.id, text, needs, short=key != full)
                if " " in key and not craft and (len(key.split()) <= _JOINED or not party.listed):
                    yield _name_key(key, "party", party.id, text, needs, short=key != full, joined=True)


def _tells_apart(bare: str, name: str) -> bool:
    """Whether a name says who it is; that what is left of its normal form does so is seen sooner."""
    return any(map(says_who, bare.split())) or has_name(name)


def _names_of_products(products: Iterable[Product]) -> Iterator[Row]:
    for product in products:
        for text in (product.name, *product.names):
            needs = "brand" if product.brand_needed else "no_form"
            yield from _product_keys(product, text, needs)
        for code in (code for code in product.codes if "*" not in code.code):
            yield from _product_keys(product, code.code, "nothing")


def _needs(kind: str, *, weak: bool, brand: bool) -> str:
    if weak:
        return "more"
    return "craft" if kind in ("vessel", "aircraft") else "no_form" if brand else "nothing"


def _product_keys(product: Product, text: str, needs: str) -> Iterator[Row]:
    key = normal(text)
    yield _name_key(key, "product", product.id, text, needs)
    if " " in key:
        yield _name_key(key, "product", product.id, text, needs, joined=True)


def _name_key(key: str, kind: str, of: str, name: str, needs: str, *, short: bool = False, joined: bool = False) -> Row:
    """A row of `indexes.NameKey`."""
    written = key.replace(" ", "") if joined else key
    return hashed(written), written, kind, of, name, needs, short, joined


def _numbers_of_identifiers(identifiers: Iterable[Identifier]) -> Iterator[Row]:
    for identifier in identifiers:
        if identifier.scheme in REGISTERS:
            yield _number_key(identifier.scheme, identifier.value, identifier.party)


def _numbers_of_entries(entries: Iterable[ListEntry]) -> Iterator[Row]:
    for entry in entries:
        for number in entry.numbers:
            if number.scheme in REGISTERS and normal(number.value):
                yield _number_key(number.scheme, number.value, entry.party)


def _number_key(scheme: str, value: str, party: str) -> Row:
    """A row of `indexes.NumberKey`."""
    key = normal(value)
    return hashed(key), key, REGISTERS[scheme], party


_MADE_OF: dict[str, tuple[tuple[str, Callable[[Sequence[Any]], Iterator[Row]]], ...]] = {
    "parties": (("name_keys", _names_of_parties),),
    "products": (("name_keys", _names_of_products),),
    "identifiers": (("number_keys", _numbers_of_identifiers),),
    "entries": (("number_keys", _numbers_of_entries),),
}
"""By table of facts: the tables that are made of it, and how."""
_KEYS: dict[str, tuple[tuple[str, Callable[[Any], str]], ...]] = {
    "parties": (("party_rows", lambda party: party.id),),
    "entries": (("entry_rows", lambda entry: entry.party),),
    "ties": (
        ("tie_rows", lambda tie: tie.id),
        ("tie_party_rows", lambda tie: tie.party),
        ("tie_of_rows", lambda tie: tie.of),
    ),
}
"""By table of facts: the tables of where its rows stand, and the key by which they are found there."""
