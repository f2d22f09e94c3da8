"""The golden copies of GLEIF as CSV: wide tables whose columns are paths of the XML files, turned into their elements.

``Entity.OtherEntityNames.OtherEntityName.2.type`` is the attribute ``type`` of the second ``OtherEntityName``. Only
the tables of relationships and exceptions have names of their own (``Relationship.Period.1.startDate``,
``Exception.Reason.1``). From the headers of the golden copies of 2023 and later as their users publish them.

Invariant: a row is one element, which holds every cell that is not empty; a row with fewer cells than the header is the
end of a file that is cut off, and is refused.
"""

from __future__ import annotations

import contextlib
import csv
import io
import xml.etree.ElementTree as ElementTree
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

from obstat.model.errors import SourceError
from obstat.sources.ofac_elements import Element

ATTRIBUTES: Final = {
    "xmllang": "lang",
    **{name: name for name in ("type", "group_type", "event_status", "group_id", "group_sequence_no", "field_xpath")},
}
"""Last parts of columns that are attributes, by the name of the attribute."""
_RENAMED: Final = {
    "Relationship.Period.": "Relationship.RelationshipPeriods.RelationshipPeriod.",
    "Relationship.Qualifiers.": "Relationship.RelationshipQualifiers.RelationshipQualifier.",
    "Relationship.Quantifiers.": "Relationship.RelationshipQuantifiers.RelationshipQuantifier.",
    "Exception.Category": "ExceptionCategory",
    "Exception.Reason": "ExceptionReason",
    "Exception.Reference": "ExceptionReference",
    "DeletedAt": "Extension.Deletion.DeletedAt",
    "ConformityFlag": "Extension.ConformityFlag",
}
"""How columns begin, by the path of the XML file."""
_CAPITAL: Final = {"startDate": "StartDate", "endDate": "EndDate", "periodType": "PeriodType"}

Step = tuple[str, int]
"""The name of an element and which it is among those of its name."""


def records(path: Path, *, needed: tuple[str, ...]) -> Iterator[tuple[str, Element]]:
    """The rows as elements, each with its line.

    Raises `SourceError` when a `needed` column is missing, or the file is cut off, no UTF-8 or no table.
    """
    with _opened(path) as file:
        reader = csv.reader(io.TextIOWrapper(file, encoding="utf-8-sig", newline=""), strict=True)
        line = 1
        try:
            header = [cell.strip() for cell in next(reader, [])]
            if missing := [column for column in needed if column not in header]:
                raise SourceError(f"{path.name} lacks the column '{missing[0]}'; give a golden copy of GLEIF.")
            plan = [_path(column) for column in header]
            for row in reader:
                at, line = f"line {line + 1}", reader.line_num
                if row and len(row) < len(header):
                    raise SourceError(f"{path.name} breaks off in {at}; fetch it again.")
                if row:
                    plan += (_path(f"Column{number}") for number in range(len(plan), len(row)))
                    yield at, Element(_element(plan, row))
        except UnicodeDecodeError:
            raise SourceError(f"{path.name} is not UTF-8 behind line {line}; fetch it again.") from None
        except csv.Error as error:
            raise SourceError(f"{path.name} is no table behind line {line} ({error}); fetch it again.") from None


def _path(column: str) -> tuple[tuple[Step, ...], str]:
    """The element of a column and its attribute, empty where the column is its text."""
    for before, after in _RENAMED.items():
        if column.startswith(before):
            column = after + column.removeprefix(before)
            break
    *parts, last = column.split(".")
    attribute = ATTRIBUTES.get(last, "") if parts else ""
    steps: list[Step] = []
    for part in parts if attribute else [*parts, last]:
        if part.isdigit() and steps:
            steps[-1] = (steps[-1][0], int(part))
        else:
            steps.append((_CAPITAL.get(part, part) or "Column", 1))
    return tuple(steps), attribute


def _element(plan: list[tuple[tuple[Step, ...], str]], row: list[str]) -> ElementTree.Element:
    root = ElementTree.Element("Record")
    made: dict[tuple[Step, ...], ElementTree.Element] = {(): root}
    for (steps, attribute), cell in zip(plan, row, strict=False):
        if not cell or cell.isspace():
            continue
        for depth, step in enumerate(steps):
            place = steps[: depth + 1]
            if place not in made:
                made[place] = ElementTree.SubElement(made[steps[:depth]], step[0])
        element = made[steps]
        if attribute:
            element.set(attribute, cell)
        else:
            element.text = cell
    return root


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    """The table, which may lie in a ZIP archive as GLEIF offers it."""
    if not zipfile.is_zipfile(path):
        with path.open("rb") as file:
            yield file
        return
    try:
        with zipfile.ZipFile(path) as archive:
            names = [name for name in archive.namelist() if name.lower().endswith(".csv")]
            if len(names) != 1:
                raise SourceError(f"{path.name} holds {len(names)} tables where one is expected; unpack it, name one.")
            with archive.open(names[0]) as packed:
                yield packed
    except (zipfile.BadZipFile, EOFError, RuntimeError, NotImplementedError) as error:
        raise SourceError(f"{path.name} is no whole archive ({error}); fetch it again.") from None
