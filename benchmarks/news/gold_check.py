"""Holds the gold stories to ``GUIDE.md``: ``python benchmarks/news/gold_check.py [FOLDER]``.

Every span stands word for word in its story, every code is one of the guide's, every name is a party's or product's id
of the pack or words of the story, and every pair names two claims of its file. Prints each fault in a line and, when
there is none, what the folder holds.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from obstat.model.claim import BASES, EVENTS, FLAGS, MODALITIES, PAIRS, POLARITIES, SOURCE_CLASSES

HERE = Path(__file__).parent
PACK = HERE.parents[1] / "src" / "obstat" / "knowledge" / "pack"

MANNERS = {"agency", "aggregated", "press_release", "trade_press", "copy", "feature"}
STORY = {"id", "outlet", "published", "manner", "text", "claims", "flags"}
CLAIM = {
    "id",
    "event",
    "actors",
    "targets",
    "products",
    "place",
    "time",
    "amount",
    "modality",
    "polarity",
    "quotation",
    "attribution",
    "origin",
    "spans",
}
PLACE = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?")
Record = dict[str, Any]


def pack_ids(kind: str) -> set[str]:
    return {entry["id"] for file in (PACK / kind).glob("*.yaml") for entry in yaml.safe_load(file.read_text("utf-8"))}


def in_order(spans: list[str], text: str) -> Iterator[str]:
    """The spans that are not found, or not after the one before."""
    start = 0
    for span in spans:
        found = text.find(span, start)
        if found < 0:
            yield span
        else:
            start = found + 1


def in_words(name: str, text: str) -> bool:
    return all(word in text.casefold() for word in re.findall(r"\w+", name.casefold()))


def time_faults(time: Record | None, text: str) -> Iterator[str]:
    if time is None:
        return
    if set(time) != {"said", "from", "to", "basis"} or time["basis"] not in BASES:
        yield f"time {time} has other keys or another basis than the guide's"
        return
    if time["said"] not in text:
        yield f"the story does not say {time['said']!r}"
    ends = [end for end in (time["from"], time["to"]) if end is not None]
    if not all(type(end) is date for end in ends) or ends != sorted(ends):
        yield f"{time['from']} to {time['to']} is no span of days"


def attribution_faults(links: list[Record], outlet: str) -> Iterator[str]:
    classes = [link["class"] for link in links]
    if unknown := set(classes) - {*SOURCE_CLASSES}:
        yield f"{sorted(unknown)} are no classes"
    if not links or links[0]["name"] != outlet:
        yield "the first link is not the outlet at hand"
    elif classes[0] != ("other_outlet" if len(links) > 1 else "none") or "none" in classes[1:]:
        yield f"the classes {classes} are not those of a chain"


def claim_faults(claim: Record, story: Record, parties: set[str], products: set[str]) -> Iterator[str]:
    if set(claim) != CLAIM:
        yield f"its keys differ from the guide's by {sorted(set(claim) ^ CLAIM)}"
        return
    for slot, codes in (("event", EVENTS), ("modality", MODALITIES), ("polarity", POLARITIES)):
        if claim[slot] not in codes:
            yield f"{slot} {claim[slot]!r} is no code"
    text = story["text"]
    for slot, ids in (("actors", parties), ("targets", parties), ("products", products)):
        for name in claim[slot]:
            if name not in ids and not in_words(name, text):
                yield f"{name!r} in {slot} is neither an id of the pack nor words of the story"
    if claim["place"] is not None and not PLACE.fullmatch(str(claim["place"])):
        yield f"place {claim['place']!r} is no ISO code"
    amount = claim["amount"]
    if amount is not None and (set(amount) != {"value", "unit"} or not isinstance(amount["value"], (int, float))):
        yield f"amount {amount} is no value with its unit"
    if not isinstance(claim["quotation"], bool):
        yield "quotation is neither true nor false"
    yield from time_faults(claim["time"], text)
    yield from attribution_faults(claim["attribution"], story["outlet"])
    if not claim["spans"]["claim"]:
        yield "it has no passage"
    for kind in ("claim", "attribution"):
        for span in in_order(claim["spans"][kind], text):
            yield f"{kind} span {span!r} is not in the story, or not in order"


def story_faults(story: Record, parties: set[str], products: set[str]) -> Iterator[str]:
    if set(story) != STORY:
        yield f"its keys differ from the guide's by {sorted(set(story) ^ STORY)}"
        return
    if story["published"] is not None and type(story["published"]) is not date:
        yield f"published {story['published']!r} is no date"
    if story["manner"] not in MANNERS:
        yield f"manner {story['manner']!r} is no code"
    if unknown := set(story["flags"]) - {*FLAGS}:
        yield f"{sorted(unknown)} are no flags"
    for claim in story["claims"]:
        for fault in claim_faults(claim, story, parties, products):
            yield f"{claim.get('id')}: {fault}"


def cluster_faults(cluster: Record, parties: set[str], products: set[str]) -> Iterator[str]:
    for story in cluster["stories"]:
        yield from (f"{story.get('id')}: {fault}" for fault in story_faults(story, parties, products))
        origins = {claim["origin"] for claim in story["claims"]}
        if cluster["origins"].get(story["id"]) != len(origins):
            yield f"{story['id']}: the claims have {len(origins)} origins: {sorted(origins)}"
    claims = {claim["id"] for story in cluster["stories"] for claim in story["claims"]}
    for kind, first, second in cluster["pairs"]:
        if kind not in PAIRS or first == second or not {first, second} <= claims:
            yield f"pair [{kind}, {first}, {second}] does not relate two claims of the file"


def counts(stories: list[Record]) -> Iterator[str]:
    claims = [claim for story in stories for claim in story["claims"]]
    yield f"{len(stories)} stories, {len(claims)} claims"
    for label, codes in (
        ("manner", [story["manner"] for story in stories]),
        ("flag", [flag for story in stories for flag in story["flags"]]),
        ("event", [claim["event"] for claim in claims]),
        ("modality", [claim["modality"] for claim in claims]),
        ("polarity", [claim["polarity"] for claim in claims]),
        ("class", [claim["attribution"][-1]["class"] for claim in claims]),
    ):
        yield f"{label}: " + ", ".join(f"{code} {number}" for code, number in Counter(codes).most_common())


def main(folders: list[Path]) -> int:
    parties, products = pack_ids("parties"), pack_ids("products")
    faults: list[str] = []
    stories: list[Record] = []
    pairs: Counter[str] = Counter()
    for file in sorted(path for folder in folders for path in folder.rglob("*.yaml")):
        cluster = yaml.safe_load(file.read_text("utf-8"))
        faults += [f"{file.name}: {fault}" for fault in cluster_faults(cluster, parties, products)]
        stories += cluster["stories"]
        pairs.update(kind for kind, _, _ in cluster["pairs"])
    ids = Counter([story["id"] for story in stories] + [claim["id"] for story in stories for claim in story["claims"]])
    faults += [f"the id {id_} is given {number} times" for id_, number in ids.items() if number > 1]
    print("\n".join(faults or [*counts(stories), "pair: " + ", ".join(f"{k} {n}" for k, n in pairs.most_common())]))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main([Path(name) for name in sys.argv[1:]] or [HERE / "gold"]))
