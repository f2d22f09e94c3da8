"""Forwarding tables of switches: ``show mac address-table``, ``display mac-address`` and the like.

Invariant: the lines are read by `mac_lines`, whatever platform wrote them; this module only says what files look like.
"""

from __future__ import annotations

from obstat.intake.format import Format
from obstat.intake.mac_lines import read, shares
from obstat.intake.neighbors import signs as of_neighbors


def signs(head: bytes) -> bool:
    """A table in which fewer than half of the lines with a MAC address have an IP address too."""
    with_mac, with_ip = shares(head)
    return with_mac > 0 and 2 * with_ip < with_mac and not of_neighbors(head)


FORMATS = (Format("mac_table", "MAC address tables of switches (show mac address-table and the like)", signs, read),)
