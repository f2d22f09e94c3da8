"""Stories that tell of the same matter.

Invariant: a story joins the matter whose stories are on average most like it by their rare words, if like enough, else
it begins one; what is held grows with the matters that are open, never with all stories seen.
"""

from __future__ import annotations

import math
from collections import Counter, OrderedDict
from collections.abc import Iterable, Iterator

from obstat.model.claim import Document
from obstat.news.wording import content

THRESHOLD = 0.1
"""Least cosine of a story's words with the sum of a matter's."""
_WORDS = 60
"""Words of a story that are compared: those that tell most."""
_HEAD = 4000
"""Characters of a story that are read: it says early what it is about."""
_OPEN = 256
"""Matters that stay open; the one that has waited longest is given out when another begins."""
_DAYS = 45
"""Days after which a story is taken to tell of another matter, where both days are known."""


def cluster(documents: Iterable[Document]) -> Iterator[tuple[Document, ...]]:
    """Groups of stories, each given out when no more are awaited; single pass, so a stream may be endless."""
    seen: Counter[str] = Counter()
    stories = 0
    matters: OrderedDict[int, _Matter] = OrderedDict()
    for number, document in enumerate(documents):
        words = Counter(content(f"{document.title or ''}\n{document.text[:_HEAD]}"))
        stories += 1
        seen.update(words.keys())
        vector = _vector(words, seen, stories)
        best = max(matters, key=lambda at: matters[at].like(vector, document), default=None)
        if best is not None and matters[best].like(vector, document) >= THRESHOLD:
            matters[best].add(document, vector)
            matters.move_to_end(best)
            continue
        matters[number] = _Matter(document, vector)
        if len(matters) > _OPEN:
            yield tuple(matters.popitem(last=False)[1].documents)
    for matter in matters.values():
        yield tuple(matter.documents)


class _Matter:
    """The stories of one matter, and the sum of their words."""

    def __init__(self, document: Document, vector: dict[str, float]) -> None:
        self.documents = [document]
        self._sum = dict(vector)

    def add(self, document: Document, vector: dict[str, float]) -> None:
        self.documents.append(document)
        for word, weight in vector.items():
            self._sum[word] = self._sum.get(word, 0.0) + weight

    def like(self, vector: dict[str, float], document: Document) -> float:
        """The mean cosine with its stories; 0 for a story of another time."""
        last = self.documents[-1].published
        if last is not None and document.published is not None and abs((document.published - last).days) > _DAYS:
            return 0.0
        return sum(weight * self._sum.get(word, 0.0) for word, weight in vector.items()) / len(self.documents)


def _vector(words: Counter[str], seen: Counter[str], stories: int) -> dict[str, float]:
    """The words that tell most, weighted by how rare they were so far, of length 1."""
    weights = {word: math.log1p(count) * math.log((stories + 1) / seen[word] + 1) for word, count in words.items()}
    kept = sorted(weights.items(), key=lambda pair: (-pair[1], pair[0]))[:_WORDS]
    length = math.sqrt(sum(weight * weight for _, weight in kept)) or 1.0
    return {word: weight / length for word, weight in kept}
