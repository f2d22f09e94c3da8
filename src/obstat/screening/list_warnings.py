"""What the imported lists add to an answer beside its findings: lists without a rule, and editions grown old.

Invariant: nothing here decides; each warning names the list and the party.
"""

from __future__ import annotations

import datetime
import functools
from collections.abc import Iterable, Iterator

from obstat.knowledge.snapshot import Snapshot
from obstat.model.listed import ListEntry, Listing
from obstat.model.verdict import Warned


class ListWarnings:
    """The warnings of a snapshot's lists. A snapshot of the pack alone has none."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    def of(self, parties: Iterable[str], on: datetime.date) -> Iterator[Warned]:
        """What must be weighed of these parties on the day."""
        if not len(self._snapshot.table("entries")):
            return
        for party in dict.fromkeys(parties):
            sources = set()
            for entry in self._snapshot.entries_of(party):
                standing = [listing for listing in entry.listings if listing.stands(on.toordinal())]
                for listing in standing:
                    if listing.list not in self._ruled:
                        yield self._without_rule(party, entry, listing)
                if standing:
                    sources.add(entry.source)
            yield from self._stale(party, sources, on)

    def _without_rule(self, party: str, entry: ListEntry, listing: Listing) -> Warned:
        name = self._snapshot.parties[party].name
        told = self._names.get(listing.list, listing.list)
        since = f" since {listing.since}" if listing.since else ""
        text = f"{name} stands on the {told}{since} [{entry.key}]; no rule here says what follows from that."
        return Warned("listed_without_rule", text, party, (listing.url,) if listing.url else ())

    def _stale(self, party: str, sources: set[str], on: datetime.date) -> Iterator[Warned]:
        for source in sorted(sources):
            told = self._sources.get(source)
            if told is None or told[1] is None:
                continue
            age = (on - datetime.date.fromisoformat(told[0])).days
            if age > told[1]:
                text = (
                    f"The edition of {source} in use was last the publisher's newest on {told[0]}, {age} days before "
                    "the day asked about."
                )
                yield Warned("stale_list", text, party)

    @functools.cached_property
    def _ruled(self) -> frozenset[str]:
        """The lists that some provision reaches."""
        provisions = self._snapshot.table("provisions")
        rows = (row for row, target in enumerate(provisions.texts("target")) if target == "list")
        return frozenset(provisions[row].values[0] for row in rows)

    @functools.cached_property
    def _names(self) -> dict[str, str]:
        return {item["id"]: item["name"] for item in self._snapshot.vocabulary.lists}

    @functools.cached_property
    def _sources(self) -> dict[str, tuple[str, int | None]]:
        """By source, the day on which the edition in use was the newest, and the days after which it is stale."""
        editions = self._snapshot.editions.items()
        return {code: (edition["checked"][:10], edition["stale_after"]) for code, edition in editions}
