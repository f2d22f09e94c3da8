"""Blocks of labelled lines, and tables, as records: one for each thing that the output tells of.

Invariant: a label that may come once in a record begins the next record when it comes again; whatever holds a model, a
serial, a MAC address or a system's description is a subject.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, pairwise
from pathlib import Path

from obstat.intake.labelled import label_of, pairs
from obstat.intake.mac_text import addresses
from obstat.intake.printed_columns import Titles, cells, is_rule, is_titled, parts, ruled, titles, titles_over
from obstat.intake.text_lines import Line, faulty, lines, nothing
from obstat.model.subject import Given, Place, Subject

_ONCE = {"index", "interface", "device", "chassis", "name", "model", "serial"}
_STRICT = {"model", "serial"}
"""A second one of these begins another record only where it says something else."""
_NEXT = re.compile(
    r"^\s*(?:interface\s+)?(\S+)\s+(?:has|detected)\s+\d+\s+(?:lldp\s+|cdp\s+)?neighbou?r", re.IGNORECASE
)
_REMOTE = re.compile(r"^\s*(?:remote lldp agents on )?local\s*(?:slot/port)?\s*(\S+?):\s*$", re.IGNORECASE)
_WIDEST = 1 << 13
"""No terminal's line is longer."""
_PROMPT = re.compile(r"^\s*(?:<[\w.-]+>|[\w.@~/()-]{1,64}[#>])\s?\S|^\s*(?:show|display)\s+[a-z]")
_PHRASES = (
    (
        re.compile(
            r"^\s*cisco ((?!ios\b|nexus operating|adaptive|nfv)[\w./+-]+(?: [\w-]+)??)(?: chassis)? \((?!tm)", re.I
        ),
        "model",
    ),
    (re.compile(r"^\s*cisco (nexus\d+ c[\w-]+) chassis", re.I), "model"),
    (re.compile(r"^\s*(?:huawei|quidway|h3c|hpe?|futurematrix)\s+(\S.*?)\s+uptime is", re.I), "model"),
    (re.compile(r"^\s*processor board id (\w+)", re.I), "serial"),
    (re.compile(r"^\s*arista ((?:dcs|ccs|v?eos|ceos)\S*)\s*$", re.I), "model"),
    (re.compile(r"\b(?:nokia|alcatel) (\d{4}[\w ./-]*?) copyright", re.I), "model"),
    (re.compile(r"^\s*version:\s+([A-Z]\w*-\w[\w-]*)\s+v\d", re.I), "model"),
    (re.compile(r"^\s*esn of [\w ]+:\s*(\w+)", re.I), "serial"),
)
_CODE = re.compile(r"\b(?=[\w./-]*[A-Za-z])(?=[\w./-]*\d)[\w./-]{4,}")
"""A word of letters and digits, as models and serials are."""
_LONE = re.compile(r"(?=.*\d)(?=.*[A-Z])(?!.*\d:\d)[\w./+-]{2,}(?: [\w./+-]{1,24}){0,2}")
"""A line that can be a model and nothing else."""
_UNIT = re.compile(
    r"^\s*(?:unit (\d+): )?(?:sl|slot|s|module) ?([m\d]+)\s*:\s+(?=[\w/.+-]*\d)([A-Z][\w/.+-]{3,})\s+\S", re.IGNORECASE
)
"""A board of a Brocade or Ruckus switch: its unit, its slot, its model and more words."""
_GOES_ON = re.compile(r"^\s*(technical support|tac support|copyright|compiled|https?)\b", re.IGNORECASE)
_SOFTWARE = re.compile(r"\b(software|operating system|junos|routeros)\b", re.IGNORECASE)
_MOST_TEXT, _MOST_BANNER_LINES = 1 << 13, 6


@dataclass(slots=True)
class _Record:
    row: int
    said: dict[str, str] = field(default_factory=dict)
    macs: dict[str, None] = field(default_factory=dict)
    banner: list[str] = field(default_factory=list)
    lone: str = ""
    """The first line, where it can be a model, and the next line speaks of the device."""
    lines: int = 0
    paragraph: str = ""
    """The label that the record begins with."""
    open: str | None = None
    """The role whose value goes on over the next lines."""


def read(path: Path, channel: str) -> Iterator[Subject]:
    """The records of a file; what a system says of itself is a banner of `channel`."""
    record = _Record(1)
    table: Titles | None = None
    first = ""
    found = False
    for line, following in pairwise(chain(lines(path, _WIDEST), [Line(0, "")])):
        text = line.text.expandtabs().rstrip()
        if line.fault:
            found = True
            yield faulty(path, line)
            continue
        ruled_under = is_titled(following.text) and not is_rule(text)
        heading = None if record.open else titles_over(text, following.text) if ruled_under else titles(text)
        if heading is not None or (table is not None and ruled_under):
            table, first = heading, ""
            continue
        if table is not None and is_rule(text):
            table = ruled(text, table)
            continue
        if table is not None and text.strip() and _is_row(text):
            if len(text.split()) == 1 and not text[0].isspace():
                first = text.strip()  # a name too long for its column: the row goes on below
                continue
            row = cells(f"{first} {text}" if first and text[0].isspace() else text, table)
            first = ""
            subject = _tabled(text, row, channel, Place(str(path), row=line.number))
            if subject is not None:
                found = True
                yield subject
            if row or subject or parts(text) > 1 or len(text.split()) < 3:  # else a sentence, which ends the table
                continue
        if text.strip():
            table = None
        if _begins(text, record):
            if (subject := _subject(record, path, channel)) is not None:
                found = True
                yield subject
            record = _Record(line.number, said=_kept(text))
            table = None
        _take(text, record)
    if (subject := _subject(record, path, channel)) is not None:
        found = True
        yield subject
    if not found:
        yield nothing(path, "model, serial or neighbour")


