"""What the fast scanners write: masscan's JSON (``-oJ``, ``-oD``), a list or a record a line, and zgrab2's JSON lines.

Invariant: records are read one at a time, whatever stands between them (masscan leaves a comma before the end, or no
end at all); a line that is no JSON is a subject with a fault.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from obstat.intake.format import Format
from obstat.intake.text_lines import faulty, lines, nothing, text_of
from obstat.model.subject import Given, Place, Subject

_LONGEST_RECORD = 1 << 22
_MOST_TEXT = 1 << 14
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_WHOLE = re.compile(r'\{\s*"(ip|domain)"\s*:.*\}[\s,\]]*$', re.DOTALL)
_TELLING = {
    "banner",
    "server",
    "title",
    "user_agent",
    "www_authenticate",
    "sysdescr",
    "system_description",
    "vendor",
    "product",
    "product_name",
    "product_code",
    "vendor_name",
    "model",
    "model_name",
    "server_id",
    "raw",
    "software",
    "subject_dn",
    "issuer_dn",
    "common_name",
    "organization",
    "metadata",
    "realm",
    "comment",
    "description",
}
"""Names under which zgrab2's modules keep what a device says of itself."""


def read(path: Path) -> Iterator[Subject]:
    found = False
    record = _Record()
    for line in lines(path, _LONGEST_RECORD):
        text = line.text.strip()
        if line.fault:
            found = True
            yield faulty(path, line)
            continue
        if not record.pieces:
            text = text.lstrip("[, \t")
            if text.startswith("#") or set(text) <= set("[], ") or _finished(text):
                continue
        elif _WHOLE.match(text) and _records(text):  # what was waiting for its end has none
            yield _broken(path, record.row)
            record = _Record()
        found = True
        record.add(text, line.number)
        if record.depth <= 0 or record.size > _LONGEST_RECORD:
            records = _records("\n".join(record.pieces))
            for one in records or ():
                yield _subject(one, Place(str(path), row=record.row))
            if records is None:
                yield _broken(path, record.row)
            record = _Record()
    if record.pieces:
        yield _broken(path, record.row)
    if not found:
        yield nothing(path, "scanned host")


class _Record:
    """The lines of one record so far; `depth` is the number of braces that are open."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.row = self.depth = self.size = 0

    def add(self, text: str, row: int) -> None:
        self.row = self.row or row
        self.pieces.append(text)
        self.size += len(text)
        bare = _STRING.sub("", text)
        self.depth += bare.count("{") - bare.count("}")


def _broken(path: Path, row: int) -> Subject:
    fault = f"Line {row} is not a whole JSON record (cut or broken); scan again or repair the line."
    return Subject(Place(str(path), row=row), fault=fault)


def _finished(text: str) -> bool:
    """masscan's old last record, ``{finished: 1}``, which is no JSON."""
    return re.fullmatch(r'\{\s*"?finished"?\s*:\s*1\s*\}\s*\]?', text) is not None


def _records(text: str) -> list[dict[str, Any]] | None:
    """All records of a text that holds nothing else than records, commas and closing brackets; None otherwise."""
    decoder, records, position = json.JSONDecoder(), [], 0
    while position < len(text):
        if text[position] in ", \t\r\n]":
            position += 1
            continue
        try:
            record, position = decoder.raw_decode(text, position)
        except (ValueError, RecursionError):
            return None
        if not isinstance(record, dict):
            return None
        records.append(record)
    return records


def _subject(record: dict[str, Any], place: Place) -> Subject:
    facts = {}
    if isinstance(ip := record.get("ip"), str) and ip:
        facts["ip"] = ip
    if isinstance(name := record.get("domain") or record.get("hostname"), str):
        facts["hostname"] = name
    given: dict[Given, None] = {}
    if isinstance(mac := record.get("mac"), str):
        given[Given("mac", mac)] = None
    for port in [*_list(record.get("ports")), record]:
        service = port.get("service") if isinstance(port, dict) else None
        if isinstance(service, dict) and isinstance(banner := service.get("banner"), str) and banner.strip():
            given[Given("banner", _unescaped(banner), str(service.get("name") or "port"))] = None
    if isinstance(data := record.get("data"), dict):
        if isinstance(banner := data.get("banner"), str):  # masscan -oD
            given[Given("banner", _unescaped(banner), str(data.get("service_name") or "port"))] = None
        else:
            for protocol, module in data.items():
                for text, where in _said(module, ""):
                    given[Given("banner", text, f"{protocol} {where}".strip())] = None
    fault = None if facts or given else "The record has neither an address nor a banner; check that masscan wrote it."
    return Subject(place, given=tuple(given), facts=facts, fault=fault)


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _unescaped(banner: str) -> str:
    return re.sub(r"\\x0d|\\r", "\r", re.sub(r"\\x0a|\\n", "\n", banner)).strip()[:_MOST_TEXT]


def _said(value: object, name: str, depth: int = 0) -> Iterator[tuple[str, str]]:
    """Each text under a telling name, and the page's title, with the name."""
    if depth > 24:
        return
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _said(inner, key, depth + 1)
    elif isinstance(value, list):
        for inner in value[:64]:
            yield from _said(inner, name, depth + 1)
    elif isinstance(value, str) and value.strip():
        if name == "body":
            if title := re.search(r"<title[^>]*>\s*([^<]{1,300}?)\s*</title", value, re.I):
                yield title[1], "title"
        elif name in _TELLING:
            yield value.strip()[:_MOST_TEXT], {"subject_dn": "subject", "issuer_dn": "issuer"}.get(name, name)


def _signs_masscan(head: bytes) -> bool:
    text = text_of(head).lstrip("\ufeff \r\n\t[,")
    return text.startswith("{") and '"ip"' in text and re.search(r'"(ports|rec_type)"\s*:', text) is not None


def _signs_zgrab(head: bytes) -> bool:
    text = text_of(head).lstrip("\ufeff \r\n\t")
    return re.match(r'\{\s*"(ip|domain)"\s*:\s*"', text) is not None and re.search(r'"data"\s*:\s*\{', text) is not None


FORMATS = (
    Format("masscan", "masscan's JSON (masscan -oJ or -oD)", _signs_masscan, read),
    Format("zgrab2", "zgrab2's JSON lines", _signs_zgrab, read),
)
