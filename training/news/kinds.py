"""Learn what the words around a name tell of it: ``src/obstat/news/learned/kinds.npz`` from ``names.txt``.

``names.txt`` tells of 9,200 names in the stories of ``texts/`` what each is, by the letters of `LETTERS`; those that
are one thing in one place and another in the next are left out. A fifth of the names is kept aside first, to tell how
often a name never seen is told right; then all are learned from.
"""

from __future__ import annotations

import argparse
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from texts import texts

import obstat
from obstat.model.claim import Span
from obstat.news.learned import kinds
from obstat.news.mentions import Mentions
from obstat.news.sentences import sentences

NAMES = Path(__file__).parent / "names.txt"
_SEEN = 3
"""How often something must be seen to be learned from."""
_SMALL = 0.05
"""What weighs less than this for every kind is not kept."""
_STRENGTH = 0.3
Place = tuple[str, str, list[str]]
"""The story, the name and what is seen of it there."""


def seen_places() -> Iterator[Place]:
    """Where the stories have capitalised words that no list has."""
    mentions = Mentions(obstat.open().snapshot)
    for text in texts():
        whole = "\n\n".join(words for words, _ in text.paragraphs)
        story, unknown = mentions.unknown(whole, sentences(whole))
        places: dict[str, list[Span]] = defaultdict(list)
        for start, end in unknown:
            places[story.text[start:end]].append((start, end))
        for name, where in places.items():
            yield from ((text.name, name, found) for found in kinds.features(story, where))


def learned(seen: list[Place], letters: list[str]) -> tuple[list[str], np.ndarray]:
    """What is seen, each with its weights by kind: (seen, kinds)."""
    vectors = DictVectorizer(dtype=np.float32)
    rows = vectors.fit_transform([dict.fromkeys(found, 1) for _, _, found in seen])
    often = np.asarray((rows > 0).sum(0)).ravel() >= _SEEN
    model = LogisticRegression(C=_STRENGTH, max_iter=300).fit(rows[:, often], letters)
    words = [word for word, kept in zip(vectors.feature_names_, often, strict=True) if kept]
    weights = np.zeros((len(words), len(kinds.LETTERS)), np.float32)
    numbers = [[*kinds.LETTERS].index(letter) for letter in model.classes_]
    weights[:, numbers] = model.coef_.T
    weights[words.index("always"), numbers] += model.intercept_
    large = np.abs(weights).max(1) > _SMALL
    return [word for word, kept in zip(words, large, strict=True) if kept], weights[large]


def tried(seen: list[Place], letters: list[str]) -> None:
    """Print how often names that were kept aside are told right."""
    aside = [zlib.crc32(name.encode()) % 5 == 0 for _, name, _ in seen]
    known = [(one, letter) for one, letter, kept in zip(seen, letters, aside, strict=True) if not kept]
    words, weights = learned(*map(list, zip(*known, strict=True)))
    numbers = {word: number for number, word in enumerate(words)}
    by_name: dict[tuple[str, str], tuple[str, list[np.ndarray]]] = defaultdict(lambda: ("", []))
    for (story, name, found), letter, kept in zip(seen, letters, aside, strict=True):
        if kept:
            scores = weights[[numbers[one] for one in found if one in numbers]].sum(0)
            by_name[story, name] = letter, [*by_name[story, name][1], scores - np.logaddexp.reduce(scores)]
    told = Counter((true, [*kinds.LETTERS][int(np.sum(scores, 0).argmax())]) for true, scores in by_name.values())
    right = sum(number for (true, said), number in told.items() if true == said)
    print(f"names kept aside: {len(by_name)} in their stories, {right / len(by_name):.3f} told right")
    for letter, kind in kinds.LETTERS.items():
        true = sum(number for (one, _), number in told.items() if one == letter)
        said = sum(number for (_, one), number in told.items() if one == letter)
        hits = told[letter, letter]
        print(f"  {kind:<14}{hits / max(1, said):>7.2f} precision{hits / max(1, true):>7.2f} recall")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--to", type=Path, default=Path(kinds.__file__).with_suffix(".npz"))
    asked = options.parse_args()
    lines = NAMES.read_text("utf-8").splitlines()
    letter_of = {line[2:]: line[0] for line in lines if not line.startswith("#")}
    seen = [one for one in seen_places() if one[1] in letter_of]
    letters = [letter_of[name] for _, name, _ in seen]
    print(f"{len(seen)} places of {len({name for _, name, _ in seen})} names")
    tried(seen, letters)
    words, weights = learned(seen, letters)
    np.savez_compressed(
        asked.to, words=np.frombuffer("\n".join(words).encode(), np.uint8), weights=weights.astype(np.float16)
    )
    print(f"{len(words)} weights, {asked.to.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
