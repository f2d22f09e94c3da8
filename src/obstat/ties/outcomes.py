"""What a test makes of every party of a graph on one day: the one place where the tests differ.

Invariant: the answer about everybody is worked out once, when it is first asked for.
"""

from __future__ import annotations

import functools
from fractions import Fraction

from obstat.model.ownership import Outcome
from obstat.ties.definitions import OwnershipTest
from obstat.ties.graph import Flags, Stakes
from obstat.ties.interest import Interests, interests
from obstat.ties.shares import WHOLE, percent
from obstat.ties.waves import Spread, spread_over


class Outcomes:
    """The answers about the parties of `stakes`, of which some are `listed`, under `test`."""

    def __init__(self, stakes: Stakes, listed: Flags, test: OwnershipTest) -> None:
        self.stakes, self.listed, self.test = stakes, listed, test

    def interval(self, party: int) -> tuple[Fraction, Fraction]:
        """What reached owners hold of a party, in per cent: the least and the most."""
        if self.listed[party]:
            return Fraction(100), Fraction(100)
        if self.test.kind == "product":
            low, high = (found.get(party, Fraction(0)) * 100 for found in self.interests)
            return low, high
        return percent(int(self.spread.low[party])), percent(int(self.spread.high[party]))

    def status(self, party: int) -> Outcome:
        """Whether a party is reached."""
        if self.test.kind == "product":
            least = Fraction(self.test.least * 100, WHOLE)
            sure, may = (end >= least for end in self.interval(party))
        else:
            sure, may = self.spread.sure[party] >= 0, self.spread.may[party] >= 0
        return "certain" if sure else "possible" if may else "no"

    @functools.cached_property
    def spread(self) -> Spread:
        """The waves in which parties are reached; of every test but ``product``."""
        return spread_over(self.stakes, self.listed, self.test)

    @functools.cached_property
    def interests(self) -> tuple[Interests, Interests]:
        """The least and the greatest interests; of ``product``."""
        return interests(self.stakes, self.listed)
