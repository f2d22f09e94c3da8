"""What words mean where they stand: the arithmetic of an encoder (BERT, Devlin et al. 2019) over the pieces of words.

Invariant: the numbers are those of ``training/news/encoder.py``, compared whenever they are learned. Stretches of
pieces are laid end to end, so that nothing is computed for padding; only attention is told where each ends.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from obstat.news.learned.words import Pieces

Floats = npt.NDArray[np.float32]
HEADS = 12
"""How many attentions a layer has."""
LONGEST = 512
"""How many pieces are read at once at most; a longer paragraph is read in parts."""
EPSILON = 1e-12


@dataclass(slots=True)
class Stretch:
    """What is read at once: pieces, and where among them the first of each word stands."""

    pieces: list[int]
    firsts: list[int]


def stretches(words: Sequence[str], pieces: Pieces) -> list[Stretch]:
    """The words of a paragraph in one stretch, or in several where it is longer."""
    found = [Stretch([pieces.begin], [])]
    for word in words:
        spelt = pieces.of(word)
        if len(found[-1].pieces) + len(spelt) >= LONGEST:
            found.append(Stretch([pieces.begin], []))
        found[-1].firsts.append(len(found[-1].pieces))
        found[-1].pieces += spelt
    for stretch in found:
        stretch.pieces.append(pieces.end)
    return found


class Encoder:
    """An encoder with its weights, which are named ``encoder.`` and what they are."""

    def __init__(self, weights: Mapping[str, Floats], pieces: Pieces) -> None:
        self._weights = {
            name.removeprefix("encoder."): value for name, value in weights.items() if name.startswith("encoder.")
        }
        self._layers = sum(name.endswith(".query") for name in self._weights)
        self._pieces = pieces

    def states(self, paragraphs: Sequence[Sequence[str]]) -> Floats:
        """The states of the words of all paragraphs, those of their first pieces: (words, 384)."""
        laid = [stretch for words in paragraphs for stretch in stretches(words, self._pieces)]
        before = np.cumsum([0, *(len(one.pieces) for one in laid)])
        firsts = [start + first for start, one in zip(before[:-1], laid, strict=True) for first in one.firsts]
        return self._read([one.pieces for one in laid])[firsts]

    def _read(self, stretches: Sequence[Sequence[int]]) -> Floats:
        """The states of all pieces: (pieces, 384)."""
        weights = self._weights
        ends = np.cumsum([0, *map(len, stretches)])
        places = np.concatenate([np.arange(len(stretch)) for stretch in stretches])
        states = weights["word"][np.concatenate(stretches)] + weights["place"][places]
        states = normal(states, weights["normal.scale"], weights["normal.shift"], EPSILON)
        for layer in range(self._layers):
            own = {name: weights[f"{layer}.{name}"] for name in _LAYER}
            states = _layer(states, ends, own)
        return states


_LAYER = tuple(
    f"{name}{part}"
    for name, parts in (
        ("query", ("", ".bias")),
        ("attended", ("", ".bias")),
        ("attention", (".scale", ".shift")),
        ("wide", ("", ".bias")),
        ("narrow", ("", ".bias")),
        ("output", (".scale", ".shift")),
    )
    for part in parts
)
"""The weights of a layer; ``query`` are those of queries, keys and values side by side."""


def _layer(states: Floats, ends: npt.NDArray[np.int64], own: Mapping[str, Floats]) -> Floats:
    attended = _attended(_linear(states, own, "query"), ends)
    states = normal(
        states + _linear(attended, own, "attended"), own["attention.scale"], own["attention.shift"], EPSILON
    )
    wide = gelu(_linear(states, own, "wide"))
    return normal(states + _linear(wide, own, "narrow"), own["output.scale"], own["output.shift"], EPSILON)


def _attended(queries: Floats, ends: npt.NDArray[np.int64]) -> Floats:
    width = queries.shape[1] // 3
    found = np.empty((len(queries), width), np.float32)
    for start, end in pairwise(ends):
        size = end - start
        query, key, value = queries[start:end].reshape(size, 3, HEADS, width // HEADS).transpose(1, 2, 0, 3)
        shares = query @ key.transpose(0, 2, 1)
        shares *= (width // HEADS) ** -0.5
        found[start:end] = (softmax(shares) @ value).transpose(1, 0, 2).reshape(size, width)
    return found


def _linear(values: Floats, own: Mapping[str, Floats], name: str) -> Floats:
    found: Floats = values @ own[name]
    found += own[f"{name}.bias"]
    return found


def gelu(values: Floats) -> Floats:
    """Hendrycks and Gimpel 2016, by their formula with tanh, in place."""
    bent = values * values
    bent *= 0.044715
    bent += 1
    bent *= values
    bent *= np.float32(np.sqrt(2 / np.pi))
    np.tanh(bent, out=bent)
    bent += 1
    bent *= 0.5
    values *= bent
    return values


def normal(values: Floats, scale: Floats, shift: Floats, epsilon: float) -> Floats:
    """Values of mean nought and spread one in each row, then scaled and shifted (Ba et al. 2016)."""
    centred: Floats = values - values.mean(-1, keepdims=True)
    spread = np.einsum("...i,...i->...", centred, centred) / np.float32(values.shape[-1]) + np.float32(epsilon)
    centred /= np.sqrt(spread)[..., None]
    centred *= scale
    centred += shift
    return centred


def softmax(values: Floats) -> Floats:
    """The shares of each row, which are one together."""
    raised: Floats = values - values.max(-1, keepdims=True)
    np.exp(raised, out=raised)
    raised /= raised.sum(-1, keepdims=True)
    return raised
