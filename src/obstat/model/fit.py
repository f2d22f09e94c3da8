"""Would a phone work on a network? The answer as a value."""

from __future__ import annotations

from dataclasses import dataclass

from obstat.model.status import Status
from obstat.model.verdict import Withdrawal

WORKS = {
    "yes": "works",
    "4g_only": "works, on 4G at best",
    "data_yes_voice_unsure": "data works, voice is unsure",
    "data_maybe_no_voice": "data perhaps, no voice",
    "data_partly_no_voice": "data in part, no voice",
    "no": "does not work",
    "unknown": "the radio of this product is not known well enough",
}
"""Codes of the answer, best first, in words."""


@dataclass(frozen=True, slots=True)
class Use:
    """The verdict on using the thing where the network is."""

    status: Status
    summary: str


@dataclass(frozen=True, slots=True)
class Bands:
    """Bands of one live technology that phone and network share, and those of the network that the phone lacks."""

    technology: str
    shared: tuple[str, ...]
    missing: tuple[str, ...]
    note: str | None


@dataclass(frozen=True, slots=True)
class Fit:
    """The answer: `works` is a code of `WORKS`; `reasons` are sentences in the order of reasoning."""

    product: str
    network: str
    on: str
    works: str
    voice: str
    data: str
    bands: tuple[Bands, ...]
    ended: tuple[str, ...]
    policies: tuple[str, ...]
    reasons: tuple[str, ...]
    sources: tuple[str, ...]
    sold: tuple[Withdrawal, ...] = ()
    """What the network's operator had decided about selling it by that day."""
    use: Use | None = None
    """What the law says of using it there."""
