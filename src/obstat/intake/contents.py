"""What the cells of a column look like: addresses, numbers, dates, amounts.

Invariant: a kind is told from the form of a cell alone; whether an identifier is one that was given out is not asked.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Iterable
from typing import Final

EMPTY: Final = frozenset(
    {
        "",
        "-",
        "--",
        "n/a",
        "na",
        "n.a.",
        "none",
        "null",
        "nil",
        "unknown",
        "nan",
        "#n/a",
        "not available",
        "?",
        "(empty)",
    }
)
"""How people write that there is nothing."""
_MAC: Final = re.compile(
    r"(?:[0-9a-f]{1,2}([:-])(?:[0-9a-f]{1,2}\1){4}[0-9a-f]{1,2}|[0-9a-f]{4}([.:-])[0-9a-f]{4}\2[0-9a-f]{4}|[0-9a-f]{12}"
    r"|[0-9a-f]{6}[:-][0-9a-f]{6})",
    re.IGNORECASE,
)
_SEPARATED: Final = re.compile(r"[:.\-]")
_OID: Final = re.compile(r"(?:\.?1\.3\.6(?:\.\d+){2,}|(?:SNMPv2-SMI::|iso\.)?enterprises(?:\.\d+)+)")
_CPE: Final = re.compile(r"cpe:(?:2\.3:|/)[aoh*-]", re.IGNORECASE)
_FCC: Final = re.compile(r"(?:[A-Z][A-Z0-9]{2}|[2-9][A-Z0-9]{4})-?[A-Z0-9-]{1,14}")
_USB: Final = re.compile(r"(?:0x)?[0-9a-f]{4}:(?:0x)?[0-9a-f]{4}|VID_[0-9a-f]{4}&PID_[0-9a-f]{4}.*", re.IGNORECASE)
_PCI: Final = re.compile(r"PCI\\VEN_[0-9a-f]{4}&DEV_[0-9a-f]{4}.*", re.IGNORECASE)
_NUMBER: Final = re.compile(r"[-+(]?\s*\d[\d\s.,'’]*\)?\s*%?")
_MONEY: Final = re.compile(
    r"(?:[A-Z]{3}|[$€£¥￥₽₩₹]|zł|kr)\s*[-+(]?\d[\d\s.,'’]*\)?|[-+(]?\d[\d\s.,'’]*\)?\s*(?:[A-Z]{3}|[$€£¥￥₽₩₹元]|zł|kr)"
)
_DATE: Final = re.compile(
    r"(?:\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})"
    r"|\d{1,2}[- ][A-Za-z]{3,9}\.?[- ]\d{2,4}"
    r"|[A-Za-z]{3,9}\.? \d{1,2},? \d{4})(?:[T ]\d{1,2}:\d{2}.*)?"
)
_URL: Final = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[a-z]{2,}", re.IGNORECASE)
_UUID: Final = re.compile(r"\{?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?|[0-9a-f]{32,}", re.IGNORECASE)
_SPLIT: Final = re.compile(r"[\s,;|/]+")
_SEVERAL: Final = ("mac", "imei", "cpe", "usb", "pci")
_BESIDE_COMMAS: Final = ("fcc_id", "oid")
_BLOCK: Final = re.compile(r"^[^,;|\s]+\s*/\s*\d{1,2}$")
"""A block of addresses, with how many bits of it are given."""
_COMMAS: Final = re.compile(r"[,;|\n]")
_LETTER: Final = re.compile(r"[^\W\d_]")


def pieces(cell: str) -> list[str]:
    """The several identifiers that a cell holds, or the cell itself."""
    return [piece for part in _SPLIT.split(cell) if (piece := part.strip("[]{}\"'"))]


def several(scheme: str, cell: str) -> list[str]:
    """The identifiers of a scheme in a cell: the cell itself, unless it holds several, or one beside other words.

    What stands beside them is given too: whether it is one is told where identifiers are read.
    """
    if scheme in _BESIDE_COMMAS:
        return [piece for part in _COMMAS.split(cell) if (piece := part.strip())] or [cell]
    if scheme not in _SEVERAL or (len(cell) <= 17 and scheme in ("mac", "imei")) or _BLOCK.search(cell):
        return [cell]
    found = pieces(cell) if scheme != "cpe" else [piece for piece in re.split(r"[\s,;]+", cell) if piece]
    whole = KINDS[scheme]
    known = [whole(each) or (scheme == "imei" and each.isdigit() and len(each) >= 14) for each in found]
    return found if len(found) > 1 and any(known) else [cell]


def is_mac(cell: str) -> bool:
    """A link-layer address in any of its notations, or several of them."""
    return bool(found := pieces(cell)) and all(map(_one_mac, found))


def _one_mac(text: str) -> bool:
    if not _MAC.fullmatch(text):
        return False
    return bool(_SEPARATED.search(text) or re.search("[a-fA-F]", text))


def is_imei(cell: str) -> bool:
    """15 digits with a right check digit, or several such numbers; blanks and hyphens may stand between the digits."""
    whole = re.sub(r"[\s\-/.]", "", cell)
    if len(whole) == 15:
        return whole.isascii() and whole.isdigit() and _luhn(whole)
    found = pieces(cell)
    return len(found) > 1 and all(
        len(each) == 15 and each.isascii() and each.isdigit() and _luhn(each) for each in found
    )


def is_ip(cell: str) -> bool:
    """An IPv4 or IPv6 address, with or without a prefix length, or several."""
    found = [piece for piece in re.split(r"[\s,;|]+", cell.strip(" []")) if piece]
    try:
        for each in found:
            ipaddress.ip_interface(each)
    except ValueError:
        return False
    return bool(found) and any(mark in cell for mark in ".:")


def is_number(cell: str) -> bool:
    """A number as people write it."""
    return _NUMBER.fullmatch(cell) is not None


def is_text(cell: str) -> bool:
    """Words: something with letters that is no address of a page or a person, and no key."""
    return _LETTER.search(cell) is not None and not any(each.fullmatch(cell) for each in (_URL, _EMAIL, _UUID))


def _luhn(digits: str) -> bool:
    total = 0
    for at, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if at % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _of(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda cell: pattern.fullmatch(cell) is not None


KINDS: Final[dict[str, Callable[[str], bool]]] = {
    "mac": is_mac,
    "imei": is_imei,
    "oid": _of(_OID),
    "cpe": lambda cell: _CPE.match(cell) is not None,
    "usb": _of(_USB),
    "pci": _of(_PCI),
    "ip": is_ip,
    "fcc_id": _of(_FCC),
    "date": _of(_DATE),
    "money": _of(_MONEY),
    "number": is_number,
    "text": is_text,
}
TELLING: Final = ("mac", "imei", "oid", "cpe", "usb", "pci", "ip")
"""The kinds that tell a role by their form, whatever stands above."""


def is_empty(cell: str) -> bool:
    """Whether a cell says that there is nothing."""
    return len(cell) < 16 and cell.strip().casefold() in EMPTY


def shares(cells: Iterable[str], kinds: Iterable[str]) -> tuple[dict[str, float], int]:
    """The share of the cells that are of each kind, and how many cells hold something."""
    held = [cell.strip()[:1_000] for cell in cells if not is_empty(cell)]
    if not held:
        return dict.fromkeys(kinds, 0.0), 0
    return {kind: sum(map(KINDS[kind], held)) / len(held) for kind in kinds}, len(held)


def words(cells: Iterable[str]) -> float:
    """How many words the cells that hold something have, on the average."""
    held = [len(cell[:1_000].split()) for cell in cells if not is_empty(cell)]
    return sum(held) / len(held) if held else 0.0
