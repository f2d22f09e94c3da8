"""Values as plain data for JSON: one rule for all of them instead of a method on each.

Invariant: keys are field names in the order of the class (``class`` for ``class_``); a status is its code, a date
its text, a tuple a list.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from obstat.model.dates import Day
from obstat.model.status import Status


def plain(value: Any) -> Any:
    """`value`, a record or anything inside one, as dictionaries, lists, strings and numbers."""
    if isinstance(value, Status):
        return value.code
    if isinstance(value, Day):
        return value.text
    if dataclasses.is_dataclass(value):
        return {field.name.removesuffix("_"): plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, (tuple, list)):
        return [plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    return value
