"""Searching many names at once: distinct names, in matrix form, on all cores.

Invariant: a name gets the hits that `NameIndex.search` gives it. Candidates of a thousand names are one product of
sparse matrices; what is left is compared one by one, in processes of their own where there is much of it.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from rapidfuzz.distance import Indel
from rapidfuzz.process import cpdist

from obstat.model.errors import MissingExtra
from obstat.names.analysis import Analysis, analyse
from obstat.names.processes import ALONE, cores, share
from obstat.names.ranking import CANDIDATES, compared
from obstat.names.segment import Array, Segment, Texts

if TYPE_CHECKING:
    import polars

CHUNK = 1000
"""Names whose candidates are found in one product."""
Progress = Callable[[int], None]
Found = tuple[Array, Array, Array]
"""Positions of queries, numbers of names, scores."""


def search_many(
    segments: Sequence[Segment],
    names: list[str],
    limit: int,
    *,
    workers: int | None = None,
    progress: Progress | None = None,
) -> polars.DataFrame:
    """The hits of `names` in `segments`; see `NameIndex.search_many`."""
    pl = needed("polars")
    needed("sparse_dot_topn")
    distinct = list(dict.fromkeys(names))
    told = progress or (lambda done: None)
    count = workers or (cores() if len(distinct) > ALONE else 1)
    parts = [
        _rows(segment, limit, _in_processes(segment, distinct, limit, count, told) if count > 1 else
              _in_this_process(segment, distinct, limit, told))
        for segment in segments
    ]  # fmt: skip
    keys = [key for _, own, _, _ in parts for key in own]
    frame = pl.DataFrame(
        {
            "query": np.concatenate([np.zeros(0, np.int64), *(part[0] for part in parts)]),
            "row": np.arange(len(keys)),
            "name": pl.Series([_plain(name) for part in parts for name in part[2]], dtype=pl.String),
            "score": np.concatenate([np.zeros(0), *(part[3] for part in parts)]),
        }
    )
    frame = frame.sort("query", "score", descending=[False, True], maintain_order=True)
    frame = frame.group_by("query", maintain_order=True).head(limit)
    numbers = {name: number for number, name in enumerate(distinct)}
    asked = pl.DataFrame({"query": [numbers[name] for name in names]}, schema={"query": pl.Int64})
    asked = asked.with_row_index("query_index").with_columns(pl.col("query_index").cast(pl.Int64))
    asked = asked.with_columns(pl.Series("text", [_plain(name) for name in names], dtype=pl.String))
    found = asked.join(frame, on="query", how="inner", maintain_order="left_right")
    columns = ("query_index", pl.col("text").alias("query"), _column(pl, [keys[row] for row in found["row"]]))
    result: polars.DataFrame = found.select(*columns, "name", "score")
    return result


def _column(pl: Any, keys: list[Any]) -> Any:
    """Keys as a column of their type, or of objects where they are of several."""
    kinds = {type(key) for key in keys}
    if len(kinds) <= 1 and kinds <= {str, int, float, bool}:
        return pl.Series("key", keys, dtype=pl.String if not keys else None)
    return pl.Series("key", keys, dtype=pl.Object)


def _plain(text: str) -> str:
    """`text` without halves of characters, which a column cannot hold."""
    return text.encode("utf-8", "replace").decode()


def needed(module: str) -> Any:
    """Import a module of the extra ``bulk``. Raises `MissingExtra`."""
    import importlib

    try:
        return importlib.import_module(module)
    except ImportError:
        raise MissingExtra("Searching many names at once", "bulk") from None


def _rows(segment: Segment, limit: int, found: Found) -> tuple[Array, list[Any], list[str], Array]:
    """One row a key of each name found: position of the query, key, name, score."""
    queries, numbers, scores = found
    rows, sizes = segment.rows_of_names(numbers, limit)
    names = [segment.names[number] for number in np.repeat(numbers, sizes).tolist()]
    of_rows = [segment.keys[row] for row in rows.tolist()]
    return np.repeat(queries, sizes), of_rows, names, np.repeat(scores, sizes)


def _in_this_process(segment: Segment, names: Sequence[str], limit: int, progress: Progress) -> Found:
    chunks = list(_searched(segment, names, limit, progress))
    if not chunks:
        return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0)
    queries, numbers, scores = (np.concatenate(column) for column in zip(*chunks, strict=True))
    return queries, numbers, scores


def _in_processes(segment: Segment, names: Sequence[str], limit: int, count: int, progress: Progress) -> Found:
    """Share the names out among processes, which map the segment from a folder and write their hits beside it."""
    with tempfile.TemporaryDirectory(prefix="obstat-") as folder:
        (Path(folder) / "segment").write_bytes(segment.to_bytes())
        starts, text = Texts.pack(names)
        np.save(Path(folder) / "names_starts.npy", starts)
        np.save(Path(folder) / "names_text.npy", text)
        share("obstat.names.bulk", [folder, str(limit)], count, progress)
        parts = [np.load(Path(folder) / f"found{number}.npz") for number in range(count)]
        queries, numbers, scores = (np.concatenate([part[f"arr_{i}"] for part in parts]) for i in range(3))
        return queries, numbers, scores


def _searched(
    segment: Segment, names: Sequence[str], limit: int, progress: Progress, begin: int = 0
) -> Iterator[Found]:
    """The hits of `names`, chunk by chunk; positions count from `begin`."""
    postings = _matrix(segment)
    for first in range(0, len(names), CHUNK):
        chunk = [analyse(names[at], segment.kind) for at in range(first, min(first + CHUNK, len(names)))]
        queries: list[int] = []
        numbers: list[int] = []
        scores: list[float] = []
        for at, candidates, cheap in _candidates(segment, postings, chunk, max(CANDIDATES, 2 * limit)):
            for number, score in compared(segment, chunk[at], names[first + at], candidates, cheap, limit):
                queries.append(begin + first + at)
                numbers.append(number)
                scores.append(score)
        yield np.array(queries, np.int64), np.array(numbers, np.int64), np.array(scores)
        progress(len(chunk))


def _matrix(segment: Segment) -> Any:
    """Features by names: the weight of a feature over the length of the name's vector."""
    from scipy.sparse import csr_matrix

    weights = np.repeat(segment.weights, np.diff(segment.starts))
    weights *= segment.norms[segment.postings]
    shape = (len(segment.vocabulary), len(segment))
    return csr_matrix((weights, segment.postings, segment.starts.astype(np.int32)), shape=shape)


