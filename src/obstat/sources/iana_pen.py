"""Private enterprise numbers of the Internet Assigned Numbers Authority (RFC 9371), the arcs below 1.3.6.1.4.1.

In ``enterprise-numbers.txt`` a record is four lines: the number at the margin, then, each indented by two more spaces,
the organisation, a contact and the contact's e-mail address with ``&`` for ``@``. Tables made from it have the number
and the organisation on one line, with comments behind ``#``. ``---none---`` stands for nothing.

Invariant: a number is one `Assignment` of the scheme ``pen``. The contact, mostly a private person, is in its details.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from obstat.model.errors import SourceError
from obstat.sources import tables
from obstat.sources.entry import Assignment, Detail
from obstat.sources.fields import folded
from obstat.sources.source import Expectations, Format, Parts, Source, single

_NUMBER = re.compile(r"(\d+)(?:[ \t]+(\S.*))?")
_INDENT = re.compile(r"[ \t]*")
_NOTHING = "---none---"
_LEVELS = ("organisation", "contact", "e-mail")
_END = "end of document"


@dataclass
class _Record:
    """A number and the lines below it, by level."""

    at: str
    number: str
    levels: dict[str, list[str]] = field(default_factory=dict)
    left: list[Detail] = field(default_factory=list)

    def add(self, indent: int, text: str) -> None:
        level = _LEVELS[min(max(indent // 2, 1), len(_LEVELS)) - 1]
        self.levels.setdefault(level, []).append(text)

    def assignment(self) -> Assignment:
        told = {level: " ".join(texts) for level, texts in self.levels.items()}
        holder = told.pop("organisation", "")
        details = tuple(Detail(level, text) for level, text in told.items() if text != _NOTHING)
        return Assignment("pen", self.number, holder, self.at, details=details, left=tuple(self.left))


def _read(parts: Parts, list_code: str) -> Iterator[Assignment]:
    path = single(parts)
    record: _Record | None = None
    for number, line in enumerate(tables.text_of(path).split("\n"), 1):
        text = folded(line)
        if not text or text.startswith("#") or text.casefold() == _END:
            continue
        indent = len(_INDENT.match(line.expandtabs(2))[0])  # type: ignore[index]  # it matches nothing, too
        if not indent and (match := _NUMBER.fullmatch(text)):
            if record:
                yield record.assignment()
            record = _Record(f"line {number}", str(int(match[1])))
            if match[2]:
                record.add(0, match[2])
        elif record and indent:
            record.add(indent, text)
        elif record:
            record.left.append(Detail(f"line {number}", text))
    if record is None:
        raise SourceError(f"{path.name} has no enterprise number; give the registry of IANA, enterprise-numbers.txt.")
    yield record.assignment()


FORMATS = (
    Format(
        code="iana-pen",
        text="Private enterprise numbers: IANA's text, or a table of number and organisation",
        read=_read,
        parts={"list": ("enterprise-numbers.txt", ".txt", ".tsv")},
    ),
)

SOURCES = (
    Source(
        code="iana-pen",
        list="iana-pen",
        name="Private enterprise numbers",
        publisher="Internet Assigned Numbers Authority",
        addresses={"list": "https://www.iana.org/assignments/enterprise-numbers.txt"},
        licence="CC0 1.0",
        format="iana-pen",
        cadence=90,
        expectations=Expectations(50000, 150000, ("ciscoSystems", "HUAWEI Technology Co.,Ltd")),
        upkeep=(
            "The readers were checked with a table of August 2024 and the text as it was in August 2025; the address "
            "was never fetched by us. Numbers are given to anybody who asks, so a holder is what the applicant wrote."
        ),
        persons=True,
        usual=False,
    ),
)
