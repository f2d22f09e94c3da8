"""The columns of a table of who owns whom, however its header spells them, and the words in its cells.

Invariant: a column is one of those that are listed here, or stays under its own name and is left.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from obstat.model.errors import InvalidValue
from obstat.sources import days
from obstat.sources.bis import day_after
from obstat.sources.entry import EntryKind, Standing

_PARTIES: Final = {
    "owner": ("owner", "parent", "shareholder", "investor", "holder", "interested party", "controller"),
    "owned": ("owned", "subsidiary", "company", "investee", "child", "entity", "issuer", "owned entity", "subject"),
}
_ABOUT: Final = {
    "": ("", "name", "company", "entity"),
    "kind": ("kind", "type", "entity type"),
    "country": ("country", "country code", "jurisdiction", "nationality"),
    "lei": ("lei", "lei code"),
}
_OTHERS: Final = {
    "share low": ("share low", "low", "min", "minimum", "share min", "min share", "minimum share", "lower bound",
                  "percent min", "percentage min", "min percent", "share from"),
    "share high": ("share high", "high", "max", "maximum", "share max", "max share", "maximum share", "upper bound",
                   "percent max", "percentage max", "max percent", "share to"),
    "share": ("share", "shares", "percent", "per cent", "percentage", "pct", "stake", "ownership", "shareholding",
              "share percent", "share pct", "share percentage", "ownership percent", "ownership percentage",
              "ownership share", "holding", "stake percent"),
    "since": ("since", "from", "start", "start date", "date from", "from date", "valid from", "begin", "first day"),
    "until": ("until",),
    "to": ("to", "end", "end date", "date to", "to date", "valid to", "valid until", "through", "last day"),
    "source": ("source", "sources", "url", "source url", "evidence", "citation", "link"),
    "relation": ("relation", "relationship", "relation type", "relationship type", "type", "tie"),
    "standing": ("standing", "certainty"),
    "id": ("id", "tie id", "row id", "record id", "statement id"),
}  # fmt: skip

_RELATIONS: Final = {
    "owned_by": "owns own ownership shareholding shareholder shareholder_of share owner owner_of owned direct",
    "subsidiary_of": "subsidiary parent parent_of parent_company is_subsidiary_of",
    "controlled_by": "control controls controlled controller controller_of",
    "affiliate_of": "affiliate affiliated affiliated_with",
    "indirectly_owned_by": "indirect indirectly_owns indirect_ownership indirect_owner",
    "ultimately_subsidiary_of": "ultimate_parent ultimate_parent_of ultimate",
}
_RELATION_OF: Final = {word: relation for relation, words in _RELATIONS.items() for word in words.split()}
_KINDS: Final[dict[str, EntryKind]] = {
    **dict.fromkeys(("company", "organisation", "organization", "org", "legal entity", "entity"), "company"),
    **dict.fromkeys(("person", "individual", "natural person", "human"), "person"),
    **dict.fromkeys(("body", "state", "government", "state body", "public body", "government body"), "body"),
    "unknown": "unknown",
}
_STANDINGS: Final[dict[str, Standing]] = {"": "established", "established": "established", "alleged": "alleged",
                                          "disputed": "disputed"}  # fmt: skip


def _plain(text: str) -> str:
    """A header or word in lower case, with white space for everything that is no letter or digit; ``%`` is a word."""
    return " ".join("".join(c if c.isalnum() else " percent " if c == "%" else " " for c in text.lower()).split())


def _table() -> dict[str, str]:
    found = {name: column for column, names in _OTHERS.items() for name in names}
    for (party, words), (about, names) in itertools.product(_PARTIES.items(), _ABOUT.items()):
        column = f"{party} {about}".strip()
        for word, name in itertools.product(words, names):
            found.setdefault(f"{word} {name}".strip(), column)
            if name:
                found.setdefault(f"{name} of {word}", column)
    return found


_COLUMNS: Final = _table()


@dataclass(frozen=True, slots=True)
class Header:
    """The names of the columns, each once: those that are known by our own, the others in lower case."""

    names: list[str]
    usual: str
    """The relation of rows that state none."""

    @classmethod
    def of(cls, cells: Iterable[str]) -> Header:
        """The header that these cells are."""
        names: list[str] = []
        written = []
        for number, cell in enumerate(cells, 1):
            written.append(_plain(cell))
            name = _COLUMNS.get(written[-1]) or " ".join(cell.lower().split()) or f"column {number}"
            names.append(f"{name} (column {number})" if name in names else name)
        words = " ".join(written).split()
        shares = any(name.startswith("share") for name in names)
        return cls(names, "subsidiary_of" if {"parent", "subsidiary"} <= set(words) and not shares else "owned_by")


def relation(text: str | None) -> str | None:
    """A relation by its name or a word for it; None where there is none."""
    word = _plain(text or "").replace(" ", "_")
    return _RELATION_OF.get(word, word) or None


def kind(text: str | None) -> EntryKind | None:
    """What a party is; None where the text is no word for that."""
    return _KINDS.get(_plain(text or ""))


def standing(text: str | None) -> Standing:
    """Raises `InvalidValue` for another standing than established (or nothing), alleged and disputed."""
    found = _STANDINGS.get(_plain(text or ""))
    if found is None:
        raise InvalidValue(f"The standing '{text}' is not known; use established, alleged or disputed.")
    return found


def day(text: str | None, *, last: bool = False) -> str | None:
    """A date as ISO text; of a `last` day the day after. Three numbers may start with the day or the month.

    Raises `InvalidValue` when the text is no date, or two.
    """
    if not text:
        return None
    read = {days.iso(text), days.iso(text, day_first=True)} - {None}
    if len(read) != 1:
        why = "cannot be read" if not read else "may be of two days"
        raise InvalidValue(f"The date '{text}' {why}; write it as {max(map(str, read), default='2024-12-31')}.")
    found = read.pop()
    return day_after(found) if last else found


def delimiter(line: str) -> str:
    """What sets the cells of a header apart: the one of comma, semicolon and tab that makes the most known columns."""
    return max(",;\t", key=lambda each: sum(_plain(cell) in _COLUMNS for cell in _cells(line, each)))


def _cells(line: str, delimiter: str) -> list[str]:
    return [re.sub(r'^"|"$', "", cell.strip()) for cell in line.split(delimiter)]
