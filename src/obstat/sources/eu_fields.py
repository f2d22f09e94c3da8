"""The parts of a record of the European Union's list, told to the draft of a party.

The XML and the CSV hold the same: ``nameAlias/@wholeName`` is ``NameAlias_WholeName``. Here a part is known by the name
that it has in both, and its fields by theirs in lower case. The few fields that the CSV calls otherwise are renamed.

Every part has a number of the publisher's own and the language in which its legal act was read; they say nothing of the
party and are not kept. The legal acts of the parts are told once each, not with every part.

Invariant: every field is taken or left. For nothing the list writes ``-``, the country ``00`` or ``UNKNOWN``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from obstat.sources import days
from obstat.sources.entry import Detail, EntryKind
from obstat.sources.fields import Fields
from obstat.sources.ofac_record import dated, joined, span
from obstat.sources.party_draft import Draft

KINDS: Final[Mapping[str, EntryKind]] = {"p": "person", "person": "person", "e": "company", "enterprise": "company"}
_TYPES: Final = {
    "passport": "passport",
    "id": "national_id",
    "ssn": "national_id",
    "nrn": "national_id",
    "swiftbic": "bic",
    "imo": "imo",
    "regnumber": "registration",
    "fiscalcode": "tax",
}
"""Schemes by the code of the type of an identification; other types go by their descriptions."""
_CONTACTS: Final = {"phone": "phone", "fax": "fax", "email": "email", "web": "website"}
_RENAMED: Final = {
    "dayofmonth": "day",
    "monthofyear": "month",
    "identificationtypecode": "typecode",
    "identificationtypedescription": "typedescription",
    "issuedate": "issueddate",
}
_STATED: Final = {
    "diplomatic": "diplomatic",
    "knownexpired": "known to have expired",
    "knownfalse": "known to be false",
    "reportedlost": "reported lost",
    "revokedbyissuer": "revoked by the issuer",
}
_YES: Final = frozenset(["true", "yes", "y", "1"])
_NO: Final = frozenset(["false", "no", "n", "0"])
_WHERE: Final = ("street", "pobox", "place", "city", "zipcode", "region")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a record. `contacts` and `more` are pairs of a key and a value."""

    name: str
    fields: Fields
    contacts: tuple[tuple[str, str], ...] = ()
    more: tuple[tuple[str, str], ...] = field(default=())


def renamed(name: str) -> str:
    """A field by the name it has here."""
    plain = name.lower()
    return _RENAMED.get(plain, plain)


def contacts(text: str | None) -> tuple[tuple[str, str], ...]:
    """The contacts of a cell: ``EMAILa@example.orgPHONE+7 1WEBwww.example.org``, their values in brackets or not."""
    found = re.split(rf"({'|'.join(name.upper() for name in _CONTACTS)})", text or "")
    pairs = [(key, value.strip(" []:;,\n")) for key, value in zip(found[1::2], found[2::2], strict=True)]
    return (*((("contact", found[0].strip()),) if found[0].strip() else ()), *pairs)


def tell(draft: Draft, part: Part) -> None:
    """Tell the draft what a part says."""
    fields = part.fields
    fields.take("logicalid", "regulationlanguage")
    _act(draft, fields)
    _READERS[part.name](draft, fields)
    for key, value in part.contacts:
        scheme = _CONTACTS.get(key.lower())
        if scheme:
            draft.number(scheme, value)
        else:
            draft.detail(f"contact {key.lower()}" if key != "contact" else key, value)
    for key, value in part.more:
        draft.detail(key.lower() or "additional information", value)
    draft.left += (Detail(f"{part.name}/{left.label}", left.value) for left in fields.left())


def act(fields: Fields) -> str:
    """A legal act with its kind, the day of its publication and its address."""
    kind = joined([fields.take("regulation_organisationtype"), fields.take("regulation_type")])
    published, since = fields.take("regulation_publicationdate"), fields.take("regulation_entryintoforcedate")
    told = dated(published=published), since and f"in force {days.iso(since) or since}"
    number, programme = fields.take("regulation_numbertitle"), fields.take("regulation_programme")
    return joined([number, kind, *told, programme, fields.take("regulation_publicationurl")])


def _act(draft: Draft, fields: Fields) -> None:
    draft.detail("legal act", act(fields))


