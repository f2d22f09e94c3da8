"""Wireshark's ``manuf``: MAC prefixes with a short and a long name of the maker, and well-known addresses.

A line is a prefix (``00:00:0C``, ``00-00-0C``, ``0000.0c``), perhaps with the number of its bits
(``00:1B:C5:00:00:00/36``), then the short name and, after a tab, the long one; older files give the long one after
``#``. See the manual page of Wireshark, "ethers, manuf".

Invariant: a line is one `Assignment` of the scheme ``mac`` whose value is the hexadecimal digits of the bits that
count; a prefix that ends inside a digit keeps ``/`` and the number of its bits. The file mixes what the IEEE assigned
with what Wireshark's users found out; where an edition of the IEEE is at hand, that goes before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from obstat.model.errors import SourceError
from obstat.sources import tables
from obstat.sources.entry import Assignment, Detail
from obstat.sources.fields import folded
from obstat.sources.source import Expectations, Format, Parts, Source, single

_LINE = re.compile(r"(?P<prefix>[0-9A-Fa-f]{2}(?:[:.-]?[0-9A-Fa-f]{2}){1,5})(?:/(?P<bits>\d+))?\s+(?P<names>\S.*)")
_TABS = re.compile(r"\t+")
_REMARK = re.compile(r"\s+#\s*|^#\s*")


def _read(parts: Parts, list_code: str) -> Iterator[Assignment]:
    path = single(parts)
    stray: list[Detail] = []
    found = False
    for number, line in enumerate(tables.text_of(path).split("\n"), 1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        if match := _LINE.fullmatch(text):
            found = True
            yield _assignment(number, match, stray)
            stray = []
        else:
            stray.append(Detail(f"line {number}", folded(text)))
    if not found:
        raise SourceError(f"{path.name} has no line with a prefix and a name; give a file 'manuf' of Wireshark.")
    if stray:
        raise SourceError(f"{path.name} ends in what is no prefix ({stray[0].label}); fetch it again.")


def _assignment(number: int, match: re.Match[str], stray: list[Detail]) -> Assignment:
    digits = re.sub(r"[:.-]", "", match["prefix"]).lower()
    bits = int(match["bits"] or 4 * len(digits))
    left = list(stray)
    if bits > 48:
        left.append(Detail("bits", str(bits)))
        bits = 4 * len(digits)
    shown = digits[: -(-bits // 4)].ljust(-(-bits // 4), "0")
    short, *rest = _TABS.split(match["names"])
    long = " ".join(rest)
    if not long:
        short, *remark = _REMARK.split(short, maxsplit=1)
        long = "".join(remark)
    holder = folded(long) or folded(short)
    details = [Detail("short name", folded(short))] if folded(short) not in ("", holder) else []
    value = shown if bits % 4 == 0 else f"{shown}/{bits}"
    return Assignment("mac", value, holder, f"line {number}", details=tuple(details), left=tuple(left))


FORMATS = (
    Format(
        code="wireshark-manuf",
        text="MAC prefixes as Wireshark writes them: prefix, short name, long name",
        read=_read,
        parts={"list": ("manuf", "manuf.txt", "wka")},
    ),
)

SOURCES = (
    Source(
        code="wireshark-manuf",
        list="wireshark-manuf",
        name="MAC prefixes known to Wireshark",
        publisher="Wireshark Foundation",
        addresses={"list": "https://www.wireshark.org/download/automated/data/manuf"},
        licence="GPL-2.0-or-later",
        format="wireshark-manuf",
        cadence=30,
        expectations=Expectations(30000, 120000, ("Cisco Systems, Inc", "Huawei Technologies Co.,Ltd")),
        upkeep=(
            "Import it or ieee-oui: it repeats the registries of the IEEE without addresses. The reader was checked "
            "with the file of Wireshark 4.0; the address was never fetched by us."
        ),
        usual=False,
    ),
)
