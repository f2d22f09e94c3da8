"""Who registered a block of MAC addresses: longest prefix, one address at a time.

Invariant: blocks have 24, 28 or 36 bits, and the longest that holds an address is the answer. A block that the IEEE
Registration Authority divides among others is never one: where nothing finer is known, nobody is.
"""

from __future__ import annotations

import functools
import importlib.metadata
import importlib.resources
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from obstat.devices.mac import PREFIX_DIGITS, USUAL, digits_of
from obstat.devices.texts import shown
from obstat.model.errors import InvalidValue

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from obstat.devices.mac_bulk import BlockTable

REGISTRAR = "IEEE Registration Authority"
"""Holder of the blocks that are divided among others."""
INDIVIDUAL = ("0050c2", "40d855")
"""Blocks divided into individual address blocks (IAB) of 36 bits, whether or not a registry has them."""
_EMBEDDED = ("stdnum", "oui.dat", "python-stdnum")
"""Package, file and distribution of the registry that comes with obstat."""
_HEX = re.compile(r"[0-9a-fA-F]+")
_LINE = re.compile(r'^( *)([^#\s"]+)(?: +o="([^"\n]*)")?', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Block:
    """A block of addresses: the hexadecimal digits they start with, who registered it, and the bits that are fixed."""

    prefix: str
    holder: str
    bits: int

    @property
    def names_holder(self) -> bool:
        """False where the holder had its name kept private."""
        return self.holder.strip().casefold() not in ("private", "")


class MacRegistry:
    """Blocks by prefix. `prefixes` are pairs of 6, 7 or 9 hexadecimal digits and a holder; of a prefix that comes
    twice the last holder counts."""

    def __init__(self, prefixes: Iterable[tuple[str, str]], *, edition: str | None = None) -> None:
        self.edition = edition
        """What the registry was read from, for people; registries of the world state no date of their own."""
        pairs = list(prefixes)
        self.prefixes, self.holders = [prefix for prefix, _ in pairs], [holder for _, holder in pairs]
        """Of each block by its number; a number whose prefix came again later is that of no block."""
        self._by_size: dict[int, dict[int, int]] = {size: {} for size in PREFIX_DIGITS}
        self._divided: set[int] = {int(prefix, 16) for prefix in INDIVIDUAL}
        registrars = {holder for holder in set(self.holders) if holder.strip().casefold() == REGISTRAR.casefold()}
        for number, (key, (prefix, holder)) in enumerate(zip(_keys(self.prefixes), pairs, strict=True)):
            if holder in registrars:
                self._by_size[len(prefix)].pop(key, None)
                if len(prefix) == 6:
                    self._divided.add(key)
            else:
                self._by_size[len(prefix)][key] = number
        self._divided.difference_update(self._by_size[6])
        self._nine, self._seven, self._six = (self._by_size[size] for size in PREFIX_DIGITS)
        self._blocks: dict[int, Block] = {}
        self._table: BlockTable | None = None

    def __len__(self) -> int:
        return sum(map(len, self._by_size.values()))

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """The pairs from which the registry can be built again."""
        for key in sorted(self._divided):
            yield f"{key:06x}", REGISTRAR
        for numbers in self._by_size.values():
            for number in numbers.values():
                yield self.prefixes[number].lower(), self.holders[number]

    def find(self, mac: str) -> Block | None:
        """The smallest block that holds an address, None if nobody is known; `InvalidValue` for what is no address."""
        first = _first_36_bits(mac)
        number = self._nine.get(first, -1)
        if number < 0:
            number = self._seven.get(first >> 8, -1)
            if number < 0:
                number = self._six.get(first >> 12, -1)
                if number < 0:
                    return None
        return self._blocks.get(number) or self.block(number)

    def why_none(self, mac: str) -> str:
        """Why `find` gives nobody for an address, as a sentence; empty where it gives somebody."""
        first = _first_36_bits(mac)
        if self.find(mac) is not None:
            return ""
        if first >> 12 in self._divided:
            return (
                f"The block {first >> 12:06x} is divided among others by the {REGISTRAR}, and this registry does not "
                "know who has the part with this address."
            )
        return f"No block that starts with {first >> 12:06x} is in this registry."

    def block(self, number: int) -> Block:
        """A block by its number in `find_many`."""
        prefix = self.prefixes[number].lower()
        return self._blocks.setdefault(number, Block(prefix, self.holders[number], 4 * len(prefix)))

    def find_many(self, addresses: Sequence[str] | npt.NDArray[np.uint64]) -> npt.NDArray[np.int64]:
        """The number of the block of each address, -1 where nobody is known or the text is no address.

        `addresses` are texts in any notation, or 48-bit numbers. What cannot be read is told by `mac_bulk.read_many`.
        """
        from obstat.devices import mac_bulk  # with arrays, which one address does without

        if self._table is None:
            self._table = mac_bulk.BlockTable(self._by_size)
        return mac_bulk.find_many(self._table, addresses)


def _first_36_bits(mac: str) -> int:
    if USUAL.fullmatch(mac):
        return int(mac.replace(":", "").replace("-", "").replace(".", "")[:9], 16)
    return int(digits_of(mac)[:9], 16)


def _keys(prefixes: list[str]) -> list[int]:
    """Each prefix as a number; all are tested at once, since a registry has tens of thousands."""
    joined = "".join(prefixes)
    if set(map(len, prefixes)) <= set(PREFIX_DIGITS) and (not joined or _HEX.fullmatch(joined)):
        return [int(prefix, 16) for prefix in prefixes]
    wrong = next(prefix for prefix in prefixes if len(prefix) not in PREFIX_DIGITS or not _HEX.fullmatch(prefix))
    raise InvalidValue(
        f"{shown(wrong)} is no prefix of a registry; give 6, 7 or 9 hexadecimal digits without separators."
    )


def merged(base: MacRegistry, fresh: MacRegistry) -> MacRegistry:
    """Both registries as one, in which a prefix of `fresh` replaces the same prefix of `base`."""

    def pairs() -> Iterator[tuple[str, str]]:
        yield from base
        yield from fresh

    editions = [edition for edition in (fresh.edition, base.edition) if edition]
    return MacRegistry(pairs(), edition=", before that ".join(editions) or None)


@functools.cache
def default_registry() -> MacRegistry:
    """The registry that comes with obstat: that of python-stdnum, without individual address blocks (IAB)."""
    package, file, distribution = _EMBEDDED
    text = importlib.resources.files(package).joinpath(file).read_text(encoding="utf-8")
    return MacRegistry(read_numdb(text), edition=f"{file} of {distribution} {importlib.metadata.version(distribution)}")


def read_numdb(text: str) -> list[tuple[str, str]]:
    """The pairs of a file in the format of python-stdnum: lines of prefixes and ranges with their holder, and below a
    block that is divided, indented, its parts."""
    found: list[tuple[str, str]] = []
    parent = ""
    for indent, ranges, holder in _LINE.findall(text):
        if not holder and not indent:
            parent = ranges
            found.append((parent, REGISTRAR))
        elif "-" in ranges or "," in ranges:
            found += [((parent if indent else "") + prefix, holder) for prefix in _each(ranges)]
        else:
            found.append((parent + ranges if indent else ranges, holder))
    return found


def _each(ranges: str) -> Iterator[str]:
    for part in ranges.split(","):
        low, _, high = part.partition("-")
        if high:
            size = len(low)
            yield from (f"{number:0{size}X}" for number in range(int(low, 16), int(high, 16) + 1))
        else:
            yield low
