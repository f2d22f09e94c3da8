"""obstat and its peers on the same names, in the same run: ``python benchmarks/names/run.py``.

Each works in a process of its own, on one core unless said. Peers are installed in environments of their own below
``--cache`` the first time. ``--part`` chooses pairs, entities, list, suppliers, speed; all of them by default.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import peers
import tasks

FIXED = 0.7
"""The threshold of the peers: nomenklatura's own, and the one at which rapidfuzz was measured before."""
HERE = Path(__file__).parent
PARTS = ("pairs", "entities", "list", "suppliers", "speed")


def ours(job: dict[str, Any]) -> dict[str, Any]:
    """Have obstat do a job, in a process of its own like its peers."""
    with tempfile.TemporaryDirectory() as folder:
        asked, answered = Path(folder) / "job.json", Path(folder) / "result.json"
        asked.write_text(json.dumps(job), encoding="utf-8")
        subprocess.run([sys.executable, str(HERE / "worker_obstat.py"), str(asked), str(answered)], check=True)
        result: dict[str, Any] = json.loads(answered.read_text(encoding="utf-8"))
    return result


def everyone(task: str, cache: Path | None) -> list[tuple[str, float, Any]]:
    """Name, fixed threshold and a function from a job to its result, of obstat and of each peer that does the task."""
    from obstat.names import MATCH

    found: list[tuple[str, float, Any]] = [("obstat", MATCH, ours)]
    for scorer in peers.SCORERS if cache else ():
        if task in scorer.tasks and not (task == "list" and scorer.list_sample):

            def work(job: dict[str, Any], scorer: peers.Scorer = scorer) -> dict[str, Any]:
                return peers.run(scorer.family, {**job, "scorer": scorer.scorer}, cache)

            found.append((scorer.name, FIXED, work))
    return found


def attempt(name: str, work: Any, job: dict[str, Any]) -> dict[str, Any] | None:
    try:
        return dict(work(job))
    except (peers.PeerNotInstalled, peers.PeerFailed) as error:
        print(f"{name:<40} not measured: {str(error).splitlines()[0]}")
        return None


def pairs(cache: Path | None, *, listed: bool) -> None:
    cases = tasks.name_bench("both")
    job = {"task": "pairs", "pairs": [[c["name1"], c["name2"], c["schema"].lower()] for c in cases]}
    print(
        f"\nname_bench, {len(cases)} pairs: F1 at the fixed threshold (untouched half), best F1 anywhere (both halves)"
    )
    heads = ("org odd", "org even", "all odd", "all even")
    print(f"{'':<40} {' '.join(f'{head:>8}' for head in heads)} {'org best':>12} {'all best':>12} pairs/s")
    for name, threshold, work in everyone("pairs", cache):
        if not (result := attempt(name, work, job)):
            continue
        graded = list(zip(cases, result["scores"], strict=True))
        cells = []
        for only in (True, False):
            for half in ("odd", "even"):
                chosen = _grade(graded, half, only)
                cells.append(f"{tasks.f1(chosen, threshold)[0]:8.3f}")
        tops = [tasks.best_f1(_grade(graded, "both", only)) for only in (True, False)]
        bests = " ".join(f"{top:6.3f} @.{round(at * 100):02d}" for top, at in tops)
        print(f"{name:<40} {' '.join(cells)} {bests} {len(cases) / result['seconds']:7.0f}")
        if name == "obstat":
            detail = [tasks.f1(_grade(graded, "odd", only), threshold)[1:] for only in (True, False)]
            said = "; ".join(f"P {p:.3f} R {r:.3f}" for p, r in detail)
            apart = _series(cases)
            rest = [(s, c["is_match"] == "true") for c, s in graded if id(c) not in apart and _in(c, "odd", True)]
            print(f"  obstat, untouched half, organisations; all: {said}")
            without = tasks.f1(rest, threshold)[0]
            _calibration(graded)
            if listed:
                _differences(graded, threshold, apart)
            print(f"  without the {len(apart)} pairs that differ in a series number alone: {without:.3f}")


def _calibration(graded: list[tuple[dict[str, str], float]]) -> None:
    """Of the untouched half: how many pairs that score in each fifth are the same."""
    shares = []
    for fifth in range(5):
        inside = [c["is_match"] == "true" for c, s in graded if min(int(s * 5), 4) == fifth and _in(c, "odd", False)]
        shares.append(f"{fifth / 5:.1f}-{fifth / 5 + 0.2:.1f}: {sum(inside)}/{len(inside)}")
    print(f"  the same by score, untouched half: {', '.join(shares)}")


def _differences(graded: list[tuple[dict[str, str], float]], threshold: float, apart: set[int]) -> None:
    """Where our judgement differs from the label: the half for tuning, and numbers of a series in both."""
    for case, score in graded:
        shown = id(case) in apart or _in(case, "even", False)
        if shown and (score >= threshold) != (case["is_match"] == "true"):
            label = "the same" if case["is_match"] == "true" else "different"
            print(f"    {score:.2f}, labelled {label}: {case['name1']} | {case['name2']}")


