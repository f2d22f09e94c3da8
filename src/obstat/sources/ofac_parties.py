"""What a ``Profile`` of the advanced files says of a party: its names and its features.

A name is put together from parts whose kind (last name, first name, entity name) stands in the ``NamePartGroups`` of
the identity. A feature has a type, and versions that say it in words, by a reference value, as a period or as a
location; its type is spelled as the label of the same fact in the other files (`ofac_labels`).

Invariant: what is not understood goes to `Record.left`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from obstat.sources import ofac_labels
from obstat.sources.entry import Detail, NameKind
from obstat.sources.ofac_elements import Element
from obstat.sources.ofac_record import ALIASES, Record, Said, joined
from obstat.sources.ofac_values import Location, Values, period, skip

_ORDER: Final = ("First Name", "Middle Name", "Patronymic", "Last Name", "Maiden Name", "Matronymic")
"""The parts of a person's name in the order in which they are written in Latin letters."""
_LATIN: Final = "Latin"
_UNSPACED: Final = ("Chinese", "Han", "Japanese", "Korean", "Hangul")
_PLACE: Final = "Location"


@dataclass(frozen=True, slots=True)
class _Name:
    rank: int
    text: str
    kind: NameKind
    weak: bool
    language: str | None


def kind(number: str, values: Values) -> str:
    """The type of a party by its ``PartySubTypeID``: ``Vessel``, ``Individual``."""
    word = values.telling("PartySubType", number)
    type_ = values.telling("PartyType", values.attribute("PartySubType", number, "PartyTypeID"))
    return word or type_ or values.text("PartySubType", number)


def identify(record: Record, identity: Element, values: Values) -> None:
    """Tell `record` the names of an ``Identity``, the one it stands under first."""
    false = identity.attribute("False") == "true"
    primary = identity.attribute("Primary") != "false"
    identity.attribute("FixedRef")
    if comment := identity.value("Comment"):
        record.details.append(Detail("identity comment", comment))
    parts = _part_kinds(identity, values)
    names = [name for alias in identity.children("Alias") for name in _alias(record, alias, parts, values)]
    for name in sorted(names, key=lambda name: name.rank):
        known: NameKind = name.kind if primary or name.kind != "name" else "alias"
        record.name(name.text, known, weak=name.weak or false, language=name.language, ordered=True)
        if false:
            record.details.append(Detail("false identity", name.text))
    skip(identity, "IDRegDocumentReference")


def primary_name(profile: Element, values: Values, *, person: bool) -> str:
    """The name under which a profile stands."""
    names = [
        name
        for identity in profile.children("Identity")
        for parts in [_part_kinds(identity, values)]
        for alias in identity.children("Alias")
        if alias.attribute("Primary") == "true"
        for name in _documented(alias, parts, values, person=person)
    ]
    latin = [text for text, language in names if language is None]
    return next(iter([*latin, *(text for text, _ in names)]), "")


def _part_kinds(identity: Element, values: Values) -> dict[str, str]:
    return {
        group.attribute("ID"): values.text("NamePartType", group.attribute("NamePartTypeID"))
        for groups in identity.children("NamePartGroups")
        for master in groups.children("MasterNamePartGroup")
        for group in master.children("NamePartGroup")
    }


def _alias(record: Record, alias: Element, parts: Mapping[str, str], values: Values) -> list[_Name]:
    alias.attribute("FixedRef")
    alias.attribute("ID")
    primary = alias.attribute("Primary") == "true"
    weak = alias.attribute("LowQuality") == "true"
    type_ = values.text("AliasType", alias.attribute("AliasTypeID"))
    kind: NameKind = "name" if type_ in ("Name", "") else ALIASES.get(type_.replace(".", "").lower(), "alias")
    names = _documented(alias, parts, values, person=record.kind == "person")
    told = "; ".join(text for text, _ in names)
    if kind == "alias" and type_.lower() != "a.k.a.":
        record.details.append(Detail("alias type", f"{told}: {type_}"))
    notes = [alias.value("Comment"), *map(period, alias.children("DatePeriod"))]
    record.details += [Detail("alias remarks", f"{told}: {note}") for note in notes if note]
    return [_Name(2 * (not primary) + (language is not None), text, kind, weak, language) for text, language in names]


