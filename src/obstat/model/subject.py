"""What people have in hand: one line of an inventory, a scan or a bill of materials, with where it stood.

Invariant: a line that cannot be read is a subject with a `fault`; nothing is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

SCHEMES = (
    "mac",
    "imei",
    "fcc_id",
    "oid",
    "usb",
    "pci",
    "bluetooth",
    "pnp",
    "cpe",
    "model",
    "serial",
    "banner",
    "dhcp_class",
)
"""Kinds of identifiers. A banner is any text that a device shows; its channel says where (``http server``, ``ssh``,
``lldp``, ``tls subject``, ``snmp sysDescr``)."""
TEXTS = ("name", "brand", "model", "description")
"""Roles of a text: who supplied or made it, the brand on it, its model, and anything else said of it."""
FACTS = (
    "made_in",
    "equipment",
    "activity",
    "on",
    "purpose",
    "quantity",
    "spend",
    "currency",
    "date",
    "hostname",
    "ip",
    "os",
    "interface",
    "vlan",
    "status",
)
"""What else a line may state. `on` is the day to be asked about, `date` any other, such as that of a purchase."""


@dataclass(frozen=True, slots=True)
class Given:
    """An identifier as it was given: nothing of it is checked yet."""

    scheme: str
    text: str
    channel: str | None = None
    """Where a device shows it, or what stood before it: ``contains`` for the FCC ID of a part inside."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a subject stood. `row` counts lines or records from 1; `offset` is in bytes."""

    file: str
    row: int | None = None
    sheet: str | None = None
    offset: int | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing to be screened. `texts` and `facts` by role, as they stood; several texts of a role stand in lines."""

    place: Place
    texts: Mapping[str, str] = field(default_factory=dict)
    given: tuple[Given, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)
    fault: str | None = None
    """Why the line could not be read, in a sentence; None where it could."""
