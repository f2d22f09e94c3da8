"""The notes of an entity in a plain transcription of a list: listings, numbers, ties and details in running text.

Notes are set apart by " | ". A note is one of these:

    Authority: X; imposed 1/2/2003; status: Expired on 1/2/2005; Vol. 68, No. 33
    Target Type: Public Company; USCC: 91110000MA005UCQ5P (China); Program: CMIC-EO13959; Linked To: ACME CO., LTD.
    Listed together with subsidiaries: Acme Works Co., Ltd., and Acme Optics.
    For all items subject to the EAR. (See § 744.11 of the EAR)
    any other sentence; ``Subordinate institution of X`` says who owns the entity

Invariant: every word of the notes is in a listing, a number, a relation or a detail.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from obstat.model.places import country
from obstat.sources import aliases, brackets, days, ofac_labels
from obstat.sources.bis import day_after
from obstat.sources.entity_cells import owners
from obstat.sources.entry import Detail, EntryListing, EntryNumber, EntryRelation

_IMPOSED = re.compile(
    r"Authority: (?P<authority>.+?); imposed (?P<since>[\d/]+)(?:; status: (?P<status>[^;]+))?(?:; (?P<citation>.+))?"
)
_ENDED = re.compile(
    r"(?:^|, )(?:all (?:\w+ )+)?(?:(?P<last>expired)|lifted|removed|terminated|waived)(?: on| as of)? "
    r"(?P<day>\d{1,2}/\d{1,2}/\d{2,4})",
    re.I,
)
_LICENCE = re.compile(r"(?:for )?all items subject to the EAR\b", re.I)
"""The licence requirement of an entry in the lists of 15 CFR part 744."""
_TOGETHER = re.compile(r"Listed together with (?:its )?subsidiar(?:y|ies): (?P<names>.+)", re.S)
_LABELLED = re.compile(r"(?P<label>[A-Z][A-Za-z ()/'-]{1,40}): (?P<value>\S.*)", re.S)
_COUNTRY = re.compile(r"(?P<value>.+?) \((?P<country>[^()]+)\)")
_BETWEEN = re.compile(rf",\s+(?:and\s+)?(?!{brackets.FORM}(?!\w))|\s+\.\s+", re.I)
"""A comma between two firms, or a stop put for one; a comma ahead of a legal form divides nothing."""


@dataclass(slots=True)
class Notes:
    """What the notes of an entity say."""

    listings: list[EntryListing] = field(default_factory=list)
    numbers: list[EntryNumber] = field(default_factory=list)
    relations: list[EntryRelation] = field(default_factory=list)
    details: list[Detail] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)
    """The notes of no set form, and the licence requirements, in their own words."""


def read(text: str, base: EntryListing) -> Notes:
    """Take notes apart. `base` is the listing that the entity's own fields make; notes on listings complete it."""
    notes = Notes()
    for part in filter(None, map(str.strip, text.split(" | "))):
        if imposed := _IMPOSED.fullmatch(part):
            notes.listings.append(_imposed(imposed, base))
        elif together := _TOGETHER.fullmatch(part):
            notes.relations += (EntryRelation("owns", name) for name in _firms(together["names"]))
            notes.details.append(Detail("notes", part))  # the brackets of the names stay with it
        elif (labelled := [_LABELLED.fullmatch(piece) for piece in part.split("; ")]) and all(labelled):
            for match in filter(None, labelled):
                base = _labelled(match["label"], match["value"], base, notes)
        elif _LICENCE.match(part):
            base = replace(base, measures=f"License requirement: {part}")
            notes.sentences.append(part)
        else:
            others, found = owners([part])
            notes.relations += found
            notes.details += (Detail("notes", part) for part in others)
            notes.sentences += others
    notes.listings = notes.listings or [base]
    return notes


def _imposed(match: re.Match[str], base: EntryListing) -> EntryListing:
    ended = _ENDED.search(match["status"] or "")
    end = days.iso(ended["day"]) if ended else None
    return replace(
        base,
        since=days.iso(match["since"]),
        until=day_after(end) if ended and ended["last"] else end,  # what expires holds to the end of the day
        programme=match["authority"],
        citation=match["citation"],
        measures=match["status"],
    )


def _labelled(label: str, value: str, base: EntryListing, notes: Notes) -> EntryListing:
    """Put one labelled value where it belongs; the labels are those of the Office of Foreign Assets Control."""
    if label == "Expires" and (day := days.iso(value)):
        return replace(base, until=day_after(day))
    if label == "Program":
        return replace(base, programme=value)
    role, scheme = ofac_labels.role(label) or ofac_labels.role(f"{label}:") or ("detail", label.lower())
    if role in ("number", "contact"):
        of = _COUNTRY.fullmatch(value)
        code = country(of["country"]) if of else None
        notes.numbers.append(EntryNumber(scheme, of["value"] if of and code else value, code))
    elif role == "relation":
        notes.relations.append(EntryRelation(scheme, value))
    else:
        dated = days.iso(value) if "date" in label.lower() else None
        notes.details.append(Detail(label.lower(), dated or value))
    return base


def _firms(text: str) -> Iterator[str]:
    """The firms of a list in running text, each by its main name."""
    plain = text if brackets.ENDS_IN_FORM.search(text) else text.removesuffix(".")
    masked = brackets.mask(plain)
    pieces: list[str] = []
    for piece in _BETWEEN.split(masked.text):
        if pieces and len(piece.split()) == 1 and not brackets.ENDS_IN_FORM.search(pieces[-1]):
            pieces[-1] += f", {piece}"  # a word alone tells which one it is: SMIC, Americas
        else:
            pieces.append(piece)
    for piece in pieces:
        for item in aliases.items(masked.restored(piece)):
            yield from (name.text for name in aliases.listed(item).names[:1])
