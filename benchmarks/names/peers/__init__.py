"""The peers of the names benchmark: other matchers, each in an environment of its own, behind one function.

``SCORERS`` says what there is and what each can do; ``run`` gives one of them a job. Jobs and results are JSON objects:

``{"task": "pairs", "scorer": …, "pairs": [[name, name, kind], …]}``
    kind is person, company, organization, legalentity or vessel
    → ``{"scores": [0…1, …], "seconds", "p50", "p95", "peak_mib"}``
``{"task": "entities", "scorer": …, "pairs": [[query, candidate], …]}``
    each side ``{"schema": "Company", "properties": {"name": ["…"], …}}`` → as above
``{"task": "list", "scorer": …, "names": [[key, name], …], "queries": [name, …], "workers": 1}``
    → ``{"best": [[key, score] or null, …], "seconds", "build_seconds", "p50", "p95", "peak_mib"}``, one best hit per
    query; with ``"sample": n`` nomenklatura asks the first n queries only, and the result says ``"sample": n``

Times are in seconds, memory in MiB. ``seconds`` leaves out start-up, import and a warm-up on made-up pairs. ``p50`` and
``p95`` are of one pair or one query, and null where a peer answers in batches. One worker keeps to one core.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .environments import PeerNotInstalled, python_of

__all__ = ["SCORERS", "PeerFailed", "PeerNotInstalled", "Scorer", "run"]

LINES_SHOWN = 12


class PeerFailed(Exception):
    """A peer was installed but did not finish its job; the message ends with the last lines it wrote."""


@dataclass(frozen=True, slots=True)
class Scorer:
    """One way a peer compares names.

    ``name`` is what a table shows, ``family`` the environment (the ``peer`` of ``run``) and ``scorer`` the job's word
    for it. ``list_sample`` is how many queries of a list task it can be asked in a few minutes; None for all of them.
    """

    name: str
    family: str
    scorer: str
    tasks: tuple[str, ...]
    list_sample: int | None = None


SCORERS: tuple[Scorer, ...] = (
    Scorer("nomenklatura logic-v2", "nomenklatura", "logic-v2", ("pairs", "entities", "list"), list_sample=100),
    Scorer("nomenklatura logic-v1", "nomenklatura", "logic-v1", ("pairs", "entities", "list"), list_sample=100),
    Scorer("nomenklatura DuckDB blocker + logic-v2", "nomenklatura", "duckdb+logic-v2", ("list",)),
    Scorer("emm, three indexers, unsupervised", "emm", "unsupervised", ("list",)),
    Scorer("rapidfuzz JaroWinkler", "rapidfuzz", "JaroWinkler", ("pairs", "list")),
    Scorer("rapidfuzz token_sort_ratio", "rapidfuzz", "token_sort_ratio", ("pairs", "list")),
    Scorer("rapidfuzz token_set_ratio", "rapidfuzz", "token_set_ratio", ("pairs", "list")),
    Scorer("rapidfuzz WRatio", "rapidfuzz", "WRatio", ("pairs", "list")),
    Scorer("rapidfuzz ratio", "rapidfuzz", "ratio", ("pairs", "list")),
)


def run(peer: str, job: dict[str, Any], cache: Path) -> dict[str, Any]:
    """Have a peer (a ``family`` of ``SCORERS``) do a job, in its environment below ``cache``; its result.

    Raises ``PeerNotInstalled`` when the environment cannot be made, ``PeerFailed`` when the work fails.
    """
    python = python_of(peer, cache)
    worker = Path(__file__).resolve().parent / f"worker_{peer}.py"
    with tempfile.TemporaryDirectory() as folder:
        asked, answered = Path(folder) / "job.json", Path(folder) / "result.json"
        asked.write_text(json.dumps(job), encoding="utf-8")
        command = [str(python), str(worker), str(asked), str(answered)]
        done = subprocess.run(command, stdout=sys.stderr, stderr=subprocess.PIPE, text=True, check=False)
        if done.returncode or not answered.exists():
            last = "\n".join(done.stderr.splitlines()[-LINES_SHOWN:])
            raise PeerFailed(f"{peer} stopped with {done.returncode} on task {job['task']}:\n{last}")
        result: dict[str, Any] = json.loads(answered.read_text(encoding="utf-8"))
    return result
