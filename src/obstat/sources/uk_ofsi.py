"""The consolidated list of financial sanctions targets of the OFSI, ``ConList.csv``; it ended on 28 January 2026.

A row above the header gives the day of the edition. A target has a row for each name, date of birth or address, under
one Group ID. ``Other Information`` may hold more fields, each behind its name in brackets: ``(UK Sanctions List
Ref):RUS0296. (UK Statement of Reasons):…``.

Invariant: a Group ID is an entry. It is referred to by its Unique ID on the UK Sanctions List where the row gives it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from obstat.model.errors import SourceError
from obstat.sources import uk_tables
from obstat.sources.entry import Entry
from obstat.sources.fields import Fields
from obstat.sources.source import Expectations, Format, Parts, Source, single
from obstat.sources.uk_fields import listing

_KEY: Final = "ofsi group id"
_NEEDED: Final = frozenset([_KEY, "name 6", "regime name", "name type"])
_INNER: Final = {
    "uk sanctions list ref": "unique id",
    "un ref": "un reference number",
    "uk statement of reasons": "uk statement of reasons",
    "further identifiying information": "further identifying information",
    "further identifying information": "further identifying information",
    "gender": "gender",
    "phone number": "phone number",
    "email address": "email address",
    "website": "website",
    "type of entity": "type of entity",
    "parent company": "parent company",
    "subsidiaries": "subsidiaries",
    "business reg no": "business registration number (s)",
    "business registration number": "business registration number (s)",
    "imo number": "imo number",
    "current owners": "current owner/operator (s)",
    "previous owners": "previous owner/operator (s)",
    "flag of vessel": "current believed flag of ship",
    "previous flags": "previous flags",
    "type of vessel": "type of ship",
    "tonnage of vessel": "tonnage of ship",
    "length of vessel": "length of ship",
    "year built": "year built",
    "hull identification number": "hull identification number (hin)",
}
"""Fields within the other information, by the columns of the FCDO's table."""
_WORD: Final = frozenset(["unique id", "un reference number", "gender"])
"""Fields of one word. What follows it, behind a full stop or not, is other information."""
_LABEL: Final = re.compile(rf"\(({'|'.join(map(re.escape, _INNER))})\) ?: ?", re.I)


def read(parts: Parts, list_code: str) -> Iterator[Entry]:
    """The targets of the file. Raises `SourceError` when it has no table of this layout."""
    path = single(parts)
    found = uk_tables.designations(path, _KEY, _NEEDED, _apart)
    if found is None:
        raise SourceError(
            f"{path.name} has no table with the columns Name 6, Alias Type, Regime and Group ID; name ConList.csv, or "
            "another format."
        )
    for key, draft in found.items():
        yield draft.entry(key, [listing(draft, list_code)])


def _apart(fields: Fields) -> Iterator[Fields]:
    """The fields of a row, with those that its other information holds."""
    first, *rest = _LABEL.split(fields.take("other information") or "")
    yield fields
    yield Fields({"other information": first})
    for label, text in zip(rest[::2], rest[1::2], strict=True):
        column, text = _INNER[label.lower()], text.strip()
        if column in _WORD:
            word, _, more = text.partition(" ")
            yield Fields({column: word.rstrip(".,;"), "other information": more})
        else:
            yield Fields({column: text})


FORMATS: Final = (
    Format(
        "uk-ofsi-csv",
        "Consolidated list of the OFSI as CSV",
        read,
        parts={"list": ("conlist.csv", ".csv")},
    ),
)

SOURCES: Final = (
    Source(
        "uk-ofsi",
        "uk-sanctions",
        "Consolidated List of Financial Sanctions Targets (ended 28 January 2026)",
        "HM Treasury, Office of Financial Sanctions Implementation",
        {"list": "https://ofsistorage.blob.core.windows.net/publishlive/2022format/ConList.csv"},
        "Open Government Licence v3.0",
        "uk-ofsi-csv",
        cadence=3,
        expectations=Expectations(2_000, 10_000),
        upkeep=(
            "The OFSI ended this list on 28 January 2026; since then the UK Sanctions List (uk-sanctions) is the only "
            "list of designations. Import an old edition to answer of days before, and never beside a newer edition of "
            "the other: who has been delisted since still stands on it. The reader was checked with 23 rows of April "
            "2020 and with the columns that others report of later editions. The address was never fetched from a real "
            "network."
        ),
        persons=True,
        usual=False,
    ),
)
