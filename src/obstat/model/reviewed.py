"""Claims of stories that a person has looked at and accepted, as facts of a snapshot, and as answers show them.

Invariant: an accepted claim says who accepted it and when, and where it was read; it is shown beside an answer and
never decides one.
"""

from __future__ import annotations

from dataclasses import dataclass

from obstat.model.attribution import Source
from obstat.model.dates import Day

MARKET = ("stop_selling", "availability", "remove", "contract", "acquisition", "divestment")
RULES = ("list_add", "list_remove", "ban", "lift")
NOT_YET = ("planned", "considered", "conditional")
BECOMES = {
    "market_decision": "what a firm does or plans, which no law need demand",
    "proposal": "what an authority considers or plans, which is no law yet",
    "report": "anything else that is said",
}
"""What an accepted claim is in an answer."""


@dataclass(frozen=True, slots=True)
class AcceptedClaim:
    """A claim that a person accepted. `parties` are those of its actors and targets that the snapshot knows.

    `amount` is written out with its unit; `place` is the code of a jurisdiction; `accepted_at` is ISO, in UTC.
    """

    id: str
    becomes: str
    event: str
    modality: str
    polarity: str
    actors: tuple[str, ...]
    targets: tuple[str, ...]
    products: tuple[str, ...]
    parties: tuple[str, ...]
    place: str | None
    said: str | None
    since: Day | None
    until: Day | None
    amount: str | None
    attribution: tuple[Source, ...]
    origin: str | None
    passage: str
    document: str
    outlet: str | None
    published: Day | None
    address: str | None
    extractor: str
    edited: bool
    accepted_by: str
    accepted_at: str

    @property
    def day(self) -> Day:
        """The day of what is claimed: as said, else of the story, else of its acceptance."""
        return self.since or self.until or self.published or Day.parse(self.accepted_at[:10])

    @property
    def known(self) -> int:
        """The ordinal from which it was known: of the story, else of what it tells, else of its acceptance."""
        return (self.published or self.day).earliest


@dataclass(frozen=True, slots=True)
class Told:
    """An accepted claim beside an answer. `becomes` is a code of `BECOMES`; `text` is the claim as a sentence."""

    id: str
    becomes: str
    text: str
    date: str
    event: str
    modality: str
    polarity: str
    actors: tuple[str, ...]
    targets: tuple[str, ...]
    products: tuple[str, ...]
    place: str | None
    attribution: tuple[Source, ...]
    origin: str | None
    passage: str
    outlet: str | None
    source: str | None
    extractor: str
    edited: bool
    accepted_by: str
    accepted_at: str


def becomes(event: str, modality: str) -> str:
    """What a claim is in an answer, a code of `BECOMES`."""
    if event in RULES and modality in NOT_YET:
        return "proposal"
    return "market_decision" if event in MARKET and modality in ("done", *NOT_YET) else "report"
