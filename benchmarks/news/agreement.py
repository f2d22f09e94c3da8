"""How far two readers of the same stories agree: ``python benchmarks/news/agreement.py``.

``gold/second`` holds claims of some development stories as a second reader annotated them, who had the guide and the
texts and nothing else. They are counted against the gold ones by the rule of the guide, as what obstat tells is beside
them: the first figure says how much of the way there is to go.
"""

from __future__ import annotations

from pathlib import Path

import scoring
import yaml
from gold import Cluster, claim_of, load
from linking import Names

from obstat.knowledge.snapshot import Snapshot
from obstat.model.claim import Claim
from obstat.news.extraction import Extractor
from run import GOLD, read

_SLOTS = ("actors", "targets", "modality", "polarity", "class")


def second(cluster: Cluster, path: Path) -> list[Claim]:
    """The claims of the second reader of the stories of a cluster."""
    texts = {document.id: document.text for document in cluster.documents}
    stories = yaml.safe_load(path.read_text("utf-8"))["stories"]
    return [claim_of(claim, story["id"], texts[story["id"]]) for story in stories for claim in story["claims"]]


def show(what: str, gold: list[Claim], told: list[Claim], same: scoring.Same) -> None:
    """Whole claims, then each slot of the rule between claims of one event and of overlapping passages."""
    whole = 2 * len(scoring.found(gold, told, same)) / (len(gold) + len(told))
    met = scoring.aligned(gold, told, same)
    events = 2 * len(met) / (len(gold) + len(told))
    slots = "".join(f"{scoring.slot(name, met, same).accuracy or 0:>10.3f}" for name in _SLOTS)
    print(f"{what:<34}{len(told):>7}{whole:>10.3f}{events:>10.3f}{slots}")


def main() -> int:
    snapshot = Snapshot()
    same, extractor = Names(snapshot).same, Extractor(snapshot)
    paths = {path.stem: path for path in sorted((GOLD / "second").glob("*.yaml"))}
    clusters = [cluster for cluster in load(GOLD / "development") if cluster.id in paths]
    gold = [claim for cluster in clusters for claim in cluster.claims]
    other = [claim for cluster in clusters for claim in second(cluster, paths[cluster.id])]
    told = [claim for cluster in clusters for claim in read(cluster, extractor)[0]]
    stories = sum(len(cluster.documents) for cluster in clusters)
    print(f"{stories} stories of the development half, {len(gold)} gold claims\n")
    print(f"{'':<34}{'claims':>7}{'whole F1':>10}{'event F1':>10}" + "".join(f"{name:>10}" for name in _SLOTS))
    show("a second reader, beside gold", gold, other, same)
    show("obstat, beside gold", gold, told, same)
    show("obstat, beside the second reader", other, told, same)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
