"""Which format a file of ties is written in, by what it begins with, for those who do not say so."""

from __future__ import annotations

import re
from pathlib import Path

from obstat.model.errors import SourceError

_HEAD = 65_536
"""Bytes of the beginning that are looked at."""
_SIGNS = (
    ("gleif-xml", re.compile(rb"\s*<.{0,2000}?<(\w+:)?(LEIData|RelationshipData|ReportingExceptionData)\b", re.DOTALL)),
    ("bods", re.compile(rb"\s*[\[{].*?\"(statementId|statementID|recordType)\"", re.DOTALL)),
    ("opensanctions-ftm", re.compile(rb"\s*\{.*?\"schema\"", re.DOTALL)),
    ("ties-csv", re.compile(rb"(?!\s*[<\[{])[^\n]*[,;\t|][^\n]*(\n|$)")),
)


def format_of_ties(file: Path) -> str:
    """The code of the format. Raises `SourceError` when it cannot be told."""
    with file.open("rb") as opened:
        head = opened.read(_HEAD).removeprefix(b"\xef\xbb\xbf")
    for code, sign in _SIGNS:
        if sign.match(head):
            return code
    raise SourceError(
        f"{file.name} is not recognised as ties; give a table with the columns owner and owned, BODS, FollowTheMoney "
        "or GLEIF XML, or name its format with 'obstat import --format'."
    )
