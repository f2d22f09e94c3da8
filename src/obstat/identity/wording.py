"""The names that a field may hold: people write two names into it, numbers before it, and notes behind it.

Invariant: the text itself comes first; every other reading is a part of it, and nothing is made up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from obstat.names.analysis import analyse
from obstat.names.lexicon import Kind

_SAME_PARTY = re.compile(
    r"\s*[,;(]?\s*\b(?:[afd]\s*[/.]?\s*k\s*[/.]?\s*a\b\.?|d\s*/\s*b\s*/\s*a\b|dba\b|also known as"
    r"|formerly(?: known as)?|renamed(?: to)?"
    r"|previously|now known as|(?<=\()now|doing business as|trading as|abbr\.)\s*:?\s+",
    re.IGNORECASE,
)
"""Between two names of one party."""
_BESIDE = re.compile(
    r"\s+(?:[/|]|by)\s+|(?<=\w{3})/(?=\w{3})|\s*[;|\n]\s*|\s+[-–—]+\s+|\s*,\s*(?=warehouse|unit|building|floor|suite)",
    re.IGNORECASE,
)
"""Between a name and what stands beside it, perhaps another's name."""
_LEADING = re.compile(
    r"^\W*(?:(?:vend(?:or)?|supp(?:lier)?|mfr|manufacturer|maker|brand|acct|account|no|id|po)\s*[#:.]"
    r"|(?:attn|c/o|m/s|messrs)\b|#)[\s#:.]*",
    re.IGNORECASE,
)
_TRAILING = re.compile(
    r"\s+(?:attn\b|c/o\b|(?:attention|tel|fax|phone|ph|e-?mail)\s*[.:#]|(?:tel|fax|phone|ph)\s*\+?\d|www\.|https?:).*$",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"^\W*[A-Z]{0,4}[-#]?\d{3,}[-\d]*\W+(?=\w)|\s+\(?#?\s*[A-Z]{0,3}\d{3,}(?:-\d+)*\)?$", re.IGNORECASE
)
"""A vendor's number before a name or behind it."""
_ADDRESS = re.compile(r"^(.+\b(?:inc|ltd|limited|llc|corp|corporation|co|gmbh|plc)\b\.?)\s*,\s*\w.*$", re.IGNORECASE)
"""A name that ends in a legal form, and what stands behind a comma."""
_BRACKETS = re.compile(r"^(.*?)\s*[(（\[]([^()（）\[\]]{2,})[)）\]]\s*(.*)$")


@dataclass(frozen=True, slots=True)
class Reading:
    """A name that the text may hold. `same` is false where it may be that of somebody beside the party meant.

    Only the text itself can name a party for certain.
    """

    text: str
    same: bool
    why: str


def readings(text: str) -> Iterator[Reading]:
    """The text, then the names inside it, without repetition."""
    seen = set()
    for reading in _all(text):
        plain = reading.text.strip(" ,;:-–—/|\"'“”«»")
        if len(plain) > 1 and plain.casefold() not in seen:
            seen.add(plain.casefold())
            yield Reading(plain, reading.same, reading.why)


def _all(text: str) -> Iterator[Reading]:
    yield Reading(text, True, "")
    bare = _bare(text)
    yield Reading(bare, True, "without the number or note beside it")
    parts = _SAME_PARTY.split(bare)
    if len(parts) > 1:
        for part in parts:
            whole = part if part.count("(") == part.count(")") else part.strip(" ()")
            yield Reading(_bare(whole), False, "one of the names given for it")
    if brackets := _BRACKETS.match(bare):
        before, inside, after = brackets.groups()
        if not any(token.kind is Kind.PLACE for token in analyse(inside).tokens):
            yield Reading(f"{before} {after}", False, "without what stands in brackets")
        if not _initials_of(inside, before):
            yield Reading(inside, False, "the name in brackets")
    if address := _ADDRESS.match(bare):
        yield Reading(address.group(1), False, "without the address behind it")
    beside = _BESIDE.split(bare)
    if len(beside) > 1:
        for part in beside:
            yield Reading(_bare(part), False, "a name in the text")


def _initials_of(short: str, name: str) -> bool:
    """Whether `short` only abbreviates the name it stands behind."""
    return short.isupper() and "".join(word[0] for word in re.findall(r"\w+", name)).upper().startswith(short)


def _bare(text: str) -> str:
    for _ in range(3):
        shorter = _NUMBER.sub("", _LEADING.sub("", _TRAILING.sub("", text))).strip()
        if shorter == text or not shorter:
            break
        text = shorter
    return text
