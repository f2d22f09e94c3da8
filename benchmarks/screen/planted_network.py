"""Made-up things as networks and devices print them: scans, leases, tables of addresses, neighbours, captures, walks.

Invariant: a writer states of each thing its mark and the one signal that tells, and no other.
"""

from __future__ import annotations

import html
import io
import json
import struct
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from planted_things import Thing

Write = Callable[[list[Thing]], bytes | str]


@dataclass(frozen=True, slots=True)
class Layout:
    """One way to write an inventory. `part` of the things is written where each is a file of its own."""

    name: str
    signals: Sequence[str]
    write: Write
    part: float = 1.0
    encoding: str = "utf-8"


def colons(mac: str) -> str:
    return ":".join(mac[at : at + 2] for at in range(0, 12, 2))


def dots(mac: str) -> str:
    return ".".join(mac[at : at + 4] for at in (0, 4, 8))


def hyphens(mac: str) -> str:
    return "-".join(mac[at : at + 2] for at in range(0, 12, 2)).upper()


def _port(number: int, said: str) -> str:
    return f'<port protocol="tcp" portid="{number}"><state state="open"/>{said}</port>'


def _nmap(things: list[Thing]) -> str:
    def host(t: Thing) -> str:
        ports = ""
        if t.has("http"):
            banner = html.escape(t.said, quote=True)
            ports = _port(80, f'<service name="http" product="{banner}"/>')
        if t.has("ssh"):
            ports = _port(22, f'<script id="banner" output="{t.said}"/>')
        if t.has("cpe"):
            ports = _port(1, f'<service name="x"><cpe>{t.said}</cpe></service>')
        return (
            f'<host><status state="up"/><address addr="{t.ip}" addrtype="ipv4"/>'
            f'<address addr="{colons(t.mac).upper()}" addrtype="mac"/>'
            f'<hostnames><hostname name="{t.host}" type="PTR"/></hostnames><ports>{ports}</ports></host>'
        )  # fmt: skip

    body = "\n".join(map(host, things))
    return f'<?xml version="1.0"?>\n<!DOCTYPE nmaprun>\n<nmaprun scanner="nmap" version="7.94">\n{body}\n</nmaprun>\n'


def _masscan(things: list[Thing]) -> str:
    rows = (
        {"ip": t.ip, "timestamp": "1", "ports": [{"port": 80, "proto": "tcp", "service": {
            "name": {"ssh": "ssh", "http": "http.server", "rtsp": "rtsp"}[t.signal], "banner": t.said}}]}
        for t in things
    )  # fmt: skip
    return "[\n" + ",\n".join(map(json.dumps, rows)) + "\n]\n"


def _zgrab(things: list[Thing]) -> str:
    def data(t: Thing) -> dict[str, Any]:
        if t.signal == "ssh":
            return {"ssh": {"status": "success", "result": {"server_id": {"raw": t.said}}}}
        return {"http": {"status": "success", "result": {"response": {"headers": {"server": [t.said]}, "body": "ok"}}}}

    return "".join(json.dumps({"ip": t.ip, "data": data(t)}) + "\n" for t in things)


def _isc(things: list[Thing]) -> str:
    return "".join(
        f"lease {t.ip} {{\n  starts 2 2024/01/02 10:00:00;\n  binding state active;\n"
        f"  hardware ethernet {colons(t.mac)};\n"
        + (f'  set vendor-class-identifier = "{t.said}";\n' if t.has("dhcp_class") else "")
        + f'  client-hostname "{t.host}";\n}}\n'
        for t in things
    )


def _kea(things: list[Thing]) -> str:
    head = (
        "address,hwaddr,client_id,valid_lifetime,expire,subnet_id,fqdn_fwd,fqdn_rev,hostname,state,user_context,pool_id"
    )
    return "\n".join((head, *(f"{t.ip},{colons(t.mac)},,3600,1,1,0,0,{t.host},0,,0" for t in things))) + "\n"


def _dnsmasq(things: list[Thing]) -> str:
    return "".join(f"1704190000 {colons(t.mac)} {t.ip} {t.host} 01:{colons(t.mac)}\n" for t in things)


