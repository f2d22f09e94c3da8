"""The stories of a folder weighed by matter: all are read once and set aside, then those of each matter weighed
together.

Invariant: every story that comes in goes out once; the matters come in the order of their first stories, the stories of
each in the order in which they came; no more than `MOST` stories are held.
"""

from __future__ import annotations

import itertools
from array import array
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from typing import TYPE_CHECKING

from obstat.screening.set_aside import SetAside, pack

if TYPE_CHECKING:
    from obstat.knowledge.snapshot import Snapshot
    from obstat.model.claim import Weighed
    from obstat.screening.readers import Marked, Read

MOST = 24
"""Stories that are weighed together; a matter of more is cut by the days of its stories."""
_NO_DAY = 1 << 40
Part = tuple[Sequence[int], tuple[str, ...]]
"""Numbers of stories that are weighed together, and what is to be said of it."""


def by_matter(read: Iterable[Marked], snapshot: Snapshot) -> Iterator[Weighed]:
    """Stories as they were read, weighed together with the others of their matters."""
    from obstat.news.clustering import Matters, Seen

    seen, days = Seen(), array("q")
    with closing(SetAside()) as stories, closing(SetAside()) as marks:
        for packed, marked in read:
            if marked is not None:
                seen.add(marked)
            days.append(_NO_DAY if marked is None or marked.day is None else marked.day)
            stories.add(packed)
            marks.add(pack(marked))
        matters = Matters(seen)
        found: dict[int, array[int]] = {}
        alone: list[Part] = []
        for number in sorted(range(len(days)), key=days.__getitem__):
            marked = marks.get(number)
            if marked is None:
                alone.append(((number,), ()))
            else:
                found.setdefault(matters.place(marked), array("L")).append(number)
        del matters, seen
        parts = alone + [part for numbers in found.values() for part in _parts(numbers)]
        for numbers, notes in sorted(parts, key=lambda part: min(part[0])):
            yield from _weighed([stories.get(number) for number in sorted(numbers)], notes, snapshot)


def _parts(numbers: Sequence[int]) -> Iterator[Part]:
    """The stories of a matter, which are in the order of their days, in parts of like size."""
    count = -(-len(numbers) // MOST)
    if count == 1:
        yield numbers, ()
        return
    cuts = [len(numbers) * at // count for at in range(count + 1)]
    for at, (start, end) in enumerate(itertools.pairwise(cuts), 1):
        note = f"{len(numbers):,} stories tell of this matter; by their days, these are part {at:,} of {count:,}."
        yield numbers[start:end], (note,)


def _weighed(read: Sequence[Read], notes: tuple[str, ...], snapshot: Snapshot) -> Iterator[Weighed]:
    """The stories weighed together, or each by itself where two have one id."""
    from obstat.news.weighing import weigh, weigh_together

    if len(read) > 1 and len({document.id for document, _, _ in read}) == len(read):
        yield weigh_together(
            [document for document, _, _ in read],
            [claim for _, claims, _ in read for claim in claims],
            [(document.id, mentions) for document, _, mentions in read],
            snapshot,
            notes,
        )
        return
    for document, claims, mentions in read:
        yield weigh([document], claims, [(document.id, mentions)], snapshot)
