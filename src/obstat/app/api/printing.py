"""JSON as the commands print it, quicker.

Invariant: `printed(value)` is the bytes of ``json.dumps(value, ensure_ascii=False, indent=1)`` and a newline, with
records as `obstat.model.plain` gives them and a question as its ``to_dict``. Python's own printer with an indent is
written in Python, and a record would be copied into dictionaries first; this takes a quarter of the time.
"""

from __future__ import annotations

import dataclasses
import functools
import json
from collections.abc import Callable, Mapping
from json.encoder import encode_basestring
from typing import Any

from obstat.model.dates import Day
from obstat.model.question import Question
from obstat.model.status import Status

_BREAKS = tuple("\n" + " " * depth for depth in range(64))


def printed(value: Any) -> bytes:
    """`value`, a record or anything inside one, as the text of a command, in UTF-8."""
    return (_text(value, 0) + "\n").encode("utf-8")


def _text(value: Any, depth: int) -> str:
    printer = _PRINTERS.get(type(value))
    return printer(value, depth) if printer else _other(value, depth)


def _other(value: Any, depth: int) -> str:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        printer = _PRINTERS[type(value)] = functools.partial(_record, _fields(type(value)))
        return printer(value, depth)
    if isinstance(value, Mapping):
        return _mapping(value, depth)
    return json.dumps(value, ensure_ascii=False, indent=1)


def _fields(kind: type) -> tuple[tuple[str, str], ...]:
    """Each field with its key, printed."""
    return tuple(
        (field.name, encode_basestring(field.name.removesuffix("_")) + ": ") for field in dataclasses.fields(kind)
    )


def _record(fields: tuple[tuple[str, str], ...], value: Any, depth: int) -> str:
    inner = _BREAKS[depth + 1]
    pieces = [key + _text(getattr(value, name), depth + 1) for name, key in fields]
    return "{" + inner + ("," + inner).join(pieces) + _BREAKS[depth] + "}" if pieces else "{}"


def _mapping(value: Mapping[Any, Any], depth: int) -> str:
    if not value:
        return "{}"
    inner = _BREAKS[depth + 1]
    pieces = [encode_basestring(key) + ": " + _text(item, depth + 1) for key, item in value.items()]
    return "{" + inner + ("," + inner).join(pieces) + _BREAKS[depth] + "}"


def _items(value: Any, depth: int) -> str:
    if not value:
        return "[]"
    inner = _BREAKS[depth + 1]
    return "[" + inner + ("," + inner).join([_text(item, depth + 1) for item in value]) + _BREAKS[depth] + "]"


_PRINTERS: dict[type, Callable[[Any, int], str]] = {
    str: lambda value, _: encode_basestring(value),
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
