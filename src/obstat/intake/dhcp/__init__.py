"""What DHCP servers know of their clients: the leases of ISC dhcpd, Kea, dnsmasq and Windows.

Invariant: each lease is a subject, in the file's order; a client without a MAC address is one too, with its identifier.
"""

from __future__ import annotations

from obstat.intake.dhcp import dnsmasq, isc, kea, kea_answers, netsh, windows
from obstat.intake.format import Format

FORMATS: tuple[Format, ...] = (
    *isc.FORMATS,
    *kea.FORMATS,
    *kea_answers.FORMATS,
    *dnsmasq.FORMATS,
    *netsh.FORMATS,
    *windows.FORMATS,
)
