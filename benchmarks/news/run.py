"""Stories as claims, beside the gold ones: ``python benchmarks/news/run.py [--half development|test] [--misses]``.

Prints how many claims are found by the rule of ``GUIDE.md``, in all and by event; each slot between claims of the same
event and of overlapping passages (the event itself between claims of overlapping passages); merging, other pairs,
origins and flags, both from the texts and, so that weighing can be told from finding, with the gold claims given; two
baselines; and the speed on one core. Nothing of the test half is printed but figures, and nothing at all when its hash
is not that of ``gold/test.sha256``. ``--misses`` shows, of the development half, where and how claims differ.
"""

from __future__ import annotations

import argparse
import re
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import scoring
from baselines import Watch
from gold import Cluster, load
from held_out import checked
from linking import Names
from misses import misses
from scoring import Measure, Merging

from obstat.knowledge.snapshot import Snapshot
from obstat.model.claim import PAIRS, Claim, Flag, Mention, Pair
from obstat.news.extraction import Extractor
from obstat.news.weighing import weigh

GOLD = Path(__file__).parent / "gold"
TOKENS = 200_000
"""How many tokens are read for the speed, the stories again and again."""
REPEATS = 3
TOKEN = re.compile(r"\w+|[^\w\s]")
ORIGIN_BAR, SPEED_BAR = 0.8, 50_000
Mentions = list[tuple[str, tuple[Mention, ...]]]


@dataclass(frozen=True, slots=True)
class Told:
    """What obstat makes of a cluster."""

    claims: tuple[Claim, ...]
    pairs: tuple[Pair, ...]
    flags: tuple[Flag, ...]
    origins: dict[str, int]


def read(cluster: Cluster, extractor: Extractor) -> tuple[list[Claim], Mentions]:
    claims: list[Claim] = []
    mentions: Mentions = []
    for document in cluster.documents:
        some, names = extractor.claims(document)
        claims += some
        mentions.append((document.id, tuple(names)))
    return claims, mentions


def weighed(cluster: Cluster, claims: Sequence[Claim], mentions: Mentions, snapshot: Snapshot) -> Told:
    found = weigh(list(cluster.documents), list(claims), mentions, snapshot)
    ids = [claim.id for claim in found.claims]
    ends = {end for pair in found.pairs for end in (pair.first, pair.second)}
    if len(set(ids)) < len(ids) or ends - set(ids):
        raise SystemExit(f"{cluster.id}: a claim's id is given twice, or a pair names no claim: correct the weighing.")
    return Told(found.claims, found.pairs, found.flags, dict(found.origins))


def share(number: float | None) -> str:
    return "     –" if number is None else f"{number:6.3f}"


def row(what: str, measure: Measure) -> None:
    shares = "".join(f"{share(number):>10}" for number in (measure.precision, measure.recall, measure.f1))
    print(f"{what:<42}{measure.true:>6}{measure.told:>6}{measure.right:>6}{shares}")


def heads(what: str) -> None:
    print(f"\n{what:<42}{'gold':>6}{'told':>6}{'right':>6}{'precision':>10}{'recall':>10}{'F1':>10}")


def total(measures: Iterable[Measure]) -> Measure:
    return sum(measures, Measure())


def summed(parts: Iterable[dict[str, Measure]]) -> dict[str, Measure]:
    found: dict[str, Measure] = {}
    for part in parts:
        for name, measure in part.items():
            found[name] = found.get(name, Measure()) + measure
    return found


def show_claims(gold: Sequence[Claim], told: Sequence[Claim], same: scoring.Same) -> Measure:
    met = scoring.found(gold, told, same)
    whole = Measure(len(met), len(told), len(gold))
    heads("whole claims")
    row("all", whole)
    for event, measure in scoring.by_event(gold, told, met).items():
        row(f"  {event}", measure)
    return whole


