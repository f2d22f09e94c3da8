"""What is said of a thing elsewhere: its listings, links, papers, securities.

Invariant: every property of such an entity is in the entry of each thing to which it belongs, a link's at both ends. A
stake is a relation of what is owned; of the owner only where what is owned is not in the file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from obstat.model import places
from obstat.model.errors import InvalidValue
from obstat.sources import days, ofac_labels, stakes
from obstat.sources.bis import day_after
from obstat.sources.entry import Detail, EntryListing, EntryNumber, EntryRelation, Standing
from obstat.sources.ftm_draft import Draft, Properties, numbers
from obstat.sources.ftm_entity import Entity
from obstat.sources.ftm_properties import EDGES, HOLDERS, words
from obstat.sources.opensanctions_datasets import list_of

_FEDERAL_REGISTER = re.compile(r"\d+ F\.? ?R\.? \d+")


def add(draft: Draft, other: Entity, list_code: str) -> None:
    """Put what `other`, which refers to the draft's entity, says of it into the draft."""
    if other.schema in EDGES:
        _edge(draft, other)
    elif other.schema in ("Sanction", "Risk"):
        _listing(draft, other, list_code)
    elif adding := _PARTS.get(other.schema):
        adding(draft, other)


def _listing(draft: Draft, sanction: Entity, list_code: str) -> None:
    """A listing on each list of the datasets, one for each programme."""
    properties = Properties(sanction)
    properties.all("entity")
    label = f"{words(sanction.schema)} "
    authorities, ids = properties.all("authority"), properties.all("programId")
    programmes = properties.all("program") or ids
    reference = properties.first("authorityId", "unscId", "recordId")
    listing = EntryListing(
        "",
        since=_day(properties, "startDate", min, label, draft) or _day(properties, "listingDate", min, label, draft),
        until=day_after(_day(properties, "endDate", max, label, draft)),
        citation=reference if reference and _FEDERAL_REGISTER.search(reference) else None,
        measures="; ".join(properties.all("provisions")) or None,
        ground="; ".join(properties.all("reason")) or None,
        url=properties.first("sourceUrl", "programUrl"),
        reference=reference,
    )
    told = (*ids, *authorities)
    for dataset in sanction.datasets or draft.entity.datasets or (list_code,):
        draft.listings += (
            replace(listing, list=list_of(dataset, (programme, *told)), programme=programme) for programme in programmes
        )
        draft.listings += [] if programmes else [replace(listing, list=list_of(dataset, told))]
    draft.details.update((Detail(f"{label}authority", text), None) for text in authorities)
    draft.details.update((Detail(f"{label}program id", text), None) for text in ids if text not in programmes)
    draft.take(properties, label)
    _itself(draft, sanction, label)


def _day(properties: Properties, name: str, choose: Callable[[list[str]], str], label: str, draft: Draft) -> str | None:
    """The first or last of several dates; the others, and those that cannot be read, are details."""
    texts = properties.all(name)
    read = [day for text in texts if (day := days.iso(text))]
    chosen = choose(read) if read else None
    more = [text for text in texts if days.iso(text) != chosen or chosen is None]
    draft.details.update((Detail(f"{label}{words(name)}", text), None) for text in more)
    return chosen


def _edge(draft: Draft, link: Entity) -> None:
    first, second, forward, back = EDGES[link.schema]
    properties, own, label = Properties(link), draft.entity.id, f"{words(link.schema)} "
    ends = {name: [draft.store.resolve(value) for value in properties.all(name)] for name in (first, second)}
    share, unread = _share(properties.all("percentage"))
    since = _day(properties, "startDate", min, label, draft)
    until = day_after(_day(properties, "endDate", max, label, draft))
    if link.schema == "Ownership" and _is_indirect(link):
        forward, back = f"indirectly_{forward}", f"indirectly_{back}"
    source = "; ".join(link.properties.get("sourceUrl") or link.properties.get("publisher") or ()) or None
    tie = EntryRelation("", "", None, *share, since=since, until=until, standing=_standing(link), source=source)
    for name, relation, others in ((first, forward, ends[second]), (second, back, ends[first])):
        if own in ends[name]:
            for other in others:
                if link.schema == "Ownership" and name == first and draft.store.get(other):
                    continue  # the stake stands on the entry of what is owned, and only there
                draft.tie(replace(tie, relation=relation), other)
    with_whom = ", ".join(draft.called(other) for other in (*ends[first], *ends[second]) if other != own)
    details, unknown = properties.rest()
    details += (Detail("percentage", text) for text in unread)
    told = (Detail(f"{label}{each.label}", f"{each.value} ({with_whom})") for each in details)
    draft.details.update(dict.fromkeys(told))
    draft.left += (Detail(f"{label}{each.label}", each.value) for each in unknown)
    _itself(draft, link, label)


