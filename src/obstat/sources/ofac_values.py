"""What the advanced files of the Office of Foreign Assets Control state once and refer to by number.

``ReferenceValueSets`` give the words for every number (types, countries, scripts, programmes' legal bases);
``Locations`` the places; dates are written as periods from a first to a last day.

Invariant: a number without a value stays visible as ``FeatureType 999``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from obstat.model import places
from obstat.sources import days
from obstat.sources.entry import Detail
from obstat.sources.ofac_elements import Element
from obstat.sources.ofac_record import joined, span

_NOTHING: Final = frozenset(
    ["", "unknown", "undetermined", "unspecified", "none", "n/a", "valid", "original", "other", "others"]
)
"""Values of the publisher's that say nothing, in lower case."""
_FIXED: Final = ("YearFixed", "MonthFixed", "DayFixed")
_LINES: Final = ("ADDRESS1", "ADDRESS2", "ADDRESS3", "CITY", "STATE/PROVINCE", "REGION", "POSTAL CODE")
_ANY: Final = "Unknown"
"""The part of a location of which the publisher does not say what it is: often a country or a region."""


class Values:
    """The reference values: the text and the attributes of ``FeatureType 8``."""

    def __init__(self) -> None:
        self._texts: dict[tuple[str, str], str] = {}
        self._attributes: dict[tuple[str, str, str], str] = {}

    def __bool__(self) -> bool:
        return bool(self._texts)

    def add(self, sets: Element) -> None:
        """The element ``ReferenceValueSets``."""
        for group in sets.everything():
            for value in group.everything():
                number = value.attribute("ID")
                self._texts[value.name, number] = value.text()
                for name in ("PartyTypeID", "CountryID", "Description", "ISO2", "ScriptCode"):
                    if text := value.attribute(name):
                        self._attributes[value.name, number, name] = text

    def text(self, kind: str, number: str) -> str:
        """The word for a number; empty where there is no number."""
        if not number:
            return ""
        text = self._texts.get((kind, number))
        return f"{kind} {number}" if text is None else text

    def telling(self, kind: str, number: str) -> str:
        """As `text`, but empty where the publisher's word says nothing."""
        text = self.text(kind, number)
        return "" if text.lower() in _NOTHING else text

    def attribute(self, kind: str, number: str, name: str) -> str:
        return self._attributes.get((kind, number, name), "")

    def country(self, number: str) -> str:
        """The name of a country, or its code where the name is not understood."""
        name = self.telling("Country", number)
        code = self.attribute("Country", number, "ISO2")
        return code if code and name and places.country(name) is None and places.country(code) else name or code

    def area(self, number: str) -> str:
        """The country of an area code."""
        described = self.attribute("AreaCode", number, "Description")
        return (
            described or self.country(self.attribute("AreaCode", number, "CountryID")) or self.text("AreaCode", number)
        )


@dataclass(frozen=True, slots=True)
class Location:
    """A place: its text in each script, with the country in it, and the country's name."""

    texts: tuple[str, ...] = ()
    country: str = ""
    details: tuple[Detail, ...] = ()
    left: tuple[Detail, ...] = ()


@dataclass(slots=True)
class _Parts:
    lines: dict[str, str] = field(default_factory=dict)
    other: dict[str, str] = field(default_factory=dict)
    """The same in another script."""
    comments: list[Detail] = field(default_factory=list)


def location(element: Element, values: Values) -> tuple[str, Location]:
    """An element ``Location`` by its number."""
    number = element.attribute("ID")
    country = ""
    for area in element.children("LocationAreaCode"):
        country = country or values.area(area.attribute("AreaCodeID"))
    for stated in element.children("LocationCountry"):
        stated.attribute("CountryRelevanceID")
        country = values.country(stated.attribute("CountryID")) or country
    parts = _Parts()
    for part in element.children("LocationPart"):
        _read_part(part, values, parts)
    # A part of no kind repeats the country, names one, or is the only text there is.
    anywhere = parts.lines.pop(_ANY, "")
    if anywhere and not country:
        country, anywhere = anywhere, ""
    if anywhere.lower() == country.lower():
        anywhere = ""
    lines = [*(parts.lines.pop(name, "") for name in _LINES), *parts.lines.values(), anywhere]
    texts = [joined([*lines, country])]
    if parts.other:
        texts.append(joined([*(parts.other.pop(name, "") for name in _LINES), *parts.other.values(), country]))
    for name in ("FeatureVersionReference", "IDRegDocumentReference"):
        skip(element, name)
    if comment := element.value("Comment"):
        parts.comments.append(Detail("location comment", comment))
    left = element.rest()
    return number, Location(tuple(filter(None, texts)), country, tuple(parts.comments), left)


def _read_part(part: Element, values: Values, parts: _Parts) -> None:
    kind = values.text("LocPartType", part.attribute("LocPartTypeID")) or _ANY
    for value in part.children("LocationPartValue"):
        target = parts.other if value.attribute("Primary") == "false" else parts.lines
        for name in ("LocPartValueTypeID", "LocPartValueStatusID"):
            value.attribute(name)
        if comment := value.value("Comment"):
            parts.comments.append(Detail(f"{kind.lower()} comment", comment))
        if text := value.value("Value"):
            target[kind] = joined([target.get(kind), text])


def period(element: Element) -> str:
    """A ``DatePeriod`` as a day, month, year or interval in ISO 8601, ``circa`` where the publisher is not sure."""
    for name in ("CalendarTypeID", *_FIXED):
        element.attribute(name)
    bounds = []
    about = False
    for name in ("Start", "End"):
        for boundary in element.children(name):
            about |= boundary.attribute("Approximate") == "true"
            for fixed in _FIXED:
                boundary.attribute(fixed)
            bounds += [text for end in ("From", "To") for one in boundary.children(end) if (text := point(one))]
    if not bounds:
        return ""
    first, last = bounds[0], bounds[-1]
    exact = days.iso(first) == first and days.iso(last) == last
    text = span(first, last) if exact else joined([first, last] if first != last else [first])
    comment = element.value("Comment")
    return joined([f"circa {text}" if about else text, comment])


def point(element: Element) -> str:
    """A date of ``Year``, ``Month`` and ``Day`` in ISO 8601; as it stands where it is no date of the calendar."""
    element.attribute("CalendarTypeID")
    written = "-".join(filter(None, (element.value(name) for name in ("Year", "Month", "Day"))))
    return days.iso(written) or written


def skip(element: Element, name: str) -> None:
    """Take elements that only refer to others by number: what they refer to is read where it stands."""
    for reference in element.children(name):
        for attribute in (
            "FeatureVersionID",
            "IDRegDocumentID",
            "DocumentedNameID",
            "ProfileRelationshipID",
            "SanctionsEntryID",
            "ReferenceType",
        ):
            reference.attribute(attribute)
