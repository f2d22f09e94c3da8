"""Stories, read, taken apart into claims and weighed: the one way from a file or folder to what is shown.

Invariant: a story at a time is held, or those of one matter, however many there are; the libraries that read and the
rules that find claims are loaded when the first story is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from obstat.knowledge.snapshot import Snapshot
    from obstat.model.claim import Weighed
    from obstat.news.remote import RemoteExtractor
    from obstat.screening.check import Obstat


def stories(ob: Obstat, path: Path, remote: RemoteExtractor | None = None, *, workers: int = 1) -> Iterator[Weighed]:
    """The stories of a file or a feed in their order, each weighed by itself; those of a folder by matter, the
    matters in the order of their first stories, read by some processes where there are many. `remote` finds the claims
    instead of our own reader.

    Raises `InvalidValue` where there is no such file, `MissingExtra` where the libraries for stories are not there.
    """
    from obstat.news.reading import documents
    from obstat.news.weighing import weigh
    from obstat.screening.matters import by_matter
    from obstat.screening.readers import Readers

    with Readers(ob.snapshot, workers, remote) as readers:
        if path.is_dir():
            yield from by_matter(readers.marked(documents(path)), ob.snapshot)
            return
        for document, claims, mentions in readers.read(documents(path)):
            yield weigh([document], claims, [(document.id, mentions)], ob.snapshot)


class Called(Mapping[str, str]):
    """By id, what a party or product of the snapshot is called; nothing is read before it is asked for."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    def __getitem__(self, key: str) -> str:
        if product := self._snapshot.products.get(key):
            return product.label
        return self._snapshot.parties[key].name

    def __iter__(self) -> Iterator[str]:
        yield from self._snapshot.products
        yield from self._snapshot.parties

    def __len__(self) -> int:
        return len(self._snapshot.products) + len(self._snapshot.parties)
