"""What is plugged into a computer: ``lsusb`` and ``lspci -nn``, ``lspci -n``, ``lspci -vnn``, ``lspci -mm -nn``.

Invariant: each device line is a subject; indented details belong to the device above and are no subjects. ``lspci``
without numbers gives the description only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from obstat.intake.format import Format
from obstat.intake.text_lines import faulty, lines, nothing, text_of
from obstat.model.subject import Given, Place, Subject

_USB = re.compile(r"\s*Bus \d{3} Device \d{3}: ID ([0-9a-fA-F]{4}:[0-9a-fA-F]{4})\s*(.*)")
_USB_CUT = re.compile(r"\s*Bus \d{3} Device\b")
_USB_DETAIL = re.compile(r"\s+(iSerial|iManufacturer|iProduct)\s+[1-9]\d*\s+(\S.*)")
_SLOT = r"(?:[0-9a-fA-F]{4,8}:)?[0-9a-fA-F]{2}:[0-9a-fA-F]{2}\.[0-7]"
_PCI = re.compile(rf"\s*({_SLOT})\s+(.*)")
_NUMBERS = re.compile(r"\[([0-9a-fA-F]{4}:[0-9a-fA-F]{4})\]")
_MACHINE = re.compile(r"\[([0-9a-fA-F]{4})\]\"")
_BARE = re.compile(r"(?:Class )?\"?[0-9a-fA-F]{4}\"?:? \"?([0-9a-fA-F]{4})\"?[: ]\"?([0-9a-fA-F]{4})\b")
_SUBSYSTEM = re.compile(r"\s+Subsystem:\s+(.*)")


def read(path: Path) -> Iterator[Subject]:
    found = False
    device: Subject | None = None
    for line in lines(path):
        place = Place(str(path), row=line.number)
        if line.fault:
            found = True
            yield faulty(path, line)
        elif (new := _device(line.text, place)) is not None:
            found = True
            if device is not None:
                yield device
            device = new
        elif device is not None:
            device = _detail(line.text, device)
    if device is not None:
        yield device
    if not found:
        yield nothing(path, "USB or PCI device")


def _device(text: str, place: Place) -> Subject | None:
    if usb := _USB.match(text):
        return _subject(place, "usb", usb[1], usb[2])
    if _USB_CUT.match(text):
        return Subject(place, fault="The line of lsusb has no 'ID vendor:product'; copy it whole.")
    pci = _PCI.match(text)
    if pci is None:
        return None
    rest = pci[2]
    if bare := _BARE.match(rest):
        return _subject(place, "pci", f"{bare[1]}:{bare[2]}", "")
    numbers = _NUMBERS.findall(rest)
    if numbers:
        return _subject(place, "pci", numbers[0], _NUMBERS.sub("", rest.partition(": ")[2] or rest))
    machine = _MACHINE.findall(rest)
    if len(machine) >= 3:  # class, vendor, device
        return _subject(place, "pci", f"{machine[1]}:{machine[2]}", re.sub(r'"|\[[0-9a-fA-F]{4}\]', "", rest))
    if ": " in rest:
        return _subject(place, "pci", "", rest.partition(": ")[2])
    return Subject(place, fault="The line of lspci is cut after the slot; run lspci -nn and copy its output whole.")


def _subject(place: Place, scheme: str, number: str, description: str) -> Subject:
    words = re.sub(r"\s+", " ", description).strip()
    texts = {"description": words} if words else {}
    return Subject(place, texts=texts, given=(Given(scheme, number),) if number else ())


def _detail(text: str, device: Subject) -> Subject:
    given = device.given
    if (usb := _USB_DETAIL.match(text)) and len(given) < 16:
        serial = usb[1] == "iSerial"
        given = (
            *given,
            Given("serial", usb[2].strip()) if serial else Given("banner", usb[2].strip(), f"usb {usb[1]}"),
        )
    elif (subsystem := _SUBSYSTEM.match(text)) and len(given) < 16:
        numbers = _NUMBERS.search(subsystem[1]) or re.match(r"([0-9a-fA-F]{4}:[0-9a-fA-F]{4})\b", subsystem[1])
        given = (*given, Given("pci", numbers[1], "subsystem")) if numbers else given
    return Subject(device.place, device.texts, given, device.facts, device.fault)


def _signs_usb(head: bytes) -> bool:
    return any(_USB.match(row) for row in text_of(head).splitlines()[:50])


def _signs_pci(head: bytes) -> bool:
    rows = [row for row in text_of(head).splitlines() if row.strip()][:50]
    return any((pci := _PCI.match(row)) and (": " in pci[2] or '"' in pci[2] or _BARE.match(pci[2])) for row in rows)


FORMATS = (
    Format("lsusb", "lsusb", _signs_usb, read),
    Format("lspci", "lspci -nn, lspci -n", _signs_pci, read),
)
