"""Claims of stories as a person is asked about them, and what they become when they are accepted.

Invariant: the id of a claim hangs on its story's text and on what was found in it, so that reading the story again
finds what was judged; putting a claim right does not change its id.
"""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import json
from collections.abc import Iterable

from obstat.knowledge.snapshot import Snapshot
from obstat.model.claim import Amount, Claim, Document
from obstat.model.claim_words import shown
from obstat.model.dates import Day
from obstat.model.errors import InvalidValue, UnknownCode
from obstat.model.reviewed import AcceptedClaim, becomes

_LONGEST = 600
"""Characters of a passage that are kept."""


def identity(document: Document, claim: Claim) -> str:
    """The id under which what a person judges of a claim is kept."""
    text = hashlib.sha256(document.text.encode("utf-8", "replace")).hexdigest()
    found = (claim.event, claim.actors, claim.targets, claim.products, claim.modality, claim.polarity, claim.spans[:1])
    return hashlib.sha256(json.dumps([text, found]).encode()).hexdigest()[:12]


def passage(document: Document, claim: Claim) -> str:
    """The words of the story that make the claim, those of all its places."""
    size = len(document.text)
    told = (" ".join(document.text[start:end].split()) for start, end in claim.spans if 0 <= start < end <= size)
    return " … ".join(dict.fromkeys(told))[:_LONGEST]


def taken(snapshot: Snapshot, document: Document, claim: Claim, by: str, at: str) -> AcceptedClaim:
    """The claim as the store and the snapshot keep it, judged by somebody (`by`) at a time (`at`, ISO, UTC)."""
    time = claim.time
    return AcceptedClaim(
        id=identity(document, claim),
        becomes=becomes(claim.event, claim.modality),
        event=claim.event,
        modality=claim.modality,
        polarity=claim.polarity,
        actors=_texts(claim.actors),
        targets=_texts(claim.targets),
        products=_texts(claim.products),
        parties=_known(snapshot, (*claim.actors, *claim.targets)),
        place=_text(claim.place),
        said=_text(time.said) if time else None,
        since=_day(time.since if time else None),
        until=_day(time.until if time else None),
        amount=_amount(claim.amount),
        attribution=tuple(dataclasses.replace(s, name=_text(s.name) or "") for s in claim.attribution),
        origin=_text(claim.origin),
        passage=_text(passage(document, claim)) or "",
        document=_text(document.id) or "",
        outlet=_text(document.outlet),
        published=_day(document.published),
        address=_text(document.url),
        extractor=claim.extractor,
        edited=False,
        accepted_by=by,
        accepted_at=at,
    )


def put_right(snapshot: Snapshot, claim: AcceptedClaim, **other: object) -> AcceptedClaim:
    """The claim with other values for some of its fields; what it is in an answer, and whose, is told anew."""
    changed = dataclasses.replace(claim, **other, edited=True)  # type: ignore[arg-type]
    return dataclasses.replace(
        changed,
        becomes=becomes(changed.event, changed.modality),
        parties=_known(snapshot, (*changed.actors, *changed.targets)),
    )


def shows(snapshot: Snapshot, claim: AcceptedClaim) -> bool:
    """Whether an answer can show the claim: it names a party or product that is known."""
    return bool(claim.parties) or any(product in snapshot.products for product in claim.products)


def chosen(wanted: Iterable[str], offered: Iterable[tuple[str, str]]) -> set[str]:
    """The ids of the claims that are meant: each of `wanted` is an id, its beginning, or the name in its story.

    `offered` are pairs of id and name. Raises `UnknownCode` where nobody has it, `InvalidValue` where several do.
    """
    pairs = list(offered)
    found = set()
    for text in wanted:
        meant = {key for key, name in pairs if text == name or (text and key.startswith(text))}
        if not meant:
            raise UnknownCode("claim of these stories", text, [key for key, _ in pairs])
        if len(meant) > 1:
            raise InvalidValue(f"'{text}' is the name of {len(meant)} claims; use one of {', '.join(sorted(meant))}.")
        found |= meant
    return found


def whole(key: str, judged: Iterable[str]) -> str:
    """The id of a claim that was judged, of which `key` is the beginning. Raises `UnknownCode` where none is meant."""
    known = list(judged)
    found = [one for one in known if one.startswith(key)]
    if len(found) != 1 or not key:
        raise UnknownCode("claim that was judged", key, known)
    return found[0]


def _day(day: datetime.date | None) -> Day | None:
    return Day.parse(day.isoformat()) if day else None


def _known(snapshot: Snapshot, ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for one in ids if one in snapshot.parties))


def _texts(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(_text(value) or "" for value in values)


def _text(value: str | None) -> str | None:
    """A text on one line that can be kept, and shown anywhere."""
    return " ".join(shown(value).split()) if value else None


def _amount(amount: Amount | None) -> str | None:
    return f"{amount.value:,f} {amount.unit}" if amount else None
