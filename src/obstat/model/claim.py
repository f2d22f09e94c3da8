"""What a story says happened, is planned, is feared or is so, by whom it is said, and where in the text it stands.

Invariant: every claim stands in its document, word for word, at its spans; codes are those of the contract.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal

from obstat.model.attribution import OWN_READER as OWN_READER
from obstat.model.attribution import SOURCE_CLASSES as SOURCE_CLASSES
from obstat.model.attribution import Source as Source

EVENTS = (
    "list_add",
    "list_remove",
    "ban",
    "lift",
    "stop_selling",
    "remove",
    "investigation",
    "lawsuit",
    "fine",
    "contract",
    "acquisition",
    "divestment",
    "ownership",
    "test",
    "availability",
    "compatibility",
    "market",
    "finding",
    "concern",
    "pressure",
    "statement",
    "denial",
    "no_comment",
    "opinion",
)
MODALITIES = ("done", "planned", "considered", "conditional", "alleged", "denied", "question")
POLARITIES = ("positive", "negative")
BASES = ("said", "published", "effective")
PAIRS = ("same", "refines", "supersedes", "disputed", "contradicts", "misattributed")
"""How two claims stand to each other, from first to second: the second tells more, is the later state, or is a copy
that gives the words to another source."""
FLAGS = ("copyright_year", "dateline", "only_in_copy", "contradicts_pack")
Span = tuple[int, int]
"""Characters of the decoded text, the end exclusive."""


@dataclass(frozen=True, slots=True)
class Document:
    """A story as text. `outlet` is who tells it; `published` the day it appeared, where anything tells."""

    id: str
    text: str
    title: str | None = None
    outlet: str | None = None
    published: datetime.date | None = None
    url: str | None = None
    language: str | None = None
    """ISO 639-1 code, None where it cannot be told."""
    notes: tuple[str, ...] = ()
    """What could not be read of it, in sentences."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a text. `kind` is party, product, place, body, outlet, programme or organization (a name nobody knows);
    `id` that of the snapshot or of the word lists, or the words themselves where nobody is known."""

    kind: str
    id: str
    text: str
    span: Span
    refers: bool = False
    """It is a reference (``the company``) to somebody named before."""


@dataclass(frozen=True, slots=True)
class When:
    """A time: the words, what they come to (both ends inclusive, None where open), and what that rests on."""

    said: str
    since: datetime.date | None
    until: datetime.date | None
    basis: str


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum of money or a count. `unit` is an ISO 4217 code, ``percent``, ``rank`` or the thing counted."""

    value: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim of one document. Actors, targets and products are ids, or words where nobody is known."""

    id: str
    document: str
    event: str
    actors: tuple[str, ...]
    targets: tuple[str, ...]
    products: tuple[str, ...] = ()
    place: str | None = None
    time: When | None = None
    amount: Amount | None = None
    modality: str = "done"
    polarity: str = "positive"
    quotation: bool = False
    attribution: tuple[Source, ...] = ()
    origin: str | None = None
    spans: tuple[Span, ...] = ()
    """One for each place where the story tells it, in their order."""
    slots: tuple[tuple[str, Span], ...] = ()
    """Where each slot stands: ``actor``, ``target``, ``product``, ``place``, ``time``, ``amount``, ``attribution``."""
    extractor: str = OWN_READER
    """What found it; anything but `OWN_READER` must be reviewed."""


@dataclass(frozen=True, slots=True)
class Pair:
    """How one claim stands to another, one of `PAIRS`, and why in a sentence."""

    kind: str
    first: str
    second: str
    why: str


@dataclass(frozen=True, slots=True)
class Flag:
    """Something wrong with a story, one of `FLAGS`, with where it stands and why in a sentence."""

    kind: str
    document: str
    why: str
    span: Span | None = None
    claim: str | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """What was so of a party on a day: the ids of the claims that tell it, the first first, and whom they have it from.
    Where no claim says the day (`dated` is false), it is that on which it was first told."""

    day: datetime.date | None
    dated: bool
    claims: tuple[str, ...]
    origins: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Matter:
    """What several stories tell together. `origins` are independent: whoever repeats a report is none."""

    id: str
    origins: tuple[str, ...]
    timelines: tuple[tuple[str, tuple[Moment, ...]], ...]
    """By party, in the order of days."""
    notes: tuple[str, ...] = ()
    """What of the matter is not here, in sentences."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """Claims of one or more stories, weighed. `origins` counts the independent origins of each document."""

    documents: tuple[Document, ...]
    claims: tuple[Claim, ...]
    mentions: tuple[tuple[str, tuple[Mention, ...]], ...]
    """By document."""
    pairs: tuple[Pair, ...]
    flags: tuple[Flag, ...]
    origins: tuple[tuple[str, int], ...]
    matter: Matter | None = None
    """What they tell together, where several were weighed together."""
