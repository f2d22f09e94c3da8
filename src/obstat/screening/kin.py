"""The owners and the owned of one party on a day, so far as was asked.

Invariant: every tie of a member that holds on the day and leads to another member is in the excerpt; members that were
left out are counted.
"""

from __future__ import annotations

import functools
from collections import deque
from collections.abc import Iterator
from dataclasses import replace

from obstat.knowledge.snapshot import Snapshot
from obstat.model.dates import Reached, iso
from obstat.model.ownership import Excerpt, Held, Member
from obstat.model.records import Tie
from obstat.ties.definitions import OwnershipTest
from obstat.ties.holdings import stake_of
from obstat.ties.links import Ties, carries

UP, DOWN = "up", "down"


def excerpt(snapshot: Snapshot, ties: Ties, party: str, on: int, *, test: str | None, depth: int, most: int) -> Excerpt:
    """At most `most` members, no more than `depth` ties away.

    With a test, what listed owners hold of the party is told, and of everything below it what the party, were it listed
    alone, would hold.
    """
    if test:
        OwnershipTest.parse(test)
    reached, found, beyond = _walked(snapshot, party, on, depth, most)
    standing = Standing(snapshot, on)
    shown = [tie for tie in found if {tie.party, tie.of} <= reached.keys()]
    stakes = [replace(stake_of(tie), counts=carries(tie)) for tie in shown]
    members = []
    for member, way in reached.items():
        told = snapshot.parties[member]
        held = None
        if test and way == DOWN:
            held = ties.ownership(member, frozenset([party]), test, on)
        elif test and member == party:
            held = _held_by_listed(standing, ties, party, test, on)
        members.append(Member(member, told.name, told.kind, told.country, standing.lists(member), held))
    return Excerpt(party, iso(on), test, tuple(members), tuple(stakes), len(beyond - reached.keys()))


def _held_by_listed(standing: Standing, ties: Ties, party: str, test: str, on: int) -> Held | None:
    """What owners that stand on a list hold of a party; None where there are none."""
    owners = ties.owners(party, on)
    listed = frozenset(owner for owner in owners if standing.lists(owner))
    if not listed:
        return None
    held = ties.ownership(party, listed, test, on)
    return replace(held, settles=ties.settling(party, listed, test, on)) if held.status == "possible" else held


def _walked(
    snapshot: Snapshot, party: str, on: int, depth: int, most: int
) -> tuple[dict[str, str], dict[Tie, None], set[str]]:
    """The members with the way on which each was met first, the ties met, and parties that were not gone to."""
    reached, found, beyond = {party: ""}, dict[Tie, None](), set[str]()
    queue = deque([(party, UP, 0), (party, DOWN, 0)])
    while queue:
        at, way, steps = queue.popleft()
        for tie, other in _steps(snapshot, at, way, on):
            found[tie] = None
            if other in reached:
                continue
            if steps == depth or len(reached) == most:
                beyond.add(other)
                continue
            reached[other] = way
            queue.append((other, way, steps + 1))
    return reached, found, beyond


def _steps(snapshot: Snapshot, party: str, way: str, on: int) -> Iterator[tuple[Tie, str]]:
    """The ties that lead from a party to its owners, or to what it owns, and whom they lead to."""
    for tie in (*snapshot.ties.of(party, end=0), *snapshot.ties.of(party, end=1)):
        stake = stake_of(tie)
        here, there = (stake.owned, stake.owner) if way == UP else (stake.owner, stake.owned)
        if here == party and there != party and tie.holds(on) is not Reached.NO:
            yield tie, there


class Standing:
    """On which lists parties stand on a day: imported lists, and those of the pack on which other rules hang."""

    def __init__(self, snapshot: Snapshot, on: int) -> None:
        self._snapshot, self._on = snapshot, on
        self.lists = functools.cache(self._lists)

    def _lists(self, party: str) -> tuple[str, ...]:
        """The codes or names of the lists, each once."""
        return tuple(dict.fromkeys((*self._imported(party), *self._of_the_pack.get(party, ()))))

    def _imported(self, party: str) -> Iterator[str]:
        for entry in self._snapshot.entries_of(party):
            for listing in entry.listings:
                ended = listing.until is not None and listing.until.reached(self._on) is Reached.YES
                if listing.published <= self._on and not ended:
                    yield listing.list

    @functools.cached_property
    def _of_the_pack(self) -> dict[str, list[str]]:
        provisions = [p for p in self._snapshot.table("provisions") if p.target == "party"]
        hung_on = {p.listing for p in provisions if p.listing}
        found: dict[str, list[str]] = {}
        for provision in provisions:
            rule = self._snapshot.rules[provision.rule]
            begun = provision.since is None or provision.since.reached(self._on) is Reached.YES
            end = provision.ends(None)
            a_list = rule.id in hung_on or rule.kind in ("listing", "label")
            if a_list and begun and not (end and end.reached(self._on) is Reached.YES):
                found.setdefault(provision.values[0], []).append(rule.programme or rule.title)
        return found
