"""Which addresses of the Internet Protocol a publisher may have.

Invariant: an address that embeds another (mapped, NAT64, 6to4) is judged as the one it embeds; an address outside the
space that IANA gives out for public use is special. The tables do not depend on the version of Python.
"""

from __future__ import annotations

import ipaddress
import socket

_V4 = {
    "0.0.0.0/8": "this network",
    "10.0.0.0/8": "private",
    "100.64.0.0/10": "shared by a carrier's customers",
    "127.0.0.0/8": "loopback",
    "169.254.0.0/16": "link-local",
    "172.16.0.0/12": "private",
    "192.0.0.0/24": "reserved for protocols",
    "192.0.2.0/24": "for documentation",
    "192.88.99.0/24": "a former relay",
    "192.168.0.0/16": "private",
    "198.18.0.0/15": "for benchmarks",
    "198.51.100.0/24": "for documentation",
    "203.0.113.0/24": "for documentation",
    "224.0.0.0/4": "multicast",
    "240.0.0.0/4": "reserved",
}
"""IANA IPv4 Special-Purpose Address Registry, less what it calls globally reachable; RFC 5771 for multicast."""
_V6 = {
    "::/128": "unspecified",
    "::1/128": "loopback",
    "64:ff9b:1::/48": "for translation in a local network",
    "2001::/23": "reserved for protocols",
    "2001:db8::/32": "for documentation",
    "3fff::/20": "for documentation",
    "fc00::/7": "unique local",
    "fe80::/10": "link-local",
    "fec0::/10": "site-local",
    "ff00::/8": "multicast",
}
"""IANA IPv6 Special-Purpose Address Registry; the IPv6 Addressing Architecture (RFC 4291)."""
_PUBLIC_V6 = ipaddress.IPv6Network("2000::/3")
"""All that IANA gives out as global unicast (RFC 4291, section 2.4; IANA IPv6 Address Space)."""
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
"""The well-known prefix (RFC 6052). A translator with a prefix of its own cannot be told from other addresses."""

_NEVER = {
    "0.0.0.0/8": "this network",
    "::/128": "unspecified",
    "224.0.0.0/4": "multicast",
    "ff00::/8": "multicast",
    "255.255.255.255/32": "broadcast",
}
"""Addresses that no setting allows, besides those of `_METADATA`."""
_METADATA = (
    *("169.254.169.254", "fd00:ec2::254", "fd20:ce::254", "fd00:c1::a9fe:a9fe"),  # AWS and most others; GCP; Oracle
    *("169.254.170.2", "169.254.170.23", "fd00:ec2::23"),  # ECS and EKS
    *("100.100.100.200", "168.63.129.16", "192.0.0.192"),  # Alibaba; Azure; Oracle Classic
    *("169.254.42.42", "fd00:42::42"),  # Scaleway
)
"""Where clouds give machines their credentials, or steer them."""

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_Networks = list[tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, str]]


def _networks(table: dict[str, str]) -> _Networks:
    return [(ipaddress.ip_network(text), why) for text, why in table.items()]


_SPECIAL = _networks(_V4 | _V6)
_FORBIDDEN = _networks(_NEVER | dict.fromkeys(_METADATA, "of a cloud's metadata"))

_LOCAL_NAMES = ("localhost", "localdomain", "local", "internal", "intranet", "lan", "home.arpa")
"""Names under which networks keep their own machines (RFC 6761, 6762, 8375; ICANN's .internal), and usual others."""


def refusal(text: str, *, private: bool) -> str | None:
    """Why the address must not be used, as what completes "… is"; None when it may be.

    `text` is an IPv4 or IPv6 address, with or without a zone. Raises `ValueError` for anything else.
    """
    address = _embedded(ipaddress.ip_address(text.partition("%")[0]))
    if why := _found(address, _FORBIDDEN):
        return why
    if private:
        return None
    if why := _found(address, _SPECIAL):
        return why
    if address.version == 6 and address not in _PUBLIC_V6:
        return "not public"
    return None


def name_refusal(host: str, *, private: bool) -> str | None:
    """As `refusal`, for a host whose addresses cannot be seen because a proxy resolves it; it may be literal.

    Takes also the short forms of IPv4 (``127.1``, ``0x7f000001``) for what a resolver takes them.
    """
    if literal := _literal(host):
        return refusal(literal, private=private)
    name = host.rstrip(".").lower()
    if name in ("metadata", "metadata.google.internal", "metadata.goog"):
        return "of a cloud's metadata"
    if private:
        return None
    if "." not in name or any(name.endswith("." + local) for local in _LOCAL_NAMES):
        return "a name of the local network"
    return None


def _literal(host: str) -> str | None:
    try:
        return str(ipaddress.ip_address(host.partition("%")[0]))
    except ValueError:
        pass
    try:
        return socket.inet_ntoa(socket.inet_aton(host.rstrip(".")))
    except OSError:
        return None


def _embedded(address: Address) -> Address:
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.sixtofour or address


def _found(address: Address, networks: _Networks) -> str | None:
    # `in` is false across versions
    return next((why for network, why in networks if address in network), None)