def _share(texts: Sequence[str]) -> tuple[stakes.Bounds, list[str]]:
    """The bounds that all of these shares lie within, and the texts that are no shares."""
    read, unread = [], []
    for text in texts:
        try:
            read.append(stakes.share(text))
        except InvalidValue:
            unread.append(text)
    known = [(low, high) for low, high in read if low is not None and high is not None]
    if not known:
        return stakes.UNKNOWN, unread
    return (min(low for low, _ in known), max(high for _, high in known)), unread


def _is_indirect(link: Entity) -> bool:
    """Whether all that is said of the kind of ownership is that it is indirect."""
    kinds = [text.lower() for text in link.properties.get("ownershipType", ())]
    return bool(kinds) and all("indirect" in kind and " direct" not in f" {kind}" for kind in kinds)


def _standing(link: Entity) -> Standing:
    """What the publisher says is alleged or disputed is so; everything else counts as established."""
    told = {text.lower() for text in link.properties.get("status", ())}
    return "disputed" if "disputed" in told else "alleged" if "alleged" in told else "established"


def _paper(draft: Draft, paper: Entity) -> None:
    """A passport or another document of identity."""
    properties, label = Properties(paper), f"{words(paper.schema)} "
    properties.all("holder")
    where, kind = properties.first("country"), properties.first("type")
    role = ofac_labels.role(ofac_labels.plain(kind)) if kind else None
    scheme = "passport" if paper.schema == "Passport" else (kind or "identification").lower()
    if role and role[0] == "number":
        scheme = role[1]
    issued, expires = properties.first("startDate"), properties.first("endDate")
    told = (issued and f"issued {issued}", expires and f"expires {expires}", properties.first("authority"))
    note = "; ".join(text for text in told if text) or None
    code = places.country(where)
    values = dict.fromkeys(properties.all("number", "passportNumber"))
    if kind and not (values and scheme == kind.lower()):
        draft.details[Detail(f"{label}type", kind)] = None
    draft.numbers.update((EntryNumber(scheme, value, code, note), None) for value in values)
    draft.numbers.update((EntryNumber("national_id", text, code), None) for text in properties.all("personalNumber"))
    if where and (not code or not values):
        draft.details[Detail(f"{label}country", where)] = None
    if note and not values:
        draft.details[Detail(label.strip(), note)] = None
    draft.take(properties, label)
    _itself(draft, paper, label)


def _asset(draft: Draft, asset: Entity) -> None:
    """The numbers of a security that the entity issued, of a wallet that it holds."""
    if next(draft.store.referring(asset.id), None) is not None:
        relation = "issuer_of" if asset.schema == "Security" else "holder_of"
        draft.relation(relation, asset.id)
        return  # an entry of its own
    properties, label = Properties(asset), f"{words(asset.schema)} "
    properties.all(HOLDERS[asset.schema])
    draft.numbers.update(dict.fromkeys(numbers(properties)))
    draft.take(properties, label)
    _itself(draft, asset, label)


def _itself(draft: Draft, other: Entity, label: str) -> None:
    """What the publisher says of an entity as a record."""
    record = (("id", other.id), *other.details)
    draft.details.update((Detail(f"{label}{name}", value), None) for name, value in record)
    more = (dataset for dataset in other.datasets if dataset not in draft.entity.datasets)
    draft.details.update((Detail(f"{label}dataset", dataset), None) for dataset in more)
    draft.left += (Detail(f"{label}{name}", value) for name, value in other.left)


_PARTS: dict[str, Callable[[Draft, Entity], None]] = {
    "Identification": _paper,
    "Passport": _paper,
    "Security": _asset,
    "CryptoWallet": _asset,
}
