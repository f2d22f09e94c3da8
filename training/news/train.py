"""Makes ``src/obstat/news/learned/reader.npz``: ``python training/news/train.py --vectors FILE`` (needs torch).

The vocabulary is made of the words of the texts; a sixteenth of the texts is kept aside (``--all`` learns from all),
and what is learned is tried on it. ``--gold`` also learns from the development stories and the sentences of
``benchmarks/news``, at last, when what was learned tells the word that each of their claims hangs on. The test half
is never read.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from network import Reader
from texts import Labelled, Paragraph, labelled, texts
from torch import Tensor
from torch.nn import functional
from vectors import vectors

import obstat
from obstat.model.claim import EVENTS, MODALITIES, POLARITIES, SOURCE_CLASSES
from obstat.news.learned import network as shipped
from obstat.news.learned.words import LISTED, Rows, listed
from obstat.news.mentions import Mentions

WEIGHTS = Path(shipped.__file__).with_name("reader.npz")
SELDOM = {"low": 3, "lemma": 2}
"""How often a word must stand in the texts to be known; other columns know all that they hold."""
SELDOM_RELATION = 5
BATCH, RATE = 32, 3e-3
POOL = 40
"""How many batches are drawn at a time, to be parted by length."""
OFTEN = {"paragraphs_sellers.txt": 4}
"""How often the texts of a file are learned from in a round: shops and carriers that drop phones are told of seldom."""
UNTOLD = -1
"""The label of words and claims from which nothing is learned about events and classes."""


@dataclass(slots=True)
class Example:
    rows: Tensor
    labels: Tensor
    claims: list[Labelled]


@dataclass(slots=True)
class Batch:
    rows: Tensor
    labels: Tensor
    inside: Tensor
    claims: list[tuple[int, Labelled]]


def vocabulary(paragraphs: Sequence[Paragraph], meanings: list[str]) -> dict[str, dict[str, int]]:
    """The words of each table of the network by their numbers; `meanings` are those that have a vector."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in LISTED}
    related: Counter[str] = Counter()
    for paragraph in paragraphs:
        for word in paragraph.words:
            for name, value in listed(word).items():
                counts[name][value] += 1
        for claim in paragraph.claims:
            related.update(claim.relations)
    known = {
        name: [value for value, count in sorted(some.items()) if count >= SELDOM.get(name, 1)]
        for name, some in counts.items()
    }
    known["meaning"] = meanings
    known["relation"] = [value for value, count in sorted(related.items()) if count >= SELDOM_RELATION]
    return {name: {value: at for at, value in enumerate(values, 1)} for name, values in known.items()}


def examples(paragraphs: Sequence[Paragraph], known: dict[str, dict[str, int]]) -> list[Example]:
    found, encoder = [], Rows(known)
    for paragraph in paragraphs:
        labels = torch.zeros(len(paragraph.words), dtype=torch.long)
        for claim in paragraph.claims:
            labels[claim.beside] = UNTOLD
        for claim in paragraph.claims:
            labels[claim.own] = EVENTS.index(claim.event) + 1
        rows = torch.from_numpy(encoder.of(paragraph.words)).long()
        found.append(Example(rows, labels, paragraph.claims))
    return found


def batches(some: list[Example], *, shuffled: bool) -> Iterator[Batch]:
    order = random.sample(some, len(some)) if shuffled else some
    pools = [sorted(order[at : at + POOL * BATCH], key=_size) for at in range(0, len(order), POOL * BATCH)]
    parts = [pool[at : at + BATCH] for pool in pools for at in range(0, len(pool), BATCH)]
    for part in random.sample(parts, len(parts)) if shuffled else parts:
        longest = max(len(one.labels) for one in part)
        rows = torch.zeros(len(part), longest, part[0].rows.shape[1], dtype=torch.long)
        labels, inside = torch.full((len(part), longest), UNTOLD), torch.zeros(len(part), longest)
        for at, one in enumerate(part):
            size = len(one.labels)
            rows[at, :size], labels[at, :size], inside[at, :size] = one.rows, one.labels, 1
        yield Batch(rows, labels, inside, [(at, claim) for at, one in enumerate(part) for claim in one.claims])


def _size(one: Example) -> int:
    return len(one.labels)


