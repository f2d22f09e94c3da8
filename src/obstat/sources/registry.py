"""Every source and format by code. A module of this room states its own in `SOURCES` and `FORMATS`."""

from __future__ import annotations

import functools
import importlib

from obstat.model.errors import UnknownCode
from obstat.sources.source import Format, Source

MODULES = (
    "fcc",
    "bis",
    "ecfr",
    "csl",
    "state",
    "ofac_csv",
    "ofac_xml",
    "ofac_advanced",
    "dod_1260h",
    "statutes",
    "uflpa",
    "un_sc",
    "uk_sanctions",
    "uk_ofsi",
    "eu_fsf",
    "entities_json",
    "opensanctions",
    "opensanctions_simple",
    "bods",
    "gleif",
    "ties_csv",
    "ieee",
    "manuf",
    "iana_pen",
    "hardware_ids",
    "device_numbers",
)


@functools.cache
def sources() -> dict[str, Source]:
    """Every source by code, in the order of the modules."""
    return {source.code: source for module in _modules() for source in getattr(module, "SOURCES", ())}


@functools.cache
def formats() -> dict[str, Format]:
    """Every format by code."""
    return {form.code: form for module in _modules() for form in getattr(module, "FORMATS", ())}


def source(code: str) -> Source:
    """Raises `UnknownCode` for a code that is not in the registry."""
    if code not in sources():
        raise UnknownCode("source", code, sources())
    return sources()[code]


def format_(code: str) -> Format:
    """Raises `UnknownCode` for a code that is not in the registry."""
    if code not in formats():
        raise UnknownCode("format", code, formats())
    return formats()[code]


@functools.cache
def _modules() -> tuple[object, ...]:
    return tuple(importlib.import_module(f"obstat.sources.{name}") for name in MODULES)
