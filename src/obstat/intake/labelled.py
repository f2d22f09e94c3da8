"""What command lines print in blocks of labelled lines, of any platform: which labels mean what.

Invariant: a label is known by its words alone, whatever stands around them (case, dots, bullets, brackets); the table
below is the whole of what is known, and a label that is not in it means nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_ROLES = {
    "index": "neighbor index|neighbour index|remote id|lldp neighbor|neighbor id|remote index",
    "interface": "local intf|local interface|local port id|local port|interface|local slot port|local intrfce|local if",
    "device": "device id|deviceid|remote device|neighbor device id",
    "hostname": "system name|sysname|sys name|neighbor chassis name|host name|hostname|device name|"
    "neighbor name|neighbor system name|remote system name|remote sysname|systemname|identity",
    "chassis": "chassis id|chassisid|neighbor chassis id|remote chassis id|chassis|neighbor|"
    "neighbor mac address|chassis id value|remote chassis|chassis mac",
    "system": "system description|sysdescr|sys descr|neighbor chassis description|system desc|sysdesc|"
    "sys desc|neighbor system description|remote system description|system descr|"
    "neighbor description|remote system desc|chassis description",
    "version": "version|neighbor version|software version|software image version|sw version|platform version",
    "model": "platform|model|model name|model number|model no|model num|pid|product id|product name|"
    "product number|chassis model|sc model|machine type|machine model|board type|boardtype|"
    "product|hardware model|model id|system model|device model|device type|board name|modelname|"
    "hw|hardware|chassis type description|switch model|switch type|ont model|equipment id|"
    "device_name|product model|system type|type of device|board|model n|med model name|aruba model no|"
    "vendor model no|product family|entity model|part model|ap model|platform type|productclass|"
    "hw model|chassis part",
    "serial": "sn|s n|serial number|serial|serial no|serial num|serialnum|serialnumber|system serial|"
    "system serial number|chassis serial number|chassis serial|device serial number|esn|"
    "esn of device|esn of master|esn of slave|barcode|bar code|system sn|processor board id|"
    "device serialnumber|base serial number|board serial number|cpu card serial|"
    "interface card serial|unit serial number|ont sn|license serial|serial id|device sn|device esn|"
    "manufactureinfo|med serial number|product serial",
    "brand": "manufacturer|manufacturer name|vendor|vendor name|mfg name|vendor id|manu name|mfr name|oem|"
    "manufacturername|brand|med manufacturer name|made by|manufactured by",
    "name": "name|entity name|item|slot name|card name",
    "descr": "descr|description|item description|desc|chassis type text",
    "ip": "ip address|management address|mgmt address|ipv4 address|management ip address|"
    "neighbor address|neighbor management address|ipv6 address|management address value|"
    "mgmt ip|management ip|entry address|ip|"
    "mgmt address ipv4|remote ip address|address",
    "port": "port id|port info|neighbor port id|remote port id|portid|remote port",
}
_BY_LABEL = {label: role for role, labels in _ROLES.items() for label in labels.split("|")}
_PAIR = re.compile(r"^[\s\-+*|:>.]*([A-Za-z][^:=]{0,60}?)\s*(?:\.{3,}|:=?|=)(?!/)\s*(.*)$")
_HUMPS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_GAP = re.compile(r"\S {3,}\w")
_OCTET = re.compile(r"\b[0-9A-Fa-f]{1,4}:$")
_WHOSE = {"ont", "onu", "olt", "hw", "device", "chassis", "base", "unit", "box", "module", "system", "switch", "router"}
"""Words before a label that say whose model or serial it is."""
_NEXT_PAIR = re.compile(
    r"(?:,\s*(?:port id \(outgoing port\)|[A-Za-z][A-Za-z ]{0,24}?)\s*|\s{2,}[A-Z][\w/#.-]*(?: [\w/#.-]+){0,4}\s*):\s+"
    r"|,\s*[A-Za-z][A-Za-z ]{0,24}?\s*:\s*",
    re.IGNORECASE,
)
_DOTTED = re.compile(r"^\s*([A-Za-z][\w ()/&-]{0,48}?)\s?\.{3,}\s*(.*)$")
_SAID_NOTHING = re.compile(
    r"[-\s]*|\[?not (?:advertised|present|available|specified)\]?|n/?a|none|null|unknown|-+|unspecified|not received"
    r"|\(null\)|not exist|built-?in|xxxx.*",
    re.IGNORECASE,
)


def spaced(label: str) -> str:
    """``RemoteDeviceID`` as the words that it is made of."""
    return _HUMPS.sub(" ", label)


def role_of(label: str) -> str | None:
    """What a label means, or None. ``ONT Equipment ID`` means what ``Equipment ID`` does."""
    if label.lower() in _BY_LABEL:
        return _BY_LABEL[label.lower()]
    bare = re.sub(r"\([^)]*\)", " ", label)
    for form in (bare, spaced(bare)):
        words = re.findall(r"[a-z0-9]+", form.lower())
        if (role := _BY_LABEL.get(" ".join(words))) is not None:
            return role
    role = _BY_LABEL.get(" ".join(words[1:])) if len(words) > 1 and words[0] in _WHOSE else None
    return role if role in ("model", "serial", "brand") else None


def pairs(text: str) -> list[tuple[str | None, str]]:
    """The labelled values of a line, each with what its label means; empty where the line has no label."""
    dotted = _DOTTED.match(text)
    first = dotted or _PAIR.match(text)
    if first is None or (not dotted and (_GAP.search(first[1]) or _OCTET.search(text, 0, first.start(2)))):
        return []  # cells of a table, one of them an address with colons
    return [(role_of(label), cleaned(value)) for label, value in _split(first[1], first[2])]


def label_of(text: str) -> str:
    """The first label of a line as it stands, or nothing."""
    first = _PAIR.match(text) if pairs(text) else None
    return first[1] if first else ""


def _split(label: str, rest: str) -> Iterator[tuple[str, str]]:
    """``PID: X , VID: V02, SN: Y`` as three; a comma parts only before a label, and never inside quotes."""
    position = 0
    for more in _NEXT_PAIR.finditer(rest):
        if rest[: more.start()].count('"') % 2:
            continue
        if role_of(label) == "system":
            break
        yield label, rest[position : more.start()]
        label, position = more[0].strip(", :\t"), more.end()
    yield label, rest[position:]


def cleaned(value: str) -> str:
    """The value without quotes and trailing commas; empty where it says that there is none."""
    bare = value.strip().rstrip(",").strip().strip('"').strip()
    return "" if _SAID_NOTHING.fullmatch(bare) else bare
