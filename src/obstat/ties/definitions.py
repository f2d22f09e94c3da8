"""The tests by which rules say whose firm a firm is.

Invariant: every test counts only ties that are established and hold on the day, and in a cycle means the smallest set
of parties that satisfies it: firms that own each other are not reached by themselves.

``aggregate-50``
    A firm is reached when the stakes of all reached or listed owners add up to 50 per cent or more. An owner counts
    only if it is listed or reached itself, and then with its whole stake. OFAC, Revised Guidance on Entities Owned by
    Persons Whose Property and Interests in Property Are Blocked (13 August 2014) and FAQ 401; 31 CFR 510.411 and its
    like; the BIS Affiliates Rule, 15 CFR 744.11 and Supplement No. 4 to part 744 as amended by 90 FR 47201.
``single-50``
    As above, but one owner alone must hold so much: what the words "owned 50 per cent or more by a person" mean where
    nothing says that stakes add up, as OFAC read its own rule before 13 August 2014 (73 FR 8 guidance of 14 February
    2008).
``control-chain``
    Links of control only, each a stake of more than half or a tie that is control by its own kind (a subsidiary, a
    controlled firm). FAR 2.101 "affiliates": "controls or can control"; 47 U.S.C. 153(2) takes as little as 10 per
    cent for an owner, which is ``single-10``.
``affiliate``
    Common control: what controls the listed party, at any height, and all that any of these controls. FAR 2.101: one
    controls the other, or a third party controls both.
``product-50``
    The economic interest: shares multiplied along every path and added up, cycles solved as the linear equations they
    are. No rule of the pack counts so; it answers how much of a firm's value its listed owners have.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from obstat.model.errors import UnknownCode
from obstat.ties.shares import UNIT

Kind = Literal["aggregate", "single", "product", "control-chain", "affiliate"]
SHARES: tuple[Kind, ...] = ("aggregate", "single", "product")
VALID = ("aggregate-50", "single-50", "product-50", "control-chain", "affiliate")
"""Examples of each; other percentages stand in place of 50."""
_SHAPE = re.compile(rf"({'|'.join(SHARES)})-([0-9]{{1,3}}(?:\.[0-9]+)?)")


@dataclass(frozen=True, slots=True)
class OwnershipTest:
    """A test: its kind, and the least share in units (`obstat.ties.shares`) that meets it."""

    kind: Kind
    least: int

    @classmethod
    def parse(cls, text: str) -> OwnershipTest:
        """Read a test by its name. Raises `UnknownCode`, a `ValueError` that names the valid ones."""
        if text == "control-chain":
            return cls("control-chain", 50 * UNIT + 1)
        if text == "affiliate":
            return cls("affiliate", 50 * UNIT + 1)
        if (found := _SHAPE.fullmatch(text)) and 0 < (share := Fraction(found[2])) <= 100:
            kind: Kind = next(kind for kind in SHARES if kind == found[1])
            return cls(kind, -(-share.numerator * UNIT // share.denominator))
        raise UnknownCode("test", text, VALID)
