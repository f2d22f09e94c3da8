"""The libraries of the extra ``news``, imported where they are used.

Invariant: one that is missing is told as `MissingExtra`, never as an `ImportError`.
"""

from __future__ import annotations

import importlib
from typing import Any

from obstat.model.errors import MissingExtra


def needed(module: str) -> Any:
    """Import a module. Raises `MissingExtra`."""
    try:
        return importlib.import_module(module)
    except ImportError:
        raise MissingExtra("Reading stories", "news") from None
