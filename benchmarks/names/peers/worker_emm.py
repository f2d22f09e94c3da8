"""ING's Entity Matching Model (emm) at work on a whole list: batch only, unsupervised, its three default indexers.

The indexers are words, pairs of characters (both cosine similarity of rarity weights) and sorted neighbourhood. The
score is the greater of the two cosine similarities: ``score_0`` (words) and ``score_1`` (pairs of characters). The
neighbourhood only brings candidates; its own score says how far apart two names sort, not how alike they are.
"""

from __future__ import annotations

import logging
import time
from typing import Any

from measuring import Job, Result, main, workers  # type: ignore[import-not-found,unused-ignore]

SCORES = ["score_0", "score_1"]


def list_(job: Job) -> Result:
    """The best name of the list for every query, all queries in one batch; null where no indexer brings a candidate."""
    import pandas  # type: ignore[import-not-found,import-untyped,unused-ignore]
    from emm import PandasEntityMatching  # type: ignore[import-not-found,unused-ignore]

    logging.getLogger("emm").setLevel(logging.ERROR)
    keys = [key for key, _ in job["names"]]
    listed = pandas.DataFrame({"id": range(len(keys)), "name": [name for _, name in job["names"]]})
    asked = pandas.DataFrame({"id": range(len(job["queries"])), "name": job["queries"]})
    start = time.perf_counter()
    matcher = PandasEntityMatching(name_only=True, supervised_on=False, n_jobs=workers(job))
    matcher.fit(listed)
    built = time.perf_counter()
    best = best_of(matcher.transform(asked), keys, len(asked))
    seconds = time.perf_counter() - built
    return {"best": best, "seconds": seconds, "build_seconds": built - start, "p50": None, "p95": None}


def best_of(candidates: Any, keys: list[Any], queries: int) -> list[list[Any] | None]:
    """From emm's table of candidates (``uid`` = query number, ``gt_uid`` = name number), the best of each query."""
    scored = candidates.assign(best=candidates[SCORES].max(axis=1)).dropna(subset=["best", "gt_uid"])
    top = scored.loc[scored.groupby("uid")["best"].idxmax()]
    best: list[list[Any] | None] = [None] * queries
    for query, name, score in zip(top["uid"], top["gt_uid"], top["best"], strict=True):
        best[int(query)] = [keys[int(name)], float(score)]
    return best


if __name__ == "__main__":
    main({"list": list_})