def _windows(things: list[Thing]) -> str:
    head = '"IPAddress","ScopeId","ClientId","HostName","AddressState","LeaseExpiryTime"\n'
    rows = (
        f'"{t.ip}","10.0.0.0","{hyphens(t.mac).lower()}","{t.host}","Active","1/2/2024 10:00:00 AM"\n' for t in things
    )
    return "#TYPE Microsoft.Management.Infrastructure.CimInstance\n" + head + "".join(rows)


def _lines(form: str, head: str = "", tail: str = "") -> Write:
    """A line for each thing."""
    return lambda things: head + "".join(
        form.format(t=t, colons=colons(t.mac), dots=dots(t.mac), hyphens=hyphens(t.mac), port=1 + t.number % 48,
                    huawei="-".join(dots(t.mac).split(".")), procurve=f"{t.mac[:6]}-{t.mac[6:]}") + "\n"
        for t in things
    ) + tail  # fmt: skip


def _inventory(things: list[Thing]) -> str:
    return "".join(
        f'NAME: "Slot {t.number}", DESCR: "{t.has("descr") or "module"}"\n'
        f"PID: {(t.has('model') or 'X-1').replace(' ', '-'):<18}, VID: V01  , SN: {t.serial}\n\n"
        for t in things
    )


def _lldp(things: list[Thing]) -> str:
    return "".join(
        f"------------------------------------------------\nLocal Intf: Gi1/0/{t.number}\nChassis id: {dots(t.mac)}\n"
        f"Port id: eth0\nPort Description: uplink\nSystem Name: {t.host}\n\nSystem Description: \n"
        f"{t.has('descr') or 'device'}\n\nTime remaining: 99 seconds\nManagement Addresses:\n    IP: {t.ip}\n\n"
        for t in things
    )


def _cdp(things: list[Thing]) -> str:
    return "".join(
        f"-------------------------\nDevice ID: {t.host}\nEntry address(es): \n  IP address: {t.ip}\n"
        f"Platform: {t.has('model') or 'host'},  Capabilities: Host\n"
        "Interface: GigabitEthernet1/0/1,  Port ID (outgoing port): eth0\nHoldtime : 155 sec\n\n"
        f"Version :\n{t.has('descr') or 'unknown'}\n\nadvertisement version: 2\n"
        for t in things
    )


def _pcap(things: list[Thing]) -> bytes:
    """An ARP request of each (RFC 826), or a DHCP discover (RFC 2131) with the vendor class as option 60."""
    out = [struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1)]
    for t in things:
        mac, ip = bytes.fromhex(t.mac), bytes(map(int, t.ip.split(".")))
        if t.has("dhcp_class"):
            options = b"\x35\x01\x01" + bytes([12, len(t.host)]) + t.host.encode()
            options += bytes([60, len(t.said)]) + t.said.encode() + b"\xff"
            bootp = struct.pack("!BBBBIHH", 1, 1, 6, 0, t.number, 0, 0) + bytes(16) + mac + bytes(10 + 64 + 128)
            bootp += b"\x63\x82\x53\x63" + options
            udp = struct.pack("!HHHH", 68, 67, 8 + len(bootp), 0) + bootp
            head = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(udp), 0, 0, 64, 17, 0, bytes(4), b"\xff" * 4)
            frame = b"\xff" * 6 + mac + b"\x08\x00" + head + udp
        else:
            frame = b"\xff" * 6 + mac + b"\x08\x06" + struct.pack("!HHBBH", 1, 0x0800, 6, 4, 1) + mac + ip
            frame += bytes(6) + b"\x0a\x00\x00\x01"
        frame = frame.ljust(60, b"\0")
        out.append(struct.pack("<IIII", 1_700_000_000 + t.number, 0, len(frame), len(frame)) + frame)
    return b"".join(out)


