"""From a party to the parties whose restrictions may reach it, with the path of ties.

Invariant: only the relations of `CARRIES` are walked, along ties dated to include the day asked about; all other
relations (original-equipment, licence, minority, alleged, disputed, former) are warnings and never decide. A tie
that rests on memory, or whose day is not resolved, is walked as a condition and not as a fact.
"""

from __future__ import annotations

import functools
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from obstat.model.dates import Reached
from obstat.model.ownership import Held, Settling
from obstat.model.records import Party, Tie
from obstat.ties.relations import BESIDE, OVER, UNDER, carries, ends_of, place

if TYPE_CHECKING:
    from obstat.ties.holdings import Holdings


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

_STAKES_THAT_WARN = frozenset(["shareholder_of"])
"""Stakes that count where shares are added up, and of which everybody else is warned."""

_STILL_WARNS = frozenset(["former_business_of", "disputed_former_affiliate_of"])
"""Relations whose end is the point: they warn after it, too."""


class Ends(Protocol):
    """Where ties are found by the parties at their ends, as in `Snapshot.ties`."""

    def of(self, party: str, *, end: int) -> Sequence[Tie]:
        """The ties whose `party` (`end` 0) or whose `of` (1) it is."""
        ...


class Known(Protocol):
    """What of a snapshot is asked for ties."""

    @property
    def ties(self) -> Ends: ...

    @property
    def parties(self) -> Mapping[str, Party]: ...


class Ties:
    """The ties of a snapshot as a graph, and the walks over it. What is asked for is read, and no more."""

    def __init__(self, snapshot: Known) -> None:
        self._parties, self._ends = snapshot.parties, snapshot.ties
        self.links = functools.lru_cache(maxsize=16384)(self._links)
        self.stakes = functools.lru_cache(maxsize=16384)(self._all_stakes)
        self._into = functools.lru_cache(maxsize=65536)(self._owners_of)
        self._holdings = functools.lru_cache(maxsize=4096)(self._held)

    def _links(self, party: str) -> tuple[Link, ...]:
        """Every party tied to `party`, itself first, whatever the day; the day is tested with `Tie.holds`."""
        return tuple(self._walk(party))

    def direct(self, party: str) -> Iterator[Tie]:
        """The ties of `party` that carry restrictions over to it, whatever the day."""
        yield from (tie for tie, _ in (*self._above(party), *self._beside(party)))

    def warnings(self, party: str, on: int) -> Iterator[Tie]:
        """Ties of `party` that hold on the day and carry nothing."""
        both = (tie for tie in self._ends.of(party, end=1) if tie.relation in _BOTH_WARN)
        for tie in (*self._ends.of(party, end=0), *both):
            if not carries(tie) or tie.relation in _STAKES_THAT_WARN:
                begun = tie.since is None or tie.since.reached(on) is not Reached.NO
                if tie.holds(on) is not Reached.NO or (begun and tie.relation in _STILL_WARNS):
                    yield tie

    def owners(self, party: str, on: int, as_known: int | None = None) -> frozenset[str]:
        """Everyone who may hold a share of `party` on the day, directly or through others."""
        found: set[str] = set()
        queue = deque([party])
        while queue:
            for tie, owner in self._into(queue.popleft()):
                known = as_known is None or tie.published <= as_known
                if known and owner not in found and tie.holds(on) is not Reached.NO:
                    found.add(owner)
                    queue.append(owner)
        return frozenset(found - {party})

    def ownership(self, party: str, listed: frozenset[str], test: str, on: int, as_known: int | None = None) -> Held:
        """What listed parties hold of `party` under a test of `obstat.ties.definitions`, with the paths that prove it.

        A share that no source gives lies between 0 and 100, a minority share below 50. Only what stands above the party
        is looked at, so that common control is seen there alone.
        """
        return self._holdings(party).reached(party, listed, test, (on, as_known))

    def settling(
        self, party: str, listed: frozenset[str], test: str, on: int, as_known: int | None = None
    ) -> tuple[Settling, ...]:
        """The single shares of which knowing one exactly could settle what listed parties hold of `party`."""
        return self._holdings(party).settling(party, listed, test, (on, as_known))

    def _all_stakes(self, party: str) -> tuple[Tie, ...]:
        """The ties by which anybody owns a share of `party` on some day, directly or through others."""
        found: dict[Tie, None] = {}
        seen, queue = {party}, deque([party])
        while queue:
            for tie, owner in self._into(queue.popleft()):
                found[tie] = None
                if owner not in seen:
                    seen.add(owner)
                    queue.append(owner)
        return tuple(found)

    def _held(self, party: str) -> Holdings:
        from obstat.ties.holdings import Holdings  # arrays are for those who ask for shares

        return Holdings(self.stakes(party))

    def _owners_of(self, party: str) -> list[tuple[Tie, str]]:
        """The ties that are stakes in a party, with their owners."""
        ties = ((tie, ends_of(tie)) for end in (0, 1) for tie in self._ends.of(party, end=end))
        return [(tie, ends[0]) for tie, ends in ties if ends and ends[1] == party]

    def _above(self, party: str) -> list[tuple[Tie, str]]:
        """The ties by which it stands under another."""
        return [(tie, tie.of) for tie in self._ends.of(party, end=0) if place(tie) == UNDER]

    def _below(self, party: str) -> list[tuple[Tie, str]]:
        return [(tie, tie.party) for tie in self._ends.of(party, end=1) if place(tie) == UNDER]

    def _beside(self, party: str) -> list[tuple[Tie, str]]:
        ties = [(tie, tie.of) for tie in self._ends.of(party, end=0) if place(tie) == BESIDE]
        return ties + [(tie, tie.party) for tie in self._ends.of(party, end=1) if place(tie) == BESIDE]

    def _walk(self, start: str) -> Iterator[Link]:
        """Every way up and across that meets no party twice: which of them holds depends on the day."""
        yield Link(start, UNDER, ())
        queue: deque[tuple[Link, frozenset[str]]] = deque([(Link(start, UNDER, ()), frozenset([start]))])
        while queue:
            link, met = queue.popleft()
            steps = [(tie, other, link.place) for tie, other in self._above(link.party)]
            if link.place == UNDER:
                steps += [(tie, other, BESIDE) for tie, other in self._beside(link.party)]
            for tie, other, standing in steps:
                if other not in met:
                    found = Link(other, standing, (*link.path, tie))
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
            for tie, other in self._below(link.party):
                if tie.relation != "brand_of" and other not in met:
                    found = Link(other, OVER, (*link.path, tie))
                    yield found
                    if len(found.path) < _LONGEST:
                        queue.append((found, met | {other}))
