"""Tables of MAC addresses as switches, routers and hosts print them, of any maker: one reader, no platform's parser.

Invariant: a line with a MAC address is a subject, with the IP address, VLAN, interface and host name that the line has;
a line with half a MAC address, or with an address that did not answer, is a subject with a fault; lines with neither
(headers, prompts, legends, counts) are skipped.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
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
    r"\b(mac|hw|hardware|physical|ether|hwaddr|lladdr|link-layer|client ?id|physikalische|physique|f[ií]sica)\b", re.I
)
_BYTE = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
_WIDEST = 1 << 13
"""No terminal's line is longer."""
_PLAIN = re.compile(
    r"(?<![\w.:-])(?:[0-9A-Fa-f]{4}([.-])[0-9A-Fa-f]{4}\1[0-9A-Fa-f]{4}"
    r"|[0-9A-Fa-f]{2}([:-])(?:[0-9A-Fa-f]{2}\2){4}[0-9A-Fa-f]{2})(?![\w.:-])"
)
_QUAD = re.compile(rf"(?<![\w.:-])(?:{_BYTE}\.){{3}}{_BYTE}(?![\w.:/-])")
_BLANK, _MOST_KNOWN = "\x01", 1 << 15
_BOARDS = re.compile(r"^[^:]*\b(?:serial[ -]?(?:no|num)|model)\b", re.IGNORECASE)
"""Titles of a table of boards, whose addresses are their own."""
_LOOKED_AT, _LONGEST_HEAD = 400, 12
_COLUMNS = {
    "name": ("name", "hostname", "host"),
    "port": ("interface", "port", "ports", "destination port", "l-if", "logical interface", "physical port"),
    "vlan": ("vlan", "vid", "vlan id", "vlanid"),
}
"""What a column may be called, by what it tells."""
_TAGGED = re.compile(r"\s*(?:[{\[]|<(?![\w.~-]+>\s*\w))")
_HOST_FIRST = re.compile(r"^\s*(\S+) \(([^)\s]+)\) (?:at|auf|à|en) ")


def read(path: Path) -> Iterator[Subject]:
    file, found = str(path), False
    header, titles = False, dict[str, tuple[int, int]]()
    rows = _Rows(titles)
    for line in lines(path, _WIDEST):
        text = (line.text.expandtabs() if "\t" in line.text else line.text).rstrip()
        if line.fault:
            found = True
            yield faulty(path, line)
            continue
        if (told := rows.told(text)) is not None:
            found = True
            yield Subject(Place(file, line.number), given=(Given("mac", told[0]),), facts=told[1])
            continue
        place = Place(file, row=line.number)
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
            rows = _Rows(titles)
    if not found:
        yield nothing(path, "MAC address")


class _Rows:
    """What the rows of one table say. Big tables repeat themselves (there are few VLANs and interfaces), so what stands
    before and after the MAC address is read once for each way in which it is written."""

    def __init__(self, titles: dict[str, tuple[int, int]]) -> None:
        self._titles = titles
        self._known: dict[tuple[str, int], _Said] = {}

    def told(self, text: str) -> tuple[str, dict[str, str]] | None:
        """The MAC address of a row and its facts; None for a row that has not just one, plainly written."""
        one = _PLAIN.search(text)
        if one is None:
            return None
        start, end = one.span()
        before, after, ip = text[:start], text[end:], None
        if text.count(".") > 2 and (quad := _QUAD.search(before)):
            ip, before = quad[0], _without(before, quad)
        elif after.count(".") > 2 and (quad := _QUAD.search(after)):
            ip, after = quad[0], _without(after, quad)
        first = self._known.get((before, 0)) or self._read(before, 0)
        last = self._known.get((after, end)) or self._read(after, end)
        if not first.alone or not last.alone:
            return None
        apart = first.facts.keys().isdisjoint(last.facts)
        facts = {**first.facts, **last.facts} if apart else _merged((first, last))
        return one[0], facts if ip is None else {**facts, "ip": ip}

    def _read(self, piece: str, offset: int) -> _Said:
        if len(self._known) >= _MOST_KNOWN:
            self._known.clear()
        said = self._known[piece, offset] = _piece(piece, offset, self._titles)
        return said


def _without(piece: str, address: re.Match[str]) -> str:
    return f"{piece[: address.start()]}{_BLANK * len(address[0])}{piece[address.end() :]}"


