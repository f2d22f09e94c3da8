"""What hosts and routers know of their neighbours' addresses: ``arp -a``, ``ip neigh``, ``show arp`` and the like.

Invariant: the lines are read by `mac_lines`, whatever system wrote them; this module only says what the files look like.
"""

from __future__ import annotations

import re

from obstat.intake.format import Format
from obstat.intake.mac_lines import read
from obstat.intake.mac_text import addresses
from obstat.intake.text_lines import text_of

_IP = re.compile(
    r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])|(?<![\w:])[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){3,7}(?![\w:])", re.I
)


def signs(head: bytes) -> bool:
    """Half of the lines that hold a MAC address hold an IP address too, and most lines are short and of this kind."""
    rows = [row for row in text_of(head).splitlines() if row.strip()][:400]
    with_mac = [row for row in rows if any(hit.whole for hit in addresses(row))]
    with_both = [row for row in with_mac if _IP.search(row)]
    kept = len(with_both) >= 1 and 2 * len(with_both) >= len(with_mac) and 5 * len(with_mac) >= len(rows) - 12
    return kept and not any(sign in row for row in rows[:40] for sign in ("{", "<", '"', ";", ": \t"))


FORMATS = (Format("arp", "ARP and neighbour tables (arp -a, ip neigh, show arp, display arp)", signs, read),)
