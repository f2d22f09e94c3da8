"""The registries of MAC address blocks of the IEEE Registration Authority, as CSV and as text.

The five registries are MA-L (24 bits, ``oui``), MA-M (28 bits, ``mam``), MA-S (36 bits, ``oui36``), CID (24 bits) and
IAB (36 bits, closed). Their CSV has the columns Registry, Assignment, Organization Name, Organization Address; tables
made from it with the columns prefix, organisation, country are read too. In the text a record is a line ``10-E9-92
(hex) NAME``, a line ``10E992 (base 16) NAME`` (a range inside the 24 bits for the smaller blocks), and the lines of
the address, the last of which is the code of the country. An edition may hold any of the five.

Invariant: a row or record is one `Assignment` of the scheme ``mac``, whose value is the prefix in hexadecimal digits.
What the Authority assigned twice is there twice.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from obstat.model import places
from obstat.model.errors import SourceError
from obstat.sources import tables
from obstat.sources.editions import by_column, columns
from obstat.sources.entry import Assignment, Detail
from obstat.sources.fields import Fields, folded
from obstat.sources.source import Expectations, Format, Parts, Source

_PREFIX = ("assignment", "prefix")
_HOLDER = ("organization name", "organisation", "organization")
_HEX = re.compile(r"([0-9A-F]{2})-([0-9A-F]{2})-([0-9A-F]{2})\s+\(hex\)(.*)", re.I)
_BASE_16 = re.compile(r"([0-9A-F]{6})(?:-([0-9A-F]{6}))?\s+\(base 16\)(.*)", re.I)
_HEADING = re.compile(r".*\bOrganization|Address")
_DIGITS = re.compile(r"[0-9a-f]{6,12}")
_POSTCODE = re.compile(r"(?:\S*\d\S*)(?: \S*\d\S*){0,2}|\d{4} [A-Z]{2}|NA|na")
"""``98248``, ``L4Z 2A9``, ``5611 BE``; ``NA`` for none."""
_BEHIND = 4
"""So many words may stand behind the code of a country, where they are no post code."""


def country_in(address: str) -> str | None:
    """The country of an address on one line, whose code stands at the end or before the post code at the end.

    Of codes that both stand before a post code the last counts: ``Wilmington DE US 19801`` is in the United States.
    Where neither is so, a code among the last words does: ``Ivrea IT Torino``.
    """
    words = address.split()
    before_postcode, at_the_end, near_the_end = None, None, None
    for place, word in enumerate(words):
        if len(word) != 2 or not (word.isalpha() and word.isupper()) or not places.country(word):
            continue
        rest = " ".join(words[place + 1 :])
        if not rest:
            at_the_end = word
        elif _POSTCODE.fullmatch(rest):
            before_postcode = word
        elif len(words) - place <= _BEHIND + 1:
            near_the_end = word
    return places.country(before_postcode or at_the_end or near_the_end)


def _from_csv(parts: Parts, list_code: str) -> Iterator[Assignment]:
    for part, path in _files(parts):
        numbered = tables.rows(path)
        _, header = next(numbered, (1, []))
        names = columns(header)
        for needed in (_PREFIX, _HOLDER):
            if not set(needed) & set(names):
                raise SourceError(
                    f"{path.name} lacks the column '{needed[0]}'; give a CSV file of the IEEE Registration Authority."
                )
        for line, row in numbered:
            yield _row(f"{part}line {line}", by_column(names, row))


def _row(at: str, fields: Fields) -> Assignment:
    value, address, where = fields.take(*_PREFIX), fields.take("organization address"), fields.take("country")
    holder, code = fields.take(*_HOLDER) or "", places.country(where)
    details = [*fields.detail("registry")]
    details += [Detail("country", where)] if where and not code else []
    prefix, doubtful = _prefix(value or "")
    return Assignment(
        "mac",
        prefix,
        holder,
        at,
        address=address,
        country=code or country_in(address or ""),
        details=tuple(details),
        left=(*doubtful, *fields.left()),
    )


def _prefix(text: str) -> tuple[str, list[Detail]]:
    """A prefix without marks between its digits, and as left what is none."""
    plain = re.sub(r"[-:.]", "", text).lower()
    return (plain, []) if _DIGITS.fullmatch(plain) else (text.lower(), [Detail("assignment", text)])


@dataclass
class _Block:
    """The lines of one record of a text."""

    at: str
    prefix: str
    holder: str
    base: str | None = None
    lines: list[str] = field(default_factory=list)
    details: list[Detail] = field(default_factory=list)

    def assignment(self, left: Iterable[Detail]) -> Assignment:
        *above, last = self.lines or [""]
        code = places.country(last) if len(last) == 2 else None
        address = ", ".join([*above, last] if last else above)
        unread = [] if self.base is not None else [Detail("prefix without its base 16", self.prefix)]
        return Assignment(
            "mac",
            f"{self.prefix}{self.base or ''}".lower(),
            self.holder,
            self.at,
            address=address or None,
            country=code,
            details=tuple(self.details),
            left=(*left, *unread),
        )


def _from_text(parts: Parts, list_code: str) -> Iterator[Assignment]:
    for part, path in _files(parts):
        block: _Block | None = None
        stray: list[Detail] = []
        for number, line in enumerate(tables.text_of(path).split("\n"), 1):
            text = folded(line)
            if match := _HEX.fullmatch(text):
                if block:
                    yield block.assignment(stray)
                    stray = []
                block = _Block(f"{part}line {number}", "".join(match.groups()[:3]), match[4].strip())
            elif block is None:
                stray += [Detail(f"line {number}", text)] if text and not _HEADING.fullmatch(text) else []
            elif (match := _BASE_16.fullmatch(text)) and block.base is None:
                _base_16(block, match)
            elif text:
                block.lines.append(text)
        if block is None:
            raise SourceError(
                f"{path.name} has no record with '(hex)'; give a text of the IEEE Registration Authority."
            )
        yield block.assignment(stray)


def _base_16(block: _Block, match: re.Match[str]) -> None:
    start, end, name = match[1], match[2], match[3].strip()
    # of a block of 24 bits the line repeats the prefix; of a smaller one it gives the range inside it
    block.base = _common(start.upper(), end.upper()) if end else ""
    if not end and start.upper() != block.prefix.upper():
        block.details.append(Detail("base 16", start))
    if name != block.holder:
        block.details.append(Detail("name at base 16", name))


def _common(start: str, end: str) -> str:
    """The digits with which both ends of a range begin."""
    same = itertools.takewhile(lambda pair: pair[0] == pair[1], zip(start, end, strict=False))
    return "".join(digit for digit, _ in same)


def _files(parts: Parts) -> Iterator[tuple[str, Path]]:
    """The files of an edition, each with what is said before a line number of it."""
    if not parts:
        raise SourceError("The edition has no file; name one.")
    for part, path in parts.items():
        yield "" if part == "list" else f"{part} ", path


_PARTS = ("ma-m", "ma-s", "cid", "iab")
_NAMES = ("mam", "oui36", "cid", "iab")

FORMATS = tuple(
    Format(
        code=code,
        text=text,
        read=read,
        parts={"list": (f"oui{ending}", ending)}
        | {part: (f"{name}{ending}",) for part, name in zip(_PARTS, _NAMES, strict=True)},
        optional=("list", *_PARTS),
    )
    for code, text, ending, read in (
        ("ieee-csv", "Registries of the IEEE Registration Authority as CSV", ".csv", _from_csv),
        ("ieee-text", "Registries of the IEEE Registration Authority as text", ".txt", _from_text),
    )
)

SOURCES = (
    Source(
        code="ieee-oui",
        list="ieee-oui",
        name="MAC address blocks: MA-L, MA-M, MA-S, CID and IAB",
        publisher="IEEE Registration Authority",
        addresses={
            "list": "https://standards-oui.ieee.org/oui/oui.csv",
            "ma-m": "https://standards-oui.ieee.org/oui28/mam.csv",
            "ma-s": "https://standards-oui.ieee.org/oui36/oui36.csv",
            "cid": "https://standards-oui.ieee.org/cid/cid.csv",
            "iab": "https://standards-oui.ieee.org/iab/iab.csv",
        },
        licence="A public listing, in which the IEEE asserts no copyright",
        format="ieee-csv",
        cadence=30,
        expectations=Expectations(
            30000, 120000, ("Cisco Systems, Inc", "Huawei Technologies Co.,Ltd", "zte corporation")
        ),
        upkeep=(
            "The country is read from the end of the address; look at `country_in` when many records lack one. The "
            "readers were checked with the files that Debian packaged in 2022 and with 53,730 prefixes of August 2026; "
            "the addresses were never fetched by us."
        ),
        usual=False,
    ),
)