def _walks(things: list[Thing]) -> bytes:
    """A zip of walks, one a device."""

    def walk(t: Thing) -> str:
        return (
            f".1.3.6.1.2.1.1.1.0 = STRING: {t.has('descr') or 'device'}\n"
            f".1.3.6.1.2.1.1.2.0 = OID: .{t.has('oid') or '1.3.6.1.4.1.8072.3.2.10'}\n"
            f".1.3.6.1.2.1.1.5.0 = STRING: {t.host}\n.1.3.6.1.2.1.2.2.1.2.1 = STRING: eth0\n"
            f".1.3.6.1.2.1.2.2.1.6.1 = Hex-STRING: {' '.join(colons(t.mac).split(':')).upper()} \n"
        )

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for t in things:
            packed.writestr(f"{t.host}.snmpwalk", walk(t))
    return out.getvalue()


def _buses(write: Callable[[Thing], str]) -> Write:
    return lambda things: "".join(write(t) + "\n" for t in things)


IOS_TABLE = """          Mac Address Table
-------------------------------------------

Vlan    Mac Address       Type        Ports
----    -----------       --------    -----
"""
JUNOS_TABLE = """Ethernet switching table : 400 entries, 400 learned
    Vlan                MAC                 MAC         Age    Logical                NH        RTR
    name                address             flags              interface              Index     ID
"""
RULE = "-" * 79 + "\n"
VRP_TABLE = RULE + "MAC Address    VLAN/VSI/BD                       Learned-From        Type      \n" + RULE
LAYOUTS = (
    Layout("nmap", ("mac", "http", "ssh", "cpe"), _nmap),
    Layout("masscan", ("http", "ssh", "rtsp"), _masscan),
    Layout("zgrab2", ("http", "ssh"), _zgrab),
    Layout("dhcpd leases", ("mac", "dhcp_class"), _isc),
    Layout("kea leases", ("mac",), _kea),
    Layout("dnsmasq leases", ("mac",), _dnsmasq),
    Layout("windows dhcp", ("mac",), _windows),
    Layout("arp -a, Windows", ("mac",), _lines("  {t.ip}         {hyphens}     dynamic   ",
           "\nInterface: 10.0.0.1 --- 0x5\n  Internet Address      Physical Address      Type\n")),
    Layout("arp -a, BSD", ("mac",), _lines("{t.host} ({t.ip}) at {colons} on en0 ifscope [ethernet]")),
    Layout("ip neigh", ("mac",), _lines("{t.ip} dev eth0 lladdr {colons} REACHABLE")),
    Layout("show arp, IOS", ("mac",), _lines("Internet  {t.ip}            12   {dots}  ARPA   Vlan10",
           "Protocol  Address          Age (min)  Hardware Addr   Type   Interface\n")),
    Layout("mac table, IOS", ("mac",), _lines("  10    {dots}    DYNAMIC     Gi1/0/{port}", IOS_TABLE)),
    Layout("mac table, Junos", ("mac",), _lines(
        "    v10                 {colons}   D             -   ge-0/0/{port}.0             0         0", JUNOS_TABLE)),
    Layout("mac table, VRP", ("mac",), _lines(
        "{huawei} 10/-/-                            GE0/0/{port}             dynamic", VRP_TABLE)),
    Layout("mac table, ProCurve", ("mac",), _lines("  {procurve} {port:<5} 10",
           "  MAC Address   Port  VLAN\n  ------------- ----- ----\n")),
    Layout("show inventory", ("model", "descr"), _inventory),
    Layout("lldp neighbours", ("mac", "descr"), _lldp),
    Layout("cdp neighbours", ("model", "descr"), _cdp),
    Layout("pcap", ("mac", "dhcp_class"), _pcap),
    Layout("snmp walks in a zip", ("mac", "oid", "descr"), _walks, 0.25),
    Layout("lsusb", ("usb",), _buses(lambda t: f"Bus 001 Device {1 + t.number % 999:03d}: ID {t.said} Device")),
    Layout("lspci -nn", ("pci",), _buses(
        lambda t: f"{t.number // 256:02x}:{t.number % 256 // 8:02x}.{t.number % 8} Device [0200]: Card [{t.said}]")),
)  # fmt: skip
