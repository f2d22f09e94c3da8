"""Whether two claims tell the same thing, slot by slot.

Invariant: event, polarity and targets must agree by what they say; likeness of words is asked only for events whose
slots do not say enough (what somebody states, thinks, denies), and never makes up for a slot that differs.
"""

from __future__ import annotations

from dataclasses import dataclass

from obstat.model.claim import Claim, Document
from obstat.news import quantities, slots, wording
from obstat.news.naming import Naming, Sets

WORDY = {
    "statement": 0.5,
    "opinion": 0.5,
    "denial": 0.5,
    "finding": 0.34,
    "concern": 0.34,
    "pressure": 0.34,
    "compatibility": 0.34,
    "market": 0.34,
    "test": 0.34,
}
"""Events whose slots leave open what it is about, with the share of words that must be common."""
BARE = 0.34
"""The share for other events of which neither names a target."""
SPOKEN = frozenset(("statement", "opinion", "denial", "no_comment", "pressure", "concern"))
"""Acts of speech, of which one party does many: those of one matter come within `SOON` days."""
SOON = 7
APART = 30
"""Days between two dates that can still be one told loosely."""
_AGREE = (Sets.EQUAL, Sets.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Told:
    """A claim with its story."""

    claim: Claim
    document: Document

    @property
    def day(self) -> int | None:
        return self.document.published.toordinal() if self.document.published else None

    @property
    def passages(self) -> tuple[str, ...]:
        return wording.passages(self.claim, self.document.text)

    def speaks_of(self, names: tuple[str, ...]) -> bool:
        """Whether all the words of one of the names stand in a passage."""
        found = [wording.content(passage) for passage in self.passages]
        return any(words and words <= passage for words in map(wording.content, names) for passage in found)


def year(first: Told, second: Told) -> int | None:
    for one in (first, second):
        time = one.claim.time
        if time is not None and (time.until or time.since) is not None:
            return (time.until or time.since).year  # type: ignore[union-attr]
    return next((one.document.published.year for one in (first, second) if one.document.published), None)


def days_apart(first: Told, second: Told) -> int | None:
    """Days between the appearance of two stories; None where one is not known."""
    return None if first.day is None or second.day is None else abs(first.day - second.day)


def own_names(claim: Claim) -> frozenset[str]:
    """The stems of the names of its parties, which say nothing about what is told of them."""
    return frozenset(stem for name in (*claim.actors, *claim.targets) for stem in wording.content(name))


def likeness(first: Told, second: Told, *, names: bool = True) -> float:
    apart = frozenset() if names else own_names(first.claim) | own_names(second.claim)
    return wording.likeness(first.passages, second.passages, apart)


def times_agree(first: Told, second: Told) -> bool:
    """Two dates agree within a few days; one date and none agree if the story without it can mean that day."""
    a, b = slots.days(first.claim.time), slots.days(second.claim.time)
    if a is not None and b is not None:
        return slots.gap(a, b) <= 3
    if a is None and b is None:
        apart = days_apart(first, second)
        return apart is None or apart <= slots.NEAR
    for one, said in ((first, b), (second, a)):
        began = said[0] if said else None
        if began is not None and one.day is not None and one.claim.modality == "done" and began > one.day + APART:
            return False
    told = [slots.told(one.claim, one.document.published) for one in (first, second)]
    return slots.gap(*told) <= _REACH.get(first.claim.event, APART)


_REACH = {"acquisition": 3650, "divestment": 3650, "ownership": 3650, "contract": 730, "list_add": 3650, "lawsuit": 730}
"""Events that happen once between two parties: a story may tell of them long after without a date."""


def parties_agree(first: Claim, second: Claim, naming: Naming) -> bool:
    actors, targets = naming.sets(first.actors, second.actors), naming.sets(first.targets, second.targets)
    if actors not in _AGREE or targets is not Sets.EQUAL:
        return False
    return bool(first.targets) or (actors is Sets.EQUAL and bool(first.actors))


def things_agree(first: Claim, second: Claim) -> bool:
    return slots.places(first.place, second.place) and slots.products(first.products, second.products)


def _deadlines_differ(first: Claim, second: Claim) -> bool:
    ends = slots.deadline(first.time), slots.deadline(second.time)
    return ends[0] is not None and ends[1] is not None and abs(ends[0] - ends[1]) > SOON


def same(first: Told, second: Told, naming: Naming) -> bool:
    """Whether the two tell one thing, whoever they have it from."""
    a, b = first.claim, second.claim
    if (a.event, a.modality, a.polarity) != (b.event, b.modality, b.polarity):
        return False
    if not parties_agree(a, b, naming) or not things_agree(a, b) or not times_agree(first, second):
        return False
    if slots.amounts(a.amount, b.amount, year(first, second)) is False:
        return False
    if quantities.differing(first.passages, second.passages) or _deadlines_differ(a, b):
        return False
    apart = days_apart(first, second)
    if a.event in SPOKEN and apart is not None and apart > SOON:
        return False
    least = WORDY.get(a.event)
    if least is None and a.event != "no_comment" and not (a.targets or b.targets):
        # one party alone leaves open what it is about
        least = BARE
    return least is None or likeness(first, second, names=a.event not in SPOKEN) >= least
