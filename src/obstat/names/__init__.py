"""Names in any script, as pure functions and an index that know no company.

`compare` scores two names with its reasons; `MATCH` is the one threshold of a decision; `NameIndex` searches lists.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from obstat.names.comparison import MATCH, Comparison, compare
    from obstat.names.index import Hit, NameIndex

__all__ = ["MATCH", "Comparison", "Hit", "NameIndex", "compare"]
_HOMES = {
    "MATCH": "comparison",
    "Comparison": "comparison",
    "compare": "comparison",
    "Hit": "index",
    "NameIndex": "index",
}


def __getattr__(name: str) -> Any:
    """Import what is asked for when it is asked for: comparing needs no index, and normal forms need neither."""
    if name not in _HOMES:
        raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
    import importlib

    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
