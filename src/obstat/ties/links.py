"""From a party to the parties whose restrictions may reach it, with the path of ties.

Invariant: only the relations of `CARRIES` are walked, along ties dated to include the day asked about; all other
relations (original-equipment, licence, minority, alleged, disputed, former) are warnings and never decide. A tie
that rests on memory, or whose day is not resolved, is walked as a condition and not as a fact.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from obstat.knowledge.snapshot import Snapshot
from obstat.model.dates import Reached
from obstat.model.records import Tie

UNDER, BESIDE, OVER = "under", "beside", "over"

CARRIES = {"subsidiary_of": UNDER, "controlled_by": UNDER, "brand_of": UNDER, "affiliate_of": BESIDE}
"""How a relation places its party towards the other one; relations without a row only warn.

A subsidiary, a controlled firm and a brand stand under; affiliates stand beside each other. 47 CFR 2.903(c)
counts those who own or control a listed firm as affiliates as well (`OVER`), where a rule says so.
"""


@dataclass(frozen=True, slots=True)
class Link:
    """`party` is reached by walking `path`; `place` is where the walker stands towards it."""

    party: str
    place: str
    path: tuple[Tie, ...]


_LONGEST = 8
"""Ties in a path at most."""

_BOTH_WARN = frozenset(["namesake_of"])
"""Relations that warn about either side."""

_STILL_WARNS = frozenset(["former_business_of", "disputed_former_affiliate_of"])
"""Relations whose end is the point: they warn after it, too."""


class Ties:
    """The ties of a snapshot as a graph, and the walks over it."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._parties = snapshot.parties
        self._above: dict[str, list[tuple[Tie, str]]] = {}
        self._beside: dict[str, list[tuple[Tie, str]]] = {}
        self._below: dict[str, list[tuple[Tie, str]]] = {}
        self._other: dict[str, list[Tie]] = {}
        self._stakes: dict[str, list[Tie]] = {}
        for tie in snapshot.ties.values():
            place = CARRIES.get(tie.relation)
            if place == UNDER:
                self._above.setdefault(tie.party, []).append((tie, tie.of))
                self._below.setdefault(tie.of, []).append((tie, tie.party))
            elif place == BESIDE:
                self._beside.setdefault(tie.party, []).append((tie, tie.of))
                self._beside.setdefault(tie.of, []).append((tie, tie.party))
            else:
                self._other.setdefault(tie.party, []).append(tie)
                if tie.relation == "shareholder_of":
                    self._stakes.setdefault(tie.of, []).append(tie)
                if tie.relation in _BOTH_WARN:
                    self._other.setdefault(tie.of, []).append(tie)
        self._links: dict[str, tuple[Link, ...]] = {}

    def links(self, party: str) -> tuple[Link, ...]:
        """Every party tied to `party`, itself first, whatever the day; the day is tested with `Tie.holds`."""
        if party not in self._links:
            self._links[party] = tuple(self._walk(party))
        return self._links[party]

    def direct(self, party: str) -> Iterator[Tie]:
        """The ties of `party` that carry restrictions over to it, whatever the day."""
        yield from (tie for tie, _ in (*self._above.get(party, ()), *self._beside.get(party, ())))

    def warnings(self, party: str, on: int) -> Iterator[Tie]:
        """Ties of `party` that hold on the day and carry nothing."""
        for tie in self._other.get(party, ()):
            begun = tie.since is None or tie.since.reached(on) is not Reached.NO
            if tie.holds(on) is not Reached.NO or (begun and tie.relation in _STILL_WARNS):
                yield tie

    def owners(self, party: str, on: int, as_known: int | None = None) -> frozenset[str]:
        """Everyone who may hold a share of `party` on the day, directly or through others."""
        return frozenset(owner for stakes in self._holders(party, on, as_known).values() for _, owner in stakes)

    def stakes(self, party: str) -> Iterator[Tie]:
        """The ties by which anybody owns a share of `party` on some day, directly or through others."""
        seen, queue = {party}, deque([party])
        while queue:
            for tie, owner in self._owners(queue.popleft()):
                yield tie
                if owner not in seen:
                    seen.add(owner)
                    queue.append(owner)

    def ownership(
        self, party: str, listed: frozenset[str], threshold: int, on: int, as_known: int | None = None
    ) -> tuple[Fraction, Fraction]:
        """Between which shares (per cent) listed parties own `party` in aggregate, directly or through owned firms.

        An owner counts when it is listed, or when it is itself owned at the threshold or more (31 CFR 510.411 as
        OFAC reads it, and the BIS Affiliates Rule). A share that no source gives lies between 0 and 100, a
        minority share below 50.
        """
        holders = self._holders(party, on, as_known)
        sure, possible = set(listed), set(listed)
        while True:  # the smallest sets that are closed: a loop of firms that own each other is not reached by itself
            least = {owned: self._held(stakes, sure, on, sure=True) for owned, stakes in holders.items()}
            most = {owned: self._held(stakes, possible, on, sure=False) for owned, stakes in holders.items()}
            grown = {p for p, share in least.items() if share >= threshold} - sure
            wider = {p for p, share in most.items() if share >= threshold} - possible
            if not grown and not wider:
                return least[party], min(most[party], Fraction(100))
            sure |= grown
            possible |= wider

    def _holders(self, party: str, on: int, as_known: int | None) -> dict[str, list[tuple[Tie, str]]]:
        """Those who hold stakes in `party` on the day, those who hold stakes in them, and so on."""
        found: dict[str, list[tuple[Tie, str]]] = {}
        queue = deque([party])
        while queue:
            owned = queue.popleft()
            if owned not in found:
                found[owned] = [
                    (tie, owner)
                    for tie, owner in self._owners(owned)
                    if tie.holds(on) is not Reached.NO and (as_known is None or tie.published <= as_known)
                ]
                queue.extend(owner for _, owner in found[owned])
        return found

    @staticmethod
    def _held(stakes: list[tuple[Tie, str]], counted: set[str], on: int, *, sure: bool) -> Fraction:
        """What `counted` owners hold: at least (only stakes that are sure), or at most."""
        total = Fraction(0)
        for tie, owner in stakes:
            if owner in counted:
                least, most = _share(tie)
                firm = tie.holds(on) is Reached.YES and not tie.recalled
                total += (least if firm else 0) if sure else most
        return total

    def _owners(self, party: str) -> Iterator[tuple[Tie, str]]:
        for tie, owner in self._above.get(party, ()):
            if tie.relation != "brand_of":
                yield tie, owner
        for tie, other in self._beside.get(party, ()):
            if tie.party == party:
                yield tie, other
        for tie in self._stakes.get(party, ()):
            yield tie, tie.party

    def _walk(self, start: str) -> Iterator[Link]:
        """Every way up and across that meets no party twice: which of them holds depends on the day."""
        yield Link(start, UNDER, ())
        queue: deque[tuple[Link, frozenset[str]]] = deque([(Link(start, UNDER, ()), frozenset([start]))])
        while queue:
            link, met = queue.popleft()
            steps = [(tie, other, link.place) for tie, other in self._above.get(link.party, ())]
            if link.place == UNDER:
                steps += [(tie, other, BESIDE) for tie, other in self._beside.get(link.party, ())]
            for tie, other, place in steps:
                if other not in met:
                    found = Link(other, place, (*link.path, tie))
                    yield found
                    if len(found.path) < _LONGEST:
                        queue.append((found, met | {other}))
        yield from self._owned_by(start)

    def _owned_by(self, start: str) -> Iterator[Link]:
        """Parties under `start`: it stands over them. Public bodies own too much to be meant."""
        if self._parties[start].kind == "body":
            return
        queue: deque[tuple[Link, frozenset[str]]] = deque([(Link(start, OVER, ()), frozenset([start]))])
        while queue:
            link, met = queue.popleft()
            for tie, other in self._below.get(link.party, ()):
                if tie.relation != "brand_of" and other not in met:
                    found = Link(other, OVER, (*link.path, tie))
                    yield found
                    if len(found.path) < _LONGEST:
                        queue.append((found, met | {other}))


def _share(tie: Tie) -> tuple[Fraction, Fraction]:
    if tie.share is not None:
        exact = Fraction(str(tie.share))
        return exact, exact
    return Fraction(0), Fraction(4999, 100) if tie.relation == "shareholder_of" else Fraction(100)
