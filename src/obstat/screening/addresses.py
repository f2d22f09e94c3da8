"""MAC addresses of an inventory, each of which stands for all of which the same is known.

Invariant: an address that is not in one of the usual notations, or is longer than 48 bits, stands for itself.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from obstat.names.bulk import needed

if TYPE_CHECKING:
    import polars

    from obstat.devices.mac_classes import AddressClasses

_BEFORE = "mac "
"""What stands before an address among the identifiers of a line."""


class Addresses:
    """Finds what an address stands for. `prefixes` gives the beginnings of addresses that any registry in use knows."""

    def __init__(self, prefixes: Callable[[], Iterable[str]]) -> None:
        self._prefixes = prefixes
        self._numbers: dict[str, int] = {}

    @functools.cached_property
    def _classes(self) -> AddressClasses:
        from obstat.devices.mac_classes import AddressClasses

        return AddressClasses(self._prefixes())

    @functools.cached_property
    def _examples(self) -> list[str]:
        """An address of each class, by its number."""
        examples = [self._classes.example(number) for number in range(len(self._classes))]
        self._numbers = {example: number for number, example in enumerate(examples) if example}
        return examples

    def example(self, number: int) -> str:
        """An address of a class."""
        return self._examples[number]

    def shortened(self, column: polars.Series, role: str) -> polars.Series:
        """A column in which each address that is alone in its cell is an example of its class.

        Its role is ``mac``, or ``given`` for identifiers in lines. Where every cell is an address, the column is of the
        numbers of their classes.
        """
        from obstat.devices.mac_bulk import SHAPES, read_usual

        pl = needed("polars")
        before = _BEFORE if role == "given" else ""
        lengths = column.str.len_bytes()
        starts = column.str.starts_with(before) if before else None
        for length in SHAPES:
            alone = (lengths == length + len(before)).fill_null(False)
            if starts is not None:
                alone &= starts.fill_null(False)
            if not alone.any():
                continue
            texts = column if alone.all() else column.filter(alone)
            if before:
                texts = texts.str.slice(len(before))
            numbers, is_read = read_usual(
                np.frombuffer(texts.str.join("").item().encode(), np.uint8).reshape(-1, length)
            )
            classes: polars.Series = pl.Series(column.name, self._classes.find(numbers), dtype=pl.UInt32)
            if texts.len() == column.len() and is_read.all() and not before:
                return classes
            told = pl.Series(self._examples).gather(classes)
            told = before + told if before else told
            if not is_read.all():
                told = told.zip_with(pl.Series(is_read), before + texts if before else texts)
            column = column.scatter(alone.arg_true(), told)
        return column

    def told(self, values: Sequence[str], text: str) -> str:
        """`text` in which each of `values` that stands for its class is told by what the class begins with."""
        for value in values:
            example = value.removeprefix(_BEFORE)
            if (number := self._numbers.get(example)) is not None:
                text = text.replace(example, self._classes.told(number))
        return text
