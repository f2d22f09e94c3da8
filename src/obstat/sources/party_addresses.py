"""Addresses in running text: where they begin behind a name, where one ends and the next begins, in which country.

Invariant: the texts of the addresses hold every word of the text they are made from but the "and" between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from obstat.model.places import country
from obstat.sources import brackets
from obstat.sources.brackets import ENDS_IN_FORM, FORM, FORMS
from obstat.sources.entry import EntryAddress

_BEGIN = re.compile(
    r"(?:(?:no|nos|rm|bldg|apt|ul|str|pr|d|p\.? ?o)\b\.?|po box|#|\d"
    r"|(?:room|floor|flat|unit|suite|building|block|house|plot|office|shop|villa|addresses|address|level|street|prospekt"
    r"|ulitsa)\b)",
    re.I,
)
"""Words with which an address begins."""
_WITHIN = re.compile(
    r"\b(?:street|st|road|rd|avenue|ave|lane|boulevard|blvd|highway|square|sq|alley|drive|prospekt|prospect|ulitsa"
    r"|pereulok|shosse|mah|cad|caddesi|sok|sokak|district|province|county|township|town|village|city|zone|park|airport"
    r"|estate|tower|mansion|plaza|floor|kowloon|building)\b"
    r"|\d{4,}",
    re.I,
)
_ORDINAL = re.compile(
    r"(?:\d+(?:st|nd|rd|th)|first|second|third) .*\b(?:institute|academy|factory|department|bureau|center)\b", re.I
)
_NAME = re.compile(
    r"\b(?:institut\w*|academ\w+|universit\w+|college|bureau|factory|plant|works|laborator\w+|concern|enterprise|association|division"
    rf"|department|ministry|subsidiary|subordinate|branch|organi[sz]ation|committee|agency|faculty|npo|npp|okb|{FORM})(?!\w)",
    re.I,
)
_MARKED = re.compile(
    r"(?:and )?(?:a\.?k\.?a|f\.?k\.?a|d\.?b\.?a|also known|formerly|doing business|alias|jr|sr|iii?)\b", re.I
)
_INTRODUCED = re.compile(r"^\s*address(?:es)?(?: for [^:]+)?:\s*", re.I)
_CODE = re.compile(r"\b(?=\w*\d)[\w-]{3,}\b|[().]")
"""A post code."""
_WORD = re.compile(r"[^\W\d_]")
_ABBREVIATED = re.compile(
    r"\b(?:\w|assoc|bldg|corp|univ|prof|engr|intl|dept|prov|dist|bros|str|int|inst|dep|gen|mfg|ind|eng|no|st|im|dr|mr|ul|pr)\.$",
    re.I,
)
"""Words whose full stop ends no name."""


def begins_address(text: str) -> bool:
    """Whether a text begins as addresses do: a number, "Room", "P.O. Box"."""
    return _BEGIN.match(text.strip()) is not None and not _ORDINAL.match(text.strip())


def cut(text: str, *, listed: bool = False) -> tuple[str, str]:
    """A name and the address behind it: ``Acme Co., Ltd., No. 1 First Road`` is cut at the third comma.

    Commas go with the name up to the last legal form or word of organisations; `listed` names end with a stop. Give
    the text with its brackets masked.
    """
    places = list(re.finditer(r",\s+|\.\s+(?=[A-Z0-9#]|(?:d|ul|pr|str)\.)", text))
    ends = [*(match.start() for match in places), len(text)][1:]
    for place, following in zip(places, ends, strict=True) if places else ():
        left, right = text[: place.start() + 1], text[place.end() :]
        segment = text[place.end() : following + 1].strip(" ,")
        if place[0].startswith(","):
            if not _goes_on(segment, right):
                return text[: place.start()].strip(), right.strip()
        elif _stops(left, right, listed=listed):
            return left.strip(), right.strip()
    return text.strip(), ""


def _goes_on(segment: str, right: str) -> bool:
    """Whether a segment behind a comma still belongs to the name."""
    if FORMS.match(segment) or _MARKED.match(segment) or _ORDINAL.match(segment):
        return True
    if begins_address(segment) or _WITHIN.search(segment):
        return False
    return bool(_NAME.search(segment)) and bool(re.search(r"[,.]\s", right))


def _stops(left: str, right: str, *, listed: bool) -> bool:
    """Whether a name ends at a full stop."""
    if ENDS_IN_FORM.search(left):
        return begins_address(right) or (listed and not FORMS.match(right))
    return listed and not _ABBREVIATED.search(left)


def addresses(text: str, home: str | None) -> Iterator[EntryAddress]:
    """The addresses of a text; one that names no country is in `home`."""
    for line in text.split("\n"):
        for part in _parts(_INTRODUCED.sub("", line)):
            plain = " ".join(part.split()).strip(" ;,")
            if re.search(r"(?:[^\W\d_]{4}|\d{3})\.$", plain):
                plain = plain[:-1]
            if any(c.isalnum() for c in plain):
                yield EntryAddress(plain, country_of(plain) or home)


def _parts(text: str) -> Iterator[str]:
    """The text cut at semicolons, and at an "and" or a full stop behind a country."""
    masked = brackets.mask(text)
    for piece in re.split(r";\s*(?:and\s+|or\s+)?|\s+Alt(?:ernate)? Address:\s*", masked.text):
        start = 0
        for match in re.finditer(r",?\s+and\s+|\.\s+(?=[A-Z0-9])", piece):
            if ends_in_country(piece[start : match.start()]) and _WORD.search(piece, match.end()):
                yield masked.restored(piece[start : match.start()])
                start = match.end()
        yield masked.restored(re.sub(r"^\s*and\s+", "", piece[start:]))


def ends_in_country(text: str) -> bool:
    """Whether the last words, but for a post code, name a country."""
    return _last(text) is not None


def country_of(text: str) -> str | None:
    """The country that an address names in its last words, or in one of the two parts before them."""
    parts = [part for part in text.split(",") if part.strip()]
    for end in range(len(parts), max(0, len(parts) - 3), -1):
        if code := _last(",".join(parts[:end])):
            return code
    return None


def _last(text: str) -> str | None:
    plain = _CODE.sub(" ", text.replace(".", ""))
    parts = [" ".join(part.split()) for part in plain.split(",")]
    if len(parts) > 1 and all(map(_WORD.search, parts[-2:])) and (code := country(", ".join(parts[-2:]))):
        return code  # a name turned round: Virgin Islands, British
    words = parts[-1].split()
    for count in range(min(6, len(words)), 0, -1):
        tail = " ".join(words[-count:])
        # an address ends in two capitals of a state or an office as often as of a country
        if (len(tail) > 2 or tail == "UK") and (code := country(tail)):
            return code
    return None
