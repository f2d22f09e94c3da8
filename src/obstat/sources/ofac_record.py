"""One record of the Office of Foreign Assets Control while it is put together: facts go in, one `Entry` comes out.

The three formats say the same things in different ways: ``Passport A123 (Tunisia)`` in the remarks, an ``id`` element,
an ``IDRegDocument``. All of them come here as a label and what it says, and `ofac_labels` tells where that belongs.

Invariant: whatever is said ends in the entry; a country or date that cannot be read stays with its text.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from obstat.model import places
from obstat.sources import days, ofac_labels
from obstat.sources.entry import (
    SCHEMES,
    Detail,
    Entry,
    EntryAddress,
    EntryKind,
    EntryName,
    EntryNumber,
    EntryRelation,
    NameKind,
    distinct,
)
from obstat.sources.ofac_listings import Grounds, Measure, Membership, listings, stated

ALIASES: Final[dict[str, NameKind]] = {"aka": "alias", "fka": "former", "nka": "name"}
"""Kinds of names by the publisher's letters; ``nka`` is "now known as"."""
_KINDS: Final[dict[str, EntryKind]] = {
    "": "company",  # the delimited files leave the type of an entity empty
    "entity": "company",
    "individual": "person",
    "vessel": "vessel",
    "aircraft": "aircraft",
}
_SUFFIXES: Final = frozenset(["jr", "sr", "ii", "iii", "iv"])
_BY_FORM: Final = (
    (re.compile(r"(?:IMO )?(\d{7})"), "imo", ("Vessel Registration Identification",)),
    (re.compile(r"IMO (\d{7})"), "imo", ("Company Number", "Identification Number")),  # of the owner or manager
    (re.compile(r"ISIN: ?([A-Z]{2}[A-Z0-9]{9}\d)"), "isin", ("Identification Number",)),
    (re.compile(r"([A-Z0-9]{18}\d{2})"), "lei", ("Legal Entity Number",)),
)
"""Numbers whose form, under these labels, tells the scheme."""
_RANGE: Final = re.compile(r"(.+) to (.+)")
_YEAR_AND_MORE: Final = re.compile(r"\d{4}\s+\S")
_STATE_ORGAN: Final = "government entity"


@dataclass(frozen=True, slots=True)
class Said:
    """A label and what it says: ``Passport``, ``A123``, issued by Tunisia."""

    label: str
    value: str
    country: str | None = None
    """The name of the country that issued it, as the publisher writes it."""
    note: str | None = None


