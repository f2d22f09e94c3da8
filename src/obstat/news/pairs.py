"""How two claims stand to each other: the same, the second tells more, the later state, at odds, or a copy that names
another source.

Invariant: a pair has one kind, the first of `_KINDS` that holds, with a sentence that says why; whatever is not said by
both claims is no ground for calling them contrary.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from obstat.model.claim import Pair
from obstat.news import alike, contrary, disputes, same_source, slots, succession
from obstat.news.alike import Told
from obstat.news.naming import Naming, Sets

_LATEST = 60
_COPIED = 0.4
"""Share of common words from which one passage is taken to be a copy of another."""
_MODES = frozenset(("done", "planned"))
_SOON = 10
Stories = Sequence[Sequence[Told]]


def pairs(stories: Stories, naming: Naming) -> list[Pair]:
    """The pairs among the claims of some stories; `stories` are in the order of their appearance."""
    found: dict[tuple[str, str], Pair] = {}
    for pair in disputes.disputed(stories, naming):
        found.setdefault((pair.first, pair.second), pair)
    for first, second in _candidates(stories, naming):
        key = (first.claim.id, second.claim.id)
        told = None if key in found else _pair(first, second, naming)
        if told is not None:
            found[told.first, told.second] = told
    for pair in _one_denial(list(found.values()), stories, naming):
        found.setdefault((pair.first, pair.second), pair)
    return list(_once(list(found.values()), stories))


def _one_denial(found: Sequence[Pair], stories: Stories, naming: Naming) -> Iterator[Pair]:
    """Denials of one thing by one party within days are one, whatever their words."""
    told = {one.claim.id: one for story in stories for one in story}
    root = _roots(found, stories)
    denied: defaultdict[str, list[Told]] = defaultdict(list)
    for pair in found:
        if pair.kind == "disputed":
            denied[root[pair.first]].append(told[pair.second])
    order = {id_: at for at, id_ in enumerate(told)}
    for denials in denied.values():
        denials.sort(key=lambda one: order[one.claim.id])
        for at, second in enumerate(denials):
            for first in denials[max(0, at - _LATEST) : at]:
                apart = alike.days_apart(first, second)
                if first.document is second.document or apart is None or apart > alike.SOON:
                    continue
                if first.claim.actors and naming.sets(first.claim.actors, second.claim.actors) is Sets.EQUAL:
                    yield Pair("same", first.claim.id, second.claim.id, "Both deny the same.")


def _candidates(stories: Stories, naming: Naming) -> Iterator[tuple[Told, Told]]:
    """Each two claims of related events that can have a party in common, the one told earlier first; where one party
    has more than `_LATEST` claims of an event, those that stand nearest before."""
    claims = [told for story in stories for told in story]
    met: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for at, second in enumerate(claims):
        keys = naming.keys((*second.claim.actors, *second.claim.targets))
        events = _RELATED.get(second.claim.event, (second.claim.event,))
        for before in sorted({other for key in keys for event in events for other in met[event, key][-_LATEST:]}):
            yield claims[before], second
        for key in keys:
            met[second.claim.event, key].append(at)


_RELATED: dict[str, tuple[str, ...]] = {
    "ban": ("ban", "lift", "concern", "investigation"),
    "lift": ("lift", "ban"),
    "concern": ("concern", "ban"),
    "list_add": ("list_add", "list_remove", "investigation"),
    "list_remove": ("list_remove", "list_add"),
    "lawsuit": ("lawsuit", "fine"),
    "fine": ("fine", "lawsuit", "investigation"),
    "investigation": ("investigation", "fine", "ban", "list_add"),
}
"""Events of which one can be the sequel or the opposite of the other, besides itself."""


def _pair(first: Told, second: Told, naming: Naming) -> Pair | None:
    for kind, holds in _KINDS:
        found = holds(first, second, naming)
        if found is not None:
            earlier, later, why = found
            return Pair(kind, earlier.claim.id, later.claim.id, why)
    return None


Found = tuple[Told, Told, str] | None


def _misattributed(first: Told, second: Told, naming: Naming) -> Found:
    if first.document is second.document or same_source.alike(first.claim, second.claim, naming):
        return None
    apart = alike.days_apart(first, second)
    if (apart is not None and apart > _SOON) or not _slots_agree(first, second, naming):
        return None
    sources = [same_source.last(one.claim) for one in (first, second)]
    if any(
        source and same_source.own_voice(one.document, source, naming)
        for one, source in zip((first, second), sources, strict=True)
    ):
        return None
    if alike.likeness(first, second) < _COPIED:
        return None
    names = [source.name if source else "nobody" for source in sources]
    return first, second, f"The same words are given to {names[0]} in one story and to {names[1]} in the other."


def _slots_agree(first: Told, second: Told, naming: Naming) -> bool:
    a, b = first.claim, second.claim
    return (
        (a.event, a.modality, a.polarity) == (b.event, b.modality, b.polarity)
        and alike.parties_agree(a, b, naming)
        and alike.things_agree(a, b)
        and alike.times_agree(first, second)
        and slots.amounts(a.amount, b.amount, alike.year(first, second)) is not False
    )


def _same(first: Told, second: Told, naming: Naming) -> Found:
    if first.document is second.document or not alike.same(first, second, naming):
        return None
    if first.claim.event == "opinion" and _says_more(first, second):
        return first, second, "The second gives more of the same words."
    return first, second, "The same event, parties and time are told in both."


def _refines(first: Told, second: Told, naming: Naming) -> Found:
    a, b = first.claim, second.claim
    if (a.event, a.modality, a.polarity) != (b.event, b.modality, b.polarity) or not alike.things_agree(a, b):
        return None
    if a.event == "opinion" and alike.same(first, second, naming) and first.document is not second.document:
        return (first, second, "The second gives more of what was said.") if _says_more(first, second) else None
    if a.event in alike.WORDY or a.event in alike.SPOKEN or not alike.times_agree(first, second):
        return None
    if slots.amounts(a.amount, b.amount, alike.year(first, second)) is False:
        return None
    one_story = first.document is second.document
    if meant := _meant(first, second, naming):
        return meant
    if one_story and not same_source.alike(a, b, naming):
        return None
    return _subset(first, second, naming, one_story=one_story)


def _meant(first: Told, second: Told, naming: Naming) -> Found:
    """What is told of a kind of firms (``suppliers``) is told of one of them by name."""
    a, b = first.claim, second.claim
    if naming.sets(a.actors, b.actors) is not Sets.EQUAL or not a.actors:
        return None
    for less, more in ((first, second), (second, first)):
        kinds, firms = less.claim.targets, more.claim.targets
        if kinds and firms and _kinds(kinds, naming) and all(map(naming.is_id, firms)):
            return less, more, "The second names one of those whom the first means."
    return None


def _subset(first: Told, second: Told, naming: Naming, *, one_story: bool) -> Found:
    a, b = first.claim, second.claim
    actors, targets = naming.sets(a.actors, b.actors), naming.sets(a.targets, b.targets)
    if actors in (Sets.EQUAL, Sets.UNKNOWN) and targets in (Sets.LESS, Sets.MORE):
        less, more = (first, second) if targets is Sets.LESS else (second, first)
        return less, more, "The second names more of those whom it is about."
    if one_story:
        if actors is Sets.EQUAL and a.actors and targets is Sets.UNKNOWN and a.modality in _MODES:
            less, more = (first, second) if not a.targets else (second, first)
            return less, more, "The second says whom it is about."
        return None
    if targets is not Sets.EQUAL or not a.targets:
        return None
    if actors in (Sets.LESS, Sets.MORE):
        less, more = (first, second) if actors is Sets.LESS else (second, first)
        return less, more, "The second names more of those who did it."
    if actors is Sets.APART and slots.days(a.time) and slots.days(a.time) == slots.days(b.time):
        for less, more in ((first, second), (second, first)):
            if _kinds(less.claim.actors, naming) and not any(_kinds((name,), naming) for name in more.claim.actors):
                return less, more, "The second names one of those whom the first means."
    return None


def _kinds(names: Sequence[str], naming: Naming) -> bool:
    """``mobile operators``: anybody of a kind."""
    return all(not naming.is_id(name) and _plural(name) for name in names)


def _plural(name: str) -> bool:
    return name == name.lower() and name.endswith("s")


def _says_more(first: Told, second: Told) -> bool:
    return max(map(len, second.passages), default=0) > 1.5 * max(map(len, first.passages), default=0)


_KINDS: tuple[tuple[str, Callable[[Told, Told, Naming], Found]], ...] = (
    ("misattributed", _misattributed),
    ("refines", lambda a, b, naming: _refines(a, b, naming) if a.claim.event == "opinion" else None),
    ("same", _same),
    ("contradicts", contrary.contradicts),
    ("supersedes", succession.supersedes),
    ("refines", _refines),
)


def _order(stories: Stories) -> dict[str, int]:
    return {told.claim.id: at for at, told in enumerate(told for story in stories for told in story)}


def _roots(found: Sequence[Pair], stories: Stories) -> dict[str, str]:
    """By claim the first of those that are the same."""
    order = _order(stories)
    group = {id_: id_ for id_ in order}

    def root(id_: str) -> str:
        while group[id_] != id_:
            id_ = group[id_]
        return id_

    for pair in found:
        if pair.kind == "same":
            low, high = sorted((root(pair.first), root(pair.second)), key=order.__getitem__)
            group[high] = low
    return {id_: root(id_) for id_ in order}


def _once(found: list[Pair], stories: Stories) -> Iterator[Pair]:
    """A later state and a copy are told once for claims that are the same, from the story told first."""
    order = _order(stories)
    root = _roots(found, stories)
    seen: set[tuple[str, frozenset[str]]] = set()
    for pair in sorted(found, key=lambda pair: (order[pair.first], order[pair.second])):
        key = (pair.kind, frozenset((root[pair.first], root[pair.second])))
        if pair.kind in ("supersedes", "misattributed"):
            if key in seen:
                continue
            seen.add(key)
        yield pair
