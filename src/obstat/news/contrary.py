"""Claims that cannot both be so.

Invariant: both must tell of one event by their slots before a difference counts; and only a difference that both say
counts: a figure, a date, a yes against a no, ``will`` made ``has`` by a copy, parties exchanged.
"""

from __future__ import annotations

import re

from obstat.model.claim import Claim
from obstat.news import alike, copies, same_source, slots, wording
from obstat.news.alike import Told
from obstat.news.naming import Naming, Sets

_ONCE = frozenset(("list_add", "list_remove", "acquisition", "divestment", "lawsuit"))
"""Events that happen once between two parties, so that another date is another tale of one event."""
_COUNTED = frozenset(("market", "fine", "contract", "acquisition", "divestment", "ownership", "finding", "remove"))
_OPEN = frozenset(("considered", "planned", "question"))
_DOUBTED = frozenset(("conditional", "alleged"))
"""What a copy may make a fact of."""
_OPPOSITE = {frozenset(("ban", "lift")), frozenset(("list_add", "list_remove"))}
_LISTS = frozenset(("entity", "covere", "milita", "denied", "unveri", "invest", "sancti"))
"""Stems that tell one list of a body from another."""
_PUBLIC = frozenset(("ban", "lift", "list_add", "list_remove", "investigation"))
"""Acts that a state does by one of its bodies."""
_DIRECTED = frozenset(("lawsuit", "acquisition", "stop_selling", "fine", "ban", "ownership"))
_HELD_BY = re.compile(r"\b(?:subsidiary|unit|arm|owned|owns|belongs?|owner|parent)\b", re.I)
_ONCE_SO = re.compile(r"\b(?:former\w*|once|was|were|had|until|then)\b", re.I)
_MAJORITY = 50
_WARNED = 30

_NO = re.compile(
    r"\b(?:not|no|nor|never|none|nobody|nothing|neither|without|n['’]t|cannot|refus\w+|reject\w+|declin\w+|cancel\w*|"
    r"suspend\w*|halt\w*|scrap\w*|drop(?:s|ped)?|block\w*|fail\w*|call(?:s|ed)? off|on hold|ruled? out|against)\b|"
    r"n['’]t\b",
    re.I,
)
_AHEAD = re.compile(
    r"\b(?:will|would|may|might|could|to|plan\w*|consider\w*|weigh\w*|mull\w*|think\w*|intend\w*|propos\w*|going|"
    r"prepar\w*|set|expect\w*|discuss\w*|option\w*|study\w*|seek\w*|wants?|next|soon|by|within|if|would|"
    r"accus\w*|alleg\w*|suspect\w*|claim\w*|charg\w*)\b|\?",
    re.I,
)
"""Words without which a difference of yes and no, or of will and has, is more likely misread than told."""

Found = tuple[Told, Told, str] | None


def contradicts(first: Told, second: Told, naming: Naming) -> Found:
    for differs in (
        _turned,
        _opposed,
        _figures,
        copies.quantities,
        _dates,
        _deadlines,
        copies.moved,
        copies.added,
        copies.put_for,
        _owners,
        _exchanged,
        _stronger,
    ):
        why = differs(first, second, naming)
        if why:
            return first, second, why
    return None


def _turned(first: Told, second: Told, naming: Naming) -> str | None:
    """What is considered or planned in the report is done in a copy of it."""
    a, b = first.claim, second.claim
    if a.event != b.event or a.polarity != b.polarity:
        return None
    if a.event in alike.SPOKEN and not _stated(first, second, naming):
        return None
    open_ = _OPEN | _DOUBTED if copies.copied(first, second, naming) else _OPEN
    if not ({a.modality, b.modality} & open_ and "done" in (a.modality, b.modality)):
        return None
    if not copies.near(first, second, naming) or not _one_report(first, second, naming):
        return None
    if not copies.one_event(a, b, naming) and not _of_one_state(a, b, naming) and not _one_of_them(a, b, naming):
        return None
    if slots.gap(slots.days(a.time), slots.days(b.time)) > copies.SOON:
        return None
    if not any(
        _AHEAD.search(passage) for told in (first, second) if told.claim.modality != "done" for passage in told.passages
    ):
        return None
    still = next(one.modality for one in (a, b) if one.modality != "done")
    return f"One says that it has happened, the other that it is {still}, and both go back to one report."


