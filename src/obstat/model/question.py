"""A question: may this actor do this activity with this thing, in this jurisdiction, on this day?"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from obstat.model.subject import Given


@dataclass(frozen=True, slots=True)
class Question:
    """Codes are those of the vocabulary; ``None`` means not given. `equipment` is the class the asker states.

    `subject_to_ear` is ``yes`` or ``no``; `exemption` is the code of a carve-out that the asker claims.
    """

    text: str
    activity: str
    jurisdiction: str
    on: datetime.date
    actor: str | None = None
    as_known: datetime.date | None = None
    purpose: str | None = None
    made_in: str | None = None
    equipment: str | None = None
    device_status: str | None = None
    subject_to_ear: str | None = None
    exemption: str | None = None
    given: tuple[Given, ...] = ()
    """Identifiers of the thing; with some, `text` may be empty."""

    @property
    def thing(self) -> str:
        """What is asked about, in words."""
        return self.text or " and ".join(f"{one.scheme.upper().replace('_', ' ')} {one.text}" for one in self.given)

    def to_dict(self) -> dict[str, Any]:
        """The question as the contract's JSON has it."""
        return {
            "subject": {
                "text": self.text,
                "identifiers": [{"scheme": one.scheme, "value": one.text} for one in self.given],
            },
            "activity": self.activity,
            "actor": self.actor,
            "jurisdiction": self.jurisdiction,
            "on": self.on.isoformat(),
            "as_known": self.as_known.isoformat() if self.as_known else None,
            "purpose": self.purpose,
            "made_in": self.made_in,
            "equipment": self.equipment,
            "device_status": self.device_status,
            "subject_to_ear": self.subject_to_ear,
            "exemption": self.exemption,
        }