def show_slots(gold: Sequence[Claim], told: Sequence[Claim], same: scoring.Same) -> float | None:
    """Prints each slot; the accuracy of the class of attribution."""
    by_passage = scoring.aligned(gold, told, same, any_event=True)
    met = scoring.aligned(gold, told, same)
    print(f"\n{'slots':<42}{'claims':>6}{'equal':>6}{'accuracy':>10}{'precision':>10}{'recall':>10}")
    events = sum(one.event == other.event for one, other in by_passage)
    whole = Measure(events, len(told), len(gold))
    slots = {"event, of claims of one passage": scoring.Slot(whole, events, len(by_passage))}
    slots |= {name: scoring.slot(name, met, same) for name in scoring.SLOTS}
    for name, slot in slots.items():
        shares = (slot.accuracy, slot.filled.precision, slot.filled.recall)
        print(f"{name:<42}{slot.claims:>6}{slot.equal:>6}" + "".join(f"{share(number):>10}" for number in shares))
    heads("classes of attribution of the same claims")
    for name, measure in scoring.by_class(met).items():
        row(f"  {name}", measure)
    return slots["class"].accuracy


def show_weighing(
    clusters: Sequence[Cluster], told: Sequence[Told], same: scoring.Same, given: str
) -> tuple[Merging, Measure, Measure]:
    """Prints merging, pairs, origins and flags; the measures of merging, contradictions and origins."""
    names = [scoring.partners(one.claims, other.claims, same) for one, other in zip(clusters, told, strict=True)]
    sets = list(zip(clusters, told, names, strict=True))
    merged = sum((scoring.merging(c.claims, c.pairs, t.claims, t.pairs, n) for c, t, n in sets), Merging())
    kinds = summed(scoring.by_kind(c.pairs, t.pairs, n) for c, t, n in sets)
    flags = summed(scoring.flags(c.flags, t.flags) for c, t, _ in sets)
    counts = [(number, t.origins.get(story)) for c, t, _ in sets for story, number in c.origins]
    right = sum(true == said for true, said in counts)
    heads(f"weighing, {given}")
    row("merging: pairs of one claim told twice", merged.pairs)
    row("  of claims that are both gold and told", merged.among)
    if merged.b_cubed:
        print(f"{'  B-cubed':<60}" + "".join(f"{share(number):>10}" for number in merged.b_cubed))
    for kind in PAIRS:
        if kind in kinds:
            row(kind, kinds[kind])
    row("all kinds but same", total(kinds.values()))
    row("flags", total(flags.values()))
    for flag, measure in sorted(flags.items()):
        row(f"  {flag}", measure)
    origins = Measure(right, len(counts), len(counts))
    row("origins: stories with the right count", origins)
    return merged, kinds.get("contradicts", Measure()), origins


def show_baselines(clusters: Sequence[Cluster], watch: Watch, same: scoring.Same) -> None:
    """What the two tell of the same stories. An alert tells no claim, but whom a story is about."""
    documents = [document for cluster in clusters for document in cluster.documents]
    gold = [claim for cluster in clusters for claim in cluster.claims]
    about: dict[str, set[str]] = {document.id: set() for document in documents}
    for claim in gold:
        about[claim.document].update(name for name in (*claim.actors, *claim.targets) if name in watch.watched)
    alerts = {document.id: set(watch.parties(document.text)) for document in documents}
    both = [about[story] & alerts[story] for story in about]
    parties = total(Measure(len(about[d] & alerts[d]), len(alerts[d]), len(about[d])) for d in about)
    heads("baseline: alert on a watched name")
    right, alerted, concerned = (sum(map(bool, some)) for some in (both, alerts.values(), about.values()))
    row("stories in which claims are about one", Measure(right, alerted, concerned))
    row("watched parties that claims are about", parties)
    row("whole claims", Measure(0, 0, len(gold)))
    hits = [hit for document in documents for hit in watch.hits(document)]
    heads("baseline: a hit in each sentence")
    hit = len(scoring.aligned(gold, hits, same, any_event=True))
    row("sentences in which a claim stands", Measure(hit, len(hits), len(gold)))
    row("whole claims", Measure(len(scoring.found(gold, hits, same)), len(hits), len(gold)))


