"""The Chinese military companies that the Department of Defense lists under section 1260H, as a table of editions.

The department publishes each edition as a PDF (and in the Federal Register); the table is transcribed from them. Its
columns, in any case and with spaces, hyphens or underscores: Name (as printed, aliases and asterisk included), Clean
Name, Alias, Previous Name, Parent Name, Note (the justification), Start date, End date, Source Url. Start and end are
the days of the edition or notice that added or removed the company; the end is the first day off the list.

Invariant: rows of one name are one entry, with a listing for each row; `obstat.sources.editions` says where an open
listing ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from obstat.model.errors import SourceError
from obstat.sources.aliases import split
from obstat.sources.editions import Row, day, distinct, ended, entries, headed, letters
from obstat.sources.entry import Detail, Entry, EntryListing, EntryName, EntryRelation
from obstat.sources.fields import Fields
from obstat.sources.source import Expectations, Format, Parts, Source, single

_BETWEEN_NAMES = re.compile(r"\s*;\s*|,(?!\s|Ltd|Inc|LLC)")
_ACRONYM = re.compile(r"[A-Z][A-Z&-]{1,5}")


def _read(parts: Parts, list_code: str) -> Iterator[Entry]:
    path = single(parts)
    rows = [_row(line, fields, list_code) for line, fields in headed(path, "clean name", "start date")]
    if not rows:
        raise SourceError(f"{path.name} has a header and no rows; export the whole table.")
    yield from entries(ended(rows))


def _row(line: int, fields: Fields, list_code: str) -> Row:
    printed, clean = fields.take("name"), fields.take("clean name")
    found = split(clean or (printed or "").rstrip("*. "))
    also = _also(fields.take("alias"), fields.take("previous name"), printed)
    names = distinct([*found.names, *also])
    details = [*_printed(printed, names), *(Detail("remark", remark) for remark in found.remarks)]
    since, until = day(fields, "start date", details), day(fields, "end date", details)
    note = fields.take("note")
    if note and until:  # the note of a row that has ended gives the reason for the removal
        details.append(Detail("note", note))
    first, *others = re.split(r"[;\s]+", fields.take("source url") or "")
    details += (Detail("source url", url) for url in others if url)
    return Row(
        at=f"line {line}",
        names=names,
        kind="company" if names else "unknown",
        listing=EntryListing(
            list_code,
            since=since,
            until=until,
            programme="Section 1260H",
            ground=None if until else note,
            url=first or None,
        ),
        relations=tuple(_parent(fields.take("parent name"), names)),
        details=tuple(details),
        left=fields.left(),
    )


def _also(alias: str | None, previous: str | None, printed: str | None) -> Iterator[EntryName]:
    """Aliases and former names; a short acronym is a weak alias, as the table's own instructions have it."""
    for text in filter(None, _BETWEEN_NAMES.split(alias or "")):
        former = re.search(rf"formerly (known as )?{re.escape(text)}", printed or "", re.IGNORECASE)
        yield EntryName(text, "former" if former else "alias", weak=_ACRONYM.fullmatch(text) is not None)
    for text in filter(None, _BETWEEN_NAMES.split(previous or "")):
        yield EntryName(text, "former")


def _printed(printed: str | None, names: Sequence[EntryName]) -> Iterator[Detail]:
    """The name as printed, unless the names say all of it; an asterisk marks what an edition took over."""
    texts = [name.text for name in names]
    told = {letters(" ".join(some)) for some in (texts[:1], texts)}
    if printed and ("*" in printed or letters(printed.replace("formerly ", "")) not in told):
        yield Detail("name", printed)


def _parent(text: str | None, names: Sequence[EntryName]) -> Iterator[EntryRelation]:
    for parent in split(text or "").names[:1]:  # a bracketed acronym may follow it
        if not names or letters(parent.text) != letters(names[0].text):
            yield EntryRelation("subsidiary_of", parent.text)


FORMATS = (
    Format(
        code="dod-1260h-csv",
        text="Table of the editions of the section 1260H list: a row per company and edition",
        read=_read,
        parts={"list": ("1260h.csv", ".csv")},
    ),
)

SOURCES = (
    Source(
        code="dod-1260h",
        list="dod-1260h",
        name="Chinese military companies (section 1260H)",
        publisher="US Department of Defense (Department of War)",
        addresses={},
        licence="Public domain (work of the US government)",
        format="dod-1260h-csv",
        cadence=365,
        expectations=Expectations(
            60, 600, ("Huawei Investment & Holding Co., Ltd.", "Semiconductor Manufacturing International Corporation")
        ),
        upkeep=(
            "Published as a PDF on media.defense.gov, announced at https://www.defense.gov/News/Releases/ and in the "
            "Federal Register (91 FR 35189 of 10 June 2026 for the edition of 8 June 2026); there is no table to fetch "
            "and none of this was ever read from a real network. For a new edition add a row for every company that it "
            "names, with the day of the release as start date and the PDF as source, and reconcile the number of rows "
            "with the number that the release claims; give the row of a company that was removed its end date. "
            "Additions and removals between editions appear only in the Federal Register."
        ),
    ),
)
