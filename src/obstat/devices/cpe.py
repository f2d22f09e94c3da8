"""Names of the Common Platform Enumeration, bound as URI (2.2) or as formatted string (2.3; NIST IR 7695).

Invariant: the canonical form is the formatted string of 2.3 in lower case, all eleven attributes there; its vendor key
is without escapes.
"""

from __future__ import annotations

import re
import urllib.parse

from obstat.devices.parsed import Key, Parsed
from obstat.devices.texts import bare, clean, shown
from obstat.model.errors import InvalidValue
from obstat.model.subject import Given

_ATTRIBUTES = 11
_PACKED = ("edition", "sw_edition", "target_sw", "target_hw", "other")
"""What a tilde-packed edition of 2.2 holds (NIST IR 7695, section 6.1.2.1.3)."""
_KEPT = re.compile(r"[A-Za-z0-9_.-]")
"""What a formatted string holds without an escape (NIST IR 7695, section 6.2.2.2)."""
_ESCAPE = re.compile(r"\\(.)")


def parse(given: Given) -> Parsed:
    """A CPE name; its vendor is what somebody typed into a catalogue."""
    plain = bare(given.text)
    lower = plain.lower()
    if lower.startswith("cpe:2.3:"):
        attributes = _of_string(plain[8:])
    elif lower.startswith("cpe:/"):
        attributes = _of_uri(plain[5:])
    else:
        raise InvalidValue(f"CPE {shown(given.text)} does not start with 'cpe:2.3:' or 'cpe:/'; give the whole name.")
    attributes = [_without_needless(attribute.lower()) or "*" for attribute in attributes]
    if len(attributes) > _ATTRIBUTES:
        raise InvalidValue(
            f"CPE {shown(given.text)} has {len(attributes)} attributes, but there are {_ATTRIBUTES}; "
            "write a colon inside one as '\\:'."
        )
    if attributes[0] not in ("a", "o", "h", "*", "-"):
        raise InvalidValue(
            f"CPE {shown(given.text)} has the part {shown(attributes[0])}; "
            "it is a (application), o (system) or h (hardware)."
        )
    attributes += ["*"] * (_ATTRIBUTES - len(attributes))
    value = "cpe:2.3:" + ":".join(attributes)
    vendor = re.sub(r"\\(.)", r"\1", attributes[1])
    named = attributes[1] not in ("*", "-")
    remark = (
        "The vendor is what somebody typed into a catalogue: nobody registered it."
        if named
        else "It states no vendor: it names no maker."
    )
    keys = (Key("cpe_vendor", vendor),) if named else ()
    return Parsed("cpe", given.text, value, keys, "registered_vendor", "weak", names_maker=named, remarks=(remark,))


def _without_needless(attribute: str) -> str:
    """An attribute without the escapes that a formatted string does not need; a hyphen alone would be another value."""
    if attribute == "\\-":
        return attribute
    return _ESCAPE.sub(lambda escape: escape[1] if _KEPT.fullmatch(escape[1]) else escape[0], attribute)


def _of_string(text: str) -> list[str]:
    """The attributes of a formatted string, at each colon that is not escaped."""
    found, current, escaped = [], "", False
    for c in text:
        if c == ":" and not escaped:
            found.append(current)
            current = ""
            continue
        current += c
        escaped = c == "\\" and not escaped
    if escaped:
        current += "\\"  # the text ends inside an escape: what is escaped is taken to be the sign itself
    return [*found, current]


def _of_uri(text: str) -> list[str]:
    """The attributes of a URI, in the order and with the escapes of a formatted string."""
    parts = text.split(":")
    if len(parts) > 7:
        raise InvalidValue(
            f"CPE {shown(text)} has {len(parts)} parts after 'cpe:/', but there are 7; give 'cpe:2.3:' for more."
        )
    plain = [_escaped(part) for part in parts]
    if len(parts) > 5 and parts[5].startswith("~"):
        packed = (parts[5].split("~")[1:] + [""] * len(_PACKED))[: len(_PACKED)]
        edition, *rest = (_escaped(part) for part in packed)
        language = plain[6] if len(plain) > 6 else ""
        return [*plain[:5], edition, language, *rest]
    return plain


def _escaped(part: str) -> str:
    if part in ("", "-"):
        return part
    text = clean(urllib.parse.unquote(part.replace("%01", "?").replace("%02", "*")))
    return "".join(c if _KEPT.fullmatch(c) or c in "?*" else f"\\{c}" for c in text)
