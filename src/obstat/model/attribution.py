"""One link of an attribution, apart from claims, since answers show it too.

Invariant: classes are those of the contract.
"""

from __future__ import annotations

from dataclasses import dataclass

SOURCE_CLASSES = (
    "official_record",
    "named_official",
    "company_statement",
    "named_person",
    "document",
    "anonymous",
    "other_outlet",
    "analyst",
    "none",
)
OWN_READER = "obstat"
"""What found a claim that obstat found itself."""


@dataclass(frozen=True, slots=True)
class Source:
    """One link of an attribution: whoever has it from the next one. `class_` is one of `SOURCE_CLASSES`."""

    name: str
    class_: str
