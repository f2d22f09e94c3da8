"""What a statement of the Beneficial Ownership Data Standard 0.4 is made of, and what it may not lack.

Written from the standard's JSON Schemas (https://standard.openownership.org/en/0.4.0/standard/reference.html); a test
compares these checks with them where they are installed. A name with ``!`` is required, one of those under ``|``,
and under ``?`` the third where the first has the value of the second.

Invariant: a statement without faults has everything that the readers rely on, of the right type, shares from 0 to 100
and days of the calendar. Lengths, addresses of the web and the members of codelists are not checked: they hinder
nobody from reading.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from obstat.sources import days
from obstat.sources.entry import Detail
from obstat.sources.fields import folded
from obstat.sources.ftm_properties import words

TEXT, DAY, TRUTH, SHARE = "a text", "a day of the calendar", "true or false", "a number from 0 to 100"
Spec = Any
"""One of the four above, a mapping for an object, a list with the spec of its members, or a tuple of alternatives."""

UNSPECIFIED: Final = {"reason!": TEXT, "description": TEXT}
_SOURCE: Final = {
    "type": [TEXT],
    "description": TEXT,
    "url": TEXT,
    "retrievedAt": DAY,
    "assertedBy": [{"name": TEXT, "uri": TEXT}],
}
_PLACE: Final = {"name!": TEXT, "code": TEXT}
_ADDRESS: Final = {"type": TEXT, "address": TEXT, "postCode": TEXT, "country": _PLACE}
_IDENTIFIER: Final = {"|": ("scheme", "schemeName"), "id": TEXT, "scheme": TEXT, "schemeName": TEXT, "uri": TEXT}
_SECURITY: Final = {
    "marketIdentifierCode": TEXT,
    "operatingMarketIdentifierCode": TEXT,
    "stockExchangeJurisdiction!": TEXT,
    "stockExchangeName!": TEXT,
    "security!": {"idScheme": TEXT, "id": TEXT, "ticker!": TEXT},
}
_ENTITY: Final = {
    "isComponent!": TRUTH,
    "entityType!": {"type!": TEXT, "subtype": TEXT, "details": TEXT},
    "unspecifiedEntityDetails": UNSPECIFIED,
    "name": TEXT,
    "alternateNames": [TEXT],
    "jurisdiction": _PLACE,
    "identifiers": [_IDENTIFIER],
    "foundingDate": DAY,
    "dissolutionDate": DAY,
    "addresses": [_ADDRESS],
    "uri": TEXT,
    "publicListing": {"hasPublicListing!": TRUTH, "companyFilingsURLs": [TEXT], "securitiesListings": [_SECURITY]},
    "formedByStatute": {"name": TEXT, "date": DAY},
}
_EXPOSURE: Final = {
    "reason": TEXT,
    "missingInfoReason": TEXT,
    "jurisdiction": _PLACE,
    "startDate": DAY,
    "endDate": DAY,
    "source": _SOURCE,
}
_NAME: Final = {"type": TEXT, "fullName!": TEXT, "familyName": TEXT, "givenName": TEXT, "patronymicName": TEXT}
_PERSON: Final = {
    "isComponent!": TRUTH,
    "personType!": TEXT,
    "unspecifiedPersonDetails": UNSPECIFIED,
    "names": [_NAME],
    "identifiers": [_IDENTIFIER],
    "nationalities": [_PLACE],
    "placeOfBirth": _ADDRESS,
    "birthDate": DAY,
    "deathDate": DAY,
    "taxResidencies": [_PLACE],
    "addresses": [_ADDRESS],
    "politicalExposure": {"status!": TEXT, "details": [_EXPOSURE]},
}
_BOUNDS: Final = ("exact", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
INTEREST: Final = {
    "type": TEXT,
    "directOrIndirect": TEXT,
    "beneficialOwnershipOrControl": TRUTH,
    "details": TEXT,
    "share": dict.fromkeys(_BOUNDS, SHARE),
    "startDate": DAY,
    "endDate": DAY,
}
_RELATIONSHIP: Final = {
    "isComponent!": TRUTH,
    "componentRecords": [TEXT],
    "subject!": (TEXT, UNSPECIFIED),
    "interestedParty!": (TEXT, UNSPECIFIED),
    "interests": [INTEREST],
}
RECORDS: Final[dict[str, Spec]] = {"entity": _ENTITY, "person": _PERSON, "relationship": _RELATIONSHIP}
_STATEMENT: Final = {
    "statementId!": TEXT,
    "statementDate!": DAY,
    "annotations": [
        {
            "?": ("motivation", "linking", "url"),
            "statementPointerTarget!": TEXT,
            "creationDate": DAY,
            "createdBy": {"name": TEXT, "uri": TEXT},
            "motivation!": TEXT,
            "description": TEXT,
            "transformedContent": TEXT,
            "url": TEXT,
        }
    ],
    "publicationDetails": {
        "publicationDate!": DAY,
        "bodsVersion!": TEXT,
        "license": TEXT,
        "publisher!": {"|": ("name", "url"), "name": TEXT, "url": TEXT, "uri": TEXT},
    },
    "source": _SOURCE,
    "declaration": TEXT,
    "declarationSubject!": TEXT,
    "recordId!": TEXT,
    "recordType!": TEXT,
    "recordStatus": TEXT,
}


def spec_of(record_type: str) -> Spec:
    """What a statement on a record of a type is made of."""
    return {**_STATEMENT, "recordDetails!": RECORDS[record_type]}


def faults(statement: Any) -> Iterator[str]:
    """What is wrong with a statement, in sentences."""
    if not isinstance(statement, dict):
        yield "It is no statement but a single value; give a list of statements."
        return
    type_ = statement.get("recordType")
    if isinstance(type_, str) and type_ not in RECORDS:
        yield f"Its recordType is '{folded(type_)}', where one of {', '.join(RECORDS)} is expected; correct it."
        return
    yield from _faults(
        statement, spec_of(type_) if isinstance(type_, str) else {**_STATEMENT, "recordDetails!": {}}, ""
    )


def _faults(value: Any, spec: Spec, path: str) -> Iterator[str]:
    if isinstance(spec, dict):
        yield from _faults_of_object(value, spec, path)
    elif isinstance(spec, list):
        if not isinstance(value, list):
            yield _wrong(path, value, "a list")
        for at, member in enumerate(value if isinstance(value, list) else (), 1):
            yield from _faults(member, spec[0], f"{path} {at}")
    elif isinstance(spec, tuple):
        yield from _faults(value, spec[1] if isinstance(value, dict) else spec[0], path)
    elif not _is(value, spec):
        yield _wrong(path, value, spec)


def _faults_of_object(value: Any, spec: Mapping[str, Spec], path: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield _wrong(path, value, "an object")
        return
    for written, inner in spec.items():
        name = written.removesuffix("!")
        where = f"{path}/{name}" if path else name
        if written == "|":
            if not any(each in value for each in inner):
                yield f"It lacks {path}/{inner[0]} or {inner[1]}, which the standard requires; add one."
        elif written == "?":
            field, code, needed = inner
            if value.get(field) == code and needed not in value:
                yield f"It lacks {path}/{needed}, which the standard requires; add it."
        elif name not in value or value[name] is None:
            if written != name:
                yield f"It lacks {where}, which the standard requires; add it."
        else:
            yield from _faults(value[name], inner, where)


def _is(value: Any, spec: str) -> bool:
    if spec == TRUTH:
        return isinstance(value, bool)
    if spec == SHARE:
        return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 100
    return isinstance(value, str) and (spec == TEXT or days.iso(value) is not None)


def _wrong(path: str, value: Any, expected: str) -> str:
    shown = plain(value)
    return f"Its {path} is {shown if len(shown) <= 40 else shown[:39] + '…'}, where {expected} is expected; correct it."


def rest(value: Any, spec: Spec) -> tuple[list[Detail], list[Detail]]:
    """What is left of a statement: as details, and what the standard does not know."""
    details: dict[str, list[str]] = {}
    left: list[Detail] = []
    for path, known, text in _leaves(value, spec, ()):
        if known:
            details.setdefault(_label(path), []).append(text)
        else:
            left.append(Detail("/".join(path), text))
    return [Detail(label, "; ".join(dict.fromkeys(values))) for label, values in details.items()], left


def _leaves(value: Any, spec: Spec, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], bool, str]]:
    if isinstance(value, dict):
        known = next((each for each in (spec if isinstance(spec, tuple) else (spec,)) if isinstance(each, dict)), {})
        for name, inner in value.items():
            yield from _leaves(inner, known.get(name, known.get(f"{name}!")), (*path, name))
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(inner, spec[0] if isinstance(spec, list) else None, path)
    elif text := plain(value):
        yield path, spec is not None, text


def _label(path: tuple[str, ...]) -> str:
    """``recordDetails/publicListing/hasPublicListing`` as ``public listing has public listing``."""
    return " ".join(words(name) for name in path if name != "recordDetails")


def plain(value: Any) -> str:
    """A value as text that can be written as UTF-8; nothing where it is nothing."""
    if value is None:
        return ""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return folded(text if text.isascii() else text.encode("utf-8", "replace").decode())
