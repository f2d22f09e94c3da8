"""Classes of MAC addresses of which the same is known, so that millions of addresses are asked about once a class.

Invariant: two addresses of one class begin with the same known prefixes, and nothing that is said of an address hangs
on more of it than these.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from obstat.devices.mac import told_apart

DIGITS = 12
_OCTETS = tuple(f"{number:02x}" for number in range(256))
"""Each first octet is a class of its own where nothing longer is known: it says whether an address is local or of a
group."""


class AddressClasses:
    """Addresses told apart by the longest of some prefixes: those given, and those that mean something anyway."""

    def __init__(self, prefixes: Iterable[str]) -> None:
        """`prefixes` are of 1 to 12 hexadecimal digits."""
        known = sorted({*_OCTETS, *told_apart(), *(prefix.lower() for prefix in prefixes)}, key=len)
        sizes = np.fromiter(map(len, known), dtype=np.uint64, count=len(known))
        shifts = (DIGITS - sizes) * np.uint64(4)
        firsts = np.fromiter((int(prefix, 16) for prefix in known), dtype=np.uint64, count=len(known)) << shifts
        ends = firsts + (np.uint64(1) << shifts)
        self._starts = np.unique(np.concatenate((firsts, ends)))[:-1]  # the last end lies behind all addresses
        self._owners = np.zeros(len(self._starts), dtype=np.int32)
        lows, highs = np.searchsorted(self._starts, firsts), np.searchsorted(self._starts, ends)
        for number, (low, high) in enumerate(zip(lows.tolist(), highs.tolist(), strict=True)):
            self._owners[low:high] = number  # longer prefixes come later and take their part of shorter ones
        owned, at = np.unique(self._owners, return_index=True)
        self._prefixes = known
        self._examples = dict(zip(owned.tolist(), self._starts[at].tolist(), strict=True))

    def __len__(self) -> int:
        return len(self._prefixes)

    def find(self, addresses: npt.NDArray[np.uint64]) -> npt.NDArray[np.int32]:
        """The class of each 48-bit number."""
        found: npt.NDArray[np.int32] = self._owners[np.searchsorted(self._starts, addresses, side="right") - 1]
        return found

    def example(self, number: int) -> str:
        """An address of a class; empty for one that longer prefixes fill up."""
        if number not in self._examples:
            return ""
        digits = f"{self._examples[number]:012x}"
        return ":".join(digits[at : at + 2] for at in range(0, DIGITS, 2))

    def told(self, number: int) -> str:
        """What the addresses of a class begin with, for people: ``44:19:b6…``."""
        prefix = self._prefixes[number]
        pairs = ":".join(prefix[at : at + 2] for at in range(0, len(prefix), 2))
        return pairs if len(prefix) == DIGITS else f"{pairs}…"
