"""The records of GLEIF: legal entities (LEI-CDF 3.1), relationships (RR-CDF 2.1) and reporting exceptions (2.1).

- Of a relationship, the start node is the child. ``IS_DIRECTLY_CONSOLIDATED_BY`` is ``subsidiary_of``,
  ``IS_ULTIMATELY_CONSOLIDATED_BY`` ``ultimately_subsidiary_of``: the parent at the top of the same chain. Relationships
  of funds and branches have names of their own.
- Of its periods only ``RELATIONSHIP_PERIOD`` is that of the tie; the others are of the accounts and documents that
  prove it. An end is the last day. A relationship that is inactive and has no end ended, at the latest, on the day of
  its last update; one that was deleted from the golden copy, on the day of the deletion.
- A quantifier in per cent is the share. One of at most 1 is left without: some write 1.00 for the whole.
- A record that is annulled or a duplicate is disputed, so that it does not count.

Invariant: what an element holds is in the entry of the legal entity; of a tag that is not in `TAGS` it is left.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from obstat.model.errors import InvalidValue
from obstat.sources import days, stakes
from obstat.sources.bis import day_after
from obstat.sources.entry import Detail, EntryKind, EntryRelation, NameKind
from obstat.sources.ftm_properties import words
from obstat.sources.ofac_elements import Element
from obstat.sources.party_draft import Draft

_TABLE: Final = Path(__file__).with_name("gleif_tags.txt")
TAGS: Final = frozenset(
    word for line in _TABLE.read_text(encoding="utf-8").splitlines() if line[:1] != "#" for word in line.split()
)
"""Elements and attributes that become details where they have no place of their own."""

_RELATIONS: Final = {
    "IS_DIRECTLY_CONSOLIDATED_BY": "subsidiary_of",
    "IS_ULTIMATELY_CONSOLIDATED_BY": "ultimately_subsidiary_of",
    "IS_INTERNATIONAL_BRANCH_OF": "branch_of",
    "IS_FUND-MANAGED_BY": "fund_managed_by",
}
_FORMER: Final = ("PREVIOUS_LEGAL_NAME",)
_KINDS: Final[dict[str, EntryKind]] = {"RESIDENT_GOVERNMENT_ENTITY": "body"}
_LINES: Final = ("FirstAddressLine", "AddressNumber", "AddressNumberWithinBuilding", "MailRouting")
_REGIONS: Final = ("City", "Region", "PostalCode")
_PLAIN: Final = ("Entity", "Registration", "LegalForm", "Relationship", "Extension")
"""Elements whose name says nothing of what is in them."""
_INVALID: Final = ("ANNULLED", "DUPLICATE")


@dataclass(frozen=True, slots=True)
class Told:
    """What a record says of the legal entity `lei`: a tie, or no tie, and what else it says."""

    lei: str
    at: str
    relation: EntryRelation | None
    """The name and the id of the owner are both its LEI."""
    details: tuple[Detail, ...]
    left: tuple[Detail, ...]


def entity(draft: Draft, record: Element) -> None:
    """Take a legal entity, whose LEI has been taken."""
    for told in record.children("Entity"):
        _names(draft, told)
        jurisdiction = told.value("LegalJurisdiction")
        draft.country("legal jurisdiction", jurisdiction or None, code=jurisdiction[:2])
        for place in ("LegalAddress", "HeadquartersAddress"):
            for address in told.children(place):
                _address(draft, address)
        for group, name in _groups(told, "OtherAddresses", "TransliteratedOtherAddresses"):
            for address in group.children(name):
                _address(draft, address)
        category = told.value("EntityCategory")
        draft.kind = _KINDS.get(category, "company")
        draft.detail("entity category", category)
        for authority in told.children("RegistrationAuthority"):
            _registration(draft, authority)
        for successor in told.children("SuccessorEntity"):
            _successor(draft, successor)
    details, left = _rest(record)
    draft.details += details
    draft.left += left


def _groups(told: Element, *names: str) -> Iterable[tuple[Element, str]]:
    """The lists of these names, each with the name of its members."""
    for name in names:
        for group in told.children(name):
            yield group, name.removesuffix("es") if name.endswith("Addresses") else name.removesuffix("s")


def _names(draft: Draft, told: Element) -> None:
    for name in told.children("LegalName"):
        draft.name(name.text(), "name", language=_language(name))
    for group, member in _groups(told, "OtherEntityNames", "TransliteratedOtherEntityNames"):
        for name in group.children(member):
            type_, text = name.attribute("type"), name.text()
            kind: NameKind = "former" if type_ in _FORMER else "alias"
            draft.name(text, kind, language=_language(name))
            if type_ and type_ not in _FORMER:
                draft.detail("name type", f"{text}: {type_}")


def _language(element: Element) -> str | None:
    """The language of an element, as ``xml:lang`` or as the CSV has it."""
    for name in element.attributes():
        if name.rpartition("}")[2] == "lang":
            return element.attribute(name) or None
    return None


def _address(draft: Draft, address: Element) -> None:
    where, type_ = address.value("Country"), address.attribute("type") or words(address.name)
    lines = [address.value(name) for name in _LINES[:3]]
    lines += (line.text() for line in address.children("AdditionalAddressLine"))
    lines += [address.value(_LINES[3]), *(address.value(name) for name in _REGIONS)]
    lines = list(dict.fromkeys(line for line in lines if line))
    draft.address(lines, where, type_ if lines else None)
    _language(address)  # says nothing of the place


def _registration(draft: Draft, authority: Element) -> None:
    register, other = authority.value("RegistrationAuthorityID"), authority.value("OtherRegistrationAuthorityID")
    note = "; ".join(filter(None, (register, other))) or None
    draft.number("registration", authority.value("RegistrationAuthorityEntityID") or None, note=note)


def _successor(draft: Draft, successor: Element) -> None:
    lei, name = successor.value("SuccessorLEI"), successor.value("SuccessorEntityName")
    draft.relation("predecessor_of", name or lei or None)
    draft.detail("successor lei", lei)


def relationship(record: Element, at: str) -> Told:
    """The tie of a relationship record. Raises `InvalidValue` when it is none."""
    pairs: list[Detail] = []
    registration = record.children("Registration")
    updated = [day for each in registration if (day := days.iso(each.value("LastUpdateDate")))]
    status = [each.value("RegistrationStatus") for each in registration]
    deleted = _deleted(record)
    told = next(iter(record.children("Relationship")), None)
    if told is None:
        raise InvalidValue("The record has no relationship; fetch the file again.")
    child, parent = (_node(told, name, pairs) for name in ("StartNode", "EndNode"))
    type_ = told.value("RelationshipType")
    if not type_:
        raise InvalidValue(f"The relationship of {child} has no type; correct it.")
    state = told.value("RelationshipStatus")
    since, until = _period(told, pairs)
    low, high = _share(told, pairs)
    relation = _RELATIONS.get(type_) or type_.lower().removeprefix("is_").replace("-", "_")
    if until is None and (state == "INACTIVE" or deleted):
        until = deleted or max(updated, default=None)
        if until is None or (since and until <= since):
            relation, until = f"formerly_{relation}", None
    stakes.period(since, until)
    pairs += (Detail(label, value) for label, value in (("status", state), ("deleted", deleted)) if value)
    pairs += (Detail("registration status", each) for each in status if each)
    pairs += (Detail("last update", day) for day in updated)
    details, left = _rest(record)
    pairs += details
    tie = EntryRelation(
        relation, parent, parent, low, high, since, until, "disputed" if {*status} & {*_INVALID} else "established"
    )
    text = "; ".join(f"{pair.label} {pair.value}" for pair in pairs)
    return Told(child, at, tie, (Detail(f"{type_.lower()} {parent}", text),) if text else (), tuple(left))


def exception(record: Element, at: str) -> Told:
    """A reporting exception: why a legal entity names no parent. Raises `InvalidValue` when it is of nobody."""
    lei, category = record.value("LEI"), record.value("ExceptionCategory")
    if not lei or not category:
        raise InvalidValue(f"The exception has no {'category' if lei else 'LEI'}; correct it.")
    reasons = [each.text() for each in record.children("ExceptionReason")]
    pairs = [Detail("deleted", deleted)] if (deleted := _deleted(record)) else []
    pairs += (Detail("reference", text) for each in record.children("ExceptionReference") if (text := each.text()))
    details, left = _rest(record)
    pairs += details
    told = [", ".join(filter(None, reasons)), *(f"{pair.label} {pair.value}" for pair in pairs)]
    text = f"{category}: {'; '.join(filter(None, told))}"
    return Told(lei, at, None, (Detail("reporting exception", text),), tuple(left))


def _deleted(record: Element) -> str | None:
    """The day on which the record was taken out of the golden copy, as files of changes tell."""
    for extension in record.children("Extension"):
        for deletion in extension.children("Deletion"):
            return days.iso(deletion.value("DeletedAt"))
    return None


def _node(told: Element, name: str, pairs: list[Detail]) -> str:
    for node in told.children(name):
        type_ = node.value("NodeIDType")
        if type_ and type_ != "LEI":
            pairs.append(Detail(f"{words(name)} id type", type_))
        if lei := node.value("NodeID"):
            return lei
    raise InvalidValue(f"The relationship has no {'child' if name == 'StartNode' else 'parent'}; correct it.")


def _period(told: Element, pairs: list[Detail]) -> tuple[str | None, str | None]:
    """The first day and the day after the last; other periods go to `pairs`."""
    found: list[tuple[str | None, str | None]] = []
    for group in told.children("RelationshipPeriods"):
        for period in group.children("RelationshipPeriod"):
            type_, *written = (period.value(name) for name in ("PeriodType", "StartDate", "EndDate"))
            since, last = (days.iso(text) for text in written)
            if type_ == "RELATIONSHIP_PERIOD":
                found.append(stakes.period(since, day_after(last)))
            else:
                told_of = f"{since or written[0] or '?'} to {last or written[1] or '?'}"
                pairs.append(Detail(type_.lower().replace("_", " ") or "period", told_of))
    if not found:
        return None, None
    starts, ends = [since for since, _ in found if since], [until for _, until in found]
    return min(starts, default=None), None if None in ends else max(filter(None, ends))


def _share(told: Element, pairs: list[Detail]) -> stakes.Bounds:
    share = stakes.UNKNOWN
    for group in told.children("RelationshipQuantifiers"):
        for quantifier in group.children("RelationshipQuantifier"):
            names = ("MeasurementMethod", "QuantifierAmount", "QuantifierUnits")
            method, amount, units = (quantifier.value(name) for name in names)
            pairs.append(Detail("quantifier", " ".join(filter(None, (method, amount, units)))))
            if amount and units == "PERCENTAGE":
                read = stakes.share(amount)
                share = read if read[0] is not None and read[0] > 1 else share
    return share


def _rest(record: Element) -> tuple[list[Detail], list[Detail]]:
    """What nobody took of a record: as details, and what is not known."""
    details: dict[str, list[str]] = {}
    left: list[Detail] = []
    for each in record.left():
        parts = each.label.split("/")
        if not all(part in TAGS for part in parts):
            left.append(each)
        elif parts[0] == "Extension" and parts[-1].islower():  # where others found the addresses, in a dozen values
            details.setdefault("geocoding", []).append(f"{parts[-1].replace('_', ' ')} {each.value}")
        else:
            details.setdefault(_label(parts), []).append(each.value)
    return [Detail(label, "; ".join(values)) for label, values in details.items()], left


def _label(parts: list[str]) -> str:
    """``Entity/LegalForm/OtherLegalForm`` as ``other legal form``, ``…/ValidationAuthority/…ID`` with its element."""
    names = [words(part.removeprefix("@").replace("_", " ")) for part in parts if part != "text"]
    before = names[-2] if len(names) > 1 and parts[-2] not in _PLAIN else ""
    return names[-1] if not before or names[-1].startswith(before) else f"{before} {names[-1]}"
