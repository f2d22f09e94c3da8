"""Identifiers of devices: what they say, what they cannot say, and who holds a block of addresses.

`parse` reads one identifier of any scheme, `explain` puts it in words, `find_labels` finds identifiers in free text,
and `MacRegistry` tells who registered an address. The room knows no rule, no party and no snapshot.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from obstat.devices.explain import explain
    from obstat.devices.labels import find_labels
    from obstat.devices.mac_registry import MacRegistry, default_registry
    from obstat.devices.parse import parse
    from obstat.devices.parsed import Key, Parsed

__all__ = ["Key", "MacRegistry", "Parsed", "default_registry", "explain", "find_labels", "parse"]
_HOMES = {
    "Key": "parsed",
    "MacRegistry": "mac_registry",
    "Parsed": "parsed",
    "default_registry": "mac_registry",
    "explain": "explain",
    "find_labels": "labels",
    "parse": "parse",
}


def __getattr__(name: str) -> Any:
    """Import what is asked for when it is asked for: one identifier is read without arrays."""
    if name not in _HOMES:
        raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
    import importlib

    value = getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value  # a module of the same name must not stand in for its function
    return value
