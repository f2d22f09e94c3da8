"""The fields of the United Kingdom's lists, told to the draft of a party.

Both publishers, in all their layouts, spread a party over many records: one for each name, address, date of birth. The
columns of the FCDO's table have a name here; the columns of the OFSI and the elements of the XML are renamed to them.

Invariant: a field is told once or is left; the parts of a name, an address, a document stay together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from obstat.sources import days
from obstat.sources.entry import EntryKind, EntryListing, NameKind
from obstat.sources.fields import Fields
from obstat.sources.ofac_record import joined
from obstat.sources.party_draft import Draft, country_of

_KINDS: Final[dict[str, EntryKind]] = {"individual": "person", "entity": "company", "ship": "vessel"}
_NAMES: Final = tuple(f"name {number}" for number in (1, 2, 3, 4, 5, 6))
"""Given and middle names, then the family name, or the only one."""
_NAME_TYPES: Final[dict[str, NameKind]] = {
    "primary name": "name",
    "prime alias": "name",
    "primary name variation": "alias",
    "alias": "alias",
    "aka": "alias",
    "fka": "former",
}
_ADDRESS: Final = (*(f"address line {number}" for number in range(1, 7)), "address postal code")
_NUMBERS: Final = {
    "phone number": "phone",
    "website": "website",
    "email address": "email",
    "hull identification number (hin)": "hull identification number",
}
_REGISTERED: Final = {
    "inn": "tax",
    "tin": "tax",
    "tax id": "tax",
    "tax identification number": "tax",
    "swift": "bic",
    "swift/bic": "bic",
    "bic": "bic",
    "lei": "lei",
    "ogrn": "registration",
    "registration number": "registration",
}
"""Schemes by the words before a number of a firm. Other words stay with the number."""
_RELATIONS: Final = {
    "parent company": "subsidiary_of",
    "subsidiaries": "owns",
    "current owner/operator (s)": "linked_to",
}
_DETAILS: Final = (
    "title",
    "position",
    "gender",
    "type of entity",
    "previous owner/operator (s)",
    "previous flags",
    "type of ship",
    "tonnage of ship",
    "length of ship",
    "year built",
    "designation source",
    "ofsi group id",
    "un reference number",
    "sanctions imposed indicators",
    "other information",
    "further identifying information",
)
_DATES: Final = ("last updated", "uk sanctions list date designated")
_ONCE: Final = ("unique id", "regime name", "sanctions imposed", "uk statement of reasons")
RENAMED: Final = {
    # the short table of the FCDO
    "type": "designation type",
    "name": "name 6",
    # the XML of the FCDO
    "individual entity ship": "designation type",
    "uk statementof reasons": "uk statement of reasons",
    "dob": "d.o.b",
    "nationality": "nationality(/ies)",
    "subsidiary": "subsidiaries",
    "business registration number": "business registration number (s)",
    "current owner operator": "current owner/operator (s)",
    "previous owner operator": "previous owner/operator (s)",
    "previous flag": "previous flags",
    "hull identification number": "hull identification number (hin)",
    # the table of the OFSI
    "regime": "regime name",
    "passport details": "passport additional information",
    "national identification number": "national identifier number",
    "national identification details": "national identifier additional information",
    "ni details": "national identifier additional information",
    **{f"address {number}": f"address line {number}" for number in range(1, 7)},
    "post/zip code": "address postal code",
    "country": "address country",
    "group type": "designation type",
    "alias type": "name type",
    "alias quality": "alias strength",
    "listed on": "date designated",
    "group id": "ofsi group id",
}
"""The name of a column here, by what a layout calls it."""
_ITEM: Final = re.compile(r"\(\d{1,2}\)\s*")
_DATE: Final = re.compile(r"(dd|--|\d{1,2})[/.-](mm|--|\d{1,2})[/.-](\d{4})", re.I)
_IMO: Final = re.compile(r"(?:IMO)?[ :]*(\d{7})", re.I)
_BRACKET: Final = re.compile(r"\(([^()]+)\)")
_LABELLED: Final = re.compile(r"(?P<label>[A-Za-z/ ]+?) *[:.]? *(?P<value>[\w-]*\d[\w-]*|[A-Z]{6}[A-Z0-9]{2,5})")


def tell(draft: Draft, fields: Fields) -> None:
    """Tell the draft what a record says."""
    kind = fields.take("designation type")
    if kind and draft.kind == "unknown":
        draft.kind = _KINDS.get(kind.lower(), "unknown")
    if kind and _KINDS.get(kind.lower()) != draft.kind:
        draft.detail("designation type", kind)
    _name(draft, fields)
    if any(fields.peek(column) for column in (*_ADDRESS, "address country")):
        draft.address([fields.take(column) for column in _ADDRESS], fields.take("address country"))
    _numbers(draft, fields)
    for column, relation in _RELATIONS.items():
        for text in several(fields.take(column)):
            draft.relation(relation, text)
    draft.detail("date of birth", date(fields.take("d.o.b")))
    draft.detail("place of birth", joined([fields.take("town of birth"), fields.take("country of birth")]))
    for nationality in several(fields.take("nationality(/ies)")):
        draft.country("nationality", nationality)
    draft.country("current believed flag of ship", fields.take("current believed flag of ship"))
    draft.once("date designated", date(fields.take("date designated")))
    for column in _ONCE:
        draft.once(column, fields.take(column))
    for column in _DATES:
        draft.detail(column, date(fields.take(column)))
    draft.details += fields.detail(*_DETAILS)
    draft.left += fields.left()


def listing(draft: Draft, list_code: str) -> EntryListing:
    """What was told of the designation."""
    designated = draft.told("date designated")
    since = days.iso(designated)
    draft.detail("date designated", designated if not since else None)
    return EntryListing(
        list_code,
        since=since,
        programme=draft.told("regime name"),
        measures=draft.told("sanctions imposed"),
        ground=draft.told("uk statement of reasons"),
        reference=draft.told("unique id"),
    )


def several(text: str | None) -> Iterator[str]:
    """The members of a text that numbers them: ``(1) Afghanistan. (2) Pakistan``; others are one."""
    if not text:
        return
    if not text.startswith("(1)"):
        yield text
        return
    yield from (item for part in _ITEM.split(text) if (item := part.strip(" ;,.")))


def date(text: str | None) -> str | None:
    """A date in ISO 8601 where its day comes first, other text as it stands.

    ``dd``, ``mm``, dashes and zeros are days and months that are not known.
    """
    match = _DATE.fullmatch(text or "")
    if not match:
        return days.iso(text, day_first=True) or text
    day, month = ("0" if part.lower() in ("dd", "mm", "--") else part for part in match.groups()[:2])
    if not int(month) and int(day):
        return text  # a day of a month that is not known
    return days.iso(f"{day}/{month}/{match[3]}", day_first=True) or text


def _name(draft: Draft, fields: Fields) -> None:
    type_, strength = fields.take("name type"), fields.take("alias strength")
    kind = _NAME_TYPES.get((type_ or "primary name").lower(), "alias")
    text = " ".join(filter(None, (fields.take(column) for column in _NAMES)))
    weak = (strength or "").lower().startswith("low")
    if draft.kind == "company":
        draft.printed(text, kind, weak=weak)
    else:
        draft.name(text, kind, weak=weak)
    if type_ and type_.lower() not in _NAME_TYPES:
        draft.detail("name type", joined([text, type_]))
    if strength and not weak and not strength.lower().startswith("good"):
        draft.detail("alias strength", joined([text, strength]))
    told = (fields.take("non latin script language"), fields.take("non latin script type"))
    script = joined({text.casefold(): text for text in told if text}.values())
    original = fields.take("name non latin script")
    draft.name(original, "alias", language=script or None)
    draft.detail("non latin script", script if not original else None)


def _numbers(draft: Draft, fields: Fields) -> None:
    for column, scheme in _NUMBERS.items():
        for text in several(fields.take(column)):
            for each in _contacts(text):
                draft.number(scheme, each)
    for text in several(fields.take("imo number")):
        match = _IMO.fullmatch(text)
        draft.number("imo", match[1] if match else text)
    for text in several(fields.take("business registration number (s)")):
        _registered(draft, text)
    for scheme, column in (("passport", "passport"), ("national_id", "national identifier")):
        numbers = list(several(fields.take(f"{column} number")))
        more = fields.take(f"{column} additional information")
        notes = list(several(more))
        if len(notes) != len(numbers):
            notes = [more or ""] * len(numbers)
        for value, note in zip(numbers, notes, strict=True):
            _document(draft, scheme, value, note)
        draft.detail(scheme.replace("_", " "), more if not numbers else None)


def _document(draft: Draft, scheme: str, value: str, note: str) -> None:
    """A document whose number or note may name the country in brackets: ``3520025 (Pakistani)``."""
    bracket = _BRACKET.search(value)
    number = _BRACKET.sub("", value).strip() if bracket else value
    told = [bracket[1] if bracket else "", note]
    where = next((code for text in told for code in map(country_of, (text, *_BRACKET.findall(text))) if code), None)
    draft.number(scheme, number, where, "; ".join(filter(None, told)) or None)


def _contacts(text: str) -> list[str]:
    """Numbers and addresses written one behind another."""
    parts = [part for each in re.split(r"[;,]\s*", text) if (part := each.strip())]
    return (
        parts if all("@" in part or sum(c.isdigit() for c in part) >= 6 or "www." in part for part in parts) else [text]
    )


def _registered(draft: Draft, text: str) -> None:
    """Numbers of a firm with the words before them: ``OGRN: 1027700132195; INN: 7707083893``."""
    parts = [part.strip() for part in re.split(r"[;,]\s*", text) if part.strip()]
    found = [_LABELLED.fullmatch(part) for part in parts]
    known = [match and _REGISTERED.get(match["label"].lower()) for match in found]
    if not all(known):
        draft.number("registration", text)
        return
    for match, scheme in zip(found, known, strict=True):
        if match and scheme:
            draft.number(scheme, match["value"], note=match["label"] if scheme == "registration" else None)
