"""Texts that devices show: banners, DHCP vendor classes, models and serial numbers, made comparable and nothing more.

Invariant: `clean` is idempotent; it changes how a text is written and never what it says.
"""

from __future__ import annotations

import re
import unicodedata

from obstat.devices.parsed import Key, Parsed, Role, Strength
from obstat.model.errors import InvalidValue
from obstat.model.subject import Given

_SHOWN = 60
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹣－"), "-")
_WRAPS = {"[": "]", "(": ")", "{": "}", "<": ">", '"': '"', "'": "'", "`": "`", "“": "”", "‘": "’", "«": "»"}
"""What a text is put between in logs and in cells."""
_KINDS: dict[str, tuple[str, str, Role, Strength]] = {
    "banner": ("banner", "banner", "firmware_vendor", "strong"),
    "dhcp_class": ("DHCP vendor class", "banner", "firmware_vendor", "medium"),
    "model": ("model", "model", "maker", "medium"),
    "serial": ("serial number", "serial", "maker", "weak"),
}
"""By scheme: what it is called, the registry of its key, whom it names and how well."""
_PLACEHOLDER = re.compile(
    r"to be filled( in)? by o\.?e\.?m\.?|"
    r"(system|chassis|base board|product)? ?(default string|serial number|product name)|"
    r"not (specified|available|applicable|provided|set)|unknown|none|null|nil|nan|n/?a|tbd|invalid|empty|default|oem|"
    r"o\.e\.m\.|system (name|version|model|manufacturer)|standard|x+|[0.\-*? #]+|0?123456789\d*",
    re.IGNORECASE,
)


def clean(text: str) -> str:
    """`text` in NFKC, every dash a hyphen, control and format signs left out, white space folded."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    text = text.replace("\ufeff", "")
    for _ in range(4):  # leaving a sign out can bring together what NFKC then composes
        plain = unicodedata.normalize("NFKC", text).translate(_DASHES)
        spaced = "".join(" " if c.isspace() or unicodedata.category(c) == "Cc" else c for c in plain)
        kept = " ".join("".join(c for c in spaced if unicodedata.category(c) not in ("Cf", "Cs")).split())
        if kept == text:
            break
        text = kept
    return text


def bare(text: str) -> str:
    """`text` cleaned, without the brackets or quotes around it and the stop or comma after it."""
    plain = clean(text)
    while len(plain) > 1 and plain != (inner := _unwrapped(plain)):
        plain = inner
    return plain


def _unwrapped(text: str) -> str:
    if _WRAPS.get(text[0]) == text[-1] and text[0] not in text[1:-1]:
        return text[1:-1].strip()
    return text.rstrip(",;").rstrip()


def shown(text: str) -> str:
    """`text` as an error quotes it: on one line, and not longer than can be read."""
    line = clean(text)
    return f"'{line if len(line) <= _SHOWN else line[: _SHOWN - 1] + '…'}'"


def parse(given: Given) -> Parsed:
    """A text as a device shows it. A filler such as ``To be filled by O.E.M.`` names nobody."""
    called, registry, role, strength = _KINDS[given.scheme]
    value = clean(given.text)
    if not value:
        raise InvalidValue(f"The {called} is empty; give the text that the device shows, or leave it out.")
    key = value.upper() if registry in ("model", "serial") else value
    if _PLACEHOLDER.fullmatch(value):
        remark = f"{shown(value)} is a filler that many makers leave in place: it names no maker."
        return Parsed(given.scheme, given.text, value, (), role, "weak", names_maker=False, remarks=(remark,))
    remarks = (
        ("A serial number is given by its maker and checked by nobody: only its pattern can point to a maker.",)
        if registry == "serial"
        else ()
    )
    return Parsed(given.scheme, given.text, value, (Key(registry, key),), role, strength, remarks=remarks)
