"""JSON as the commands print it, quicker.

Invariant: `printed(value)` is the bytes of ``json.dumps(value, ensure_ascii=False, indent=1)`` and a newline, with
records as `obstat.model.plain` gives them and a question as its ``to_dict``. Python's own printer with an indent is
written in Python, and a record would be copied into dictionaries first; this takes a quarter of the time.
"""

from __future__ import annotations

import dataclasses
import json
import operator
from collections.abc import Callable, Mapping
from json.encoder import encode_basestring
from typing import Any

from obstat.model.dates import Day
from obstat.model.question import Question
from obstat.model.status import Status

Printer = Callable[[Any, int], str]
_BREAKS = tuple("\n" + " " * depth for depth in range(64))
_COMMAS = tuple("," + line for line in _BREAKS)


def printed(value: Any) -> bytes:
    """`value`, a record or anything inside one, as the text of a command, in UTF-8."""
    return (_text(value, 0) + "\n").encode("utf-8")


def _text(value: Any, depth: int) -> str:
    if type(value) is str:
        return encode_basestring(value)
    printer = _PRINTERS.get(type(value))
    return printer(value, depth) if printer else _other(value, depth)


def _other(value: Any, depth: int) -> str:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        printer = _PRINTERS[type(value)] = _printer_of(type(value))
        return printer(value, depth)
    if isinstance(value, Mapping):
        return _mapping(value, depth)
    return json.dumps(value, ensure_ascii=False, indent=1)


def _printer_of(kind: type) -> Printer:
    """What prints the records of a class: its keys are printed once, and its values taken all at once."""
    names = [field.name for field in dataclasses.fields(kind)]
    keys = [encode_basestring(name.removesuffix("_")) + ": " for name in names]
    take = operator.attrgetter(*names) if len(names) > 1 else lambda value: [getattr(value, name) for name in names]

    def record(value: Any, depth: int) -> str:
        inner = depth + 1
        pieces = [
            key + (encode_basestring(item) if type(item) is str else "null" if item is None else _text(item, inner))
            for key, item in zip(keys, take(value), strict=True)
        ]
        return f"{{{_BREAKS[inner]}{_COMMAS[inner].join(pieces)}{_BREAKS[depth]}}}" if pieces else "{}"

    return record


def _mapping(value: Mapping[Any, Any], depth: int) -> str:
    if not value:
        return "{}"
    inner = depth + 1
    pieces = [f"{encode_basestring(key)}: {_text(item, inner)}" for key, item in value.items()]
    return f"{{{_BREAKS[inner]}{_COMMAS[inner].join(pieces)}{_BREAKS[depth]}}}"


def _items(value: Any, depth: int) -> str:
    if not value:
        return "[]"
    inner = depth + 1
    pieces = [encode_basestring(item) if type(item) is str else _text(item, inner) for item in value]
    return f"[{_BREAKS[inner]}{_COMMAS[inner].join(pieces)}{_BREAKS[depth]}]"


_PRINTERS: dict[type, Printer] = {
    bool: lambda value, _: "true" if value else "false",
    int: lambda value, _: int.__repr__(value),
    float: lambda value, _: json.dumps(value),
    type(None): lambda _value, _: "null",
    dict: _mapping,
    list: _items,
    tuple: _items,
    Question: lambda value, depth: _mapping(value.to_dict(), depth),
    Status: lambda value, _: encode_basestring(value.code),
    Day: lambda value, _: encode_basestring(value.text),
}