def _documented(
    alias: Element, parts: Mapping[str, str], values: Values, *, person: bool
) -> list[tuple[str, str | None]]:
    """The names of an alias, each with its script unless that is Latin."""
    found = []
    for name in alias.children("DocumentedName"):
        for attribute in ("ID", "FixedRef", "DocNameStatusID"):
            name.attribute(attribute)
        pieces: list[tuple[str, str]] = []
        scripts: dict[str, None] = {}
        for part in name.children("DocumentedNamePart"):
            before, after = part.attribute("LeadingChars"), part.attribute("TrailingChars")
            for value in part.children("NamePartValue"):
                for attribute in ("ScriptStatusID", "Acronym"):
                    value.attribute(attribute)
                scripts[values.text("Script", value.attribute("ScriptID"))] = None
                number = value.attribute("NamePartGroupID")
                pieces.append((parts.get(number, ""), f"{before}{value.text()}{after}"))
        script = next((script for script in scripts if script not in ("", _LATIN)), None)
        if text := _written(pieces, script, person=person):
            found.append((text, script))
        skip(name, "IDRegDocumentReference")
    return found


def _written(pieces: list[tuple[str, str]], script: str | None, *, person: bool) -> str:
    if script is None and person:
        # Parts of a kind that is not in the order keep their place behind those that are.
        pieces = sorted(pieces, key=lambda piece: _ORDER.index(piece[0]) if piece[0] in _ORDER else len(_ORDER))
    unspaced = script is not None and script.startswith(_UNSPACED)
    return ("" if unspaced else " ").join(text for _, text in pieces if text)


def tell(record: Record, feature: Element, values: Values, locations: Mapping[str, Location]) -> None:
    """Tell `record` a ``Feature``."""
    feature.attribute("ID")
    label = values.text("FeatureType", feature.attribute("FeatureTypeID"))
    for version in feature.children("FeatureVersion"):
        version.attribute("ID")
        notes = [version.value("Comment"), values.telling("Reliability", version.attribute("ReliabilityID"))]
        texts = [_detail(detail, values) for detail in version.children("VersionDetail")]
        periods = [period(one) for one in version.children("DatePeriod")]
        found = []
        for at in version.children("VersionLocation"):
            number = at.attribute("LocationID")
            found.append(locations.get(number) or Location((f"Location {number}",)))
        skip(version, "IDRegDocumentReference")
        for one in found:
            record.details += one.details
            record.left += one.left
        _say(record, label, [*filter(None, texts)], [*filter(None, periods)], found, joined(notes))
    for identity in feature.children("IdentityReference"):
        identity.attribute("IdentityID")
        if link := values.telling("IdentityFeatureLinkType", identity.attribute("IdentityFeatureLinkTypeID")):
            record.details.append(Detail(f"{label.lower()} link", link))


def _detail(detail: Element, values: Values) -> str:
    detail.attribute("DetailTypeID")
    return joined([values.text("DetailReference", detail.attribute("DetailReferenceID")), detail.text()])


def _say(record: Record, label: str, texts: list[str], periods: list[str], found: list[Location], note: str) -> None:
    plain = ofac_labels.plain(label)
    if plain == _PLACE:
        for one in found:
            for text in one.texts:
                record.address(text, one.country or None)
        record.details += [Detail("location", text) for text in (*texts, *periods, note) if text]
        return
    role, word = ofac_labels.role(plain) or ("detail", plain.lower())
    places = [text for one in found for text in one.texts]
    country = next((one.country for one in found if one.country), None)
    elsewhere = [text for text in places if text != country]
    if role in ("number", "contact") and texts:
        record.say(Said(label, joined(texts), country, joined([*periods, *elsewhere, note]) or None))
    elif role == "country" and country:
        record.say(Said(label, country, None, joined([*texts, *periods, *elsewhere, note]) or None))
    elif role in ("name", "relation", "measure", "date") and (texts or periods):
        record.say(Said(label, joined(texts or periods)))
        rest = [*(periods if texts else ()), *places, note]
        record.details += [Detail(plain.lower(), text) for text in rest if text]
    elif text := joined([*texts, *periods, *places]):
        record.fact(word, text, note or None)
    elif note:
        record.details.append(Detail(f"{word} note", note))
