"""FCC identifiers: a grantee code and an equipment product code (47 CFR 2.926).

Invariant: a grantee code has three characters if it starts with a letter and five if with a digit; the product code
keeps its hyphens, which belong to it. The FCC ID of a part inside names the maker of the part.
"""

from __future__ import annotations

import re

from obstat.devices.parsed import Key, Parsed
from obstat.devices.texts import bare, shown
from obstat.model.errors import InvalidValue
from obstat.model.subject import Given

PRODUCT_CODE = 14
"""The longest product code, in characters."""
CONTAINS = re.compile(
    r"(?<!\w)contain(?:s|ing)?\s?:?\s+(?:(?:an?|the|certified|approved|modular|transmitters?|transceiver|radio|rf|tx|"
    r"wireless|wi-?fi|wlan|bluetooth|ble|bt|lte|4g|5g|gsm|cellular|modem|modules?|devices?|cards?|part|with|of|and|or|[/&])\s+){0,8}"
    r"FCC\s?-?\s?IDs?(?!\w)",
    re.I,
)
"""What stands before the FCC ID of a part inside."""
_LABEL = re.compile(r"FCC(?:\s?-?\s?ID(?:\s*(?:no\.?|number))?(?:\s*[:#=]\s*|\s+)|\s*[:#=]\s*)", re.I)


def grantee_size(code: str) -> int:
    """Characters of the grantee code with which `code` starts."""
    return 5 if code[:1].isdigit() else 3


def parse(given: Given) -> Parsed:
    """An FCC ID in any case, with or without its label, spaces between its parts."""
    plain = bare(given.text)
    contains = CONTAINS.match(plain)
    written = bare(plain[contains.end() :].lstrip(" :#=")) if contains else plain
    label = _LABEL.match(written)
    code = (bare(written[label.end() :]) if label else written).upper().replace(" ", "")
    size = grantee_size(code)
    if not code:
        raise InvalidValue("The FCC ID is empty; give it as it stands on the label, such as ABC-1234.")
    if not re.fullmatch(r"[A-Z0-9-]+", code):
        wrong = next(c for c in code if not re.fullmatch(r"[A-Z0-9-]", c))
        raise InvalidValue(f"FCC ID {shown(given.text)} has '{wrong}'; it consists of letters, digits and hyphens.")
    if not re.fullmatch(r"[A-Z0-9]+", code[:size]) or len(code) < size:
        raise InvalidValue(
            f"FCC ID {shown(given.text)} does not start with a grantee code: three characters if the first is "
            "a letter, five if it is a digit."
        )
    if len(code) - size > PRODUCT_CODE:
        raise InvalidValue(
            f"FCC ID {shown(given.text)} has a product code of {len(code) - size} characters after the grantee code "
            f"{code[:size]}; it has at most {PRODUCT_CODE}."
        )
    if not code[size:].strip("-") and code[size:]:
        raise InvalidValue(f"FCC ID {shown(given.text)} ends in a hyphen; give the product code after it.")
    part = bool(contains) or given.channel == "contains"
    remarks = [
        "It names who holds the grant for a part inside, not who made the device."
        if part
        else "It names who holds the grant; a relabelled device can stand under another holder's grant."
    ]
    if len(code) == size:
        remarks.append("A grantee code alone: it names no product.")
    return Parsed(
        "fcc_id",
        given.text,
        code,
        (Key("fcc_grantee", code[:size]),),
        "component_maker" if part else "grantee",
        "strong" if part else "medium",
        remarks=tuple(remarks),
    )
