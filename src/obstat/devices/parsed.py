"""What one identifier says once it is read.

Invariant: `value` is a fixed point (parsing it again gives the same), and an identifier that names no maker says why
in its remarks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Role = Literal[
    "maker",
    "component_maker",
    "interface_registrant",
    "grantee",
    "type_allocation_holder",
    "firmware_vendor",
    "registered_vendor",
]
"""What the party that a registry names is to the device; never more than the registry can know."""
Strength = Literal["strong", "medium", "weak"]
"""How much the identifier tells about who made the device, or the part if the role is that of a part."""

REGISTRIES = (
    "mac",
    "tac",
    "fcc_grantee",
    "iana_pen",
    "snmp",
    "usb_vendor",
    "usb",
    "pci_vendor",
    "pci",
    "bluetooth_company",
    "pnp_id",
    "cpe_vendor",
    "banner",
    "model",
    "serial",
)
"""Where keys can be looked up."""


@dataclass(frozen=True, slots=True)
class Key:
    """An entry to look up in a registry, in the form of that registry."""

    registry: str
    key: str


@dataclass(frozen=True, slots=True)
class Parsed:
    """An identifier that was read. `given` is the text as it stood, `value` its canonical form."""

    scheme: str
    given: str
    value: str
    keys: tuple[Key, ...]
    """Most specific first; the first one that a registry knows is the answer."""
    role: Role
    strength: Strength
    names_maker: bool = True
    """False where nobody can be concluded from it whatever a registry says: made up, shared, virtual, for tests."""
    remarks: tuple[str, ...] = ()
    """What the identifier does not say, as sentences."""
