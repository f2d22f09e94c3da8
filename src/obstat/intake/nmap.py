"""nmap's XML (``nmap -oX``): each host a subject, with all it showed.

Invariant: no document type may declare an entity, so nothing expands and nothing outside the file is read; one host is
held at a time; a file cut in the midst gives the hosts before the cut, and what was read of the last, with a fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from obstat.intake.format import Format
from obstat.intake.text_lines import DAMAGED, opened, text_of
from obstat.model.subject import Given, Place, Subject

_CHUNK = 1 << 16
_MOST_TEXT = 1 << 16
_SHOWN_BY = {
    "http-title": "{} title",
    "http-server-header": "{} server",
    "ssl-cert": "tls subject",
    "snmp-sysdescr": "snmp sysDescr",
}
"""By script: where the device shows what the script prints; ``{}`` is the service."""


class _Refused(Exception):
    """The file declares entities."""


class _Hosts:
    """Takes an XML document in pieces; `done` holds the hosts that are complete."""

    def __init__(self) -> None:
        self.done: list[Element] = []
        self.root: str | None = None
        self._builder: TreeBuilder | None = None
        self._open: list[str] = []
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._data
        self._parser.EntityDeclHandler = self._entity
        self._parser.ExternalEntityRefHandler = self._entity

    def feed(self, chunk: bytes, *, last: bool = False) -> None:
        self._parser.Parse(chunk, last)

    def cut(self) -> Element | None:
        """What was read of the host that is not complete."""
        if self._builder is None:
            return None
        while self._open:
            self._builder.end(self._open.pop())
        builder, self._builder = self._builder, None
        return builder.close()

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self.root = self.root or tag
        if tag == "host" and self._builder is None:
            self._builder = TreeBuilder()
        if self._builder is not None:
            self._open.append(tag)
            self._builder.start(tag, attributes)

    def _end(self, tag: str) -> None:
        if self._builder is None:
            return
        self._builder.end(tag)
        self._open.pop()
        if not self._open:
            self.done.append(self._builder.close())
            self._builder = None

    def _data(self, text: str) -> None:
        if self._builder is not None:
            self._builder.data(text)

    def _entity(self, *_: object) -> int:
        raise _Refused


def read(path: Path) -> Iterator[Subject]:
    """Each host, up or down."""
    hosts, row, fault = _Hosts(), 0, None
    try:
        with opened(path) as file:
            while chunk := file.read(_CHUNK):
                hosts.feed(chunk)
                for host in hosts.done:
                    row += 1
                    yield _subject(host, Place(str(path), row=row))
                hosts.done.clear()
        hosts.feed(b"", last=True)
    except _Refused:
        fault = (
            "The XML declares entities, which are refused as unsafe; scan again with nmap -oX, or remove its DOCTYPE."
        )
    except expat.ExpatError as error:
        fault = f"The XML is cut or broken after {row} hosts ({error}); the hosts before that were read, scan again."
    except DAMAGED as error:
        fault = f"The file is damaged or cut after {row} hosts ({error}); fetch it again."
    for host in hosts.done:  # complete in the very piece that broke
        row += 1
        yield _subject(host, Place(str(path), row=row))
    if fault:
        cut = hosts.cut()
        place = Place(str(path), row=row + 1)
        yield Subject(place, fault=fault) if cut is None else _subject(cut, place, fault)
    elif hosts.root == "nmaprun" and not row:
        yield Subject(Place(str(path), row=1), fault="The scan lists no host (none was up); scan with -v to list all.")
    elif hosts.root != "nmaprun":
        yield Subject(
            Place(str(path), row=1), fault="The XML is not nmap's (its root is not nmaprun); scan with nmap -oX."
        )


def _subject(host: Element, place: Place, fault: str | None = None) -> Subject:
    given: dict[Given, None] = {}
    facts: dict[str, str] = {}
    said: dict[str, None] = {}
    for address in host.iter("address"):
        value, kind = address.get("addr", ""), address.get("addrtype", "")
        if kind == "mac":
            given[Given("mac", value)] = None
            if vendor := address.get("vendor"):
                said[vendor] = None  # by nmap's own table, which lacks a third of the blocks
        elif value:
            facts.setdefault("ip", value)
    names = [name.get("name", "") for name in host.iter("hostname")]
    for service in host.iter("service"):
        if heard := service.get("hostname", "").strip():
            names.append(heard)
    if names := [name for name in names if name]:
        facts["hostname"] = names[0]
    for port in host.iter("port"):
        _port(port, given, said)
    for script in host.iterfind("hostscript/script"):
        _script(script, script.get("id") or "script", given)
    for match in host.iter("osmatch"):
        facts.setdefault("os", match.get("name", ""))
    for system in host.iter("osclass"):
        words = (system.get("vendor"), system.get("osfamily"), system.get("osgen"), system.get("type"))
        said[" ".join(word for word in words if word)] = None
    for cpe in host.iter("cpe"):
        if cpe.text:
            given[Given("cpe", cpe.text.strip())] = None
    status = host.find("status")
    if status is not None and status.get("state") not in (None, "up"):
        facts["status"] = status.get("state", "")
    texts = {"description": "; ".join(text for text in said if text)} if any(said) else {}
    return Subject(place, texts=texts, given=tuple(given), facts=facts, fault=fault)


def _port(port: Element, given: dict[Given, None], said: dict[str, None]) -> None:
    service = port.find("service")
    channel = "port" if service is None else service.get("name") or "port"
    if service is not None:
        words = [service.get(part) for part in ("product", "version", "extrainfo")]
        if banner := " ".join(word for word in words if word):
            given[Given("banner", banner, channel)] = None
        if device := service.get("devicetype"):
            said[device] = None
    for script in port.iterfind("script"):
        _script(script, channel, given)


def _script(script: Element, channel: str, given: dict[Given, None]) -> None:
    output = script.get("output", "").strip()[:_MOST_TEXT]
    if not output:
        return
    given[Given("banner", output, _SHOWN_BY.get(script.get("id", ""), "{}").format(channel))] = None
    for name, value in re.findall(r"^\s*(server|www-authenticate|x-powered-by):[ \t]*(\S.*?)\s*$", output, re.I | re.M):
        given[Given("banner", value, f"{channel} {name.lower()}")] = None
    if script.get("id") == "upnp-info":
        for name, value in re.findall(r"^\s*(manufacturer|model name):[ \t]*(\S.*?)\s*$", output, re.I | re.M):
            scheme = "model" if name.lower() == "model name" else "banner"
            given[Given(scheme, value, f"{channel} {name.lower()}")] = None


def signs(head: bytes) -> bool:
    return re.search(r"<nmaprun[\s>]", text_of(head)) is not None


FORMATS = (Format("nmap", "nmap's XML (nmap -oX)", signs, read),)
