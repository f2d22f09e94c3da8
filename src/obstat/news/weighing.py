"""Stories weighed against one another and against the pack.

Invariant: nothing is decided here: every claim stays, with its passages; what repeats it, tells more, disputes or
contradicts it is said beside it, and independent origins are counted instead of stories.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence

from obstat.knowledge.snapshot import Snapshot
from obstat.model.claim import Claim, Document, Mention, Weighed
from obstat.news.alike import Told
from obstat.news.flags import flags
from obstat.news.merging import merged
from obstat.news.naming import Naming
from obstat.news.origins import origins
from obstat.news.pairs import pairs

Mentions = Sequence[tuple[str, tuple[Mention, ...]]]
"""By document."""


def weigh(documents: Sequence[Document], claims: Iterable[Claim], mentions: Mentions, snapshot: Snapshot) -> Weighed:
    """Claims of stories that tell of one matter (see `obstat.news.clustering`), merged, paired, flagged and counted."""
    naming = Naming(snapshot.parties)
    by_document: defaultdict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_document[claim.document].append(claim)
    kept = {document.id: merged(document, by_document[document.id], naming) for document in documents}
    stories = [
        [Told(claim, document) for claim in kept[document.id]]
        for document in sorted(documents, key=lambda one: one.published or datetime.date.max)
    ]
    found = pairs(stories, naming)
    return Weighed(
        documents=tuple(documents),
        claims=tuple(claim for document in documents for claim in kept[document.id]),
        mentions=tuple(mentions),
        pairs=tuple(found),
        flags=tuple(flags(stories, found, dict(mentions), snapshot, naming)),
        origins=tuple((document.id, len(origins(kept[document.id], document, naming))) for document in documents),
    )
