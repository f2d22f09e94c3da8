"""IMEI, IMEISV and type allocation codes (3GPP TS 23.003, GSMA TS.06).

Invariant: the canonical form is digits only; an IMEI given without its check digit gets it, one given with a wrong
check digit is refused. The first two digits say who allocated the code, never who made the device.
"""

from __future__ import annotations

import re

from obstat.devices.parsed import Key, Parsed
from obstat.devices.texts import bare, shown
from obstat.model.errors import InvalidValue
from obstat.model.subject import Given

_LABEL = re.compile(r"(?:imei(?:\s*/?\s*sv)?|tac)(?:\s*(?:no\.?|number|[12](?=\s*[:=#])))?\s*[:=#]?\s*", re.I)
_VERSION = re.compile(r"((?:\d[ -]?){14}\d) ?/ ?\d\d")
"""An IMEI with the version of its software behind it, as phones show it."""
_ROUNDED = re.compile(r"\d[.,]\d+e\+?\d+", re.I)
_ACTIVE = {
    "01": "CTIA/PTCRB (United States)",
    "35": "TÜV SÜD BABT (United Kingdom)",
    "86": "TAF (China)",
    "99": "GHA (code pool for any body)",
}
_FORMER = {
    "10": "DECT devices",
    "30": "Iridium",
    "33": "DGPT/ART (France)",
    "44": "BABT (United Kingdom)",
    "45": "NTA (Denmark)",
    "49": "BZT/BAPT (Germany)",
    "50": "BZT ETS (Germany)",
    "51": "Cetecom (Germany)",
    "52": "Cetecom (Germany)",
    "53": "TÜV (Germany)",
    "54": "Phoenix Test-Lab (Germany)",
    "91": "MSAI (India)",
    "98": "BABT (United Kingdom)",
}
_TEST = frozenset(("00", *(f"0{n}" for n in range(2, 10))))
_DOUBLED = str.maketrans("0123456789", "0246813579")
"""The sum of the digits of twice a digit."""
_BEFORE_2004 = frozenset(("33", "44", "45", "49", "50", "51", "52", "53", "54"))
"""Bodies whose codes come from the time when six digits named the type and two the place of final assembly."""


def check_digit(first_fourteen: str) -> str:
    """The fifteenth digit of an IMEI (ISO/IEC 7812-1, Luhn)."""
    return str(-sum(map(int, first_fourteen[::2] + first_fourteen[1::2].translate(_DOUBLED))) % 10)


def parse(given: Given) -> Parsed:
    """An IMEI of 15 digits, of 14 without the check digit, an IMEISV of 16, or a type allocation code of 8."""
    digits, remarks = _digits(given.text), []
    if len(digits) == 14:
        digits += check_digit(digits)
        remarks.append("It was given without its check digit: a mistyped digit cannot be seen.")
    elif len(digits) == 16:
        remarks.append("An IMEISV has no check digit: a mistyped digit cannot be seen.")
    elif len(digits) == 8:
        remarks.append("A type allocation code alone: it names a type, not one device.")
    elif (right := check_digit(digits[:14])) != digits[14]:
        raise InvalidValue(
            f"IMEI {shown(given.text)} ends in {digits[14]}, but the check digit of its first 14 digits is {right}; "
            "a digit was mistyped, or give the 14 digits alone."
        )
    test = digits[:2] in _TEST
    remarks += _remarks(digits)
    return Parsed(
        "imei",
        given.text,
        digits,
        () if test else (Key("tac", digits[:8]),),
        "type_allocation_holder",
        "weak" if test else "strong",
        names_maker=not test,
        remarks=tuple(remarks),
    )


def _digits(text: str) -> str:
    plain = bare(text)
    label = _LABEL.match(plain)
    written = bare(plain[label.end() :]) if label else plain
    if not written:
        raise InvalidValue("The IMEI is empty; give its 15 digits.")
    if _ROUNDED.fullmatch(written):
        raise InvalidValue(
            f"{shown(text)} was rounded by a spreadsheet, and digits of the IMEI are lost; "
            "format the column as text and copy it again."
        )
    if version := _VERSION.fullmatch(written):
        written = version[1]
    digits = re.sub(r"[ \-/.]", "", re.sub(r"(?<=\d)\.0+$", "", written) if written.count(".") == 1 else written)
    if not (digits.isascii() and digits.isdigit()):
        if re.fullmatch(r"[0-9A-Fa-f]{14,15}", digits):
            raise InvalidValue(f"{shown(text)} has letters, as a MEID has; an IMEI is 15 digits.")
        raise InvalidValue(f"IMEI {shown(text)} has signs that are no digits; give its 15 digits.")
    if len(digits) not in (8, 14, 15, 16):
        count = f"{len(digits)} digit{'s' if len(digits) != 1 else ''}"
        raise InvalidValue(
            f"{shown(text)} has {count}; an IMEI has 15 (14 without its check digit), an IMEISV 16, "
            "a type allocation code 8."
        )
    return digits


def _remarks(digits: str) -> list[str]:
    body = digits[:2]
    if body in _TEST:
        return [f"Reporting body {body} is for test devices: the number names no maker."]
    if body in _ACTIVE:
        return [f"Reporting body {body} is {_ACTIVE[body]}: where the number was allocated, not who made it."]
    if body not in _FORMER:
        return [f"Reporting body {body} is not a known one: the number may be made up."]
    found = [f"Reporting body {body}, {_FORMER[body]}, allocates no more codes: an old device, or a made-up number."]
    if body in _BEFORE_2004:
        found.append(
            f"Before 2004 the first six digits ({digits[:6]}) named the type, and two more ({digits[6:8]}) the place "
            "of final assembly."
        )
    return found
