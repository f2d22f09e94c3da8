"""``usb.ids`` and ``pci.ids``: vendors, their devices, and the sections on classes, usages and languages.

A vendor is at the margin (``0001  Name``), a device below it behind one tab, and behind two tabs an interface of the
device (USB) or a subsystem (PCI: subvendor, subdevice, name). Other sections begin with a word: ``C 02  Audio`` and
below it subclasses and protocols, ``HUT``, ``L``, ``AT`` and so on. ``#`` begins a comment.

Invariant: a vendor is one `Assignment` of the scheme ``usb`` or ``pci``, a device another (``vendor:device``); its
interfaces or subsystems are its details, and so is a comment right above a line. A line of another section is an
assignment of the scheme ``usb_class`` or ``pci_class``, whose value is the word and the codes on the way down
(``c 02:02:01``): these belong to nobody, and no device is looked up in them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from obstat.model.errors import SourceError
from obstat.sources import tables
from obstat.sources.entry import Assignment, Detail
from obstat.sources.fields import folded
from obstat.sources.source import Expectations, Format, Parts, Source, single

_VENDOR = re.compile(r"([0-9a-f]{4})\s+(\S.*)", re.I)
_BELOW = re.compile(r"([0-9a-f]{1,4})\s+(\S.*)", re.I)
_SUBSYSTEM = re.compile(r"([0-9a-f]{4}\s[0-9a-f]{4})\s+(\S.*)", re.I)
_SECTION = re.compile(r"([A-Z]{1,4}) ([0-9a-f]{1,4})\s+(\S.*)")


@dataclass
class _Reading:
    """Where in the file we are: the codes on the way down, and the assignment that is not yet complete."""

    scheme: str
    section: str | None = None
    path: list[str] = field(default_factory=list)
    open: Assignment | None = None
    comments: list[Detail] = field(default_factory=list)
    stray: list[Detail] = field(default_factory=list)

    def begin(self, depth: int, code: str, name: str, at: str) -> Assignment | None:
        """Begin an assignment; the one before, which is complete now."""
        done, self.path = self.open, [*self.path[:depth], code.lower()]
        value = ":".join(self.path)
        self.open = Assignment(
            f"{self.scheme}_class" if self.section else self.scheme,
            f"{self.section} {value}" if self.section else value,
            folded(name),
            at,
            details=tuple(self.comments),
            left=tuple(self.stray),
        )
        self.comments, self.stray = [], []
        return done

    def detail(self, label: str, name: str) -> None:
        if self.open is not None:
            told = (*self.open.details, *self.comments, Detail(label, folded(name)))
            self.open = replace(self.open, details=told)
            self.comments = []


def _read(scheme: str) -> Callable[[Parts, str], Iterator[Assignment]]:
    """The reader of the file of a bus."""

    def read(parts: Parts, list_code: str) -> Iterator[Assignment]:
        path = single(parts)
        reading = _Reading(scheme)
        for number, line in enumerate(tables.text_of(path).split("\n"), 1):
            if done := _line(reading, number, line.rstrip("\r ")):
                yield done
        if reading.open is None:
            raise SourceError(f"{path.name} has no vendor with its devices; give the file {scheme}.ids.")
        yield replace(reading.open, left=(*reading.open.left, *reading.stray))

    return read


def _line(reading: _Reading, number: int, line: str) -> Assignment | None:
    """Take a line in; an assignment that is complete with it."""
    text = line.strip()
    if not text:
        reading.comments = []  # what stands above an empty line is about the file
        return None
    if text.startswith("#"):
        reading.comments += [Detail("comment", said)] if (said := folded(text.lstrip("#"))) else []
        return None
    at, depth = f"line {number}", len(line) - len(line.lstrip("\t"))
    if depth == 0 and (match := _SECTION.fullmatch(text)):
        reading.section = match[1].lower()
        return reading.begin(0, match[2], match[3], at)
    if depth == 0 and (match := _VENDOR.fullmatch(text)):
        reading.section = None
        return reading.begin(0, match[1], match[2], at)
    if depth == 2 and not reading.section and len(reading.path) == 2 and (label := _inner(reading.scheme, text)):
        reading.detail(*label)
        return None
    deeper = 2 if reading.section else 1
    if 1 <= depth <= deeper and len(reading.path) >= depth and (match := _BELOW.fullmatch(text)):
        return reading.begin(depth, match[1], match[2], at)
    reading.stray.append(Detail(at, folded(text)))
    return None


def _inner(scheme: str, text: str) -> tuple[str, str] | None:
    """What stands below a device, as the label and text of a detail."""
    match = (_SUBSYSTEM if scheme == "pci" else _BELOW).fullmatch(text)
    if match is None:
        return None
    codes = ":".join(match[1].lower().split())
    return f"{'subsystem' if scheme == 'pci' else 'interface'} {codes}", match[2]


FORMATS = tuple(
    Format(
        code=f"{scheme}-ids",
        text=f"{scheme.upper()} vendors and devices as the file {scheme}.ids",
        read=_read(scheme),
        parts={"list": (f"{scheme}.ids", ".ids")},
    )
    for scheme in ("usb", "pci")
)

_LICENCE = "GPL-2.0-or-later or BSD-3-Clause"

SOURCES = (
    Source(
        code="usb-ids",
        list="usb-ids",
        name="USB vendors and devices",
        publisher="linux-usb.org",
        addresses={"list": "https://www.linux-usb.org/usb.ids"},
        licence=_LICENCE,
        format="usb-ids",
        cadence=180,
        expectations=Expectations(20000, 60000, ("Huawei Technologies Co., Ltd.", "ZTE WCDMA Technologies MSM")),
        upkeep=(
            "Kept by volunteers: a vendor's name is what a contributor wrote, and ids are used without being assigned. "
            "The reader was checked with the file of July 2025; the address was never fetched by us."
        ),
        usual=False,
    ),
    Source(
        code="pci-ids",
        list="pci-ids",
        name="PCI vendors and devices",
        publisher="The PCI ID Project",
        addresses={"list": "https://pci-ids.ucw.cz/v2.2/pci.ids"},
        licence=_LICENCE,
        format="pci-ids",
        cadence=180,
        expectations=Expectations(15000, 60000, ("Intel Corporation", "Huawei Technologies Co., Ltd.")),
        upkeep=(
            "Kept by volunteers. The reader was checked with the file of April 2023; the address was never fetched by "
            "us."
        ),
        usual=False,
    ),
)
