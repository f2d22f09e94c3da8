"""nomenklatura (OpenSanctions) at work: logic-v1 and logic-v2 over pairs of names, whole entities, and a list.

Every query is an entity with an id of its own, made anew: logic-v2 keeps its analysis of names under the entity's id,
and a reused id scores the names of an earlier query. Making the entities is timed with scoring them.
"""

from __future__ import annotations

import logging
import tempfile
import time
from collections.abc import Callable, Iterable
from itertools import count
from pathlib import Path
from typing import Any

from measuring import Job, Result, made_up_pairs, main, timed  # type: ignore[import-not-found,unused-ignore]

BLOCKED = "duckdb+"
"""Before a scorer's name: candidates come from nomenklatura's DuckDB blocker, not from the whole list."""

SCHEMATA = {
    "person": "Person",
    "company": "Company",
    "organization": "Organization",
    "legalentity": "LegalEntity",
    "vessel": "Vessel",
    "aircraft": "Airplane",
}

PARTS_OF_A_NAME = ("firstName", "secondName", "middleName", "fatherName", "motherName", "lastName")

numbers = count(1)


def entity_of(schema: str, properties: dict[str, Any]) -> Any:
    """An entity with a fresh id. One without a name is called by its parts in order, as in their entity_bench."""
    from followthemoney import ValueEntity, model  # type: ignore[import-not-found,unused-ignore]

    entity = ValueEntity(model.get(schema), {"id": f"bench-{next(numbers)}"})
    for name, values in properties.items():
        entity.add(name, values)
    if not entity.names:
        entity.add("name", " ".join(filter(None, map(entity.first, PARTS_OF_A_NAME))))
    return entity


def comparer_of(scorer: str, schemata: set[str]) -> Callable[[Any, Any], float]:
    """The algorithm of that name with its default configuration, as (query, candidate) -> 0…1.

    It comes warmed up for the ``schemata`` of the job: the names of people alone are 300 MiB of its data.
    """
    from nomenklatura.matching import get_algorithm  # type: ignore[import-not-found,unused-ignore]

    algorithm = get_algorithm(scorer)
    if algorithm is None:
        raise ValueError(f"nomenklatura has no algorithm {scorer!r}")
    config = algorithm.default_config()

    def compare(query: Any, candidate: Any) -> float:
        return float(algorithm.compare(query, candidate, config).score)

    for left, right, kind in made_up_pairs(people="Person" in schemata, companies=bool(schemata - {"Person"})):
        compare(entity_of(SCHEMATA[kind], {"name": left}), entity_of(SCHEMATA[kind], {"name": right}))
    return compare


def pairs(job: Job) -> Result:
    """Score every pair [name, name, kind]; the kind is a key of ``SCHEMATA`` in any case, such as ``Company``."""
    compare = comparer_of(job["scorer"], {SCHEMATA[kind.lower()] for _, _, kind in job["pairs"]})

    def score(pair: list[str]) -> float:
        schema = SCHEMATA[pair[2].lower()]
        return compare(entity_of(schema, {"name": pair[0]}), entity_of(schema, {"name": pair[1]}))

    scores, times = timed(score, job["pairs"])
    return {"scores": scores, **times}


def entities(job: Job) -> Result:
    """Score every pair [query, candidate] of ``{"schema": …, "properties": {property: [value, …]}}``."""
    compare = comparer_of(job["scorer"], {side["schema"] for pair in job["pairs"] for side in pair})

    def score(pair: list[dict[str, Any]]) -> float:
        query, candidate = (entity_of(side["schema"], side["properties"]) for side in pair)
        return compare(query, candidate)

    scores, times = timed(score, job["pairs"])
    return {"scores": scores, **times}


