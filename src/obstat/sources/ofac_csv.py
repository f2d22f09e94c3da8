"""The delimited files of the Office of Foreign Assets Control: names, aliases, addresses and remarks as four tables.

Layout (OFAC's data specification ``dat_spec.txt``): no header; ``-0-`` stands for nothing; the number of the record is
in the first column of every table; a Ctrl-Z may close a file.

- ``sdn.csv``, ``cons_prim.csv``: number, name, type (empty for an entity), programmes (``SDGT] [IFSR``), title,
  call sign, vessel type, tonnage, gross registered tonnage, vessel flag, vessel owner, remarks (up to 1,000 characters)
- ``alt.csv``, ``cons_alt.csv``: number, number of the alias, kind (aka, fka, nka), name, remarks
- ``add.csv``, ``cons_add.csv``: number, number of the address, street, place and postal code, country, remarks
- ``sdn_comments.csv``, ``cons_comments.csv``: number, and where the remarks go on

Invariant: a row of the names is an entry; rows of the other tables whose number no name bears are entries of their own,
so that no row is lost. The numbers of aliases and addresses are the publisher's keys between its tables and say nothing
of the record ("assigned for linking purposes only"); they are not kept.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from obstat.model.errors import SourceError
from obstat.sources import ofac_remarks, tables
from obstat.sources.entry import Detail, Statement
from obstat.sources.fields import Fields, folded
from obstat.sources.ofac_listings import OTHER, SDN, tags
from obstat.sources.ofac_record import ALIASES, Record, Said, joined
from obstat.sources.source import Expectations, Format, Parts, Source

_COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "names": (
        "number",
        "name",
        "type",
        "program",
        "title",
        "call sign",
        "vessel type",
        "tonnage",
        "gross registered tonnage",
        "vessel flag",
        "vessel owner",
        "remarks",
    ),
    "aliases": ("number", "alias number", "kind", "name", "remarks"),
    "addresses": ("number", "address number", "street", "place", "country", "remarks"),
    "remarks": ("number", "remarks"),
}
_LABELS: Final = {"call sign": "Vessel Call Sign", "vessel flag": "Vessel Flag", "vessel owner": "Vessel Owner"}
"""Columns that a label of the remarks says too."""

Row = tuple[int, list[str]]
Table = dict[str, list[Row]]
"""The rows of a part by the number of the record."""


def read(parts: Parts, list_code: str) -> Iterator[Statement]:
    """The records of one edition. Raises `SourceError` when a file is not of this layout, or cut off."""
    if not any(part in parts for part in _COLUMNS):
        raise SourceError("The edition has no file; name sdn.csv, alt.csv and add.csv, or their cons_ counterparts.")
    aliases, addresses, remarks = (_table(parts, part) for part in ("aliases", "addresses", "remarks"))
    seen: Counter[str] = Counter()
    for line, cells in _rows(parts, "names"):
        number = _number(cells)
        if number is None:
            yield _senseless(f"line {line}", "names", cells).entry(list_code)
            continue
        seen[number] += 1
        record = _named(number, seen[number], line, cells, aliases.pop(number, ()), remarks.pop(number, ()))
        _locate(record, addresses.pop(number, ()))
        yield record.entry(list_code)
    yield from _orphans(aliases, addresses, remarks, list_code)


def _named(
    number: str, occurrence: int, line: int, cells: list[str], aliases: Sequence[Row], remarks: Sequence[Row]
) -> Record:
    # The remarks are joined before white space is folded: they go on in the middle of a word, or after a blank.
    head = _cell(cells, 11)
    text, ended = ofac_remarks.continued(head if folded(head) else "", [_cell(row, 1) for _, row in remarks])
    fields = _fields("names", [*cells[:11], text, *cells[12:]])
    fields.take("number")
    record = Record(
        number,
        f"line {line}",
        type_=fields.take("type") or "",
        id_=number if occurrence == 1 else f"{number}-{occurrence}",
    )
    if occurrence > 1:
        record.details.append(Detail("ent_num", f"{number}, which another record bears too"))
    record.name(fields.need("name"), "name")
    _alias(record, aliases)
    record.grounds.programmes = tags(fields.take("program"))
    for column, label in _LABELS.items():
        if value := fields.take(column):
            record.say(Said(label, value))
    record.details += fields.detail("title", "vessel type", "tonnage", "gross registered tonnage")
    ofac_remarks.tell(record, fields.need("remarks"), ended=ended)
    record.left += fields.left()
    return record


def _alias(record: Record, rows: Sequence[Row]) -> None:
    for _, cells in rows:
        fields = _fields("aliases", cells)
        fields.take("number", "alias number")
        kind, name = fields.need("kind"), fields.need("name")
        record.name(name, ALIASES.get(kind, "alias"))
        if kind not in ALIASES and kind:
            record.left.append(Detail("kind", kind))
        if remark := fields.take("remarks"):
            record.details.append(Detail("alias remarks", f"{name}: {remark}"))
        record.left += fields.left()


def _locate(record: Record, rows: Sequence[Row]) -> None:
    for _, cells in rows:
        fields = _fields("addresses", cells)
        fields.take("number", "address number")
        country = fields.take("country")
        text = joined([fields.take("street"), fields.take("place"), country])
        record.address(text, country)
        if remark := fields.take("remarks"):
            record.details.append(Detail("address remarks", f"{text}: {remark}" if text else remark))
        record.left += fields.left()


def _orphans(aliases: Table, addresses: Table, remarks: Table, list_code: str) -> Iterator[Statement]:
    """Records that only aliases, addresses or remarks tell of, in the order in which they turn up."""
    parts = {"aliases": aliases, "addresses": addresses, "remarks": remarks}
    for part, table in parts.items():
        for number in list(table):
            line, cells = table[number][0]
            at = f"{part} line {line}"
            if _number(cells) is None:
                for line, cells in table.pop(number):
                    yield _senseless(f"{part} line {line}", part, cells).entry(list_code)
                continue
            record = Record(number, at, type_=None)
            record.details.append(Detail("names", f"the table of names lacks number {number}"))
            _alias(record, aliases.pop(number, ()))
            _locate(record, addresses.pop(number, ()))
            if tail := "".join(_cell(row, 1) for _, row in remarks.pop(number, ())):
                ofac_remarks.tell(record, " ".join(tail.split()), begun=False)
            yield record.entry(list_code)


def _senseless(at: str, part: str, cells: list[str]) -> Record:
    record = Record("", at, type_=None, id_=at.replace(" ", "-"))
    record.left += _fields(part, cells).left()
    return record


def _table(parts: Parts, part: str) -> Table:
    table: Table = defaultdict(list)
    for line, cells in _rows(parts, part):
        table[_number(cells) or ""].append((line, cells))
    return dict(table)


def _rows(parts: Parts, part: str) -> Iterator[Row]:
    """The rows of a part, none where the edition lacks it; the first and the last must be whole."""
    path, columns = parts.get(part), len(_COLUMNS[part])
    if path is None:
        return
    if path.read_bytes().count(b'"') % 2:
        raise _cut(path)
    other = SourceError(
        f"{path.name} is not OFAC's table of {part} ({columns} columns, a number in the first); "
        "fetch it again, or name the right file."
    )
    line, cells = 0, [""] * columns
    try:
        for at, (line, cells) in enumerate(tables.rows(path)):
            if at == 0 and (_number(cells) is None or len(cells) != columns):
                raise other
            yield line, cells
    except UnicodeDecodeError:  # a mark of UTF-16 with something else behind it
        raise other from None
    if not line:
        raise SourceError(f"{path.name} is empty; fetch it again.")
    if len(cells) < columns:
        raise _cut(path)


def _cut(path: Path) -> SourceError:
    return SourceError(f"{path.name} ends in the middle of a record; fetch it again.")


def _fields(part: str, cells: Sequence[str]) -> Fields:
    names = _COLUMNS[part]
    return Fields((names[at] if at < len(names) else f"column {at + 1}", cell) for at, cell in enumerate(cells))


def _number(cells: Sequence[str]) -> str | None:
    """The number of the record; None where the first cell is none."""
    number = cells[0].strip() if cells else ""
    return number if number.isascii() and number.isdigit() else None


def _cell(cells: Sequence[str], at: int) -> str:
    return cells[at] if at < len(cells) else ""


FORMATS: Final = (
    Format(
        "ofac-csv",
        "OFAC's delimited files: sdn.csv or cons_prim.csv with aliases, addresses and comments",
        read,
        parts={
            "names": ("sdn.csv", "cons_prim.csv"),
            "aliases": ("alt.csv", "cons_alt.csv"),
            "addresses": ("add.csv", "cons_add.csv"),
            "remarks": ("sdn_comments.csv", "cons_comments.csv"),
        },
        optional=("names", "aliases", "addresses", "remarks"),
    ),
)

_EXPORTS: Final = "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/"
_LICENCE: Final = "Work of the United States government, public domain in the United States (17 U.S.C. 105)"
_UPKEEP: Final = (
    "Addresses as documented in 2026 and never fetched from a real network; each answers with a redirect to a signed "
    "address under amazonaws.com that holds for an hour. The same list as one file: {xml} (ofac-xml) and {advanced} "
    "(ofac-advanced-xml, the only one with listing dates). Fetch all four tables on the same day: the numbers join "
    "them. A new label in the remarks shows as the detail 'remarks': add it to ofac_labels. "
)

SOURCES: Final = (
    Source(
        "ofac-sdn",
        SDN,
        "Specially Designated Nationals and Blocked Persons List",
        "U.S. Department of the Treasury, Office of Foreign Assets Control",
        {
            "names": _EXPORTS + "SDN.CSV",
            "aliases": _EXPORTS + "ALT.CSV",
            "addresses": _EXPORTS + "ADD.CSV",
            "remarks": _EXPORTS + "SDN_COMMENTS.CSV",
        },
        _LICENCE,
        "ofac-csv",
        cadence=3,
        expectations=Expectations(8_000, 40_000, ("BANCO NACIONAL DE CUBA", "HIZBALLAH")),
        upkeep=_UPKEEP.format(xml="SDN.XML", advanced="SDN_ADVANCED.XML")
        + "The list had 9,044 records in January 2022 and some 19,250 in August 2026.",
        persons=True,
    ),
    Source(
        "ofac-consolidated",
        OTHER,
        "Consolidated Sanctions List (non-SDN lists)",
        "U.S. Department of the Treasury, Office of Foreign Assets Control",
        {
            "names": _EXPORTS + "CONS_PRIM.CSV",
            "aliases": _EXPORTS + "CONS_ALT.CSV",
            "addresses": _EXPORTS + "CONS_ADD.CSV",
            "remarks": _EXPORTS + "CONS_COMMENTS.CSV",
        },
        _LICENCE,
        "ofac-csv",
        cadence=3,
        expectations=Expectations(300, 2_000, ("HUAWEI TECHNOLOGIES CO., LTD.", "GAZPROMBANK JOINT STOCK COMPANY")),
        upkeep=_UPKEEP.format(xml="CONSOLIDATED.XML", advanced="CONS_ADVANCED.XML")
        + "The list had 442 records in December 2025 and 481 in August 2026. An entry on 'ofac-other' bears a tag that "
        "ofac_listings does not know: look up which list OFAC gives it to.",
        persons=True,
    ),
)
