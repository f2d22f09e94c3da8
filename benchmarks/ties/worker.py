"""One measured piece of work in a process of its own: ``worker.py JOB.json RESULT.json``.

``{"task": "compare", "who": "obstat" | "networkx" | "truth", "test": …, "graphs": n}``
    → ``{"parties", "differences", "shown": […], "seconds"}``; the truth is only timed
``{"task": "scale", "who": "obstat" | "networkx", "folder": …, "tests": […], "asked": n, "runs": n}``
    → ``{"start_mib", "build", "built_mib", "tests": {test: {"seconds", "certain", "possible", "p50", "p95"}}}``
``{"task": "register", "folder": …, "test": …, "asked": n}`` → ``{"loaded", "all", "p50", "p95"}``: from a snapshot
``{"task": "make", "count": n, "folder": …}`` → ``{}``
``{"task": "snapshot", "folder": …}`` → ``{}``: the arrays as ties of a snapshot beside them

Invariant: a process of networkx imports nothing of obstat, so that any python that has networkx will do.
"""

from __future__ import annotations

import importlib
import random
import statistics
import sys
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[1:1] = [str(HERE.parent / "names" / "peers"), str(HERE.parents[1] / "tests" / "ties")]

import measuring  # type: ignore[import-not-found]  # noqa: E402

Job = dict[str, Any]
ADAPTERS = {"obstat": "adapter", "networkx": "networkx_adapter"}
SHOWN = 3


def compare(job: Job) -> Job:
    """Ask about random graphs, half of them with few shares known, and tell what differs from the truth."""
    import comparing
    import graphs

    ask, spent, parties, found, shown = ASKED[job["who"]](), 0.0, 0, 0, []
    for seed in range(job["graphs"]):
        graph = graphs.graph(seed, known=(0.6, 0.1)[seed % 2])
        started = time.perf_counter()
        given = ask(graph, job["test"])
        spent += time.perf_counter() - started
        parties += len({tie[end] for tie in graph.ties for end in ("owner", "owned")} | set(graph.listed))
        told = different(job["who"], graph, job["test"], given)
        found += len(told)
        if told and len(shown) < SHOWN:
            shown.append("\n".join([comparing.told(graph, job["test"]), *(f"  {one}" for one in told)]))
    return {"parties": parties, "differences": found, "shown": shown, "seconds": spent}


def different(who: str, graph: Any, test: str, given: Any) -> list[str]:
    import comparing
    import truth

    if who == "truth":
        return []
    if who == "obstat":
        return list(comparing.differences(graph, test, lambda *_, **__: given))
    wanted = {party: answer.status for party, answer in truth.answers(graph.ties, graph.listed, test, graph.on).items()}
    return [
        f"status of {party} is {given.get(party, 'no')}, not {status}"
        for party, status in wanted.items()
        if party not in graph.listed and given.get(party, "no") != status
    ]


def _obstat() -> Any:
    import obstat.ties

    if not hasattr(obstat.ties, "reached"):
        raise NotImplementedError("obstat.ties has no `reached` to compare yet")
    reached = obstat.ties.reached
    return lambda graph, test: reached([dict(tie) for tie in graph.ties], list(graph.listed), test=test, on=graph.on)


def _truth() -> Any:
    import truth

    return lambda graph, test: truth.answers(graph.ties, graph.listed, test, graph.on)


def _networkx() -> Any:
    """Reading the ties, building the graph and asking for all, as of obstat; nothing but statuses comes of it."""
    import networkx_adapter
    import numpy as np
    import truth

    def ask(graph: Any, test: str) -> dict[str, str]:
        stakes = truth.counted(graph.ties, graph.on)
        names = sorted({end for stake in stakes for end in (stake.owner, stake.owned)} | set(graph.listed))
        number = {name: n for n, name in enumerate(names)}
        ends = (np.array([number[getattr(s, end)] for s in stakes], dtype=np.int32) for end in ("owner", "owned"))
        shares = (np.array([float(getattr(s, bound)) for s in stakes]) for bound in ("low", "high"))
        built = networkx_adapter.build(*ends, *shares)
        found = networkx_adapter.all_reached(built, [number[name] for name in graph.listed], test)
        return {names[n]: status for status, some in zip(("certain", "possible"), found, strict=True) for n in some}

    return ask


