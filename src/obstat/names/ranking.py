"""From candidates to the best names of a segment: cheap scoring of many, full comparison of few.

Invariant: a score is `compare`'s own; cheap scores only decide what is compared.
"""

from __future__ import annotations

import numpy as np
from rapidfuzz.distance import Indel
from rapidfuzz.process import cdist

from obstat.names.analysis import Analysis
from obstat.names.comparison import score_of
from obstat.names.segment import Array, Segment

CANDIDATES = 48
"""Names of a segment that are scored cheaply."""
SURVIVORS = 10
"""Names that are compared in full, unless more hits are asked for; of few hits, four more than those."""
_LEAST = 0.7
"""A name is compared in full if its cheap score is at least this share of the best one's."""
_FLOOR = 0.7
"""A cheap score, out of 2, below which no name is the same."""
_EQUAL = 0.95
_AS_GOOD = 0.9


def spelt_alike(name: str, other: str) -> float:
    """For names that score the same: how alike they are letter by letter."""
    return Indel.normalized_similarity(name.casefold(), other.casefold())


def ranked(segment: Segment, query: Analysis, text: str, limit: int) -> list[tuple[int, float]]:
    """The names of a segment that are likest, best first: number and score."""
    numbers, likeness = segment.candidates(query, max(CANDIDATES, 2 * limit))
    if not len(numbers):
        return []
    compacts = [segment.compacts[number] for number in numbers.tolist()]
    cheap = cdist([query.compact], compacts, scorer=Indel.normalized_similarity)[0] + likeness
    return compared(segment, query, text, numbers, cheap, limit)


def compared(
    segment: Segment, query: Analysis, text: str, numbers: Array, cheap: Array, limit: int
) -> list[tuple[int, float]]:
    """Compare the likeliest of the names `numbers` in full, best first by `cheap` score.

    When `limit` names are found that are as good as equal, only those that look as good are still compared.
    """
    order = np.argsort(-cheap, kind="stable")[: max(limit, min(limit + 4, SURVIVORS))]
    scores, best = cheap[order].tolist(), float(cheap[order[0]])
    scored: list[tuple[int, float]] = []
    equal = 0
    for number, looks in zip(numbers[order].tolist(), scores, strict=True):
        if looks < max(_FLOOR, (_LEAST if equal < limit else _AS_GOOD) * best):
            break
        score = score_of(query, segment.analysis(number))
        equal += score >= _EQUAL
        if score > 0.0:
            scored.append((number, score))
    if len(scored) > 1:
        scored.sort(key=lambda item: (-item[1], -spelt_alike(text, segment.names[item[0]])))
    return scored[:limit]
