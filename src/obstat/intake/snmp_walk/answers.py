"""The lines of a walk as answers: which object, and its value.

Invariant: an object's identifier is numeric, or a name with its index; a value that goes over several lines is one
answer; of long values the beginning is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from obstat.intake.text_lines import Line, lines

SNMPREC = re.compile(r"(\d+(?:\.\d+)+)\|(\d+)([xe]?)(:\w+)?\|(.*)")
ANSWER = re.compile(
    r"(\.?(?:\d+|iso)(?:\.\d+)+|\.?(?:[\w-]+::)?(?:[A-Za-z][\w-]*\.)*[A-Za-z][\w-]*(?:\.(?:\d+|\"[^\"]*\"|'[^']*')|\[[^\]]*\])+)"
    r"(\s+=(?:\s|$)|\s+(?=\S))(.*)"
)
UNANSWERED = re.compile(r"\s*(Timeout: |.*\bNo Response from )")
_TYPED = re.compile(
    r"(OID|STRING|Hex-STRING|BITS|INTEGER|Gauge32|Counter32|Counter64|Timeticks|IpAddress|Network Address|Opaque): ?"
)
_NAMED_ROOTS = (
    ("SNMPv2-SMI::enterprises", "1.3.6.1.4.1"),
    ("SNMPv2-SMI::mib-2", "1.3.6.1.2.1"),
    ("NET-SNMP-MIB::netSnmpAgentOIDs", "1.3.6.1.4.1.8072.3.2"),
    ("iso.org.dod.internet.private.enterprises", "1.3.6.1.4.1"),
    ("iso.org.dod.internet.mgmt.mib-2", "1.3.6.1.2.1"),
    ("iso", "1"),
    ("enterprises", "1.3.6.1.4.1"),
    ("mib-2", "1.3.6.1.2.1"),
)
_BARE_OID = re.compile(r"\.?(?:1|iso)\.3\.6\.1(?:\.\d+)+|[\w-]+::(?:enterprises|netSnmpAgentOIDs)(?:\.\d+)+")
_LONGEST = 1 << 13


@dataclass(frozen=True, slots=True)
class Answer:
    row: int
    oid: str
    text: str
    octets: bytes | None = None
    """Where the value was written in hexadecimal."""
    fault: str | None = None


def answers(path: Path) -> Iterator[Answer]:
    last: Answer | None = None
    for line in lines(path):
        if line.fault or UNANSWERED.match(line.text):
            if last:
                yield last
                last = None
            why = line.fault or f"The device did not answer ({line.text.strip()[:120]}); walk it again."
            yield Answer(line.number, "", "", fault=why)
            continue
        answer = _answer(line)
        if answer is not None:
            if last:
                yield _whole(last)
            last = answer
        elif last and len(last.text) < _LONGEST and not line.text.startswith("#"):
            last = replace(last, text=f"{last.text}\n{line.text}")
    if last:
        yield _whole(last)


def _answer(line: Line) -> Answer | None:
    text = line.text.rstrip("\r\n")
    if record := SNMPREC.match(text):
        oid, _, form, _, value = record.groups()
        if form == "x":
            return _hexadecimal(Answer(line.number, oid, value))
        return Answer(line.number, oid, value)
    said = ANSWER.match(text)
    if said is None or (not said[2].strip() and not re.match(r"\.?[\w-]+(::|\.\d)", said[1])):
        return None
    return Answer(line.number, numeric(said[1]), said[3].strip())


def _whole(answer: Answer) -> Answer:
    """The answer without its type and quotes."""
    if answer.octets is not None:
        return answer
    typed = _TYPED.match(answer.text)
    value = answer.text[typed.end() :] if typed else answer.text
    if typed and typed[1] == "Hex-STRING":
        return _hexadecimal(replace(answer, text=value))
    if typed and typed[1] == "OID":
        return replace(answer, text=numeric(value.strip()))
    value = value.strip()
    if not typed and _BARE_OID.fullmatch(value):  # so does -Oq write an identifier
        return replace(answer, text=numeric(value))
    if value.startswith('"'):
        value = value[1:].removesuffix('"').replace('\\"', '"')
        if re.fullmatch(r"(?:[0-9A-Fa-f]{2} ){5}[0-9A-Fa-f]{2} ?", value):  # so does -Oq write what cannot be printed
            return _hexadecimal(replace(answer, text=value))
    return replace(answer, text=value)


def _hexadecimal(answer: Answer) -> Answer:
    digits = re.sub(r"[^0-9A-Fa-f]", "", answer.text)
    octets = bytes.fromhex(digits[: len(digits) // 2 * 2])
    text = octets.decode("utf-8", "replace").replace("\x00", "").strip()
    return replace(answer, octets=octets, text=text)


def numeric(oid: str) -> str:
    """The identifier in numbers where it can be told, otherwise its last name with what follows."""
    oid = oid.strip().lstrip(".")
    for name, number in _NAMED_ROOTS:
        if oid == name or oid.startswith(f"{name}."):
            rest = oid[len(name) :]
            if re.fullmatch(r"(\.\d+)*", rest):
                return number + rest
    return oid