@dataclass(frozen=True, slots=True)
class _Said:
    """What a piece of a row says that has no MAC address of its own; `under` holds the words beneath the titles."""

    alone: bool
    """Whether nothing in it looks like another MAC address."""
    ip: str | None
    host: str | None
    interface: str | None
    sure: bool
    """Whether a word such as ``dev`` names the interface."""
    vlan: str | None
    under: dict[str, tuple[float, str]]
    facts: dict[str, str] = field(default_factory=dict)
    """All that it tells where no other piece tells anything of it."""


def _subject(text: str, hits: list[Found], titles: dict[str, tuple[int, int]], place: Place) -> Subject:
    given = tuple(dict.fromkeys(Given("mac", hit.text) for hit in hits))
    return Subject(place, given=given, facts=_facts(text, hits, titles))


def _facts(text: str, hits: list[Found], titles: dict[str, tuple[int, int]]) -> dict[str, str]:
    ends = [0, *(hit.end for hit in hits)]
    starts = [*(hit.start for hit in hits), len(text)]
    return _merged(tuple(_piece(text[end:start], end, titles) for end, start in zip(ends, starts, strict=True)))


def _piece(text: str, offset: int, titles: dict[str, tuple[int, int]]) -> _Said:
    host = _HOST_FIRST.match(text) if offset == 0 else None
    sure = re.search(r"(?:\bdev|\bon|\binterface=)\s*(\S+)", text)
    interface = sure or _INTERFACE.search(text)
    vlan = re.search(r"\b(?:vlan|vid|vl|vlanif|vlan-interface)[ :=-]?(\d{1,4})\b", text, re.I)
    said = _Said(
        not any(True for _ in addresses(text, digits_only=True)),
        _ip(text),
        host[1] if host else None,
        interface[1] if interface else None,
        sure is not None,
        vlan[1] if vlan else None,
        _words_under(text, offset, titles),
    )
    return replace(said, facts=_merged((said,)))


def _merged(pieces: tuple[_Said, ...]) -> dict[str, str]:
    facts: dict[str, str] = {}
    if ip := next((piece.ip for piece in pieces if piece.ip), None):
        facts["ip"] = ip
    if host := pieces[0].host:
        if host != "?":
            facts["hostname"] = host
    elif (name := _nearest(pieces, "name")) and re.search("[a-z]", name, re.I):
        facts["hostname"] = name
    interface = next((piece.interface for piece in pieces if piece.sure), None)
    if interface := interface or next((piece.interface for piece in pieces if piece.interface), None):
        facts["interface"] = interface
    elif (port := _nearest(pieces, "port")) and any(character.isdecimal() for character in port):
        facts["interface"] = port
    if vlan := next((piece.vlan for piece in pieces if piece.vlan), None):
        facts["vlan"] = vlan
    elif (under := _nearest(pieces, "vlan")) and under.isdecimal():
        facts["vlan"] = under
    return facts


def _nearest(pieces: tuple[_Said, ...], column: str) -> str | None:
    near = [piece.under[column] for piece in pieces if column in piece.under]
    return min(near)[1] if near else None


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


def _words_under(text: str, offset: int, titles: dict[str, tuple[int, int]]) -> dict[str, tuple[float, str]]:
    """For each column that is wanted, the word of `text` nearest to its title, with how far it is off."""
    found: dict[str, tuple[float, str]] = {}
    for column, names in _COLUMNS.items():
        span = next((titles[title] for title in names if title in titles), None)
        if span is None:
            continue
        middle = (span[0] + span[1]) / 2
        words = [(m.start() + offset, m.end() + offset, m[0]) for m in re.finditer(r"[^\s|]+", text)]
        near = [
            (abs((start + end) / 2 - middle), word)
            for start, end, word in words
            if start < span[1] + 2 and end > span[0] - 2
        ]
        if near:
            found[column] = min(near)
    return found


def _separated(row: str) -> bool:
    """Whether commas or semicolons part the cells of a row, and not space."""
    return (row.count(",") > 1 or ";" in row) and "  " not in row.strip()


def shares(head: bytes) -> tuple[int, int]:
    """Of the lines of a table: how many hold a MAC address, and how many of those an IP address too. None where the
    file is no such table: most lines must hold an address, but for a head with titles."""
    rows = [row for row in text_of(head).splitlines() if row.strip()][:_LOOKED_AT]
    if (
        not rows
        or 2 * sum(map(_separated, rows[:20])) >= len(rows[:20])
        or any(_BOARDS.search(row) for row in rows[:_LONGEST_HEAD])
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
