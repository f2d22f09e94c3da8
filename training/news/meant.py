"""Makes ``src/obstat/news/learned/meant.npz``: ``python training/news/meant.py`` (needs torch).

The stories of ``texts/`` whose references are told by name (``Huawei=the plant``, ``Huawei=-``) are read with the
events of their annotation in place of those that the reader would find, and every question that extraction asks of
`Meant` is kept with its answer. An eighth of the stories is kept aside to tell how often the network and the rules are
right; with ``--all`` it is learned from, too.
"""

from __future__ import annotations

import argparse
import random
import re
import zlib
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from texts import Text, anchor, head_at, texts, told_at
from torch import Tensor, nn

import obstat
from obstat.model.claim import EVENTS, Document, Mention
from obstat.news.extraction import StoryReader
from obstat.news.learned import meant as shipped
from obstat.news.learned.meant import Meant, Seen
from obstat.news.learned.network import network
from obstat.news.learned.reader import Hung, Page, Told, parts_of
from obstat.news.learned.words import Word, paragraphs
from obstat.news.mentions import Mentions
from obstat.news.sentences import sentences

WIDTH, NARROW, RELATION = 160, 64, 32
RATE, DROPPED, TOGETHER = 2e-3, 0.15, 64
_ARTICLE = re.compile(r"^(?:the|an?) ", re.IGNORECASE)
_ASIDE = 8
Role = list[tuple[Word | None, list[str] | None]]
"""The words of a role, each with whom it stands for by name, None where that is not told."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is seen of a question, which of those seen are meant, how many are, and whether the rules say the same."""

    seen: Seen
    meant: np.ndarray
    number: int
    ruled_right: bool
    aside: bool


class Asking(Meant):
    """Keeps what it is asked instead of answering; `told` are the annotated roles of each event by id."""

    def __init__(self, makers: Mapping[str, str], roles: Mapping[int, Sequence[Role]], ids: Mapping[str, str]) -> None:
        super().__init__(makers)
        self._roles, self._ids_by_name = roles, ids
        self.kept: list[tuple[Seen, set[str], Collection[str]]] = []

    def of(self, told: Told, role: int, word: Word | None, ruled: Collection[str], *, unnamed: bool) -> list[str]:
        names = next((names for one, names in self._roles[id(told)][role] if one is word), None)
        if names is not None and self._named:
            ids = set(map(self._id, names))
            if "" not in ids:
                seen = self.seen(told, role, word, ruled, unnamed=unnamed)
                self.kept.append((small(seen), ids, ruled))
        return []

    def remember(self, told: Told, actors: Collection[str], targets: Collection[str]) -> None:
        super().remember(told, *map(self._told, self._roles[id(told)]))

    def _told(self, role: Role) -> set[str]:
        named = {self._id(name) for _, names in role for name in names or ()}
        return named | {self._who(word) for word, names in role if names is None and word is not None} - {""}

    def _id(self, name: str) -> str:
        """Whom a name of the story means; empty where that is not clear."""
        plain = _plain(name)
        inside = {
            id for other, id in self._ids_by_name.items() if plain in other.split() or f" {other} " in f" {plain} "
        }
        return self._ids_by_name.get(plain) or (inside.pop() if len(inside) == 1 else "")


def _plain(name: str) -> str:
    return _ARTICLE.sub("", name.strip()).casefold()


def small(seen: Seen) -> Seen:
    return replace(seen, state=seen.state.astype(np.float16), mean=seen.mean.astype(np.float16))


def questions() -> Iterator[Question]:
    """What is asked of the stories whose references are told."""
    snapshot = obstat.open().snapshot
    mentions, makers = Mentions(snapshot), {product.id: product.maker for product in snapshot.products.values()}
    for text in texts():
        lines = [line for _, lines in text.paragraphs for line in lines]
        if len(text.paragraphs) > 1 and any("=" in line[2] + line[3] for line in lines):
            yield from _asked(text, mentions, makers)


