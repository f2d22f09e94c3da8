"""The arithmetic of the reader: convolutions over what the words of paragraphs mean, first to find events, then, for
each event, who takes part in it and how it is told.

Invariant: the numbers are those of ``training/news/network.py``, compared whenever they are learned; nothing here
knows a word. What the encoder tells of words passes through residual layers of a dilated convolution with a gated
linear unit (Dauphin et al. 2017), each normalized before (Ba et al. 2016).
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from obstat.model.claim import MODALITIES, POLARITIES, SOURCE_CLASSES
from obstat.news.learned.encoder import Encoder, Floats, normal, softmax
from obstat.news.learned.words import Pieces

FAR = 31
"""Words farther from an event than this are as far as this."""
NEAR = 6
"""The words whose mean tells, beside the event's own and the strongest of all, how an event is told."""
EVENT_LAYERS, PART_LAYERS = (1, 2, 4, 1, 2), (1, 2, 4)
"""How far apart the three words of each convolution stand."""
ROLES = ("actor", "target", "source")
HOW = (*MODALITIES, *POLARITIES, *SOURCE_CLASSES)
"""What the last layer tells of an event, in its order."""
SCALED = ".column"
"""How the scale of the columns of a matrix is named behind its name."""
_GAP = max(*EVENT_LAYERS, *PART_LAYERS)
_WEIGHTS = Path(__file__).parent / "reader.npz"
_EPSILON = 1e-5


@dataclass(frozen=True, slots=True)
class Parts:
    """Of one event how likely each word of its stretch is in each of `ROLES` (words, 3), and how likely each modality,
    polarity and class of attribution is."""

    roles: Floats
    modality: Floats
    polarity: Floats
    class_: Floats


class Network:
    """The reader with its weights, the pieces of words that it knows, and the relations between words."""

    def __init__(self, weights: Mapping[str, Floats], pieces: Sequence[str], relations: Sequence[str]) -> None:
        self.weights, self.pieces, self.relations = weights, pieces, relations
        self._relation = {name: number for number, name in enumerate(relations, 1)}
        self._encoder = Encoder(weights, Pieces(pieces))

    def states(self, paragraphs: Sequence[Sequence[str]]) -> list[Floats]:
        """The states of the words of some paragraphs, each of (words, width); a word is given as `Word.low` is."""
        meant = self._normal(self._encoder.states(paragraphs), "encoded") @ self.weights["meant"]
        parts = np.split(self._normal(meant, "meant"), np.cumsum([len(words) for words in paragraphs])[:-1])
        return self._through(parts, "event", EVENT_LAYERS)

    def related(self, labels: Iterable[str]) -> npt.NDArray[np.int64]:
        """The numbers of relations; one that is not known is 0."""
        return np.array([self._relation.get(label, 0) for label in labels], dtype=np.int64)

    def events(self, states: Floats) -> Floats:
        """How likely each word tells of no event and of each of `EVENTS`: (words, 25)."""
        return softmax(self._normal(states, "events") @ self.weights["events"] + self.weights["events.bias"])

    def parts(
        self,
        stretches: Sequence[Floats],
        words: Sequence[npt.NDArray[np.bool_]],
        events: Sequence[int],
        relations: Sequence[npt.NDArray[np.int64]],
    ) -> list[Parts]:
        """What belongs to some events: of each the states of the words around it, which of them tell it, its number
        from 1, and what each word is to it."""
        weights = self.weights
        given: list[Floats] = []
        away: list[npt.NDArray[np.int64]] = []
        for states, own, event, relation in zip(stretches, words, events, relations, strict=True):
            away.append(np.clip(np.arange(len(own)) - int(np.argmax(own)), -FAR, FAR))
            normal = self._normal(states, "parts")
            told = weights["event"][event] + normal[int(np.argmax(own))] @ weights["told"]
            known = weights["own"][own.astype(np.int64)] + told + weights["away"][away[-1] + FAR]
            given.append(normal + known + weights["relation"][relation])
        read = self._through(given, "part", PART_LAYERS)
        found: list[Parts] = []
        for states, own, far in zip(read, words, away, strict=True):
            seen = np.concatenate([states[own].mean(0), states.max(0), states[np.abs(far) <= NEAR].mean(0)])
            how = seen @ weights["how"] + weights["how.bias"]
            modality, polarity, class_ = np.split(how, np.cumsum([len(MODALITIES), len(POLARITIES)]))
            roles = 1 / (1 + np.exp(-(states @ weights["roles"] + weights["roles.bias"])))
            found.append(Parts(roles, softmax(modality), softmax(polarity), softmax(class_)))
        return found

    def _normal(self, values: Floats, name: str) -> Floats:
        return normal(values, self.weights[f"{name}.scale"], self.weights[f"{name}.shift"], _EPSILON)

    def _through(self, stretches: Sequence[Floats], name: str, layers: Sequence[int]) -> list[Floats]:
        """Stretches of words through convolutions; between them are gaps, so that none sees another."""
        gap = np.zeros((_GAP, stretches[0].shape[1]), np.float32)
        states = np.concatenate([part for stretch in stretches for part in (stretch, gap)])
        inside = np.concatenate([part for s in stretches for part in (np.ones((len(s), 1)), np.zeros((_GAP, 1)))])
        inside = inside.astype(np.float32)
        for number, apart in enumerate(layers):
            normal = self._normal(states, f"{name}{number}") * inside
            before, behind = np.zeros_like(normal), np.zeros_like(normal)
            before[apart:], behind[:-apart] = normal[:-apart], normal[apart:]
            three = np.concatenate([before, normal, behind], axis=1)
            value, gate = np.split(three @ self.weights[f"{name}{number}"] + self.weights[f"{name}{number}.bias"], 2, 1)
            states = states + value / (1 + np.exp(-gate))
        ends = np.cumsum([len(stretch) + _GAP for stretch in stretches])
        return [states[end - _GAP - len(s) : end - _GAP] for s, end in zip(stretches, ends, strict=True)]


@functools.cache
def network() -> Network:
    """The network that obstat comes with."""
    return loaded(_WEIGHTS)


def loaded(path: Path) -> Network:
    """The network of a file that ``training/news/train.py`` wrote. What is kept there in whole numbers has a scale for
    each of its columns, by which they are multiplied."""
    with np.load(path) as kept:
        lists = {name: json.loads(bytes(kept[name])) for name in ("pieces", "relations")}
        weights = {
            name: kept[name].astype(np.float32) * (kept[f"{name}{SCALED}"] if f"{name}{SCALED}" in kept.files else 1)
            for name in kept.files
            if name not in lists and not name.endswith(SCALED)
        }
    return Network(weights, **lists)
