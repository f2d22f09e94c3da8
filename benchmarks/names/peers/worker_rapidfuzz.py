"""rapidfuzz at work: its string scorers over pairs of names, and as brute force over a whole list.

Names are cleaned by its own ``default_process`` (lower case, punctuation to blanks). Scores of 0…100 become 0…1.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from measuring import Job, Result, made_up_pairs, main, timed, workers  # type: ignore[import-not-found,unused-ignore]

ROWS = 256
"""Queries compared at a time: 256 x 10,000 names of four bytes are 10 MiB."""

WHOLE = {"JaroWinkler": 1.0}
"""The highest score a scorer gives, where it is not 100."""


def scorer_of(name: str) -> Callable[..., Any]:
    """The rapidfuzz function of that name: ``JaroWinkler``, or one of ``rapidfuzz.fuzz``."""
    from rapidfuzz import distance, fuzz  # type: ignore[import-not-found,unused-ignore]

    found: Callable[..., Any] = (
        distance.JaroWinkler.normalized_similarity if name == "JaroWinkler" else getattr(fuzz, name)
    )
    return found


def pairs(job: Job) -> Result:
    """Score every pair [name, name, kind]; rapidfuzz makes nothing of the kind. Cleaning is timed too."""
    from rapidfuzz.utils import default_process  # type: ignore[import-not-found,unused-ignore]

    compare, whole = scorer_of(job["scorer"]), WHOLE.get(job["scorer"], 100.0)

    def score(pair: list[str]) -> float:
        return float(compare(default_process(pair[0]), default_process(pair[1]))) / whole

    timed(score, made_up_pairs(people=True, companies=True))
    scores, times = timed(score, job["pairs"])
    return {"scores": scores, **times}


def list_(job: Job) -> Result:
    """The best name of the list for every query, each query against every name, ``ROWS`` queries at a time."""
    from rapidfuzz.process import cdist  # type: ignore[import-not-found,unused-ignore]
    from rapidfuzz.utils import default_process

    compare, whole = scorer_of(job["scorer"]), WHOLE.get(job["scorer"], 100.0)
    keys = [key for key, _ in job["names"]]
    start = time.perf_counter()
    names = [default_process(name) for _, name in job["names"]]
    built = time.perf_counter()
    best: list[list[Any]] = []
    for at in range(0, len(job["queries"]), ROWS):
        queries = [default_process(query) for query in job["queries"][at : at + ROWS]]
        table = cdist(queries, names, scorer=compare, workers=workers(job))
        highest = table.argmax(axis=1)
        best += [[keys[column], float(table[row, column]) / whole] for row, column in enumerate(highest)]
    seconds = time.perf_counter() - built
    return {"best": best, "seconds": seconds, "build_seconds": built - start, "p50": None, "p95": None}


if __name__ == "__main__":
    main({"pairs": pairs, "list": list_})