def _stated(first: Told, second: Told, naming: Naming) -> bool:
    """What is no other event is one thing if a copy tells it of the same products, or in the same words."""
    a, b = first.claim, second.claim
    if a.event != "statement" or not copies.copied(first, second, naming):
        return False
    return bool(a.products and b.products) or alike.likeness(first, second, names=False) >= alike.WORDY[a.event]


def _owners(first: Told, second: Told, naming: Naming) -> str | None:
    """Most of a firm belongs to one, or to another."""
    a, b = first.claim, second.claim
    if not a.event == b.event == "ownership" or not a.modality == b.modality == "done" or a.polarity != b.polarity:
        return None
    if first.document is second.document or not copies.near(first, second, naming) or a.polarity != "positive":
        return None
    if naming.sets(a.actors, b.actors) is not Sets.APART or naming.sets(a.targets, b.targets) is not Sets.EQUAL:
        return None
    shares = [one.amount.value for one in (a, b) if one.amount is not None and one.amount.unit == "percent"]
    if not a.targets or not shares or min(shares) <= _MAJORITY:
        return None
    for told in (first, second):
        held = told.claim.amount is not None or any(map(_HELD_BY.search, told.passages))
        if not held or any(map(_ONCE_SO.search, told.passages)):
            return None
    return "Most of it cannot belong to both."


def _opposed(first: Told, second: Told, naming: Naming) -> str | None:
    a, b = first.claim, second.claim
    if a.event in alike.SPOKEN or a.modality != b.modality or a.modality not in ("done", "planned"):
        return None
    if (
        not copies.one_event(a, b, naming)
        or not copies.near(first, second, naming)
        or first.document is second.document
    ):
        return None
    if a.event == b.event and a.polarity != b.polarity:
        if a.event in alike.WORDY and alike.likeness(first, second) < alike.WORDY[a.event]:
            return None
        no, yes = (first, second) if a.polarity == "negative" else (second, first)
        return "One says that it is so, the other that it is not." if _denies(no) and not _denies(yes) else None
    if frozenset((a.event, b.event)) in _OPPOSITE and a.polarity == b.polarity == "positive":
        left, right = slots.days(a.time), slots.days(b.time)
        if left and right and left == right and left[0] == left[1]:
            return "They tell opposite acts of one day."
    return None


def _denies(told: Told) -> bool:
    return any(_NO.search(passage) for passage in told.passages)


def _figures(first: Told, second: Told, naming: Naming) -> str | None:
    a, b = first.claim, second.claim
    if a.amount is None or b.amount is None or first.document is second.document:
        return None
    if not copies.alike_but(first, second, naming):
        return None
    if a.event not in _COUNTED or slots.amounts(a.amount, b.amount, alike.year(first, second)) is not False:
        return None
    bounded = any(slots.bounded(passage) for told in (first, second) for passage in told.passages)
    if bounded and (a.amount.unit != b.amount.unit or not copies.copied(first, second, naming)):
        return None
    dated = slots.days(a.time) and slots.days(b.time)
    if not (copies.near(first, second, naming) or dated or copies.copied(first, second, naming)):
        return None
    if a.event == "market" and alike.likeness(first, second) < alike.WORDY["market"]:
        return None
    return f"One says {a.amount.value} {a.amount.unit}, the other {b.amount.value} {b.amount.unit}."


def _dates(first: Told, second: Told, naming: Naming) -> str | None:
    a, b = first.claim, second.claim
    if a.event not in _ONCE or a.modality != "done" or not copies.alike_but(first, second, naming, times=False):
        return None
    if naming.sets(a.actors, b.actors) is not Sets.EQUAL or not a.actors or first.document is second.document:
        return None
    lists = [frozenset().union(*map(wording.content, told.passages)) & _LISTS for told in (first, second)]
    if a.event in ("list_add", "list_remove") and lists[0] and lists[1] and not lists[0] & lists[1]:
        return None
    left, right = slots.days(a.time), slots.days(b.time)
    if left is not None and right is not None:
        return "They give different dates for one event." if slots.gap(left, right) > alike.APART else None
    for told, said in ((first, right), (second, left)):
        if slots.days(told.claim.time) is None and told.day is not None and _after(said, told.day + alike.APART):
            return "One told it as done before the date that the other gives."
    return None


