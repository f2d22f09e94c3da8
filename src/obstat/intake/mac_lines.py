"""Tables of MAC addresses as switches, routers and hosts print them, of any maker: one reader, no platform's parser.

Invariant: a line with a MAC address is a subject, with the IP address, VLAN, interface and host name that the line has;
a line with half a MAC address, or with an address that did not answer, is a subject with a fault; lines with neither
(headers, prompts, legends, counts) are skipped.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from pathlib import Path

from obstat.intake.mac_text import Found, addresses
from obstat.intake.text_lines import faulty, lines, nothing, text_of
from obstat.model.subject import Given, Place, Subject

_INTERFACE = re.compile(
    r"(?<![\w./-])((?:(?:x|ten|twe|twentyfive|forty|fo|hundred|hu|two|five|m|multi)?-?(?:gigabit|gig|gi|ge)(?:abit)?(?:ether(?:net)?|e|E)?"
    r"|fast(?:ethernet)?|fa|te|tengige?|ethernet|ether|eth-trunk|eth|et|en[ops]?|em|port-channel|port|po|ae|lag|trk|bond|bridge|"
    r"bridge-aggregation|bagg|trunk|vlanif|vlan|vl|vlan-interface|irb|br|bvi|mgmt|ma|management|me|wlan|wl|lo|tunnel|tu|"
    r"gpon-onu|gpon|epon|xgei|gei|sfp-sfpplus|sfpplus|sfp|qsfp|ge|xe|et|fe|sa|dummy|veth|tap|xge|25ge|40ge|100ge|nve|"
    r"meth|ra|ath|di|dialer|serial|se)[-_ ]?\d[\w./:-]*)",
    re.IGNORECASE,
)
_UNANSWERED = re.compile(r"\b(incomplete|failed|unresolved|no[ -]entry|pending)\b", re.IGNORECASE)
_TITLES = re.compile(
    r"\b(mac|hw|hardware|physical|ether|hwaddr|lladdr|link-layer|physikalische|physique|f[ií]sica)\b", re.I
)
_WIDEST = 1 << 13
"""No terminal's line is longer."""
_LOOKED_AT, _LONGEST_HEAD = 400, 12
_PORTS = ("interface", "port", "ports", "destination port", "l-if", "logical interface", "physical port")
_TAGGED = re.compile(r"\s*(?:[{\[]|<(?![\w.~-]+>\s*\w))")
_HOST_FIRST = re.compile(r"^\s*(\S+) \(([^)\s]+)\) (?:at|auf|à|en) ")


def read(path: Path) -> Iterator[Subject]:
    found = False
    header, titles = False, dict[str, tuple[int, int]]()
    for line in lines(path, _WIDEST):
        text = line.text.expandtabs().rstrip()
        if line.fault:
            found = True
            yield faulty(path, line)
            continue
        place = Place(str(path), row=line.number)
        hits = list(addresses(text, digits_only=header))
        if any(hit.whole for hit in hits):
            found = True
            yield _subject(text, [hit for hit in hits if hit.whole], titles, place)
        elif hits and not re.match(r"\s*[\w.-]+[#>]", text):
            found = True
            fault = f"'{hits[0].text}' is half a MAC address; copy the line whole."
            yield Subject(place, facts=_facts(text, [], titles), fault=fault)
        elif (unanswered := _UNANSWERED.search(text)) and (ip := _ip(text)):
            found = True
            fault = f"{ip} did not answer ({unanswered[0]}), so nothing tells what it is; look again when it is up."
            yield Subject(place, facts={"ip": ip}, fault=fault)
        elif _TITLES.search(text):
            header, titles = True, {title: (start, end) for title, start, end in _columns(text)}
    if not found:
        yield nothing(path, "MAC address")


def _subject(text: str, hits: list[Found], titles: dict[str, tuple[int, int]], place: Place) -> Subject:
    given = tuple(dict.fromkeys(Given("mac", hit.text) for hit in hits))
    return Subject(place, given=given, facts=_facts(text, hits, titles))


def _facts(text: str, hits: list[Found], titles: dict[str, tuple[int, int]]) -> dict[str, str]:
    rest = text
    for hit in hits:
        rest = rest[: hit.start] + " " * (hit.end - hit.start) + rest[hit.end :]
    facts = {}
    if ip := _ip(rest):
        facts["ip"] = ip
    if host := _HOST_FIRST.match(text):
        if host[1] != "?":
            facts["hostname"] = host[1]
    elif (name := _under(rest, titles, ("name", "hostname", "host"))) and re.search("[a-z]", name, re.I):
        facts["hostname"] = name
    interface = re.search(r"(?:\bdev|\bon|\binterface=)\s*(\S+)", rest) or _INTERFACE.search(rest)
    if interface:
        facts["interface"] = interface[1]
    elif (port := _under(rest, titles, _PORTS)) and any(character.isdecimal() for character in port):
        facts["interface"] = port
    vlan = re.search(r"\b(?:vlan|vid|vl|vlanif|vlan-interface)[ :=-]?(\d{1,4})\b", rest, re.I)
    if vlan:
        facts["vlan"] = vlan[1]
    elif (under := _under(rest, titles, ("vlan", "vid", "vlan id", "vlanid"))) and under.isdecimal():
        facts["vlan"] = under
    return facts


def _ip(text: str) -> str | None:
    for token in re.findall(r"[0-9A-Fa-f.:]{3,45}(?:%\w+)?", text):
        bare = token.partition("%")[0].strip(".")
        if bare.count(".") == 3 or (bare.count(":") >= 2 and ("::" in bare or bare.count(":") == 7)):
            try:
                return str(ipaddress.ip_address(bare))
            except ValueError:
                continue
    return None


def _columns(header: str) -> list[tuple[str, int, int]]:
    """The titles of a header, lower case, with where they stand: two spaces or a bar part them."""
    return [(m[0].strip().lower(), m.start(), m.end()) for m in re.finditer(r"[^\s|+]+(?: [^\s|+]+)*", header)]


def _under(text: str, titles: dict[str, tuple[int, int]], wanted: tuple[str, ...]) -> str | None:
    """The word of `text` that stands under one of the titles, or nearest to it."""
    span = next((titles[title] for title in wanted if title in titles), None)
    if span is None:
        return None
    middle = (span[0] + span[1]) / 2
    words = [(abs((m.start() + m.end()) / 2 - middle), m) for m in re.finditer(r"[^\s|]+", text)]
    near = [(distance, m[0]) for distance, m in words if m.start() < span[1] + 2 and m.end() > span[0] - 2]
    return min(near)[1] if near else None


def shares(head: bytes) -> tuple[int, int]:
    """Of the lines of a table: how many hold a MAC address, and how many of those an IP address too. None where the
    file is no such table: most lines must hold an address, but for a head with titles."""
    rows = [row for row in text_of(head).splitlines() if row.strip()][:_LOOKED_AT]
    if (
        not rows
        or rows[0].count(",") > 1
        or ";" in rows[0]
        or _TAGGED.match(rows[0])
        or any("\x00" in row for row in rows)
    ):
        return 0, 0
    with_mac = with_ip = 0
    titled = False
    for row in rows:
        if hits := [hit for hit in addresses(row, digits_only=titled) if hit.whole]:
            with_mac += 1
            with_ip += "ip" in _facts(row, hits, {})
        elif _TITLES.search(row) and ":" not in row:
            titled = True
    enough = 3 * with_mac >= len(rows) - (_LONGEST_HEAD if titled else 0)
    return (with_mac, with_ip) if enough else (0, 0)
