"""The reader of `obstat.news.learned.network` while it is trained, with torch."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import torch
from encoder import Encoder
from torch import Tensor, nn
from torch.nn import functional

from obstat.model.claim import EVENTS
from obstat.news.learned.network import EVENT_LAYERS, FAR, HOW, NEAR, PART_LAYERS, ROLES, SCALED

MOST = 20_000
"""Matrices of more numbers than this are kept as whole numbers of eight bits, with a scale for each column."""


class Layers(nn.Module):
    def __init__(self, width: int, apart: tuple[int, ...], dropout: float) -> None:
        super().__init__()
        self.convolutions = nn.ModuleList(nn.Conv1d(width, 2 * width, 3, padding=a, dilation=a) for a in apart)
        self.normal = nn.ModuleList(nn.LayerNorm(width) for _ in apart)
        self.dropout = nn.Dropout(dropout)

    def forward(self, states: Tensor, inside: Tensor) -> Tensor:
        for convolution, normal in zip(self.convolutions, self.normal, strict=True):
            given = (normal(states) * inside[..., None]).transpose(1, 2)
            states = states + self.dropout(functional.glu(convolution(given).transpose(1, 2), dim=-1))
        return states


class Reader(nn.Module):
    def __init__(self, encoder: Encoder, relations: int, width: int, dropout: float) -> None:
        super().__init__()
        self.encoder, self.encoded = encoder, nn.LayerNorm(encoder.width)
        self.meant, self.meant_normal = nn.Linear(encoder.width, width, bias=False), nn.LayerNorm(width)
        self.dropout = nn.Dropout(dropout)
        self.event_layers = Layers(width, EVENT_LAYERS, dropout)
        self.events_normal, self.events = nn.LayerNorm(width), nn.Linear(width, len(EVENTS) + 1)
        self.own, self.event = _table(2, width, 1), _table(len(EVENTS) + 1, width, 1)
        self.away, self.relation = _table(2 * FAR + 1, width, 0.1), _table(relations, width, 0.3)
        self.parts_normal, self.part_layers = nn.LayerNorm(width), Layers(width, PART_LAYERS, dropout)
        self.told = nn.Linear(width, width, bias=False)
        self.roles, self.how = nn.Linear(width, len(ROLES)), nn.Linear(3 * width, len(HOW))

    def states(self, pieces: Tensor, firsts: Tensor, inside: Tensor) -> Tensor:
        """The states of the words of paragraphs (paragraphs, words, width): of the pieces of stretches, and the places
        of the first piece of each word when the stretches are laid end to end."""
        with torch.autocast("cpu", torch.bfloat16, enabled=self.training):
            encoded = self.encoder(pieces).flatten(0, 1)[firsts]
        meant = self.meant_normal(self.meant(self.encoded(encoded.float())))
        return self.event_layers(self.dropout(meant), inside)

    def of_events(self, states: Tensor) -> Tensor:
        return self.events(self.dropout(self.events_normal(states)))

    def parts(
        self, states: Tensor, inside: Tensor, own: Tensor, event: Tensor, relations: Tensor
    ) -> tuple[Tensor, Tensor]:
        """The roles of the words (events, words, 3), and how each event is told (events, 18)."""
        first = own.float().argmax(1)
        away = (torch.arange(states.shape[1])[None] - first[:, None]).clamp(-FAR, FAR)
        normal = self.parts_normal(states)
        told = self.event(event) + self.told(normal[torch.arange(len(first)), first])
        given = normal + self.own(own.long()) + told[:, None]
        read = self.part_layers(given + self.away(away + FAR) + self.relation(relations), inside)
        near = (away.abs() <= NEAR).float() * inside
        means = [
            (read * some[..., None]).sum(1) / some.sum(1, keepdim=True).clamp(min=1) for some in (own.float(), near)
        ]
        most = read.masked_fill(inside[..., None] == 0, -1e4).max(1).values
        return self.roles(read), self.how(torch.cat([means[0], most, means[1]], -1))

    def named(self) -> dict[str, Tensor]:
        """The parameters as `obstat.news.learned.network` names and turns them."""
        found = {f"encoder.{name}": value for name, value in self.encoder.named().items()}
        found |= {name: getattr(self, name).weight for name in ("own", "event", "away", "relation")}
        found |= {name: getattr(self, name).weight.T for name in ("meant", "told")}
        for name, linear in (("events", self.events), ("roles", self.roles), ("how", self.how)):
            found |= {name: linear.weight.T, f"{name}.bias": linear.bias}
        normal = {"encoded": self.encoded, "meant": self.meant_normal}
        normal |= {"events": self.events_normal, "parts": self.parts_normal}
        for name, layers in (("event", self.event_layers), ("part", self.part_layers)):
            for at, convolution in enumerate(layers.convolutions):
                found |= {f"{name}{at}": convolution.weight.permute(2, 1, 0), f"{name}{at}.bias": convolution.bias}
                normal[f"{name}{at}"] = layers.normal[at]
        for name, layer in normal.items():
            found |= {f"{name}.scale": layer.weight, f"{name}.shift": layer.bias}
        return found

    def weights(self) -> dict[str, np.ndarray]:
        """As they are kept: each kernel of a convolution as one matrix of (three words, twice the width)."""
        found: dict[str, np.ndarray] = {}
        with torch.no_grad():
            for name, given in self.named().items():
                value = (given.flatten(0, 1) if given.dim() == 3 else given).contiguous().numpy()
                if value.ndim == 2 and value.size > MOST:
                    scale = np.abs(value).max(0) / 127
                    found[name], found[f"{name}{SCALED}"] = np.round(value / scale).astype(np.int8), scale
                else:
                    found[name] = value.astype(np.float16)
        return found

    def take(self, weights: Mapping[str, np.ndarray]) -> None:
        """Go on from weights as `obstat.news.learned.network` has them."""
        with torch.no_grad():
            for name, value in self.named().items():
                if name in weights:
                    value.copy_(torch.from_numpy(weights[name]).reshape(value.shape))


def _table(rows: int, width: int, spread: float) -> nn.Embedding:
    table = nn.Embedding(rows, width)
    nn.init.normal_(table.weight, 0, spread)
    return table
