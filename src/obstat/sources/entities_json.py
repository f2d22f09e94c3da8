"""A plain interchange format for lists: ``{"list_id", "source_file", "extracted", "count", "entities": […]}``.

An entity has name, aliases, country, address, status, effective_date, federal_register and notes; all but the name may
be null. What the notes may hold is in `obstat.sources.entity_notes`.

Invariant: an entity is one entry, on the list whose code is given; no field is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from obstat.model.places import country
from obstat.sources import aliases, brackets, days, entity_notes
from obstat.sources.brackets import FORM, FORMS
from obstat.sources.csl_fields import Result
from obstat.sources.ecfr import cited, footnotes
from obstat.sources.entity_cells import named, without_references
from obstat.sources.entry import Detail, Entry, EntryListing
from obstat.sources.json_members import members
from obstat.sources.party_addresses import addresses, country_of, cut
from obstat.sources.party_rows import Row, entries
from obstat.sources.source import Format, Parts, single

_FORM_AHEAD = re.compile(rf"({FORM}),\s+", re.I)


def _read(parts: Parts, list_code: str) -> Iterator[Entry]:
    yield from entries(_row(at, member, list_code) for at, member in members(single(parts), "entities"))


def _row(at: int, member: dict[str, Any], list_code: str) -> Row:
    fields = Result(member)
    printed = _whole(fields.text("name") or "", list(fields.texts("aliases")), fields.text("address") or "")
    found, relations = named(printed.name)
    more = [aliases.listed(text) for text in printed.aliases]
    where, status, since = (fields.text(name) for name in ("country", "status", "effective_date"))
    code, citation = country(where), fields.text("federal_register")
    text, references = without_references(printed.address)
    notes = entity_notes.read(
        fields.text("notes") or "", EntryListing(list_code, since=days.iso(since), citation=citation)
    )
    details = [Detail("country", where)] if where and not code else []
    details += [Detail("status", status)] if status else []
    details += [Detail("effective date", since)] if since and not days.iso(since) else []
    details += (*notes.details, *cited(citation), *footnotes(next(iter(notes.sentences), None)))
    remarks = [remark for each in (found, *more) for remark in each.remarks]
    details += (Detail("remark", remark) for remark in (*remarks, *references))
    return Row(
        key=(str(at),),
        at=f"entity {at}",
        names=(*found.names, *(name for each in more for name in each.names)),
        countries=(code,) if code else (),
        addresses=tuple(addresses(text, code)),
        numbers=tuple(notes.numbers),
        listings=tuple(notes.listings),
        relations=(*relations, *notes.relations),
        details=tuple(details),
        left=fields.left(),
    )


@dataclass(frozen=True, slots=True)
class _Printed:
    """The cells of an entity with names and addresses."""

    name: str
    aliases: list[str]
    address: str


def _whole(name: str, others: list[str], address: str) -> _Printed:
    """The cells as the list has them, where the transcription cut a line at the wrong place.

    Brackets that the name opens may be closed in the address, the legal form of the name may stand ahead of the
    address, and the addresses may follow the last alias.
    """
    before, closed, after = address.partition(")")
    if closed and "(" not in before and name.count("(") > name.count(")"):
        name, address = (
            f"{name}{', ' if FORMS.fullmatch(before.partition(',')[0]) else '; '}{before})",
            after.lstrip(" ,.;"),
        )
    elif form := _FORM_AHEAD.match(address):
        name, address = f"{name}, {form[1]}", address[form.end() :]
    if not address and others:
        masked = brackets.mask(others[-1])
        alias, where = (masked.restored(part) for part in cut(masked.text, listed=True))
        if any(country_of(part) for part in where.split(";")):
            others, address = [*others[:-1], alias], where
    return _Printed(name, others, address)


FORMATS = (
    Format(
        code="entities-json",
        text="A list as a plain JSON of entities: name, aliases, country, address, effective date, citation, notes",
        read=_read,
        parts={"list": (".json",)},
    ),
)
