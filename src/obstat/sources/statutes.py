"""Parties that an act of Congress names, or has a department name: sections 889, 5949, 154 and 1286 of defence acts.

Two ways to write them down are read. `statute-names-csv` is a table with a row per party and edition and the columns
schema, name, aliases (semicolons between), topics, program, authority, reason, report-date, start-date, end-date,
country, notes, source_url; only ``name`` must be there. `statute-text` is the law itself, as plain text or a web page
(govinfo.gov has public laws so). It names parties in one of two forms: "produced by A, B or C (or any subsidiary or
affiliate of such entities)", or a numbered list of "entities specified".

Invariant: a party stands on the list of the section that names it, whichever list was asked for; rows of one name are
one entry, with a listing for each row (`obstat.sources.editions` says where an open listing ends).
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Final

from obstat.model import places
from obstat.model.errors import SourceError
from obstat.sources import days, tables
from obstat.sources.aliases import split
from obstat.sources.editions import Row, day, ended, entries, headed
from obstat.sources.entry import Detail, Entry, EntryKind, EntryListing, EntryName
from obstat.sources.fields import Fields
from obstat.sources.source import Expectations, Format, Parts, Source, single

_ACTS: Final = {
    "section-889": ("John S. McCain National Defense Authorization Act for Fiscal Year 2019", "115-232", "2018-08-13"),
    "section-5949": (
        "James M. Inhofe National Defense Authorization Act for Fiscal Year 2023",
        "117-263",
        "2022-12-23",
    ),
    "section-154": ("National Defense Authorization Act for Fiscal Year 2024", "118-31", "2023-12-22"),
}
"""Title, number of the public law and day of enactment. Who is named in an act stands there from that day."""
_KINDS: Final[dict[str, EntryKind]] = {
    "person": "person",
    "company": "company",
    "organization": "company",
    "publicbody": "body",
}
_SECTION = re.compile(r"\bsection (\d+[A-Z]?)\b", re.IGNORECASE)
_PUBLISHED = re.compile(r"/(\d{4})/(\d{1,2}|[A-Z][a-z]{2})/(?:(\d{1,2})/)?")
"""The day or month in the path under which a department puts a document: ``/2023/Jun/29/``, ``/2026/07/``."""


def _read_names(parts: Parts, list_code: str) -> Iterator[Entry]:
    path = single(parts)
    rows = [_row(line, fields, list_code) for line, fields in headed(path, "name")]
    if not rows:
        raise SourceError(f"{path.name} has a header and no rows; export the whole table.")
    yield from entries(ended(rows))


def _row(line: int, fields: Fields, list_code: str) -> Row:
    details: list[Detail] = []
    programme, report, schema = fields.take("program"), fields.take("report date"), fields.take("schema")
    country = fields.take("country")
    code, listed = places.country(country), _list(programme, list_code)
    start, until = day(fields, "start date", details), day(fields, "end date", details)
    url, *urls = [url.strip() for url in (fields.take("source url") or "").split(";")]
    since = _since(listed, report, start, url)
    kind = _KINDS.get((schema or "company").lower(), "unknown")
    name = split(fields.take("name") or "")
    details += (
        Detail(label, text)
        for label, text in (
            ("schema", schema if kind == "unknown" else None),
            ("country", None if code else country),
            ("report date", None if since and since == days.iso(report) else report),
            ("start date", None if since == start else start),
            *(("source url", more) for more in urls),
            *((label, fields.take(label)) for label in ("topics", "authority", "notes")),
            *(("remark", remark) for remark in name.remarks),
        )
        if text
    )
    return Row(
        at=f"line {line}",
        names=(*name.names, *_aliases(fields.take("aliases"))),
        kind=kind if name.names else "unknown",
        listing=EntryListing(
            listed,
            since=since,
            until=until,
            programme=programme,
            citation=_citation(listed),
            ground=fields.take("reason"),
            url=url or None,
        ),
        countries=(code,) if code else (),
        details=tuple(details),
        left=fields.left(),
    )


def _list(programme: str | None, list_code: str) -> str:
    """The list of the section that the programme names; without one, the list that was asked for."""
    found = _SECTION.search(programme or "")
    return f"section-{found[1].lower()}" if found else list_code


def _since(listed: str, report: str | None, start: str | None, url: str) -> str | None:
    """The day from which the party stands on the list: that of the report or act that names it.

    A report of which only the year is given is an edition for a fiscal year, which comes out later: the day or month
    in the address of the document says when. What the act does to the party may begin later still (`start-date`); that
    is a matter of the rule, and counts here only where nothing else is known.
    """
    reported = days.iso(report)
    if reported and len(reported) == 4:
        found = _PUBLISHED.search(url)
        reported = (found and days.iso(_written(*found.groups()))) or reported
    return reported or start or (_ACTS[listed][2] if listed in _ACTS else None)


def _written(year: str, month: str, number: str | None) -> str:
    if month.isdigit():
        return f"{year}-{month}" + (f"-{number}" if number else "")
    return f"{month} {number}, {year}" if number else f"{month} {year}"


def _citation(listed: str) -> str | None:
    if listed not in _ACTS:
        return None
    return f"Pub. L. {_ACTS[listed][1]}, {listed.replace('-', ' ')}"


def _aliases(cell: str | None) -> Iterator[EntryName]:
    for text in (cell or "").split(";"):
        bare = re.sub(r"^formerly(?: known as)? ", "", text.strip(), flags=re.IGNORECASE)
        if bare:
            yield EntryName(bare, "former" if bare != text.strip() else "alias")


_NOTES = re.compile(r"\[\[Page [^\]]*\]\]|<<NOTE:.*?>>|<[^<>]*>", re.DOTALL)
"""What a printed law has in between: page numbers, marginal notes, and the marks of a web page."""
_PRODUCED = re.compile(
    r"\b(?:produced|provided|manufactured|supplied) by,? (?P<names>[A-Z][^;]{2,600}?),? "
    r"\((?P<reach>(?:or|and) any [^()]{3,200})\)"
)
_LISTED = re.compile(r"entities (?:specified|described|listed) in this (?:sub)?section are the following: ?(?=\(1\))")
_CLAUSE = re.compile(r"(?:^|\s)\([A-Za-z0-9]{1,4}\)\s")
_PURPOSE = re.compile(r"For the purposes? of .*?purposes(?=,)")
_BETWEEN_NAMES = re.compile(r",? or |, and |, (?!(?:Inc|Ltd|LLC|Limited|Incorporated|Corp|Co|Company)\b)")


def _read_text(parts: Parts, list_code: str) -> Iterator[Entry]:
    path = single(parts)
    text = _section(tables.text_of(path), list_code.removeprefix("section-"))
    rows = [*_produced(text, list_code), *_specified(text, list_code)]
    if not rows:
        raise SourceError(
            f"{path.name} names nobody in the words 'produced by … (or any subsidiary …)' or in a list of 'entities "
            f"specified'; give the text of the section, or a table in the format statute-names-csv."
        )
    yield from entries(rows)


def _section(page: str, number: str) -> str:
    """The text of a section where the page holds a whole act; in its table of contents the word is not in capitals."""
    text = html.unescape(page)
    text = " ".join(_NOTES.sub(" ", text).replace("``", "“").replace("''", "”").split())
    found = re.search(rf"\bSEC\. {re.escape(number)}\. .*?(?=\bSEC\. \d+[A-Z]?\. |$)", text)
    return found[0] if found else text


def _produced(text: str, list_code: str) -> Iterator[Row]:
    for match in _PRODUCED.finditer(text):
        starts = [clause.end() for clause in _CLAUSE.finditer(text, max(0, match.start() - 1000), match.start())]
        clause = text[starts[-1] if starts else match.start() : match.end()]
        purpose = _PURPOSE.match(clause)
        reach = re.sub(r"^(?:or|and) ", "", match["reach"])
        for name in _BETWEEN_NAMES.split(match["names"]):
            yield _named(name, match.start(), list_code, clause, reach, purpose[0] if purpose else None)


def _specified(text: str, list_code: str) -> Iterator[Row]:
    """A list of entities; its last items, "any successor to …", say how far it reaches."""
    for match in _LISTED.finditer(text):
        items = list(_items(text, match.end()))
        reach = "; ".join(item for _, item in items if item.startswith("Any "))
        ground = " ".join(re.split(r"(?<=\.) (?=[A-Z(])", text[: match.end()].strip())[-2:])
        for place, item in items:
            if not item.startswith("Any "):
                yield _named(item, place, list_code, ground, reach, None)


def _items(text: str, place: int) -> Iterator[tuple[int, str]]:
    """The items of a list numbered (1), (2), …; the last ends with its sentence."""
    number = 1
    while text.startswith(f"({number})", place):
        start = place + len(f"({number}) ")
        place = text.find(f" ({number + 1}) ", start) + 1
        rest = text[start : place - 1] if place else re.split(r"(?<=\.) (?=\([a-z]\) )", text[start:])[0]
        yield start, rest.rstrip(" .;")
        if not place:
            return
        number += 1


def _named(name: str, place: int, list_code: str, ground: str, reach: str, measures: str | None) -> Row:
    found = split(name.strip())
    title, _, enacted = _ACTS.get(list_code, ("", None, None))
    section = list_code.replace("-", " ").capitalize()
    return Row(
        at=f"character {place} of the section",
        names=found.names,
        listing=EntryListing(
            list_code,
            since=enacted,
            programme=f"{section} of the {title}" if title else section,
            citation=_citation(list_code),
            measures=measures,
            ground=ground,
        ),
        details=(
            *((Detail("extends to", reach),) if reach else ()),
            *(Detail("remark", remark) for remark in found.remarks),
        ),
    )


FORMATS = (
    Format(
        code="statute-names-csv",
        text="Table of the parties that a statute or a report under it names: a row per party and edition",
        read=_read_names,
        parts={"list": (".csv",)},
    ),
    Format(
        code="statute-text",
        text="Text of a statute that names parties: the act, a section or a paragraph, as plain text or a web page",
        read=_read_text,
        parts={"list": (".htm", ".html", ".txt")},
    ),
)

_UPKEEP = (
    "The law changes only by another act: when a defence authorisation act amends the section, take the text from the "
    "United States Code, or keep a table in the format statute-names-csv with the day of the later act as report-date. "
    "The address was never read from a real network."
)


def _law(section: str, subject: str, expectations: Expectations) -> Source:
    congress, number = _ACTS[f"section-{section}"][1].split("-")
    act = f"PLAW-{congress}publ{number}"
    return Source(
        code=f"section-{section}",
        list=f"section-{section}",
        name=f"Section {section}: {subject}",
        publisher="US Congress (Government Publishing Office)",
        addresses={"list": f"https://www.govinfo.gov/content/pkg/{act}/html/{act}.htm"},
        licence="Public domain (work of the US government)",
        format="statute-text",
        cadence=365,
        expectations=expectations,
        upkeep=_UPKEEP,
    )


SOURCES = (
    _law(
        "889",
        "telecommunications and video surveillance equipment",
        Expectations(
            5,
            40,
            (
                "Huawei Technologies Company",
                "ZTE Corporation",
                "Hytera Communications Corporation",
                "Hangzhou Hikvision Digital Technology Company",
                "Dahua Technology Company",
            ),
        ),
    ),
    _law(
        "5949",
        "semiconductor products and services",
        Expectations(3, 40, ("Semiconductor Manufacturing International Corporation", "ChangXin Memory Technologies")),
    ),
    _law(
        "154",
        "batteries",
        Expectations(6, 40, ("Contemporary Amperex Technology Company, Limited", "BYD Company, Limited")),
    ),
    Source(
        code="section-1286",
        list="section-1286",
        name="Section 1286: foreign institutions with problematic activities",
        publisher="US Department of Defense (Department of War), Under Secretary for Research and Engineering",
        addresses={},
        licence="Public domain (work of the US government)",
        format="statute-names-csv",
        cadence=400,
        expectations=Expectations(
            60, 600, ("National University of Defense Technology", "Harbin Institute of Technology")
        ),
        upkeep=(
            "Published once a fiscal year as a PDF, announced at https://www.cto.mil and at "
            "https://basicresearch.defense.gov; there is no table to fetch, and none of this was ever read from a real "
            "network. For a new edition add a row for every institution of table 1, as printed, with the fiscal year "
            "as report-date and the address of the PDF as source_url, and reconcile their number with the one "
            "announced. Table 2 names talent programmes, not institutions."
        ),
    ),
)
