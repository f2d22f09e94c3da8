"""Many names at once: each distinct one resolved once, in several processes where there are many.

Invariant: names in, matches out, in the same order; a name that cannot be read is a name without a match.
"""

from __future__ import annotations

import pickle
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from obstat.model.identification import Match
from obstat.names.normal import clean
from obstat.names.processes import ALONE, cores, share

Find = Callable[[str], tuple[Match, ...]]
LONGEST = 500
"""Characters beyond which a text is a document and no name."""
_TOLD = 250


def resolve_many(
    snapshot: Path, find: Find, names: Iterable[str], workers: int | None, progress: Callable[[int], None] | None
) -> list[Match | None]:
    """The best match of each name that names anything; see `Obstat.resolve_many`."""
    given = list(names)
    distinct = list(dict.fromkeys(given))
    told = progress or (lambda done: None)
    count = workers or (cores() if len(distinct) > ALONE else 1)
    best = _in_processes(snapshot, distinct, count, told) if count > 1 else _best(find, distinct, told)
    by_name = dict(zip(distinct, best, strict=True))
    return [by_name[name] for name in given]


def _best(find: Find, names: Sequence[str], progress: Callable[[int], None]) -> list[Match | None]:
    found: list[Match | None] = []
    for at, name in enumerate(names, 1):
        text = clean(name)
        matches = find(text) if text and len(text) <= LONGEST else ()
        found.append(matches[0] if matches and matches[0].match else None)
        if at % _TOLD == 0 or at == len(names):
            progress(at % _TOLD or _TOLD)
    return found


def _in_processes(
    snapshot: Path, names: Sequence[str], count: int, progress: Callable[[int], None]
) -> list[Match | None]:
    with tempfile.TemporaryDirectory(prefix="obstat-") as folder:
        (Path(folder) / "names").write_bytes(pickle.dumps(list(names)))
        share("obstat.identity.many", [str(snapshot), folder], count, progress)
        parts = [pickle.loads((Path(folder) / f"found{number}").read_bytes()) for number in range(count)]
        return [match for part in parts for match in part]


def _work(snapshot: Path, folder: Path, number: int, count: int) -> None:
    """What one of `count` processes does: its stretch of the names."""
    from obstat.identity.lookup import Lookup
    from obstat.knowledge.snapshot import Snapshot

    names = pickle.loads((folder / "names").read_bytes())
    mine = names[len(names) * number // count : len(names) * (number + 1) // count]
    lookup = Lookup(Snapshot(snapshot))
    found = _best(lookup.find, mine, lambda done: print(done, flush=True))
    (folder / f"found{number}").write_bytes(pickle.dumps(found))


if __name__ == "__main__":
    _work(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
