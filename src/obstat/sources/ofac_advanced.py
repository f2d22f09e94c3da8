"""``sdn_advanced.xml`` and ``cons_advanced.xml`` of the Office of Foreign Assets Control.

They follow the Advanced Sanctions Data Model (OFAC's ``ADVANCED_XML.xsd``, before May 2024 ``sdn_advanced.xsd`` of the
UN Al-Qaida Sanctions Committee, and OFAC's explanatory notes of 12 January 2015): ``DateOfIssue``,
``ReferenceValueSets``, ``Locations``, ``IDRegDocuments``, ``DistinctParties``, ``ProfileRelationships``,
``SanctionsEntries``, ``SanctionsEntryLinks``. The parts refer to each other by number: documents to identities, entries
and relationships to profiles, features to locations. So the file is read twice, first for everything but the parties,
then party by party.

Written from the schema and from public readers of it; no whole file of the publisher has been read with it.

Invariant: a ``Profile`` is an entry; what is said of profiles or identities that no party has gives entries of its own.
Numbers that only join the parts (``ID``, ``FixedRef``, references) say nothing of the record and are not kept.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from obstat.model.errors import SourceError
from obstat.sources import days, ofac_parties
from obstat.sources.entry import Detail, Statement
from obstat.sources.ofac_elements import Element, records
from obstat.sources.ofac_listings import CONSOLIDATED, OTHER, Membership
from obstat.sources.ofac_record import Record, Said, dated, joined
from obstat.sources.ofac_values import Location, Values, location, period, point, skip
from obstat.sources.source import Format, Parts, single

_ROOT: Final = "Sanctions"
_FIRST: Final = frozenset(
    [
        "ReferenceValueSets",
        "Location",
        "IDRegDocument",
        "DistinctParty",
        "ProfileRelationship",
        "SanctionsEntry",
        "SanctionsEntryLink",
    ]
)
_LISTS: Final = (
    ("sdn list", "ofac-sdn"),
    ("sectoral", "ofac-ssi"),
    ("cmic", "ofac-ns-cmic"),
    ("military-industrial", "ofac-ns-cmic"),
    ("menu-based", "ofac-mbs"),
    ("palestinian", "ofac-plc"),
    ("capta", "ofac-capta"),
    ("correspondent account", "ofac-capta"),
    ("561", "ofac-capta"),
    ("fse", "ofac-fse"),
    ("evaders", "ofac-fse"),
)
"""Words in the publisher's names of its lists, in lower case; ``SDN List`` stands for itself only."""
_UMBRELLA: Final = "Consolidated List"
"""Every non-SDN record stands on it, and on the list meant besides."""
_PROGRAMME: Final = "Program"
_RELATIONS: Final = {"Owned or Controlled By": "owned_by", "Owns, controls, or operates": "owns"}
"""The publisher's words for relationships that say who owns whom; all others link."""


@dataclass(frozen=True, slots=True)
class _Relationship:
    type: str
    to: str
    former: bool
    notes: tuple[str, ...]
    left: tuple[Detail, ...]


@dataclass(frozen=True, slots=True)
class _Document:
    said: Said
    left: tuple[Detail, ...]


@dataclass(frozen=True, slots=True)
class _Standing:
    """A ``SanctionsEntry``: that a profile stands on a list, with what else the publisher says there."""

    membership: Membership
    list: str
    details: tuple[Detail, ...]
    left: tuple[Detail, ...]


def read(parts: Parts, list_code: str) -> Iterator[Statement]:
    """The records of the file. Raises `SourceError` when it is not of this layout, or cut off."""
    path = single(parts)
    index = _Index(path, list_code)
    for element in records(path, _ROOT, frozenset(["DistinctParty"]), _FIRST):
        element.attribute("FixedRef")
        comment = element.value("Comment")
        found = [_party(profile, index) for profile in element.children("Profile")]
        if not found:
            found = [index.loose("no profile")]
        if comment:
            found[0].details.append(Detail("remarks", comment))
        found[0].left += element.left()
        for record in found:
            yield index.entry(record)
    yield from index.orphans()


def _party(profile: Element, index: _Index) -> Record:
    number = profile.attribute("ID")
    type_ = ofac_parties.kind(profile.attribute("PartySubTypeID"), index.values)
    record = index.record(number, type_ or None)
    if comment := profile.value("Comment"):
        record.details.append(Detail("remarks", comment))
    for identity in profile.children("Identity"):
        documents = index.documents.pop(identity.attribute("ID"), ())
        ofac_parties.identify(record, identity, index.values)
        for document in documents:
            record.say(document.said)
            record.left += document.left
    for feature in profile.children("Feature"):
        ofac_parties.tell(record, feature, index.values, index.locations)
    skip(profile, "SanctionsEntryReference")
    for reference in profile.children("ExternalReference"):
        type_ = index.values.text("ExRefType", reference.attribute("ExRefTypeID"))
        text = joined(map(reference.value, ("ExRefValue", "DirectURL", "Comment")))
        record.details.append(Detail(f"external reference {type_.lower()}".strip(), text))
    return record


