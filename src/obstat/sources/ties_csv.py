"""A plain table of who owns whom: a row for each tie, with the columns owner, owned, share_low, share_high, since,
until, source, and perhaps share, relation, standing, id, owner_kind, owned_kind, owner_country, owned_country,
owner_lei, owned_lei.

Headers are forgiving (`obstat.sources.ties_columns`): parent and subsidiary, shareholder and company, percentage, from
and to, in any case; cells are set apart by comma, semicolon or tab. ``until`` is the first day on which a tie holds no
more, as everywhere here; ``to``, ``end`` and the like are taken for its last day. Shares are in per cent
(`obstat.sources.stakes.share`). A tie is ``owned_by`` unless a column says otherwise; in a table of parents and
subsidiaries without any share it is ``subsidiary_of``.

Invariant: a row is one relation, on the entry of the owned party, or is refused. A name is one entry, whatever its
case. A row that says what another said is refused, unless it gives another source: that is added to the first.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from obstat.model.errors import InvalidValue, SourceError
from obstat.model.places import country
from obstat.sources import stakes, tables, ties_columns
from obstat.sources.editions import by_column, slug
from obstat.sources.entry import Detail, Entry, EntryKind, EntryName, EntryNumber, EntryRelation, Refused, Statement
from obstat.sources.fields import Fields
from obstat.sources.source import Format, Parts, single
from obstat.sources.ties_columns import Header


@dataclass
class _Party:
    id: str
    name: str
    at: str
    kind: EntryKind = "unknown"
    countries: dict[str, None] = field(default_factory=dict)
    numbers: dict[EntryNumber, None] = field(default_factory=dict)
    ties: dict[EntryRelation, dict[str, None]] = field(default_factory=dict)
    """The sources of each tie, which has none itself."""
    details: dict[Detail, None] = field(default_factory=dict)
    left: list[Detail] = field(default_factory=list)

    def entry(self) -> Entry:
        """The party with its ties."""
        relations = (replace(tie, source="; ".join(sources) or None) for tie, sources in self.ties.items())
        return Entry(
            self.id,
            self.kind,
            (EntryName(self.name),),
            self.at,
            countries=tuple(self.countries),
            numbers=tuple(self.numbers),
            relations=tuple(relations),
            details=tuple(self.details),
            left=tuple(self.left),
        )


class _Table:
    """The parties of a table while its rows are read."""

    def __init__(self, usual: str) -> None:
        self.parties: dict[str, _Party] = {}
        self._usual = usual
        self._taken: Counter[str] = Counter()
        self._rows: dict[tuple[object, ...], str] = {}

    def add(self, at: str, row: Fields) -> None:
        """Take a row. Raises `InvalidValue` when it is no tie, or one that stands already."""
        owner, owned = row.take("owner"), row.take("owned")
        for name, what in ((owner, "owner"), (owned, "owned party")):
            if not name:
                raise InvalidValue(f"The row has no {what}; fill in its name.")
        assert owner and owned
        tie = _tie(row, self._usual)
        source, own_id = row.take("source"), row.take("id")
        key = (owner.casefold(), owned.casefold(), tie)
        self._once(at, key, source, own_id)
        self._party(owner, at, row, "owner")
        party = self._party(owned, at, row, "owned")
        reference = self.parties[owner.casefold()]
        tie = replace(tie, name=reference.name, reference=reference.id)
        party.ties.setdefault(tie, {}).update({source: None} if source else {})
        if own_id:
            party.details[Detail("tie id", f"{own_id} ({reference.name})")] = None
        party.left += row.left()

    def _once(self, at: str, key: tuple[object, ...], source: str | None, own_id: str | None) -> None:
        """Raises `InvalidValue` when the same was said before."""
        before = self._rows.get((*key, source)) or self._rows.get(("id", own_id))
        if before:
            raise InvalidValue(f"The tie stands already in {before}; leave one of them out.")
        self._rows[(*key, source)] = at
        if own_id:
            self._rows["id", own_id] = at

    def _party(self, name: str, at: str, row: Fields, which: str) -> _Party:
        key = name.casefold()
        if key not in self.parties:
            base = slug(name) or "unnamed"
            self._taken[base] += 1
            made = base if self._taken[base] == 1 else f"{base}-{self._taken[base]}"
            self.parties[key] = _Party(made, name, at)
        party = self.parties[key]
        told, where, lei = (row.take(f"{which} {about}") for about in ("kind", "country", "lei"))
        found = ties_columns.kind(told)
        party.kind = found if found and party.kind == "unknown" else party.kind
        if told and (found is None or found != party.kind):
            party.details[Detail("kind", told)] = None
        if code := country(where):
            party.countries[code] = None
        elif where:
            party.details[Detail("country", where)] = None
        if lei:
            party.numbers[EntryNumber("lei", lei)] = None
        return party


def _tie(row: Fields, usual: str) -> EntryRelation:
    """The tie of a row, without the owner and the source. Raises `InvalidValue` when it is none."""
    low, high = stakes.share(row.take("share"))
    least, most = row.take("share low"), row.take("share high")
    lower, upper = stakes.share(least), stakes.share(most)
    if least:
        low, high = lower[0], high if lower[0] == lower[1] else lower[1]
    if most:
        low, high = low if least or upper[0] == upper[1] else upper[0], upper[1]
    low, high = stakes.bounds(low, high)
    until, last = ties_columns.day(row.take("until")), ties_columns.day(row.take("to"), last=True)
    since, until = stakes.period(ties_columns.day(row.take("since")), until or last)
    standing = ties_columns.standing(row.take("standing"))
    return EntryRelation(
        ties_columns.relation(row.take("relation")) or usual, "", None, low, high, since, until, standing
    )


def _read(parts: Parts, list_code: str) -> Iterator[Statement]:
    path = single(parts)
    table: _Table | None = None
    for at, header, cells in _rows(path):
        table = table or _Table(header.usual)
        try:
            table.add(at, by_column(header.names, cells))
        except InvalidValue as error:
            yield Refused(at, str(error))
    if table is None:
        raise SourceError(f"{path.name} has no row below its header; give a table with a row for each tie.")
    for party in table.parties.values():
        yield party.entry()


def _rows(path: Path) -> Iterator[tuple[str, Header, list[str]]]:
    """The rows below the header, each with its line.

    Raises `SourceError` when there is no owner and owned among the columns, or the file is no table.
    """
    text = tables.text_of(path)
    first, _, rest = text.partition("\n")
    skipped = first.strip().lower().startswith("sep=")  # how spreadsheets tell each other the delimiter
    delimiter = ties_columns.delimiter(rest.partition("\n")[0] if skipped else first)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    header: Header | None = None
    line = 1
    try:
        for row in reader:
            at, line = f"line {line}", reader.line_num + 1
            if not any(cell.strip() for cell in row) or (skipped and at == "line 1"):
                continue
            if header is None:
                header = _checked(path, row)
            else:
                yield at, header, row
    except csv.Error as error:
        raise SourceError(f"{path.name} is no table from line {line} on ({error}); correct it.") from None
    if header is None:
        raise SourceError(f"{path.name} is empty; give a table with the columns owner and owned.")


def _checked(path: Path, cells: list[str]) -> Header:
    header = Header.of(cells)
    if missing := [name for name in ("owner", "owned") if name not in header.names]:
        raise SourceError(
            f"{path.name} lacks the column '{missing[0]}'; give a table with the columns owner, owned, share_low, "
            "share_high, since, until and source."
        )
    return header


FORMATS = (
    Format(
        code="ties-csv",
        text="Who owns whom as a plain table: owner, owned, share_low, share_high, since, until, source",
        read=_read,
        parts={"list": (".csv", ".tsv", ".txt")},
    ),
)
