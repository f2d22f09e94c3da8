"""Identifiers in free text: what stands after a label such as ``FCC ID:``, ``Model No.`` or ``S/N``.

Invariant: a label is a word of its own, a value is the whole word after it, and `text[start:end]` is the given text.
Nothing is checked here beyond the look of it; reading it is for `parse`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from obstat.devices import fcc
from obstat.model.subject import Given


@dataclass(frozen=True, slots=True)
class Found:
    """An identifier and the characters of the text where it stands."""

    given: Given
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Label:
    """What a value is called on a device, how its values look, and whether several can follow one label."""

    scheme: str
    channel: str | None
    words: re.Pattern[str]
    value: re.Pattern[str]
    several: bool = False


_NUMBER = r"(?:\s?(?:no\b\.?|nos\b\.?|number\b|nr\b\.?|num\b\.?|#|№))"
_MARK = r"[ \t]*(?:\([^()\n]{1,20}\)[ \t]*)?(?:[:=#：]|is\b)?[ \t]*"
_WORD = r"(?=[\w./+-]*\d)[^\W_](?:[\w./+-]*[\w+])?"
_FCC_ID = r"(?:[A-Z][A-Z0-9]{2}|[0-9][A-Z0-9]{4})[ ]?-?[ ]?[A-Z0-9][A-Z0-9-]{0,24}(?!-)(?!\s?:)"
_MAC = (
    r"[0-9A-F]{1,2}([:-])(?:[0-9A-F]{1,2}\1){4}(?:[0-9A-F]{1,2}\1[0-9A-F]{1,2}\1)?[0-9A-F]{1,2}(?!\1)|"
    r"[0-9A-F]{4}([.-])(?:[0-9A-F]{4}\2){1,2}[0-9A-F]{4}|[0-9A-F]{6}-[0-9A-F]{6}|[0-9A-F]{12}|[0-9A-F]{16}"
)
_IMEI = (
    r"\d{2}[ -]\d{6}[ -]\d{6}(?:[ -]\d{1,2})?|\d{6}[ /-]\d{2}[ /-]\d{6}(?:[ /-]\d{1,2})?|"
    r"\d{8}[ -]\d{6}(?:[ -]\d{1,2})?|\d{6,20}"
)
_IC = r"\d{1,6}[A-Z]?-[A-Z0-9]{1,11}"
_TEXT = r"[^\r\n\t,;|:=]{2,60}?(?=[\r\n\t,;|:=]|\s{2,}|$)"
_NO_VALUE = frozenset(
    ["PENDING", "NONE", "UNKNOWN", "NA", "TBD", "SEE", "LABEL", "APPLIED", "APPROVED", "REQUIRED", "NUMBER", "INCLUDED"]
)
_MORE = re.compile(r"\s*(?:,|/|;|&|\band\b|\bor\b)\s*(?:FCC\s?-?\s?IDs?\s*[:=#]?\s*)?", re.IGNORECASE)


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w/-])(?:{pattern})", re.IGNORECASE)


def _value(pattern: str, flags: int = re.IGNORECASE) -> re.Pattern[str]:
    return re.compile(rf"(?:{pattern})(?!\w)", flags)


_LABELS = (
    _Label("fcc_id", "contains", fcc.CONTAINS, _value(_FCC_ID), several=True),
    _Label("fcc_id", None, _words(rf"FCC\s?-?\s?IDs?(?!\w){_NUMBER}?"), _value(_FCC_ID), several=True),
    _Label("banner", "contains ic", _words(r"contains\s+IC(?!\w)"), _value(_IC, 0)),
    _Label("banner", "ic", _words(rf"(?-i:IC)(?!\w){_NUMBER}?"), _value(_IC, 0)),
    _Label(
        "imei", None, _words(rf"IMEI(?:\s?/?\s?SV)?(?!\w|\s?[12]\b){_NUMBER}?|IMEI\s?[12](?!\w)"), _value(_IMEI), True
    ),
    _Label("mac", None, _words(rf"MAC(?:[\s-]?(?:addr(?:ess)?\b\.?|ID\b))?(?!\w){_NUMBER}?"), _value(_MAC), True),
    _Label("serial", None, _words(rf"S/N(?!\w)|SN(?=\s*[:#=])|serial(?:{_NUMBER}|(?=\s*[:#=]))"), _value(_WORD)),
    _Label(
        "model",
        "part number",
        _words(rf"P/N(?!\w)|(?:PN|MPN)(?=\s*[:#=])|part(?:{_NUMBER}|(?=\s*[:#=]))"),
        _value(_WORD),
    ),
    _Label(
        "model",
        None,
        _words(rf"M/N(?!\w)|model(?:\s?(?:name|code))?(?:{_NUMBER}|(?=\s*[:#=：]))|型号|型號"),
        re.compile(_TEXT),
    ),
)
"""The certification number of Canada (IC) has no scheme of its own and is kept as a text that the device shows."""
_OF_GOODS = re.compile(
    rf"{fcc.CONTAINS.pattern}|(?<![\w/-])(?:FCC\s?-?\s?IDs?|made\s+in|invoice|quote|quotation)(?!\w)", re.I
)
"""What stands on goods and their papers, and no device says of itself."""


def is_of_goods(text: str) -> bool:
    """Whether a text is a label's, a quote's or an invoice's, and not what a device says of itself."""
    return _OF_GOODS.search(text) is not None


def find_labels(text: str) -> tuple[Found, ...]:
    """Identifiers with a label in `text`, in the order in which they stand.

    Of two labels that overlap the one that starts first counts: ``Contains FCC ID`` is not ``FCC ID``.
    """
    every = ((match, label) for label in _LABELS for match in label.words.finditer(text))
    places: list[tuple[int, int, _Label]] = []
    for match, label in sorted(every, key=lambda one: (one[0].start(), -one[0].end())):
        if not places or match.start() >= places[-1][1]:
            places.append((match.start(), match.end(), label))
    found: list[Found] = []
    for index, (_, end, label) in enumerate(places):
        if found and end <= found[-1].end:
            continue  # a label that lies in the value of the one before it is part of that value
        limit = places[index + 1][0] if index + 1 < len(places) and label.scheme == "model" else len(text)
        found += _values(text, end, limit, label)
    return tuple(found)


def _values(text: str, start: int, limit: int, label: _Label) -> Iterator[Found]:
    marked = _MARKED.match(text, start, limit)
    at = marked.end() if marked else start
    while match := label.value.match(text, at, limit):
        end = at + len(match[0].rstrip(" .-(["))
        if end == at or not _is_value(label, text[at:end]):
            return
        yield Found(Given(label.scheme, text[at:end], label.channel), at, end)
        more = _MORE.match(text, end, limit) if label.several else None
        if more is None:
            return
        at = more.end()


def _is_value(label: _Label, value: str) -> bool:
    """Whether words after a label are an identifier and not a sentence that goes on."""
    if label.scheme == "fcc_id":
        words = value.upper().split()
        return any(c.isdigit() for c in value) or (value.isupper() and not _NO_VALUE.intersection(words))
    return value.upper().rstrip(".") not in _NO_VALUE


_MARKED = re.compile(_MARK, re.IGNORECASE)
