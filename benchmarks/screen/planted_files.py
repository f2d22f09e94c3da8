"""Made-up things as people's files hold them: a writer for every layout, with the signals that the layout can carry.

Invariant: a writer states of each thing its mark (address, host name, serial number) and the one signal that tells; a
thing whose signal the layout cannot carry is not given to it.
"""

from __future__ import annotations

import csv
import html
import io
import json
import struct
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
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


CELLS: dict[str, Callable[[Thing], str]] = {
    "name": lambda t: t.has("name"),
    "model": lambda t: t.has("model"),
    "text": lambda t: f"1 pc {t.has('name')} {t.has('model')} for the office".replace("  ", " "),
    "mac": lambda t: colons(t.mac),
    "imei": lambda t: t.has("imei"),
    "fcc_id": lambda t: t.has("fcc_id"),
    "oid": lambda t: t.has("oid"),
    "descr": lambda t: t.has("descr"),
    "cpe": lambda t: t.has("cpe"),
    "serial": lambda t: t.serial,
    "host": lambda t: t.host,
    "ip": lambda t: t.ip,
    "date": lambda t: f"2024-0{1 + t.number % 9}-1{t.number % 10}",
    "count": lambda t: str(1 + t.number % 7),
    "paid": lambda t: f"{(t.number * 7919) % 90000 / 100:.2f}",
    "street": lambda t: f"{t.number} High Street",
    "number": lambda t: f"4500{t.number:06d}",
    "country": lambda t: ("US", "DE", "TW", "VN")[t.number % 4],
}
TABLES: dict[str, tuple[str, str, dict[str, str]]] = {
    "csv English": (",", "utf-8", {"Asset Tag": "number", "Vendor": "name", "Product": "model", "Wi-Fi MAC": "mac",
                                   "IMEI": "imei", "FCC ID": "fcc_id", "S/N": "serial", "Qty": "count"}),
    "csv German": (";", "cp1252", {"Beleg-Nr.": "number", "Kreditor": "name", "Straße": "street", "Gerätemodell": "model",
                                   "Stück": "count", "Nettobetrag (EUR)": "paid", "Seriennr.": "serial"}),
    "csv French": ("\t", "utf-8", {"N° commande": "number", "Nom du fournisseur": "name", "Modèle": "model",
                                   "Adresse MAC": "mac", "N° de série": "serial", "Montant HT": "paid"}),
    "csv Spanish": (";", "utf-8-sig", {"Proveedor": "name", "Modelo del equipo": "model", "Número de serie": "serial",
                                       "Dirección MAC": "mac", "Importe": "paid", "País de origen": "country"}),
    "csv Polish": ("|", "utf-8", {"Lp.": "number", "Dostawca": "name", "Model urządzenia": "model",
                                  "Numer seryjny": "serial", "Kwota netto": "paid"}),
    "csv Chinese": (",", "utf-8-sig", {"序号": "number", "供应商名称": "name", "设备型号": "model", "MAC地址": "mac",
                                       "序列号": "serial", "数量": "count", "金额(元)": "paid"}),
    "csv Japanese": ("\t", "utf-16", {"番号": "number", "メーカー名": "name", "型番": "model", "シリアル番号": "serial",
                                      "MACアドレス": "mac", "購入日": "date"}),
    "csv SAP": (";", "utf-8", {"LIFNR": "number", "NAME1": "name", "MAKTX": "model", "SERNR": "serial", "MENGE": "count",
                               "NETWR": "paid", "WAERS": "-"}),
    "csv network": (",", "utf-8", {"Device Name": "host", "IP Address": "ip", "Manufacturer": "name",
                                   "sysObjectID": "oid", "sysDescr": "descr", "MAC Address": "mac", "CPE": "cpe"}),
    "csv without headers": (",", "utf-8", {"": "number", " ": "name", "  ": "model", "   ": "mac", "    ": "serial",
                                           "     ": "paid"}),
    "csv one text": (",", "utf-8", {"Order line": "text", "Serial": "serial", "Amount": "paid"}),
}  # fmt: skip
_SIGNALS = ("name", "model", "mac", "imei", "fcc_id", "oid", "descr", "cpe")


def _rows(headers: dict[str, str], things: Iterable[Thing]) -> list[list[str]]:
    return [[CELLS[what](thing) if what in CELLS else "EUR" for what in headers.values()] for thing in things]


def _signals(headers: dict[str, str]) -> list[str]:
    held = set(headers.values()) | ({"name", "model"} if "text" in headers.values() else set())
    return [signal for signal in _SIGNALS if signal in held]


def _csv(delimiter: str, encoding: str, headers: dict[str, str]) -> Write:
    def write(things: list[Thing]) -> bytes:
        out = io.StringIO()
        writer = csv.writer(out, delimiter=delimiter)
        if any(map(str.strip, headers)):
            writer.writerow(headers)
        writer.writerows(_rows(headers, things))
        return out.getvalue().encode(encoding)

    return write


