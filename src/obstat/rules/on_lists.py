"""Provisions on everybody on a list, as they bear on one party that stands there.

Invariant: a listing adds to a provision only what the publisher states: its days, and what is imposed. A provision
that names measures reaches the listings of which the publisher states one, and no other.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import replace

from obstat.knowledge.snapshot import Snapshot
from obstat.model.dates import later, sooner
from obstat.model.listed import Listing
from obstat.model.records import Provision

UNSTATED = "unstated"
"""In place of a measure: the publisher states none."""


def on_list(snapshot: Snapshot, provision: Provision, party: str) -> Iterator[Provision]:
    """A provision on everybody on a list, as it bears on one party, once for each time that it was listed."""
    for entry in snapshot.entries_of(party):
        for listing in entry.listings:
            if listing.list == provision.values[0] and reached(listing, provision):
                yield _of_listing(provision, listing, party)


def reached(listing: Listing, provision: Provision) -> bool:
    """Whether what the publisher states of a listing is what the provision asks for."""
    measures = provision.values[1:]
    return (not measures or imposes(listing, measures)) and not imposes(listing, provision.unless)


def imposes(listing: Listing, measures: tuple[str, ...]) -> bool:
    """Whether the publisher states one of some measures, or a programme of that name, or that none is `UNSTATED`.

    Publishers write one measure as ``Asset freeze``, ``asset-freeze`` or ``AssetFreeze``; the tag of a programme is
    one word to them, and ``SDNT`` is not ``SDNTK``. Several tags stand as ``SDGT] [IFSR``.
    """
    stated = listing.measures or ""
    programmes = {tag.strip().casefold() for tag in re.split(r"[\[\];,]", listing.programme or "")}
    return any(
        not stated.strip()
        if measure == UNSTATED
        else measure.casefold() in programmes or _wording(measure).search(stated)
        for measure in measures
    )


@functools.cache
def _wording(measure: str) -> re.Pattern[str]:
    return re.compile(r"\b" + r"\W*".join(re.escape(word) for word in measure.split()) + r"\b", re.IGNORECASE)


def _of_listing(provision: Provision, listing: Listing, party: str) -> Provision:
    entry = "; ".join(filter(None, (listing.citation, listing.measures)))
    return replace(
        provision,
        target="party",
        values=(party,),
        since=later(provision.since, listing.since),
        until=sooner(provision.until, listing.until),
        published=max(provision.published, listing.published),
        note=". ".join(filter(None, (f"Its entry: {entry}" if entry else None, provision.note))) or None,
    )


def adds(listed: Provision, curated: Provision | None) -> bool:
    """Whether the list says what the pack's own entry for the party does not: it has none, or one that had ended."""
    if curated is None:
        return True
    return bool(curated.until and listed.since and curated.until.latest <= listed.since.earliest)
