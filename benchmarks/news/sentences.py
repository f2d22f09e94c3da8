"""Sentences written for the variety of their wording: ``python benchmarks/news/sentences.py [--misses EVENT]``.

``sentences/`` holds short texts with their claims, by the guide, each verb used as seldom as could be, so that they are
far harder than stories. Two thirds were looked at while word lists were widened, and are trained on; a third was kept
aside, told by a sum of the text, and only its figures were seen. ``--misses`` shows where claims of the first part
differ.
"""

from __future__ import annotations

import argparse
import datetime
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import scoring
import yaml
from linking import Names

from obstat.knowledge.snapshot import Snapshot
from obstat.model.claim import EVENTS, Claim, Document, Source
from obstat.news.extraction import Extractor

FOLDER = Path(__file__).parent / "sentences"
_HEADLINE = "Notes of the day\n\n"
_PUBLISHED = datetime.date(2024, 5, 1)
_OUTLET = "Harbour Wire"


@dataclass(frozen=True, slots=True)
class Case:
    """A text as a story of its own, with the claims that it tells."""

    document: Document
    claims: tuple[Claim, ...]
    aside: bool


def cases() -> Iterator[Case]:
    for path in sorted(FOLDER.glob("*.yaml")):
        for number, record in enumerate(yaml.safe_load(path.read_text("utf-8")), 1):
            name, text = f"{path.stem}-{number}", _HEADLINE + record["text"]
            document = Document(name, text, outlet=_OUTLET, published=_PUBLISHED, language="en")
            claims = tuple(_claim(name, text, at, claim) for at, claim in enumerate(record["claims"]))
            yield Case(document, claims, zlib.crc32(record["text"].encode()) % 3 == 0)


def _claim(name: str, text: str, number: int, record: dict[str, Any]) -> Claim:
    words, class_ = str(record["words"]), str(record["class"])
    first = Source(_OUTLET, "none" if class_ == "none" else "other_outlet")
    actors, targets = tuple(record["actors"]), tuple(record["targets"])
    return Claim(
        f"{name}-gold{number}",
        name,
        str(record["event"]),
        actors,
        targets,
        modality=str(record["modality"]),
        polarity=str(record["polarity"]),
        attribution=(first,) if class_ == "none" else (first, Source("source", class_)),
        spans=((text.find(words), text.find(words) + len(words)),),
    )


def brief(claim: Claim) -> str:
    who = f"{', '.join(claim.actors)} -> {', '.join(claim.targets)}"
    return f"{claim.event}: {who} ({claim.modality}, {claim.polarity}, {scoring.class_of(claim)})"


def main() -> int:
    options = argparse.ArgumentParser(description="Sentences of many wordings as claims, beside the gold ones.")
    options.add_argument("--misses", choices=EVENTS, help="show where claims of an event differ (not of those aside)")
    asked = options.parse_args()
    snapshot = Snapshot()
    same, extractor = Names(snapshot).same, Extractor(snapshot)
    for part, aside in (("looked at", False), ("kept aside", True)):
        some = [case for case in cases() if case.aside == aside]
        gold = [claim for case in some for claim in case.claims]
        told = [claim for case in some for claim in extractor.claims(case.document)[0]]
        met = scoring.found(gold, told, same)
        whole = scoring.Measure(len(met), len(told), len(gold))
        shares = f"precision {whole.precision or 0:.3f}, recall {whole.recall or 0:.3f}, F1 {whole.f1 or 0:.3f}"
        print(f"{part}: {len(some)} texts, {len(gold)} claims, {len(told)} told: {shares}")
        for event, measure in scoring.by_event(gold, told, met).items():
            print(f"  {event:<16}{measure.true:>5}{measure.told:>6}{measure.right:>6}{measure.f1 or 0:>8.3f}")
        if asked.misses and not aside:
            missed, wrong = scoring.left(gold, told, met)
            for case in some:
                differ = [f"- {brief(c)}" for c in missed if c.document == case.document.id]
                differ += [f"+ {brief(c)}" for c in wrong if c.document == case.document.id]
                if any(line[2:].startswith(asked.misses) for line in differ):
                    print("", case.document.text.removeprefix(_HEADLINE), *differ, sep="\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
