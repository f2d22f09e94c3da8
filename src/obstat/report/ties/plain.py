"""An excerpt as plain data for JSON.

Invariant: keys are field names of `obstat.model.ownership`, nothing is left out; a share is a number of per cent, whole
where it is whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from obstat.model.ownership import Excerpt
from obstat.model.plain import plain
from obstat.report.ties.words import number


def as_json(excerpt: Excerpt) -> dict[str, Any]:
    """``{"about", "on", "test", "members": […], "stakes": […], "left_out"}``; dates as the sources give them."""
    return {str(key): _numbers(value) for key, value in plain(excerpt).items()}


def _numbers(value: Any) -> Any:
    if isinstance(value, Fraction):
        return number(value)
    if isinstance(value, Mapping):
        return {key: _numbers(item) for key, item in value.items()}
    return [_numbers(item) for item in value] if isinstance(value, list) else value