def _grade(graded: list[tuple[dict[str, str], float]], half: str, only_organizations: bool) -> list[tuple[float, bool]]:
    return [(score, c["is_match"] == "true") for c, score in graded if _in(c, half, only_organizations)]


def _in(case: dict[str, str], half: str, only_organizations: bool) -> bool:
    right_half = half in ("both", tasks.half_of(case["name1"], case["name2"]))
    return right_half and (not only_organizations or tasks.is_organization(case["schema"]))


def _series(cases: list[dict[str, str]]) -> set[int]:
    """Organisations that differ in a number alone: the labels take most for the same, we take them for two."""
    from obstat.names import compare

    numbers = {"number_extra", "number_other", "form_extra", "one_pair_only", "each_has_more", "order"}
    found = set()
    for case in cases:
        if tasks.is_organization(case["schema"]):
            features = {reason.feature for reason in compare(case["name1"], case["name2"]).reasons}
            if features & {"number_extra", "number_other"} and features <= numbers:
                found.add(id(case))
    return found


def entities(cache: Path | None) -> None:
    checks = tasks.entity_bench()
    job = {"task": "entities", "pairs": [[query, candidate] for query, candidate, _, _ in checks]}
    print(f"\nentity_bench, {len(checks)} checks: F1 at the fixed threshold")
    print(f"{'':<40} {'org':>6} {'P':>6} {'R':>6} {'all':>6}")
    for name, threshold, work in everyone("entities", cache):
        if result := attempt(name, work, job):
            graded = [(s, same, schema) for s, (_, _, same, schema) in zip(result["scores"], checks, strict=True)]
            org = tasks.f1([(s, same) for s, same, schema in graded if tasks.is_organization(schema)], threshold)
            every = tasks.f1([(s, same) for s, same, _ in graded], threshold)
            print(f"{name:<40} {org[0]:6.3f} {org[1]:6.3f} {org[2]:6.3f} {every[0]:6.3f}")


def list_(cache: Path | None) -> None:
    names, queries = tasks.sdn_list()
    job = {"task": "list", "names": names, "queries": [query for query, _ in queries], "workers": 1}
    print(f"\nSDN company list, {len(names)} names, {len(queries)} queries, one core")
    heads = f"{'top-1':>6} {'best F1':>13} {'P':>5} {'R':>5} {'q/s':>7} {'p50 ms':>7} {'p95 ms':>7} {'MiB':>5} build s"
    print(f"{'':<40} {heads}")
    for name, _, work in everyone("list", cache):
        if not (result := attempt(name, work, job)):
            continue
        grade = tasks.list_grade(result["best"], [target for _, target in queries])
        times = [f"{result[p] * 1000:7.2f}" if result[p] is not None else "  batch" for p in ("p50", "p95")]
        print(
            f"{name:<40} {grade['top1']:6.0f} {grade['f1']:7.3f} @.{round(grade['at'] * 100):02d} "
            f"{grade['precision']:6.3f} {grade['recall']:5.3f} {len(queries) / result['seconds']:7.0f} "
            f"{' '.join(times)} {result['peak_mib']:5.0f} {result['build_seconds']:6.1f}"
        )
    _ties(names, queries)


def _ties(names: list[tuple[str, str]], queries: list[tuple[str, str]]) -> None:
    """How many queries name several entities equally well, and what choosing among those by lot would give."""
    from obstat.names import NameIndex

    index = NameIndex(names)
    among, by_lot, tied = 0, 0.0, 0
    for query, target in queries:
        hits = index.search(query, limit=20) if target != "-" else []
        best = {hit.key for hit in hits if hit.score >= hits[0].score - 1e-9}
        among += target in best
        by_lot += (target in best) / max(len(best), 1)
        tied += len(best) > 1
    print(
        f"  {tied} queries name several entities equally well; the right one is among the best hits of {among}, and "
        f"drawing one of them by lot would be right for {by_lot:.0f}"
    )


def suppliers() -> None:
    """Names of listed suppliers as buyers write them, and look-alikes: found and false alarms of `obstat resolve`."""
    import obstat

    ob = obstat.open()
    folder = tasks.ROOT / "tests" / "identity" / "names"
    print("\nListed suppliers as buyers write them (obstat resolve)")
    for half, suffix in (("first set", ""), ("second set", "_second")):
        variants = tasks.yaml.safe_load((folder / f"variants{suffix}.yaml").read_text(encoding="utf-8"))
        alike = tasks.yaml.safe_load((folder / f"lookalikes{suffix}.yaml").read_text(encoding="utf-8"))
        found = sum(_found(ob, row) for row in variants)
        alarms = sum(any(match.match for match in ob.resolve(row["text"])) for row in alike)
        print(
            f"  {half:<16} found {found} of {len(variants)} ({found / len(variants):.1%}), "
            f"false alarms {alarms} of {len(alike)} ({alarms / len(alike):.1%})"
        )


