"""The consolidated list of the Security Council of the United Nations, as XML (``sc-sanctions.xsd``).

``CONSOLIDATED_LIST`` holds ``INDIVIDUALS/INDIVIDUAL`` and ``ENTITIES/ENTITY``. A record has up to four parts of a name,
its name in the original script, aliases with their quality (Good or Low of persons, a.k.a. or f.k.a. of entities),
addresses, dates and places of birth, documents, the regime (``UN_LIST_TYPE``), the permanent reference number, the day
of listing and the days of later changes.

Invariant: a record is an entry under its permanent reference number. For nothing the file writes an empty element or
``na``. That is also the code of Namibia, but the file names countries in full; and names of persons are in capitals, so
that one who is called NA keeps the name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from obstat.sources import days
from obstat.sources.entry import Detail, EntryListing, NameKind, Statement
from obstat.sources.ofac_elements import Element, records
from obstat.sources.ofac_record import dated, joined, span
from obstat.sources.party_draft import Draft
from obstat.sources.source import Expectations, Format, Parts, Source, single

_NOTHING: Final = frozenset(["na", "n.a."])
"""What the file writes for nothing, besides what other publishers do; in a name in small letters only."""
_NAMES: Final = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
_ADDRESS: Final = ("STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE")
_QUALITIES: Final[dict[str, tuple[NameKind, bool]]] = {
    "": ("alias", False),
    "good": ("alias", False),
    "low": ("alias", True),
    "a.k.a.": ("alias", False),
    "f.k.a.": ("former", False),
}
"""Kind and weakness of an alias by its quality."""
_DOCUMENTS: Final = (
    ("passport", ("passport", "passeport", "pasaporte")),
    ("national_id", ("national ident", "identity card", "identification card", "identification number")),
)
"""Schemes by words of the type of a document, which is in English, French or Spanish."""
_ASIDE: Final = re.compile(r"[\s,(]+((?:born|previously listed as|formerly listed as)\b.*?)\)?$", re.I)
"""What stands behind an alias and belongs into its note."""
_SCRIPT: Final = re.compile(r"\(original script: *", re.I)
_SAID: Final = ("COMMENTS1", "GENDER", "DATAID", "SUBMITTED_BY", "SUBMITTED_ON", "SORT_KEY", "SORT_KEY_LAST_MOD")
_VALUES: Final = ("TITLE", "DESIGNATION", "LAST_DAY_UPDATED")
"""Elements with a ``VALUE`` for each of several."""
_ALWAYS: Final = {"VERSIONNUM": "1", "LIST_TYPE": "UN List"}
"""What every record says so far, and what therefore tells nothing."""


def read(parts: Parts, list_code: str) -> Iterator[Statement]:
    """The records of the file. Raises `SourceError` when it is not of this layout, or cut off."""
    taken: Counter[str] = Counter()
    for element in records(single(parts), "CONSOLIDATED_LIST", frozenset(["INDIVIDUAL", "ENTITY"])):
        reference = element.value("REFERENCE_NUMBER")
        id_ = reference or (f"dataid-{number}" if (number := element.value("DATAID")) else "unnumbered")
        taken[id_] += 1
        draft = Draft(f"{element.name} {id_}")
        draft.kind = "person" if element.name == "INDIVIDUAL" else "company"
        _name(draft, element)
        _about(draft, element)
        listing = _listing(draft, element, list_code, reference)
        draft.left += element.left()
        yield draft.entry(id_ if taken[id_] == 1 else f"{id_}-{taken[id_]}", [listing])


def said(element: Element, name: str) -> str:
    """The text of a child, empty where the file says nothing."""
    text = element.value(name)
    return "" if text.lower() in _NOTHING else text


def _name(draft: Draft, element: Element) -> None:
    person = draft.kind == "person"
    whole = " ".join(part for name in _NAMES if (part := element.value(name)) and part not in _NOTHING)
    if person:
        draft.name(whole, "name")
    else:
        draft.printed(whole, "name")
    draft.printed(element.value("NAME_ORIGINAL_SCRIPT"), "alias")
    for alias in (*element.children("INDIVIDUAL_ALIAS"), *element.children("ENTITY_ALIAS")):
        quality, text = alias.value("QUALITY"), alias.value("ALIAS_NAME")
        kind, weak = _QUALITIES.get(quality.lower(), ("alias", False))
        if quality.lower() not in _QUALITIES:
            draft.left.append(Detail("ALIAS/QUALITY", quality))
        if aside := _ASIDE.search(text):
            draft.detail("alias note", f"{text[: aside.start()]}: {aside[1]}")
            text = text[: aside.start()]
        draft.printed(_SCRIPT.sub("(", text), kind, weak=weak, person=person)
        born = joined([said(alias, name) for name in ("DATE_OF_BIRTH", "CITY_OF_BIRTH", "COUNTRY_OF_BIRTH")])
        for remark in (said(alias, "NOTE"), f"born {born}" if born else ""):
            if remark:
                draft.detail("alias note", f"{text}: {remark}" if text else remark)


def _about(draft: Draft, element: Element) -> None:
    for nationality in element.children("NATIONALITY"):
        for value in nationality.children("VALUE"):
            draft.country("nationality", _text(value))
    for address in (*element.children("INDIVIDUAL_ADDRESS"), *element.children("ENTITY_ADDRESS")):
        lines = [said(address, name) for name in _ADDRESS]
        where, note = said(address, "COUNTRY"), said(address, "NOTE")
        if where or any(lines):
            draft.address(lines, where, note)
        else:
            draft.told_of(note)
    for birth in element.children("INDIVIDUAL_DATE_OF_BIRTH"):
        draft.detail("date of birth", _born(birth))
    for place in element.children("INDIVIDUAL_PLACE_OF_BIRTH"):
        draft.detail("place of birth", joined(said(place, name) for name in (*_ADDRESS, "COUNTRY", "NOTE")))
    for document in element.children("INDIVIDUAL_DOCUMENT"):
        _document(draft, document)
    for name in _VALUES:
        for group in element.children(name):
            for value in group.children("VALUE"):
                text = _text(value)
                draft.detail(_label(name), days.iso(text) or text)
    for name in _SAID:
        draft.detail(_label(name), said(element, name))
    for name, usual in _ALWAYS.items():
        for one in element.children(name):
            for text in (one.text(), *(value.text() for value in one.children("VALUE"))):
                draft.detail(_label(name), text if text != usual else None)


def _born(birth: Element) -> str:
    """A date in ISO 8601, ``circa`` where it is about then, an interval where it lies between two years."""
    how, note = said(birth, "TYPE_OF_DATE"), said(birth, "NOTE")
    date = said(birth, "DATE") or said(birth, "YEAR")
    first, last = said(birth, "FROM_YEAR"), said(birth, "TO_YEAR")
    text = days.iso(date) or date
    between = span(first, last) if first and last else first or last
    date = joined([text, between])
    if not date:
        return days.iso(note) or note
    about = [word for word in (how, note) if word.upper().startswith("APPROX")]
    return joined([f"circa {date}" if about else date, note if note not in about else None])


def _document(draft: Draft, document: Element) -> None:
    type_, more = said(document, "TYPE_OF_DOCUMENT"), said(document, "TYPE_OF_DOCUMENT2")
    name = (type_ or more).lower().rstrip(" .:")
    scheme = next((scheme for scheme, words in _DOCUMENTS if any(word in name for word in words)), name or "document")
    issuers = dict.fromkeys(filter(None, (said(document, "ISSUING_COUNTRY"), said(document, "COUNTRY_OF_ISSUE"))))
    where, *others = issuers or [""]
    issued = said(document, "DATE_OF_ISSUE")
    told = [more if type_ and more != type_ else "", dated(issued=issued), *others]
    told += [f"in {city}" if (city := said(document, "CITY_OF_ISSUE")) else "", said(document, "NOTE")]
    draft.number(scheme, said(document, "NUMBER"), where, "; ".join(filter(None, told)) or None)


def _listing(draft: Draft, element: Element, list_code: str, reference: str) -> EntryListing:
    dates = {}
    for name in ("LISTED_ON", "DELISTED_ON"):
        text = said(element, name)
        dates[name] = days.iso(text)
        draft.detail(_label(name), text if text and not dates[name] else None)
    return EntryListing(
        list_code,
        since=dates["LISTED_ON"],
        until=dates["DELISTED_ON"],
        programme=said(element, "UN_LIST_TYPE") or None,
        reference=reference or None,
    )


def _text(value: Element) -> str:
    text = value.text()
    return "" if text.lower() in _NOTHING else text


def _label(name: str) -> str:
    return name.lower().rstrip("1").replace("_", " ")


FORMATS: Final = (
    Format(
        "un-sc-xml",
        "Consolidated list of the UN Security Council as XML",
        read,
        parts={"list": ("consolidated.xml", ".xml")},
    ),
)

SOURCES: Final = (
    Source(
        "un-sc",
        "un-sc",
        "United Nations Security Council Consolidated List",
        "United Nations Security Council",
        {"list": "https://scsanctions.un.org/resources/xml/en/consolidated.xml"},
        "The file states none; see the terms of use of the United Nations' website",
        "un-sc-xml",
        cadence=7,
        expectations=Expectations(600, 3_000, ("AL-QAIDA", "KOREA MINING DEVELOPMENT TRADING CORPORATION")),
        upkeep=(
            "The list had 730 persons and 273 entities on 27 February 2026, with which the reader was checked. The "
            "address is the documented one and was never fetched from a real network. When a quality of aliases "
            "appears that the reader does not know, it shows in what is left: add it to its table. A listing binds "
            "states; what it does to a person follows from the law of the state that carries it out."
        ),
        persons=True,
    ),
)
