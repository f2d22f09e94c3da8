"""ISC dhcpd's lease files (dhcpd.leases, dhcpd6.leases) and the host declarations of its configuration.

Invariant: each ``lease``, ``ia-na``, ``ia-ta``, ``ia-pd`` and ``host`` block is a subject; a block that the file's end
cuts is one with a fault. The file is a journal: the same address may come again, later states after earlier ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from obstat.intake.dhcp.client import bytes_of, client, mac_of_duid
from obstat.intake.format import Format
from obstat.intake.text_lines import faulty, lines, nothing, text_of
from obstat.model.subject import Place, Subject

_BLOCK = re.compile(r'\s*(lease6?|ia-na|ia-ta|ia-pd|host)\s+("(?:[^"\\]|\\.)*"|[^\s{]+)\s*\{(.*)')
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
_ESCAPE = re.compile(r"\\([0-7]{1,3})|\\(.)", re.DOTALL)
_ADDRESS = re.compile(r"\b(?:iaaddr|iaprefix|fixed-address6?)\s+([0-9a-fA-F.:/]+)")
_MAC = re.compile(r"\bhardware\s+(?:ethernet|token-ring|fddi|[\w-]+)\s+([0-9a-fA-F:]+)")
_HOSTNAME = re.compile(
    r"\b(?:client-hostname|option host-name|set hostname\s*=|ddns-client-fqdn\s*=|set ddns-fwd-name\s*=)"
)
_CLASS = re.compile(
    r"\b(?:set\s+)?(?:[\w.-]*vendor-class-identifier|vendor-class|vendor-string|vendor_class\w*)\s*=?\s*(?=\")",
    re.IGNORECASE,
)
_MOST_LINES = 4096


def read(path: Path) -> Iterator[Subject]:
    found, row = False, 0
    block: dict[str, str] = {}
    depth = 0
    for line in lines(path):
        if line.fault:
            found = True
            yield faulty(path, line)
            continue
        text = line.text
        opening = None if text.lstrip().startswith("#") else _BLOCK.match(text)
        if opening:
            if depth > 0:
                yield _subject(block, path, row, cut=True)
            found, row, block = True, line.number, _head(opening[1], opening[2])
            text, depth = opening[3], 1
        if depth <= 0 or text.lstrip().startswith("#"):
            continue
        _statement(text, block)
        bare = re.sub(r'"(?:[^"\\]|\\.)*"|#.*', "", text)
        depth += bare.count("{") - bare.count("}")
        if depth <= 0:
            yield _subject(block, path, row)
    if depth > 0:
        yield _subject(block, path, row, cut=True)
    if not found:
        yield nothing(path, "lease")


def _head(kind: str, name: str) -> dict[str, str]:
    if kind.startswith("ia-"):  # four bytes of identity association, then the client's DUID
        identifier = _octets(name.strip('"')) if name.startswith('"') else bytes_of(name)
        return {"duid_mac": mac_of_duid(identifier[4:]), "duid": identifier[4:].hex(":")}
    return {"hostname": name.strip('"')} if kind == "host" else {"ip": name}


def _statement(text: str, block: dict[str, str]) -> None:
    if address := _ADDRESS.search(text):
        block.setdefault("ip", address[1].partition("/")[0])
    if mac := _MAC.search(text):
        block["mac"] = mac[1]
    for role, pattern in (("hostname", _HOSTNAME), ("class", _CLASS)):
        if (said := pattern.search(text)) and (quoted := _QUOTED.search(text, said.end())):
            block[role] = _octets(quoted[1]).decode("utf-8", "replace").strip("\x00 ")


def _octets(quoted: str) -> bytes:
    """The bytes that dhcpd wrote between quotes: octal for what cannot be printed."""
    raw = bytearray()
    position = 0
    for escape in _ESCAPE.finditer(quoted):
        raw += quoted[position : escape.start()].encode()
        raw += bytes([int(escape[1], 8) & 255]) if escape[1] else escape[2].encode()
        position = escape.end()
    return bytes(raw + quoted[position:].encode())


def _subject(block: dict[str, str], path: Path, row: int, *, cut: bool = False) -> Subject:
    mac = block.get("mac") or block.get("duid_mac", "")
    duid = block.get("duid", "")
    subject = client(
        Place(str(path), row=row),
        mac=mac,
        ip=block.get("ip", ""),
        hostname=block.get("hostname", ""),
        vendor_class=block.get("class", ""),
        description=f"DUID {duid}" if duid and not mac else "",
    )
    if not cut:
        return subject
    fault = f"The lease that begins on line {row} has no end (the file is cut); copy the file whole."
    return Subject(subject.place, subject.texts, subject.given, subject.facts, fault)


def signs(head: bytes) -> bool:
    text = text_of(head)
    lease = r"^\s*(lease6?\s+[0-9a-f.:]+|ia-(na|ta|pd)\s+\S.*)\s*\{|^\s*host\s+\S+\s*\{[^}]*hardware ethernet"
    return re.search(lease, text, re.M | re.I) is not None or "dhcpd.leases(5)" in text


FORMATS = (Format("dhcpd", "ISC dhcpd's leases (dhcpd.leases, dhcpd6.leases)", signs, read),)