def _candidates(
    segment: Segment, postings: Any, chunk: list[Analysis], most: int
) -> Iterator[tuple[int, Array, Array]]:
    """For each name of the chunk that shares anything, its position, its candidates and their cheap scores."""
    from scipy.sparse import csr_matrix
    from sparse_dot_topn import sp_matmul_topn

    rows, norms = zip(*(segment.rows_of(query) for query in chunk), strict=True)
    sizes = [len(found) for found in rows]
    columns = np.concatenate(rows).astype(np.int32)
    weights = segment.weights[columns] / np.repeat(np.array(norms, dtype=np.float32), sizes)
    starts = np.concatenate(([0], np.cumsum(sizes))).astype(np.int32)
    asked = csr_matrix((weights, columns, starts), shape=(len(chunk), len(segment.vocabulary)))
    found = sp_matmul_topn(asked, postings, top_n=most, threshold=0.1, sort=False)
    queries = np.repeat(np.arange(len(chunk)), np.diff(found.indptr)).tolist()
    compacts = [segment.compacts[number] for number in found.indices.tolist()]
    spelt = cpdist([chunk[at].compact for at in queries], compacts, scorer=Indel.normalized_similarity, workers=1)
    cheap = found.data + spelt
    for at, (start, end) in enumerate(zip(found.indptr, found.indptr[1:], strict=False)):
        if end > start:
            yield at, found.indices[start:end], cheap[start:end]


def _work(folder: Path, limit: int, number: int, count: int) -> None:
    """What one of `count` processes does: every chunk-long stretch that is its own."""
    segment = Segment.from_buffer(np.memmap(folder / "segment", mode="r"))
    names = Texts(np.load(folder / "names_starts.npy"), np.load(folder / "names_text.npy"))
    begin, end = len(names) * number // count, len(names) * (number + 1) // count
    mine = [names[at] for at in range(begin, end)]
    parts = list(_searched(segment, mine, limit, lambda done: print(done, flush=True), begin))
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)] if parts else [np.zeros(0)] * 3
    np.savez(folder / f"found{number}.npz", *columns)


if __name__ == "__main__":
    _work(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