def _name(draft: Draft, fields: Fields) -> None:
    parts = [fields.take(f"{part}name") for part in ("first", "middle", "last")]
    split, whole = " ".join(filter(None, parts)), fields.take("wholename")
    text, language = whole or split, fields.take("namelanguage")
    weak = (fields.take("strong") or "true").lower() in _NO
    if draft.kind == "company":
        draft.printed(text, "alias", weak=weak, language=language)
    else:
        draft.name(text, "alias", weak=weak, language=language)
    if set(split.casefold().split()) - set(text.casefold().split()):
        draft.detail("name parts", split)
    draft.details += fields.detail("title", "function", "gender")
    _remark(draft, "name remark", text, fields.take("remark"))


def _address(draft: Draft, fields: Fields) -> None:
    where, code = _country(fields)
    lines = [fields.take(name) for name in _WHERE]
    lines[1] = f"P.O. Box {lines[1]}" if lines[1] and lines[1].isdigit() else lines[1]
    note = [_stated(fields, "asatlistingtime", "as at the time of listing"), fields.take("remark")]
    draft.address(lines, where, "; ".join(filter(None, note)) or None, code=code)


def _birth(draft: Draft, fields: Fields) -> None:
    numbers = [fields.take(name) for name in ("year", "month", "day")]
    written = fields.take("birthdate") or "-".join(filter(None, numbers))
    first, last = fields.take("yearrangefrom"), fields.take("yearrangeto")
    between = span(first, last) if first and last else first or last
    calendar, remark = fields.take("calendartype"), fields.take("remark")
    circa = _stated(fields, "circa", "circa")
    date = joined([days.iso(written) or written, between])
    told = [f"{circa} {date}" if circa and date else date]
    told.append(f"{calendar.lower()} calendar" if calendar and calendar.upper() != "GREGORIAN" and date else "")
    where, code = _country(fields)
    lines = [fields.take(name) for name in _WHERE]
    draft.detail("date of birth", joined(told))
    draft.detail("place of birth", joined([*lines, where or code]))
    _remark(draft, "birth remark", date, remark)


def _identification(draft: Draft, fields: Fields) -> None:
    type_, described = (fields.take("typecode") or "").lower(), fields.take("typedescription")
    scheme = _TYPES.get(type_) or (described or type_ or "identification").lower()
    where, code = _country(fields)
    number, latin = fields.take("number"), fields.take("latinnumber")
    note: list[str | None] = [described if described and described.lower() != scheme and scheme != "passport" else None]
    note += [_stated(fields, name, words) for name, words in _STATED.items()]
    note += [latin if number and latin != number else None]
    note += [f"in the name of {name}" if (name := fields.take("nameondocument")) else None]
    note += [f"issued by {issuer}" if (issuer := fields.take("issuedby")) else None]
    dates = {what: fields.take(name) for what, name in (("issued", "issueddate"), ("valid from", "validfrom"))}
    note += [dated(**dates, **{"valid to": fields.take("validto")}), fields.take("region"), fields.take("remark")]
    draft.number(scheme, number or latin, where, "; ".join(filter(None, note)) or None, code=code)


def _citizenship(draft: Draft, fields: Fields) -> None:
    where, code = _country(fields)
    region = fields.take("region")
    draft.country("nationality", where, code=code)
    told = dated(acquired=fields.take("acquisitiondate"), lost=fields.take("disenfranchisementdate"))
    _remark(draft, "nationality remark", where or code, joined([region, told, fields.take("remark")]))


def _country(fields: Fields) -> tuple[str | None, str | None]:
    """The name and the code of a country."""
    code, name = fields.take("countryiso2code"), fields.take("countrydescription")
    return name if name and name.upper() != "UNKNOWN" else None, code if code != "00" else None


def _stated(fields: Fields, name: str, words: str) -> str | None:
    """The words where a field affirms them; what is neither yes nor no stays with them."""
    text = fields.take(name)
    if not text or text.lower() in _NO:
        return None
    return words if text.lower() in _YES else f"{words}: {text}"


def _remark(draft: Draft, label: str, of: str | None, text: str | None) -> None:
    draft.detail(label, (f"{of}: {text}" if of else text) if text else None)


_READERS: Final = {
    "namealias": _name,
    "address": _address,
    "birthdate": _birth,
    "identification": _identification,
    "citizenship": _citizenship,
}
PARTS: Final[Iterable[str]] = tuple(_READERS)