def losses(reader: Reader, batch: Batch, known: dict[str, int]) -> tuple[Tensor, Tensor]:
    """The loss of a batch, and of each event which of actors, targets, modality, polarity and class are right."""
    states = reader.states(batch.rows, batch.inside)
    told = reader.of_events(states)
    loss = 4 * functional.cross_entropy(
        told.flatten(0, 1), batch.labels.flatten(), ignore_index=UNTOLD, label_smoothing=0.05
    )
    if not batch.claims:
        return loss, torch.zeros(0, 5, dtype=torch.bool)
    size = batch.rows.shape[1]
    of = torch.tensor([at for at, _ in batch.claims])
    claims = [claim for _, claim in batch.claims]
    own = torch.zeros(len(claims), size, dtype=torch.bool)
    relations, roles = torch.zeros(len(claims), size, dtype=torch.long), torch.zeros(len(claims), size, 3)
    counted = batch.inside[of][..., None].repeat(1, 1, 3)
    for at, claim in enumerate(claims):
        own[at, claim.own] = True
        relations[at, : len(claim.relations)] = torch.tensor([known.get(name, 0) for name in claim.relations])
        for role, words in enumerate((claim.actors, claim.targets, claim.source)):
            roles[at, words, role] = 1
            if not claim.known[role]:
                counted[at, :, role] = 0
    event = torch.tensor([EVENTS.index(claim.event) + 1 for claim in claims])
    found, how = reader.parts(states[of], batch.inside[of], own, event, relations)
    missed = functional.binary_cross_entropy_with_logits(found, roles, reduction="none") * counted
    loss = loss + 0.5 * missed.sum() / len(claims)
    right = [(((found > 0) == (roles > 0.5)) | (counted == 0))[..., role].all(1) for role in (0, 1)]
    truth = (
        torch.tensor([MODALITIES.index(claim.modality) for claim in claims]),
        torch.tensor([int(claim.negative) for claim in claims]),
        torch.tensor([SOURCE_CLASSES.index(claim.class_) if claim.class_ else UNTOLD for claim in claims]),
    )
    sizes = (len(MODALITIES), len(POLARITIES), len(SOURCE_CLASSES))
    for given, true in zip(how.split(sizes, dim=1), truth, strict=True):
        missed = functional.cross_entropy(given, true, ignore_index=UNTOLD, reduction="sum")
        loss = loss + 0.5 * missed / len(claims)
        right.append((given.argmax(1) == true) | (true == UNTOLD))
    return loss, torch.stack(right, 1)


def tried(reader: Reader, some: list[Example], known: dict[str, int]) -> str:
    reader.eval()
    rights, hits, told, true = [], 0, 0, 0
    with torch.no_grad():
        for batch in batches(some, shuffled=False):
            rights.append(losses(reader, batch, known)[1])
            found = reader.of_events(reader.states(batch.rows, batch.inside)).argmax(-1) * (batch.labels != UNTOLD)
            labels = batch.labels.clamp(min=0)
            hits += int(((found == labels) & (labels > 0)).sum())
            told, true = told + int((found > 0).sum()), true + int((labels > 0).sum())
    right = torch.cat(rights).float()
    shares = " ".join(f"{share:.3f}" for share in right.mean(0).tolist())
    whole = float(right.all(1).float().mean()) if len(right) else 0.0
    of_words = 2 * hits / max(1, told + true)
    return f"words of events F1 {of_words:.3f}; actors, targets, modality, polarity, class {shares}; all {whole:.3f}"


def differing(reader: Reader, some: list[Example], known: dict[str, dict[str, int]]) -> float:
    """How far `obstat.news.learned.network`, with the weights rounded as they are kept, is from torch at most."""
    weights = {name: values.astype(np.float32) for name, values in reader.weights().items()}
    net = shipped.Network(weights, known)
    farthest = 0.0
    with torch.no_grad():
        for one in [one for one in some if one.claims][:40]:
            batch = next(batches([one], shuffled=False))
            states = reader.states(batch.rows, batch.inside)
            (mine,) = net.states([one.rows.numpy().astype(np.int32)])
            shares = reader.of_events(states).softmax(-1)[0].numpy()
            farthest = max(farthest, float(np.abs(shares - net.events(mine)).max()))
            claim = one.claims[0]
            own = np.zeros(len(one.labels), dtype=bool)
            own[claim.own] = True
            related = np.array([known["relation"].get(name, 0) for name in claim.relations])
            event = EVENTS.index(claim.event) + 1
            given = (torch.from_numpy(own)[None], torch.tensor([event]), torch.from_numpy(related)[None])
            roles, _ = reader.parts(states, batch.inside, *given)
            (parts,) = net.parts([mine], [own], [event], [related])
            farthest = max(farthest, float(np.abs(roles.sigmoid()[0].numpy() - parts.roles).max()))
    return farthest


