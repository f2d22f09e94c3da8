"""Identifiers known by their form, where people give them as plain text.

Invariant: a text that a name could be is never taken for an identifier.
"""

from __future__ import annotations

import functools
import re

from obstat.model.subject import Given

_FORMS = (
    ("mac", r"(?:(?:wi-?fi |ethernet |bluetooth )?mac(?: addr(?:ess)?)? ?[:=#]? ?)?"
            r"(?P<own>[0-9a-f]{2}([:-])[0-9a-f]{2}(?:\2[0-9a-f]{2}){4}|[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4})"),
    ("cpe", r"(?P<own>cpe:(?:/[aoh]|2\.3:[aoh*-]):\S+)"),
    ("oid", r"(?P<own>\.?(?:1|iso)\.3\.6\.1\.(?:2|4)\.1(?:\.\d+)+|(?:snmpv2-smi::)?enterprises(?:\.\d+)+)"),
    ("fcc_id", r"(?:contains )?fcc[ -]?id ?[:#]? ?(?P<own>\S[\S ]{3,20})"),
    ("imei", r"imei(?:sv|/sv)? ?[:#]? ?(?P<own>[\d /-]{14,24})"),
    ("usb", r"(?:usb ?[:\\]{0,2} ?)?(?P<own>vid_[0-9a-f]{4}(?:&pid_[0-9a-f]{4}\S*)?)"),
    ("pci", r"(?:pci ?[:\\]{0,2} ?)?(?P<own>ven_[0-9a-f]{4}(?:&dev_[0-9a-f]{4}\S*)?)"),
)  # fmt: skip
"""Each form, and in it what stands behind the label."""
_SIGNS = re.compile(
    r"[:_]|\d\.\d|[0-9a-f]{4}\.[0-9a-f]{4}|\d{6}|[0-9a-f]{2}-[0-9a-f]{2}-|\d[ -]\d{6}|^ *(?:imei|fcc|mac|contains|iso)",
    re.IGNORECASE,
)
"""Something of this stands in every identifier; in few names."""


@functools.cache
def _compiled() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((scheme, re.compile(form, re.IGNORECASE)) for scheme, form in _FORMS)


def identifier(text: str) -> Given | None:
    """The identifier that a text is; None where it may be a name."""
    if not _SIGNS.search(text):
        return None
    plain = " ".join(text.split())
    for scheme, form in _compiled():
        if found := form.fullmatch(plain):
            channel = "contains" if scheme == "fcc_id" and plain.lower().startswith("contains") else None
            return Given(scheme, found["own"], channel)
    digits = plain.replace(" ", "").replace("-", "")
    if len(digits) == 15 and digits.isdecimal() and _is_checked(digits):
        return Given("imei", plain)
    return None


def _is_checked(digits: str) -> bool:
    """Whether the last digit is the check digit of the others (ISO/IEC 7812-1, annex B)."""
    return sum(sum(divmod(int(d) * (1 + at % 2), 10)) for at, d in enumerate(digits)) % 10 == 0
