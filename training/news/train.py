"""Makes ``src/obstat/news/learned/reader.npz``: ``python training/news/train.py --encoder FOLDER`` (needs torch).

A sixteenth of the texts is kept aside (``--all`` learns from all), and what is learned is tried on it. ``--gold`` also
learns from the development stories and the sentences of ``benchmarks/news``, at last, when what was learned tells the
word that each of their claims hangs on. The test half is never read.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from encoder import Encoder, published
from network import Reader
from texts import Labelled, Paragraph, labelled, texts
from torch import Tensor
from torch.nn import functional

import obstat
from obstat.model.claim import EVENTS, MODALITIES, POLARITIES, SOURCE_CLASSES
from obstat.news.learned import network as shipped
from obstat.news.learned.encoder import stretches
from obstat.news.learned.words import Pieces
from obstat.news.mentions import Mentions

WEIGHTS = Path(shipped.__file__).with_name("reader.npz")
SELDOM_RELATION = 5
"""How often a relation must stand in the texts to be known."""
BATCH, RATE, ENCODER_RATE = 32, 2e-3, 2e-4
"""How many paragraphs are learned from at a time, and the highest rates of learning."""
POOL = 40
"""How many batches are drawn at a time, to be parted by length."""
OFTEN = {"paragraphs_sellers.txt": 4}
"""How often the texts of a file are learned from in a round: shops and carriers that drop phones are told of seldom."""
UNTOLD = -1
"""The label of words and claims from which nothing is learned about events and classes."""


@dataclass(slots=True)
class Example:
    """A paragraph: the pieces of its stretches, the places of the first pieces of its words (stretch, place),
    which event each word tells of, and its claims."""

    stretches: list[list[int]]
    firsts: list[tuple[int, int]]
    labels: Tensor
    claims: list[Labelled]


@dataclass(slots=True)
class Batch:
    pieces: Tensor
    firsts: Tensor
    labels: Tensor
    inside: Tensor
    claims: list[tuple[int, Labelled]]


def relations(paragraphs: Sequence[Paragraph]) -> list[str]:
    """The relations that the network is to know."""
    counts = Counter(name for paragraph in paragraphs for claim in paragraph.claims for name in claim.relations)
    return sorted(name for name, count in counts.items() if count >= SELDOM_RELATION)


def example(paragraph: Paragraph, pieces: Pieces) -> Example:
    laid = stretches([word.low for word in paragraph.words], pieces)
    labels = torch.zeros(len(paragraph.words), dtype=torch.long)
    for claim in paragraph.claims:
        labels[claim.beside] = UNTOLD
    for claim in paragraph.claims:
        labels[claim.own] = EVENTS.index(claim.event) + 1
    firsts = [(number, first) for number, one in enumerate(laid) for first in one.firsts]
    return Example([one.pieces for one in laid], firsts, labels, paragraph.claims)


def parted(some: list[Example], *, shuffled: bool) -> list[list[Example]]:
    """Paragraphs of like length together, those of a batch."""
    order = random.sample(some, len(some)) if shuffled else some
    pools = [sorted(order[at : at + POOL * BATCH], key=_size) for at in range(0, len(order), POOL * BATCH)]
    found = [pool[at : at + BATCH] for pool in pools for at in range(0, len(pool), BATCH)]
    return random.sample(found, len(found)) if shuffled else found


def _size(one: Example) -> int:
    return len(one.labels)


def batch_of(some: Sequence[Example]) -> Batch:
    laid = [pieces for one in some for pieces in one.stretches]
    wide, longest = max(map(len, laid)), max(map(_size, some))
    pieces = torch.tensor([[*given, *[0] * (wide - len(given))] for given in laid])
    firsts = torch.zeros(len(some), longest, dtype=torch.long)
    labels, inside = torch.full((len(some), longest), UNTOLD), torch.zeros(len(some), longest)
    before = 0
    for at, one in enumerate(some):
        size = len(one.labels)
        firsts[at, :size] = torch.tensor([(before + stretch) * wide + first for stretch, first in one.firsts])
        labels[at, :size], inside[at, :size] = one.labels, 1
        before += len(one.stretches)
    return Batch(pieces, firsts, labels, inside, [(at, claim) for at, one in enumerate(some) for claim in one.claims])


def losses(reader: Reader, batch: Batch, known: Mapping[str, int]) -> tuple[Tensor, Tensor]:
    """The loss of a batch, and of each event which of actors, targets, modality, polarity and class are right."""
    states = reader.states(batch.pieces, batch.firsts, batch.inside)
    told = reader.of_events(states)
    loss = 4 * functional.cross_entropy(
        told.flatten(0, 1), batch.labels.flatten(), ignore_index=UNTOLD, label_smoothing=0.05
    )
    if not batch.claims:
        return loss, torch.zeros(0, 5, dtype=torch.bool)
    size = batch.labels.shape[1]
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


def tried(reader: Reader, some: list[Example], known: Mapping[str, int]) -> str:
    reader.eval()
    rights, hits, told, true = [], 0, 0, 0
    with torch.no_grad():
        for batch in map(batch_of, parted(some, shuffled=False)):
            rights.append(losses(reader, batch, known)[1])
            states = reader.states(batch.pieces, batch.firsts, batch.inside)
            found = reader.of_events(states).argmax(-1) * (batch.labels != UNTOLD)
            labels = batch.labels.clamp(min=0)
            hits += int(((found == labels) & (labels > 0)).sum())
            told, true = told + int((found > 0).sum()), true + int((labels > 0).sum())
    right = torch.cat(rights).float()
    shares = " ".join(f"{share:.3f}" for share in right.mean(0).tolist())
    whole = float(right.all(1).float().mean()) if len(right) else 0.0
    of_words = 2 * hits / max(1, told + true)
    return f"words of events F1 {of_words:.3f}; actors, targets, modality, polarity, class {shares}; all {whole:.3f}"


def differing(reader: Reader, some: list[Paragraph], net: shipped.Network) -> float:
    """How far `obstat.news.learned.network`, with weights as they are kept, is from torch with the same at most."""
    reader.take(net.weights)
    reader.eval()
    farthest = 0.0
    with torch.no_grad():
        for paragraph in [one for one in some if one.claims][:40]:
            batch = batch_of([example(paragraph, Pieces(net.pieces))])
            states = reader.states(batch.pieces, batch.firsts, batch.inside)
            (mine,) = net.states([[word.low for word in paragraph.words]])
            shares = reader.of_events(states).softmax(-1)[0].numpy()
            farthest = max(farthest, float(np.abs(shares - net.events(mine)).max()))
            claim = paragraph.claims[0]
            own = np.zeros(len(paragraph.words), dtype=bool)
            own[claim.own] = True
            related = net.related(claim.relations)
            event = EVENTS.index(claim.event) + 1
            given = (torch.from_numpy(own)[None], torch.tensor([event]), torch.from_numpy(related)[None])
            roles, _ = reader.parts(states, batch.inside, *given)
            (parts,) = net.parts([mine], [own], [event], [related])
            farthest = max(farthest, float(np.abs(roles.sigmoid()[0].numpy() - parts.roles).max()))
    return farthest


def counted(some: Sequence[Example]) -> str:
    return f"{len(some)} paragraphs, {sum(len(one.claims) for one in some)} claims"


def numbered(relations: Sequence[str]) -> dict[str, int]:
    return {name: number for number, name in enumerate(relations, 1)}


def learn(
    reader: Reader, some: list[Example], aside: list[Example], known: Mapping[str, int], *, rounds: int, part: float = 1
) -> None:  # fmt: skip
    """All examples `rounds` times, at a part of the rates of learning, which rise and fall once."""
    order = [parted(some, shuffled=True) for _ in range(rounds)]
    encoder = list(reader.encoder.parameters())
    rest = [value for name, value in reader.named_parameters() if not name.startswith("encoder.")]
    rates = [part * RATE, part * ENCODER_RATE]
    groups = [{"params": params, "lr": rate} for params, rate in zip((rest, encoder), rates, strict=True)]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.02, fused=True)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, rates, total_steps=sum(map(len, order)), pct_start=0.15)
    for number, parts in enumerate(order):
        reader.train()
        for part_of_all in parts:
            loss, _ = losses(reader, batch_of(part_of_all), known)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
            optimizer.step()
            schedule.step()
        if aside and (number % 2 or number == rounds - 1):
            print(number + 1, tried(reader, aside, known), flush=True)


def keep(reader: Reader, pieces: Sequence[str], relations: Sequence[str], path: Path) -> shipped.Network:
    """Write what was learned, and read it again."""
    lists = {
        name: np.frombuffer(json.dumps(list(values)).encode(), dtype=np.uint8)
        for name, values in (("pieces", pieces), ("relations", relations))
    }
    np.savez_compressed(path, **lists, **reader.weights())  # type: ignore[arg-type]
    return shipped.loaded(path)


def main() -> int:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--all", action="store_true", help="learn from every text")
    options.add_argument("--gold", action="store_true", help="learn from the development stories and sentences, too")
    options.add_argument("--since", type=Path, help="weights that were kept: learn from the gold set alone after them")
    options.add_argument("--encoder", type=Path, help="the folder of the encoder, without --since; see encoder.py")
    options.add_argument("--rounds", type=int, default=4)
    options.add_argument("--gold-rounds", type=int, default=1)
    options.add_argument("--width", type=int, default=128)
    options.add_argument("--dropout", type=float, default=0.2)
    options.add_argument("--to", type=Path, default=WEIGHTS)
    asked = options.parse_args()
    random.seed(7)
    torch.manual_seed(7)
    mentions = Mentions(obstat.open().snapshot)
    read = [one for text in texts() for one in labelled(text, mentions) for _ in range(OFTEN.get(text.file, 1))]
    paragraphs = [one for one in read if asked.all or not one.aside]
    if asked.since:
        kept = shipped.loaded(asked.since)
        pieces, related, weights = kept.pieces, kept.relations, dict(kept.weights)
    else:
        pieces, given = published(asked.encoder)
        related, weights = relations(paragraphs), {f"encoder.{name}": value for name, value in given.items()}
    known, encoding = numbered(related), Pieces(pieces)
    some = [example(one, encoding) for one in paragraphs]
    aside = [example(one, encoding) for one in read if one.aside and not asked.all]
    of_encoder = {name.removeprefix("encoder."): value for name, value in weights.items() if "encoder." in name}
    reader = Reader(Encoder(of_encoder), len(related) + 1, asked.width, asked.dropout)
    reader.take(weights)
    print(f"{counted(some)}, {len(aside)} paragraphs aside", flush=True)
    if not asked.since:
        learn(reader, some, aside, known, rounds=asked.rounds)
    net = keep(reader, pieces, related, asked.to)
    if asked.gold:
        from gold_texts import labelled_gold

        gold = [example(one, encoding) for one in labelled_gold(mentions, asked.to)]
        print(f"{counted(gold)} of the gold set", flush=True)
        learn(reader, [*some, *gold, *gold], aside, known, rounds=asked.gold_rounds, part=1 / 3)
        net = keep(reader, pieces, related, asked.to)
    print(f"the shipped arithmetic differs by {differing(reader, paragraphs, net):.4f} at most")
    print(f"{asked.to}: {asked.to.stat().st_size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
