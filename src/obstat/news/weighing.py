"""Stories weighed against one another and against the pack.

Invariant: nothing is decided here: every claim stays, with its passages; what repeats it, tells more, disputes or
contradicts it is said beside it, and independent origins are counted instead of stories.
"""

from __future__ import annotations

import datetime
import functools
from collections import defaultdict
from collections.abc import Iterable, Sequence

from obstat.knowledge.snapshot import Snapshot
from obstat.model.claim import Claim, Document, Mention, Weighed
from obstat.model.errors import InvalidValue
from obstat.news.against_pack import AgainstPack
from obstat.news.alike import Told
from obstat.news.flags import flags
from obstat.news.matters import together
from obstat.news.merging import merged
from obstat.news.naming import Naming
from obstat.news.origins import origins
from obstat.news.pairs import pairs

Mentions = Sequence[tuple[str, tuple[Mention, ...]]]
"""By document."""


class Weighing:
    """Weighs stories with one snapshot; what it learns of names serves all that it weighs."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._naming = Naming(snapshot.parties)
        self._pack = AgainstPack(snapshot)

    def weigh(self, documents: Sequence[Document], claims: Iterable[Claim], mentions: Mentions) -> Weighed:
        """Claims of stories that tell of one matter (see `obstat.news.clustering`), merged, paired, flagged, counted.

        `mentions` are by document; those of a story may be missing. Raises `InvalidValue` for a claim of no story.
        """
        by_document: defaultdict[str, list[Claim]] = defaultdict(list)
        known = {document.id for document in documents}
        if len(known) < len(documents):
            raise InvalidValue("Two of the stories have one id: give each its own.")
        ids: set[str] = set()
        for claim in claims:
            if claim.document not in known or claim.id in ids:
                raise InvalidValue(
                    f"Claim '{claim.id}' is of no story that was given or has the id of another: "
                    "weigh claims together with their stories, each under an id of its own."
                )
            ids.add(claim.id)
            by_document[claim.document].append(claim)
        kept = {document.id: merged(document, by_document[document.id], self._naming) for document in documents}
        stories = [
            [Told(claim, document) for claim in kept[document.id]]
            for document in sorted(documents, key=lambda one: one.published or datetime.date.max)
        ]
        found = pairs(stories, self._naming)
        counts = ((one.id, len(origins(kept[one.id], one, self._naming))) for one in documents)
        return Weighed(
            documents=tuple(documents),
            claims=tuple(claim for document in documents for claim in kept[document.id]),
            mentions=tuple(mentions),
            pairs=tuple(found),
            flags=tuple(flags(stories, documents, found, dict(mentions), self._pack, self._naming)),
            origins=tuple(counts),
        )

    def weigh_together(
        self, documents: Sequence[Document], claims: Iterable[Claim], mentions: Mentions, notes: Sequence[str] = ()
    ) -> Weighed:
        """As `weigh`, and what the stories tell together besides; `notes` say what of the matter is not here."""
        return together(self.weigh(documents, claims, mentions), self._naming, notes)


def weigh(documents: Sequence[Document], claims: Iterable[Claim], mentions: Mentions, snapshot: Snapshot) -> Weighed:
    """`Weighing.weigh` with a snapshot; many stories are weighed faster by one `Weighing`."""
    return _weighing(snapshot).weigh(documents, claims, mentions)


def weigh_together(
    documents: Sequence[Document],
    claims: Iterable[Claim],
    mentions: Mentions,
    snapshot: Snapshot,
    notes: Sequence[str] = (),
) -> Weighed:
    """`Weighing.weigh_together` with a snapshot."""
    return _weighing(snapshot).weigh_together(documents, claims, mentions, notes)


@functools.lru_cache(maxsize=2)
def _weighing(snapshot: Snapshot) -> Weighing:
    return Weighing(snapshot)
