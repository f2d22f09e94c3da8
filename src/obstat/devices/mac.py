"""MAC addresses: EUI-48 and EUI-64 in every notation, and which of them can name the registrant of an interface.

Invariant: the canonical form is lower-case pairs with colons; keys are the prefixes of 36, 28 and 24 bits. A block of
addresses, as registries list them, is never taken for an address.
"""

from __future__ import annotations

import re

from obstat.devices.parsed import Key, Parsed
from obstat.devices.texts import bare, shown
from obstat.model.errors import InvalidValue
from obstat.model.subject import Given

PREFIX_DIGITS = (9, 7, 6)
"""Hexadecimal digits of the blocks of MA-S and IAB, of MA-M, and of MA-L."""
INDIVIDUAL = ("0050c2", "40d855")
"""Blocks divided into individual address blocks (IAB) of 36 bits, whether or not a registry has them."""
REGISTERED_LOCAL = frozenset(
    {"020701", "021c7c", "026086", "02608c", "027001", "0270b0", "0270b3", "029d8e", "02aa3c"}
    | {"02bb01", "02c08c", "02cf1c", "02e6d3", "aa0000", "aa0001", "aa0002", "aa0003", "aa0004"}
)
"""Blocks registered before the second bit of an address meant anything: it is set in them, and they have a holder."""
_LABEL = re.compile(
    r"(?:(?:wi-?fi|wlan|lan|ethernet|bluetooth|bt)\s+)?mac(?:\s*(?:addr(?:ess)?|id))?\.?\s*[:=#]?\s*", re.I
)
_SIGNS = ":-. _"
_BLOCK = re.compile(r"\s*/\s*(\d{1,2})")
_HEX = re.compile(r"[0-9a-fA-F]+")
_VIRTUAL = {
    "000569": "VMware",
    "000c29": "VMware",
    "001c14": "VMware",
    "005056": "VMware",
    "080027": "VirtualBox",
    "0a0027": "VirtualBox",
    "00155d": "Hyper-V",
    "0003ff": "Virtual PC",
    "525400": "KVM and QEMU",
    "00163e": "Xen",
    "001c42": "Parallels",
    "001851": "Virtuozzo",
    "0242": "Docker",
    "bc2411": "Proxmox",
    "506b8d": "Nutanix AHV",
    "0021f6": "Oracle VM",
    "000f4b": "Oracle VM",
    "001a4a": "oVirt",
    "589cfc": "bhyve",
}
"""Prefixes that hypervisors and containers give their interfaces."""
_ASSIGNED = {
    "00005e0053": "It lies in the range for documentation (RFC 7042): no device has it.",
    "00005e0001": "It is a virtual router's (VRRP, IPv4): any maker's router answers to it.",
    "00005e0002": "It is a virtual router's (VRRP, IPv6): any maker's router answers to it.",
    "00005e": "It lies in the block of IANA, for protocols and not for devices.",
    "01005e9010": "It lies in the range for documentation (RFC 7042): no device has it.",
    "02005e1000": "It lies in the range for documentation (RFC 7042): no device has it.",
}
"""Ranges that belong to nobody's devices, the finest first."""
_SHARED = {
    "00000c07ac": "It is a virtual router's (HSRP): shared by a group of Cisco routers.",
    "00000c9ff": "It is a virtual router's (HSRP): shared by a group of Cisco routers.",
    "0007b400": "It is a virtual router's (GLBP): shared by a group of Cisco routers.",
}


def told_apart() -> frozenset[str]:
    """The beginnings of addresses, in hexadecimal digits, of which something is said that is not said of others."""
    return frozenset((*_VIRTUAL, *_ASSIGNED, *_SHARED, *REGISTERED_LOCAL, "0" * 12, "f" * 12))


def digits_of(text: str) -> str:
    """The 12 or 16 lower-case digits of an address in any notation; `InvalidValue` says what is wrong."""
    size = len(text)
    if size == 17 and (text[2::3] == ":::::" or text[2::3] == "-----"):
        joined = text.replace(text[2], "")
    elif size == 14 and (text[4::5] == ".." or text[4::5] == "--"):
        joined = text.replace(text[4], "")
    elif size == 12:
        joined = text
    else:
        return _unusual(text)
    try:  # quicker than an expression; it passes over white space, so what it reads is counted
        if len(bytes.fromhex(joined)) == 6:
            return joined.lower()
    except ValueError:
        pass
    return _unusual(text)