def list_(job: Job) -> Result:
    """The best entity of the list for every query; the names of one key make one entity.

    The job's ``schema`` (``Company`` unless it says otherwise) is that of all entities and queries. A plain scorer
    compares a query with the whole list, a second or so each on 3,000 companies (it keeps its analysis of the last
    1,000 entities only): let ``sample`` say how many of the first queries to ask. With ``duckdb+`` before it the
    scorer sees the blocker's candidates alone, in one batch.
    """
    schema = job.get("schema", "Company")
    if job["scorer"].startswith(BLOCKED):
        return list_blocked(job, schema)
    compare = comparer_of(job["scorer"], {schema})
    queries = job["queries"][: job.get("sample")]
    start = time.perf_counter()
    listed = {key: entity_of(schema, {"name": names}) for key, names in by_key(job["names"]).items()}
    built = time.perf_counter()

    def ask(query: str) -> list[Any] | None:
        asked = entity_of(schema, {"name": query})
        return best_of((key, compare(asked, candidate)) for key, candidate in listed.items())

    best, times = timed(ask, queries)
    return {"best": best, **times, "build_seconds": built - start, "sample": len(queries)}


def list_blocked(job: Job, schema: str) -> Result:
    """The same with nomenklatura's own candidates: its DuckDB index over an in-memory store, default settings."""
    from nomenklatura.blocker import Index  # type: ignore[import-not-found,unused-ignore]

    logging.getLogger("nomenklatura").setLevel(logging.ERROR)
    compare = comparer_of(job["scorer"].removeprefix(BLOCKED), {schema})
    grouped = by_key(job["names"])
    start = time.perf_counter()
    view = view_of(schema, grouped.values())
    listed = {entity.id: entity for entity in view.entities()}
    with tempfile.TemporaryDirectory() as folder:
        index = Index(view, Path(folder))
        index.build()
        built = time.perf_counter()
        asked = {f"asked-{n}": stored(f"asked-{n}", schema, [query]) for n, query in enumerate(job["queries"])}
        best: dict[str, list[Any] | None] = dict.fromkeys(asked)
        for found, candidates in index.match_entities(asked.values()):
            query = asked[found.id]
            best[found.id] = best_of((id.id, compare(query, listed[id.id])) for id, _ in candidates)
        seconds = time.perf_counter() - built
        index.close()
    keys = {f"listed-{n}": key for n, key in enumerate(grouped)}
    hits = [hit and [keys[hit[0]], hit[1]] for hit in best.values()]
    return {"best": hits, "seconds": seconds, "build_seconds": built - start, "p50": None, "p95": None}


def stored(id: str, schema: str, names: list[str]) -> Any:
    """An entity as nomenklatura's stores hold it."""
    from followthemoney import Dataset, StatementEntity

    dataset = Dataset.make({"name": "bench", "title": "bench"})
    return StatementEntity.from_data(dataset, {"id": id, "schema": schema, "properties": {"name": names}})


def view_of(schema: str, entities: Iterable[list[str]]) -> Any:
    """An in-memory store of one entity per list of names, ``listed-0`` onward; the blocker reads it."""
    from followthemoney import Dataset
    from nomenklatura.resolver import Linker  # type: ignore[import-not-found,unused-ignore]
    from nomenklatura.store import MemoryStore  # type: ignore[import-not-found,unused-ignore]

    store = MemoryStore(Dataset.make({"name": "bench", "title": "bench"}), Linker({}))
    with store.writer() as writer:
        for number, names in enumerate(entities):
            writer.add_entity(stored(f"listed-{number}", schema, names))
    return store.default_view()


def by_key(names: list[list[Any]]) -> dict[Any, list[str]]:
    """All names of each key, in the order of the list."""
    grouped: dict[Any, list[str]] = {}
    for key, name in names:
        grouped.setdefault(key, []).append(name)
    return grouped


def best_of(scored: Iterable[tuple[Any, float]]) -> list[Any] | None:
    """The first [key, score] with the highest score; None when there are none."""
    best = max(scored, key=lambda hit: hit[1], default=None)
    return None if best is None else list(best)


if __name__ == "__main__":
    main({"pairs": pairs, "entities": entities, "list": list_})
