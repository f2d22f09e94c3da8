"""A party while it is put together from the many small records of a list: facts go in, one `Entry` comes out.

Invariant: whatever is told ends in the entry, each fact once and in the order in which it came; a country that cannot
be read stays with its text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from obstat.model.places import country
from obstat.sources import aliases
from obstat.sources.entry import (
    Detail,
    Entry,
    EntryAddress,
    EntryKind,
    EntryListing,
    EntryName,
    EntryNumber,
    EntryRelation,
    NameKind,
    distinct,
)
from obstat.sources.ofac_record import joined
from obstat.sources.party_addresses import addresses

_REMARK: Final = re.compile(r"\s*\([^()]*\)\s*$")


def country_of(text: str | None) -> str | None:
    """The country that a text names, with or without a remark in brackets behind it."""
    return country(text) or (country(_REMARK.sub("", text)) if text else None)


class Draft:
    """Collects what is told of one party. Empty values are nothing."""

    def __init__(self, at: str) -> None:
        self.at = at
        self.kind: EntryKind = "unknown"
        self.details: list[Detail] = []
        self.left: list[Detail] = []
        self._names: list[EntryName] = []
        self._countries: list[str] = []
        self._addresses: list[EntryAddress] = []
        self._numbers: list[EntryNumber] = []
        self._relations: list[EntryRelation] = []
        self._once: dict[str, str] = {}

    def name(self, text: str | None, kind: NameKind, *, weak: bool = False, language: str | None = None) -> None:
        """A name as it stands."""
        if text:
            self._names.append(EntryName(text, kind, weak, language))

    def printed(
        self,
        text: str | None,
        kind: NameKind,
        *,
        weak: bool = False,
        language: str | None = None,
        person: bool = False,
    ) -> None:
        """A text that may hold several names, with acronyms, other scripts and remarks in brackets.

        The first takes `kind`, unless the text itself calls it an alias or former name.
        """
        if not text:
            return
        found = aliases.split(text) if kind == "name" else aliases.listed(text, kind)
        for name in found.names:
            whole = aliases.in_order(name) if person and "(" not in name.text else name
            self._names.append(replace(whole, weak=name.weak or weak, language=name.language or language))
        for remark in found.remarks:
            self.detail("name remark", f"{found.names[0].text if found.names else text}: {remark}")

    def address(
        self, parts: Iterable[str | None], where: str | None, note: str | None = None, *, code: str | None = None
    ) -> None:
        """An address; a country alone is none, but tells where the party is.

        `code` is the country's where the publisher gives it beside the name, as everywhere below.
        """
        lines = joined(parts)
        text, code = joined([lines, where]), country_of(where) or country(code)
        if lines:
            self._addresses.append(EntryAddress(text, code))
        elif where and not code:
            self.detail("country", where)
        if code:
            self._countries.append(code)
        if note:
            self.detail("address note", f"{text}: {note}" if text else note)

    def told_of(self, text: str | None) -> None:
        """What a publisher says of where the party is, in a sentence: the addresses in it, and the rest as a note."""
        for address in addresses(text or "", None):
            if address.country and "," in address.text:
                self._addresses.append(address)
                self._countries.append(address.country)
            else:
                self.detail("address note", address.text)

    def country(self, label: str, text: str | None, *, code: str | None = None) -> None:
        """A country to which the party belongs, as `label` says: its nationality, the flag of a ship."""
        self.detail(label, text or code)
        if found := country_of(text) or country(code):
            self._countries.append(found)

    def number(
        self,
        scheme: str,
        value: str | None,
        where: str | None = None,
        note: str | None = None,
        *,
        code: str | None = None,
    ) -> None:
        """An identifier, issued in the country that `where` names."""
        code = country_of(where) or country(code)
        told = "; ".join(filter(None, [where if not code else None, note])) or None
        if value:
            self._numbers.append(EntryNumber(scheme, value, code, told))
        elif where or note:
            self.detail(scheme.replace("_", " "), joined([where, note]))

    def relation(self, relation: str, name: str | None) -> None:
        """That the party is so related to another."""
        if name:
            self._relations.append(EntryRelation(relation, name))

    def detail(self, label: str, value: str | None) -> None:
        """Anything else."""
        if value:
            self.details.append(Detail(label, value))

    def once(self, label: str, value: str | None) -> None:
        """A fact of which a party has one; what is told differently later is a detail."""
        if value and self._once.setdefault(label, value) != value:
            self.detail(label, value)

    def told(self, label: str) -> str | None:
        """What was told with `once`."""
        return self._once.get(label)

    def entry(self, id_: str, listings: Iterable[EntryListing]) -> Entry:
        """The entry. Names of the kind ``name`` come first; where there is none, the first that is not weak is one."""
        return Entry(
            id_,
            self.kind,
            _main_first(self._names),
            self.at,
            countries=tuple(dict.fromkeys(self._countries)),
            addresses=tuple(dict.fromkeys(self._addresses)),
            numbers=tuple(dict.fromkeys(self._numbers)),
            listings=tuple(listings),
            relations=tuple(dict.fromkeys(self._relations)),
            details=tuple(dict.fromkeys(self.details)),
            left=tuple(self.left),
        )


def _main_first(names: list[EntryName]) -> tuple[EntryName, ...]:
    ordered = distinct(sorted(names, key=lambda name: name.kind != "name"))
    if not ordered or ordered[0].kind == "name":
        return ordered
    main = next((name for name in ordered if name.kind == "alias" and not name.weak), ordered[0])
    return (replace(main, kind="name"), *(name for name in ordered if name is not main))
