"""Forwarding tables of switches: ``show mac address-table``, ``display mac-address``, ``show ethernet-switching table``.

Invariant: the lines are read by `mac_lines`, whatever platform wrote them; this module only says what the files look like.
"""

from __future__ import annotations

from obstat.intake.format import Format
from obstat.intake.mac_lines import read
from obstat.intake.mac_text import addresses
from obstat.intake.text_lines import text_of


def signs(head: bytes) -> bool:
    """Most lines after a short head hold exactly one MAC address and are not of a format with braces, tags or commas."""
    rows = [row for row in text_of(head).splitlines() if row.strip()][:400]
    with_mac = [row for row in rows if any(hit.whole for hit in addresses(row))]
    kept = len(with_mac) >= 1 and 3 * len(with_mac) >= len(rows) - 12
    return kept and not any(sign in row for row in with_mac[:40] for sign in ("{", "<", '"', ";", ","))


FORMATS = (Format("mac_table", "MAC address tables of switches (show mac address-table and the like)", signs, read),)
