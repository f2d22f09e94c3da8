"""An index of names: candidates by what is rare in them, then cheap, then costly scoring.

Invariant: every hit carries the score that `compare` gives; the index only decides which names are compared. Lists
are segments: adding one leaves the others as they are.
"""

from __future__ import annotations

import mmap
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from obstat.names.analysis import Analysis, analyse
from obstat.names.comparison import KINDS
from obstat.names.ranking import ranked, spelt_alike
from obstat.names.segment import Segment

if TYPE_CHECKING:
    import polars


@dataclass(frozen=True, slots=True)
class Hit:
    """A name of the index like the one searched for; `score` as by `compare`."""

    key: Any
    name: str
    score: float


class NameIndex:
    """Searches names of one `kind`. Built from pairs of key and name; keys may be anything hashable."""

    def __init__(self, pairs: Iterable[tuple[Hashable, str]] = (), *, kind: str = "organization") -> None:
        if kind not in KINDS:
            raise ValueError(f"Unknown kind '{kind}': use one of {', '.join(KINDS)}.")
        self._kind = kind
        self._segments: list[Segment] = []
        self.add(pairs)

    def add(self, pairs: Iterable[tuple[Hashable, str]]) -> None:
        """Add a list of names as a segment of its own; the rest is not built anew."""
        segment = Segment.build(pairs, self._kind)
        if len(segment):
            self._segments.append(segment)

    def add_file(self, path: Path | str) -> None:
        """Add a list of names that `save` wrote, mapped into memory. Raises `ValueError` if its names are of another
        kind."""
        try:
            with Path(path).open("rb") as file:
                segment = Segment.from_buffer(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        except (ValueError, KeyError):
            raise ValueError(f"{path} holds no names that 'save' wrote: save the index anew.") from None
        if segment.kind != self._kind:
            raise ValueError(f"{path} holds names of kind '{segment.kind}': open it in an index of that kind.")
        self._segments.append(segment)

    @classmethod
    def of(cls, *segments: Segment) -> NameIndex:
        """An index of segments that are ready, all of one kind."""
        index = cls(kind=segments[0].kind)
        index._segments += segments
        return index

    def save(self, folder: Path | str) -> list[Path]:
        """Write each segment as a file ``<number>.names`` in `folder`, in place of those that are there; keys are
        written as strings."""
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("*.names"):
            old.unlink()
        paths = [folder / f"{number}.names" for number in range(len(self._segments))]
        for path, segment in zip(paths, self._segments, strict=True):
            path.write_bytes(segment.to_bytes())
        return paths

    def __len__(self) -> int:
        return sum(len(segment.keys) for segment in self._segments)

    def search(self, name: str, limit: int = 10) -> list[Hit]:
        """At most `limit` hits, best first. Names that share nothing with `name` are no hits. Never raises on text.

        Of hits with the same score, the one spelt alike comes first, then the one that was added first.
        """
        if limit < 1:
            return []
        query = analyse(name, self._kind)
        found = [
            (score, segment.names[number], segment, number)
            for segment in self._segments
            for number, score in ranked(segment, query, name, limit)
        ]
        if len(found) > 1:
            found.sort(key=lambda item: (-item[0], -spelt_alike(name, item[1])))
        hits: list[Hit] = []
        for score, text, segment, number in found:
            hits += [Hit(key, text, score) for key in segment.keys_of(number, limit - len(hits))]
            if len(hits) == limit:
                break
        return hits

    def holding(self, query: Analysis, most: int) -> Iterator[Any]:
        """The keys of the names that hold a word of `query`; words that more than `most` names of a list hold are
        passed over."""
        for segment in self._segments:
            for number in segment.holding(query, most):
                yield from segment.keys_of(number, most)

    def search_many(
        self,
        names: Iterable[str],
        limit: int = 1,
        *,
        workers: int | None = None,
        progress: Callable[[int], None] | None = None,
    ) -> polars.DataFrame:
        """Search many names at once: at most `limit` hits for each, best first, as a Polars frame.

        Columns: `query_index` (position in `names`), `query`, `key`, `name`, `score`; a name without hits has no row.
        Each distinct name is searched once, in matrix form. `workers` processes share the work, by default one a
        core where there are many names. `progress` is told how many more distinct names are done. Needs the extra
        ``obstat[bulk]``; raises `MissingExtra` without it.
        """
        from obstat.names.bulk import search_many

        if isinstance(names, str):
            raise ValueError("Give search_many a list of names: a single one is searched with search.")
        if limit < 1:
            raise ValueError(f"A limit of {limit} gives no hits: give 1 or more.")
        return search_many(self._segments, list(names), limit, workers=workers, progress=progress)
