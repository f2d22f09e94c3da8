"""What is known of a subject before any rule is asked: whom its text names, and who stands behind it.

Invariant: a lead that does not decide only warns, or is looked at by rules on parts.
"""

from __future__ import annotations

from dataclasses import dataclass

from obstat.model.records import Tie
from obstat.model.things import Product

Condition = tuple[str, str]
"""An unknown that must have this value: ``("tie:rel-095", "holds")``."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why we think so: the signal, its value, and where the tie between the two is recorded."""

    signal: str
    value: str
    source: str | None


BANDS = ("certain", "probable", "unlikely")
"""How sure a match is: ``certain`` may decide, ``probable`` leaves undecided what hangs on it, the rest are hints."""


@dataclass(frozen=True, slots=True)
class Match:
    """What the text was found to name: `kind` is ``party`` or ``product``, `band` one of `BANDS`."""

    kind: str
    id: str
    name: str
    """The name of ours that it was taken for."""
    score: float
    band: str
    why: str
    role: str = "maker"
    """``maker``, or ``affiliate`` where the text names some firm of the party's group."""
    details: tuple[str, ...] = ()
    """What was overlooked, each as a sentence."""
    branded: bool = False
    """The text names the brand as well as the product."""
    also: bool = False
    """Somebody else who uses the same everyday name; not taken to be meant."""

    @property
    def sure(self) -> bool:
        """Whether the match may decide."""
        return self.band == "certain"

    @property
    def match(self) -> bool:
        """Whether the text is taken to name it, for certain or probably."""
        return self.band != "unlikely"


STRENGTHS = ("strong", "medium", "weak")
SIGNAL_ROLES = {
    "interface_registrant": "registrant of the interface",
    "type_allocation_holder": "holder of the type allocation",
    "grantee": "grantee",
    "firmware_vendor": "author of the firmware",
    "registered_vendor": "registered vendor",
    "component_maker": "maker of a part",
}
"""Roles that identifiers tell of, in words."""


@dataclass(frozen=True, slots=True)
class Signal:
    """What one identifier says. `party` is None where its holder is nobody of the snapshot, or it has none."""

    scheme: str
    value: str
    party: str | None
    holder: str | None
    role: str
    strength: str
    sure: bool
    """Whether the holder's name is certainly the party's."""
    source: str | None
    remarks: tuple[str, ...] = ()
    beside: bool = False
    """It is a text beside the thing, such as a supplier's name, and no identifier."""

    @property
    def told(self) -> str:
        """The identifier with whom its registry names."""
        return f"{self.value} ({self.holder})" if self.holder else self.value


@dataclass(frozen=True, slots=True)
class Lead:
    """A party behind the thing. `when` are the unknowns on which the lead hangs."""

    party: str
    role: str
    score: float
    decides: bool
    evidence: tuple[Evidence, ...]
    via: tuple[Tie, ...] = ()
    made_by: str | None = None
    when: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Identification:
    """Everything known of a subject before any rule is asked. Empty `leads`: nobody knows it; `near` may help."""

    text: str
    matches: tuple[Match, ...]
    leads: tuple[Lead, ...] = ()
    product: Product | None = None
    products: tuple[str, ...] = ()
    equipment: tuple[str, ...] = ()
    made_in: str | None = None
    remarks: tuple[str, ...] = ()
    signals: tuple[Signal, ...] = ()

    @property
    def probable(self) -> tuple[Match, ...]:
        """What the text probably names, where nothing is certain."""
        return () if any(match.sure for match in self.matches) else tuple(m for m in self.matches if m.match)

    @property
    def near(self) -> tuple[Match, ...]:
        """Whom a text that nobody knows may mean."""
        return () if self.leads else tuple(match for match in self.matches if not match.match)
