"""Accepted claims of stories as lines beside an answer.

Invariant: a claim is told as what was said, with who accepted it and when; it is no finding.
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from obstat.model.attribution import OWN_READER
from obstat.model.reviewed import Told

_CLAIMS = 3


def claim_lines(claims: Sequence[Told], full: bool = True) -> list[Text]:
    """What stories say and a person accepted; it is no finding, and is told as what was said."""
    lines = []
    for claim in claims if full else claims[:_CLAIMS]:
        lines.append(Text(f"{claim.date}  {claim.text} [{claim.becomes.replace('_', ' ')}]"))
        found = "" if claim.extractor == OWN_READER else f"found by {claim.extractor}, "
        accepted = f"accepted by {claim.accepted_by} on {claim.accepted_at[:10]}"
        lines.append(Text(f"  {found}{accepted}; {claim.source}", "dim"))
    if not full and (hidden := len(claims) - _CLAIMS) > 0:
        lines.append(Text(f"and {hidden} more; --full lists them", "dim"))
    return lines
