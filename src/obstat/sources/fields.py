"""The fields of one record, each taken once, so that what nobody took can be reported.

Invariant: a value leaves only through `take`; `left` is every value that did not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from obstat.sources.entry import Detail

EMPTY = frozenset(["", "-0-", "n/a", "-"])
"""What publishers write for nothing, in lower case."""


def folded(text: str | None) -> str:
    """`text` with white space folded, or nothing where it stands for nothing."""
    plain = " ".join((text or "").split())
    return "" if plain.lower() in EMPTY else plain


class Fields:
    """The fields of a record of a table, by column."""

    def __init__(self, values: Mapping[str, str | None] | Iterable[tuple[str, str | None]]) -> None:
        pairs = values.items() if isinstance(values, Mapping) else values
        self._values = {name: text for name, value in pairs if name is not None and (text := folded(value))}

    def take(self, *names: str) -> str | None:
        """The first of these columns that holds something; all of them count as taken."""
        found = [value for name in names if (value := self._values.pop(name, None))]
        return found[0] if found else None

    def peek(self, name: str) -> str | None:
        """What a column holds; it does not count as taken."""
        return self._values.get(name)

    def need(self, name: str) -> str:
        """A column without which there is no record; empty text where it is missing."""
        return self.take(name) or ""

    def detail(self, *names: str) -> Iterator[Detail]:
        """These columns as details, labelled by their names."""
        for name in names:
            if value := self.take(name):
                yield Detail(name.lower(), value)

    def left(self) -> tuple[Detail, ...]:
        """What nobody took."""
        return tuple(Detail(name, value) for name, value in self._values.items())

    def __bool__(self) -> bool:
        return bool(self._values)
