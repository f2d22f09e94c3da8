"""The Consolidated Screening List of the International Trade Administration, as JSON and as CSV.

``consolidated.json`` is ``{"results": […]}``; a result has id, source, entity_number, type, programs, name, title,
addresses, federal_register_notice, start_date, end_date, standard_order, license_requirement, license_policy,
call_sign, vessel_type, gross_tonnage, gross_registered_tonnage, vessel_flag, vessel_owner, remarks, source_list_url,
alt_names, citizenships, dates_of_birth, nationalities, places_of_birth, source_information_url and ids.
``consolidated.csv`` has the same as columns (``_id`` for id), the members of a list set apart by "; ".
See https://www.trade.gov/consolidated-screening-list.

Invariant: a result is one entry, on the list that its `source` names; no field is lost. The list repeats what others
publish: where an edition of theirs is at hand, that goes before.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from obstat.sources import aliases, brackets, days, ofac_remarks, tables
from obstat.sources.bis import day_after, order
from obstat.sources.csl_fields import Address, Result
from obstat.sources.ecfr import cited, footnotes
from obstat.sources.editions import slug
from obstat.sources.entity_cells import named
from obstat.sources.entry import Detail, Entry, EntryListing
from obstat.sources.json_members import members
from obstat.sources.ofac_listings import Membership
from obstat.sources.ofac_record import Record, Said
from obstat.sources.party_addresses import country_of, cut, ends_in_country
from obstat.sources.source import Expectations, Format, Parts, Source, single

_LISTS = {
    "EL": "bis-entity-list",
    "MEU": "bis-meu",
    "DPL": "bis-dpl",
    "UVL": "bis-uvl",
    "ISN": "state-isn",
    "DTC": "state-itar-debarred",
    "SDN": "ofac-sdn",
    "SSI": "ofac-ssi",
    "FSE": "ofac-fse",
    "PLC": "ofac-plc",
    "NS-PLC": "ofac-plc",
    "CAP": "ofac-capta",
    "CAPTA": "ofac-capta",
    "CMIC": "ofac-ns-cmic",
    "NS-CMIC": "ofac-ns-cmic",
    "MBS": "ofac-mbs",
    "NS-MBS": "ofac-mbs",
}
"""Lists by the letters that `source` gives them: ``Entity List (EL) - Bureau of Industry and Security``."""
_LETTERS = re.compile(r"\(([A-Z-]+)(?: List)?\)")
_COLUMNS = ("source", "name", "addresses", "alt_names", "start_date", "source_list_url")
_ABOUT = {
    "title": "Title",
    "dates_of_birth": "DOB",
    "places_of_birth": "POB",
    "nationalities": "nationality",
    "citizenships": "citizen",
    "call_sign": "Vessel Call Sign",
    "vessel_type": "Vessel Type",
    "gross_tonnage": "Vessel Tonnage",
    "gross_registered_tonnage": "Vessel Gross Registered Tonnage",
    "vessel_flag": "Vessel Flag",
    "vessel_owner": "Vessel Owner",
}
"""Fields that say what the Office of Foreign Assets Control says under these labels."""


def _from_json(parts: Parts, list_code: str) -> Iterator[Entry]:
    yield from _entries(((f"result {at}", member) for at, member in members(single(parts), "results")), list_code)


def _from_csv(parts: Parts, list_code: str) -> Iterator[Entry]:
    rows = tables.records(single(parts), columns=_COLUMNS)
    yield from _entries(((f"line {line}", {f.label: f.value for f in row.left()}) for line, row in rows), list_code)


def _entries(results: Iterator[tuple[str, Mapping[str, Any]]], list_code: str) -> Iterator[Entry]:
    taken: Counter[str] = Counter()
    for at, values in results:
        entry = _entry(Result(values), at, list_code)
        taken[entry.id] += 1
        yield entry if taken[entry.id] == 1 else replace(entry, id=f"{entry.id}-{taken[entry.id]}")


def _entry(result: Result, at: str, list_code: str) -> Entry:
    source = result.text("source") or ""
    list_ = list_of(source) or list_code
    number = result.text("entity_number") or ""
    record = Record(number, at, type_=result.text("type"))
    addresses = list(result.addresses())
    for address in (*_name(record, result, addresses, plain=list_.startswith("ofac-")), *addresses):
        record.address(address.text, address.country)
    for field, label in _ABOUT.items():
        for text in result.texts(field):
            record.say(Said(label, text))
    for label, value, country, note in result.numbers():
        record.say(Said(label, value, country, note))
    if not list_of(source):
        record.details.append(Detail("source", source or "none stated"))
    entry = _listed(record, result, list_) if list_.startswith("ofac-") else _on(record, result, list_)
    made = [list_, number or slug(entry.names[0].text if entry.names else "unnamed")]
    made += [code.lower() for code in entry.countries[:1] if not number]
    return replace(entry, id="-".join(made), left=(*entry.left, *result.left()))


def list_of(source: str) -> str | None:
    """The list that a `source` names; None for one that is not known, which is never taken for its neighbour."""
    match = _LETTERS.search(source)
    return _LISTS.get(match[1]) if match else None


def _name(record: Record, result: Result, addresses: Sequence[Address], *, plain: bool) -> list[Address]:
    """The names. Those of the Treasury are `plain`; others may hold aliases, an owner and addresses, given back."""
    name = result.text("name") or ""
    if plain:
        record.name(name, "name")
        for alias in result.texts("alt_names"):
            record.name(alias, "alias")
        return []
    name, where = _apart(name, addresses)
    found, relations = named(name)
    for each in found.names:
        record.name(each.text, each.kind, weak=each.weak, language=each.language, ordered=True)
    for relation in relations:
        record.relation(relation.relation, relation.name, ordered=True)
    remarks = list(found.remarks)
    for text in result.texts("alt_names"):
        more = aliases.listed(text)
        for each in more.names:
            record.name(each.text, each.kind, weak=each.weak, language=each.language, ordered=True)
        remarks += more.remarks
    record.details += (Detail("remark", remark) for remark in remarks)
    countries = {address.country for address in addresses}
    return [Address(where, country_of(where) or (countries.pop() if len(countries) == 1 else None))] if where else []


def _apart(name: str, addresses: Sequence[Address]) -> tuple[str, str]:
    """A name and the address that follows it, where that ends in a country or begins with a place of the addresses."""
    masked = brackets.mask(name)
    bare, where = (masked.restored(part) for part in cut(masked.text))
    place = where.partition(",")[0]
    if place and (ends_in_country(where) or any(place in address.text for address in addresses)):
        return bare, where
    return name, ""


def _listed(record: Record, result: Result, list_: str) -> Entry:
    """An entry of a list of the Treasury."""
    for text in result.texts("remarks"):
        ofac_remarks.tell(record, text)
    since, until = _dates(record, result)
    membership = Membership(
        list_, since, until, tuple(result.texts("programs")), result.text("federal_register_notice"), _measures(result)
    )
    record.details += _links(result)
    return record.entry(list_, [membership])


def _on(record: Record, result: Result, list_: str) -> Entry:
    """An entry of another list."""
    since, until = _dates(record, result)
    citation, requirement = result.text("federal_register_notice"), result.text("license_requirement", keep=True)
    listing = EntryListing(
        list_,
        since=since,
        until=until,
        citation=citation,
        measures=_measures(result),
        url=result.text("source_list_url"),
        reference=record.number or None,
    )
    listings = tuple(replace(listing, programme=tag) for tag in result.texts("programs")) or (listing,)
    record.details += cited(citation)
    record.details += footnotes(requirement)
    record.details += (Detail("remarks", text) for text in result.texts("remarks"))
    record.details += _links(result)
    return replace(record.entry(list_), listings=listings)


def _dates(record: Record, result: Result) -> tuple[str | None, str | None]:
    since, until = result.text("start_date"), result.text("end_date")
    for label, text in (("start date", since), ("end date", until)):
        if text and not days.iso(text):
            record.details.append(Detail(label, text))
    # an order is in force until its expiration date; that day is counted in
    return days.iso(since), day_after(days.iso(until))


def _measures(result: Result) -> str | None:
    told = (
        ("License requirement", result.text("license_requirement")),
        ("License review policy", result.text("license_policy")),
    )
    parts = [f"{label}: {text}" for label, text in told if text]
    return "; ".join([*parts, *filter(None, [order(result.text("standard_order"))])]) or None


def _links(result: Result) -> Iterator[Detail]:
    for field in ("id", "_id", "source_list_url", "source_information_url"):
        if text := result.text(field):
            yield Detail(field.strip("_").replace("_", " "), text)


FORMATS = (
    Format(
        code="csl-json",
        text="Consolidated Screening List as JSON",
        read=_from_json,
        parts={"list": ("consolidated.json", ".json")},
    ),
    Format(
        code="csl-csv",
        text="Consolidated Screening List as CSV",
        read=_from_csv,
        parts={"list": ("consolidated.csv", "csl.csv", ".csv")},
    ),
)

SOURCES = (
    Source(
        code="consolidated-screening-list",
        list="consolidated-screening-list",
        name="Consolidated Screening List",
        publisher="US Department of Commerce, International Trade Administration",
        addresses={
            "list": "https://data.trade.gov/downloadable_consolidated_screening_list/v1/consolidated.json",
        },
        licence="Public domain (work of the US government)",
        format="csl-json",
        cadence=7,
        expectations=Expectations(15000, 45000, ("Huawei Technologies Co., Ltd.",)),
        upkeep=(
            "It joins lists of Commerce, State and the Treasury, and is written anew every day; an entry stands on the "
            "list that its source names. When a source appears that `list_of` does not know, add its letters. The CSV "
            "reader was checked with 115 rows of 2019; the JSON was written from what others report of it, and the "
            "address was never fetched from a real network. "
            "https://api.trade.gov/static/consolidated_screening_list/consolidated.json is the older address."
        ),
        persons=True,
        usual=False,
    ),
)
