"""Claims of which one is the later state of the other: considered and then done, banned and then lifted.

Invariant: the later state is told of a later day, or in a story that appeared clearly later; a copy made within days is
no later state (it is contrary, see `obstat.news.contrary`).
"""

from __future__ import annotations

import re

from obstat.news import alike, same_source, slots
from obstat.news.alike import Told
from obstat.news.naming import Naming, Sets

_LATER = 7
"""Days by which a story must have appeared later."""
_RESTATED = 60
"""Days after which what is considered anew by another body is a later state."""
_OPEN = frozenset(("considered", "planned", "question"))
_STATE = frozenset(("ban", "lift", "list_add", "list_remove", "investigation"))
"""Acts of public bodies: who acts may be told as the state or as one of its bodies."""
_SEQUELS = {
    ("ban", "lift"): "The ban was lifted later.",
    ("list_add", "list_remove"): "The listing was undone later.",
}
_ALREADY = re.compile(r"\b(?:already|by now|meanwhile|in the meantime|has since|have since|has now|have now)\b", re.I)
_OUTCOMES = {("lawsuit", "fine"), ("investigation", "fine"), ("investigation", "ban"), ("investigation", "list_add")}

Found = tuple[Told, Told, str] | None


def supersedes(first: Told, second: Told, naming: Naming) -> Found:
    for earlier, later in ((first, second), (second, first)):
        why = _sequel(earlier, later, naming) or _outcome(earlier, later, naming) or _came(earlier, later, naming)
        if why:
            return earlier, later, why
    return None


def _sequel(earlier: Told, later: Told, naming: Naming) -> str | None:
    a, b = earlier.claim, later.claim
    why = _SEQUELS.get((a.event, b.event))
    if why is None or not (a.modality == b.modality == "done" and a.polarity == b.polarity == "positive"):
        return None
    if not _meet(earlier, later, naming) or not alike.things_agree(a, b) or not _after(earlier, later):
        return None
    known = naming.sets(a.actors, b.actors) in (Sets.EQUAL, Sets.LESS, Sets.MORE, Sets.OVERLAP)
    known = known or earlier.document is later.document or _one_state(earlier, later)
    return why if known or later.speaks_of(a.actors) or earlier.speaks_of(b.actors) else None


def _outcome(earlier: Told, later: Told, naming: Naming) -> str | None:
    a, b = earlier.claim, later.claim
    if (a.event, b.event) not in _OUTCOMES or not (a.modality == b.modality == "done" and a.polarity == b.polarity):
        return None
    if naming.sets(a.targets, b.targets) is not Sets.EQUAL or not a.targets or not _after(earlier, later):
        return None
    acting = naming.sets(a.actors, b.actors) is Sets.EQUAL and bool(a.actors)
    if not acting and not (a.event == "lawsuit" and later.speaks_of(a.actors)):
        return None
    return f"The {a.event} led to this."


def _came(earlier: Told, later: Told, naming: Naming) -> str | None:
    """What was considered or planned came, or was refused; or is considered again, long after."""
    a, b = earlier.claim, later.claim
    if a.event != b.event or a.modality not in _OPEN or not _meet(earlier, later, naming):
        return None
    if not alike.things_agree(a, b) or earlier.document is later.document:
        return None
    if earlier.day is None or later.day is None:
        return None
    apart = later.day - earlier.day
    if apart > _RESTATED and naming.vague(a.actors) and not _one_state(earlier, later):
        return None
    if b.modality == "done":
        if (apart <= _LATER and not _overtaken(earlier, later, naming)) or _of_before(earlier, later):
            return None
    elif not (a.modality == b.modality == "considered" and apart > _RESTATED):
        return None
    if naming.sets(a.actors, b.actors) is Sets.EQUAL and a.actors:
        return _CAME if b.modality == "done" else _AGAIN
    if a.event in _STATE and (later.speaks_of(a.actors) or _one_state(earlier, later)):
        return _CAME if b.modality == "done" else _AGAIN
    return None


def _overtaken(earlier: Told, later: Told, naming: Naming) -> bool:
    """A story of the next days has it from a source of its own that it has come already."""
    source = same_source.last(later.claim)
    if source is None or earlier.day is None or later.day is None or later.day <= earlier.day:
        return False
    if same_source.one_report(earlier.claim, later.claim, earlier.document, naming):
        return False
    return any(_ALREADY.search(passage) for passage in later.passages)


_CAME = "What was open in the first had been decided by the second."
_AGAIN = "The second tells a later state of what is considered."


def _meet(first: Told, second: Told, naming: Naming) -> bool:
    targets = naming.sets(first.claim.targets, second.claim.targets)
    return targets in (Sets.EQUAL, Sets.LESS, Sets.MORE, Sets.OVERLAP) and bool(first.claim.targets)


def _one_state(first: Told, second: Told) -> bool:
    a, b = first.claim.place, second.claim.place
    return a is not None and b is not None and slots.places(a, b)


def _of_before(earlier: Told, later: Told) -> bool:
    """The second tells of a day before the first story appeared, which is then another matter."""
    said = slots.days(later.claim.time)
    return said is not None and said[1] is not None and earlier.day is not None and said[1] < earlier.day


def _after(earlier: Told, later: Told) -> bool:
    """By their dates where both have one, else by the days of their stories, else by their order in one story."""
    a, b = slots.days(earlier.claim.time), slots.days(later.claim.time)
    if a is not None and b is not None and a[0] is not None and b[0] is not None:
        return b[0] > a[0]
    if earlier.document is later.document:
        return False
    return earlier.day is not None and later.day is not None and later.day > earlier.day
