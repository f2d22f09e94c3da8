"""Every format of people's files by code, and which of them a file is written in.

Invariant: a format is recognised by what a file begins with, never by what it is called; the formats with the most
specific signs are asked first. Each part of an archive is recognised by itself.
"""

from __future__ import annotations

import contextlib
import functools
import importlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from obstat.intake.format import Format
from obstat.intake.opening import HEAD, Part, head_of, parts
from obstat.model.errors import SourceError, UnknownCode
from obstat.model.subject import Place, Subject

MODULES = (
    "cyclonedx",
    "spdx",
    "nmap",
    "masscan",
    "capture",
    "dhcp",
    "snmp_walk",
    "neighbors",
    "bus_lists",
    "tables",
    "arp",
    "switches",
    "inventory_cli",
    "free_text",
)


@functools.cache
def formats() -> dict[str, Format]:
    """Every format by code, the most specific signs first."""
    modules = (importlib.import_module(f"obstat.intake.{name}") for name in MODULES)
    return {form.code: form for module in modules for form in module.FORMATS}


def format_(code: str) -> Format:
    """Raises `UnknownCode` for a code that is not in the registry."""
    if code not in formats():
        raise UnknownCode("format", code, formats())
    return formats()[code]


def recognised(path: Path) -> Format:
    """The format of a file, or of the first part of an archive. Raises `SourceError` where none is recognised."""
    with contextlib.closing(parts(path)) as opened:
        return _recognised(next(part for part in opened if part.fault is None))


def subjects(path: Path, code: str | None = None) -> Iterator[Subject]:
    """The subjects of a file, of each file in an archive, or of standard input (``-``), in their order.

    `code` names the format; without it each part is recognised. A part that cannot be read is a subject with a fault.
    Raises `SourceError` when the file cannot be read at all, or none of its parts.
    """
    told = format_(code) if code else None
    archive = False
    for part in parts(path):
        archive = archive or part.inside
        yield from _of_part(part, told)


def _of_part(part: Part, told: Format | None) -> Iterator[Subject]:
    if part.fault is not None:
        yield Subject(Place(part.name), fault=part.fault)
        return
    try:
        form = told or _recognised(part)
        for subject in form.read(part.path):
            if subject.place.file == part.name:
                yield subject
            else:
                yield replace(subject, place=replace(subject.place, file=part.name))
    except SourceError as error:
        if not part.inside:
            raise
        yield Subject(Place(part.name), fault=str(error))


def _recognised(part: Part) -> Format:
    head = head_of(part.path)
    if not head.strip(b"\0\t\r\n \xef\xbb\xbf\xff\xfe"):
        raise SourceError(f"{part.name} is empty; give a file that holds an inventory.")
    for form in formats().values():
        if form.signs(head[:HEAD]):
            return form
    raise SourceError(
        f"{part.name} is not written in a format that is known; save it as CSV or XLSX, or name its format, one of: "
        f"{', '.join(formats())}."
    )