def learn(
    reader: Reader, some: list[Example], aside: list[Example], known: dict[str, int], *, rounds: int, rate: float
) -> None:  # fmt: skip
    """All examples `rounds` times, the rate of learning rising and falling once."""
    steps = rounds * -(-len(some) // BATCH)
    optimizer = torch.optim.AdamW(reader.parameters(), lr=rate, weight_decay=0.02)
    rates = torch.optim.lr_scheduler.OneCycleLR(optimizer, rate, total_steps=steps, pct_start=0.15)
    for number in range(rounds):
        reader.train()
        for batch in batches(some, shuffled=True):
            loss, _ = losses(reader, batch, known)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
            optimizer.step()
            rates.step()
        if aside and (number % 2 or number == rounds - 1):
            print(number + 1, tried(reader, aside, known), flush=True)


def keep(reader: Reader, known: dict[str, dict[str, int]], path: Path) -> None:
    listed_words = np.frombuffer(json.dumps(known, ensure_ascii=False).encode(), dtype=np.uint8)
    np.savez_compressed(path, vocabulary=listed_words, **reader.weights())


def main() -> int:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--all", action="store_true", help="learn from every text")
    options.add_argument("--gold", action="store_true", help="learn from the development stories and sentences, too")
    options.add_argument("--since", type=Path, help="weights that were kept: learn from the gold set alone after them")
    options.add_argument("--vectors", type=Path, help="the file of word vectors, without --since; see vectors.py")
    options.add_argument("--rounds", type=int, default=6)
    options.add_argument("--gold-rounds", type=int, default=2)
    options.add_argument("--width", type=int, default=128)
    options.add_argument("--dropout", type=float, default=0.2)
    options.add_argument("--to", type=Path, default=WEIGHTS)
    asked = options.parse_args()
    random.seed(7)
    torch.manual_seed(7)
    mentions = Mentions(obstat.open().snapshot)
    paragraphs = [one for text in texts() for one in labelled(text, mentions) for _ in range(OFTEN.get(text.file, 1))]
    learned = [one for one in paragraphs if asked.all or not one.aside]
    kept = shipped.loaded(asked.since) if asked.since else None
    meanings, likeness = ([], kept.weights["vectors"] / shipped.FINE) if kept else vectors(asked.vectors)
    known = kept.vocabulary if kept else vocabulary(learned, meanings)
    some, aside = examples(learned, known), examples([one for one in paragraphs if one.aside and not asked.all], known)
    sizes = {name: len(known[name]) for name in LISTED}
    reader = Reader(sizes, len(known["relation"]) + 1, likeness, asked.width, asked.dropout)
    print(
        f"{len(some)} paragraphs, {sum(len(one.claims) for one in some)} claims, {len(aside)} paragraphs aside",
        flush=True,
    )
    if kept:
        reader.take(kept.weights)
    else:
        learn(reader, some, aside, known["relation"], rounds=asked.rounds, rate=RATE)
    if asked.gold:
        keep(reader, known, asked.to)
        from gold_texts import labelled_gold

        gold = examples(list(labelled_gold(mentions, asked.to)), known)
        print(f"{len(gold)} paragraphs, {sum(len(one.claims) for one in gold)} claims of the gold set", flush=True)
        learn(reader, [*some, *gold, *gold], aside, known["relation"], rounds=asked.gold_rounds, rate=RATE / 3)
    reader.eval()
    print(f"the shipped arithmetic differs by {differing(reader, aside or some, known):.4f} at most")
    keep(reader, known, asked.to)
    print(f"{asked.to}: {asked.to.stat().st_size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
