"""The owners and the owned of one party on a day, so far as was asked.

Invariant: every tie of a member that holds on the day and leads to another member is in the excerpt; members that were
left out are counted.
"""

from __future__ import annotations

import datetime
import functools
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import replace

from obstat.knowledge.snapshot import Snapshot
from obstat.model.dates import Reached, iso
from obstat.model.ownership import Excerpt, Held, Member
from obstat.model.records import Tie
from obstat.ties.definitions import OwnershipTest
from obstat.ties.register import Register
from obstat.ties.relations import carries, stake_of

UP, DOWN = "up", "down"


def excerpt(snapshot: Snapshot, party: str, on: int, *, test: str | None, depth: int, most: int) -> Excerpt:
    """At most `most` members, no more than `depth` ties away.

    With a test, what the listed hold of the party is told, and of everything below it what the party would hold, were
    it listed alone.
    """
    reached, found, beyond = _walked(snapshot, party, on, depth, most)
    standing = OnLists(snapshot, on)
    held = _held(snapshot, standing, party, [m for m, way in reached.items() if way == DOWN], test, on) if test else {}
    members = [
        Member(told.id, told.name, told.kind, told.country, standing.lists(told.id), held.get(told.id))
        for told in (snapshot.parties[member] for member in reached)
    ]
    shown = [tie for tie in found if {tie.party, tie.of} <= reached.keys()]
    stakes = tuple(replace(stake_of(tie), counts=carries(tie)) for tie in shown)
    return Excerpt(party, iso(on), test, tuple(members), stakes, len(beyond - reached.keys()))


def _held(
    snapshot: Snapshot, standing: OnLists, party: str, below: Sequence[str], test: str, on: int
) -> dict[str, Held]:
    """What the listed hold of a party, and what the party holds of those below it."""
    register = Register(snapshot)
    if party not in register.names:
        OwnershipTest.parse(test)
        return {}
    day = datetime.date.fromordinal(on)
    alone = register.reached([party], test, day)
    held = {member: alone[member] for member in below}
    by_listed = register.reached(standing.parties() - {party}, test, day)
    own = by_listed[party]
    if own.status == "possible":
        own = replace(own, settles=by_listed.settling(party))
    return held | ({party: own} if own.high else {})


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


class OnLists:
    """On which lists parties stand on a day: imported lists, and those of the pack on which other rules hang."""

    def __init__(self, snapshot: Snapshot, on: int) -> None:
        self._snapshot, self._on = snapshot, on
        self.lists = functools.cache(self._lists)

    def _lists(self, party: str) -> tuple[str, ...]:
        """The codes or names of the lists, each once."""
        listings = (listing for entry in self._snapshot.entries_of(party) for listing in entry.listings)
        imported = (listing.list for listing in listings if listing.stands(self._on))
        return tuple(dict.fromkeys((*imported, *self._of_the_pack.get(party, ()))))

    def names(self) -> tuple[str, ...]:
        """The codes or names of all lists on which anybody ever stood, in order."""
        imported = {text for text in self._snapshot.table("entries").texts("listings.list") if text}
        return tuple(sorted(imported | {name for names in self._of_the_pack.values() for name in names}))

    def parties(self) -> set[str]:
        """Everybody who stands on some list."""
        entries = self._snapshot.table("entries")
        ends = entries.column("listings[]") if len(entries) else ()
        listed = {entries.text("party", row) or "" for row in range(len(entries)) if ends[row] < ends[row + 1]}
        return {party for party in listed | self._of_the_pack.keys() if party and self.lists(party)}

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
