"""The provisions in force on a day that name a party, or one it is tied to so that they extend to it.

Invariant: nothing is decided here; whether a provision stands in the way of something is for `check` to say. Only what
is certain counts: ties that hold on the day, shares that are known to be large enough.
"""

from __future__ import annotations

from collections.abc import Iterator

from obstat.model.dates import Reached
from obstat.model.records import Provision, Tie
from obstat.rules.evaluate import Evaluator
from obstat.rules.on_lists import on_list
from obstat.rules.reach import extends


class InForce:
    """The provisions of a snapshot that stand on one day, by the party that each names."""

    def __init__(self, evaluator: Evaluator, on: int) -> None:
        self._snapshot, self._ties, self._on = evaluator.snapshot, evaluator.reach.ties, on
        self._naming: dict[str, list[Provision]] = {}
        self._on_lists: list[Provision] = []
        for provision in self._snapshot.table("provisions"):
            if provision.target == "party" and _stands(provision, on):
                self._naming.setdefault(provision.values[0], []).append(provision)
            elif provision.target == "list" and _stands(provision, on):
                self._on_lists.append(provision)

    def reaching(self, party: str) -> Iterator[tuple[Provision, str]]:
        """Each provision that reaches the party, with the party that it names."""
        for link in self._ties.links(party):
            if all(self._holds(tie) for tie in link.path):
                for provision in self._that_name(link.party):
                    owned = provision.extent == "owned" and link.path
                    if not owned and extends(provision, link.place, link.path):
                        yield provision, link.party
        yield from self._owned(party)

    def _owned(self, party: str) -> Iterator[tuple[Provision, str]]:
        """Those on whom the party's owners, listed, hold enough of it together."""
        tests: dict[tuple[object, ...], dict[str, Provision]] = {}
        for owner in sorted(self._ties.owners(party, self._on) - {party}):
            for provision in self._that_name(owner):
                if provision.extent == "owned" and self._country(party) not in provision.not_nationality:
                    test = (provision.rule, provision.activity, provision.threshold)
                    tests.setdefault(test, {})[owner] = provision
        for named in tests.values():
            first = next(iter(named.values()))
            held = self._ties.ownership(party, frozenset(named), f"aggregate-{first.threshold}", self._on)
            if held.status == "certain":
                owner = held.paths[0][0].owner
                yield named[owner], owner

    def _that_name(self, party: str) -> Iterator[Provision]:
        yield from self._naming.get(party, ())
        if any(True for _ in self._snapshot.entries_of(party)):
            for provision in self._on_lists:
                yield from (one for one in on_list(self._snapshot, provision, party) if _stands(one, self._on))

    def _holds(self, tie: Tie) -> bool:
        return tie.standing == "established" and tie.holds(self._on) is Reached.YES

    def _country(self, party: str) -> str | None:
        return self._snapshot.parties[party].country


def _stands(provision: Provision, on: int) -> bool:
    """Whether a provision certainly has its effect on the day."""
    begun = provision.since is None or provision.since.reached(on) is Reached.YES
    ended = provision.until is not None and provision.until.reached(on) is not Reached.NO
    suspended = any(
        span.since.reached(on) is Reached.YES and span.until.reached(on) is not Reached.YES
        for span in provision.suspended
    )
    return begun and not ended and not suspended
