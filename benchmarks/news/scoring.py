"""How far claims told agree with the gold ones, as ``GUIDE.md`` counts it.

Invariant: every gold claim meets at most one told claim, of its own story, and the other way round, by the assignment
that is best as a whole; whatever meets none counts against recall or precision, and nothing is left out. Whether two
names mean the same is asked of the `Same` that is given: nothing here knows a party.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from scipy.optimize import linear_sum_assignment

from obstat.model.claim import Amount, Claim, Flag, Pair, Span

Same = Callable[[str, str], bool]
Met = list[tuple[Claim, Claim]]
"""Gold claims, each with the told one that it meets."""
Reach = Callable[[Claim, Claim], bool]
"""Whether a gold and a told claim may meet."""
SETS = ("actors", "targets", "products")
SLOTS = (*SETS, "place", "time", "amount", "modality", "polarity", "class", "origin")
RULE = ("actors", "targets", "modality", "polarity", "class")
"""The slots that, with the event, decide whether a claim is found."""
UNORDERED = ("same", "disputed", "contradicts")
"""Kinds of pairs in which it does not matter which claim is named first."""


@dataclass(frozen=True, slots=True)
class Measure:
    """How many were right of those `told` and of those that are `true`; a share of nothing is None."""

    right: int = 0
    told: int = 0
    true: int = 0

    def __add__(self, other: Measure) -> Measure:
        return Measure(self.right + other.right, self.told + other.told, self.true + other.true)

    @property
    def precision(self) -> float | None:
        return self.right / self.told if self.told else None

    @property
    def recall(self) -> float | None:
        return self.right / self.true if self.true else None

    @property
    def f1(self) -> float | None:
        return 2 * self.right / (self.told + self.true) if self.told + self.true else None


@dataclass(frozen=True, slots=True)
class Slot:
    """One slot over claims that meet: `filled` counts what stands in it, `equal` the claims in which it is the same."""

    filled: Measure = Measure()
    equal: int = 0
    claims: int = 0

    @property
    def accuracy(self) -> float | None:
        return self.equal / self.claims if self.claims else None


@dataclass(frozen=True, slots=True)
class Merging:
    """Claims told twice: pairs of them, those `among` claims that are both gold and told, and B-cubed (Bagga and
    Baldwin 1998) as the sums over `items`."""

    pairs: Measure = Measure()
    among: Measure = Measure()
    precise: float = 0.0
    recalled: float = 0.0
    items: int = 0

    def __add__(self, other: Merging) -> Merging:
        sums = (self.precise + other.precise, self.recalled + other.recalled, self.items + other.items)
        return Merging(self.pairs + other.pairs, self.among + other.among, *sums)

    @property
    def b_cubed(self) -> tuple[float, float, float] | None:
        """Precision, recall and F1."""
        if not self.items:
            return None
        precision, recall = self.precise / self.items, self.recalled / self.items
        return precision, recall, 2 * precision * recall / (precision + recall)


def class_of(claim: Claim) -> str:
    """The class of a claim is that of the last link of its chain."""
    return claim.attribution[-1].class_ if claim.attribution else "none"


def overlap(one: Iterable[Span], other: Iterable[Span]) -> float:
    """The characters that both cover, as a share of those that either covers."""
    first = {at for start, end in one for at in range(start, end)}
    second = {at for start, end in other for at in range(start, end)}
    return len(first & second) / len(first | second) if first and second else 0.0


def common(one: Iterable[str], other: Iterable[str], same: Same) -> int:
    """How many names of the one have a partner of their own in the other."""
    first, second = list(dict.fromkeys(one)), list(dict.fromkeys(other))
    if not first or not second:
        return 0
    equal = np.array([[same(a, b) for b in second] for a in first], dtype=float)
    return int(equal[linear_sum_assignment(equal, maximize=True)].sum())


def same_names(one: Sequence[str], other: Sequence[str], same: Same) -> bool:
    """Whether two slots hold the same names, as sets."""
    return len(set(one)) == len(set(other)) == common(one, other, same)


def agrees(gold: Claim, told: Claim, same: Same) -> bool:
    """The rule by which a claim is found: event, modality, polarity, class, actors and targets."""
    return gold.event == told.event and all(_same_slot(name, gold, told, same) for name in RULE)


def likeness(gold: Claim, told: Claim, same: Same) -> float:
    """0 to 1, what decides between claims that might meet the same one: passages, then the slots of the rule."""
    slots = [_same_slot(name, gold, told, same) for name in ("event", *RULE)]
    return 0.5 * overlap(gold.spans, told.spans) + 0.5 * (sum(slots) / len(slots))


def meet(gold: Sequence[Claim], told: Sequence[Claim], reach: Reach, same: Same, *, most: bool = False) -> Met:
    """The best one-to-one assignment within each story: of the greatest likeness, or with `most` of the most claims."""
    met: Met = []
    for golds, tolds in by_story(gold, told).values():
        if not golds or not tolds:
            continue
        first = float(min(len(golds), len(tolds))) if most else 0.0
        worth = np.array([[first + likeness(g, t, same) if reach(g, t) else 0.0 for t in tolds] for g in golds])
        rows, columns = linear_sum_assignment(worth, maximize=True)
        met += [(golds[row], tolds[column]) for row, column in zip(rows, columns, strict=True) if worth[row, column]]
    return met


def by_story(gold: Iterable[Claim], told: Iterable[Claim]) -> dict[str, tuple[list[Claim], list[Claim]]]:
    stories: dict[str, tuple[list[Claim], list[Claim]]] = defaultdict(lambda: ([], []))
    for place, claims in enumerate((gold, told)):
        for claim in claims:
            stories[claim.document][place].append(claim)
    return stories


def found(gold: Sequence[Claim], told: Sequence[Claim], same: Same) -> Met:
    """Gold claims that are found, by the rule of the guide."""
    return meet(gold, told, lambda one, other: agrees(one, other, same), same, most=True)


def aligned(gold: Sequence[Claim], told: Sequence[Claim], same: Same, *, any_event: bool = False) -> Met:
    """Claims of overlapping passages and, but with `any_event`, of the same event."""

    def reach(one: Claim, other: Claim) -> bool:
        return (any_event or one.event == other.event) and overlap(one.spans, other.spans) > 0

    return meet(gold, told, reach, same)


def left(gold: Iterable[Claim], told: Iterable[Claim], met: Met) -> tuple[list[Claim], list[Claim]]:
    """The gold and the told claims that meet none. Both may go by the same ids, so each is asked among its own."""
    golds, tolds = {one.id for one, _ in met}, {other.id for _, other in met}
    return [claim for claim in gold if claim.id not in golds], [claim for claim in told if claim.id not in tolds]


def partners(gold: Sequence[Claim], told: Sequence[Claim], same: Same) -> dict[str, str]:
    """By the id of a told claim that of the gold one it stands for: found, else aligned among those that are left."""
    met = found(gold, told, same)
    met += aligned(*left(gold, told, met), same)
    return {told_claim.id: gold_claim.id for gold_claim, told_claim in met}


def by_event(gold: Sequence[Claim], told: Sequence[Claim], met: Met) -> dict[str, Measure]:
    """The measure of each event that is true or told; a claim that is found is of the same event as the gold one."""
    counts = (Counter(one.event for one, _ in met), Counter(c.event for c in told), Counter(c.event for c in gold))
    return {event: Measure(*(count[event] for count in counts)) for event in sorted(counts[1] | counts[2])}


def by_class(met: Met) -> dict[str, Measure]:
    """Between claims that meet, the measure of each class of attribution."""
    right = Counter(class_of(one) for one, other in met if class_of(one) == class_of(other))
    told, true = Counter(class_of(other) for _, other in met), Counter(class_of(one) for one, _ in met)
    return {name: Measure(right[name], told[name], true[name]) for name in sorted(told | true)}


def slot(name: str, met: Met, same: Same) -> Slot:
    """One of `SLOTS` between claims that meet. A time is equal when it comes to the same days."""
    equal = sum(_same_slot(name, one, other, same) for one, other in met)
    if name in SETS:
        parts = [(list(getattr(one, name)), list(getattr(other, name))) for one, other in met]
        right = sum(common(one, other, same) for one, other in parts)
        filled = Measure(right, sum(len(set(told)) for _, told in parts), sum(len(set(gold)) for gold, _ in parts))
    else:
        given = [(value(name, one) is not None, value(name, other) is not None) for one, other in met]
        right = sum(
            _same_slot(name, one, other, same)
            for (one, other), (true, told) in zip(met, given, strict=True)
            if true and told
        )
        filled = Measure(right, sum(told for _, told in given), sum(true for true, _ in given))
    return Slot(filled, equal, len(met))


def differing(gold: Claim, told: Claim, same: Same) -> list[str]:
    """The slots in which two claims differ."""
    return [name for name in ("event", *SLOTS) if not _same_slot(name, gold, told, same)]


def value(name: str, claim: Claim) -> object:
    """What stands in a slot, as it is compared."""
    if name == "class":
        return class_of(claim)
    if name == "time":
        return claim.time and (claim.time.since, claim.time.until)
    return getattr(claim, name)


def _same_slot(name: str, gold: Claim, told: Claim, same: Same) -> bool:
    one, other = value(name, gold), value(name, told)
    if name in SETS:
        return same_names(getattr(gold, name), getattr(told, name), same)
    if isinstance(one, str) and isinstance(other, str) and name == "origin":
        return same(one, other)
    if isinstance(one, Amount) and isinstance(other, Amount):
        return one.value == other.value and same(one.unit, other.unit)
    return one == other


def classes(ids: Iterable[str], pairs: Iterable[Pair]) -> dict[str, str]:
    """By id one that stands for all that are the same: `same` carries over (if a is b and b is c, a is c)."""
    leader = {id_: id_ for id_ in ids}

    def top(id_: str) -> str:
        while leader.setdefault(id_, id_) != id_:
            id_ = leader[id_]
        return id_

    for pair in pairs:
        if pair.kind == "same":
            leader[top(pair.second)] = top(pair.first)
    return {id_: top(id_) for id_ in tuple(leader)}


def renamed(pairs: Iterable[Pair], names: Mapping[str, str]) -> list[Pair]:
    """Pairs of told claims as pairs of gold ones; a claim that stands for none keeps its own id, marked as told."""
    return [Pair(pair.kind, _as_gold(pair.first, names), _as_gold(pair.second, names), pair.why) for pair in pairs]


def _as_gold(id_: str, names: Mapping[str, str]) -> str:
    return names.get(id_, f"told {id_}")


def merging(
    gold: Sequence[Claim],
    gold_pairs: Iterable[Pair],
    told: Sequence[Claim],
    told_pairs: Iterable[Pair],
    names: Mapping[str, str],
) -> Merging:
    """Over all claims of a cluster; one that is gold and not told, or told and not gold, is merged with none."""
    items = {claim.id for claim in gold} | {_as_gold(claim.id, names) for claim in told}
    true, found = classes(items, gold_pairs), classes(items, renamed(told_pairs, names))
    true_sets, found_sets = _members(true, items), _members(found, items)
    both = {id_: len(true_sets[true[id_]] & found_sets[found[id_]]) for id_ in items}
    both_have = set(names.values())
    pairs, among = Measure(), Measure()
    for a, b in combinations(sorted(items), 2):
        so, said = true[a] == true[b], found[a] == found[b]
        pairs += Measure(so and said, said, so)
        if a in both_have and b in both_have:
            among += Measure(so and said, said, so)
    return Merging(
        pairs,
        among,
        sum(both[id_] / len(found_sets[found[id_]]) for id_ in items),
        sum(both[id_] / len(true_sets[true[id_]]) for id_ in items),
        len(items),
    )


def _members(class_by_id: Mapping[str, str], items: Iterable[str]) -> dict[str, set[str]]:
    sets: dict[str, set[str]] = defaultdict(set)
    for id_ in items:
        sets[class_by_id[id_]].add(id_)
    return sets


def key(pair: Pair, class_by_id: Mapping[str, str] | None = None) -> tuple[str, tuple[str, str]]:
    """Kind and ends of a pair, in one order where the order says nothing; ends as the classes they are in."""
    known = class_by_id or {}
    first, second = (known.get(id_, id_) for id_ in (pair.first, pair.second))
    return pair.kind, (second, first) if pair.kind in UNORDERED and second < first else (first, second)


def by_kind(gold_pairs: Sequence[Pair], told_pairs: Sequence[Pair], names: Mapping[str, str]) -> dict[str, Measure]:
    """The measure of each kind of pairs but `same`, which `merging` counts.

    They are counted between classes of the same claim: copies that dispute one claim dispute it once.
    """
    known = classes((), gold_pairs)
    true = {key(pair, known) for pair in gold_pairs if pair.kind != "same"}
    told = {key(pair, known) for pair in renamed(told_pairs, names) if pair.kind != "same"}
    counts = [Counter(kind for kind, _ in pairs) for pairs in (true & told, told, true)]
    return {kind: Measure(*(count[kind] for count in counts)) for kind in counts[1] | counts[2]}


def flags(gold: Iterable[Flag], told: Iterable[Flag]) -> dict[str, Measure]:
    """By code; a flag counts once for a story."""
    true, said = ({(flag.kind, flag.document) for flag in some} for some in (gold, told))
    counts = [Counter(kind for kind, _ in some) for some in (true & said, said, true)]
    return {kind: Measure(*(count[kind] for count in counts)) for kind in counts[1] | counts[2]}
