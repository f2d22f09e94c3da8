"""What a story changes of the report to which it goes back: a number, a date, a party; and whether two go back to one.

Invariant: whoever tells it otherwise cites the other's outlet; stories that found it themselves are never copies.
"""

from __future__ import annotations

import re

from obstat.model.claim import Claim
from obstat.news import alike, same_source, slots
from obstat.news import quantities as counted
from obstat.news.alike import Told
from obstat.news.naming import Naming, Sets

SOON = 7
_WORD_FOR_WORD = 0.6
_CLEFT = re.compile(r"\bit (?:was|is) [^.;]{2,60}? (?:that|who)\b", re.I)
_QUOTED = 90
"""Days within which a story that cites another tells of the same state of things."""


def quantities(first: Told, second: Told, naming: Naming) -> str | None:
    """A copy that has the words of a report but another number of the same things."""
    if not alike_but(first, second, naming) or not copied(first, second, naming):
        return None
    if alike.likeness(first, second) < alike.WORDY.get(first.claim.event, 0.5):
        return None
    differing = counted.differing(first.passages, second.passages)
    return f"The numbers of {differing} differ, and both go back to one report." if differing else None


def moved(first: Told, second: Told, naming: Naming) -> str | None:
    """A copy that gives another date than the report to which it goes back."""
    a, b = first.claim, second.claim
    if a.event in alike.SPOKEN or not copied(first, second, naming):
        return None
    if not alike_but(first, second, naming, times=False) or not (a.actors and b.actors):
        return None
    spans = slots.days(a.time), slots.days(b.time)
    if any(span is None or None in span for span in spans) or slots.gap(*spans) <= SOON:
        return None
    if a.event in alike.WORDY and alike.likeness(first, second) < alike.WORDY[a.event]:
        return None
    return "The copy gives another date than the report to which it goes back."


def put_for(first: Told, second: Told, naming: Naming) -> str | None:
    """A copy that puts another party for the one of the report to which it goes back, in its words or by saying that
    it was this one and no other."""
    a, b = first.claim, second.claim
    if (a.event, a.modality, a.polarity) != (b.event, b.modality, b.polarity) or not _cites(second, first, naming):
        return None
    if not near(first, second, naming) or not alike.things_agree(a, b):
        return None
    actors, targets = naming.sets(a.actors, b.actors), naming.sets(a.targets, b.targets)
    if not (
        (actors is Sets.APART and targets is Sets.EQUAL and a.targets)
        or (targets is Sets.APART and actors is Sets.EQUAL and a.actors)
    ):
        return None
    if naming.vague(b.actors if actors is Sets.APART else b.targets):
        return None
    cleft = actors is Sets.APART and any(_CLEFT.search(passage) for passage in second.passages)
    copied = alike.times_agree(first, second) and alike.likeness(first, second, names=False) >= _WORD_FOR_WORD
    return "The copy puts another party for the one of the report to which it goes back." if cleft or copied else None


def added(first: Told, second: Told, naming: Naming) -> str | None:
    """A copy that names more of those who did it than the report to which it goes back."""
    a, b = first.claim, second.claim
    if (a.event, a.modality, a.polarity) != (b.event, b.modality, b.polarity) or a.event in alike.WORDY:
        return None
    if not near(first, second, naming) or not _cites(second, first, naming) or not alike.things_agree(a, b):
        return None
    if naming.sets(a.targets, b.targets) is not Sets.EQUAL or not a.targets or not alike.times_agree(first, second):
        return None
    if naming.sets(a.actors, b.actors) is not Sets.LESS:
        return None
    return "The copy names others besides those of the report to which it goes back."


def copied(first: Told, second: Told, naming: Naming) -> bool:
    """Whether one of two stories goes back to the other."""
    apart = alike.days_apart(first, second)
    if apart is not None and apart > _QUOTED:
        return False
    return _cites(first, second, naming) or _cites(second, first, naming)


def near(first: Told, second: Told, naming: Naming) -> bool:
    apart = alike.days_apart(first, second)
    if apart is None:
        return first.document is not second.document and (
            same_source.cites(first.claim, second.document, naming)
            or same_source.cites(second.claim, first.document, naming)
        )
    return apart <= SOON


def one_event(a: Claim, b: Claim, naming: Naming) -> bool:
    return alike.parties_agree(a, b, naming) and alike.things_agree(a, b)


def alike_but(first: Told, second: Told, naming: Naming, *, times: bool = True) -> bool:
    a, b = first.claim, second.claim
    if (a.event, a.modality, a.polarity) != (b.event, b.modality, b.polarity) or not one_event(a, b, naming):
        return False
    return not times or alike.times_agree(first, second)


def _cites(copy: Told, report: Told, naming: Naming) -> bool:
    return same_source.cites(copy.claim, report.document, naming)
