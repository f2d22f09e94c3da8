"""A question: may this actor do this activity with this thing, in this jurisdiction, on this day?"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any


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

    def to_dict(self) -> dict[str, Any]:
        """The question as the contract's JSON has it."""
        return {
            "subject": {"text": self.text, "identifiers": []},
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
