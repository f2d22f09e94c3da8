"""Stories taken apart into claims, by processes that each have the snapshot open where there are many stories.

Invariant: what is read comes in the order of the stories, is what one process would find, and no more than a few
hundred stories are under way.
"""

from __future__ import annotations

import itertools
import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import TYPE_CHECKING, Self

from obstat.screening.set_aside import pack
from obstat.screening.workers import end_with_parent

if TYPE_CHECKING:
    from obstat.knowledge.snapshot import Snapshot
    from obstat.model.claim import Claim, Document, Mention
    from obstat.news.clustering import Mark
    from obstat.news.extraction import Extractor
    from obstat.news.remote import RemoteExtractor

Read = tuple["Document", tuple["Claim", ...], tuple["Mention", ...]]
Marked = tuple[bytes, "Mark | None"]
"""What `pack` makes of a `Read`, and its mark; a story without claims has none."""
_CHUNK = 32
_MANY = 300
"""Stories from which it pays to begin processes."""
_AHEAD = 3
"""Chunks for each process that are under way."""


class Readers:
    """Reads stories; with a count of one, or few stories, no process is begun."""

    def __init__(self, snapshot: Snapshot, count: int, remote: RemoteExtractor | None = None) -> None:
        """`remote` finds the claims instead of our own reader, in this process."""
        self._snapshot, self._count, self._remote = snapshot, 1 if remote else count, remote
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)

    def read(self, documents: Iterable[Document]) -> Iterator[Read]:
        """Each story with its claims and mentions, by this process."""
        from obstat.news.extraction import Extractor

        if self._remote is not None:
            return map(self._asked, documents)
        extractor = Extractor(self._snapshot)
        return (_of(document, extractor) for document in documents)

    def _asked(self, document: Document) -> Read:
        assert self._remote is not None
        claims, mentions = self._remote.claims(document)
        return self._remote.noted(document), tuple(claims), tuple(mentions)

    def marked(self, documents: Iterable[Document]) -> Iterator[Marked]:
        """Each story as it is set aside, with its mark."""
        ahead = iter(documents)
        first = list(itertools.islice(ahead, _MANY)) if self._count > 1 else []
        if len(first) == _MANY:
            return self._shared(itertools.chain(first, ahead))
        return map(_marked, self.read(itertools.chain(first, ahead)))

    def _shared(self, documents: Iterator[Document]) -> Iterator[Marked]:
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # a process for each core: none shall take two
        spawn = multiprocessing.get_context("spawn")
        self._pool = ProcessPoolExecutor(self._count, spawn, _begin, (self._snapshot.folder,))
        waited: deque[Future[list[Marked]]] = deque()
        try:
            while chunk := list(itertools.islice(documents, _CHUNK)):
                waited.append(self._pool.submit(_read, chunk))
                if len(waited) > _AHEAD * self._count:
                    yield from waited.popleft().result()
            while waited:
                yield from waited.popleft().result()
        except BrokenProcessPool:
            raise RuntimeError("A process that shared the work ended early; there may be too little memory.") from None


def _of(document: Document, extractor: Extractor) -> Read:
    claims, mentions = extractor.claims(document)
    return document, tuple(claims), tuple(mentions)


def _marked(read: Read) -> Marked:
    from obstat.news.clustering import mark

    document, claims, mentions = read
    return pack(read), mark(document, mentions) if claims else None


_of_this_process: dict[str, Extractor] = {}
"""What a process of ours reads with."""


def _begin(folder: Path) -> None:
    from obstat.knowledge.snapshot import Snapshot
    from obstat.news.extraction import Extractor

    threading.Thread(target=end_with_parent, daemon=True).start()
    _of_this_process["extractor"] = Extractor(Snapshot(folder))


def _read(documents: Sequence[Document]) -> list[Marked]:
    return [_marked(_of(document, _of_this_process["extractor"])) for document in documents]
