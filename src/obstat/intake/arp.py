"""What hosts and routers know of their neighbours' addresses: ``arp -a``, ``ip neigh``, ``show arp`` and the like.

Invariant: the lines are read by `mac_lines`, whatever system wrote them; this module only says what files look like.
"""

from __future__ import annotations

from obstat.intake.format import Format
from obstat.intake.mac_lines import read, shares
from obstat.intake.neighbors import signs as of_neighbors


def signs(head: bytes) -> bool:
    """A table in which at least half of the lines with a MAC address have an IP address too."""
    with_mac, with_ip = shares(head)
    return with_mac > 0 and 2 * with_ip >= with_mac and not of_neighbors(head)


FORMATS = (Format("arp", "ARP and neighbour tables (arp -a, ip neigh, show arp, display arp)", signs, read),)