class Record:
    """Collects what is said of one record. `number` is the publisher's number, `id` what the entry is called."""

    def __init__(self, number: str, at: str, *, type_: str | None, id_: str | None = None) -> None:
        self.number, self.at, self.id = number, at, id_ or number
        plain = (type_ or "").lower()
        self.kind: EntryKind = _KINDS.get(plain, "unknown") if type_ is not None else "unknown"
        self.grounds = Grounds()
        self.details: list[Detail] = []
        self.left: list[Detail] = []
        self._names: list[EntryName] = []
        self._numbers: dict[EntryNumber, None] = {}
        self._addresses: dict[EntryAddress, None] = {}
        self._relations: dict[EntryRelation, None] = {}
        self._countries: dict[str, None] = {}
        self._seats: dict[str, None] = {}
        if plain and self.kind == "unknown":
            self.details.append(Detail("type", plain))

    def name(
        self, text: str, kind: NameKind, *, weak: bool = False, language: str | None = None, ordered: bool = False
    ) -> None:
        """A name; unless it is `ordered`, what stands before the first comma of a person's is the family's."""
        written = text if ordered else in_order(text, self.kind)
        if not written:
            return
        self._names.append(EntryName(written, kind, weak, language))

    def address(self, text: str, country: str | None) -> None:
        """An address with its country, which `text` holds too."""
        code = places.country(country)
        if text:
            self._addresses[EntryAddress(text, code)] = None
        if code:
            self._seats[code] = None
        elif country:
            self.details.append(Detail("country", country))

    def relation(self, relation: str, name: str, reference: str | None = None, *, ordered: bool = False) -> None:
        """That the record is so related to another; `reference` is the other's number."""
        self._relations[EntryRelation(relation, name if ordered else in_order(name, "unknown"), reference)] = None

    def say(self, said: Said) -> None:
        """Put what a label says where it belongs; under an unknown label it is a number."""
        label = ofac_labels.plain(said.label)
        role, word = ofac_labels.role(label) or ("number", label.lower())
        if role in ("number", "contact"):
            self._number(label, word, said)
            return
        if role in ("detail", "country"):
            self.fact(word, joined([said.value, said.country]), said.note)
            if role == "country" and (code := places.country(said.value or said.country)):
                self._countries[code] = None
            return
        if rest := joined([said.country, said.note]):
            self.details.append(Detail(f"{label.lower()} note", rest))
        if role == "name":
            self.name(said.value, "alias")
        elif role == "relation":
            self.relation(word, said.value)
        elif role == "measure":
            self.grounds.measures.append(Measure(label, said.value))
        else:
            self._date(label, said)

    def fact(self, label: str, text: str, note: str | None = None) -> None:
        """A detail; dates in ISO 8601."""
        self.details.append(Detail(label, day(text) if "date" in label else text))
        if note:
            self.details.append(Detail(f"{label} note", note))
        if label == "secondary sanctions risk":
            self.grounds.risks.append(text)
        if label == "target type" and text.lower() == _STATE_ORGAN:
            self.kind = "body"

    def entry(self, list_code: str, memberships: Sequence[Membership] = ()) -> Entry:
        """The entry. `list_code` is the list whose edition the file is, `memberships` what the publisher says of it."""
        listed, loose = (
            stated(self.number, self.grounds, memberships)
            if memberships
            else listings(list_code, self.number, self.grounds)
        )
        return Entry(
            self.id,
            self.kind,
            distinct(self._names),
            self.at,
            countries=tuple(self._countries | self._seats),
            addresses=tuple(self._addresses),
            numbers=tuple(self._numbers),
            listings=tuple(listed),
            relations=tuple(self._relations),
            details=tuple(dict.fromkeys([*self.details, *loose])),
            left=tuple(self.left),
        )

    def _number(self, label: str, scheme: str, said: Said) -> None:
        value = said.value
        for pattern, known, labels in _BY_FORM:
            if label in labels and (match := pattern.fullmatch(value)):
                scheme, value = known, match[1]
                break
        notes = [label] if scheme in SCHEMES and not ofac_labels.is_plain(label) else []
        code = places.country(said.country)
        if said.country and not code:
            notes.append(said.country)
        if said.note:
            notes.append(said.note)
        self._numbers[EntryNumber(scheme, value, code, "; ".join(notes) or None)] = None

    def _date(self, label: str, said: Said) -> None:
        iso = days.iso(said.value)
        kind, _, what = label.rstrip(")").partition(" Date (")
        if kind == "Effective" and iso and what not in self.grounds.effective:
            self.grounds.effective[what] = iso
        else:
            self.details.append(Detail(label.lower(), iso or said.value))


def in_order(name: str, kind: EntryKind) -> str:
    """A name as a person would write it: ``Ali HASSAN`` for ``HASSAN, Ali``.

    The publisher writes family names, and every name that is no person's, in capitals and given names in small
    letters; so a name of whom the kind is not known is a person's when small letters follow the first comma.
    """
    family, *given = name.split(", ")
    if not given or kind not in ("person", "unknown"):
        return name
    if kind == "unknown" and not (family.isupper() and any(c.islower() for c in given[0])):
        return name
    suffixes = [part for part in given if part.rstrip(".").lower() in _SUFFIXES]
    before = [part for part in given if part not in suffixes]
    return " ".join([*before, family]) + "".join(f", {suffix}" for suffix in suffixes)


def joined(parts: Iterable[str | None]) -> str:
    """The parts of an address that are there, with commas between."""
    return ", ".join(part for part in parts if part)


def dated(**parts: str | None) -> str | None:
    """``issued 2001-10-01; expires 2011-01-23``: dates by what they are of, unread text as it is."""
    return "; ".join(f"{what} {day(text)}" for what, text in parts.items() if text) or None


def day(text: str) -> str:
    """A date in ISO 8601, or ``1951/1953`` for some day from the first to the last; other text as it is."""
    if match := _RANGE.fullmatch(text):
        first, last = days.iso(match[1]), days.iso(match[2])
        return span(first, last) if first and last else text
    # "1958 or 1959" begins like a year, and is not one.
    return text if _YEAR_AND_MORE.match(text) else days.iso(text) or text


def span(first: str, last: str) -> str:
    """Two ISO dates as one where they are the bounds of a year or month, as an interval otherwise."""
    if first == last:
        return first
    if first.endswith("-01-01") and last == f"{first[:4]}-12-31":
        return first[:4]
    if first.endswith("-01") and len(first) == 10 and last == _month_end(first):
        return first[:7]
    return f"{first}/{last}"


def _month_end(first: str) -> str:
    return f"{first[:8]}{calendar.monthrange(int(first[:4]), int(first[5:7]))[1]}"
