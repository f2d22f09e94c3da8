"""Who registered a block of MAC addresses: longest prefix, one address at a time.

Invariant: blocks have 24, 28 or 36 bits, and the longest that holds an address is the answer. A block that the IEEE
Registration Authority divides among others is never one: where nothing finer is known, nobody is.
"""

from __future__ import annotations

import functools
import importlib.metadata
import importlib.resources
import importlib.util
import itertools
import re
import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from obstat.devices.mac import INDIVIDUAL, PREFIX_DIGITS, digits_of
from obstat.devices.texts import shown
from obstat.model.errors import InvalidValue

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from obstat.devices.mac_bulk import BlockTable

REGISTRAR = "IEEE Registration Authority"
"""Holder of the blocks that are divided among others."""
_SHIPPED = ("stdnum", ("oui.dat",), "python-stdnum")
_SHIPPED_LARGE = ("aiooui", ("oui.data",), "aiooui")
_SHIPPED_INDIVIDUAL = ("netaddr", ("eui", "iab.txt"), "netaddr")
"""Package, file and distribution of the registries that come with obstat. The second is made anew more often than the
first, but has the blocks of 24 bits only; the third has the individual blocks, which the others lack and of which the
IEEE has given out none since 2014."""
_HEX = re.compile(r"[0-9a-fA-F]+")
_LINE = re.compile(r'^( *)([^#\s"]+)(?: +o="([^"\n]*)")?', re.MULTILINE)


_REGISTRIES = {24: "MA-L", 28: "MA-M", 36: "MA-S"}


