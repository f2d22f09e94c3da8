"""The derived tables of a snapshot: from names, numbers and ids to the records that have them.

Invariant: what is derived depends on the facts alone, so that equal facts give equal bytes.
"""

from __future__ import annotations

import bisect
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Generic, TypeVar

from obstat.knowledge.columns import Table
from obstat.knowledge.spellings import spellings
from obstat.model import indexes
from obstat.model.listed import ListEntry
from obstat.model.records import Party
from obstat.model.things import Product
from obstat.names.analysis import analyse
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

Record = TypeVar("Record")


def hashed(key: str) -> int:
    """31 bits of a key's CRC-32: enough to find it by, not to tell it from every other."""
    return zlib.crc32(key.encode()) >> 1


def derived(facts: Mapping[str, tuple[Any, ...]]) -> dict[str, tuple[Any, ...]]:
    """The tables of `indexes.INDEXES` for these tables of facts."""
    parties, entries = facts["parties"], facts["entries"]
    return {
        "spellings": spellings(parties),
        "name_keys": _sorted(_name_keys(parties, facts["products"])),
        "number_keys": _sorted(_number_keys(facts["identifiers"], entries)),
        "party_rows": _rows(party.id for party in parties),
        "entry_rows": _rows(entry.party for entry in entries),
    }


class Keyed(Mapping[str, Record], Generic[Record]):
    """The records of a table by id, read when asked for. Iterates in the order of the table."""

    def __init__(self, table: Table[Record], rows: Table[indexes.Row]) -> None:
        self._table, self._found = table, Found(rows)
        self._rows = rows
        self._read: dict[str, Record] = {}

    def __getitem__(self, key: str) -> Record:
        if key not in self._read:
            for at in self._found.at(key):
                row = self._rows.column("row")[at]
                if self._table.text("id", row) == key:
                    self._read[key] = self._table[row]
                    break
            else:
                raise KeyError(key)
        return self._read[key]

    def __iter__(self) -> Iterator[str]:
        return (key for key in self._table.texts("id") if key is not None)

    def __len__(self) -> int:
        return len(self._table)


class Found:
    """Where a key's hash stands in a table that is sorted by `hash`."""

    def __init__(self, table: Table[Any]) -> None:
        self._hashes: Sequence[int] = table.column("hash")

    def at(self, key: str) -> range:
        """The rows with the hash of `key`; some may be another key's."""
        wanted = hashed(key)
        start = bisect.bisect_left(self._hashes, wanted)
        end = start
        while end < len(self._hashes) and self._hashes[end] == wanted:
            end += 1
        return range(start, end)


def _rows(keys: Iterable[str]) -> tuple[indexes.Row, ...]:
    return tuple(indexes.Row(*pair) for pair in sorted((hashed(key), row) for row, key in enumerate(keys)))


def _sorted(keys: Iterable[Any]) -> tuple[Any, ...]:
    """Each once, by hash; a field may be read off by name, so the order of the fields does not matter."""
    return tuple(sorted(set(keys), key=_fields))


def _fields(record: Any) -> tuple[Any, ...]:
    return tuple(getattr(record, name) for name in record.__slots__)


def _name_keys(parties: Sequence[Party], products: Sequence[Product]) -> Iterator[indexes.NameKey]:
    for party in (party for party in parties if party.kind != "person"):  # those are found by the index of names
        craft = party.kind in ("vessel", "aircraft")
        names = [(party.name, _needs(party.kind, weak=False, brand=party.kind == "brand"))]
        names += [(n.text, _needs(party.kind, weak=n.weak, brand=n.kind == "brand")) for n in party.names]
        for text, needs in names:
            full = normal(text)
            keys = {full} if craft else {full, without_legal_form(full)}
            if not craft and analyse(text).names:  # of nothing but common words, fewer are anybody's
                keys.add(without_generic_words(full))
            for key in keys:
                yield _name_key(key, "party", party.id, text, needs, short=key != full)
                if " " in key and not craft and (len(key.split()) <= _JOINED or not party.listed):
                    yield _name_key(key, "party", party.id, text, needs, short=key != full, joined=True)
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


def _product_keys(product: Product, text: str, needs: str) -> Iterator[indexes.NameKey]:
    key = normal(text)
    yield _name_key(key, "product", product.id, text, needs)
    if " " in key:
        yield _name_key(key, "product", product.id, text, needs, joined=True)


def _name_key(
    key: str, kind: str, of: str, name: str, needs: str, *, short: bool = False, joined: bool = False
) -> indexes.NameKey:
    written = key.replace(" ", "") if joined else key
    return indexes.NameKey(hashed(written), written, kind, of, name, needs, short, joined)


def _number_keys(identifiers: Iterable[Any], entries: Iterable[ListEntry]) -> Iterator[indexes.NumberKey]:
    for identifier in identifiers:
        if identifier.scheme in REGISTERS:
            key = normal(identifier.value)
            yield indexes.NumberKey(hashed(key), key, REGISTERS[identifier.scheme], identifier.party)
    for entry in entries:
        for number in entry.numbers:
            if number.scheme in REGISTERS and (key := normal(number.value)):
                yield indexes.NumberKey(hashed(key), key, REGISTERS[number.scheme], entry.party)
