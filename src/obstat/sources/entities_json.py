"""A plain interchange format for lists: ``{"list_id", "source_file", "extracted", "count", "entities": […]}``.

An entity has name, aliases, country, address, status, effective_date, federal_register and notes; all but the name may
be null. The notes may hold statements of the form ``Authority: X; imposed 1/2/2003; status: Expired on 1/2/2005; Vol.
68, No. 33`` (several set apart by " | "), or ``Expires: 2030-04-27``; both bear on listings.

Invariant: an entity is one entry, on the list whose code is given; no field is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from obstat.sources import aliases, days
from obstat.sources.bis import day_after
from obstat.sources.csl_fields import Result
from obstat.sources.ecfr import cited, footnotes
from obstat.sources.entity_cells import named, without_references
from obstat.sources.entry import Detail, Entry, EntryListing
from obstat.sources.json_members import members
from obstat.sources.party_addresses import addresses
from obstat.sources.party_rows import Row, entries
from obstat.sources.places import country
from obstat.sources.source import Format, Parts, single

_IMPOSED = re.compile(
    r"Authority: (?P<authority>.+?); imposed (?P<since>[\d/]+)(?:; status: (?P<status>[^;]+))?(?:; (?P<citation>.+))?"
)
_ENDED = re.compile(r"(?:(?P<last>expired)|lifted|terminated|waived)(?: on)? (?P<day>\d{1,2}/\d{1,2}/\d{2,4})", re.I)
_EXPIRES = re.compile(r"Expires: (\d{4}-\d{2}-\d{2})")


@dataclass(frozen=True, slots=True)
class _Note:
    """What the notes say: of listings, and the rest."""

    listings: tuple[EntryListing, ...]
    rest: tuple[str, ...]


def _read(parts: Parts, list_code: str) -> Iterator[Entry]:
    yield from entries(_row(at, member, list_code) for at, member in members(single(parts), "entities"))


def _row(at: int, member: dict[str, Any], list_code: str) -> Row:
    fields = Result(member)
    found, relations = named(fields.text("name") or "")
    more = [aliases.split(text) for text in fields.texts("aliases")]
    other = (name for each in more for name in each.names)
    where, status, since = (fields.text(name) for name in ("country", "status", "effective_date"))
    code, citation = country(where), fields.text("federal_register")
    text, references = without_references(fields.text("address") or "")
    base = EntryListing(list_code, since=days.iso(since), citation=citation)
    note = _note(fields.text("notes") or "", base)
    details = [Detail("country", where)] if where and not code else []
    details += [Detail("status", status)] if status else []
    details += [Detail("effective date", since)] if since and not days.iso(since) else []
    details += (Detail("notes", rest) for rest in note.rest)
    details += (*cited(citation), *footnotes(note.rest[0] if note.rest else None))
    remarks = [remark for each in (found, *more) for remark in each.remarks]
    details += (Detail("remark", remark) for remark in (*remarks, *references))
    return Row(
        key=(str(at),),
        at=f"entity {at}",
        names=(*found.names, *(replace(name, kind="alias") if name.kind == "name" else name for name in other)),
        countries=(code,) if code else (),
        addresses=tuple(addresses(text, code)),
        listings=note.listings,
        relations=relations,
        details=tuple(details),
        left=fields.left(),
    )


def _note(text: str, base: EntryListing) -> _Note:
    """Listings by what is said of them; without a word, the one that the entity's own fields make."""
    listings: list[EntryListing] = []
    rest: list[str] = []
    for part in text.split(" | "):
        if not (imposed := _IMPOSED.fullmatch(part.strip())):
            rest += [part.strip()] if part.strip() else []
            continue
        ended = _ENDED.match(imposed["status"] or "")
        end = days.iso(ended["day"]) if ended else None
        listings.append(
            replace(
                base,
                since=days.iso(imposed["since"]),
                until=day_after(end) if ended and ended["last"] else end,  # what expires holds to the end of the day
                programme=imposed["authority"],
                citation=imposed["citation"],
                measures=imposed["status"],
            )
        )
    expires = _EXPIRES.search(text)
    until = day_after(days.iso(expires[1])) if expires else None
    return _Note(tuple(listings) or (replace(base, until=until),), tuple(rest))


FORMATS = (
    Format(
        code="entities-json",
        text="A list as a plain JSON of entities: name, aliases, country, address, effective date, citation, notes",
        read=_read,
        parts={"list": (".json",)},
    ),
)