def _unusual(text: str) -> str:
    plain = bare(text)
    label = _LABEL.match(plain)
    written = bare(plain[label.end() :]) if label else plain
    if not written:
        raise InvalidValue("The MAC address is empty; give 12 hexadecimal digits, such as 00:1a:2b:3c:4d:5e.")
    slash = written.find("/")
    if slash >= 0 and (size := _BLOCK.fullmatch(written, slash)):
        raise InvalidValue(
            f"{shown(text)} is a block of addresses as registries list them (its first {size[1]} bits), "
            "not an address; give all 12 digits of the device's own address, without '/'."
        )
    if written[:2].lower() == "0x" and _HEX.fullmatch(written, 2):
        written = written[2:]
    signs = sorted({c for c in written if c in _SIGNS})
    if len(signs) > 1:
        raise InvalidValue(f"MAC address {shown(text)} mixes separators; use one, as in 00:1a:2b:3c:4d:5e.")
    groups = written.split(signs[0]) if signs else [written]
    if not all(map(_HEX.fullmatch, groups)):
        wrong = next((c for c in written if c not in _SIGNS and not _HEX.fullmatch(c)), None)
        fault = f"has '{wrong}', which is no hexadecimal digit" if wrong else "has separators with nothing between them"
        raise InvalidValue(f"MAC address {shown(text)} {fault}; give 12 digits of 0-9 and a-f.")
    return _joined(text, groups, signs[0] if signs else "").lower()


def _joined(text: str, groups: list[str], sign: str) -> str:
    """The digits of the groups, leading zeros put back where a separator shows that they are missing."""
    count, longest = len(groups), max(map(len, groups))
    if count == 1:
        if longest in (12, 16):
            return groups[0]
    elif count in (6, 8) and longest <= 2:
        return "".join(group.zfill(2) for group in groups)
    elif count in (3, 4) and (longest == 4 if sign == ":" else 3 <= longest <= 4):
        return "".join(group.zfill(4) for group in groups)
    elif count == 2 and {len(group) for group in groups} in ({6}, {8}):
        return "".join(groups)
    digits = sum(map(len, groups))
    if digits in PREFIX_DIGITS and (count == 1 or longest <= 2):
        raise InvalidValue(
            f"{shown(text)} is the prefix of a block of addresses, not an address; "
            "give all 12 digits of the device's own."
        )
    raise InvalidValue(
        f"{shown(text)} has {digits} digit{'s' if digits != 1 else ''} in {count} group{'s' if count > 1 else ''}; "
        "a MAC address has 12 digits (EUI-48) or 16 (EUI-64), such as 00:1a:2b:3c:4d:5e."
    )


def parse(given: Given) -> Parsed:
    """An address: whose block it is in, unless it is local, for groups, virtual or for documentation."""
    digits = digits_of(given.text)
    value = ":".join(digits[i : i + 2] for i in range(0, len(digits), 2))
    faults, remarks = _names_nobody(digits), _remarks(digits)
    keys = () if _unregistered(digits) else tuple(Key("mac", digits[:size]) for size in PREFIX_DIGITS)
    return Parsed(
        "mac",
        given.text,
        value,
        keys,
        "interface_registrant",
        "weak" if faults else "medium",
        names_maker=not faults,
        remarks=(*faults, *remarks),
    )


def _is_local(digits: str) -> bool:
    return bool(int(digits[1], 16) & 2) and digits[:6] not in REGISTERED_LOCAL


def _unregistered(digits: str) -> bool:
    """Whether no registry can hold the address: the registrant of a like prefix would be a coincidence."""
    return bool(int(digits[1], 16) & 1) or _is_local(digits) or not digits.strip("0")


def _names_nobody(digits: str) -> list[str]:
    """Why no maker can be concluded; empty where one can."""
    if not digits.strip("0"):
        return ["All zeros: no address was set; it names no maker."]
    if not digits.strip("f"):
        return ["The broadcast address: it means everybody and names no maker."]
    found = []
    virtual = _VIRTUAL.get(digits[:6]) or _VIRTUAL.get(digits[:4])
    if virtual:
        found.append(f"An interface of {virtual}: virtual, so there is no hardware whose maker it could name.")
    found += _of_ranges(digits, _ASSIGNED)[:1]
    if int(digits[1], 16) & 1:
        found.append("Multicast: the address of a group, which names no maker.")
    elif _is_local(digits):
        found.append("Locally administered: randomised or made up, names no maker.")
    return found


def _of_ranges(digits: str, ranges: dict[str, str]) -> list[str]:
    """What is said of the ranges that hold an address; nearly none does, which is seen at once."""
    if not digits.startswith(tuple(ranges)):
        return []
    return [sentence for prefix, sentence in ranges.items() if digits.startswith(prefix)]


def _remarks(digits: str) -> list[str]:
    found = _of_ranges(digits, _SHARED)
    if digits.startswith(INDIVIDUAL):
        found.append(
            "It lies in the individual address blocks (IAB), which the IEEE gave out until 2014 for few devices each."
        )
    if digits[:6] in REGISTERED_LOCAL:
        found.append("The bit for local addresses is set, but the block was registered before that bit had a meaning.")
    if len(digits) == 16 and digits[6:10] == "fffe":
        first = f"{int(digits[:2], 16) ^ 2:02x}" if _is_local(digits) else digits[:2]
        inner = first + digits[2:6] + digits[10:]
        address = ":".join(inner[i : i + 2] for i in range(0, 12, 2))
        if _is_local(digits):
            found.append(f"If it is the interface part of an IPv6 address, the address of the interface is {address}.")
        else:
            found.append(f"An EUI-64 made from the 48-bit address {address}.")
    return found
