"""``targets.simple.csv`` of OpenSanctions: a row for each target, with what is said of it in short.

The columns are id, schema, name, aliases, birth_date, countries, addresses, identifiers, sanctions, phones, emails,
dataset, first_seen, last_seen, last_change, perhaps program_ids; the members of a list are set apart by ";" as in CSV.
A member of `sanctions` is programme, reason, status, first and last day, each perhaps missing, joined by " - ".
`dataset` names datasets by their titles.

Invariant: a row is one entry, with a listing on the list of each dataset. The text of a sanction does not say which of
several datasets it is from, nor which of its days is an end: a listing has the first day only where the row has one
dataset, and no end. The other formats say more.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from obstat.model import places
from obstat.model.errors import SourceError
from obstat.sources import days, tables
from obstat.sources.entry import Detail, Entry, EntryAddress, EntryListing, EntryName, EntryNumber, distinct
from obstat.sources.fields import Fields, folded
from obstat.sources.ftm_properties import KINDS
from obstat.sources.opensanctions_datasets import dataset_of, list_of
from obstat.sources.party_addresses import country_of
from obstat.sources.source import Format, Parts, single

_COLUMNS = ("id", "schema", "name", "aliases", "countries", "addresses", "identifiers", "sanctions", "dataset")
_DAYS = re.compile(r"(?P<text>.*?)(?:(?:^| - )(?P<day>\d{4}(?:-\d{2}){0,2}))(?: - \d{4}(?:-\d{2}){0,2})*")


def _read(parts: Parts, list_code: str) -> Iterator[Entry]:
    taken: Counter[str] = Counter()
    found = False
    for line, fields in tables.records(single(parts), columns=_COLUMNS):
        found = True
        entry = _entry(line, fields, list_code)
        taken[entry.id] += 1
        yield entry if taken[entry.id] == 1 else replace(entry, id=f"{entry.id}-{taken[entry.id]}")
    if not found:
        raise SourceError(f"{single(parts).name} has no row below its header; fetch it again.")


def _entry(line: int, fields: Fields, list_code: str) -> Entry:
    schema, name = fields.take("schema") or "", fields.take("name")
    names = [EntryName(name)] if name else []
    names += (EntryName(text, "alias") for text in _members(fields.take("aliases")))
    countries = [(text, places.country(text)) for text in _members(fields.take("countries"))]
    numbers = [EntryNumber("identifier", text) for text in _members(fields.take("identifiers"))]
    numbers += (EntryNumber("phone", text) for text in _members(fields.take("phones")))
    numbers += (EntryNumber("email", text) for text in _members(fields.take("emails")))
    details = [Detail("schema", schema)] if schema else []
    details += (Detail("country", text) for text, code in countries if not code)
    details += (Detail("birth date", text) for text in _members(fields.take("birth_date")))
    listings, told = _listings(fields, list_code)
    details += told
    details += (
        Detail(column.replace("_", " "), text)
        for column in ("first_seen", "last_seen", "last_change")
        if (text := fields.take(column))
    )
    details += (Detail("topic", text) for text in _members(fields.take("topics")))
    return Entry(
        id=fields.take("id") or f"line {line}",
        kind=KINDS.get(schema, "unknown"),
        names=distinct(names),
        at=f"line {line}",
        countries=tuple(dict.fromkeys(code for _, code in countries if code)),
        addresses=tuple(EntryAddress(text, country_of(text)) for text in _members(fields.take("addresses"))),
        numbers=tuple(dict.fromkeys(numbers)),
        listings=tuple(dict.fromkeys(listings)),
        details=tuple(dict.fromkeys(details)),
        left=fields.left(),
    )


def _listings(fields: Fields, list_code: str) -> tuple[list[EntryListing], list[Detail]]:
    titles = _members(fields.take("dataset"))
    sanctions, programmes = _members(fields.take("sanctions", "sanction")), _members(fields.take("program_ids"))
    details = [Detail("dataset", title) for title in titles]
    details += (Detail("program id", text) for text in programmes)
    datasets = [dataset_of(title) for title in titles] or [list_code]
    if len(datasets) > 1 or not sanctions:
        details += (Detail("sanction", text) for text in sanctions)
        return [EntryListing(list_of(dataset, programmes)) for dataset in datasets], details
    found = []
    for text in sanctions:
        told = _DAYS.fullmatch(text)
        parts = (told["text"] if told else text).split(" - ")
        list_ = list_of(datasets[0], (*programmes, *parts))
        found.append(EntryListing(list_, since=days.iso(told["day"]) if told else None, ground=text))
    return found, details


def _members(text: str | None) -> list[str]:
    """The members of a cell, which is a row of CSV with semicolons."""
    if not text:
        return []
    try:
        row = next(csv.reader([text], delimiter=";"), [])
    except csv.Error:
        row = text.split(";")
    return [member for cell in row if (member := folded(cell))]


FORMATS = (
    Format(
        code="opensanctions-simple",
        text="OpenSanctions as a simplified table of targets in CSV",
        read=_read,
        parts={"list": ("targets.simple.csv", ".csv")},
    ),
)