class _Index:
    """Everything but the parties, by the numbers of profiles and identities."""

    def __init__(self, path: Path, list_code: str) -> None:
        self.list_code = list_code
        self.values = Values()
        self.locations: dict[str, Location] = {}
        self.documents: dict[str, list[_Document]] = defaultdict(list)
        self._relationships: dict[str, list[_Relationship]] = defaultdict(list)
        self._standings: dict[str, list[_Standing]] = defaultdict(list)
        self._names: dict[str, str] = {}
        self._profiles: dict[str, str] = {}
        """Profiles by the numbers of their entries."""
        self._links: dict[str, list[Detail]] = defaultdict(list)
        self._seen: Counter[str] = Counter()
        for element in records(path, _ROOT, _FIRST):
            self._add(element)
        if not self.values:
            raise SourceError(f"{path.name} holds no reference values, without which no number in it means anything.")

    def record(self, number: str, type_: str | None) -> Record:
        """A record of a number, under another name when it is not the first."""
        self._seen[number] += 1
        again = self._seen[number]
        if not number:
            return Record("", f"Profile no. {again} without a number", type_=type_, id_=f"profile-{again}")
        record = Record(number, f"Profile {number}", type_=type_, id_=number if again == 1 else f"{number}-{again}")
        if again > 1:
            record.details.append(Detail("profile", f"{number}, which another record bears too"))
        return record

    def loose(self, why: str) -> Record:
        """A record for what belongs to no profile."""
        record = self.record("", None)
        record.details.append(Detail("profile", why))
        return record

    def entry(self, record: Record) -> Statement:
        """The entry of a record, with its lists and relationships."""
        standings = self._standings.pop(record.number, [])
        for one in standings:
            record.details += one.details
            record.left += one.left
        stated = [one.membership for one in standings if one.list != _UMBRELLA] or [one.membership for one in standings]
        for relationship in self._relationships.pop(record.number, ()):
            self._relate(record, relationship)
        record.details += self._links.pop(record.number, ())
        return record.entry(self.list_code, stated)

    def orphans(self) -> Iterator[Statement]:
        """What is said of profiles and identities that no party has."""
        for number in list(dict.fromkeys([*self._standings, *self._relationships, *self._links])):
            record = self.record(number, None)
            record.details.append(Detail("profile", f"no party has number {number}"))
            yield self.entry(record)
        for number, documents in self.documents.items():
            record = Record("", f"Identity {number}", type_=None, id_=f"identity-{number}")
            record.details.append(Detail("profile", f"no party has the identity {number}"))
            for document in documents:
                record.say(document.said)
                record.left += document.left
            yield record.entry(self.list_code)

    def _relate(self, record: Record, one: _Relationship) -> None:
        name = self._names.get(one.to) or f"Profile {one.to}"
        words = f"{one.type}: {name} ({one.to})"
        if one.former:
            record.details.append(Detail("former relation", words))
        else:
            record.relation(_RELATIONS.get(one.type, "linked_to"), name, one.to, ordered=True)
            record.details.append(Detail("relation", words))
        record.details += [Detail("relation note", f"{words}: {note}") for note in one.notes]
        record.left += one.left

    def _add(self, element: Element) -> None:
        if element.name == "ReferenceValueSets":
            self.values.add(element)
        elif element.name == "Location":
            number, found = location(element, self.values)
            self.locations[number] = found
        elif element.name == "IDRegDocument":
            self.documents[element.attribute("IdentityID")].append(self._document(element))
        elif element.name == "DistinctParty":
            for profile in element.children("Profile"):
                type_ = ofac_parties.kind(profile.attribute("PartySubTypeID"), self.values)
                person = Record("", "", type_=type_).kind == "person"
                name = ofac_parties.primary_name(profile, self.values, person=person)
                self._names[profile.attribute("ID")] = name
        elif element.name == "ProfileRelationship":
            number = element.attribute("From-ProfileID")
            self._relationships[number].append(self._relationship(element))
        elif element.name == "SanctionsEntry":
            number = element.attribute("ProfileID")
            self._profiles[element.attribute("ID")] = number
            self._standings[number].append(self._standing(element))
        else:
            self._link(element)

    def _document(self, element: Element) -> _Document:
        element.attribute("ID")
        issued: dict[str, str] = {}
        notes = [element.value("IssuingAuthority"), element.value("Comment")]
        for date in element.children("DocumentDate"):
            what = self.values.text("IDRegDocDateType", date.attribute("IDRegDocDateTypeID"))
            text = joined(map(period, date.children("DatePeriod")))
            key = {"Issue Date": "issued", "Expiration Date": "expires"}.get(what, what.lower() or "dated")
            issued[key] = text
        if place := self.locations.get(element.attribute("IssuedIn-LocationID")):
            notes += place.texts
        notes.append(self.values.telling("Validity", element.attribute("ValidityID")))
        for name in (
            "IDRegDocumentMention",
            "FeatureVersionReference",
            "DocumentedNameReference",
            "ProfileRelationshipReference",
        ):
            skip(element, name)
        said = Said(
            self.values.text("IDRegDocType", element.attribute("IDRegDocTypeID")) or "id",
            element.value("IDRegistrationNo"),
            self.values.country(element.attribute("IssuedBy-CountryID")) or None,
            "; ".join(filter(None, [dated(**issued), *notes])) or None,
        )
        return _Document(said, element.rest())

    def _relationship(self, element: Element) -> _Relationship:
        for name in ("ID", "SanctionsEntryID"):
            element.attribute(name)
        type_ = self.values.text("RelationType", element.attribute("RelationTypeID")).rstrip(" :")
        quality = self.values.telling("RelationQuality", element.attribute("RelationQualityID"))
        notes = [quality, element.value("Comment"), *map(period, element.children("DatePeriod"))]
        skip(element, "IDRegDocumentReference")
        to, former = element.attribute("To-ProfileID"), element.attribute("Former") == "true"
        left = element.rest()
        return _Relationship(type_, to, former, tuple(filter(None, notes)), left)

    def _standing(self, element: Element) -> _Standing:
        list_ = self.values.text("List", element.attribute("ListID"))
        details = [Detail("limitations to listing", text) for text in [element.value("LimitationsToListing")] if text]
        details += [Detail("listing remarks", text) for text in [element.value("Comment")] if text]
        code = _list_code(list_, self.list_code)
        if code is None:
            details.append(Detail("list", list_))
        since, until, bases, told = self._events(element)
        tags, measures, dates = self._measures(element)
        for info in element.children("SupportingInfo"):
            info.attribute("ID")
            type_ = self.values.text("SupInfoType", info.attribute("SupInfoTypeID")).lower()
            details.append(Detail(type_ or "supporting information", joined(map(info.value, ("Text", "DirectURL")))))
        skip(element, "ProfileRelationshipReference")
        membership = Membership(
            code or (OTHER if self.list_code in CONSOLIDATED else self.list_code),
            since=since,
            until=until,
            tags=tuple(tags),
            citation="; ".join(bases) or None,
            measures="; ".join(measures) or None,
        )
        left = element.rest()
        return _Standing(membership, list_, (*details, *told, *dates), left)

    def _events(self, element: Element) -> tuple[str | None, str | None, list[str], list[Detail]]:
        """Since when, until when, on which legal bases, and what else is said of the events of an entry."""
        since: list[str] = []
        until: list[str] = []
        bases: dict[str, None] = {}
        details = []
        for event in element.children("EntryEvent"):
            event.attribute("ID")
            what = self.values.text("EntryEventType", event.attribute("EntryEventTypeID")).lower()
            if basis := self.values.telling("LegalBasis", event.attribute("LegalBasisID")):
                bases[basis] = None
            # A record is off the list from the day of its removal.
            dates = until if any(word in what for word in ("remov", "delist", "delet")) else since
            for text in filter(None, map(point, event.children("Date"))):
                if days.iso(text):
                    dates.append(text)
                else:
                    details.append(Detail(f"{what} date".strip(), text))
            if comment := event.value("Comment"):
                details.append(Detail(f"{what} comment".strip(), comment))
        return min(since, default=None), max(until, default=None), list(bases), details

    def _measures(self, element: Element) -> tuple[list[str], list[str], list[Detail]]:
        """The programme tags, the measures, and the periods that are stated of them."""
        tags, measures, details = [], [], []
        for measure in element.children("SanctionsMeasure"):
            measure.attribute("ID")
            type_ = self.values.text("SanctionsType", measure.attribute("SanctionsTypeID"))
            comment = measure.value("Comment")
            if type_ == _PROGRAMME and comment:
                tags.append(comment)
            else:
                measures.append(joined([type_, comment]))
            if text := joined(map(period, measure.children("DatePeriod"))):
                details.append(Detail("measure period", f"{comment or type_}: {text}"))
        return tags, [text for text in dict.fromkeys(measures) if text], details

    def _link(self, element: Element) -> None:
        type_ = self.values.text("EntryLinkType", element.attribute("EntryLinkTypeID"))
        element.attribute("ID")
        first, second = (element.attribute(f"Entry{letter}-SanctionsEntryID") for letter in "AB")
        dates = [point(date) for date in element.children("Date")]
        words = joined([f"{type_} {self._profiles.get(second, second)}".strip(), element.value("Comment"), *dates])
        self._links[self._profiles.get(first, first)].append(Detail("entry link", words))


def _list_code(name: str, edition: str) -> str | None:
    """The code of a list by the publisher's name of it; None where it is not known."""
    plain = name.lower()
    if not plain or name == _UMBRELLA:
        return OTHER if edition in CONSOLIDATED else edition
    found = [code for word, code in _LISTS if (word == plain if word == "sdn list" else word in plain)]
    return found[0] if found else None


FORMATS: Final = (
    Format(
        "ofac-advanced-xml",
        "OFAC's sdn_advanced.xml or cons_advanced.xml (Advanced Sanctions Data Model), plain or zipped",
        read,
        parts={"list": ("sdn_advanced.xml", "cons_advanced.xml", "sdn_advanced.zip", "cons_advanced.zip")},
    ),
)