@dataclass(frozen=True, slots=True)
class Block:
    """A block of addresses: the hexadecimal digits they start with, who registered it, and the bits that are fixed."""

    prefix: str
    holder: str
    bits: int

    @property
    def registry(self) -> str:
        """The registry of the IEEE that the block is in: MA-L, MA-M, MA-S, or IAB for the individual address blocks."""
        return "IAB" if self.bits == 36 and self.prefix[:6] in INDIVIDUAL else _REGISTRIES[self.bits]

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
        self.prefixes, self.holders = _lowered([prefix for prefix, _ in pairs]), [holder for _, holder in pairs]
        """Of each block by its number; a number whose prefix came again later is that of no block."""
        self._numbers = dict(zip(self.prefixes, range(len(pairs)), strict=True))
        registrars = {holder for holder in set(self.holders) if is_registrar(holder)}
        divided = [prefix for prefix, number in self._numbers.items() if self.holders[number] in registrars]
        for prefix in divided:
            del self._numbers[prefix]
        self._divided = {prefix for prefix in divided if len(prefix) == 6}
        self._divided.update(prefix for prefix in INDIVIDUAL if prefix not in self._numbers)
        self._split = {prefix[:6] for prefix in self._numbers if len(prefix) > 6}
        # one look-up for most: only the blocks of 24 bits in which there is nothing finer are among the whole ones
        self._whole: dict[str, int | Block] = {}
        self._parts: dict[str, int | Block] = {}
        for prefix, number in self._numbers.items():
            (self._parts if len(prefix) > 6 or prefix in self._split else self._whole)[prefix] = number
        self._table: BlockTable | None = None

    def __len__(self) -> int:
        return len(self._numbers)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """The pairs from which the registry can be built again."""
        for prefix in sorted(self._divided):
            yield prefix, REGISTRAR
        for prefix, number in self._numbers.items():
            yield prefix, self.holders[number]

    def find(self, mac: str) -> Block | None:
        """The smallest block that holds an address, None if nobody is known; `InvalidValue` for what is no address."""
        digits = digits_of(mac)
        head = digits[:6]
        found = self._whole.get(head)
        if found is None:
            if head not in self._split:
                return None
            for size in PREFIX_DIGITS:
                found = self._parts.get(digits[:size])
                if found is not None:
                    break
            else:
                return None
        return self._made(found) if isinstance(found, int) else found

    def _made(self, number: int) -> Block:
        """The block of a number, which is kept in its place: most are never asked for, some very often."""
        block = self.block(number)
        held = self._whole if block.prefix in self._whole else self._parts
        held[block.prefix] = block
        return block

    def why_none(self, mac: str) -> str:
        """Why `find` gives nobody for an address, as a sentence; empty where it gives somebody."""
        first = digits_of(mac)[:6]
        if self.find(mac) is not None:
            return ""
        if first in self._divided:
            return (
                f"The block {first} is divided among others by the {REGISTRAR}, and this registry does not "
                "know who has the part with this address."
            )
        return f"No block that starts with {first} is in this registry."

    def block(self, number: int) -> Block:
        """A block by its number in `find_many`."""
        prefix = self.prefixes[number]
        return Block(prefix, self.holders[number], 4 * len(prefix))

    def find_many(self, addresses: Sequence[str] | npt.NDArray[np.uint64]) -> npt.NDArray[np.int64]:
        """The number of the block of each address, -1 where nobody is known or the text is no address.

        `addresses` are texts in any notation, or 48-bit numbers. What cannot be read is told by `mac_bulk.read_many`.
        """
        from obstat.devices import mac_bulk  # with arrays, which one address does without

        return mac_bulk.find_many(self._blocks(), addresses)

    def find_in_buffer(self, data: npt.NDArray[np.uint8], offsets: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """As `find_many`, of texts that stand as UTF-8 one after the other: see `mac_bulk.find_in_buffer`."""
        from obstat.devices import mac_bulk

        return mac_bulk.find_in_buffer(self._blocks(), data, offsets)

    def _blocks(self) -> BlockTable:
        from obstat.devices import mac_bulk

        if self._table is None:
            self._table = mac_bulk.BlockTable(self._numbers)
        return self._table


def is_registrar(holder: str) -> bool:
    """Whether a block with this holder is divided among others, so that the holder made nothing."""
    return holder.strip().casefold() == REGISTRAR.casefold()


def _lowered(prefixes: list[str]) -> list[str]:
    """The prefixes in lower case; all are tested at once, since a registry has tens of thousands."""
    joined = "".join(prefixes)
    if set(map(len, prefixes)) <= set(PREFIX_DIGITS) and (not joined or _HEX.fullmatch(joined)):
        return [prefix.lower() for prefix in prefixes]
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
    """The registry that comes with obstat: that of python-stdnum, over it the blocks of 24 bits of aiooui, and the
    individual address blocks of netaddr."""
    shipped = [_shipped(*one) for one in (_SHIPPED, _SHIPPED_LARGE, _SHIPPED_INDIVIDUAL)]
    every, large, individual = (data for data, _ in shipped)
    pairs = [*read_numdb(every.decode()), *read_large(large), *read_individual(individual.decode())]
    return MacRegistry(pairs, edition=", ".join(called for _, called in shipped))


def _shipped(package: str, path: tuple[str, ...], distribution: str) -> tuple[bytes, str]:
    """A file of an installed package, and what it is called; the package itself is not run."""
    spec = importlib.util.find_spec(package)
    if spec is None:
        raise ModuleNotFoundError(f"The package {distribution} is missing; install obstat again.", name=package)
    file = importlib.resources.files(importlib.util.module_from_spec(spec)).joinpath(*path)
    return file.read_bytes(), f"{path[-1]} of {distribution} {importlib.metadata.version(distribution)}"


def read_large(data: bytes) -> list[tuple[str, str]]:
    """The pairs of the table of aiooui: ``OUI1`` and how many there are, the blocks as numbers of 32 bits, where the
    name of each begins, and the names in lines."""
    magic, count = struct.unpack_from("<4sI", data)
    if magic != b"OUI1":
        raise InvalidValue("The table of aiooui is not of the form that obstat reads; install aiooui 0.1.11.")
    prefixes, starts = (struct.unpack_from(f"<{count}I", data, 8 + 4 * count * part) for part in (0, 1))
    lines = data[8 + 8 * count :].split(b"\n")
    ends = itertools.accumulate((len(line) + 1 for line in lines), initial=0)
    names = {start: line.decode() for start, line in zip(ends, lines, strict=False)}
    return [(f"{prefix:06x}", names[start]) for prefix, start in zip(prefixes, starts, strict=True)]


def read_individual(text: str) -> list[tuple[str, str]]:
    """The pairs of a list of individual address blocks as the IEEE writes it: a line ``00-50-C2 (hex) HOLDER``, and
    below it the range inside, ``F71000-F71FFF (base 16) HOLDER``."""
    found = []
    for above, record in itertools.pairwise(text.split("(hex)")):
        holder, _, below = record.partition("\n")
        found.append((above.rstrip()[-8:].replace("-", "") + below[:3], holder.strip()))
    return found


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
