"""MAC addresses in a line of text, in any notation.

Invariant: what is found is as it stood in the line, neither checked nor rewritten; a part of an IPv6 address, a time or
a version is no MAC address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_RUN = re.compile(r"(?<![0-9A-Za-z_])(?<!::)[0-9A-Fa-f]{1,6}(?:[:.-][0-9A-Fa-f]{1,6})+(?![0-9A-Za-z_])")
_BEFORE = re.compile(r"(?<![0-9A-Za-z])[0-9A-Fa-f]+[:.-]$")
_AFTER = re.compile(r"[:.-][0-9A-Fa-f]{7}")
_BARE = re.compile(r"(?<![0-9A-Za-z_.-])(?:0x)?[0-9A-Fa-f]{12}(?![0-9A-Za-z_:-]|\.\d)")
_SPACED = re.compile(
    r"(?<![0-9A-Za-z])(?<![0-9A-Fa-f]{2} )(?:[0-9A-Fa-f]{2} ){5}[0-9A-Fa-f]{2}(?![0-9A-Za-z]| [0-9A-Fa-f]{2}\b)"
)
_FORMS = {(6, 2), (3, 4), (2, 6), (8, 2)}
"""Groups and digits of a group: 00:1a:..., 001a.2b3c.4d5e, 001a2b-3c4d5e, and the eight bytes of an EUI-64."""


@dataclass(frozen=True, slots=True)
class Found:
    text: str
    start: int
    end: int
    whole: bool
    """False for what begins like a MAC address and lacks a part."""


def addresses(line: str, *, digits_only: bool = False) -> Iterator[Found]:
    """Each MAC address of `line`, whole or not, in order. Twelve bare decimal digits count if `digits_only`."""
    found = [hit for run in _RUN.finditer(line) if (hit := _judged(line, run)) is not None]
    for bare in _BARE.finditer(line):
        within = _BEFORE.search(line, max(0, bare.start() - 40), bare.start())
        if (digits_only or not bare[0].isdecimal()) and not within:
            found.append(Found(bare[0], bare.start(), bare.end(), True))
    found += [Found(run[0], run.start(), run.end(), True) for run in _SPACED.finditer(line) if _lettered(run[0])]
    return iter(sorted(found, key=lambda hit: hit.start))


def _judged(line: str, run: re.Match[str]) -> Found | None:
    text = run[0]
    separators = set(re.findall("[:.-]", text))
    if len(separators) != 1 or line[run.end() : run.end() + 2] == "::":
        return None
    if _BEFORE.search(line, max(0, run.start() - 40), run.start()) or _AFTER.match(line, run.end()):
        return None  # the middle of something longer, such as a UUID
    separator = separators.pop()
    groups = text.split(separator)
    longest = max(map(len, groups))
    size = 2 if longest <= 2 else 4 if longest <= 4 else 6
    if (len(groups), size) in _FORMS and (size == 2 or min(map(len, groups)) == size):
        ok = size != 2 or separator != "." or min(map(len, groups)) == 2
        return Found(text, run.start(), run.end(), True) if ok else None
    # What is not a MAC address must look like one very much to be called half of one.
    alike = min(map(len, groups)) == longest == size and _lettered(text)
    if alike and size == 2 and separator in ":-" and len(groups) in (4, 5, 7):
        return Found(text, run.start(), run.end(), False)
    if alike and size == 4 and separator in ".-" and len(groups) == 2:
        return Found(text, run.start(), run.end(), False)
    short = size == 4 and separator == "." and len(groups) == 3 and min(map(len, groups)) < 4 and _lettered(text)
    return Found(text, run.start(), run.end(), False) if short else None


def _lettered(text: str) -> bool:
    return any(character.isalpha() for character in text) and any(character.isdecimal() for character in text)
