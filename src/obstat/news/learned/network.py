"""The arithmetic of the reader: convolutions over the words of paragraphs, first to find events, then, for each event,
who takes part in it and how it is told.

Invariant: the numbers are those of ``training/news/network.py``, which a test compares; nothing here knows a word.
Words are embedded as the sum of what each column of their row is looked up to, and pass through residual layers of a
dilated convolution with a gated linear unit (Dauphin et al. 2017), each normalized before (Ba et al. 2016).
"""

from __future__ import annotations

import functools
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from obstat.model.claim import EVENTS, MODALITIES, POLARITIES, SOURCE_CLASSES
from obstat.news.learned.words import LISTED, TABLES, Numbers, Rows, Vocabulary

Floats = npt.NDArray[np.float32]
FAR = 31
"""Words farther from an event than this are as far as this."""
NEAR = 6
"""The words whose mean tells, beside the event's own and the strongest of all, how an event is told."""
EVENT_LAYERS, PART_LAYERS = (1, 2, 4, 1, 2), (1, 2, 4)
"""How far apart the three words of each convolution stand."""
FINE = 127 / 2
"""By what the vectors of words, of length 3, are multiplied to be kept in eight bits."""
ROLES = ("actor", "target", "source")
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
    """The reader with its weights and its vocabulary."""

    def __init__(self, weights: dict[str, Floats], vocabulary: Vocabulary) -> None:
        self.weights, self.vocabulary, self.rows = weights, vocabulary, Rows(vocabulary)
        tables = {name: weights[f"table.{name}"] for name in (*LISTED, "letters", "frame")}
        tables["meaning"] = weights["vectors"] @ weights["meaning"] / FINE
        tables["above"] = tables["lemma"] @ weights["above"]
        starts = np.cumsum([0, *(len(tables[name]) for name in TABLES[:-1])])
        self._tables, self._starts = np.concatenate([tables[name] for name in TABLES]), starts.astype(np.int64)

    def states(self, paragraphs: Sequence[Numbers]) -> list[Floats]:
        """The states of the words of some paragraphs, each of (words, width)."""
        rows = np.concatenate(paragraphs)
        looked_up = self._tables[rows[:, : len(TABLES)] + self._starts].sum(1)
        flags = rows[:, len(TABLES) :].astype(np.float32) @ self.weights["flags"]
        embedded = self._normal(looked_up + flags, "embedded")
        return self._through(_split(embedded, paragraphs), "event", EVENT_LAYERS)

    def events(self, states: Floats) -> Floats:
        """How likely each word tells of no event and of each of `EVENTS`: (words, 25)."""
        return _shares(self._normal(states, "events") @ self.weights["events"] + self.weights["events.bias"])

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
            found.append(Parts(roles, _shares(modality), _shares(polarity), _shares(class_)))
        return found

    def _normal(self, values: Floats, name: str) -> Floats:
        centred = values - values.mean(-1, keepdims=True)
        spread = np.sqrt((centred * centred).mean(-1, keepdims=True) + _EPSILON)
        normal: Floats = centred / spread * self.weights[f"{name}.scale"] + self.weights[f"{name}.shift"]
        return normal

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


def _split(values: Floats, paragraphs: Sequence[Numbers]) -> list[Floats]:
    return np.split(values, np.cumsum([len(rows) for rows in paragraphs])[:-1])


def _shares(values: Floats) -> Floats:
    """Softmax."""
    raised = np.exp(values - values.max(-1, keepdims=True))
    shares: Floats = raised / raised.sum(-1, keepdims=True)
    return shares


@functools.cache
def network() -> Network:
    """The network that obstat comes with."""
    return loaded(_WEIGHTS)


def loaded(path: Path) -> Network:
    """The network of a file that ``training/news/train.py`` wrote."""
    with np.load(path) as kept:
        vocabulary = json.loads(bytes(kept["vocabulary"]))
        weights = {name: kept[name].astype(np.float32) for name in kept.files if name != "vocabulary"}
    return Network(weights, vocabulary)


HOW = (*MODALITIES, *POLARITIES, *SOURCE_CLASSES)
"""What the last layer tells of an event, in its order."""
EVENT_COUNT = len(EVENTS) + 1
