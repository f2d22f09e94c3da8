"""The European Union's consolidated list of financial sanctions, as XML 1.1 and CSV 1.1.

- The XML has a ``sanctionEntity`` with its ``regulation`` (the latest legal act), ``subjectType``, remarks, and a
  ``nameAlias``, ``address``, ``birthdate``, ``identification`` and ``citizenship`` for each of those, each with the
  legal act it comes from.
- The CSV is separated by semicolons and has a row for each of those parts, with the columns of the entity in each row.
  It does not say which names are weak.

Invariant: a ``logicalId`` is an entry; two elements that bear the same are two. The day of listing is the designation
date; where the file gives none it is not known, for its legal acts are the latest and not the first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from obstat.model.errors import SourceError
from obstat.sources import days, tables
from obstat.sources.entry import Detail, Entry, EntryListing
from obstat.sources.eu_fields import KINDS, PARTS, Part, act, contacts, renamed, tell
from obstat.sources.fields import Fields
from obstat.sources.ofac_elements import Element, records
from obstat.sources.party_draft import Draft
from obstat.sources.source import Expectations, Format, Parts, Source, single

_XML_PARTS: Final = ("nameAlias", "address", "birthdate", "identification", "citizenship")
_ACT: Final = (
    "organisationType",
    "publicationDate",
    "entryIntoForceDate",
    "numberTitle",
    "programme",
    "publicationUrl",
)
_ENTITY: Final = {
    "logicalId": "logicalid",
    "euReferenceNumber": "eu_referencenumber",
    "unitedNationId": "unitednationid",
    "designationDate": "designationdate",
    "designationDetails": "designationdetails",
    "delistingDate": "delistingdate",
}
"""Attributes of an entity, by the names of their columns in lower case."""
_COLUMNS: Final = ("Entity_LogicalId", "NameAlias_WholeName", "Entity_Regulation_Programme")


def read_xml(parts: Parts, list_code: str) -> Iterator[Entry]:
    """The records of the XML file. Raises `SourceError` when it is not of this layout, or cut off."""
    taken: Counter[str] = Counter()
    for number, element in enumerate(records(single(parts), "export", frozenset(["sanctionEntity"])), 1):
        values = {column: element.attribute(name) for name, column in _ENTITY.items()}
        key = values["logicalid"] or f"entity-{number}"
        taken[key] += 1
        record = _Record(f"sanctionEntity {key}", list_code)
        for subject in element.children("subjectType"):
            values["subjecttype"] = subject.attribute("code")
            values["subjecttype_classificationcode"] = subject.attribute("classificationCode")
        acts = element.children("regulation")
        remarks = [remark.text() for remark in element.children("remark")]
        record.entity(Fields({**values, **(_act(acts[0]) if acts else {})}))
        for other in acts[1:]:
            record.entity(Fields({**{k: v for k, v in values.items() if k != "subjecttype"}, **_act(other)}))
        for remark in remarks:
            record.draft.detail("remark", remark)
        for key_, value in _pairs(element, "additionalInformation"):
            record.draft.detail(key_.lower() or "additional information", value)
        for name in _XML_PARTS:
            for child in element.children(name):
                tell(record.draft, _part(child))
        record.draft.left += element.left()
        yield record.entry(key if taken[key] == 1 else f"{key}-{taken[key]}")


def read_csv(parts: Parts, list_code: str) -> Iterator[Entry]:
    """The records of the CSV file. Raises `SourceError` when it is not of this layout."""
    path = single(parts)
    found: dict[str, _Record] = {}
    for line, row in tables.records(path, columns=_COLUMNS, delimiter=";"):
        row.take("fileGenerationDate")
        at = f"line {line}"
        record = found.setdefault(row.peek("Entity_LogicalId") or at.replace(" ", "-"), _Record(at, list_code))
        record.at(at)
        grouped: dict[str, dict[str, str]] = {}
        for field in row.left():
            prefix, _, name = field.label.partition("_")
            grouped.setdefault(prefix.lower(), {})[renamed(name)] = field.value
        record.entity(Fields(grouped.pop("entity", {})))
        for name in PARTS:
            if values := grouped.pop(name, None):
                reached = contacts(values.pop("contactinfo", None))
                tell(record.draft, Part(name, Fields(values), reached))
        for prefix, values in grouped.items():
            record.draft.left += (Detail(f"{prefix}_{name}", value) for name, value in values.items())
    if not found:
        raise SourceError(f"{path.name} has no records; fetch it again.")
    for key, record in found.items():
        yield record.entry(key)


class _Record:
    """A record while its entity, which the CSV repeats in every row, and its parts are told."""

    def __init__(self, at: str, list_code: str) -> None:
        self.draft = Draft(at)
        self._list = list_code
        self._listings: dict[EntryListing, None] = {}

    def at(self, place: str) -> None:
        """That a row of the record stands there."""
        if self.draft.at != place:
            self.draft.at = f"{self.draft.at}; {place}"

    def entity(self, fields: Fields) -> None:
        """The fields of the entity."""
        draft = self.draft
        fields.take("logicalid")
        subjects = [fields.take("subjecttype"), fields.take("subjecttype_classificationcode")]
        kinds = [KINDS[text.lower()] for text in subjects if text and text.lower() in KINDS]
        draft.kind = kinds[0] if kinds else draft.kind
        for text in subjects:
            draft.detail("subject type", text if text and text.lower() not in KINDS else None)
        dates = {}
        for column in ("designationdate", "delistingdate"):
            text = fields.take(column)
            dates[column] = days.iso(text)
            draft.detail(column.replace("date", " date"), text if text and not dates[column] else None)
        listing = EntryListing(
            self._list,
            since=dates["designationdate"],
            until=dates["delistingdate"],
            programme=fields.take("regulation_programme"),
            citation=fields.peek("regulation_numbertitle"),
            url=fields.peek("regulation_publicationurl"),
            reference=fields.take("eu_referencenumber"),
        )
        self._listings[listing] = None
        draft.detail("legal act", act(fields))
        draft.detail("united nations id", fields.take("unitednationid"))
        draft.detail("designation details", fields.take("designationdetails"))
        draft.detail("remark", fields.take("remark"))
        draft.left += (Detail(f"entity/{left.label}", left.value) for left in fields.left())

    def entry(self, id_: str) -> Entry:
        """The entry."""
        return self.draft.entry(id_, self._listings)


def _act(element: Element) -> dict[str, str]:
    """A legal act as fields: of an entity its address is an element, of a part an attribute."""
    element.attribute("logicalId")
    found = {f"regulation_{name.lower()}": element.attribute(name) or element.value(name) for name in _ACT}
    return {**found, "regulation_type": element.attribute("regulationType")}


def _part(element: Element) -> Part:
    values = {renamed(name): element.attribute(name) for name in element.attributes()}
    for summary in element.children("regulationSummary"):
        values.update(_act(summary))
    values["remark"] = "; ".join(filter(None, (remark.text() for remark in element.children("remark"))))
    return Part(
        element.name.lower(),
        Fields(values),
        tuple(_pairs(element, "contactInfo")),
        tuple(_pairs(element, "additionalInformation")),
    )


def _pairs(element: Element, name: str) -> Iterator[tuple[str, str]]:
    for child in element.children(name):
        yield child.attribute("key"), child.attribute("value")


FORMATS: Final = (
    Format(
        "eu-fsf-xml",
        "Consolidated financial sanctions list of the European Union as XML 1.1",
        read_xml,
        parts={"list": ("xmlfullsanctionslist_1_1.xml", ".xml")},
    ),
    Format(
        "eu-fsf-csv",
        "Consolidated financial sanctions list of the European Union as CSV 1.1",
        read_csv,
        parts={"list": ("csvfullsanctionslist_1_1.csv", ".csv")},
    ),
)

SOURCES: Final = (
    Source(
        "eu-sanctions",
        "eu-sanctions",
        "Consolidated list of persons, groups and entities subject to EU financial sanctions",
        "European Commission, Directorate-General FISMA",
        {
            "list": "https://webgate.ec.europa.eu/fsd/fsf/public/files/xmlFullSanctionsList_1_1/content?token=dG9rZW4tMjAxNw"
        },
        "The file states none; the Commission's policy of reuse is Decision 2011/833/EU",
        "eu-fsf-xml",
        cadence=7,
        expectations=Expectations(3_000, 15_000, ("JSC ROSOBORONEXPORT",)),
        upkeep=(
            "The reader was checked with seven records of April 2020 and with the attributes and columns that others "
            "report of later editions, not with a complete one: the first import may show fields in what is left; add "
            "them to eu_fields. The token in the address is the one the Commission shows to everybody; the address was "
            "never fetched from a real network. The same list as CSV: csvFullSanctionsList_1_1 under the same address "
            "(eu-fsf-csv). Only the Official Journal is authentic."
        ),
        persons=True,
    ),
)
