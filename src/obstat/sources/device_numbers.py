"""Tables of type allocation codes and of FCC grantee codes, as people export them.

A type allocation code is the first eight digits of an IMEI (3GPP TS 23.003, 6.2); there is no public edition of the
GSMA's own table, so any table with a column for the code and one for the brand is taken. The FCC gives out its
grantees as a table with ``grantee_code`` and ``grantee_name``; a code has three characters, five if it begins with a
digit (47 CFR 2.926). Lines above the header, such as a notice of rights, are passed over.

Invariant: a row is one `Assignment` of the scheme ``tac`` or ``fcc_grantee``, or refused with its line and the reason.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from obstat.model.errors import SourceError
from obstat.sources import tables
from obstat.sources.editions import by_column, columns
from obstat.sources.entry import Assignment, Refused
from obstat.sources.source import Format, Parts, single


@dataclass(frozen=True, slots=True)
class _Kind:
    """Where a table keeps the code and who holds it, and what a code looks like."""

    scheme: str
    code: tuple[str, ...]
    holder: tuple[str, ...]
    shape: re.Pattern[str]
    said: str


_TAC = _Kind(
    "tac",
    ("tac", "type allocation code", "tac code"),
    ("brand", "name", "manufacturer", "manufacturer (or) applicant", "brand name", "maker", "vendor", "holder"),
    re.compile(r"\d{8}"),
    "eight digits",
)
_GRANTEE = _Kind(
    "fcc_grantee",
    ("grantee code", "code", "grantee"),
    ("grantee name", "name", "applicant", "applicant name", "company"),
    re.compile(r"[A-Z][A-Z0-9]{2}|[0-9][A-Z0-9]{4}", re.IGNORECASE),
    "three characters, or five if it begins with a digit",
)

_WITHOUT_ZERO = 7


def _read(kind: _Kind, parts: Parts, list_code: str) -> Iterator[Assignment | Refused]:
    path = single(parts)
    names: list[str] = []
    for line, row in tables.rows(path):
        if not names:
            found = columns(row)
            if {*kind.code} & {*found} and {*kind.holder} & {*found}:
                names = found
            continue
        fields = by_column(names, row)
        if not fields:
            continue
        code = next((told for name in kind.code if (told := fields.peek(name))), "").replace("-", "")
        if kind is _TAC and len(code) == _WITHOUT_ZERO and code.isdigit():
            code = f"0{code}"  # spreadsheets drop the zero that a number begins with
        holder = next((told for name in kind.holder if (told := fields.peek(name))), None)
        for name in (*kind.code, *kind.holder[:1]):
            fields.take(name)
        if not kind.shape.fullmatch(code):
            yield Refused(f"line {line}", f"'{code}' is no such code; it has {kind.said}.")
        elif holder is None:
            yield Refused(f"line {line}", f"The code {code} has no holder; fill in who it was given to.")
        else:
            details = tuple(detail for name in names for detail in fields.detail(name))
            yield Assignment(kind.scheme, code.lower(), holder, f"line {line}", details=details)
    if not names:
        raise SourceError(
            f"{path.name} has no line with the columns '{kind.code[0]}' and '{kind.holder[0]}'; give it such a header."
        )


FORMATS = (
    Format(
        code="tac-csv",
        text="Type allocation codes of IMEIs: a table with the columns tac and brand",
        read=functools.partial(_read, _TAC),
        parts={"list": (".csv", ".tsv", ".txt")},
    ),
    Format(
        code="fcc-grantees",
        text="FCC grantees: a table with the columns grantee_code and grantee_name",
        read=functools.partial(_read, _GRANTEE),
        parts={"list": (".csv", ".tsv", ".txt")},
    ),
)