def _deadlines(first: Told, second: Told, naming: Naming) -> str | None:
    """One thing planned until different days."""
    a, b = first.claim, second.claim
    if (a.event, a.polarity) != (b.event, b.polarity) or not a.modality == b.modality == "planned":
        return None
    if first.document is second.document or not copies.near(first, second, naming) or a.event in alike.SPOKEN:
        return None
    ends = [slots.deadline(one.time) for one in (a, b)]
    if ends[0] is None or ends[1] is None or abs(ends[0] - ends[1]) <= copies.SOON:
        return None
    acting = naming.sets(a.actors, b.actors) in (Sets.EQUAL, Sets.LESS, Sets.MORE) and bool(a.actors)
    if not acting or naming.sets(a.targets, b.targets) is not Sets.EQUAL or not alike.things_agree(a, b):
        return None
    return "They give different last days for one plan."


def _after(said: slots.Days | None, day: int) -> bool:
    return said is not None and said[0] is not None and said[0] > day


def _exchanged(first: Told, second: Told, naming: Naming) -> str | None:
    a, b = first.claim, second.claim
    if a.event != b.event or a.event not in _DIRECTED or not a.modality == b.modality == "done":
        return None
    if not (a.actors and a.targets and b.actors and b.targets) or not copies.near(first, second, naming):
        return None
    if naming.sets(a.actors, b.targets) is not Sets.EQUAL or naming.sets(a.targets, b.actors) is not Sets.EQUAL:
        return None
    if naming.sets(a.actors, b.actors) is not Sets.APART or alike.likeness(first, second) < 0.6:
        return None
    return "Who did it and to whom are exchanged."


def _stronger(first: Told, second: Told, naming: Naming) -> str | None:
    """A warning that another story made a ban."""
    if {first.claim.event, second.claim.event} != {"concern", "ban"}:
        return None
    mild, strong = (first, second) if first.claim.event == "concern" else (second, first)
    a, b = mild.claim, strong.claim
    if not (a.modality == b.modality == "done" and a.polarity == b.polarity == "positive"):
        return None
    left, right = slots.days(a.time), slots.days(b.time)
    if left is None or right is None or slots.gap(left, right) or None in right:
        return None
    if naming.sets(a.targets, b.targets) is not Sets.EQUAL or not alike.things_agree(a, b) or not b.products:
        return None
    if not any("warn" in wording.content(passage) or "warned" in passage for passage in mild.passages):
        return None
    acting = naming.sets(a.actors, b.actors) is Sets.EQUAL or mild.speaks_of(b.actors)
    return "What was a warning in one is a ban in the other." if acting and right[1] - right[0] <= _WARNED else None  # type: ignore[operator]


def _of_one_state(a: Claim, b: Claim, naming: Naming) -> bool:
    """An act of a public body, told once as that of its state."""
    if a.event not in _PUBLIC or naming.sets(a.targets, b.targets) is not Sets.EQUAL or not a.targets:
        return False
    known = a.place is not None and b.place is not None and slots.places(a.place, b.place)
    return known and bool(a.actors and b.actors) and slots.products(a.products, b.products)


def _one_of_them(a: Claim, b: Claim, naming: Naming) -> bool:
    """What one does is told of several, of whom it is one, without a target."""
    actors, targets = naming.sets(a.actors, b.actors), naming.sets(a.targets, b.targets)
    if actors not in (Sets.EQUAL, Sets.LESS, Sets.MORE) or not a.actors or a.event in alike.WORDY:
        return False
    return targets in (Sets.EQUAL, Sets.UNKNOWN) and alike.things_agree(a, b)


def _one_report(first: Told, second: Told, naming: Naming) -> bool:
    if first.document is second.document:
        # what a firm did and what it plans stand in one press release: only an outlet behind both is one report
        behind = same_source.cited(second.claim)
        return any(naming.one(x, y) for x in same_source.cited(first.claim) for y in behind)
    return same_source.one_report(first.claim, second.claim, first.document, naming) or same_source.one_report(
        second.claim, first.claim, second.document, naming
    )
