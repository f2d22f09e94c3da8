"""The fields of one result of the Consolidated Screening List, in JSON or from the CSV, each taken once.

Invariant: a value leaves only by being taken; `left` is every value that was not.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from obstat.model.places import country
from obstat.sources.bis import in_the_states
from obstat.sources.entry import Detail
from obstat.sources.fields import folded

_ADDRESS = ("address", "city", "state", "postal_code")


@dataclass(frozen=True, slots=True)
class Address:
    text: str
    country: str | None
    """A code or name as the publisher writes it."""


class Result:
    """A result. In the CSV every value is text, lists with "; " between their members."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = {name: value for name, value in values.items() if value not in (None, "", [], {})}
        self._left: list[Detail] = []

    def text(self, field: str, *, keep: bool = False) -> str | None:
        """A field of one value; it stays to be taken where `keep` is set."""
        value = self._values.get(field) if keep else self._values.pop(field, None)
        return _plain(value) or None

    def texts(self, field: str) -> list[str]:
        """The members of a list."""
        value = self._values.pop(field, None)
        found = value if isinstance(value, list) else str(value).split("; ") if value is not None else []
        return [text for each in found if (text := _plain(each))]

    def addresses(self) -> Iterator[Address]:
        """The addresses; a text keeps the country that it ends with."""
        value = self._values.pop("addresses", None)
        if isinstance(value, str):
            for text in value.split("; "):
                plain = folded(text)
                last = plain.rpartition(",")[2].strip()
                code = last if len(last) == 2 and country(last) else None
                yield _address(plain, code)
            return
        for each in value if isinstance(value, list) else [value] if value else []:
            if not isinstance(each, dict):
                yield Address(_plain(each), None)
                continue
            rest = dict(each)
            parts = [_plain(rest.pop(name, None)) for name in _ADDRESS]
            where = _plain(rest.pop("country", None))
            text = ", ".join(part for part in (*parts, where) if part)
            yield _address(text, where or ("US" if in_the_states(*parts[2:]) else None))
            self._left += (Detail(f"addresses/{name}", text) for name, other in rest.items() if (text := _plain(other)))

    def numbers(self) -> Iterator[tuple[str, str, str | None, str | None]]:
        """The identifiers, each with its label, value, country and dates."""
        value = self._values.pop("ids", None)
        if isinstance(value, str):
            yield from (_written(each) for each in value.split("; ") if each.strip())
            return
        for each in value if isinstance(value, list) else [value] if value else []:
            if not isinstance(each, dict):
                yield _written(_plain(each))
                continue
            rest = dict(each)
            dates = {name: _plain(rest.pop(f"{name}_date", None)) for name in ("issue", "expiration")}
            note = "; ".join(f"{name} {text}" for name, text in dates.items() if text) or None
            label, number, where = (_plain(rest.pop(name, None)) for name in ("type", "number", "country"))
            yield label or "number", number, where or None, note
            self._left += (Detail(f"ids/{name}", text) for name, other in rest.items() if (text := _plain(other)))

    def left(self) -> tuple[Detail, ...]:
        """What nobody took."""
        rest = (Detail(name, text) for name, value in self._values.items() if (text := _plain(value)))
        return (*self._left, *rest)


def _address(text: str, where: str | None) -> Address:
    """An address; a country alone is none."""
    return Address("" if text == where else text, where)


def _plain(value: Any) -> str:
    if value is None:
        return ""
    return folded(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


def _written(text: str) -> tuple[str, str, str | None, str | None]:
    """``CO, 1978075, Matricula Mercantil No``: a country, a number and its label, the first of which may be missing."""
    value, _, label = folded(text).rpartition(", ")
    first, _, rest = value.partition(", ")
    if rest and len(first) == 2 and country(first):
        return label, rest, first, None
    if not value:
        return "number", label, None, None
    return label, value, None, None