ASKED = {"obstat": _obstat, "truth": _truth, "networkx": _networkx}


def scale(job: Job) -> Job:
    """Build a graph from its arrays, ask for all that is reached, and for one party at a time."""
    import numpy as np

    adapter = importlib.import_module(ADAPTERS[job["who"]])
    given = {name: np.load(Path(job["folder"]) / f"{name}.npy") for name in ("owner_ids", "owned_ids", "low", "high")}
    listed = np.load(Path(job["folder"]) / "listed.npy")
    result: Job = {"start_mib": measuring.peak_mib(), "tests": {}}
    started = time.perf_counter()
    graph = adapter.build(**given)
    result["build"], result["built_mib"] = time.perf_counter() - started, measuring.peak_mib()
    chosen = random.Random(1).choices(range(len(given["owned_ids"])), k=job["asked"])
    parties = [int(given["owned_ids"][index]) for index in chosen]
    for test in job["tests"]:
        laps = []
        for _ in range(job["runs"]):
            started = time.perf_counter()
            certain, possible = adapter.all_reached(graph, listed, test)
            laps.append(time.perf_counter() - started)
        told = {"seconds": statistics.median(laps), "certain": len(certain), "possible": len(possible)}
        asked = parties[: job["asked"] // 10] if test.startswith("product") else parties
        _, single = measuring.timed(lambda party, test=test: adapter.one(graph, party, listed, test), asked)
        result["tests"][test] = {**told, "p50": single["p50"], "p95": single["p95"]}
    return result


def snapshot(job: Job) -> Job:
    """Write the arrays as a snapshot; nothing of it is timed."""
    import numpy as np

    from obstat.identity.lookup import Lookup
    from obstat.knowledge.assemble import assemble
    from obstat.knowledge.snapshot import Snapshot
    from obstat.knowledge.write import write_new
    from obstat.model.records import Tie

    folder, base = Path(job["folder"]), Snapshot()
    columns = (np.load(folder / f"{name}.npy").tolist() for name in ("owner_ids", "owned_ids", "low", "high"))
    ties = [
        Tie(f"t{number}", f"p{owned}", "owned_by", f"p{owner}", *_known(low, high), "established", *_STATED)
        for number, (owner, owned, low, high) in enumerate(zip(*columns, strict=True))
    ]
    built = assemble(base, [], Lookup(base).find)
    write_new(folder / "snapshot", built.vocabulary, {**built.facts, "ties": ties})
    return {}


_STATED = (None, None, 730_000, "high", False, None, ())


def _known(low: float, high: float) -> tuple[float | None, float | None]:
    return (low, high) if low == low else (None, None)


def register(job: Job) -> Job:
    """Load the ties of a snapshot, ask for all that is reached, and then for parties one at a time, with their paths.

    The process has imported what it needs; the snapshot's files are as warm as writing them left them.
    """
    import datetime

    import numpy as np

    from obstat.knowledge.snapshot import Snapshot
    from obstat.ties.register import Register

    folder = Path(job["folder"])
    owned = np.load(folder / "owned_ids.npy")
    listed = [f"p{number}" for number in np.load(folder / "listed.npy").tolist()]
    started = time.perf_counter()
    known = Register(Snapshot(folder / "snapshot"))
    loaded = time.perf_counter()
    found = known.reached(listed, job["test"], datetime.date(2025, 10, 15))
    found[f"p{owned[0]}"]
    answered = time.perf_counter()
    parties = [f"p{owned[index]}" for index in random.Random(1).choices(range(len(owned)), k=job["asked"])]
    _, single = measuring.timed(found.__getitem__, parties)
    return {"loaded": loaded - started, "all": answered - loaded, "p50": single["p50"], "p95": single["p95"]}


def make(job: Job) -> Job:
    import made_up

    made_up.write(job["count"], Path(job["folder"]))
    return {}


def excused(task: Any) -> Any:
    """The task, with what it says it lacks as its result."""

    def tried(job: Job) -> Job:
        try:
            return dict(task(job))
        except (NotImplementedError, ModuleNotFoundError) as lacking:
            return {"lacking": str(lacking)}

    return tried


if __name__ == "__main__":
    measuring.main({task.__name__: excused(task) for task in (compare, scale, register, make, snapshot)})