def _asked(text: Text, mentions: Mentions, makers: Mapping[str, str]) -> Iterator[Question]:
    whole = "\n\n".join(words for words, _ in text.paragraphs)
    split = sentences(whole)
    found = mentions.find(whole, split)
    roles: dict[int, Sequence[Role]] = {}
    pages = list(_pages(text, [*paragraphs(whole, split, found)], roles))
    asking = Asking(makers, roles, _names(found))
    for _ in StoryReader(Document("", whole), split, found, makers, asking).claims(pages):
        pass
    aside = zlib.crc32(text.name.encode()) % _ASIDE == 0
    for seen, ids, ruled in asking.kept:
        is_meant = np.array([one.id in ids for one in seen.named])
        right = {*ruled} == ids or (not ids and not any(one.id in ruled for one in seen.named))
        yield Question(seen, is_meant, len(ids), right, aside)


def _names(found: Sequence[Mention]) -> dict[str, str]:
    names: dict[str, str] = {}
    for mention in found:
        if not mention.refers and mention.kind not in ("product", "programme"):
            names.setdefault(_plain(mention.text), mention.id)
    return names


def _pages(text: Text, rows: Sequence[Sequence[Word]], roles: dict[int, Sequence[Role]]) -> Iterator[Page]:
    """The paragraphs of a text with the events of their annotation; `roles` gets those of each event."""
    net = network()
    starts, at = [], 0
    for written, _ in text.paragraphs:
        starts.append(at)
        at += len(written) + 2
    for words, states in zip(rows, net.states([[word.low for word in row] for row in rows]), strict=True):
        number = sum(start <= words[0].token.span[0] for start in starts) - 1
        written, lines = text.paragraphs[number]
        given: list[tuple[str, int, Sequence[Role], list[Word], list[str]]] = []
        for line in lines:
            if place := told_at(written, line[1], words, starts[number]):
                covered, middle = place

                def standing(phrase: str, near=(middle, words, starts[number]), written=written) -> Word | None:
                    at = head_at(written, phrase, *near)
                    return near[1][at] if at is not None else None

                source = [word for word in [standing(line[6].partition("=")[2].strip())] if word is not None]
                sides = [_role(standing, line[2]), _role(standing, line[3])]
                given.append((line[0], anchor(words, covered), sides, source, line))
        given.sort(key=lambda one: one[1])
        parts = parts_of(net, [Hung(words, states, at, EVENTS.index(event) + 1) for event, at, *_ in given])
        told: list[Told] = []
        for (event, at, sides, source, line), (around, part) in zip(given, parts, strict=True):
            actors, targets = (tuple({word: None for word, _ in side if word is not None}) for side in sides)
            polarity = "negative" if line[5] == "-" else "positive"
            class_ = line[6].partition("=")[0].strip()
            one = Told(
                event, (words[at],), actors, targets, tuple(source), line[4], polarity, class_, at, around, part.roles
            )
            told.append(one)
            roles[id(one)] = sides
        yield Page(words, told, states)


def _role(standing: Callable[[str], Word | None], field: str) -> Role:
    found: Role = []
    for part in field.split(";"):
        names, told, words = part.strip().rpartition("=")
        word = standing(words.strip())
        if word is not None or words.strip() in ("", "-"):
            given = [] if names.strip() == "-" else [name.strip() for name in names.split("+")]
            found.append((word, given if told else None))
    return found


class Scorer(nn.Module):
    """The network whose arithmetic `obstat.news.learned.meant.Weights` has."""

    def __init__(self, asked: int, known: int, states: int, relations: int) -> None:
        super().__init__()
        self.state = nn.LayerNorm(states, eps=shipped.EPSILON)
        self.relation = nn.Embedding(relations, RELATION)
        self.question = nn.Linear(2 * states + asked, WIDTH)
        self.each = nn.Linear(2 * states + known + RELATION, WIDTH)
        self.left, self.right = nn.Linear(2 * states, NARROW), nn.Linear(2 * states, NARROW)
        self.both = nn.Linear(WIDTH + NARROW, NARROW)
        self.score = nn.Linear(NARROW, 1)
        self.dropped = nn.Dropout(DROPPED)

    def forward(self, some: Sequence[Seen]) -> Tensor:
        """The scores, before they are made likelihoods, of all who may be meant, one question after the other."""
        of = torch.from_numpy(np.repeat(np.arange(len(some)), [len(seen.named) for seen in some]))

        def stacked(name: str) -> Tensor:
            return torch.from_numpy(np.stack([getattr(seen, name) for seen in some]).astype(np.float32))

        def joined(name: str) -> Tensor:
            return torch.from_numpy(np.concatenate([getattr(seen, name) for seen in some]).astype(np.float32))

        question = self.dropped(torch.cat([self.state(stacked("event")), self.state(stacked("word"))], 1))
        each = self.dropped(torch.cat([self.state(joined("state")), self.state(joined("mean"))], 1))
        relation = self.relation(joined("relation").long())
        together = self.question(torch.cat([question, stacked("asked")], 1))[of]
        together = nn.functional.gelu(together + self.each(torch.cat([each, joined("known"), relation], 1)))
        product = self.left(question)[of] * self.right(each) / shipped.CALM
        hidden = nn.functional.gelu(self.both(self.dropped(torch.cat([together, product], 1))))
        return self.score(hidden)[:, 0]

    def weights(self) -> dict[str, np.ndarray]:
        """As `Weights` has them: rows are what goes in, columns what comes out."""
        found = {"state.scale": self.state.weight, "state.shift": self.state.bias, "relation": self.relation.weight}
        for name, layer in self.named_children():
            if isinstance(layer, nn.Linear):
                found |= {name: layer.weight.T, f"{name}.bias": layer.bias}
        return {name: value.detach().numpy().astype(np.float16) for name, value in found.items()}


