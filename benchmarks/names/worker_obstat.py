"""obstat at work, by the same job files as its peers (`peers/__init__.py`), so that it is measured the same way."""

from __future__ import annotations

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "peers"))

from measuring import Job, Result, made_up_pairs, main, timed, workers  # type: ignore[import-not-found]

KINDS = {"person": "person", "vessel": "thing"}


def pairs(job: Job) -> Result:
    """Score every pair [name, name, kind] with `obstat.names.compare`, reasons included."""
    from obstat.names import compare

    def score(pair: list[str]) -> float:
        return compare(pair[0], pair[1], kind=KINDS.get(pair[2].lower(), "organization")).score

    timed(score, made_up_pairs(people=True, companies=True))
    scores, times = timed(score, job["pairs"])
    return {"scores": scores, **times}


def entities(job: Job) -> Result:
    """Score entities by their best pair of names; countries that differ cost what they cost in `obstat resolve`."""
    from obstat.names import compare

    def names(entity: dict[str, dict[str, list[str]]]) -> list[str]:
        given = entity["properties"]
        whole = [" ".join(given[part][0] for part in ("firstName", "lastName") if part in given)]
        return given.get("name", []) + given.get("alias", []) or whole

    def score(pair: list[dict[str, dict[str, list[str]]]]) -> float:
        kind = KINDS.get(str(pair[0]["schema"]).lower(), "organization")
        return max(compare(a, b, kind=kind).score for a in names(pair[0]) for b in names(pair[1]))

    scores, times = timed(score, job["pairs"])
    return {"scores": scores, **times}


def list_(job: Job) -> Result:
    """The best hit of every query: one by one with ``"workers": 1``, otherwise all at once."""
    from obstat.names import NameIndex

    started = time.perf_counter()
    index = NameIndex((key, name) for key, name in job["names"])
    built = time.perf_counter() - started
    if job.get("bulk"):
        started = time.perf_counter()
        frame = index.search_many(job["queries"], workers=workers(job))
        seconds = time.perf_counter() - started
        best: list[list[object] | None] = [None] * len(job["queries"])
        for at, key, score in frame.select("query_index", "key", "score").rows():
            best[at] = [key, score]
        return {"best": best, "seconds": seconds, "build_seconds": built, "p50": None, "p95": None}
    hits, times = timed(lambda query: index.search(query, limit=10), job["queries"])
    return {"best": [[h[0].key, h[0].score] if h else None for h in hits], "build_seconds": built, **times}


if __name__ == "__main__":
    main({"pairs": pairs, "entities": entities, "list": list_})