def speed(clusters: Sequence[Cluster], extractor: Extractor, snapshot: Snapshot) -> float:
    """Tokens a second of processor time over reading and weighing, the best of some repeats."""
    size = sum(len(TOKEN.findall(document.text)) for cluster in clusters for document in cluster.documents)
    rounds = max(1, TOKENS // size)
    best: dict[str, float] = {}
    for _ in range(REPEATS):
        spent = dict.fromkeys(("claims", "claims, weighed"), 0.0)
        for number in range(rounds):
            for cluster in clusters:
                documents = tuple(replace(d, id=f"{number}-{d.id}") for d in cluster.documents)
                again = replace(cluster, documents=documents)
                start = time.process_time()
                claims, mentions = read(again, extractor)
                middle = time.process_time()
                weighed(again, claims, mentions, snapshot)
                spent["claims"] += middle - start
                spent["claims, weighed"] += time.process_time() - start
        best = {what: min(seconds, best.get(what, seconds)) for what, seconds in spent.items()}
    print(f"\n{'speed on one core: tokens read':<42}{size * rounds:>18,}")
    for what, seconds in best.items():
        print(f"{what + ', tokens a second':<42}{size * rounds / seconds:>18,.0f}")
    return size * rounds / best["claims, weighed"]


def bar(what: str, number: float | None, least: float) -> None:
    met = number is not None and number >= least
    shown = "–" if number is None else f"{number:,.0f}" if number > 1 else f"{number:.3f}"
    print(f"{what:<42}{shown:>12}   at least {least:,}   {'met' if met else 'missed'}")


def main() -> int:
    options = argparse.ArgumentParser(description="Stories as claims, beside the gold ones.")
    options.add_argument("--half", choices=("development", "test"), default="development")
    options.add_argument("--misses", action="store_true", help="show where claims differ (development half only)")
    asked = options.parse_args()
    if asked.misses and asked.half == "test":
        options.error("the test half is not looked at: use --misses with --half development")
    folder = GOLD / asked.half
    if asked.half == "test":
        checked(folder, (GOLD / "test.sha256").read_text("utf-8"))
    snapshot = Snapshot()
    same, extractor, clusters = Names(snapshot).same, Extractor(snapshot), load(folder)
    readings = [read(cluster, extractor) for cluster in clusters]
    told = [weighed(c, claims, names, snapshot) for c, (claims, names) in zip(clusters, readings, strict=True)]
    given = [weighed(c, c.claims, names, snapshot) for c, (_, names) in zip(clusters, readings, strict=True)]
    gold = [claim for cluster in clusters for claim in cluster.claims]
    claims = [claim for one in told for claim in one.claims]
    stories = sum(len(cluster.documents) for cluster in clusters)
    print(f"{asked.half} half: {len(clusters)} clusters, {stories} stories, {len(gold)} claims")
    whole = show_claims(gold, claims, same)
    class_accuracy = show_slots(gold, claims, same)
    merging, contradictions, origins = show_weighing(clusters, told, same, "from the texts")
    show_weighing(clusters, given, same, "gold claims given")
    show_baselines(clusters, Watch(snapshot), same)
    tokens = speed(clusters, extractor, snapshot)
    print("\nbars")
    bar("whole claims, F1", whole.f1, 0.75)
    bar("class of attribution, accuracy", class_accuracy, 0.85)
    bar("merging, F1", merging.pairs.f1, 0.8)
    bar("merging of claims that are told, F1", merging.among.f1, 0.8)
    bar("contradictions, precision", contradictions.precision, 0.9)
    bar("origins, stories right", origins.recall, ORIGIN_BAR)
    bar("tokens a second", tokens, SPEED_BAR)
    if asked.misses:
        print("\nwhere claims differ")
        for cluster, one in zip(clusters, told, strict=True):
            print("\n".join(misses(cluster, one.claims, one.pairs, one.flags, one.origins, same)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
