"""A folder of made-up stories: those of the development half, told again of other firms, in other years, with other
numbers, and some of them copied with changes.

Invariant: the same count gives the same folder; stories of one matter stand far from one another in the order of names.
"""

from __future__ import annotations

import datetime
import itertools
import multiprocessing
import random
import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from gold import load

from obstat.knowledge.snapshot import Snapshot
from obstat.model.claim import Document
from obstat.news.extraction import Extractor

GOLD = Path(__file__).parent / "gold" / "development"
_KNOWN_TEXT = """
Huawei ZTE Hikvision Dahua Hytera DJI TP-Link Inspur SMIC Kaspersky Quectel Tencent Alibaba Xiaomi Lenovo SenseTime
Megvii iFlytek Uniview CATL Hisense BOE YMTC Honor
"""
_KNOWN = _KNOWN_TEXT.split()
_PARTS_TEXT = (
    "Nor Tel Vas Kal Mer Bra Lin Dor Sul Hal Pen Rov Tan Gri Fen Wol Zan Quo Jor Ild",
    "a e i o u an er il om un",
    "vane kora dix mark lund tia bury tec ro nis",
)
_INVENTED = ["".join(parts) for parts in itertools.product(*map(str.split, _PARTS_TEXT))]
_OUTLETS = ("Harbour Wire", "Vltava Wire", "Delta Post", "Signal Weekly", "Market Courier", "Northern Ledger")
_SWAPPED = frozenset(("party", "organization", "product"))
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_NUMBER = re.compile(r"(?<![\w.,-])(\d{2,3})(?![\w.,-])")
_REWORDED = (
    ("said on", "stated on"), ("declined to comment", "would not comment"), ("reported", "wrote"),
    ("according to", "citing"), ("told", "said to"), ("will not", "is not going to"), ("has ", "had "),
)  # fmt: skip
_COPIES = 0.25
"""Share of stories that are copies."""


@dataclass(frozen=True, slots=True)
class Made:
    """A story of a file, and the matter of which it tells."""

    matter: str
    text: str


def write(folder: Path, count: int, gold: Path) -> dict[str, str]:
    """Writes `count` stories; by file name, the matter of which each tells."""
    chosen = list(_stories(count, gold))
    random.Random(7).shuffle(chosen)
    matters = {}
    for number, story in enumerate(chosen):
        name = f"{number:06}.txt"
        (folder / name).write_text(story.text, "utf-8")
        matters[name] = story.matter
    return matters


def write_apart(folder: Path, count: int, gold: Path = GOLD) -> dict[str, str]:
    """As `write`, in a process of its own, whose memory is not that of whoever asks."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(write, folder, count, gold).result()


def _stories(count: int, gold: Path) -> Iterator[Made]:
    snapshot = Snapshot()
    extractor = Extractor(snapshot)
    clusters = [
        (cluster.id, [(document, _names(document, extractor)) for document in cluster.documents])
        for cluster in load(gold)
    ]
    made = 0
    for turn in range(count):
        for id_, documents in clusters:
            chance = random.Random(f"{id_}-{turn}")
            others = _others(sorted({name for _, found in documents for name in found}), chance)
            days, factor = chance.randint(-1500, 700), 1 + chance.randint(1, 9) / 10
            for document, found in documents:
                text = _told_again(document.text, {name: others[name] for name in found}, round(days / 365), factor)
                told = [_headed(text, document, days, chance)]
                if chance.random() < _COPIES:
                    told.append(_headed(_copied(text, chance), document, days, chance))
                for one in told:
                    yield Made(f"{id_}-{turn}", one)
                    made += 1
                    if made == count:
                        return


def _names(document: Document, extractor: Extractor) -> list[str]:
    """The names of firms and things in a story, the longest first."""
    mentions = extractor.claims(document)[1]
    found = {one.text for one in mentions if one.kind in _SWAPPED and not one.refers and one.text[0].isupper()}
    return sorted(found, key=lambda name: (-len(name), name))


def _others(names: Sequence[str], chance: random.Random) -> dict[str, str]:
    """By the first word of a name, another name."""
    known = chance.sample(_KNOWN, len(_KNOWN))
    invented = chance.sample(_INVENTED, len(names))
    by_word: dict[str, str] = {}
    for name in names:
        word = name.split()[0]
        if word not in by_word:
            by_word[word] = known.pop() if known and len(by_word) % 3 == 0 else invented.pop()
    return {name: by_word[name.split()[0]] for name in names}


def _told_again(text: str, names: dict[str, str], years: int, factor: float) -> str:
    if names:
        whole = re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in names))
        text = whole.sub(lambda match: names[match.group()], text)
    text = _YEAR.sub(lambda match: str(int(match.group()) + years), text)
    return _NUMBER.sub(lambda match: str(int(int(match[1]) * factor)), text)


def _copied(text: str, chance: random.Random) -> str:
    """The same story without one of its paragraphs, two others the other way round, some words changed."""
    head, *body = text.strip().split("\n\n")
    if len(body) > 3:
        body.pop(chance.randrange(1, len(body)))
        body[-1], body[-2] = body[-2], body[-1]
    told = "\n\n".join([head, *body])
    for words, others in chance.sample(_REWORDED, 3):
        told = told.replace(words, others)
    return told


def _headed(text: str, document: Document, days: int, chance: random.Random) -> str:
    head, *body = text.strip().split("\n\n")
    day = document.published
    dated = f"Published: {day + datetime.timedelta(days):%d %B %Y}\n\n" if day else ""
    return f"{head}\n\nBy Jane Roe, {chance.choice(_OUTLETS)}\n\n{dated}" + "\n\n".join(body) + "\n"
