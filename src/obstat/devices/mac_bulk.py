"""MAC addresses by the million: texts to numbers, and numbers to blocks, as arrays.

Invariant: the answers are those of `MacRegistry.find`, address by address.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from obstat.devices.mac import digits_of
from obstat.model.errors import InvalidValue

SHAPES = {
    17: (b":-", (2, 5, 8, 11, 14)),
    14: (b".-", (4, 9)),
    12: (b"", ()),
}
"""By length of the text: the separators of the usual notations and where they stand."""
_NONE, _LAST = 255, 1 << 48
_VALUE = np.full(256, _NONE, dtype=np.uint8)
_VALUE[np.frombuffer(b"0123456789abcdef", dtype=np.uint8)] = np.arange(16, dtype=np.uint8)
_VALUE[np.frombuffer(b"ABCDEF", dtype=np.uint8)] = np.arange(10, 16, dtype=np.uint8)
_CHUNK = 1 << 16
"""Addresses at a time, so that what is between texts and numbers stays in the cache."""


class BlockTable:
    """The blocks as intervals of 36-bit numbers that do not overlap, each with its block or -1."""

    def __init__(self, by_size: Mapping[int, Mapping[int, int]]) -> None:
        starts, owners = np.zeros(1, dtype=np.int64), np.full(1, -1, dtype=np.int64)
        for size in sorted(by_size):  # the larger blocks first: the smaller are cut out of them
            if blocks := by_size[size]:
                shift = 36 - 4 * size
                keys = np.fromiter(blocks.keys(), dtype=np.int64, count=len(blocks)) << shift
                numbers = np.fromiter(blocks.values(), dtype=np.int64, count=len(blocks))
                starts, owners = _laid_over(starts, owners, keys, numbers, 1 << shift)
        self._starts, self._owners = starts, owners

    def find(self, addresses: npt.NDArray[np.uint64]) -> npt.NDArray[np.int64]:
        """The block of each 48-bit number, -1 where there is none."""
        first = (addresses >> np.uint64(12)).view(np.int64)
        found = self._owners[np.searchsorted(self._starts, first, side="right") - 1]
        found[addresses >= np.uint64(_LAST)] = -1
        return found


def _laid_over(
    starts: npt.NDArray[np.int64],
    owners: npt.NDArray[np.int64],
    keys: npt.NDArray[np.int64],
    numbers: npt.NDArray[np.int64],
    width: int,
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Intervals and their owners once blocks of one width have taken their part of them."""
    order = np.argsort(keys)
    keys, numbers = keys[order], numbers[order]
    points = np.unique(np.concatenate((starts, keys, keys + width)))
    result = owners[np.searchsorted(starts, points, side="right") - 1]
    block = np.searchsorted(keys, points, side="right") - 1
    inside = (block >= 0) & (points < keys[block] + width)
    result[inside] = numbers[block[inside]]
    return points, result


def find_many(table: BlockTable, addresses: Sequence[str] | npt.NDArray[np.uint64]) -> npt.NDArray[np.int64]:
    """The block of each address, -1 where nobody is known or the text is no address."""
    found = np.empty(len(addresses), dtype=np.int64)
    for start in range(0, len(addresses), _CHUNK):
        part = addresses[start : start + _CHUNK]
        if isinstance(part, np.ndarray) and part.dtype.kind in "ui":
            found[start : start + _CHUNK] = table.find(part.astype(np.uint64, copy=False))
        else:
            numbers, is_read = _read_part(list(part))
            found[start : start + _CHUNK] = np.where(is_read, table.find(numbers), -1)
    return found


def read_many(texts: Sequence[str]) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.bool_]]:
    """The number of each address, and whether its text could be read; of an EUI-64 the first 48 bits."""
    numbers, is_read = np.zeros(len(texts), dtype=np.uint64), np.zeros(len(texts), dtype=np.bool_)
    for start in range(0, len(texts), _CHUNK):
        part = slice(start, start + _CHUNK)
        numbers[part], is_read[part] = _read_part(list(texts[part]))
    return numbers, is_read


def _read_part(texts: list[str]) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.bool_]]:
    numbers, is_read = np.zeros(len(texts), dtype=np.uint64), np.zeros(len(texts), dtype=np.bool_)
    lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    for length in SHAPES:
        rows = np.flatnonzero(lengths == length)
        if rows.size:
            same = texts if rows.size == len(texts) else [texts[row] for row in rows.tolist()]
            numbers[rows], is_read[rows] = read_usual("".join(same), length)
    for row in np.flatnonzero(~is_read).tolist():
        try:
            numbers[row] = int(digits_of(texts[row])[:12], 16)
        except InvalidValue:
            continue  # told by `is_read`
        is_read[row] = True
    return numbers, is_read


def read_usual(joined: str, length: int) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.bool_]]:
    """The numbers of texts of one usual length that stand one after the other, and which of them are of its shape."""
    signs, where = SHAPES[length]
    raw = np.frombuffer(joined.encode("ascii", "replace"), dtype=np.uint8).reshape(-1, length)
    columns = np.ascontiguousarray(raw.T)
    numbers = np.zeros(len(raw), dtype=np.uint64)
    worst = np.zeros(len(raw), dtype=np.uint8)
    for column in range(length):
        if column not in where:
            values = _VALUE[columns[column]]
            np.maximum(worst, values, out=worst)
            numbers <<= np.uint64(4)
            numbers |= values
    is_read = worst < 16
    if where:
        first = columns[where[0]]
        is_read &= (first == signs[0]) | (first == signs[1])
        for column in where[1:]:
            is_read &= columns[column] == first
    return numbers, is_read
