"""Which relations are ownership, which are control, and which carry a restriction over.

Invariant: it is said here alone. A tie that is alleged, disputed or restated is no stake and carries nothing.
"""

from __future__ import annotations

from fractions import Fraction

from obstat.model.ownership import STEP, Stake, Standing
from obstat.model.records import Tie
from obstat.ties.shares import exact

OWNED = frozenset(["owned_by", "subsidiary_of", "controlled_by", "affiliate_of"])
"""Relations whose party is owned by the other one, or may be."""
INDIRECT = frozenset(["indirectly_owned_by", "ultimately_subsidiary_of"])
"""The same through others; these count where nobody says who owns the party directly."""
CONTROL = frozenset(["subsidiary_of", "controlled_by"])
"""Relations that are control by their kind."""
MINORITY = "shareholder_of"
"""The relation whose party is the owner; a share that nobody gives is then below 50 per cent."""
BELOW_HALF = 50 - Fraction(str(STEP))
UNDER, BESIDE, OVER = "under", "beside", "over"
CARRIES = {
    "subsidiary_of": UNDER,
    "controlled_by": UNDER,
    "branch_of": UNDER,
    "brand_of": UNDER,
    "affiliate_of": BESIDE,
}
"""How a relation places its party towards the other one; relations without a row only warn.

A subsidiary, a controlled firm, a branch and a brand stand under, and so does a firm of which more than half is owned;
affiliates stand beside each other. 47 CFR 2.903(c) counts those who own or control a listed firm as affiliates as well
(`OVER`), where a rule says so.
"""
_HALF = 50
_STANDINGS: dict[str, Standing] = {"alleged": "alleged", "disputed": "disputed"}


def place(tie: Tie) -> str | None:
    """Where its party stands towards the other one; None for a tie that carries nothing."""
    if tie.standing != "established":
        return None
    if tie.relation == "owned_by" and tie.low is not None and tie.low > _HALF:
        return UNDER
    return CARRIES.get(tie.relation)


def ends_of(tie: Tie) -> tuple[str, str] | None:
    """Owner and owned; None for a tie that is no stake."""
    if tie.standing != "established":
        return None
    if tie.relation in OWNED or tie.relation in INDIRECT:
        return tie.of, tie.party
    return (tie.party, tie.of) if tie.relation == MINORITY else None


def carries(tie: Tie) -> bool:
    """Whether a tie carries restrictions over, or is a stake that counts; any other only warns."""
    return place(tie) is not None or ends_of(tie) is not None


def stake_of(tie: Tie) -> Stake:
    """A tie as a stake; for one that is none, its party is what is owned."""
    owner, owned = (tie.party, tie.of) if tie.relation == MINORITY else (tie.of, tie.party)
    low, high = (None if end is None else exact(end) for end in (tie.low, tie.high))
    return Stake(
        owner,
        owned,
        tie.relation,
        low,
        BELOW_HALF if high is None and tie.relation == MINORITY else high,
        tie.since.text if tie.since else None,
        tie.until.text if tie.until else None,
        _STANDINGS.get(tie.standing, "established"),
        tie.confidence,
        tie.sources,
        tie.id,
        ends_of(tie) is not None,
    )