WIDE = {"Supplier": "name", "Item": "model", "MAC": "mac", "IMEI": "imei", "FCC ID": "fcc_id", "sysObjectID": "oid",
        "System description": "descr", "CPE": "cpe", "Serial number": "serial", "Amount": "paid"}  # fmt: skip


def _frame(things: list[Thing]) -> pl.DataFrame:
    return pl.DataFrame(_rows(WIDE, things), schema=dict.fromkeys(WIDE, pl.String), orient="row")


def _saved(save: Callable[[io.BytesIO], Any]) -> bytes:
    out = io.BytesIO()
    save(out)
    return out.getvalue()


def _json(things: list[Thing]) -> str:
    keys = {"vendor": "name", "productName": "model", "macAddress": "mac", "imei": "imei", "fccId": "fcc_id",
            "sysObjectID": "oid", "serialNumber": "serial", "cpe": "cpe"}  # fmt: skip
    rows = (dict(zip(keys, row, strict=True)) for row in _rows(keys, things))
    return "".join(json.dumps({k: v for k, v in row.items() if v}, ensure_ascii=False) + "\n" for row in rows)


def _nmap(things: list[Thing]) -> str:
    def host(t: Thing) -> str:
        ports = ""
        if t.has("http"):
            banner = html.escape(t.said, quote=True)
            ports = f'<port protocol="tcp" portid="80"><state state="open"/><service name="http" product="{banner}"/></port>'
        if t.has("ssh"):
            ports = (
                f'<port protocol="tcp" portid="22"><state state="open"/><script id="banner" output="{t.said}"/></port>'
            )
        if t.has("cpe"):
            ports = f'<port protocol="tcp" portid="1"><state state="open"/><service name="x"><cpe>{t.said}</cpe></service></port>'
        return (
            f'<host><status state="up"/><address addr="{t.ip}" addrtype="ipv4"/><address addr="{colons(t.mac).upper()}" '
            f'addrtype="mac"/><hostnames><hostname name="{t.host}" type="PTR"/></hostnames><ports>{ports}</ports></host>'
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
        f"lease {t.ip} {{\n  starts 2 2024/01/02 10:00:00;\n  binding state active;\n  hardware ethernet {colons(t.mac)};\n"
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
        f"Platform: {t.has('model') or 'host'},  Capabilities: Host\nInterface: GigabitEthernet1/0/1,  Port ID (outgoing "
        f"port): eth0\nHoldtime : 155 sec\n\nVersion :\n{t.has('descr') or 'unknown'}\n\nadvertisement version: 2\n"
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


def _component(t: Thing) -> dict[str, Any]:
    properties = {"cdx:device:serialNumber": t.serial, "cdx:device:macAddress": colons(t.mac) if t.has("mac") else "",
                  "cdx:device:fccId": t.has("fcc_id"), "cdx:device:imei": t.has("imei")}  # fmt: skip
    return {"type": "device", "bom-ref": t.host, "name": t.has("model") or "part",
            **({"manufacturer" if t.number % 2 else "supplier": {"name": t.said}} if t.has("name") else {}),
            **({"cpe": t.said} if t.has("cpe") else {}),
            "properties": [{"name": k, "value": v} for k, v in properties.items() if v]}  # fmt: skip


def _cyclonedx(things: list[Thing]) -> str:
    """Two thirds stand inside another part."""
    parts = list(map(_component, things))
    tops = [{**parts[at], "components": parts[at + 1 : at + 3]} for at in range(0, len(parts), 3)]
    return json.dumps({"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "components": tops})


def _cyclonedx_xml(things: list[Thing]) -> str:
    def element(part: dict[str, Any]) -> str:
        firm = "".join(
            f"<{k}><name>{html.escape(part[k]['name'])}</name></{k}>" for k in ("supplier", "manufacturer") if k in part
        )
        cpe = f"<cpe>{part['cpe']}</cpe>" if "cpe" in part else ""
        said = "".join(f'<property name="{p["name"]}">{p["value"]}</property>' for p in part["properties"])
        return (f'<component type="device">{firm}<name>{html.escape(part["name"])}</name>{cpe}'
                f"<properties>{said}</properties></component>\n")  # fmt: skip

    body = "".join(element(_component(t)) for t in things)
    return (f'<?xml version="1.0"?>\n<bom xmlns="http://cyclonedx.org/schema/bom/1.5" version="1"><components>\n{body}'
            "</components></bom>\n")  # fmt: skip


def _spdx(things: list[Thing]) -> str:
    packages = [
        {"SPDXID": f"SPDXRef-{t.host}", "name": t.has("model") or "part", "versionInfo": t.serial,
         "supplier": f"Organization: {t.said}" if t.has("name") else "NOASSERTION",
         **({"externalRefs": [{"referenceCategory": "SECURITY", "referenceType": "cpe23Type",
                               "referenceLocator": t.said}]} if t.has("cpe") else {})}
        for t in things
    ]  # fmt: skip
    return json.dumps({"spdxVersion": "SPDX-2.3", "SPDXID": "SPDXRef-DOCUMENT", "name": "x", "packages": packages})


def _spdx_tags(things: list[Thing]) -> str:
    head = "SPDXVersion: SPDX-2.3\nDataLicense: CC0-1.0\nSPDXID: SPDXRef-DOCUMENT\nDocumentName: x\n\n"
    return head + "".join(
        f"PackageName: {t.has('model') or 'part'}\nSPDXID: SPDXRef-{t.host}\nPackageVersion: {t.serial}\n"
        + (f"PackageSupplier: Organization: {t.said}\n" if t.has("name") else "PackageSupplier: NOASSERTION\n")
        + (f"ExternalRef: SECURITY cpe23Type {t.said}\n" if t.has("cpe") else "")
        + "PackageDownloadLocation: NOASSERTION\n\n"
        for t in things
    )


def _sentences(things: list[Thing]) -> list[str]:
    shapes = {"name": "Delivered by {}, parcel {}.", "model": "We installed one {} with serial {}.",
              "fcc_id": "Label: FCC ID: {} S/N {}", "imei": "IMEI: {} Serial no: {}", "mac": "MAC: {} S/N: {}"}  # fmt: skip
    return [shapes[t.signal].format(colons(t.said) if t.signal == "mac" else t.said, t.serial) for t in things]


def _html(things: list[Thing]) -> str:
    body = "".join(f"<p>{html.escape(line)}</p>\n" for line in _sentences(things))
    return f"<!doctype html><html><head><title>Deliveries</title></head><body>{body}</body></html>"


def _buses(write: Callable[[Thing], str]) -> Write:
    return lambda things: "".join(write(t) + "\n" for t in things)


_NAMED = ("name", "model")
LAYOUTS = (
    *(Layout(name, _signals(headers), _csv(delimiter, encoding, headers), encoding=encoding)
      for name, (delimiter, encoding, headers) in TABLES.items()),
    Layout("xlsx", _signals(WIDE), lambda things: _saved(lambda out: _frame(things).write_excel(out))),
    Layout("parquet", _signals(WIDE), lambda things: _saved(lambda out: _frame(things).write_parquet(out))),
    Layout("json lines", ("name", "model", "mac", "imei", "fcc_id", "oid", "cpe"), _json),
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
    Layout("mac table, IOS", ("mac",), _lines("  10    {dots}    DYNAMIC     Gi1/0/{port}",
           "          Mac Address Table\n-------------------------------------------\n\nVlan    Mac Address       Type   "
           "     Ports\n----    -----------       --------    -----\n", "Total Mac Addresses for this criterion: 400\n")),
    Layout("mac table, Junos", ("mac",), _lines("    v10                 {colons}   D             -   ge-0/0/{port}.0"
           "             0         0", "Ethernet switching table : 400 entries, 400 learned\n    Vlan                MAC  "
           "               MAC         Age    Logical                NH        RTR\n    name                address     "
           "        flags              interface              Index     ID\n")),
    Layout("mac table, VRP", ("mac",), _lines("{huawei} 10/-/-                            GE0/0/{port}             dynamic",
           "-" * 79 + "\nMAC Address    VLAN/VSI/BD                       Learned-From        Type      \n" + "-" * 79 + "\n")),
    Layout("mac table, ProCurve", ("mac",), _lines("  {procurve} {port:<5} 10",
           "  MAC Address   Port  VLAN\n  ------------- ----- ----\n")),
    Layout("show inventory", ("model", "descr"), _inventory),
    Layout("lldp neighbours", ("mac", "descr"), _lldp),
    Layout("cdp neighbours", ("model", "descr"), _cdp),
    Layout("pcap", ("mac", "dhcp_class"), _pcap),
    Layout("snmp walks in a zip", ("mac", "oid", "descr"), _walks, 0.25),
    Layout("lsusb", ("usb",), _buses(lambda t: f"Bus 001 Device {1 + t.number % 999:03d}: ID {t.said} Device")),
    Layout("lspci -nn", ("pci",), _buses(
        lambda t: f"{t.number // 256:02x}:{t.number % 256 // 8:02x}.{t.number % 8} Device [0200]: Card [{t.said}] (rev 01)")),
    Layout("CycloneDX JSON", ("name", "model", "cpe", "mac", "fcc_id", "imei"), _cyclonedx),
    Layout("CycloneDX XML", ("name", "model", "cpe", "mac", "fcc_id", "imei"), _cyclonedx_xml),
    Layout("SPDX JSON", ("name", "model", "cpe"), _spdx),
    Layout("SPDX tags", ("name", "model", "cpe"), _spdx_tags),
    Layout("free text", ("name", "model", "fcc_id", "imei", "mac"), lambda things: "\n".join(_sentences(things)) + "\n"),
    Layout("web page", ("name", "model", "fcc_id", "imei", "mac"), _html),
)  # fmt: skip


def write(layout: Layout, things: list[Thing], path: Path) -> None:
    """Write the file."""
    told = layout.write(things)
    path.write_bytes(told.encode() if isinstance(told, str) else told)
