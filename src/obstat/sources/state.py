"""Tables of the Department of State: sanctions for proliferation, and parties debarred under the ITAR.

- ``isn.csv`` (Bureau of International Security and Nonproliferation): Source List, Programs, Name, Alternative Names,
  Country, Federal Register Notice, Effective Date, Remarks/Notes, Web Link. A row is a party under a statute.
- Debarred parties (Directorate of Defense Trade Controls, 22 CFR 127.7): the name with its aliases, then, in the
  editions so far, Date of Birth, Notice, Notice Date, Corrected Notice, Corrected Notice Date; administrative
  debarments have Date, Federal Register Notice, Charging Letter, Debarment Order. A row is a case.

Invariant: a sanctioned party is one entry with a listing for each statute; a debarment is one entry.
"""

from __future__ import annotations

from collections.abc import Iterator

from obstat.model.errors import SourceError
from obstat.model.places import country
from obstat.sources import aliases, days, tables
from obstat.sources.editions import by_column, columns, day
from obstat.sources.entry import Detail, Entry, EntryListing
from obstat.sources.fields import Fields
from obstat.sources.party_rows import Row, entries
from obstat.sources.source import Expectations, Format, Parts, Source, single

_ISN = ("Source List", "Programs", "Name", "Country", "Federal Register Notice", "Effective Date")
_NAMES = ("debarred party full name and alias", "party name", "name")
_CORRECTED = "corrected notice date"


def _sanctioned(parts: Parts, list_code: str) -> Iterator[Entry]:
    records = tables.records(single(parts), columns=_ISN)
    yield from entries(_sanctioned_row(line, fields, list_code) for line, fields in records)


def _sanctioned_row(line: int, fields: Fields, list_code: str) -> Row:
    name = fields.need("Name")
    found, more = aliases.split(name), aliases.listed(fields.take("Alternative Names") or "")
    where, source = fields.take("Country"), fields.take("Source List")
    code = country(where)
    details = [Detail("country", where)] if where and not code else []
    details += [Detail("source list", source)] if source and source != "ISN" else []
    since = fields.take("Effective Date")
    details += [Detail("effective date", since)] if since and not days.iso(since) else []
    details += fields.detail("Remarks/Notes")
    details += (Detail("remark", remark) for remark in (*found.remarks, *more.remarks))
    return Row(
        key=(name.casefold(), (where or "").casefold()),
        at=f"line {line}",
        names=(*found.names, *more.names),
        countries=(code,) if code else (),
        listings=(
            EntryListing(
                list_code,
                since=days.iso(since),
                programme=fields.take("Programs"),
                citation=fields.take("Federal Register Notice"),
                url=fields.take("Web Link"),
            ),
        ),
        details=tuple(details),
        left=fields.left(),
    )


def _debarred(parts: Parts, list_code: str) -> Iterator[Entry]:
    path = single(parts)
    numbered = tables.rows(path)
    _, header = next(numbered, (1, []))
    names = columns(header)
    column = next((name for name in _NAMES if name in names), None)
    if column is None:
        raise SourceError(f"{path.name} has no column with the names of parties; save the Directorate's table as CSV.")
    rows = ((line, by_column(names, row)) for line, row in numbered)
    yield from entries(_debarred_row(line, column, fields, list_code) for line, fields in rows if fields)


def _debarred_row(line: int, column: str, fields: Fields, list_code: str) -> Row:
    details: list[Detail] = []
    found = aliases.split(fields.need(column))
    born = fields.take("date of birth")
    details += [Detail("date of birth", days.iso(born) or born)] if born else []
    since = day(fields, "notice date", details) or day(fields, "date", details)
    notices = [fields.take("notice"), fields.take("federal register notice")]
    corrected = fields.take("corrected notice")
    details += [Detail("corrected notice date", days.iso(date) or date)] if (date := fields.take(_CORRECTED)) else []
    details += fields.detail("charging letter", "debarment order")
    details += (Detail("remark", remark) for remark in found.remarks)
    cited = [text for text in (*notices, corrected and f"corrected by {corrected}") if text]
    return Row(
        key=(f"line {line}",),
        at=f"line {line}",
        names=tuple(aliases.in_order(name) for name in found.names),
        kind="person" if born else "unknown",
        listings=(EntryListing(list_code, since=since, citation=", ".join(cited) or None),),
        details=tuple(details),
        left=fields.left(),
    )


FORMATS = (
    Format(
        code="state-isn",
        text="Nonproliferation sanctions as the Department of State wrote them for the Consolidated Screening List",
        read=_sanctioned,
        parts={"list": ("isn.csv", ".csv")},
    ),
    Format(
        code="state-itar-debarred",
        text="Parties debarred under the ITAR, statutorily or administratively, as CSV",
        read=_debarred,
        parts={"list": ("itar_debarred_parties.csv", ".csv")},
    ),
)

SOURCES = (
    Source(
        code="state-isn",
        list="state-isn",
        name="Nonproliferation sanctions",
        publisher="US Department of State, Bureau of International Security and Nonproliferation",
        addresses={},
        licence="Public domain (work of the US government)",
        format="state-isn",
        cadence=60,
        expectations=Expectations(50, 1500),
        upkeep=(
            "The Department publishes a 'master sanctions' table as PDF on www.state.gov and announces sanctions in "
            "the Federal Register; the CSV was written for the Consolidated Screening List, where the current ones "
            "are read best. It names no end: sanctions that have expired are left out of it. Checked with five rows of "
            "2016."
        ),
        persons=True,
    ),
    Source(
        code="state-itar-debarred",
        list="state-itar-debarred",
        name="Parties debarred under the ITAR",
        publisher="US Department of State, Directorate of Defense Trade Controls",
        addresses={},
        licence="Public domain (work of the US government)",
        format="state-itar-debarred",
        cadence=60,
        expectations=Expectations(400, 3000),
        upkeep=(
            "The Directorate publishes two tables on https://www.pmddtc.state.gov (statutory and administrative "
            "debarments), as XLSX since about 2025; save one as CSV and import it. A statutory debarment holds until "
            "the Directorate reinstates the party, which it announces in the Federal Register. The reader was checked "
            "with four rows of 2017 and with the columns that others report of later editions."
        ),
        persons=True,
    ),
)
