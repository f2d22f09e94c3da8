"""Tables in which a party has several rows, one for each edition or ground: an entry per party, with all its listings.

Invariant: rows whose first names have the same letters and digits are one entry. Where rows are editions (`ended`), the
listings of an entry do not overlap on one list, and a listing that the table leaves open is current only when the
newest complete edition still names the party.

Transcribers of editions are told to keep one row per listing period, but tend to write some editions out in full
without giving the rows before an end. So a listing without an end is ended where a later row of the same name on the
same list begins (it carries on), or where a later complete edition leaves the name out; that is said in a detail. An
edition is complete when more than half of the names that stood on the list the day before recur in it. In a table that
records additions and removals only, no edition is, and nothing is ended by omission.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from obstat.model.errors import SourceError
from obstat.sources import days, tables
from obstat.sources.entry import Detail, Entry, EntryKind, EntryListing, EntryName, EntryRelation
from obstat.sources.fields import Fields


def slug(text: str) -> str:
    """`text` as an id: words of letters and digits in lower case, without accents, apostrophes and punctuation."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(c if c.isalnum() else "" if c in "'’‘" or unicodedata.category(c) == "Mn" else " " for c in plain)
    return "-".join(kept.split())


def letters(name: str) -> str:
    """What makes two spellings one name: its letters and digits. A name of punctuation only stands for itself."""
    return slug(name).replace("-", "") or name


def headed(path: Path, *needed: str) -> Iterator[tuple[int, Fields]]:
    """The rows of a CSV file by column, the header in lower case with spaces, however the publisher spells it.

    Raises `SourceError` when one of the `needed` columns is missing.
    """
    numbered = tables.rows(path)
    _, header = next(numbered, (1, []))
    names = columns(header)
    if missing := [name for name in needed if name not in names]:
        raise SourceError(
            f"{path.name} lacks the column '{missing[0]}'; give it the header of its format, or another format."
        )
    for line, row in numbered:
        yield line, by_column(names, row)


def columns(header: Iterable[str]) -> list[str]:
    """The names of columns: lower case, words apart, without footnote marks; each once."""
    names: list[str] = []
    for number, cell in enumerate(header, 1):
        name = " ".join(re.sub(r"[_\-*†‡^#]", " ", cell.lower()).split()) or f"column {number}"
        names.append(f"{name} (column {number})" if name in names else name)
    return names


def by_column(names: list[str], row: list[str]) -> Fields:
    """The cells of a row; cells beyond the header are called ``column 31`` and so on."""
    return Fields((names[at] if at < len(names) else f"column {at + 1}", cell) for at, cell in enumerate(row))


def day(fields: Fields, column: str, details: list[Detail]) -> str | None:
    """The date of a column; one that cannot be read is added to `details` as it stands."""
    text = fields.take(column)
    read = days.iso(text)
    if text and read is None:
        details.append(Detail(column, text))
    return read


@dataclass(frozen=True, slots=True)
class Row:
    """A party in one edition. The first of `names` tells which rows are one entry."""

    at: str
    names: tuple[EntryName, ...]
    listing: EntryListing
    kind: EntryKind = "company"
    countries: tuple[str, ...] = ()
    relations: tuple[EntryRelation, ...] = ()
    details: tuple[Detail, ...] = ()
    left: tuple[Detail, ...] = ()

    @property
    def key(self) -> str:
        return letters(self.names[0].text) if self.names else self.at


def entries(rows: Iterable[Row]) -> Iterator[Entry]:
    """The rows of one name as one entry, in the order in which names appear; the newest row gives the main name."""
    grouped: dict[str, list[Row]] = {}
    for row in rows:
        grouped.setdefault(row.key, []).append(row)
    # the id is made from the oldest spelling, so that a new edition does not change it
    ids = {key: slug(group[0].names[0].text if group[0].names else group[0].at) for key, group in grouped.items()}
    for key, group in grouped.items():
        newest_first = sorted(group, key=lambda row: row.listing.since or "", reverse=True)
        ties = {(tie.relation, letters(tie.name)): tie for row in newest_first for tie in row.relations}
        yield Entry(
            id=ids[key] or key,
            kind=newest_first[0].kind,
            names=distinct(name for row in newest_first for name in row.names),
            at="; ".join(row.at for row in group),
            countries=tuple(dict.fromkeys(code for row in newest_first for code in row.countries)),
            listings=tuple(dict.fromkeys(row.listing for row in group)),
            relations=tuple(replace(tie, reference=ids.get(letters(tie.name))) for tie in ties.values()),
            details=tuple(dict.fromkeys(detail for row in group for detail in row.details)),
            left=tuple(detail for row in group for detail in row.left),
        )


def distinct(names: Iterable[EntryName]) -> tuple[EntryName, ...]:
    """Each name once; of spellings with the same letters and digits, the first."""
    kept: dict[str, EntryName] = {}
    for name in names:
        kept.setdefault(letters(name.text), name)
    return tuple(kept.values())


def ended(rows: Iterable[Row]) -> list[Row]:
    """The same rows, with an end for those that a later row or a later complete edition ends.

    A row of which nothing says since when it holds is left as it is.
    """
    rows = list(rows)
    editions: dict[tuple[str, str], set[str]] = {}
    for row in rows:
        if row.listing.since:
            editions.setdefault((row.listing.list, row.listing.since), set()).add(row.key)
    for (code, since), named in sorted(editions.items()):
        before = [
            (place, row)
            for place, row in enumerate(rows)
            if row.listing.list == code
            and "" < (row.listing.since or "") < since
            and (row.listing.until is None or row.listing.until >= since)
        ]
        standing = {row.key for _, row in before}
        complete = 2 * len(standing & named) > len(standing)
        for place, row in before:
            if row.listing.until is None and (complete or row.key in named):
                rows[place] = _end(row, since, omitted=row.key not in named)
    return rows


def _end(row: Row, until: str, *, omitted: bool) -> Row:
    told = (Detail("not in the edition of", until),) if omitted else ()
    return replace(row, listing=replace(row.listing, until=until), details=(*row.details, *told))
