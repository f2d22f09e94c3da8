"""Numbers that parts of a computer show on a bus: USB, PCI, Bluetooth companies, Plug and Play.

Invariant: canonical forms are ``12d1:1506`` or ``12d1``, ``0x027D`` and ``HWV``. A number names who registered it for
the chip or the part, which need not be the brand on the box.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from obstat.devices.parsed import Key, Parsed, Strength
from obstat.devices.texts import bare, shown
from obstat.model.errors import InvalidValue
from obstat.model.subject import Given


@dataclass(frozen=True, slots=True)
class _Bus:
    """How a bus of vendor and product numbers is written, and which vendor numbers name nobody."""

    called: str
    forms: tuple[re.Pattern[str], ...]
    example: str
    nobody: Mapping[str, str]
    remarks: Mapping[str, str]


_ABSENT = {
    "0000": "Vendor 0000 is nobody's: the number was not set.",
    "ffff": "Vendor ffff is nobody's: no part answered.",
}
_CALLED = r"(?:(?:usb|pci)\s?(?:ids?)?\s?[:=#]?\s?)?(?:vendor\s?(?:id)?\s?[:=#]?\s?)?"
_PLAIN = re.compile(
    _CALLED + r"(?:0x)?(?P<vendor>[0-9a-f]{1,4})"
    r"(?:\s*[:/,-]\s*|\s+|[\s,;]+(?:product|device)\s?(?:id)?\s?[:=#]?\s?)(?:0x)?(?P<product>[0-9a-f]{1,4})"
)
_VENDOR = re.compile(_CALLED + r"(?:0x(?P<vendor>[0-9a-f]{1,4})|(?P<bare>[0-9a-f]{4}))(?:\s?:\s?\*?)?")
_LAPTOPS = {
    "03f0": "HP",
    "0930": "Toshiba",
    "0bdb": "Ericsson",
    "1199": "Sierra Wireless",
    "413c": "Dell",
    "17ef": "Lenovo",
}
_ON_CARDS = (
    "whose numbers stand on cards for mobile networks that others made: laptop makers put their own USB ids on them"
)
_USB = _Bus(
    "USB id",
    (
        _PLAIN,
        _VENDOR,
        re.compile(
            r"(?:.*[\\\s])?vid[_=](?:0x)?(?P<vendor>[0-9a-f]{4})(?:[&\s,;]+pid[_=](?:0x)?(?P<product>[0-9a-f]{4}))?(?!\w).*"
        ),
        re.compile(
            r"(?:.*\s)?idvendor\s*[=:]\s*(?:0x)?(?P<vendor>[0-9a-f]{4})(?:[\s,;]+idproduct\s*[=:]\s*(?:0x)?(?P<product>[0-9a-f]{4}))?(?!\w).*"
        ),
        re.compile(r"(?:.*\s)?id (?P<vendor>[0-9a-f]{4}):(?P<product>[0-9a-f]{4})(?:\s.*)?"),
        re.compile(r"usb:v(?P<vendor>[0-9a-f]{4})p(?P<product>[0-9a-f]{4})(?:[a-z].*)?"),
    ),
    "12d1:1506",
    _ABSENT
    | {
        "0e0f": "Vendor 0e0f is VMware: a virtual part, which names no maker.",
        "80ee": "Vendor 80ee is VirtualBox: a virtual part, which names no maker.",
        "0627": "Vendor 0627 is what QEMU shows: a virtual part, which names no maker.",
        "1d6b": "Vendor 1d6b is the Linux Foundation: a hub that the system makes up, or a gadget; it names no maker.",
        "1209": "Vendor 1209 is shared by small makers (pid.codes): it names none of them.",
        "16c0": "Vendor 16c0 is shared by small makers: it names none of them.",
    },
    {number: f"Vendor {number} is {name}, {_ON_CARDS}." for number, name in _LAPTOPS.items()},
)
_PCI = _Bus(
    "PCI id",
    (
        _PLAIN,
        _VENDOR,
        re.compile(
            r"(?:.*[\\\s])?ven[_=](?:0x)?(?P<vendor>[0-9a-f]{4})(?:[&\s,;]+dev[_=](?:0x)?(?P<product>[0-9a-f]{4}))?(?!\w).*"
        ),
        re.compile(r".*\[(?P<vendor>[0-9a-f]{4}):(?P<product>[0-9a-f]{4})\].*"),
        re.compile(r"pci:v0000(?P<vendor>[0-9a-f]{4})d0000(?P<product>[0-9a-f]{4})(?:[a-z].*)?"),
    ),
    "19e5:1822",
    _ABSENT
    | {
        "15ad": "Vendor 15ad is VMware: a virtual part, which names no maker.",
        "1af4": "Vendor 1af4 is Red Hat's virtio: a virtual part, which names no maker.",
        "1b36": "Vendor 1b36 is Red Hat's QEMU: a virtual part, which names no maker.",
        "1234": "Vendor 1234 is what QEMU shows: a virtual part, which names no maker.",
        "1ab8": "Vendor 1ab8 is Parallels: a virtual part, which names no maker.",
        "5853": "Vendor 5853 is Xen: a virtual part, which names no maker.",
        "80ee": "Vendor 80ee is VirtualBox: a virtual part, which names no maker.",
    },
    {},
)
_SUBSYSTEM = re.compile(r"subsys_[0-9a-f]{4}(?P<vendor>[0-9a-f]{4})(?!\w)|sv0000(?P<bare>[0-9a-f]{4})")
_BLUETOOTH_LABEL = re.compile(r"(?:company\s*(?:id(?:entifier)?)?|manufacturer)\s*[:=#]?\s*", re.I)
_PNP = re.compile(
    r"(?:(?:.*\\)?(?:monitor|display|acpi|eisa|pnp)[\\:]\*?|\*|"
    r"(?:monitor|display|edid|eisa|PNP[_ ]?ID)\s?[:=]?\s?)?"
    r"(?P<vendor>[A-Z]{3})[ -]?(?P<product>[0-9A-F]{4})?(?:[\\:].*)?",
    re.I,
)


def parse_usb(given: Given) -> Parsed:
    """A USB vendor, or vendor and product, as lsusb, Windows, the kernel or a list writes it."""
    return _parsed(given, _USB)


def parse_pci(given: Given) -> Parsed:
    """A PCI vendor, or vendor and device, as lspci, Windows, the kernel or a list writes it."""
    return _parsed(given, _PCI)


def _parsed(given: Given, bus: _Bus) -> Parsed:
    plain = bare(given.text).lower()
    if not plain:
        raise InvalidValue(f"The {bus.called} is empty; give vendor and product, such as {bus.example}.")
    found = next((match for form in bus.forms if (match := form.fullmatch(plain))), None)
    if found is None:
        raise InvalidValue(
            f"{bus.called} {shown(given.text)} cannot be read; give vendor and product in hexadecimal, such as "
            f"{bus.example}, or 0x and the vendor alone."
        )
    groups = found.groupdict()
    vendor, product = (groups["vendor"] or groups["bare"]).zfill(4), groups.get("product")
    scheme = given.scheme
    keys = [Key(f"{scheme}_vendor", vendor)]
    value = vendor
    if product:
        value = f"{vendor}:{product.zfill(4)}"
        keys.insert(0, Key(scheme, value))
    nobody = bus.nobody.get(vendor)
    remarks = [nobody] if nobody else ["It names who registered the number for a part, not the brand on the box."]
    if vendor in bus.remarks:
        remarks.append(bus.remarks[vendor])
    if scheme == "pci" and (inner := _SUBSYSTEM.search(plain)):
        remarks.append(f"The card was put together by vendor {inner['vendor'] or inner['bare']} (subsystem).")
    return _registered(given, value, tuple(keys), remarks, "strong", nobody is None)


def parse_bluetooth(given: Given) -> Parsed:
    """A Bluetooth company: ``0x027D``, ``027D`` or in decimal ``637``."""
    plain = bare(given.text)
    label = _BLUETOOTH_LABEL.match(plain)
    written = plain[label.end() :] if label else plain
    if (beside := _beside_a_name(written, given.text)) is not None:
        number = beside
    elif re.fullmatch(r"0x[0-9a-f]{1,8}|[0-9a-f]{1,8}h", written, re.I):
        number = int(written.lower().removeprefix("0x").removesuffix("h"), 16)
    elif re.fullmatch(r"0[0-9]{3}", written):
        raise InvalidValue(
            f"Bluetooth company {shown(given.text)} can be decimal or hexadecimal; write 0x{written} or {int(written)}."
        )
    elif re.fullmatch(r"[0-9]{1,10}", written):
        number = int(written)
    elif re.fullmatch(r"[0-9a-f]{1,4}", written, re.I):
        number = int(written, 16)
    else:
        raise InvalidValue(f"Bluetooth company {shown(given.text)} is no number; give it as 0x027D or as 637.")
    if number > 0xFFFF:
        raise InvalidValue(f"Bluetooth company {shown(given.text)} is above 0xFFFF; give it as 0x027D or as 637.")
    value = f"0x{number:04X}"
    if number == 0xFFFF:
        remark = "Company 0xFFFF is for tests and for those without a number: it names no maker."
        return _registered(given, value, (), [remark], "weak", False)
    remark = "It names who owns the radio's software or the product; the maker can be another."
    return _registered(given, value, (Key("bluetooth_company", value),), [remark], "weak", True)


def _beside_a_name(written: str, given: str) -> int | None:
    """The number of ``637 (0x027D)``, ``0x027D Some Maker`` or ``Some Maker (637)``; None for a number alone."""
    hexadecimal = re.findall(r"(?<!\w)0x[0-9a-f]{1,8}(?!\w)", written, re.I)
    decimal = re.findall(r"(?<![\w.])[0-9]{1,10}(?!\w)", written)
    if len(hexadecimal) == 1 and written != hexadecimal[0]:
        number = int(hexadecimal[0], 16)
        if any(int(other) != number for other in decimal):
            raise InvalidValue(f"Bluetooth company {shown(given)} gives two numbers; give one, as 0x027D or as 637.")
        return number
    if not hexadecimal and (last := re.fullmatch(r".*[^\s(].*\(([0-9]{1,10})\)", written)):
        return int(last[1])
    return None


def parse_pnp(given: Given) -> Parsed:
    """A Plug and Play vendor of three letters, alone or before the product's four digits, as screens show it."""
    plain = bare(given.text)
    found = _PNP.fullmatch(plain)
    if found is None:
        raise InvalidValue(
            f"Plug and Play id {shown(given.text)} cannot be read; give three letters, or three letters and four "
            "hexadecimal digits, such as HWV2345."
        )
    vendor, product = found["vendor"].upper(), (found["product"] or "").upper()
    if vendor == "PNP":
        remark = "PNP is the prefix for parts that any maker can build: it names no maker."
        return _registered(given, vendor + product, (), [remark], "weak", False)
    remark = "It names who registered the letters for a screen or a part, not the brand on the box."
    return _registered(given, vendor + product, (Key("pnp_id", vendor),), [remark], "medium", True)


def _registered(
    given: Given, value: str, keys: tuple[Key, ...], remarks: list[str], strength: Strength, names_maker: bool
) -> Parsed:
    return Parsed(
        given.scheme,
        given.text,
        value,
        keys,
        "component_maker" if given.channel == "contains" else "registered_vendor",
        strength if names_maker else "weak",
        names_maker=names_maker,
        remarks=tuple(remarks),
    )
