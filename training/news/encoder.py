"""The encoder of `obstat.news.learned.encoder` while it is trained, with torch.

It begins as all-MiniLM-L6-v2 (Wang et al. 2020, Reimers and Gurevych 2019; Apache 2.0), read from the folder of files
that it is published in: ``config.json``, ``tokenizer.json`` and ``model.safetensors``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from obstat.news.learned.encoder import EPSILON, HEADS, LONGEST
from obstat.news.learned.words import KINDS

ALIKE = {
    "party": ("nokia", "samsung", "verizon", "huawei"),
    "organization": ("motorola", "siemens", "fujitsu"),
    "body": ("ministry", "commission", "fcc"),
    "outlet": ("reuters", "bloomberg", "newspaper"),
    "place": ("germany", "britain", "canada"),
    "person": ("smith", "johnson"),
    "product": ("iphone", "android", "pixel"),
    "programme": ("program", "initiative"),
}
"""Words whose mean the piece of a kind of names begins as."""
_NORMAL = {"attention": "attention.output.LayerNorm", "output": "output.LayerNorm"}
_LINEAR = {"attended": "attention.output.dense", "wide": "intermediate.dense", "narrow": "output.dense"}
Published = Mapping[str, Tensor]


def published(folder: Path) -> tuple[list[str], dict[str, np.ndarray]]:
    """The pieces that are kept of an encoder, those of Latin letters, digits and signs, with a piece for each kind of
    names behind them; and its weights as `obstat.news.learned.encoder` names and turns them."""
    numbers: dict[str, int] = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))["model"]["vocab"]
    given: Published = load_file(folder / "model.safetensors")
    pieces = [piece for piece, _ in sorted(numbers.items(), key=lambda one: one[1]) if _kept(piece)]
    table = given["embeddings.word_embeddings.weight"]
    kinds = [table[[numbers[word] for word in ALIKE[kind] if word in numbers]].mean(0) for kind in KINDS]
    words = torch.cat([table[[numbers[piece] for piece in pieces]], torch.stack(kinds)])
    of_one_text = given["embeddings.token_type_embeddings.weight"][0]
    found = {
        "word": words,
        "place": given["embeddings.position_embeddings.weight"][:LONGEST] + of_one_text,
        "normal.scale": given["embeddings.LayerNorm.weight"],
        "normal.shift": given["embeddings.LayerNorm.bias"],
    }
    layers = json.loads((folder / "config.json").read_text(encoding="utf-8"))["num_hidden_layers"]
    for layer in range(layers):
        found |= dict(_layer(given, layer))
    return [*pieces, *(f"<{kind}>" for kind in KINDS)], {name: value.numpy() for name, value in found.items()}


def _kept(piece: str) -> bool:
    return piece.isascii() and not piece.startswith("[unused")


def _layer(given: Published, layer: int) -> Iterator[tuple[str, Tensor]]:
    before = f"encoder.layer.{layer}."
    parts = [f"{before}attention.self.{name}" for name in ("query", "key", "value")]
    yield f"{layer}.query", torch.cat([given[f"{part}.weight"] for part in parts]).T
    yield f"{layer}.query.bias", torch.cat([given[f"{part}.bias"] for part in parts])
    for name, part in _LINEAR.items():
        yield f"{layer}.{name}", given[f"{before}{part}.weight"].T
        yield f"{layer}.{name}.bias", given[f"{before}{part}.bias"]
    for name, part in _NORMAL.items():
        yield f"{layer}.{name}.scale", given[f"{before}{part}.weight"]
        yield f"{layer}.{name}.shift", given[f"{before}{part}.bias"]


class Layer(nn.Module):
    def __init__(self, width: int, wide: int, dropout: float) -> None:
        super().__init__()
        self.query, self.attended = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.wide, self.narrow = nn.Linear(width, wide), nn.Linear(wide, width)
        self.attention, self.output = nn.LayerNorm(width, EPSILON), nn.LayerNorm(width, EPSILON)
        self.dropout = nn.Dropout(dropout)

    def forward(self, states: Tensor, inside: Tensor) -> Tensor:
        some, size, width = states.shape
        parts = self.query(states).view(some, size, 3, HEADS, width // HEADS)
        query, key, value = parts.permute(2, 0, 3, 1, 4)
        # Faster here than torch's own attention, whose way back is slow without a graphics card.
        shares = (query @ key.transpose(-1, -2) * (width // HEADS) ** -0.5).masked_fill(~inside, -1e4).softmax(-1)
        attended = (shares.to(value.dtype) @ value).transpose(1, 2).reshape(some, size, width)
        states = self.attention(states + self.dropout(self.attended(attended)))
        wide = functional.gelu(self.wide(states), approximate="tanh")
        return self.output(states + self.dropout(self.narrow(wide)))


class Encoder(nn.Module):
    """The encoder with weights as `published` gives them."""

    def __init__(self, weights: Mapping[str, np.ndarray], dropout: float = 0.1) -> None:
        super().__init__()
        self.width = weights["word"].shape[1]
        self.word, self.place = (nn.Embedding(*weights[name].shape) for name in ("word", "place"))
        self.normal, self.dropout = nn.LayerNorm(self.width, EPSILON), nn.Dropout(dropout)
        wide = [value.shape[1] for name, value in weights.items() if name.endswith(".wide")]
        self.layers = nn.ModuleList(Layer(self.width, size, dropout) for size in wide)

    def forward(self, pieces: Tensor) -> Tensor:
        """The states of pieces: (stretches, pieces, width); a stretch ends in 0."""
        inside = (pieces > 0)[:, None, None]
        states = self.dropout(self.normal(self.word(pieces) + self.place.weight[: pieces.shape[1]]))
        for layer in self.layers:
            states = layer(states, inside)
        return states

    def named(self) -> dict[str, Tensor]:
        """The parameters as `obstat.news.learned.encoder` names and turns them."""
        found = {"word": self.word.weight, "place": self.place.weight}
        normal = {"normal": self.normal}
        for at, layer in enumerate(self.layers):
            for name in ("query", *_LINEAR):
                linear = getattr(layer, name)
                found |= {f"{at}.{name}": linear.weight.T, f"{at}.{name}.bias": linear.bias}
            normal |= {f"{at}.{name}": getattr(layer, name) for name in _NORMAL}
        for name, one in normal.items():
            found |= {f"{name}.scale": one.weight, f"{name}.shift": one.bias}
        return found