def _found(ob: Any, row: dict[str, Any]) -> bool:
    means = row["means"] if isinstance(row["means"], list) else [row["means"]]
    matches = [match for match in ob.resolve(row["text"], 3) if match.match]
    makers = [m.id if m.kind == "party" else ob.snapshot.products[m.id].maker for m in matches]
    return any(maker in means for maker in makers)


def speed(cache: Path | None, *, million: bool) -> None:
    for count, asked in ((50_000, 50_000), *(((1_000_000, 1_000_000),) if million else ())):
        names = tasks.generated(count, 1)
        job = {
            "task": "list",
            "names": [[str(at), name] for at, name in enumerate(names)],
            "queries": tasks.asked_of(names, asked, 2),
        }
        print(f"\nGenerated names, {asked:,} queries on {count:,} names, all at once")
        for cores in (1, 2) if count < 1_000_000 else (2,):
            report(f"obstat, {cores} core{'s'[: cores > 1]}", ours({**job, "bulk": True, "workers": cores}), asked)
        if cache and count < 1_000_000:
            for name, _, work in everyone("list", cache):
                if "emm" in name and (result := attempt(name, work, {**job, "workers": 1})):
                    report(name, result, asked)
        few = {**job, "queries": job["queries"][:3000], "workers": 1}
        result = ours(few)
        print(
            f"{'obstat, one by one, one core':<40} {3000 / result['seconds']:8.0f} names/s   "
            f"p50 {result['p50'] * 1000:.2f} ms, p95 {result['p95'] * 1000:.2f} ms"
        )
    exhaustive()
    from_file()


def report(name: str, result: dict[str, Any], asked: int) -> None:
    print(
        f"{name:<40} {asked / result['seconds']:8.0f} names/s   {result['seconds']:.1f} s, "
        f"peak {result['peak_mib']:.0f} MiB, built in {result['build_seconds']:.1f} s",
        flush=True,
    )


def exhaustive(sample: int = 200) -> None:
    """How often the first hit is worse than comparing with every name would give."""
    from obstat.names import NameIndex, compare

    names, queries = tasks.sdn_list()
    index = NameIndex(names)
    distinct = list(dict.fromkeys(name for _, name in names))
    worse = 0
    for query, _ in random.Random(1).sample(queries, sample):
        hits = index.search(query, limit=1)
        worse += (hits[0].score if hits else 0.0) < max(compare(query, name).score for name in distinct) - 1e-9
    print(f"\nFirst hit no worse than comparing with all {len(distinct)} names: {sample - worse} of {sample} queries")


def from_file() -> None:
    """Start from a mapped file: import, open and the first answer, as a whole process."""
    from obstat.names import NameIndex

    names, _ = tasks.sdn_list()
    with tempfile.TemporaryDirectory() as folder:
        (path,) = NameIndex(names).save(Path(folder))
        code = (
            "import sys, pathlib; sys.path.append(sys.argv[2]); from obstat.names import NameIndex; i = NameIndex(); "
            "i.add_file(pathlib.Path(sys.argv[1])); assert i.search('Fernaplast'); "
            "import measuring; print(measuring.peak_mib())"
        )
        bare = min(_seconds([sys.executable, "-c", "pass"])[0] for _ in range(5))
        times = [_seconds([sys.executable, "-c", code, str(path), str(HERE / "peers")]) for _ in range(5)]
    best = min(times)
    print(
        f"Start from the file of {len(names)} names to the first answer: {best[0] * 1000:.0f} ms "
        f"({best[0] / bare:.1f} x a bare start), peak {float(best[1]):.0f} MiB"
    )


def _seconds(command: list[str]) -> tuple[float, str]:
    started = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return time.perf_counter() - started, done.stdout.strip() or "0"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", choices=PARTS, action="append", help="only this part; may be repeated")
    parser.add_argument("--cache", type=Path, default=Path.home() / ".cache" / "obstat-peers", help="the peers' home")
    parser.add_argument("--no-peers", action="store_true", help="obstat alone")
    parser.add_argument("--million", action="store_true", help="also a million queries on a million names")
    parser.add_argument("--differences", action="store_true", help="list the pairs where we differ from the label")
    given = parser.parse_args()
    if not tasks.DATA.is_dir():
        sys.exit(f"The inputs are not part of the repository: put them into {tasks.DATA}.")
    cache = None if given.no_peers else given.cache
    for part in given.part or PARTS:
        match part:
            case "pairs":
                pairs(cache, listed=given.differences)
            case "entities":
                entities(cache)
            case "list":
                list_(cache)
            case "suppliers":
                suppliers()
            case "speed":
                speed(cache, million=given.million)


if __name__ == "__main__":
    main()
