"""What a person judged of a claim of a story, as the store keeps it.

Invariant: what is kept is read back the same; of a rejected claim as much is kept as of an accepted one, so that it can
be seen what was rejected, by whom and when.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from obstat.model.attribution import Source
from obstat.model.dates import partial
from obstat.model.plain import plain
from obstat.model.reviewed import AcceptedClaim

_TEXTS = ("actors", "targets", "products", "parties")
_DAYS = ("since", "until", "published")


@dataclass(frozen=True, slots=True)
class Judged:
    """A claim with the verdict of a person on it; of a rejected one `accepted_by` says who rejected it."""

    claim: AcceptedClaim
    accepted: bool

    def same_as(self, other: Judged) -> bool:
        """Whether the other says the same of the same claim, at whatever time."""
        return self.accepted == other.accepted and self.claim == replace(
            other.claim, accepted_at=self.claim.accepted_at
        )

    def to_json(self) -> dict[str, Any]:
        return {"accepted": self.accepted, "claim": plain(self.claim)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Judged:
        """Raises `KeyError`, `TypeError` or `ValueError` when a field is missing, not known or cannot be read."""
        told = dict(data["claim"])
        told |= {name: tuple(told[name]) for name in _TEXTS}
        told |= {name: partial(told[name]) for name in _DAYS}
        told["attribution"] = tuple(Source(one["name"], one["class"]) for one in told["attribution"])
        return cls(AcceptedClaim(**told), bool(data["accepted"]))


def accepted(judged: Mapping[str, Judged]) -> tuple[AcceptedClaim, ...]:
    """The claims that were accepted, in order of their days."""
    found = [one.claim for one in judged.values() if one.accepted]
    return tuple(sorted(found, key=lambda claim: (claim.day.earliest, claim.id)))