def learn(scorer: Scorer, some: list[Question], rounds: int) -> None:
    steps = rounds * -(-len(some) // TOGETHER)
    optimizer = torch.optim.AdamW(scorer.parameters(), RATE, weight_decay=0.03)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, steps, pct_start=0.1)
    scorer.train()
    for number in range(rounds):
        random.Random(number).shuffle(some)
        for at in range(0, len(some), TOGETHER):
            batch = some[at : at + TOGETHER]
            true = torch.from_numpy(np.concatenate([one.meant for one in batch]).astype(np.float32))
            scores = scorer([one.seen for one in batch])
            loss = nn.functional.binary_cross_entropy_with_logits(scores, true, reduction="sum") / len(batch)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(scorer.parameters(), 1.0)
            optimizer.step()
            schedule.step()


def tried(weights: shipped.Weights, some: Sequence[Question]) -> None:
    """Print how often exactly those who are meant are told, by the network and by the rules; that a word stands for one
    or for two is not asked for."""
    counts: Counter[tuple[str, str]] = Counter()
    for one in some:
        spoken = bool(one.seen.word.any())
        told = weights.scores(one.seen) > (shipped.MEANT if spoken else shipped.UNSAID)
        word = "a word" if spoken else "no word"
        asked = f"{word}, {'target' if one.seen.asked[len(EVENTS)] else 'actor'}"
        counts[asked, "all"] += 1
        counts[asked, "network"] += bool((told == one.meant).all()) and one.meant.sum() == one.number
        counts[asked, "rules"] += one.ruled_right
    for asked in sorted({asked for asked, _ in counts}):
        number = counts[asked, "all"]
        print(
            f"{asked:<22}{number:>6}   network {counts[asked, 'network'] / number:.3f}"
            f"   rules {counts[asked, 'rules'] / number:.3f}"
        )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--all", action="store_true", help="learn from every story")
    options.add_argument("--rounds", type=int, default=8)
    options.add_argument("--to", type=Path, default=Path(shipped.__file__).with_suffix(".npz"))
    asked = options.parse_args()
    torch.manual_seed(0)
    some = list(questions())
    aside = [one for one in some if one.aside]
    known = some if asked.all else [one for one in some if not one.aside]
    print(f"{len(some)} questions, {len(known)} learned from")
    seen = some[0].seen
    scorer = Scorer(len(seen.asked), seen.known.shape[1], len(seen.event), len(network().weights["relation"]))
    learn(scorer, known, asked.rounds)
    np.savez_compressed(asked.to, **scorer.weights())
    with np.load(asked.to) as kept:
        weights = shipped.Weights({name: kept[name].astype(np.float32) for name in kept.files})
    scorer.eval()
    with torch.no_grad():
        apart = max(
            float(np.abs(weights.scores(one.seen) - torch.sigmoid(scorer([one.seen])).numpy()).max())
            for one in some[:200]
        )
    print(f"{asked.to.stat().st_size:,} bytes; numbers of weights kept differ by {apart:.4f} at most")
    if not asked.all:
        tried(weights, aside)


if __name__ == "__main__":
    main()
