"""What one packet tells of who sent it: ARP, DHCP, LLDP, CDP, mDNS, SSDP, and the first lines of HTTP and SSH.

Invariant: a packet that breaks off or lies about its lengths tells what could be read and raises nothing; every loop
consumes at least one byte.
"""

from __future__ import annotations

import ipaddress
import re
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from obstat.intake.capture import announcements, dhcp_packets, names

ETHERNET, COOKED, COOKED_2 = 1, 113, 276
LINKS = {ETHERNET, COOKED, COOKED_2}
_VLANS = {0x8100, 0x88A8, 0x9100}
_IPV4, _IPV6, _ARP, _LLDP = 0x0800, 0x86DD, 0x0806, 0x88CC
_CDP = b"\xaa\xaa\x03\x00\x00\x0c\x20\x00"
_HTTP = re.compile(rb"^(server|user-agent|www-authenticate):[ \t]*([^\r\n]{1,500})", re.IGNORECASE | re.MULTILINE)
_UDP: dict[int, Callable[[bytes], Iterator[tuple[str, str, str]]]] = {5353: names.multicast_dns, 1900: names.ssdp}


@dataclass(frozen=True, slots=True)
class Sight:
    """Something that `mac` showed: `role` is a scheme, or ``hostname``, ``ip``, ``brand``, ``description``."""

    mac: str
    role: str
    text: str
    channel: str = ""
    ip: str = ""
    """The address it was sent from, where the sender may stand beyond a router."""


def sights(link: int, data: bytes) -> Iterator[Sight]:
    sender, kind, payload = _frame(link, data)
    if not sender:
        return
    if kind == _LLDP:
        yield from _of(sender, announcements.lldp(payload))
    elif payload.startswith(_CDP) and kind <= 1500:
        yield from _of(sender, announcements.cdp(payload[len(_CDP) :]))
    elif kind == _ARP and len(payload) >= 18 and payload[4:6] == b"\x06\x04":
        yield Sight(payload[8:14].hex(":"), "ip", str(ipaddress.IPv4Address(payload[14:18])))
    elif kind in (_IPV4, _IPV6):
        yield from _packet(sender, kind, payload)
    else:
        yield Sight(sender, "mac", sender)


def _of(sender: str, told: Iterator[tuple[str, str, str]]) -> Iterator[Sight]:
    yield Sight(sender, "mac", sender)
    for role, text, channel in told:
        if text:
            yield Sight(sender, role, text, channel)


def _frame(link: int, data: bytes) -> tuple[str, int, bytes]:
    """The sender's MAC address, the type of what is inside, and that; an empty sender where the frame is too short."""
    if link == COOKED:
        return (
            (data[6:12].hex(":"), *_inside(data[14:])) if len(data) >= 16 and data[4:6] == b"\x00\x06" else ("", 0, b"")
        )
    if link == COOKED_2:
        whole = len(data) >= 20 and data[11] == 6
        return (data[12:18].hex(":"), int.from_bytes(data[:2]), data[20:]) if whole else ("", 0, b"")
    return (data[6:12].hex(":"), *_inside(data[12:])) if len(data) >= 14 else ("", 0, b"")


def _inside(data: bytes) -> tuple[int, bytes]:
    kind = int.from_bytes(data[:2])
    while kind in _VLANS and len(data) >= 6:
        data = data[4:]
        kind = int.from_bytes(data[:2])
    return kind, data[2:]


def _packet(sender: str, kind: int, packet: bytes) -> Iterator[Sight]:
    yield Sight(sender, "mac", sender)
    if kind == _IPV4:
        if len(packet) < 20 or packet[0] >> 4 != 4 or int.from_bytes(packet[6:8]) & 0x1FFF:
            return
        protocol, source, payload = packet[9], str(ipaddress.IPv4Address(packet[12:16])), packet[(packet[0] & 15) * 4 :]
    else:
        if len(packet) < 40:
            return
        protocol, source, payload = packet[6], str(ipaddress.IPv6Address(packet[8:24])), packet[40:]
    if source not in ("0.0.0.0", "::"):
        yield Sight(sender, "ip", source, ip=source)
    if protocol == 17 and len(payload) >= 8:
        ports = struct.unpack(">2H", payload[:4])
        body = payload[8:]
        if {67, 68} & set(ports):
            for mac, role, text, channel in dhcp_packets.version_4(body):
                yield Sight(mac, role, text, channel)
        elif {546, 547} & set(ports):
            told = list(dhcp_packets.version_6(body))
            inner = next((text for role, text, _ in told if role == "mac"), "")
            client = inner if inner and body[0] == dhcp_packets.RELAYED else sender
            for role, text, channel in told:
                yield Sight(client, role, text, channel)
        elif tell := next((_UDP[port] for port in ports if port in _UDP), None):
            for role, text, channel in tell(body):
                yield Sight(sender, role, text, channel, ip=source)
    elif protocol == 6 and len(payload) >= 20:
        yield from _stream(sender, source, payload[(payload[12] >> 4) * 4 :])


def _stream(sender: str, source: str, body: bytes) -> Iterator[Sight]:
    if body.startswith(b"SSH-"):
        yield Sight(sender, "banner", body[:255].partition(b"\n")[0].decode("utf-8", "replace").strip(), "ssh", source)
    elif re.match(rb"HTTP/1\.|RTSP/1\.|(?:GET|POST|HEAD|PUT|OPTIONS|DESCRIBE) \S", body):
        protocol = "rtsp" if b"RTSP/1." in body[:200] else "http"
        for name, value in _HTTP.findall(body.partition(b"\r\n\r\n")[0]):
            text = value.decode("utf-8", "replace").strip()
            yield Sight(sender, "banner", text, f"{protocol} {name.decode().lower()}", source)