def _is_row(text: str) -> bool:
    """Whether a line can be a row of a table: it has no label and is no prompt."""
    return not pairs(text) and not _PROMPT.match(text)


def _kept(text: str) -> dict[str, str]:
    next_one = _NEXT.match(text) or _REMOTE.match(text)
    return {"interface": next_one[1]} if next_one else {}


def _begins(text: str, record: _Record) -> bool:
    if _NEXT.match(text) or _REMOTE.match(text) or _PROMPT.match(text) or _UNIT.match(text):
        return True
    if record.paragraph and record.macs and label_of(text) == record.paragraph:
        return True
    if record.open and (_GOES_ON.match(text) or not record.said.get(record.open)):
        said = pairs(text)
        return bool(said) and said[0][0] in _ONCE and said[0][0] in record.said
    for role, value in pairs(text):
        if role in _ONCE and role in record.said and (role not in _STRICT or (value and value != record.said[role])):
            return True
    return False


def _take(text: str, record: _Record) -> None:
    labelled = pairs(text)
    serials = {value for role, value in labelled if role == "serial"}
    for hit in addresses(text):
        if hit.whole and hit.text not in serials and len(record.macs) < 512:
            record.macs[hit.text] = None
    if text.strip():
        record.lines += 1
        if record.lines == 1:
            record.lone = text.strip() if _LONE.fullmatch(text.strip()) and not labelled else ""
            record.paragraph = label_of(text)
        elif record.lines == 2 and not labelled and not _SOFTWARE.search(text):
            record.lone = ""
    waiting = record.open and not record.said.get(record.open) and labelled and labelled[0][0] is None
    if record.open and text.strip() and (not labelled or _GOES_ON.match(text) or waiting):
        held = record.said.get(record.open, "")
        if len(held) < _MOST_TEXT and not is_rule(text):
            record.said[record.open] = f"{held}\n{text.strip()}".strip()
        return
    if not text.strip():
        record.open = record.open if record.open and not record.said.get(record.open) else None
        return
    record.open = None
    for phrase, meant in _PHRASES:
        if phrased := phrase.search(text):
            record.said.setdefault(meant, phrased[1].strip())
    if unit := _UNIT.match(text):
        record.said.setdefault("model", unit[3])
    for role, value in labelled:
        if role is None:
            continue
        if role in ("system", "version"):
            record.open = role
        if role in _ONCE or value:
            record.said.setdefault(role, value)
            record.said[role] = record.said[role] or value
    software = _SOFTWARE.search(text) and not any(role for role, _ in labelled)
    shown = not _PROMPT.match(text) and not is_rule(text)
    if shown and len(record.banner) < _MOST_BANNER_LINES and (software or (record.banner and not labelled)):
        record.banner.append(text.strip()[:_MOST_TEXT])


def _tabled(text: str, row: dict[str, str], channel: str, place: Place) -> Subject | None:
    if not row and parts(text) > 2 and _CODE.search(text):
        return Subject(place, fault=f"'{text.strip()[:80]}' does not stand under the table's titles; copy it whole.")
    record = _Record(place.row or 1, said=row)
    record.macs = {hit.text: None for hit in addresses(text) if hit.whole}
    subject = _subject(record, Path(place.file), channel)
    if subject is None and (name := row.get("hostname") or row.get("device")):
        where = {key: row[key] for key in ("interface",) if row.get(key)}
        return Subject(place, facts={"hostname": name, **where})
    if subject is None and (said := row.get("descr") or row.get("name")):
        return Subject(place, texts={"description": said})
    return subject


def _subject(record: _Record, path: Path, channel: str) -> Subject | None:
    said = record.said
    texts = {
        role: said[key]
        for role, key in (("brand", "brand"), ("model", "model"), ("description", "descr"))
        if said.get(key)
    }
    texts["model"] = re.split(r",\s", texts.get("model", ""))[0].lstrip("*").strip() or record.lone
    if not texts["model"]:
        del texts["model"]
    if "description" not in texts and said.get("name"):
        texts["description"] = said["name"]
    given = [Given("mac", mac) for mac in record.macs]
    if serial := re.match(r"[\w./-]+", said.get("serial", "")):
        given.append(Given("serial", serial[0]))
    if said.get("system"):
        given.append(Given("banner", said["system"], channel))
    if said.get("version") and (" " in said["version"] or "\n" in said["version"]):
        given.append(Given("banner", said["version"], channel))
    if record.banner and not said.get("system"):
        given.append(Given("banner", "\n".join(record.banner), channel))
    if not given and not {"model", "brand"} & set(texts):
        return None
    facts = {key: said[key] for key in ("hostname", "interface") if said.get(key)}
    if "hostname" not in facts and said.get("device"):
        facts["hostname"] = said["device"]
    if ip := _ip(said.get("ip", "")):
        facts["ip"] = ip
    return Subject(Place(str(path), row=record.row), texts=texts, given=tuple(given), facts=facts)


def _ip(text: str) -> str | None:
    try:
        return str(ipaddress.ip_address(text.split()[0].split("/")[0])) if text.split() else None
    except ValueError:
        return None
