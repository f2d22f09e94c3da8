"""What is derived from the facts of a snapshot so that they can be found: one class per table.

Invariant: an index can be made anew from the facts, and is no part of the snapshot's identity. Those with a `hash` are
sorted by it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NameKey:
    """Derived: the normal form of a name and whom it names (`kind` is ``party`` or ``product``), sorted by `hash`."""

    hash: int
    key: str
    kind: str
    id: str
    name: str
    needs: str
    """``nothing``, ``no_form`` (a brand: with a legal form it is some company's name), ``craft`` (of a vessel or
    aircraft, which others may bear), ``brand`` (proves nothing unless the brand is named too) or ``more`` (an everyday
    word)."""
    short: bool
    """The key leaves the legal form out."""
    joined: bool
    """The key is the name written in one word."""


@dataclass(frozen=True, slots=True)
class NumberKey:
    """Derived: the normal form of an identifier and whose it is, sorted by `hash`."""

    hash: int
    key: str
    scheme: str
    party: str


@dataclass(frozen=True, slots=True)
class Row:
    """Derived: where the record with a key of this `hash` stands in its table, sorted by `hash`."""

    hash: int
    row: int


@dataclass(frozen=True, slots=True)
class Spelling:
    """Derived: a name that alone means a party, as the names engine takes it apart (`text`)."""

    party: str
    name: str
    text: str
    brand: bool
    """A brand; with a legal form behind it, it is some company's name."""
    shortened: bool
    """Without the words that say where the party sits, as others may be called too."""
    person: bool
    """The name of a natural person, which others may bear."""


INDEXES: dict[str, type] = {
    "name_keys": NameKey,
    "number_keys": NumberKey,
    "spellings": Spelling,
    "party_rows": Row,
    "entry_rows": Row,
    "tie_rows": Row,
    "tie_party_rows": Row,
    "tie_of_rows": Row,
}
"""Tables derived from the facts, outside the snapshot's identity."""
