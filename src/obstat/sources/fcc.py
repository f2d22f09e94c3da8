"""The Covered List of the Federal Communications Commission; its Conditional Approvals are in `fcc_approvals`.

The list is a table of two columns, "Covered Equipment or Services" and "Date of Inclusion on Covered List", on
https://www.fcc.gov/supplychain/coveredlist; the same table is also read as CSV. A cell is a sentence. It names a
producer ("equipment produced by X, to the extent …") or a category ("Routers produced in a foreign country, except …").

Invariant: a row is one entry, but a row that names two parties is one entry for each, with the same text and the same
number in the detail ``row``. Ids are made from the party or category alone, so that a row that is worded anew keeps
its id; footnote marks, and what screen readers say of a link ("Visit -"), are not part of any value.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from obstat.model.errors import SourceError
from obstat.sources import days, fcc_approvals, tables
from obstat.sources.editions import by_column, columns, slug
from obstat.sources.entry import Detail, Entry, EntryListing, EntryName, EntryRelation
from obstat.sources.fields import folded
from obstat.sources.source import Expectations, Format, Parts, Source, single

ADDRESS: Final = "https://www.fcc.gov/supplychain/coveredlist"
_TEXT, _DATE = "covered equipment or services", "date of inclusion on covered list"

_MARKS = "*†‡#^£¹²³"
_MARK = re.compile(rf"\s*([{_MARKS}]+)")
_FOOTNOTE = re.compile(rf"(?:^|(?<=\s))([{_MARKS}]+)\s*([^{_MARKS}]+)")
_EXCEPT = re.compile(r"[\s—,:]*\bexcept\b[:,]?\s*")
_FURTHER = re.compile(r"(?<=\.[”\"])\s*(?=[A-Z])|—\s*and (?=all )")
"""Where a cell goes on with another sentence: after a closing quote, or after a dash."""
_ITEM = re.compile(r"(?:^|\s)\(([a-z])\)\s")
_UNTIL = re.compile(r"\buntil ([A-Z][a-z]+ \d{1,2}, \d{4})")
_PRODUCED = re.compile(
    r"\s*\b(?:produced or provided|produced|provided|supplied|manufactured)(?:, directly or indirectly,)? by (?=[A-Z])"
)
_TAIL = re.compile(r",? (?=(?:including|to the extent|subject to|or (?:any of )?its)\b)")
_SUBSIDIARY = re.compile(r",? and its (?:wholly[- ]owned )?subsidiary,? ")
_EXTENT = re.compile(r"\bor ((?:any of )?its .*?)(?=,? including\b|$)")
_LIMIT = re.compile(r"\bto the extent .*?(?=, including\b|$)|\bsubject to .*$")
_ABROAD = re.compile(r"\bproduced in (?:a )?foreign countr(?:y|ies)|\bforeign[- ](?:produced|made)|\([^()]*\)", re.I)
_ABBREVIATED = re.compile(r"\b(?:Inc|Corp|Ltd|Co|L\.L\.C)\.$")


@dataclass(frozen=True, slots=True)
class _Sentence:
    """The sentence of a row, taken apart."""

    text: str
    head: str
    """Up to the exceptions, without the full stop."""
    exceptions: tuple[tuple[str, str], ...]
    """Each with its letter, which is empty when there is only one."""
    further: str
    """What else the cell lists."""

    @classmethod
    def parse(cls, cell: str) -> _Sentence:
        text = folded(_MARK.sub("", cell.replace("Visit - ", "")))
        text = re.sub(r"\.\s*([”\"])\s*(?=[A-Z])", r".\1 ", text)  # some copies run two paragraphs together
        first, *further = _FURTHER.split(text, maxsplit=1)
        head, *rest = _EXCEPT.split(first, maxsplit=1)
        lead, *items = _ITEM.split(rest[0] if rest else "")
        lettered = zip(items[::2], items[1::2], strict=True) if items else [("", lead)] if lead else []
        exceptions = tuple((letter, re.sub(r"(?:[;,]?\s*\band|[\s,;.]*)$", "", item)) for letter, item in lettered)
        shown = head if _ABBREVIATED.search(head) else head.rstrip(" .")
        return cls(text, shown, exceptions, further[0] if further else "")

    def details(self) -> Iterator[Detail]:
        for letter, exception in self.exceptions:
            label = f"exception ({letter})" if letter else "exception"
            yield Detail(label, exception)
            if until := _UNTIL.search(exception):
                yield Detail(f"{label} until", days.iso(until[1]) or until[1])
        if self.further:
            yield Detail("also listed", self.further)


def _read_html(parts: Parts, list_code: str) -> Iterator[Entry]:
    path = single(parts)
    pages = tables.html_tables(path)
    for number, (_, table) in enumerate(pages):
        if table and _is_covered(table[0]):
            after = pages[number + 1][0] if number + 1 < len(pages) else ""
            places = [f"table {number + 1}, row {place}" for place in range(1, len(table) + 1)]
            yield from _entries(places, table, list_code, after)
            return
    raise SourceError(f"{path.name} has no table '{_TEXT}'; fetch {ADDRESS} again, or give another format.")


def _read_csv(parts: Parts, list_code: str) -> Iterator[Entry]:
    path = single(parts)
    lines = list(tables.rows(path))
    if not lines or not _is_covered(lines[0][1]):
        raise SourceError(f"{path.name} lacks the columns '{_TEXT}' and '{_DATE}'; give it that header.")
    yield from _entries([f"line {line}" for line, _ in lines], [row for _, row in lines], list_code, "")


def _is_covered(header: Sequence[str]) -> bool:
    return {_TEXT, _DATE} <= set(columns(header))


def _entries(places: list[str], table: list[list[str]], list_code: str, after: str) -> Iterator[Entry]:
    """The entries of a table whose first row is the header; `after` is the text behind it, where footnotes stand."""
    names, seen, number = columns(table[0]), Counter[str](), 0
    rows = [(place, row) for place, row in zip(places[1:], table[1:], strict=True) if any(map(folded, row))]
    footnotes = _footnotes(" ".join([*(row[0] for _, row in rows if _is_footnote(row)), after]))
    general = _MARK.findall(" ".join(table[0]))
    for place, row in rows:
        if _is_footnote(row):
            continue
        number += 1
        fields = by_column(names, row)
        cell, date = fields.take(_TEXT) or "", fields.take(_DATE) or ""
        marks = dict.fromkeys([*general, *_MARK.findall(cell)])
        details = [Detail("row", str(number))]
        details += (Detail(f"footnote {mark}", footnotes[mark]) for mark in marks if mark in footnotes)
        for entry in _row(cell, date, list_code, place, details):
            seen[entry.id] += 1
            once = entry.id if seen[entry.id] == 1 else f"{entry.id}-{seen[entry.id]}"
            yield replace(entry, id=once, left=fields.left())


def _is_footnote(row: list[str]) -> bool:
    """A row across the table that begins with a mark is a footnote, not a record."""
    return _MARK.match(row[0]) is not None and not any(map(folded, row[1:]))


def _footnotes(text: str) -> dict[str, str]:
    """The first text behind each mark, up to its last full stop: a heading of the page may follow."""
    found = {match[1]: match[2] for match in reversed(list(_FOOTNOTE.finditer(text)))}
    return {mark: folded(note[: note.rfind(".") + 1] or note) for mark, note in found.items()}


def _row(cell: str, date: str, list_code: str, at: str, details: list[Detail]) -> Iterator[Entry]:
    sentence = _Sentence.parse(cell)
    since, *changes = re.split(r"\s*\bUpdated:?\s*|(?<=\d{4})Updated:?\s*", date)
    equipment, *named = _PRODUCED.split(sentence.head, maxsplit=1)
    limit = _LIMIT.search(sentence.head)
    extent = _EXTENT.search(sentence.head)
    listing = EntryListing(
        list_code,
        since=days.iso(since),
        programme="Covered List",
        measures=limit[0] if limit else None,
        ground=sentence.text or None,
        url=ADDRESS,
    )
    details += [] if days.iso(since) or not since else [Detail(_DATE, since)]
    details += (Detail("updated", days.iso(change) or change) for change in changes if change)
    details += [Detail("extends to", extent[1])] if extent else []
    details += sentence.details()
    if not named:
        yield _category(sentence.head, listing, at, details)
        return
    details += [Detail(_TEXT, equipment)] if equipment else []
    parties = _SUBSIDIARY.split(_TAIL.split(named[0], maxsplit=1)[0], maxsplit=1)
    whole = 100.0 if "wholly" in named[0] else None
    for party in parties if len(parties) == 2 else re.split(r",? or (?=[A-Z])", parties[0]):
        tie, other = ("owns", parties[-1]) if party == parties[0] else ("subsidiary_of", parties[0])
        yield Entry(
            id=slug(party) or slug(at),
            kind="company",
            names=(EntryName(party),),
            at=at,
            listings=(listing,),
            relations=(EntryRelation(tie, other, slug(other), whole, whole),) if len(parties) == 2 else (),
            details=tuple(details),
        )


def _category(head: str, listing: EntryListing, at: str, details: list[Detail]) -> Entry:
    """A class of things. Where it must have been made is part of its name, but not of its id."""
    return Entry(
        id=slug(_ABROAD.sub(" ", head)) or slug(head) or slug(at),
        kind="category" if head else "unknown",
        names=(EntryName(head),) if head else (),
        at=at,
        listings=(listing,),
        details=tuple(details),
    )


FORMATS = (
    Format(
        code="fcc-covered-list-html",
        text="Covered List as the FCC publishes it: the page with its table",
        read=_read_html,
        parts={"list": (".html", ".htm")},
    ),
    Format(
        code="fcc-covered-list-csv",
        text="Covered List as a table of two columns: the text and the date of inclusion",
        read=_read_csv,
        parts={"list": (".csv",)},
    ),
    Format(
        code="fcc-conditional-approvals-html",
        text="Conditional Approvals as the FCC publishes them: the tables behind the Covered List",
        read=fcc_approvals.read_html,
        parts={"list": (".html", ".htm")},
    ),
    Format(
        code="fcc-conditional-approvals-csv",
        text="Conditional Approvals as a table: producer, device, dates and conditions, in any order",
        read=fcc_approvals.read_csv,
        parts={"list": (".csv",)},
    ),
)

SOURCES = (
    Source(
        code="fcc-covered-list",
        list="fcc-covered-list",
        name="FCC Covered List",
        publisher="US Federal Communications Commission, Public Safety and Homeland Security Bureau",
        addresses={"list": ADDRESS},
        licence="Public domain (work of the US government)",
        format="fcc-covered-list-html",
        cadence=30,
        expectations=Expectations(14, 60, ("Huawei Technologies Company", "ZTE Corporation")),
        upkeep=(
            "The reader was checked with six editions of the table from May to August 2026, kept as CSV; the page "
            "itself was never fetched from a real network. Changes are announced as public notices in WC Docket 18-89. "
            "When a new row is worded in a way not seen so far, see whether it is still read as the right kind (party "
            "or category) and whether its exceptions and their days come out as details."
        ),
    ),
    Source(
        code="fcc-conditional-approvals",
        list="fcc-conditional-approvals",
        name="FCC Conditional Approvals",
        publisher="US Federal Communications Commission, Public Safety and Homeland Security Bureau",
        addresses={"list": ADDRESS},
        licence="Public domain (work of the US government)",
        format="fcc-conditional-approvals-html",
        cadence=30,
        expectations=Expectations(1, 5000),
        upkeep=(
            "The approvals stand in tables on the page of the Covered List (#conditional-approvals) and in appendices "
            "of public notices (DA 26-351 of 14 April 2026 has the first for routers). No copy of those tables was at "
            "hand and the page was never fetched from a real network: compare the columns with those that "
            "fcc_approvals knows at the first fetch, and the kinds of equipment with the headings of the tables."
        ),
    ),
)
