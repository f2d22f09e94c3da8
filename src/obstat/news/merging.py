"""Claims that one story tells several times, made into one with several passages.

Invariant: claims of different events, polarities or sources stay apart; a merged claim keeps the id of the place where
it is told first and the slots of the place that tells most.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from obstat.model.claim import Claim, Document, Span
from obstat.news import alike, same_source
from obstat.news.alike import Told
from obstat.news.naming import Naming

_LATEST = 40
"""Claims of one event and party in a story with which another is compared, the latest: a book must end."""
_STATES = frozenset(("done", "planned", "considered"))


def merged(document: Document, claims: Iterable[Claim], naming: Naming) -> list[Claim]:
    """The claims of a story in the order of the text, each once."""
    heading = _heading(document)
    groups: list[list[Claim]] = []
    known: defaultdict[tuple[str, str, str], dict[int, None]] = defaultdict(dict)
    for claim in sorted(claims, key=lambda one: one.spans[0] if one.spans else (0, 0)):
        keys = [(claim.event, claim.polarity, key) for key in naming.keys(claim.targets or claim.actors) or ("",)]
        near = sorted({at for key in keys for at in known[key]})[-_LATEST:]
        home = next((at for at in near if _one(document, groups[at], claim, heading, naming)), len(groups))
        if home == len(groups):
            groups.append([])
        groups[home].append(claim)
        for key in keys:
            known[key].pop(home, None)
            known[key][home] = None
            if len(known[key]) > _LATEST:
                del known[key][next(iter(known[key]))]
    return [_whole(document, group, heading) for group in groups]


def _heading(document: Document) -> int:
    """Where the headline ends, and its repetition as a first paragraph with it."""
    text = document.text
    lines = [line for line in text.split("\n", 8) if line.strip()][:2]
    if not lines:
        return 0
    end = text.find(lines[0]) + len(lines[0])
    if len(lines) > 1 and lines[1].strip() == lines[0].strip():
        end = text.find(lines[1], end) + len(lines[1])
    return end


def _in_heading(claim: Claim, heading: int) -> bool:
    return bool(claim.spans) and all(end <= heading for _, end in claim.spans)


def _one(document: Document, group: Sequence[Claim], claim: Claim, heading: int, naming: Naming) -> bool:
    told = Told(claim, document)
    for other in group:
        known = Told(other, document)
        if set(other.spans) & set(claim.spans):
            # what stands in the same words is told once for each who did it
            if other.actors == claim.actors and other.targets == claim.targets and other.modality == claim.modality:
                return True
            continue
        if not same_source.alike(other, claim, naming):
            continue
        if alike.same(known, told, naming):
            return True
        # once a headline has found what it shortens, it is no bridge to another claim
        if all(_in_heading(one, heading) for one in group) and _headline(known, told, naming):
            return True
    return False


def _headline(heading: Told, body: Told, naming: Naming) -> bool:
    """A headline shortens (``ends`` for ``will stop``): its modality gives way to that of the text below it."""
    if not {heading.claim.modality, body.claim.modality} <= _STATES or heading.claim.event in alike.WORDY:
        return False
    return alike.same(Told(replace(heading.claim, modality=body.claim.modality), heading.document), body, naming)


def _whole(document: Document, group: Sequence[Claim], heading: int) -> Claim:
    if len(group) == 1:
        return group[0]
    base = max(group, key=lambda one: (not _in_heading(one, heading), _told(one)))
    spans: list[Span] = sorted({span for one in group for span in one.spans})
    return replace(
        base,
        id=group[0].id,
        spans=tuple(spans),
        slots=tuple(dict.fromkeys(slot for one in group for slot in one.slots)),
        actors=base.actors or _first(one.actors for one in group),
        targets=base.targets or _first(one.targets for one in group),
        products=base.products or _first(one.products for one in group),
        place=base.place or next((one.place for one in group if one.place), None),
        time=base.time or next((one.time for one in group if one.time), None),
        amount=base.amount or next((one.amount for one in group if one.amount), None),
    )


def _told(claim: Claim) -> int:
    """How many slots it fills, an attribution counting most."""
    filled = (claim.actors, claim.targets, claim.products, claim.place, claim.time, claim.amount)
    return 4 * len(claim.attribution) + sum(bool(slot) for slot in filled)


def _first(slots: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return next((slot for slot in slots if slot), ())
