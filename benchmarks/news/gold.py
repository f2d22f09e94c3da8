"""Reads the gold stories as the types of the news room.

Invariant: a span is where the words stand in the decoded text, so ``text[start:end]`` is what the file says; words that
are not in their story are a fault of the file (`InvalidValue`), never a claim without a passage.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from obstat.model.claim import Amount, Claim, Document, Flag, Pair, Source, Span, When
from obstat.model.errors import InvalidValue

GOLD = "gold"
"""What `Claim.extractor` says of claims that were annotated by hand."""
Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Cluster:
    """One file: stories of the same matter. Flags name no claim and no place; `origins` is by document."""

    id: str
    documents: tuple[Document, ...]
    manners: tuple[str, ...]
    """Of the documents, in their order: agency, aggregated, press_release, trade_press, copy, feature."""
    claims: tuple[Claim, ...]
    pairs: tuple[Pair, ...]
    flags: tuple[Flag, ...]
    origins: tuple[tuple[str, int], ...]


def load(folder: Path) -> list[Cluster]:
    """The clusters of a folder, by file name. Raises `InvalidValue` where a file's words are not in its story."""
    return [_cluster(path) for path in sorted(folder.glob("*.yaml"))]


def _cluster(path: Path) -> Cluster:
    read: Record = yaml.safe_load(path.read_text("utf-8"))
    stories: list[Record] = read["stories"]
    return Cluster(
        id=path.stem,
        documents=tuple(_document(story) for story in stories),
        manners=tuple(story["manner"] for story in stories),
        claims=tuple(claim_of(claim, story["id"], story["text"]) for story in stories for claim in story["claims"]),
        pairs=tuple(Pair(kind, first, second, "") for kind, first, second in read["pairs"]),
        flags=tuple(Flag(kind, story["id"], "") for story in stories for kind in story["flags"]),
        origins=tuple(read["origins"].items()),
    )


def _document(story: Record) -> Document:
    text: str = story["text"]
    return Document(
        id=story["id"],
        text=text,
        title=text.split("\n", 1)[0],
        outlet=story["outlet"],
        published=story["published"],
        language="en",
    )


def claim_of(claim: Record, story: str, text: str) -> Claim:
    """A claim of a story as a file gives it."""
    time, amount = claim["time"], claim["amount"]
    spans = tuple(_found(claim["spans"]["claim"], text, claim["id"]))
    slots = [("attribution", span) for span in _found(claim["spans"]["attribution"], text, claim["id"])]
    if time is not None:
        slots.append(("time", _nearest(time["said"], text, spans)))
    return Claim(
        id=claim["id"],
        document=story,
        event=claim["event"],
        actors=tuple(claim["actors"]),
        targets=tuple(claim["targets"]),
        products=tuple(claim["products"]),
        place=claim["place"],
        time=None if time is None else When(time["said"], time["from"], time["to"], time["basis"]),
        amount=None if amount is None else Amount(Decimal(str(amount["value"])), amount["unit"]),
        modality=claim["modality"],
        polarity=claim["polarity"],
        quotation=claim["quotation"],
        attribution=tuple(Source(link["name"], link["class"]) for link in claim["attribution"]),
        origin=claim["origin"],
        spans=spans,
        slots=tuple(slots),
        extractor=GOLD,
    )


def _found(passages: Iterable[str], text: str, claim: str) -> Iterator[Span]:
    """Where the passages stand, each looked for after the start of the one before."""
    start = 0
    for passage in passages:
        at = text.find(passage, start)
        if at < 0:
            raise InvalidValue(
                f"Passage {passage!r} of {claim} is not in its story after the one before it: correct it."
            )
        yield at, at + len(passage)
        start = at + 1


def _nearest(words: str, text: str, spans: tuple[Span, ...]) -> Span:
    """The place of the words that is nearest to the claim's first passage."""
    places = [at for at in range(len(text)) if text.startswith(words, at)]
    if not places:
        raise InvalidValue(f"The story does not say {words!r}: correct the time of its claim.")
    best = min(places, key=lambda at: abs(at - spans[0][0]))
    return best, best + len(words)
